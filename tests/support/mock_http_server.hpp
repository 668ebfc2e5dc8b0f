// A real HTTP server on 127.0.0.1:<free port> for tests of outgoing calls. One
// thread; connections stay open; the handler decides what happens.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <cctype>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace rental::test {

/// A request as it arrived.
struct seen_request {
  std::string method;
  /// Path and query, as sent.
  std::string target;
  /// Names in lower case.
  std::map<std::string, std::string> headers;
  std::string body;
  /// Counts the connections from 1.
  int connection = 0;
};

/// What to do with a request.
struct mock_answer {
  enum class ending {
    /// The whole answer; the connection stays open.
    complete,
    /// The whole answer, then the connection is closed without a word.
    close_after,
    /// Half of the body, then the connection is closed.
    cut_in_body,
    /// The connection is closed instead.
    cut_before,
    /// Nothing at all; the connection stays open.
    silence,
  };

  int status = 200;
  std::string body = {};
  std::vector<std::pair<std::string, std::string>> headers = {};
  ending how = ending::complete;
  std::chrono::milliseconds delay{0};
};

class mock_http_server {
public:
  /// Runs on the server's thread.
  using handler = std::function<mock_answer(const seen_request&)>;

  explicit mock_http_server(handler on_request)
      : on_request_(std::move(on_request)),
        acceptor_(io_, {boost::asio::ip::make_address("127.0.0.1"), 0}) {
    accept();
    thread_ = std::thread{[this] { io_.run(); }};
  }

  ~mock_http_server() {
    io_.stop();
    thread_.join();
  }

  mock_http_server(const mock_http_server&) = delete;
  mock_http_server& operator=(const mock_http_server&) = delete;

  /// E.g. "http://127.0.0.1:43127".
  std::string base_url() const {
    return "http://127.0.0.1:"
           + std::to_string(acceptor_.local_endpoint().port());
  }

  /// Everything received so far, in order.
  std::vector<seen_request> seen() const {
    std::lock_guard guard{mutex_};
    return seen_;
  }

private:
  using tcp = boost::asio::ip::tcp;

  struct session : std::enable_shared_from_this<session> {
    session(mock_http_server& server, tcp::socket peer, int n)
        : owner(server), socket(std::move(peer)), timer(server.io_), number(n) {
    }

    void read() {
      request = {};
      boost::beast::http::async_read(
          socket, buffer, request,
          [self = shared_from_this()](auto ec, std::size_t) {
            if (!ec)
              self->handle();
          });
    }

    void handle() {
      seen_request request_seen{std::string{request.method_string()},
                                std::string{request.target()},
                                {},
                                request.body(),
                                number};
      for (const auto& field : request) {
        std::string name{field.name_string()};
        for (auto& c : name)
          c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        request_seen.headers[name] = std::string{field.value()};
      }
      {
        std::lock_guard guard{owner.mutex_};
        owner.seen_.push_back(request_seen);
      }
      answer = owner.on_request_(request_seen);
      timer.expires_after(answer.delay);
      timer.async_wait([self = shared_from_this()](auto ec) {
        if (!ec)
          self->write();
      });
    }

    void write() {
      if (answer.how == mock_answer::ending::silence)
        return owner.silent_.push_back(shared_from_this());
      if (answer.how == mock_answer::ending::cut_before)
        return close();
      text = head() + answer.body;
      if (answer.how == mock_answer::ending::cut_in_body)
        text.resize(text.size() - (answer.body.size() + 1) / 2);
      boost::asio::async_write(
          socket, boost::asio::buffer(text),
          [self = shared_from_this()](auto ec, std::size_t) {
            if (!ec && self->answer.how == mock_answer::ending::complete)
              self->read();
            else
              self->close();
          });
    }

    std::string head() const {
      auto out = "HTTP/1.1 " + std::to_string(answer.status) + " Mock\r\n";
      for (const auto& [name, value] : answer.headers)
        out += name + ": " + value + "\r\n";
      if (answer.status != 204)
        out += "Content-Length: " + std::to_string(answer.body.size()) + "\r\n";
      return out + "\r\n";
    }

    void close() {
      boost::beast::error_code ignored;
      socket.shutdown(tcp::socket::shutdown_both, ignored);
      socket.close(ignored);
    }

    mock_http_server& owner;
    tcp::socket socket;
    boost::asio::steady_timer timer;
    int number;
    boost::beast::flat_buffer buffer;
    boost::beast::http::request<boost::beast::http::string_body> request;
    mock_answer answer;
    std::string text;
  };

  void accept() {
    acceptor_.async_accept([this](auto ec, auto socket) {
      if (ec)
        return;
      std::make_shared<session>(*this, std::move(socket), ++connections_)
          ->read();
      accept();
    });
  }

  handler on_request_;
  mutable std::mutex mutex_;
  std::vector<seen_request> seen_;
  int connections_ = 0;
  boost::asio::io_context io_{1};
  std::vector<std::shared_ptr<session>> silent_;
  tcp::acceptor acceptor_;
  std::thread thread_;
};

} // namespace rental::test
