#include "http/server/listener.hpp"

#include "http/server/session.hpp"
#include "log/log.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

#include <cerrno>
#include <future>
#include <thread>
#include <vector>

namespace rental {
namespace {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;
using error = boost::beast::error_code;

/// How long to wait before accepting again when the process has run out of
/// descriptors or memory.
constexpr std::chrono::milliseconds accept_pause{50};

std::vector<std::shared_ptr<session>> all_sessions(server_core& core) {
  std::vector<std::shared_ptr<session>> result;
  const std::lock_guard guard{core.mutex};
  for (auto* each : core.sessions)
    if (auto alive = each->weak_from_this().lock())
      result.push_back(std::move(alive));
  return result;
}

/// The connection that waits where it does least harm to end it, longest; null
/// when all are being answered.
std::shared_ptr<session> least_missed(server_core& core) {
  std::shared_ptr<session> found;
  const std::lock_guard guard{core.mutex};
  const auto rank = [](const session& each) {
    return std::pair{each.where(), each.since()};
  };
  session* best = nullptr;
  for (auto* each : core.sessions)
    if (each->where() < session::phase::working && !each->is_chosen()
        && (best == nullptr || rank(*each) < rank(*best)))
      best = each;
  if (best != nullptr)
    found = best->weak_from_this().lock();
  return found;
}

/// Whether a connection was told to go.
bool make_room(server_core& core) {
  const auto found = least_missed(core);
  if (!found || !found->choose_to_go())
    return false;
  found->abort();
  return true;
}

/// Nothing that a request brings about may end the process: what throws, for
/// want of memory above all, costs its own connection.
void run_until_done(asio::io_context& io) {
  for (;;)
    try {
      io.run();
      return;
    } catch (const std::exception& e) {
      log::error("http.threw", {{"reason", e.what()}});
    } catch (...) {
      log::error("http.threw");
    }
}

} // namespace

struct listener::impl : std::enable_shared_from_this<listener::impl> {
  explicit impl(std::shared_ptr<server_core> c)
      : core(std::move(c)), acceptor(asio::make_strand(core->io)),
        pause(acceptor.get_executor()), work(asio::make_work_guard(core->io)) {}

  expected<done> listen() {
    error ec;
    const auto address = asio::ip::make_address(core->options.address, ec);
    if (ec)
      return failure{errc::bad_request, "not an address to listen on", {}};
    const tcp::endpoint endpoint{address, core->options.port};
    acceptor.open(endpoint.protocol(), ec);
    if (!ec)
      acceptor.set_option(tcp::acceptor::reuse_address{true}, ec);
    if (!ec)
      acceptor.bind(endpoint, ec);
    if (!ec)
      acceptor.listen(tcp::acceptor::max_listen_connections, ec);
    if (ec)
      return failure{errc::unavailable,
                     "cannot listen on " + core->options.address + " port "
                         + std::to_string(core->options.port) + ": "
                         + ec.message()
                         + "; end the program that has it, or set PORT to "
                           "another one",
                     {}};
    port = acceptor.local_endpoint(ec).port();
    return done{};
  }

  void start() {
    accept();
    for (unsigned i = 0; i < std::max(core->options.threads, 1u); ++i)
      threads.emplace_back([io = &core->io] { run_until_done(*io); });
  }

  void accept() {
    acceptor.async_accept(
        asio::make_strand(core->io),
        [self = shared_from_this()](error ec, tcp::socket socket) {
          self->on_accept(ec, std::move(socket));
        });
  }

  void on_accept(error ec, tcp::socket socket) {
    if (!acceptor.is_open())
      return;
    if (ec) {
      if (ec == error{EMFILE, boost::system::system_category()}
          || ec == error{ENFILE, boost::system::system_category()})
        make_room(*core);
      return accept_later();
    }
    try {
      welcome(std::move(socket));
    } catch (const std::exception& e) {
      log::error("http.threw", {{"reason", e.what()}});
      return accept_later();
    }
    accept();
  }

  void accept_later() {
    pause.expires_after(accept_pause);
    pause.async_wait([self = shared_from_this()](error) {
      if (self->acceptor.is_open())
        self->accept();
    });
  }

  void welcome(tcp::socket socket) {
    const bool is_full = open() >= core->options.max_connections;
    const bool has_room = !is_full || make_room(*core);
    auto fresh = std::make_shared<session>(core, std::move(socket));
    if (is_full)
      core->turned_away("connections");
    else if (!fresh->has_place())
      core->turned_away("address");
    if (has_room && fresh->has_place())
      fresh->run();
    else
      fresh->turn_away();
  }

  std::size_t open() const {
    const std::lock_guard guard{core->mutex};
    return core->sessions.size();
  }

  /// Ready once no connection is taken any more.
  std::future<void> stop_accepting() {
    auto closed = std::make_shared<std::promise<void>>();
    auto result = closed->get_future();
    asio::post(acceptor.get_executor(), [self = shared_from_this(), closed] {
      error ignored;
      self->acceptor.close(ignored);
      self->pause.cancel();
      closed->set_value();
    });
    return result;
  }

  bool drain(std::chrono::milliseconds grace) {
    const auto until = std::chrono::steady_clock::now() + grace;
    core->draining = true;
    stop_accepting().wait_until(until);
    for (const auto& each : all_sessions(*core))
      each->drain();
    std::unique_lock lock{core->mutex};
    return core->changed.wait_until(lock, until,
                                    [this] { return core->sessions.empty(); });
  }

  void stop() {
    core->draining = true;
    stop_accepting();
    for (const auto& each : all_sessions(*core))
      each->abort();
    {
      const std::lock_guard guard{core->mutex};
      core->ended = true;
    }
    work.reset();
    for (auto& thread : threads)
      thread.join();
    // What was posted after the threads had run out of work.
    core->io.restart();
    try {
      core->io.poll();
    } catch (const std::exception& e) {
      log::error("http.threw", {{"reason", e.what()}});
    }
  }

  std::shared_ptr<server_core> core;
  tcp::acceptor acceptor;
  asio::steady_timer pause;
  asio::executor_work_guard<asio::io_context::executor_type> work;
  std::vector<std::thread> threads;
  std::uint16_t port = 0;
};

listener::listener(std::shared_ptr<impl> inside) : impl_(std::move(inside)) {}

listener::~listener() {
  impl_->stop();
}

expected<std::unique_ptr<listener>>
listener::start(listener_options options,
                std::shared_ptr<const router> routes) {
  auto inside = std::make_shared<impl>(
      std::make_shared<server_core>(std::move(options), std::move(routes)));
  if (auto ok = inside->listen(); !ok)
    return ok.error();
  inside->start();
  return std::unique_ptr<listener>{new listener{std::move(inside)}};
}

std::uint16_t listener::port() const {
  return impl_->port;
}

std::size_t listener::connections() const {
  return impl_->open();
}

std::size_t listener::bytes_in_flight() const {
  return impl_->core->budget->held();
}

bool listener::drain(std::chrono::milliseconds grace) {
  return impl_->drain(grace);
}

} // namespace rental
