#include "tools/booking-load/wire.hpp"

// Boost 1.74's awaitable.hpp misses it.
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <csignal>
#include <stdexcept>
#include <utility>

namespace rental::load {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;
using boost::system::error_code;

namespace {

/// A calendar of thousands of events fits.
constexpr std::uint64_t body_limit = std::uint64_t{512} << 20;

} // namespace

struct event_loop::impl {
  asio::io_context io{1};
  asio::signal_set signals{io};
  std::function<void()> on_signal;

  void wait_for_signal() {
    signals.async_wait([this](error_code error, int) {
      if (error)
        return;
      on_signal();
      wait_for_signal();
    });
  }
};

event_loop::event_loop() : impl_(std::make_unique<impl>()) {}
event_loop::~event_loop() = default;

void event_loop::on_signal(std::function<void()> then) {
  impl_->on_signal = std::move(then);
  impl_->signals.add(SIGINT);
  impl_->signals.add(SIGTERM);
  impl_->wait_for_signal();
}

void event_loop::run(task<> work) {
  std::exception_ptr error;
  task_group root;
  auto guarded
      = [](task<> inner, impl& in, std::exception_ptr& failed) -> task<> {
    try {
      co_await inner;
    } catch (...) {
      failed = std::current_exception();
    }
    in.io.stop();
  };
  impl_->io.restart();
  root.spawn(guarded(std::move(work), *impl_, error));
  impl_->io.run();
  if (error)
    std::rethrow_exception(error);
}

void event_loop::wake_at(steady::time_point t,
                         std::coroutine_handle<> waiting) {
  auto timer = std::make_shared<asio::steady_timer>(impl_->io, t);
  timer->async_wait([timer, waiting](error_code error) {
    if (!error)
      waiting.resume();
  });
}

std::string wire_reply::header(std::string_view name) const {
  for (const auto& [key, value] : headers)
    if (key == name)
      return value;
  return {};
}

/// One request at a time, from name to last byte. Keeps itself alive while
/// something is under way.
struct connection::impl : std::enable_shared_from_this<connection::impl> {
  impl(asio::io_context& context, std::string host_name,
       std::string port_number, std::chrono::milliseconds wait)
      : io(context), host(std::move(host_name)), port(std::move(port_number)),
        patience(wait), resolver(io), stream(io) {}

  asio::io_context& io;
  std::string host;
  std::string port;
  std::chrono::milliseconds patience;
  tcp::resolver resolver;
  beast::tcp_stream stream;
  beast::flat_buffer buffer;
  http::request<http::string_body> request;
  std::optional<http::response_parser<http::string_body>> parser;
  bool open = false;
  /// This connection has carried a request before.
  bool used = false;
  wire_reply reply;
  std::coroutine_handle<> waiting;

  void start(wire_request wanted, std::coroutine_handle<> who);
  void connect();
  void write();
  void read();
  void end();
  void fail(const char* step, error_code error);
  /// The server closed an idle connection: nothing was lost.
  bool may_repeat(error_code error) const {
    return used
           && (error == http::error::end_of_stream
               || error == asio::error::connection_reset
               || error == asio::error::broken_pipe);
  }
  void close() {
    error_code ignored;
    stream.socket().close(ignored);
    open = false;
    used = false;
    buffer.clear();
  }
};

void connection::impl::start(wire_request wanted, std::coroutine_handle<> who) {
  if (waiting)
    throw std::logic_error{"two requests at once on one connection"};
  waiting = who;
  reply = {};
  request = {};
  request.version(11);
  request.method_string(wanted.method);
  request.target(wanted.target);
  request.set(http::field::host, host + ":" + port);
  request.keep_alive(true);
  for (const auto& [name, value] : wanted.headers)
    request.set(name, value);
  request.body() = std::move(wanted.body);
  if (!request.body().empty() || wanted.method == "POST")
    request.prepare_payload();
  reply.sent = steady::now();
  stream.expires_after(patience);
  open ? write() : connect();
}

void connection::impl::connect() {
  resolver.async_resolve(
      host, port,
      [self = shared_from_this()](error_code error, auto endpoints) {
        if (error)
          return self->fail("resolve", error);
        self->stream.async_connect(
            endpoints, [self](error_code failed, const tcp::endpoint&) {
              if (failed)
                return self->fail("connect", failed);
              error_code ignored;
              self->stream.socket().set_option(tcp::no_delay{true}, ignored);
              self->open = true;
              self->write();
            });
      });
}

void connection::impl::write() {
  http::async_write(stream, request,
                    [self = shared_from_this()](error_code error, auto) {
                      if (error)
                        return self->fail("write", error);
                      self->read();
                    });
}

void connection::impl::read() {
  parser.emplace();
  parser->body_limit(body_limit);
  http::async_read(stream, buffer, *parser,
                   [self = shared_from_this()](error_code error, auto) {
                     if (error)
                       return self->fail("read", error);
                     self->end();
                   });
}

void connection::impl::end() {
  reply.done = steady::now();
  auto message = parser->release();
  reply.status = static_cast<int>(message.result_int());
  for (const auto& field : message) {
    std::string name{field.name_string()};
    for (char& c : name)
      c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    reply.headers.emplace_back(std::move(name), field.value());
  }
  reply.body = std::move(message.body());
  used = true;
  if (!message.keep_alive())
    close();
  else
    stream.expires_never();
  std::exchange(waiting, nullptr).resume();
}

void connection::impl::fail(const char* step, error_code error) {
  const bool again = may_repeat(error) && !(parser && parser->got_some());
  close();
  if (again) {
    stream.expires_after(patience);
    return connect();
  }
  reply.done = steady::now();
  reply.trouble
      = std::string{step} + ": "
        + (error == beast::error::timeout ? "timeout" : error.message());
  std::exchange(waiting, nullptr).resume();
}

connection::connection(event_loop& loop, std::string host, std::string port,
                       std::chrono::milliseconds patience)
    : impl_(std::make_shared<impl>(loop.impl_->io, std::move(host),
                                   std::move(port), patience)) {}

connection::~connection() {
  impl_->close();
}

task<wire_reply> connection::send(wire_request request) {
  struct awaiter {
    impl& in;
    wire_request wanted;
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> who) {
      in.start(std::move(wanted), who);
    }
    wire_reply await_resume() { return std::move(in.reply); }
  };
  awaiter sending{*impl_, std::move(request)};
  co_return co_await sending;
}

} // namespace rental::load
