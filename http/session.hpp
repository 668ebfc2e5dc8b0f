// One connection of the HTTP server. Internal to http/: heavy headers, included
// by session.cpp and listener.cpp alone.
#pragma once

#include "http/listener.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <unordered_set>
#include <utility>

namespace rental {

class session;

/// What all connections of a server share. Thread-safe.
struct server_core {
  server_core(listener_options o, std::shared_ptr<const router> r)
      : options(std::move(o)), routes(std::move(r)),
        io(int(std::max(options.threads, 1u))) {}

  /// Runs `f` on the session's strand unless the server has ended: late answers
  /// must not queue up in an io_context that nobody runs.
  template <class F>
  void post_to(boost::beast::tcp_stream& stream, F f) {
    const std::lock_guard guard{mutex};
    if (!ended)
      boost::asio::post(stream.get_executor(), std::move(f));
  }

  const listener_options options;
  const std::shared_ptr<const router> routes;
  boost::asio::io_context io;

  mutable std::mutex mutex;
  std::condition_variable changed;
  std::unordered_set<session*> sessions;
  bool ended = false;
  /// Set before the sessions are told, so that one accepted meanwhile sees it.
  std::atomic<bool> draining{false};
};

/// Reads a request, hands it to the router, writes the answer, and begins
/// again: pipelined requests are answered one at a time, in order. Everything
/// runs on the connection's strand. Kept alive by its pending operation or by
/// the responder of the request in flight.
class session : public std::enable_shared_from_this<session> {
public:
  session(std::shared_ptr<server_core> core,
          boost::asio::ip::tcp::socket socket);
  session(const session&) = delete;
  session& operator=(const session&) = delete;
  ~session();

  /// Begins to serve.
  void run();
  /// Answers 503 to whatever comes first and closes: one connection too many.
  void turn_away();
  /// Closes now if it is idle or its answer never ends by itself, else after
  /// the answer in flight.
  void drain();
  /// Closes at once.
  void abort();

private:
  using error = boost::beast::error_code;
  using parser
      = boost::beast::http::request_parser<boost::beast::http::string_body>;

  void await_request();
  void on_first_bytes(error ec, std::size_t count);
  /// RFC 9112, 2.2: those before a request line are to be ignored.
  void skip_empty_lines();
  void read_header();
  void on_header(error ec);
  void read_body();
  void on_body(error ec);
  void dispatch();
  void refuse(unsigned status, std::string_view detail);
  void refuse(error ec);
  /// Makes the response.
  void frame(http_out out);
  void write(http_out out);
  void on_written(error ec);
  void report();
  void linger();
  void close();

  // -- answers that go on -----------------------------------------------------
  void begin_stream(http_out out);
  void on_stream_begun(error ec);
  /// Notices that the client has gone.
  void watch();
  /// Called on any thread; false when too much waits.
  bool take(std::string bytes);
  void write_next();

  const std::shared_ptr<server_core> core_;
  boost::beast::tcp_stream stream_;
  boost::beast::flat_buffer buffer_;
  std::optional<parser> parser_;
  boost::beast::http::response<boost::beast::http::string_body> response_;
  /// The request in flight, for the log.
  http_exchange current_;
  std::chrono::steady_clock::time_point began_;
  unsigned version_ = 11;
  bool keep_alive_ = false;
  bool head_ = false;
  /// A request is being read or answered.
  bool busy_ = false;
  std::size_t lingered_ = 0;

  std::shared_ptr<byte_stream> stream_out_;
  std::deque<std::string> pieces_;
  std::atomic<std::size_t> waiting_bytes_{0};
  bool writing_piece_ = false;
  bool no_more_pieces_ = false;
};

} // namespace rental
