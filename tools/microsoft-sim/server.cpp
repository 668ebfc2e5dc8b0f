#include "tools/microsoft-sim/server.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include <array>
#include <condition_variable>
#include <mutex>
#include <set>
#include <sstream>
#include <system_error>
#include <thread>
#include <utility>

namespace asio = boost::asio;
namespace http = boost::beast::http;
using tcp = asio::ip::tcp;

namespace rental::sim {

namespace {

constexpr std::uint64_t body_limit = 8 * 1024 * 1024;

using parser = http::request_parser<http::string_body>;

request to_request(const http::request<http::string_body>& from) {
  request result;
  auto view = [](auto text) {
    return std::string_view{text.data(), text.size()};
  };
  result.method = view(from.method_string());
  for (auto& field : from)
    result.headers.emplace_back(view(field.name_string()), view(field.value()));
  result.body = from.body();
  set_target(result, view(from.target()));
  return result;
}

std::string head_of(const response& content, bool keep_alive) {
  auto reason = http::obsolete_reason(
      http::int_to_status(static_cast<unsigned>(content.status)));
  std::ostringstream out;
  out << "HTTP/1.1 " << content.status << ' ' << reason << "\r\n";
  for (auto& [name, value] : content.headers)
    out << name << ": " << value << "\r\n";
  if (content.status != 204 && content.status != 304)
    out << "Content-Length: " << content.body.size() << "\r\n";
  out << "Connection: " << (keep_alive ? "keep-alive" : "close") << "\r\n\r\n";
  return out.str();
}

/// The close that follows becomes a reset instead of an orderly end.
void reset_on_close(tcp::socket& socket) {
  boost::system::error_code ignored;
  socket.set_option(asio::socket_base::linger{true, 0}, ignored);
}

/// Returns when the client, or stop(), has closed the connection.
void wait_for_close(tcp::socket& socket) {
  std::array<char, 512> sink{};
  boost::system::error_code error;
  while (!error)
    socket.read_some(asio::buffer(sink), error);
}

/// True for a request that is not HTTP, as opposed to a broken connection.
bool malformed(const boost::system::error_code& error) {
  return error && error != http::error::end_of_stream
         && error != http::error::partial_message
         && error.category()
                == make_error_code(http::error::end_of_stream).category();
}

/// Writes the answer as planned; false if the connection is to be closed.
bool write_answer(tcp::socket& socket, const answer& reply, bool keep_alive) {
  using cut_at = wire_plan::cut_at;
  using stall_at = wire_plan::stall_at;
  auto cut = reply.wire.cut;
  if (cut == cut_at::reset || cut == cut_at::reset_mid_body)
    reset_on_close(socket);
  if (reply.wire.stall == stall_at::before_headers)
    wait_for_close(socket);
  if (cut == cut_at::before_headers || cut == cut_at::reset
      || reply.wire.stall == stall_at::before_headers)
    return false;
  auto text = head_of(reply.content, keep_alive) + reply.content.body;
  auto half = reply.content.body.size() - reply.content.body.size() / 2;
  auto partial = cut != cut_at::none || reply.wire.stall != stall_at::none;
  if (partial)
    text.resize(text.size() - std::max<std::size_t>(half, 1));
  boost::system::error_code error;
  asio::write(socket, asio::buffer(text), error);
  if (reply.wire.stall == stall_at::mid_body)
    wait_for_close(socket);
  return !error && !partial && keep_alive;
}

} // namespace

struct server::impl {
  asio::io_context context;
  tcp::acceptor acceptor{context};
  handler handle;
  std::thread accepting;
  std::mutex mutex;
  std::condition_variable all_gone;
  std::set<tcp::socket*> open;
  bool stopping = false;

  void accept_loop() {
    for (;;) {
      auto socket = std::make_unique<tcp::socket>(context);
      boost::system::error_code error;
      acceptor.accept(*socket, error);
      std::lock_guard lock{mutex};
      if (stopping)
        return;
      if (error)
        continue;
      open.insert(socket.get());
      std::thread{[this, socket = std::move(socket)]() mutable {
        converse(*socket);
        leave(std::move(socket));
      }}.detach();
    }
  }

  void leave(std::unique_ptr<tcp::socket> socket) {
    std::lock_guard lock{mutex};
    open.erase(socket.get());
    socket.reset();
    all_gone.notify_all();
  }

  /// Serves one connection until either side ends it. The descriptor is
  /// closed only in leave(), so that stop() may shut it down at any moment.
  void converse(tcp::socket& socket) {
    boost::system::error_code error;
    socket.set_option(tcp::no_delay{true}, error);
    boost::beast::flat_buffer buffer;
    while (read_and_answer(socket, buffer)) {
    }
  }

  bool read_and_answer(tcp::socket& socket, boost::beast::flat_buffer& buffer) {
    parser in;
    in.body_limit(body_limit);
    boost::system::error_code error;
    http::read_header(socket, buffer, in, error);
    if (!error && in.get()[http::field::expect] == "100-continue")
      asio::write(socket, asio::buffer("HTTP/1.1 100 Continue\r\n\r\n", 25),
                  error);
    if (!error && !in.is_done())
      http::read(socket, buffer, in, error);
    if (error == http::error::body_limit)
      return write_answer(socket, {{413, {}, {}}, {}}, false);
    if (malformed(error))
      return write_answer(socket, {{400, {}, {}}, {}}, false);
    if (error)
      return false;
    auto reply = handle(to_request(in.get()));
    return write_answer(socket, reply, in.get().keep_alive());
  }
};

server::server(const std::string& address, std::uint16_t port, handler handle)
    : impl_{std::make_unique<impl>()} {
  impl_->handle = std::move(handle);
  tcp::endpoint where{asio::ip::make_address(address), port};
  impl_->acceptor.open(where.protocol());
  impl_->acceptor.set_option(tcp::acceptor::reuse_address{true});
  impl_->acceptor.bind(where);
  impl_->acceptor.listen(1024);
}

server::~server() {
  stop();
}

void server::start() {
  impl_->accepting = std::thread{[this] { impl_->accept_loop(); }};
}

void server::stop() {
  std::unique_lock lock{impl_->mutex};
  impl_->stopping = true;
  ::shutdown(impl_->acceptor.native_handle(), SHUT_RDWR);
  for (auto socket : impl_->open)
    ::shutdown(socket->native_handle(), SHUT_RDWR);
  impl_->all_gone.wait(lock, [this] { return impl_->open.empty(); });
  lock.unlock();
  if (impl_->accepting.joinable())
    impl_->accepting.join();
}

std::uint16_t server::port() const {
  return impl_->acceptor.local_endpoint().port();
}

} // namespace rental::sim
