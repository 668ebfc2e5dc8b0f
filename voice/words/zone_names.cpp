#include "voice/words/zone_names.hpp"

#include "voice/words/lexicon.hpp"
#include "voice/words/say.hpp"
#include "voice/words/words.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <string>

namespace rental {

namespace {

using sv = std::string_view;

struct family {
  sv name;
  /// The zone that the bare name stands for; the first of `zones`.
  sv zones;
};

// Zones of one family share today's clock, not their past. Zones that keep
// their own clock all year (Phoenix, Regina) are families of their own.
constexpr std::array families{
    family{"Eastern",
           " America/New_York America/Detroit America/Toronto "
           "America/Montreal America/Nipigon America/Thunder_Bay "
           "America/Iqaluit America/Pangnirtung America/Louisville "
           "America/Kentucky/Louisville America/Kentucky/Monticello "
           "America/Indianapolis America/Fort_Wayne "
           "America/Indiana/Indianapolis America/Indiana/Vincennes "
           "America/Indiana/Winamac America/Indiana/Marengo "
           "America/Indiana/Petersburg America/Indiana/Vevay US/Eastern "
           "US/East-Indiana US/Michigan Canada/Eastern EST5EDT "},
    family{"Central",
           " America/Chicago America/Winnipeg America/Menominee "
           "America/Indiana/Tell_City America/Indiana/Knox America/Knox_IN "
           "America/North_Dakota/Center America/North_Dakota/New_Salem "
           "America/North_Dakota/Beulah America/Rainy_River "
           "America/Rankin_Inlet America/Resolute US/Central "
           "US/Indiana-Starke Canada/Central CST6CDT "},
    family{"Mountain",
           " America/Denver America/Boise America/Edmonton America/Shiprock "
           "America/Yellowknife America/Inuvik America/Cambridge_Bay "
           "US/Mountain Canada/Mountain Navajo MST7MDT "},
    family{"Pacific",
           " America/Los_Angeles America/Vancouver US/Pacific Canada/Pacific "
           "PST8PDT "},
    family{"Arizona", " America/Phoenix US/Arizona "},
    family{"Alaska",
           " America/Anchorage America/Juneau America/Sitka "
           "America/Metlakatla America/Yakutat America/Nome US/Alaska "},
    family{"Hawaii", " Pacific/Honolulu US/Hawaii "},
    family{"Atlantic", " America/Halifax America/Glace_Bay America/Moncton "
                       "America/Goose_Bay Canada/Atlantic "},
    family{"Newfoundland", " America/St_Johns Canada/Newfoundland "},
    family{"Saskatchewan",
           " America/Regina America/Swift_Current Canada/Saskatchewan "},
    family{"Yukon", " America/Whitehorse America/Dawson Canada/Yukon "},
};

struct abbreviation {
  sv word;
  sv iana;
  bool american;
};

constexpr std::array zone_abbreviations{
    abbreviation{"et", "America/New_York", true},
    abbreviation{"est", "America/New_York", true},
    abbreviation{"edt", "America/New_York", true},
    abbreviation{"ct", "America/Chicago", true},
    abbreviation{"cst", "America/Chicago", true},
    abbreviation{"cdt", "America/Chicago", true},
    abbreviation{"mt", "America/Denver", true},
    abbreviation{"mst", "America/Denver", true},
    abbreviation{"mdt", "America/Denver", true},
    abbreviation{"pt", "America/Los_Angeles", true},
    abbreviation{"pst", "America/Los_Angeles", true},
    abbreviation{"pdt", "America/Los_Angeles", true},
    abbreviation{"akst", "America/Anchorage", false},
    abbreviation{"akdt", "America/Anchorage", false},
    abbreviation{"hst", "Pacific/Honolulu", false},
    abbreviation{"cet", "Europe/Berlin", false},
    abbreviation{"cest", "Europe/Berlin", false},
    abbreviation{"bst", "Europe/London", false},
    abbreviation{"aest", "Australia/Sydney", false},
    abbreviation{"aedt", "Australia/Sydney", false},
    abbreviation{"nzst", "Pacific/Auckland", false},
    abbreviation{"nzdt", "Pacific/Auckland", false},
    abbreviation{"jst", "Asia/Tokyo", false},
};

std::optional<zone> zone_of(sv iana) {
  auto found = zone::find(iana);
  return found ? std::optional{*found} : std::nullopt;
}

bool same_text(sv a, sv b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    return std::tolower(static_cast<unsigned char>(x))
           == std::tolower(static_cast<unsigned char>(y));
  });
}

/// "U T C minus five", for names that hold figures ("Etc/GMT+5").
std::string by_offset(std::chrono::seconds offset) {
  auto total = static_cast<int>(std::abs(offset.count()) / 60);
  std::string out = "U T C";
  if (total > 0)
    out += (offset.count() < 0 ? " minus " : " plus ") + say_number(total / 60);
  if (total % 60 > 0)
    lexicon::join(out, say_number(total % 60));
  return out;
}

/// "GMT" -> "G M T".
std::string spelled(sv letters) {
  std::string out;
  for (char c : letters)
    lexicon::join(out, sv{&c, 1});
  return out;
}

} // namespace

sv american_name(sv iana) {
  for (const auto& f : families)
    if (lexicon::listed(f.zones, iana))
      return f.name;
  return {};
}

std::optional<zone> american_zone(sv word) {
  if (word == "alaskan" || word == "hawaiian")
    word = word.substr(0, 6);
  for (const auto& f : families)
    if (same_text(f.name, word))
      return zone_of(f.zones.substr(1, f.zones.find(' ', 1) - 1));
  return std::nullopt;
}

std::optional<zone> abbreviated_zone(sv word, const zone& home) {
  for (const auto& a : zone_abbreviations)
    if (a.word == word && (!a.american || !american_name(home.name()).empty()))
      return zone_of(a.iana);
  return std::nullopt;
}

std::optional<zone> city_zone(sv city) {
  constexpr std::array<sv, 11> regions{
      "America/",           "Europe/",          "Asia/",      "Africa/",
      "Pacific/",           "Australia/",       "Indian/",    "Atlantic/",
      "America/Argentina/", "America/Indiana/", "Antarctica/"};
  if (city.empty() || city.size() > 40 || city.find('/') != sv::npos)
    return std::nullopt;
  for (auto region : regions)
    if (auto found = zone_of(std::string{region} + std::string{city}))
      return found;
  return std::nullopt;
}

std::string say_zone(const zone& tz, instant t) {
  sv name = tz.name();
  if (auto custom = american_name(name); !custom.empty())
    return std::string{custom} + " time";
  auto city = name.substr(name.rfind('/') + 1);
  bool figures = std::any_of(city.begin(), city.end(), [](char c) {
    return std::isdigit(static_cast<unsigned char>(c)) != 0;
  });
  if (figures)
    return by_offset(tz.offset_at(t));
  bool capitals = std::all_of(city.begin(), city.end(),
                              [](char c) { return c >= 'A' && c <= 'Z'; });
  if (capitals && city.size() <= 4)
    return spelled(city);
  std::string spoken{city.starts_with("St_") ? "Saint_" : ""};
  spoken += city.starts_with("St_") ? city.substr(3) : city;
  std::replace(spoken.begin(), spoken.end(), '_', ' ');
  return spoken + " time";
}

} // namespace rental
