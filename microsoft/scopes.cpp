#include "microsoft/identity_api.hpp"
#include "microsoft/json_fields.hpp"

#include <array>
#include <sstream>

namespace rental {
namespace {

constexpr std::array needed
    = {"User.Read", "Calendars.ReadWrite", "MailboxSettings.Read", "Mail.Send"};
constexpr std::string_view resource = "https://graph.microsoft.com/";

bool grants(std::string_view granted, std::string_view scope) {
  if (equal_any_case(granted.substr(0, resource.size()), resource))
    granted.remove_prefix(resource.size());
  return equal_any_case(granted, scope);
}

} // namespace

bool grants_scope(const std::string& granted, std::string_view scope) {
  std::istringstream words{granted};
  for (std::string word; words >> word;)
    if (grants(word, scope))
      return true;
  return false;
}

std::string missing_scopes(const std::string& granted) {
  std::string missing;
  for (const std::string_view scope : needed)
    if (!grants_scope(granted, scope))
      missing += (missing.empty() ? "" : " ") + std::string{scope};
  return missing;
}

} // namespace rental
