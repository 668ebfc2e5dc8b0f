// The tables of address_parts.hpp; after USPS Publication 28, the common part.
#include "voice/address_parts.hpp"
#include "voice/lexicon.hpp"

#include <array>
#include <span>

namespace rental {

namespace {

using sv = std::string_view;

struct entry {
  sv full;
  /// Further spellings, each between spaces, the full one included.
  sv spellings;
};

constexpr std::array types{
    entry{"Street", " street st str "},
    entry{"Avenue", " avenue ave av aven "},
    entry{"Boulevard", " boulevard blvd boul "},
    entry{"Road", " road rd "},
    entry{"Drive", " drive dr drv "},
    entry{"Lane", " lane ln "},
    entry{"Court", " court ct crt "},
    entry{"Place", " place pl "},
    entry{"Square", " square sq "},
    entry{"Terrace", " terrace ter terr "},
    entry{"Circle", " circle cir circ "},
    entry{"Parkway", " parkway pkwy pkway "},
    entry{"Highway", " highway hwy "},
    entry{"Freeway", " freeway fwy "},
    entry{"Expressway", " expressway expy "},
    entry{"Trail", " trail trl "},
    entry{"Crossing", " crossing xing "},
    entry{"Alley", " alley aly "},
    entry{"Route", " route rte rt "},
    entry{"Cove", " cove cv "},
    entry{"Plaza", " plaza plz "},
    entry{"Ridge", " ridge rdg "},
    entry{"Heights", " heights hts "},
    entry{"Point", " point pt "},
    entry{"Way", " way wy "},
    entry{"Loop", " loop lp "},
    entry{"Turnpike", " turnpike tpke "},
    entry{"Run", " run "},
    entry{"Row", " row "},
    entry{"Walk", " walk "},
    entry{"Path", " path "},
    entry{"Pike", " pike "},
};

constexpr std::array directions{
    entry{"North", " north n "},
    entry{"South", " south s "},
    entry{"East", " east e "},
    entry{"West", " west w "},
    entry{"Northeast", " northeast ne "},
    entry{"Northwest", " northwest nw "},
    entry{"Southeast", " southeast se "},
    entry{"Southwest", " southwest sw "},
};

constexpr std::array units{
    entry{"Apartment", " apartment apt appt "},
    entry{"Unit", " unit "},
    entry{"number", " # number "},
    entry{"Suite", " suite ste "},
    entry{"Building", " building bldg "},
    entry{"Floor", " floor fl flr "},
    entry{"Room", " room rm "},
    entry{"Lot", " lot "},
    entry{"Space", " space spc "},
    entry{"Trailer", " trailer trlr "},
    entry{"Flat", " flat "},
    entry{"Condo", " condo "},
    entry{"Penthouse", " penthouse ph "},
};

sv find_in(std::span<const entry> list, sv low) {
  for (const auto& e : list)
    if (lexicon::listed(e.spellings, low))
      return e.full;
  return {};
}

} // namespace

sv street_type(sv low) {
  return find_in(types, low);
}
sv direction(sv low) {
  return find_in(directions, low);
}
sv unit_type(sv low) {
  return find_in(units, low);
}

} // namespace rental
