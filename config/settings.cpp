#include "config/settings.hpp"

#include "base/enum_names.hpp"

#include <algorithm>

namespace rental {

const char* to_string(log_level level) noexcept {
  constexpr auto names = names_up_to<log_level::error>("trace", "debug", "info",
                                                       "warn", "error");
  return names[static_cast<std::size_t>(level)];
}

const char* to_string(log_format format) noexcept {
  return format == log_format::json ? "json" : "text";
}

zone fallback_zone() {
  auto found = zone::find("America/Chicago");
  return found ? *found : zone{};
}

bool settings::has_webhook_secret() const {
  return !vapi.secrets.empty() || !vapi.hmac.secrets.empty()
         || std::ranges::any_of(bindings, [](const call_binding& binding) {
              return binding.shared_secret.has_value();
            });
}

} // namespace rental
