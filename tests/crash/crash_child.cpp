// The real service, which kills itself when it comes to the step that the
// variable CRASH_AT names ("create:after"), the CRASH_NTH time (default 1).
// Prints its port as one line. The product itself knows neither variable.
#include "app/service.hpp"
#include "config/load.hpp"

#include "log/log.hpp"
#include <pthread.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <iostream>

namespace rental::test {
namespace {

environment environment_of_process() {
  environment env;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text{*entry};
    const auto equals = text.find('=');
    if (equals != text.npos)
      env.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return env;
}

service_hooks hooks_of(const environment& env) {
  service_hooks hooks;
  const auto at = env.find("CRASH_AT");
  if (at == env.end())
    return hooks;
  const auto nth = env.find("CRASH_NTH");
  auto left = std::make_shared<std::atomic<int>>(
      nth == env.end() ? 1 : std::stoi(nth->second));
  hooks.on_step = [fatal = at->second, left](const std::string& step) {
    if (step == fatal && --*left == 0)
      std::raise(SIGKILL);
  };
  return hooks;
}

int run() {
  // Nobody is left behind when the test ends early.
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  std::signal(SIGPIPE, SIG_IGN);
  sigset_t stop{};
  sigemptyset(&stop);
  sigaddset(&stop, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &stop, nullptr);
  const auto env = environment_of_process();
  auto all = load_settings(env);
  if (!all) {
    std::cerr << to_string(all.error()) << "\n";
    return 78;
  }
  log::init(log::level::info, true);
  all->port = 0;
  auto running = service::start(*all, hooks_of(env));
  if (!running) {
    std::cerr << to_string(running.error()) << "\n";
    return 1;
  }
  std::cout << (*running)->port() << std::endl;
  int which = 0;
  sigwait(&stop, &which);
  return (*running)->stop() ? 0 : 2;
}

} // namespace
} // namespace rental::test

int main() {
  return rental::test::run();
}
