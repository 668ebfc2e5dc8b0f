#include "http/server/session.hpp"

#include "base/network.hpp"
#include "http/message/byte_stream.hpp"
#include "http/message/problem.hpp"
#include "http/server/wire.hpp"

#include <boost/asio/dispatch.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/bind_handler.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>

#include <algorithm>
#include <limits>

namespace rental {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
/// What is read and thrown away after a refusal, so that the client gets to
/// see it instead of a reset connection.
constexpr std::size_t linger_bytes = 64 * 1024 * 1024;
/// Between two of its packets, and altogether.
constexpr std::chrono::seconds linger_pause{2};
constexpr std::chrono::seconds linger_time{30};
/// Refused connections that may be told so; the others are just closed.
constexpr int most_refused = 128;
/// What a connection may read ahead, and keeps while nothing comes.
constexpr std::size_t most_buffered = 64 * 1024;
constexpr std::size_t kept_buffer = 16 * 1024;
/// Not worth counting; and how often a longer header is held while its request
/// is answered.
constexpr std::size_t free_header = 4 * 1024;
constexpr std::size_t header_copies = 3;
constexpr std::size_t free_answer = 16 * 1024;

std::string too_large(std::size_t limit) {
  return "the body is larger than " + std::to_string(limit) + " bytes";
}

} // namespace

session::session(std::shared_ptr<server_core> core,
                 asio::ip::tcp::socket socket)
    : core_(std::move(core)), stream_(std::move(socket)),
      buffer_(most_buffered), since_(std::chrono::steady_clock::now()) {
  beast::error_code ignored;
  stream_.socket().set_option(asio::ip::tcp::no_delay{true}, ignored);
  const auto peer = stream_.socket().remote_endpoint(ignored);
  current_.peer = peer.address().to_string();
  trusted_ = is_in(core_->options.trusted_proxies, current_.peer);
  if (!trusted_)
    place_ = core_->addresses->enter(address_owner(current_.peer));
  const std::lock_guard guard{core_->mutex};
  core_->sessions.insert(this);
}

session::~session() {
  if (stream_out_)
    stream_out_->detach();
  if (refused_)
    --core_->refused;
  const std::lock_guard guard{core_->mutex};
  core_->sessions.erase(this);
  core_->changed.notify_all();
}

void session::now_in(phase next) {
  phase_.store(next, std::memory_order_relaxed);
  since_.store(std::chrono::steady_clock::now(), std::memory_order_relaxed);
}

void session::run() {
  asio::dispatch(stream_.get_executor(),
                 [self = shared_from_this()] { self->await_request(); });
}

void session::turn_away() {
  refused_ = true;
  if (++core_->refused > most_refused)
    return; // dies here, and closes
  asio::dispatch(stream_.get_executor(), [self = shared_from_this()] {
    self->refuse(503, "too many connections");
  });
}

void session::drain() {
  core_->post_to(stream_, [self = shared_from_this()] {
    if (self->where() != phase::working || self->stream_out_)
      self->close();
  });
}

void session::abort() {
  core_->post_to(stream_, [self = shared_from_this()] { self->close(); });
}

void session::await_request() {
  parser_.emplace();
  parser_->header_limit(core_->options.header_limit);
  // The route's, once it is known. (None at all would refuse every length.)
  parser_->body_limit(std::numeric_limits<std::uint64_t>::max());
  lease_.release();
  reading_.reset();
  current_ = {{}, {}, {}, std::move(current_.peer), 0, {}};
  head_ = false;
  version_ = 11;
  if (core_->draining)
    return close();
  skip_empty_lines();
  if (buffer_.size() > 0)
    return read_header();
  if (buffer_.capacity() > kept_buffer)
    buffer_.shrink_to_fit();
  now_in(served_ ? phase::idle : phase::fresh);
  const auto& options = core_->options;
  stream_.expires_after(
      served_ ? options.idle_timeout
              : std::min(options.idle_timeout, options.header_timeout));
  stream_.async_read_some(
      buffer_.prepare(8192),
      beast::bind_front_handler(&session::on_first_bytes, shared_from_this()));
}

