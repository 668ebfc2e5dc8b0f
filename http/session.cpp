#include "http/session.hpp"

#include "http/byte_stream.hpp"
#include "http/problem.hpp"
#include "http/wire.hpp"

#include <boost/asio/dispatch.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/bind_handler.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>

#include <algorithm>

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

} // namespace

session::session(std::shared_ptr<server_core> core,
                 asio::ip::tcp::socket socket)
    : core_(std::move(core)), stream_(std::move(socket)) {
  beast::error_code ignored;
  stream_.socket().set_option(asio::ip::tcp::no_delay{true}, ignored);
  const auto peer = stream_.socket().remote_endpoint(ignored);
  current_.peer = peer.address().to_string();
  const std::lock_guard guard{core_->mutex};
  core_->sessions.insert(this);
}

session::~session() {
  if (stream_out_)
    stream_out_->detach();
  const std::lock_guard guard{core_->mutex};
  core_->sessions.erase(this);
  core_->changed.notify_all();
}

void session::run() {
  asio::dispatch(stream_.get_executor(),
                 [self = shared_from_this()] { self->await_request(); });
}

void session::turn_away() {
  asio::dispatch(stream_.get_executor(), [self = shared_from_this()] {
    self->refuse(503, "too many connections");
  });
}

void session::drain() {
  core_->post_to(stream_, [self = shared_from_this()] {
    if (!self->busy_ || self->stream_out_)
      self->close();
  });
}

void session::abort() {
  core_->post_to(stream_, [self = shared_from_this()] { self->close(); });
}

void session::await_request() {
  parser_.emplace();
  parser_->header_limit(core_->options.header_limit);
  parser_->body_limit(core_->options.body_limit);
  current_ = {{}, {}, {}, std::move(current_.peer), 0, {}};
  head_ = false;
  version_ = 11;
  skip_empty_lines();
  if (buffer_.size() > 0)
    return read_header();
  busy_ = false;
  if (core_->draining)
    return close();
  stream_.expires_after(core_->options.idle_timeout);
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
  busy_ = true;
  began_ = std::chrono::steady_clock::now();
  stream_.expires_after(core_->options.header_timeout);
  http::async_read_header(stream_, buffer_, *parser_,
                          [self = shared_from_this()](error ec, std::size_t) {
                            self->on_header(ec);
                          });
}

void session::on_header(error ec) {
  const auto& header = parser_->get();
  current_.request_id = wire::request_id_of(header);
  if (ec)
    return refuse(ec);
  keep_alive_ = header.keep_alive();
  version_ = header.version();
  head_ = header.method_string() == "HEAD";
  if (auto bad = wire::check_header(header))
    return refuse(bad->status, bad->detail);
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

void session::read_body() {
  http::async_read(stream_, buffer_, *parser_,
                   [self = shared_from_this()](error ec, std::size_t) {
                     self->on_body(ec);
                   });
}

void session::on_body(error ec) {
  if (ec)
    return refuse(ec);
  dispatch();
}

void session::dispatch() {
  http_in in;
  if (auto bad = wire::take_apart(parser_->release(), in))
    return refuse(bad->status, bad->detail);
  in.peer = current_.peer;
  in.request_id = current_.request_id;
  current_.method = in.method;
  current_.path = in.path;
  responder respond{[self = shared_from_this()](http_out out) {
    self->core_->post_to(self->stream_,
                         [self, answer = std::move(out)]() mutable {
                           self->write(std::move(answer));
                         });
  }};
  try {
    core_->routes->handle(std::move(in), std::move(respond));
  } catch (const std::exception&) {
    // The responder died on the way and answered 500.
  }
}

void session::refuse(error ec) {
  if (ec == http::error::body_limit)
    return refuse(413, "the body is larger than "
                           + std::to_string(core_->options.body_limit)
                           + " bytes");
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
  response_ = wire::put_together(
      std::move(out),
      {version_, head_, keep_alive_, core_->options.https, current_.request_id,
       time ? std::optional{time->now()} : std::nullopt});
}

void session::write(http_out out) {
  if (out.more)
    return begin_stream(std::move(out));
  keep_alive_ = keep_alive_ && !core_->draining;
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
  if (ec)
    return close();
  if (keep_alive_)
    return await_request();
  stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ec);
  began_ = std::chrono::steady_clock::now();
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

// The end of the body is the end of the connection (RFC 9112, 6.3): known to
// every client and proxy, and there is nothing to come after it.
void session::begin_stream(http_out out) {
  keep_alive_ = false;
  current_.status = out.status;
  stream_out_ = std::exchange(out.more, nullptr);
  frame(std::move(out));
  response_.erase(http::field::content_length);
  stream_.expires_after(core_->options.write_timeout);
  http::async_write(stream_, response_,
                    [self = shared_from_this()](error ec, std::size_t) {
                      self->on_stream_begun(ec);
                    });
}

void session::on_stream_begun(error ec) {
  report();
  if ((ec && ec != http::error::end_of_stream) || !stream_out_ || head_
      || core_->draining)
    return close();
  stream_.expires_never();
  watch();
  stream_out_->attach({[weak = weak_from_this()](std::string bytes) {
                         const auto self = weak.lock();
                         return self && self->take(std::move(bytes));
                       },
                       [weak = weak_from_this()] {
                         if (const auto self = weak.lock())
                           self->core_->post_to(self->stream_, [self] {
                             self->no_more_pieces_ = true;
                             if (!self->writing_piece_)
                               self->close();
                           });
                       }});
}

void session::watch() {
  buffer_.clear();
  stream_.async_read_some(buffer_.prepare(1024),
                          [self = shared_from_this()](error ec, std::size_t) {
                            return ec ? self->close() : self->watch();
                          });
}

bool session::take(std::string bytes) {
  if (waiting_bytes_ + bytes.size() > core_->options.stream_backlog) {
    abort();
    return false;
  }
  waiting_bytes_ += bytes.size();
  core_->post_to(
      stream_, [self = shared_from_this(), piece = std::move(bytes)]() mutable {
        self->pieces_.push_back(std::move(piece));
        if (!self->writing_piece_)
          self->write_next();
      });
  return true;
}

void session::write_next() {
  writing_piece_ = true;
  stream_.expires_after(core_->options.write_timeout);
  asio::async_write(stream_, asio::buffer(pieces_.front()),
                    [self = shared_from_this()](error ec, std::size_t) {
                      self->waiting_bytes_ -= self->pieces_.front().size();
                      self->pieces_.pop_front();
                      self->writing_piece_ = false;
                      if (ec
                          || (self->pieces_.empty() && self->no_more_pieces_))
                        self->close();
                      else if (!self->pieces_.empty())
                        self->write_next();
                    });
}

} // namespace rental
