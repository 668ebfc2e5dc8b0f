#include "http/people.hpp"

#include "http/problem.hpp"

#include <algorithm>

namespace rental {

bool is_admin(const front_options& options, const http_in& in) {
  return options.open
         || bearer_matches(in.header("authorization"), options.admin_tokens);
}

std::optional<std::string> manager_id(const front_options& options,
                                      std::string_view given) {
  auto id
      = options.normalise_id ? options.normalise_id(given) : std::string{given};
  const bool clean = std::none_of(id.begin(), id.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
  });
  if (id.empty() || id.size() > 128 || !clean)
    return std::nullopt;
  return id;
}

http_out needs_admin(const http_in& in) {
  return problem(failure{errc::unauthorized, "this needs the admin token", {}},
                 in.request_id);
}

} // namespace rental