void session::on_first_bytes(error ec, std::size_t count) {
  if (ec)
    return close();
  buffer_.commit(count);
  skip_empty_lines();
  if (buffer_.size() == 0)
    return await_request();
  read_header();
}

void session::skip_empty_lines() {
  const auto bytes = buffer_.data();
  const auto* text = static_cast<const char*>(bytes.data());
  std::size_t count = 0;
  while (count < bytes.size() && (text[count] == '\r' || text[count] == '\n'))
    ++count;
  buffer_.consume(count);
}

void session::read_header() {
  if (served_)
    now_in(phase::reading);
  began_ = std::chrono::steady_clock::now();
  stream_.expires_after(core_->options.header_timeout);
  http::async_read_header(
      stream_, buffer_, *parser_,
      beast::bind_front_handler(&session::on_header, shared_from_this()));
}

void session::on_header(error ec, std::size_t count) {
  const auto& header = parser_->get();
  current_.request_id = wire::request_id_of(header);
  if (ec)
    return refuse(ec);
  keep_alive_ = header.keep_alive();
  version_ = header.version();
  head_ = header.method_string() == "HEAD";
  in_ = {};
  if (auto bad = wire::check_header(header))
    return refuse(bad->status, bad->detail);
  if (auto bad = wire::parse(header, in_))
    return refuse(bad->status, bad->detail);
  if (auto answer = judge(count))
    return answer_early(std::move(*answer));
  stream_.expires_after(core_->options.body_timeout);
  if (parser_->is_done())
    return on_body({});
  if (!wire::expects_continue(header) || buffer_.size() > 0)
    return read_body();
  asio::async_write(stream_, asio::buffer(go_on),
                    [self = shared_from_this()](error failed, std::size_t) {
                      return failed ? self->close() : self->read_body();
                    });
}

std::optional<http_out> session::judge(std::size_t header_bytes) {
  in_.peer = current_.peer;
  in_.request_id = current_.request_id;
  current_.method = in_.method;
  current_.path = in_.path;
  try {
    entry_ = core_->routes->admit(in_);
  } catch (const std::exception&) {
    return problem(500, "the request could not be judged", "internal",
                   in_.request_id);
  }
  if (entry_.refusal)
    return std::move(*entry_.refusal);
  const auto length = parser_->content_length();
  if (length && *length > entry_.body_limit)
    return problem(413, too_large(entry_.body_limit), "refused",
                   in_.request_id);
  parser_->body_limit(entry_.body_limit);
  lease_.begin(core_->budget,
               entry_.proven ? byte_owner::proven : byte_owner::unproven,
               entry_.proven ? std::string{} : address_owner(in_.peer));
  // Usual headers are within what a connection may hold anyway.
  if (header_bytes > free_header && !lease_.grow(header_copies * header_bytes))
    return full();
  parser_->get().body().lease = &lease_;
  if (!parser_->is_done() && !may_send_body())
    return full();
  return std::nullopt;
}

bool session::may_send_body() {
  const auto left = parser_->content_length_remaining();
  const bool is_here = left && *left <= buffer_.size();
  if (entry_.proven || is_here || in_.peer == current_.peer)
    return true;
  reading_ = core_->reading->enter(address_owner(in_.peer));
  return reading_ != nullptr;
}

// The connection can go on only when the rest of the request is here.
void session::answer_early(http_out out) {
  if (!parser_->is_done()) {
    const auto left = parser_->content_length_remaining();
    if (left && *left <= buffer_.size())
      buffer_.consume(static_cast<std::size_t>(*left));
    else
      keep_alive_ = false;
  }
  write(std::move(out));
}

