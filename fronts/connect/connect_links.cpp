#include "fronts/connect/connect_links.hpp"

#include "base/mail_address.hpp"
#include "fronts/authorize.hpp"
#include "http/message/json_text.hpp"
#include "http/message/problem.hpp"
#include "json/read_json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace rental {
namespace {

constexpr std::array link_fields{
    json_shape{"user_id", {}}, json_shape{"expect", {}},
    json_shape{"agency", {}}, json_shape{"hours", {}}};

failure bad(std::string detail) {
  return {errc::bad_request, std::move(detail), {}};
}

/// A member that is text, or "" when it is absent or null.
std::optional<std::string> text_in(const nlohmann::json& body,
                                   const char* name) {
  const auto found = body.find(name);
  if (found == body.end() || found->is_null())
    return std::string{};
  if (!found->is_string())
    return std::nullopt;
  return found->get<std::string>();
}

} // namespace

expected<link_request> read_link_wish(std::string_view body) {
  const auto read = read_json(body, {link_fields, {2, 100}});
  if (!read || !read->is_object())
    return bad("the body is not a JSON object");
  const nlohmann::json& given = *read;
  const auto user_id = text_in(given, "user_id");
  const auto expect = text_in(given, "expect");
  const auto agency = text_in(given, "agency");
  if (!user_id || !expect || !agency)
    return bad("user_id, expect and agency are texts");
  link_request wish{*user_id, *expect, default_link_hours, *agency};
  const auto hours = given.find("hours");
  if (hours == given.end() || hours->is_null())
    return wish;
  if (!hours->is_number_integer())
    return bad("hours is a whole number");
  wish.hours = static_cast<int>(std::clamp<nlohmann::json::number_integer_t>(
      hours->get<nlohmann::json::number_integer_t>(), 0,
      longest_link_hours + 1));
  return wish;
}

expected<made_link> make_link(const front_options& options,
                              const link_request& wish) {
  if (!manager_id(options, wish.user_id))
    return bad("user_id is missing or not a manager's id");
  auto whose = named_manager(options, wish.user_id, wish.agency);
  if (!whose)
    return bad("agency is not an agency's name");
  if (!wish.expect.empty() && !is_mail_address(wish.expect))
    return bad("expect is not an e-mail address");
  if (wish.hours < 1 || wish.hours > longest_link_hours)
    return bad("hours has to be from 1 to "
               + std::to_string(longest_link_hours));
  made_link made;
  made.inside
      = {std::move(whose->agency), std::move(whose->user_id), wish.expect,
         options.time->now() + std::chrono::hours{wish.hours}};
  made.url = connect_url(options.public_url,
                         seal_connect_link(*options.keys, made.inside));
  return made;
}

http_out connect_link_out(const front_options& options, const http_in& in) {
  if (!is_admin(options, in))
    return needs_admin(in);
  const auto wish = read_link_wish(in.body);
  if (!wish)
    return problem(wish.error(), in.request_id);
  const auto made = make_link(options, *wish);
  if (!made)
    return problem(made.error(), in.request_id);
  nlohmann::ordered_json body;
  body["url"] = made->url;
  body["expires_at"] = to_iso_utc(made->inside.expires_at);
  body["user_id"] = made->inside.user_id;
  return json_out(201, json_text_of(body));
}

} // namespace rental
