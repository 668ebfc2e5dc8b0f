// Query strings, cookies, percent signs and links: the first line is a query,
// a cookie and a base, the rest a link.
#include "http/message/http_message.hpp"
#include "net/url.hpp"
#include "tests/fuzz/fuzz.hpp"

#include <string>

namespace rental::fuzz {
namespace {

void check_form(std::string_view text) {
  const std::string all{text};
  const auto parsed = parse_query(form_encode({{"name", all}}));
  require(parsed.size() == 1 && parsed.begin()->second == all,
          "what is encoded is decoded");
  require(percent_decode(percent_encode(text), false) == text,
          "a percent sign comes back");
  require(percent_decode(text, true).size() <= text.size(),
          "decoding makes nothing longer");
  http_in in;
  in.query = parse_query(text);
  in.cookies = parse_cookies(text);
  (void)in.user_id();
  for (const auto& [name, value] : in.query)
    require(name.size() + value.size() <= text.size(), "nothing is made up");
  for (const auto& [name, value] : in.cookies)
    require(name.size() + value.size() <= text.size(), "nothing is made up");
}

void check_link(const std::string& link, const std::string& base) {
  const std::string graph = "https://graph.microsoft.com/v1.0";
  if (same_origin_and_base(link, graph)) {
    const auto parts = parse_url(link);
    require(static_cast<bool>(parts), "a link that is followed parses");
    require(parts->scheme == "https" && parts->host == "graph.microsoft.com"
                && parts->port == "443" && !parts->has_user,
            "tokens go to Graph's own base only");
    require(parts->path.starts_with("/v1.0/") || parts->path == "/v1.0",
            "tokens go under Graph's own path only");
  }
  (void)same_origin_and_base(link, base);
  (void)is_loopback(link);
  const auto parts = parse_url(link);
  if (!parts) {
    require(parts.error().code == errc::bad_request, "it is a bad request");
    return;
  }
  require(parts->scheme == "http" || parts->scheme == "https",
          "only web links are taken apart");
  require(parts->path.starts_with("/"), "a path begins with a slash");
  require(!parts->port.empty(), "there is always a port");
}

void run(std::string_view input) {
  const auto line = first_line(input);
  check_form(line);
  check_form(input);
  check_link(std::string{input}, std::string{line});
}

} // namespace
} // namespace rental::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  rental::fuzz::run(rental::fuzz::text_of(data, size));
  return 0;
}
