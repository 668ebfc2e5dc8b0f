#include "config/load.hpp"

#include "config/file_options.hpp"
#include "config/finish.hpp"
#include "config/values.hpp"
#include "config/variables.hpp"

namespace rental {
namespace {

std::string join(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i)
    text += (i == 0 ? "" : i + 1 == words.size() ? " and " : ", ") + words[i];
  return text;
}

failure not_set(const std::vector<std::string>& names,
                const std::string& rest) {
  return {errc::bad_request,
          join(names) + (names.size() == 1 ? " is" : " are") + " not set"
              + rest,
          {}};
}

/// What says that others reach the service.
std::string public_address(const settings& all) {
  auto url = config::read_url(all.public_url);
  return url && url->loopback()
             ? "MICROSOFT_REDIRECT_URI=" + all.microsoft.redirect_uri
             : "PUBLIC_URL=" + all.public_url;
}

} // namespace

expected<settings> load_settings(const environment& env,
                                 std::optional<std::string> file) {
  settings all;
  all.public_url.clear();
  if (auto named = env.find("CONFIG");
      !file && named != env.end() && !named->second.empty())
    file = named->second;
  if (file)
    if (auto applied = config::apply_file(*file, all); !applied)
      return applied.error();
  if (auto applied = config::apply_variables(env, all); !applied)
    return applied.error();
  if (auto finished = config::finish(all, env, file.value_or("settings"));
      !finished)
    return finished.error();
  return all;
}

expected<done> check_for_serving(const settings& all) {
  std::vector<std::string> registration;
  if (all.microsoft.client_id.empty())
    registration.emplace_back("MICROSOFT_CLIENT_ID");
  if (all.microsoft.client_secret.empty())
    registration.emplace_back("MICROSOFT_CLIENT_SECRET");
  if (!registration.empty())
    return not_set(registration, "; take them from the app registration in the "
                                 "Microsoft Entra admin center");
  if (!all.loopback && !all.missing.empty())
    return not_set(all.missing,
                   ", which BIND_ADDRESS=" + all.bind_address
                       + " needs, as others can reach it; make each with "
                         "`openssl rand -base64 32`");
  if (!all.local_url && !all.missing.empty())
    return not_set(all.missing,
                   ", which " + public_address(all)
                       + " needs, as others can reach it through whatever "
                         "stands in front; make each with `openssl rand "
                         "-base64 32`");
  return done{};
}

std::vector<known_variable> known_variables() {
  std::vector<known_variable> names;
  for (const auto& entry : config::variables())
    names.push_back({entry.name, entry.is_secret});
  names.push_back({"CONFIG", false});
  return names;
}

std::vector<std::string> known_keys() {
  return config::file_keys();
}

} // namespace rental
