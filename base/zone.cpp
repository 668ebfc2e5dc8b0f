#include "base/zone.hpp"

#include "base/ascii.hpp"

#include <date/tz.h>
#include <unicode/timezone.h>
#include <unicode/ures.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <exception>
#include <map>
#include <mutex>
#include <utility>

namespace rental {
namespace {

// Larger than any offset in the database; local mean time reached 15:13.
constexpr std::chrono::hours reach{16};

bool same_text(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

bool is_utc(std::string_view name) {
  return same_text(name, "UTC") || same_text(name, "Etc/UTC");
}

// Entries of the directory that are no place's clock: the machine's own zone
// must never leak in.
bool is_place(std::string_view name) {
  return name != "localtime" && name != "posixrules" && name != "Factory"
         && !name.starts_with("posix/") && !name.starts_with("right/");
}

const date::time_zone* find_iana(std::string_view name) {
  const auto& zones = date::get_tzdb().zones;
  const auto hit = std::find_if(zones.begin(), zones.end(), [&](const auto& z) {
    return same_text(z.name(), name);
  });
  return hit != zones.end() && is_place(hit->name()) ? &*hit : nullptr;
}

icu::UnicodeString wide(std::string_view text) {
  return icu::UnicodeString::fromUTF8(
      icu::StringPiece{text.data(), static_cast<int32_t>(text.size())});
}

std::string narrow(const icu::UnicodeString& text) {
  std::string result;
  return text.toUTF8String(result);
}

// The name as CLDR spells it, or nothing. ICU's own look-up is exact.
std::string windows_spelling(std::string_view name) {
  UErrorCode status = U_ZERO_ERROR;
  auto* bundle = ures_openDirect(nullptr, "windowsZones", &status);
  auto* table = ures_getByKey(bundle, "mapTimezones", nullptr, &status);
  UResourceBundle* row = nullptr;
  std::string found;
  while (U_SUCCESS(status) && found.empty() && ures_hasNext(table)) {
    row = ures_getNextResource(table, row, &status);
    if (U_SUCCESS(status) && same_text(ures_getKey(row), name))
      found = ures_getKey(row);
  }
  ures_close(row);
  ures_close(table);
  ures_close(bundle);
  return found;
}

// Windows zones that CLDR has tied to another place since ICU 72, because the
// old one changed its clocks (CLDR 48, windowsZones.xml).
constexpr std::array<std::pair<std::string_view, const char*>, 2> moved{{
    {"Central Asia Standard Time", "Asia/Bishkek"},
    {"Mountain Standard Time (Mexico)", "America/Mazatlan"},
}};

std::string windows_to_iana(std::string_view name) {
  for (const auto& [windows, iana] : moved)
    if (same_text(windows, name))
      return iana;
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeString id;
  icu::TimeZone::getIDForWindowsID(wide(windows_spelling(name)), "001", id,
                                   status);
  return U_SUCCESS(status) ? narrow(id) : std::string{};
}

// CLDR keeps old names ("Asia/Calcutta"), which not every system installs.
const date::time_zone* find_iana_or_alias(const std::string& name) {
  if (name.empty())
    return nullptr;
  if (const auto* hit = find_iana(name))
    return hit;
  const auto id = wide(name);
  const auto count = icu::TimeZone::countEquivalentIDs(id);
  for (int32_t i = 0; i < count; ++i)
    if (const auto* hit
        = find_iana(narrow(icu::TimeZone::getEquivalentID(id, i))))
      return hit;
  return nullptr;
}

std::string iana_to_windows(const std::string& name) {
  for (const auto& [windows, iana] : moved)
    if (name == iana)
      return std::string{windows};
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeString windows;
  icu::TimeZone::getWindowsID(wide(name), windows, status);
  return U_SUCCESS(status) ? narrow(windows) : std::string{};
}

failure unknown(std::string_view name) {
  const bool printable
      = name.size() <= 64 && std::all_of(name.begin(), name.end(), [](char c) {
          return c >= ' ' && c < '\x7f';
        });
  return {errc::bad_request,
          "unknown time zone "
              + (printable ? '"' + std::string{name} + '"' : "(unprintable)"),
          {}};
}

} // namespace

zone::zone() : zone(nullptr, "UTC") {}

zone::zone(const date::time_zone* impl, std::string name)
    : impl_(impl), name_(std::move(name)) {}

expected<zone> zone::find(std::string_view name) {
  if (name.empty() || name.size() > 64)
    return unknown(name);
  if (is_utc(name))
    return zone{};
  try {
    const auto* hit = find_iana(name);
    if (hit == nullptr)
      hit = find_iana_or_alias(windows_to_iana(name));
    if (hit == nullptr)
      return unknown(name);
    // Its file is read at the first use; a corrupt one is detected here.
    hit->get_info(date::sys_seconds{});
    return zone{hit, hit->name()};
  } catch (const std::exception&) {
    return failure{
        errc::internal, "the system's time zone database cannot be read", {}};
  }
}

stretch zone::at(instant t) const {
  if (impl_ == nullptr)
    return {instant::min(), instant::max(), {}};
  const auto info = impl_->get_info(t);
  return {info.begin, info.end, info.offset};
}

std::vector<stretch> zone::stretches(instant from, instant to) const {
  std::vector<stretch> result{at(from)};
  while (result.back().end <= to) {
    const auto next = at(result.back().end);
    // The calendar of the database ends with the year 32767.
    if (next.end <= result.back().end)
      break;
    result.push_back(next);
  }
  return result;
}

local_reading read_in(std::span<const stretch> stretches, local_time t) {
  local_reading result{local_reading::kind::nonexistent, {}, {}};
  bool found = false;
  const instant utc{t.time_since_epoch()};
  for (std::size_t i = 0; i < stretches.size(); ++i) {
    const auto& s = stretches[i];
    const auto here = utc - s.offset;
    if (here >= s.begin && here < s.end) {
      result.what = found ? local_reading::kind::ambiguous
                          : local_reading::kind::unique;
      result.second = here;
      if (!found)
        result.first = here;
      found = true;
    } else if (!found && here >= s.end) {
      result.first = result.second = s.end;
    }
  }
  return result;
}

local_time local_in(std::span<const stretch> stretches, instant t) {
  const auto* s = stretches.data();
  while (t >= s->end)
    ++s;
  return local_time{(t + s->offset).time_since_epoch()};
}

local_time zone::to_local(instant t) const {
  return local_time{(t + offset_at(t)).time_since_epoch()};
}

local_reading zone::read(local_time t) const {
  const instant utc{t.time_since_epoch()};
  return read_in(stretches(utc - reach, utc + reach), t);
}

std::chrono::seconds zone::offset_at(instant t) const {
  return at(t).offset;
}

namespace {

/// A Windows name and the zone that it stands for; looked up once each.
std::pair<std::string, expected<zone>>
windows_zone_of(const std::string& iana) {
  static std::mutex mutex;
  static std::map<std::string, std::pair<std::string, expected<zone>>> known;
  std::lock_guard guard{mutex};
  auto found = known.find(iana);
  if (found == known.end()) {
    auto name = iana_to_windows(iana);
    auto back = zone::find(name);
    found = known.emplace(iana, std::pair{std::move(name), std::move(back)})
                .first;
  }
  return found->second;
}

} // namespace

// ICU's table may be older than the rules: only what shows the same counts.
std::string zone::windows_name(instant t) const {
  if (impl_ == nullptr)
    return "UTC";
  auto [name, back] = windows_zone_of(name_);
  return back && back->offset_at(t) == offset_at(t) ? name : std::string{};
}

std::string zone::abbreviation_at(instant t) const {
  if (impl_ == nullptr)
    return "UTC";
  auto letters = impl_->get_info(t).abbrev;
  const bool spoken
      = !letters.empty()
        && letters.find_first_of("+-0123456789") == std::string::npos;
  if (spoken)
    return letters;
  const auto offset = std::chrono::round<std::chrono::minutes>(offset_at(t));
  const auto size = std::abs(offset.count());
  if (size == 0)
    return "UTC";
  const auto minutes = size % 60;
  return std::string{offset.count() < 0 ? "UTC-" : "UTC+"}
         + std::to_string(size / 60)
         + (minutes == 0
                ? ""
                : (minutes < 10 ? ":0" : ":") + std::to_string(minutes));
}

std::string zone::to_iso(instant t) const {
  // RFC 3339 knows no seconds in an offset, local mean time had them.
  const auto offset = std::chrono::round<std::chrono::minutes>(offset_at(t));
  const auto size = static_cast<unsigned>(std::abs(offset.count()));
  const auto digit = [](unsigned n) { return static_cast<char>('0' + n % 10); };
  const char text[]{
      offset.count() < 0 ? '-' : '+', digit(size / 600), digit(size / 60), ':',
      digit(size % 60 / 10),          digit(size)};
  return rental::to_iso(t + offset, {text, sizeof text});
}

instant zone::start_of_day(date::local_days day) const {
  return read(local_time{day}).first;
}

} // namespace rental
