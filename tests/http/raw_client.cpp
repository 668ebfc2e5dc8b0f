#include "tests/http/raw_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <utility>

namespace rental::test {
namespace {

constexpr int patience_ms = 5000;

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return std::tolower(c); });
  return text;
}

} // namespace

raw_client::raw_client(std::uint16_t port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in peer{};
  peer.sin_family = AF_INET;
  peer.sin_port = htons(port);
  peer.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(fd, reinterpret_cast<sockaddr*>(&peer), sizeof peer) == 0)
    socket_ = fd;
  else
    ::close(fd);
}

raw_client::~raw_client() {
  if (socket_ >= 0)
    ::close(socket_);
}

bool raw_client::send(const std::string& bytes) {
  std::size_t sent = 0;
  while (sent < bytes.size()) {
    const auto n = ::send(socket_, bytes.data() + sent, bytes.size() - sent,
                          MSG_NOSIGNAL);
    if (n <= 0)
      return false;
    sent += static_cast<std::size_t>(n);
  }
  return true;
}

bool raw_client::more() {
  pollfd waiting{socket_, POLLIN, 0};
  if (::poll(&waiting, 1, patience_ms) <= 0)
    return false;
  std::array<char, 16384> chunk{};
  const auto n = ::recv(socket_, chunk.data(), chunk.size(), 0);
  if (n <= 0)
    return false;
  buffer_.append(chunk.data(), static_cast<std::size_t>(n));
  return true;
}

raw_answer raw_client::read(bool no_body) {
  std::size_t end = std::string::npos;
  while ((end = buffer_.find("\r\n\r\n")) == std::string::npos)
    if (!more())
      return {};
  raw_answer answer;
  const auto head = buffer_.substr(0, end + 2);
  buffer_.erase(0, end + 4);
  const auto line_end = head.find("\r\n");
  answer.status = std::stoi(head.substr(9, 3));
  answer.reason = line_end > 13 ? head.substr(13, line_end - 13) : "";
  for (auto at = line_end + 2; at < head.size();) {
    const auto stop = head.find("\r\n", at);
    const auto colon = head.find(':', at);
    answer.headers[lower(head.substr(at, colon - at))]
        = head.substr(colon + 2, stop - colon - 2);
    at = stop + 2;
  }
  auto length = answer.headers.find("content-length");
  if (no_body || length == answer.headers.end())
    return answer;
  const auto size = std::stoul(length->second);
  while (buffer_.size() < size)
    if (!more())
      return {};
  answer.body = buffer_.substr(0, size);
  buffer_.erase(0, size);
  return answer;
}

std::string raw_client::until(const std::string& mark) {
  std::size_t at = 0;
  while ((at = buffer_.find(mark)) == std::string::npos)
    if (!more())
      return {};
  const auto result = buffer_.substr(0, at + mark.size());
  buffer_.erase(0, at + mark.size());
  return result;
}

std::string raw_client::rest() {
  while (more())
    ;
  return std::exchange(buffer_, {});
}

bool raw_client::closed() {
  pollfd waiting{socket_, POLLIN, 0};
  std::array<char, 4096> chunk{};
  for (;;) {
    if (::poll(&waiting, 1, patience_ms) <= 0)
      return false;
    if (::recv(socket_, chunk.data(), chunk.size(), 0) <= 0)
      return true;
  }
}

void raw_client::shut_sending() {
  ::shutdown(socket_, SHUT_WR);
}

std::string get(const std::string& path, const std::string& more) {
  return "GET " + path + " HTTP/1.1\r\nHost: test\r\n" + more + "\r\n";
}

std::string post(const std::string& path, const std::string& body,
                 const std::string& more) {
  return "POST " + path + " HTTP/1.1\r\nHost: test\r\nContent-Length: "
         + std::to_string(body.size()) + "\r\n" + more + "\r\n" + body;
}

} // namespace rental::test
