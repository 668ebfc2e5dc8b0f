// One connection of the HTTP server. Internal to http/: heavy headers, included
// by session.cpp, session_stream.cpp and listener.cpp alone.
#pragma once

#include "http/server/address_book.hpp"
#include "http/server/byte_budget.hpp"
#include "http/server/held_body.hpp"
#include "http/server/listener.hpp"

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
        budget(std::make_shared<byte_budget>(options.bytes_in_flight)),
        addresses(std::make_shared<address_book>(options.max_per_address)),
        reading(std::make_shared<address_book>(options.max_per_address)),
        io(int(std::max(options.threads, 1u))) {}

  /// Runs `f` on the session's strand unless the server has ended: late answers
  /// must not queue up in an io_context that nobody runs.
  template <class F>
  void post_to(boost::beast::tcp_stream& stream, F f) {
    const std::lock_guard guard{mutex};
    if (!ended)
      boost::asio::post(stream.get_executor(), std::move(f));
  }

  /// Counts somebody who was sent away; see listener_options::on_turned_away.
  void turned_away(const char* full) const {
    if (options.on_turned_away)
      options.on_turned_away(full);
  }

  const listener_options options;
  const std::shared_ptr<const router> routes;
  const std::shared_ptr<byte_budget> budget;
  /// Connections, of everybody but trusted proxies.
  const std::shared_ptr<address_book> addresses;
  /// Requests that are being read, of the clients behind such proxies.
  const std::shared_ptr<address_book> reading;
  boost::asio::io_context io;

  mutable std::mutex mutex;
  std::condition_variable changed;
  std::unordered_set<session*> sessions;
  bool ended = false;
  /// Set before the sessions are told, so that one accepted meanwhile sees it.
  std::atomic<bool> draining{false};
  /// Refused connections that are still open.
  std::atomic<int> refused{0};
};

/// Reads a request, hands it to the router, writes the answer, and begins
/// again: pipelined requests are answered one at a time, in order. What a
/// header alone can say, above all who may come in, is judged before any body
/// is read. Everything runs on the connection's strand. Kept alive by its
/// pending operation or by the responder of the request in flight.
class session : public std::enable_shared_from_this<session> {
public:
  /// Where a connection stands; those that come first are the first to go when
  /// there is no room for new ones.
  enum class phase : int {
    /// No whole request yet.
    fresh,
    /// Between two requests.
    idle,
    /// A later request is being read.
    reading,
    /// A whole request is being answered.
    working,
    /// Only waits for the other side to close.
    ending,
  };

  session(std::shared_ptr<server_core> core,
          boost::asio::ip::tcp::socket socket);
  session(const session&) = delete;
  session& operator=(const session&) = delete;
  ~session();

  /// Whether its address may have one more connection.
  bool has_place() const { return trusted_ || place_ != nullptr; }
  /// Begins to serve.
  void run();
  /// Answers 503 to whatever comes first and closes: one connection too many.
  void turn_away();
  /// Closes at once, unless a whole request is being answered: then after that.
  /// An answer that never ends by itself is cut off.
  void drain();
  /// Closes at once.
  void abort();

  /// May be asked on any thread.
  phase where() const { return phase_.load(std::memory_order_relaxed); }
  std::chrono::steady_clock::time_point since() const { return since_.load(); }
  /// Chosen to make room; true only once.
  bool choose_to_go() { return !chosen_.exchange(true); }
  bool is_chosen() const { return chosen_.load(); }

private:
  using error = boost::beast::error_code;
  using parser = boost::beast::http::request_parser<held_body>;

  void now_in(phase next);
  void await_request();
  void on_first_bytes(error ec, std::size_t count);
  /// RFC 9112, 2.2: those before a request line are to be ignored.
  void skip_empty_lines();
  void read_header();
  void on_header(error ec, std::size_t count);
  /// Judges the header; the answer when that is all.
  std::optional<http_out> judge(std::size_t header_bytes);
  void answer_early(http_out out);
  /// Whether the client behind a proxy sends fewer bodies than it may.
  bool may_send_body();
  void read_body();
  void on_body(error ec);
  void dispatch();
  http_out full() const;
  void refuse(unsigned status, std::string_view detail);
  void refuse(error ec);
  /// Makes the response.
  void frame(http_out out);
  void write(http_out out);
  void on_written(error ec);
  void report();
  void linger();
  void close();

  // -- answers that go on (session_stream.cpp) --------------------------------
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
  http_in in_;
  admission entry_;
  byte_lease lease_;
  std::unique_ptr<address_book::place> place_;
  std::unique_ptr<address_book::place> reading_;
  std::chrono::steady_clock::time_point began_;
  std::atomic<std::chrono::steady_clock::time_point> since_{};
  std::atomic<phase> phase_{phase::fresh};
  std::atomic<bool> chosen_{false};
  unsigned version_ = 11;
  bool trusted_ = false;
  bool refused_ = false;
  bool served_ = false;
  bool keep_alive_ = false;
  bool head_ = false;
  std::size_t lingered_ = 0;

  std::shared_ptr<byte_stream> stream_out_;
  std::deque<std::string> pieces_;
  std::atomic<std::size_t> waiting_bytes_{0};
  bool writing_piece_ = false;
  bool no_more_pieces_ = false;
};

} // namespace rental
