// A client that sends exactly the bytes it is told to.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>

namespace rental::test {

struct raw_answer {
  /// 0: the connection was closed, or nothing came in time.
  int status = 0;
  std::string reason;
  /// Names in lower case.
  std::map<std::string, std::string> headers;
  std::string body;
};

/// One connection to 127.0.0.1. Everything gives up after five seconds.
class raw_client {
public:
  explicit raw_client(std::uint16_t port);
  raw_client(const raw_client&) = delete;
  raw_client& operator=(const raw_client&) = delete;
  ~raw_client();

  bool connected() const { return socket_ >= 0; }
  /// Returns false when the other side has closed.
  bool send(const std::string& bytes);
  /// Reads one response; `no_body` for answers to HEAD.
  raw_answer read(bool no_body = false);
  /// Waits for `mark`; returns what came up to its end, or "".
  std::string until(const std::string& mark);
  /// Everything until the other side closes.
  std::string rest();
  /// Waits for the other side to close; false when it does not.
  bool closed();
  void shut_sending();

private:
  bool more();

  int socket_ = -1;
  std::string buffer_;
};

/// "GET /path HTTP/1.1" with Host and `more` header lines.
std::string get(const std::string& path, const std::string& more = "");
std::string post(const std::string& path, const std::string& body,
                 const std::string& more = "");

} // namespace rental::test