void session::read_body() {
  // Otherwise a long body comes in steps of what a header needs.
  if (const auto left = parser_->content_length_remaining())
    buffer_.reserve(static_cast<std::size_t>(
        std::min<std::uint64_t>(*left, most_buffered)));
  http::async_read(stream_, buffer_, *parser_,
                   [self = shared_from_this()](error ec, std::size_t) {
                     self->on_body(ec);
                   });
}

void session::on_body(error ec) {
  if (ec == boost::system::errc::not_enough_memory) {
    keep_alive_ = false;
    return write(full());
  }
  if (ec)
    return refuse(ec);
  dispatch();
}

void session::dispatch() {
  now_in(phase::working);
  reading_.reset();
  in_.body = std::move(parser_->get().body().text);
  responder respond{[self = shared_from_this()](http_out out) {
    self->core_->post_to(self->stream_,
                         [self, answer = std::move(out)]() mutable {
                           self->write(std::move(answer));
                         });
  }};
  try {
    (*entry_.handler)(std::move(in_), std::move(respond));
  } catch (const std::exception&) {
    // The responder died on the way and answered 500.
  }
}

http_out session::full() const {
  core_->turned_away("memory");
  auto out = problem(503, "too much is being sent at once; try again",
                     "unavailable", current_.request_id);
  out.headers.emplace_back("Retry-After", "1");
  return out;
}

void session::refuse(error ec) {
  if (ec == http::error::body_limit)
    return refuse(413, too_large(entry_.body_limit));
  if (ec == http::error::header_limit || ec == http::error::buffer_overflow)
    return refuse(431, "the header is too large");
  if (ec == http::error::bad_version)
    return refuse(505, "only HTTP/1.0 and HTTP/1.1 are spoken here");
  if (ec.category() == make_error_code(http::error::bad_method).category()
      && ec != http::error::end_of_stream && ec != http::error::partial_message)
    return refuse(400, "the request is malformed");
  close(); // gone, or too slow: nobody is there to read an answer
}

void session::refuse(unsigned status, std::string_view detail) {
  keep_alive_ = false;
  write(problem(status, detail, "refused", current_.request_id));
}

void session::frame(http_out out) {
  const auto& time = core_->options.time;
  response_ = wire::serialize(
      std::move(out),
      {version_, head_, keep_alive_, core_->options.https, current_.request_id,
       time ? std::optional{time->now()} : std::nullopt});
}

void session::write(http_out out) {
  if (out.more)
    return begin_stream(std::move(out));
  now_in(phase::working);
  served_ = true;
  keep_alive_ = keep_alive_ && !core_->draining;
  if (out.body.size() > free_answer && !lease_.grow(out.body.size()))
    out = full();
  current_.status = out.status;
  frame(std::move(out));
  stream_.expires_after(core_->options.write_timeout);
  http::async_write(stream_, response_,
                    [self = shared_from_this()](error ec, std::size_t) {
                      self->on_written(ec);
                    });
}

void session::report() {
  if (!core_->options.on_answered)
    return;
  current_.took = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - began_);
  core_->options.on_answered(current_);
}

void session::on_written(error ec) {
  report();
  response_ = {};
  lease_.release();
  if (ec)
    return close();
  if (keep_alive_)
    return await_request();
  stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ec);
  began_ = std::chrono::steady_clock::now();
  now_in(phase::ending);
  parser_.reset();
  linger();
}

void session::linger() {
  buffer_.clear();
  stream_.expires_at(std::min(std::chrono::steady_clock::now() + linger_pause,
                              began_ + linger_time));
  stream_.async_read_some(
      buffer_.prepare(16 * 1024),
      [self = shared_from_this()](error ec, std::size_t count) {
        self->lingered_ += count;
        if (ec || self->lingered_ > linger_bytes)
          self->close();
        else
          self->linger();
      });
}

void session::close() {
  if (const auto ending = std::exchange(stream_out_, nullptr))
    ending->detach();
  beast::error_code ignored;
  stream_.socket().close(ignored);
}

} // namespace rental
