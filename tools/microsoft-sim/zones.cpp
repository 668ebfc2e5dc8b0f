#include "tools/microsoft-sim/zones.hpp"

#include <date/tz.h>
#include <unicode/timezone.h>
#include <unicode/unistr.h>

#include <map>
#include <mutex>
#include <stdexcept>

namespace rental::sim {

namespace {

const date::time_zone* locate(std::string_view iana) {
  try {
    return date::locate_zone(std::string{iana});
  } catch (const std::runtime_error&) {
    return nullptr;
  }
}

std::string iana_for_windows(std::string_view name) {
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeString iana;
  icu::TimeZone::getIDForWindowsID(
      icu::UnicodeString::fromUTF8(std::string{name}), nullptr, iana, status);
  std::string result;
  if (U_SUCCESS(status))
    iana.toUTF8String(result);
  return result;
}

std::optional<std::string> look_up(std::string_view name) {
  if (name.empty())
    return std::nullopt;
  if (name == "UTC")
    return "Etc/UTC";
  auto windows = iana_for_windows(name);
  auto candidate = windows.empty() ? std::string{name} : windows;
  if (!locate(candidate))
    return std::nullopt;
  return candidate;
}

} // namespace

std::optional<std::string> iana_name(std::string_view name) {
  static std::mutex mutex;
  static std::map<std::string, std::optional<std::string>, std::less<>> known;
  std::lock_guard lock{mutex};
  auto found = known.find(name);
  if (found == known.end())
    found = known.emplace(std::string{name}, look_up(name)).first;
  return found->second;
}

std::string windows_name(std::string_view iana) {
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeString windows;
  icu::TimeZone::getWindowsID(icu::UnicodeString::fromUTF8(std::string{iana}),
                              windows, status);
  std::string result;
  if (U_SUCCESS(status))
    windows.toUTF8String(result);
  return result;
}

sys_seconds to_utc(local_seconds local, std::string_view iana) {
  auto zone = locate(iana);
  auto info = zone->get_info(date::local_seconds{local.time_since_epoch()});
  return sys_seconds{local.time_since_epoch() - info.first.offset};
}

local_seconds to_local(sys_seconds instant, std::string_view iana) {
  auto info = locate(iana)->get_info(instant);
  return local_seconds{instant.time_since_epoch() + info.offset};
}

} // namespace rental::sim
