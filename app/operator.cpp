#include "app/operator.hpp"

#include "vapi/tool_definitions.hpp"

namespace rental {

console_front_deps operator_deps(const settings& all,
                                 const std::vector<std::string>& tools) {
  console_front_deps deps;
  deps.properties = all.properties;
  const std::vector<std::string_view> names{tools.begin(), tools.end()};
  deps.tools = render_tool_definitions(names, all.public_url + "/vapi/webhook");
  deps.openings_budget = all.budgets.openings;
  deps.can_mail = !all.smtp.url.empty();
  return deps;
}

} // namespace rental
