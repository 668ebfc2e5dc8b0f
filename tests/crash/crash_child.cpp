// The real service, which kills itself when it comes to the step that the
// variable CRASH_AT names ("create:after"), the CRASH_NTH time (default 1).
// Prints its port as one line. The product itself knows neither variable.
#include "tests/support/service_program.hpp"

#include <atomic>
#include <iostream>
#include <memory>

namespace rental::test {
namespace {

service_hooks hooks_of(const environment& env) {
  service_hooks hooks;
  const auto at = env.find("CRASH_AT");
  if (at == env.end())
    return hooks;
  const auto nth = env.find("CRASH_NTH");
  auto left = std::make_shared<std::atomic<int>>(
      nth == env.end() ? 1 : std::stoi(nth->second));
  std::cerr << "this program will kill itself at " << at->second << "\n";
  hooks.on_step = [fatal = at->second, left](const std::string& step) {
    if (step == fatal && --*left == 0)
      std::raise(SIGKILL);
  };
  return hooks;
}

} // namespace
} // namespace rental::test

int main() {
  using namespace rental;
  const auto env = test::environment_of_process();
  return test::run_service_program(env, log::level::info, [&](settings& all) {
    all.port = 0;
    return test::hooks_of(env);
  });
}
