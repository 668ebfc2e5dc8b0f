// The states of address_parts.hpp; after USPS Publication 28, and Canada's
// provinces.
#include "voice/addresses/address_parts.hpp"

namespace rental {

namespace {

using sv = std::string_view;

struct state {
  /// Words joined by an underscore.
  sv name;
  sv code;
};
// clang-format off
constexpr state states[] = {
    {"alabama", "al"}, {"alaska", "ak"}, {"arizona", "az"}, {"arkansas", "ar"},
    {"california", "ca"}, {"colorado", "co"}, {"connecticut", "ct"},
    {"delaware", "de"}, {"florida", "fl"}, {"georgia", "ga"}, {"hawaii", "hi"},
    {"idaho", "id"}, {"illinois", "il"}, {"indiana", "in"}, {"iowa", "ia"},
    {"kansas", "ks"}, {"kentucky", "ky"}, {"louisiana", "la"}, {"maine", "me"},
    {"maryland", "md"}, {"massachusetts", "ma"}, {"michigan", "mi"},
    {"minnesota", "mn"}, {"mississippi", "ms"}, {"missouri", "mo"},
    {"montana", "mt"}, {"nebraska", "ne"}, {"nevada", "nv"},
    {"new_hampshire", "nh"}, {"new_jersey", "nj"}, {"new_mexico", "nm"},
    {"new_york", "ny"}, {"north_carolina", "nc"}, {"north_dakota", "nd"},
    {"ohio", "oh"}, {"oklahoma", "ok"}, {"oregon", "or"},
    {"pennsylvania", "pa"}, {"rhode_island", "ri"}, {"south_carolina", "sc"},
    {"south_dakota", "sd"}, {"tennessee", "tn"}, {"texas", "tx"},
    {"utah", "ut"}, {"vermont", "vt"}, {"virginia", "va"},
    {"washington", "wa"}, {"west_virginia", "wv"}, {"wisconsin", "wi"},
    {"wyoming", "wy"}, {"district_of_columbia", "dc"}, {"alberta", "ab"},
    {"british_columbia", "bc"}, {"manitoba", "mb"}, {"new_brunswick", "nb"},
    {"newfoundland", "nl"}, {"nova_scotia", "ns"}, {"ontario", "on"},
    {"prince_edward_island", "pe"}, {"quebec", "qc"}, {"saskatchewan", "sk"},
    {"okla", "ok"}, {"tex", "tx"}, {"calif", "ca"}, {"fla", "fl"},
    {"ariz", "az"}, {"colo", "co"}, {"conn", "ct"}, {"ill", "il"},
    {"kans", "ks"}, {"mich", "mi"}, {"minn", "mn"}, {"nebr", "ne"},
    {"nev", "nv"}, {"ore", "or"}, {"penna", "pa"}, {"tenn", "tn"},
    {"wis", "wi"}, {"wisc", "wi"},
};
// clang-format on

} // namespace

sv state_code(sv low) {
  for (const auto& each : states)
    if (each.name == low || each.code == low)
      return each.code;
  return {};
}

} // namespace rental
