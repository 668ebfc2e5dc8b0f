// A port for a program that has to be told where to listen, since its redirect
// URI is known before its start.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <random>
#include <stdexcept>

namespace rental::test {

inline bool is_free(std::uint16_t port) {
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  at.sin_port = htons(port);
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  const bool bound
      = ::bind(fd, reinterpret_cast<sockaddr*>(&at), sizeof at) == 0;
  ::close(fd);
  return bound;
}

/// Nobody listens there now. Below the ports that outgoing connections are
/// given (Linux, ip_local_port_range), so that none of these takes it first.
inline std::uint16_t free_port() {
  constexpr int lowest = 10'000;
  int first_outgoing = 32'768;
  std::ifstream{"/proc/sys/net/ipv4/ip_local_port_range"} >> first_outgoing;
  std::random_device entropy;
  std::uniform_int_distribution<int> any{
      lowest, std::max(first_outgoing - 1, lowest + 1000)};
  for (int i = 0; i < 1000; ++i)
    if (const auto port = static_cast<std::uint16_t>(any(entropy));
        is_free(port))
      return port;
  throw std::runtime_error{"no port is free"};
}

} // namespace rental::test
