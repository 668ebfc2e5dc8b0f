#include "app/serve_command.hpp"

#include "app/process.hpp"
#include "app/service.hpp"
#include "app/version.hpp"
#include "config/load.hpp"
#include "log/log.hpp"

#include <pthread.h>

#include <csignal>
#include <ostream>

namespace rental {
namespace {

/// Longer than any answer takes; a hosting platform kills after about 30 s.
constexpr std::chrono::seconds grace{20};

/// For the last lines, when somebody reads them.
constexpr std::chrono::seconds log_timeout{1};

/// Far more than connections are let in.
constexpr std::size_t open_files = 65'536;

/// SIGINT and SIGTERM, kept from every thread that is started afterwards.
class stop_signals {
public:
  stop_signals() {
    std::signal(SIGPIPE, SIG_IGN);
    sigemptyset(&set_);
    sigaddset(&set_, SIGINT);
    sigaddset(&set_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &set_, &before_);
  }
  /// A signal that comes after the first one ends the process.
  ~stop_signals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  stop_signals(const stop_signals&) = delete;
  stop_signals& operator=(const stop_signals&) = delete;

  const char* wait() const {
    int which = 0;
    while (sigwait(&set_, &which) != 0) {
    }
    return which == SIGINT ? "SIGINT" : "SIGTERM";
  }

private:
  sigset_t set_{};
  sigset_t before_{};
};

void start_log(const settings& all) {
  static_assert(static_cast<int>(log_level::error)
                == static_cast<int>(log::level::error));
  log::init(static_cast<log::level>(all.log.level),
            all.log.format == log_format::json);
  log::never_wait();
  for (const auto& notice : all.notices)
    log::warn("settings.notice", {{"text", notice}});
  std::string missing;
  for (const auto& name : all.missing)
    missing += (missing.empty() ? "" : ", ") + name;
  if (all.development_mode)
    log::warn("settings.development_mode", {{"not_set", missing}});
}

} // namespace

int serve(const command_context& context) {
  auto all = context.load();
  if (!all)
    return exit_configuration;
  if (auto fit = check_for_serving(*all); !fit) {
    context.fail(fit.error());
    return exit_configuration;
  }
  raise_open_files(open_files);
  start_log(*all);
  std::unique_ptr<service> running;
  {
    stop_signals signals;
    auto started = service::start(*all);
    if (!started) {
      log::flush(log_timeout);
      context.fail(started.error());
      return started.error().code == errc::bad_request ? exit_configuration
                                                       : exit_failed;
    }
    running = *std::move(started);
    log::info("service.stopping", {{"because", signals.wait()}});
  }
  auto clean = running->stop(grace);
  log::info("service.stopped", {{"clean", clean ? "true" : "false"}});
  log::flush(log_timeout);
  return exit_fine;
}

} // namespace rental
