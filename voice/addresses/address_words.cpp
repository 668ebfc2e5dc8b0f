// The tables of address_parts.hpp; after USPS Publication 28, the common part.
#include "voice/addresses/address_parts.hpp"
#include "voice/words/lexicon.hpp"

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
    entry{"Boulevard", " boulevard blvd blv bvd boul "},
    entry{"Road", " road rd "},
    entry{"Drive", " drive dr drv "},
    entry{"Lane", " lane ln "},
    entry{"Court", " court ct crt "},
    entry{"Place", " place pl "},
    entry{"Square", " square sq "},
    entry{"Terrace", " terrace ter terr "},
    entry{"Circle", " circle cir circ crcl "},
    entry{"Parkway", " parkway pkwy pkway pky "},
    entry{"Highway", " highway hwy "},
    entry{"Freeway", " freeway fwy "},
    entry{"Expressway", " expressway expy "},
    entry{"Trail", " trail trl tr "},
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
    entry{"Bend", " bend bnd "},
    entry{"Trace", " trace trce "},
    entry{"Landing", " landing lndg "},
    entry{"Crescent", " crescent cres "},
    entry{"Gardens", " gardens gdns "},
    entry{"Manor", " manor mnr "},
    entry{"Mews", " mews "},
    entry{"Commons", " commons cmns "},
    entry{"Hollow", " hollow holw "},
};

constexpr sv name_endings
    = " place square terrace trail crossing cove plaza ridge heights point "
      "loop run row walk path bend trace landing crescent gardens manor mews "
      "commons hollow ";

constexpr std::array abbreviations{
    entry{"Creek", " crk "},
    entry{"Hill", " hl "},
    entry{"Hills", " hls "},
    entry{"View", " vw "},
    entry{"Spring", " spg "},
    entry{"Springs", " spgs "},
    entry{"Valley", " vly "},
    entry{"Meadow", " mdw "},
    entry{"Meadows", " mdws "},
    entry{"Station", " sta stn "},
    entry{"Lake", " lk "},
    entry{"Lakes", " lks "},
    entry{"Grove", " grv "},
    entry{"Glen", " gln "},
    entry{"Forest", " frst "},
    entry{"Harbor", " hbr harbour "},
    entry{"Center", " ctr cntr centre "},
    entry{"Junction", " jct "},
    entry{"Knoll", " knl "},
    entry{"Knolls", " knls "},
    entry{"Estate", " est "},
    entry{"Estates", " ests "},
    entry{"Garden", " gdn "},
    entry{"Orchard", " orch "},
    entry{"Passage", " psge "},
    entry{"Brook", " brk "},
    entry{"Bridge", " brg "},
    entry{"Beach", " bch "},
    entry{"Field", " fld "},
    entry{"Fields", " flds "},
    entry{"Falls", " fls "},
    entry{"Farm", " frm "},
    entry{"Farms", " frms "},
    entry{"Fork", " frk "},
    entry{"Village", " vlg "},
    entry{"Vista", " vis "},
    entry{"Shore", " shr "},
    entry{"Shores", " shrs "},
    entry{"River", " riv "},
    entry{"Ranch", " rnch "},
    entry{"Mountain", " mtn "},
    entry{"Island", " isl "},
    entry{"Port", " prt "},
    entry{"Overlook", " ovlk "},
    entry{"Theater", " theatre "},
    entry{"Sergeant", " sgt "},
    entry{"General", " gen "},
    entry{"Captain", " capt "},
    entry{"Colonel", " col "},
    entry{"Governor", " gov "},
    entry{"President", " pres "},
    entry{"Reverend", " rev "},
    entry{"Lieutenant", " lt "},
    entry{"Major", " maj "},
    entry{"Martin Luther King", " mlk "},
    entry{"J F K", " jfk "},
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
    entry{"Space", " space spc sp "},
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
sv name_written_out(sv low) {
  return find_in(abbreviations, low);
}
bool may_end_name(sv type) {
  return lexicon::listed(name_endings, lexicon::lower(type));
}

} // namespace rental
