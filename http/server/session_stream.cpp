// Answers that go on after their beginning: server-sent events.
#include "http/message/byte_stream.hpp"
#include "http/server/session.hpp"

#include <boost/asio/write.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>

namespace rental {

namespace asio = boost::asio;
namespace http = boost::beast::http;

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
