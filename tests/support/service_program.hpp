// The real service as the program of a test: prints its port as one line, ends
// on SIGTERM, and does not outlive whoever started it.
#pragma once

#include "app/service.hpp"
#include "config/load.hpp"
#include "log/log.hpp"

#include <pthread.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <csignal>
#include <functional>
#include <iostream>
#include <string>
#include <utility>

namespace rental::test {

inline environment environment_of_process() {
  environment env;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text{*entry};
    const auto equals = text.find('=');
    if (equals != text.npos)
      env.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return env;
}

/// `prepare` may change the settings, and says what is put into the service.
/// Returns the exit status: 0 when it was stopped and nothing was cut off. To
/// be called before the program starts threads.
inline int
run_service_program(const environment& env, log::level least,
                    const std::function<service_hooks(settings&)>& prepare) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  std::signal(SIGPIPE, SIG_IGN);
  sigset_t stop{};
  sigemptyset(&stop);
  sigaddset(&stop, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &stop, nullptr);
  auto all = load_settings(env);
  if (!all) {
    std::cerr << to_string(all.error()) << "\n";
    return 78;
  }
  log::init(least, true);
  auto hooks = prepare(*all);
  auto running = service::start(*all, std::move(hooks));
  if (!running) {
    std::cerr << to_string(running.error()) << "\n";
    return 1;
  }
  std::cout << (*running)->port() << std::endl;
  int which = 0;
  sigwait(&stop, &which);
  return (*running)->stop() ? 0 : 2;
}

} // namespace rental::test
