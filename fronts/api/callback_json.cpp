#include "fronts/api/callback_json.hpp"

#include "http/message/json_text.hpp"
#include "http/message/problem.hpp"
#include "json/read_json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <string>

namespace rental {
namespace {

using json = nlohmann::ordered_json;

constexpr std::size_t longest_name = 100;
constexpr std::size_t longest_note = 1000;

constexpr std::array done_fields{json_shape{"by", {}}, json_shape{"note", {}}};

json time_or_null(const std::optional<instant>& when) {
  return when ? json(to_iso_utc(*when)) : json(nullptr);
}

json callback_json(const callback_request& wish, const callback_list& list) {
  const auto owner = list.names.find(wish.manager);
  const auto& end = wish.handled;
  return {{"id", wish.id},
          {"state", end ? "handled" : "open"},
          {"kind", wish.kind},
          {"agency", wish.agency},
          {"user_id",
           owner == list.names.end() ? json(nullptr) : json(owner->second)},
          {"attendee_name", wish.who.name},
          {"attendee_phone", wish.who.phone},
          {"attendee_email", wish.who.email},
          {"property_address", wish.address},
          {"message", wish.wanted},
          {"reason", wish.reason},
          {"call_id", wish.call_id},
          {"created_at", to_iso_utc(wish.created_at)},
          {"mailed_at", time_or_null(wish.mailed_at)},
          {"handled_at", end ? json(to_iso_utc(end->at)) : json(nullptr)},
          {"handled_by", end ? json(end->by) : json(nullptr)},
          {"note", end ? json(end->note) : json(nullptr)}};
}

/// One line without control characters; nothing when it is too long.
std::optional<std::string> line(std::string text, std::size_t longest) {
  std::ranges::replace_if(
      text, [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  if (text.size() > longest)
    return std::nullopt;
  return text;
}

/// Absent and null are ""; nothing when it is no text.
std::optional<std::string> member_text(const nlohmann::json& body,
                                       const char* key) {
  const auto found = body.find(key);
  if (found == body.end() || found->is_null())
    return std::string{};
  if (!found->is_string())
    return std::nullopt;
  return found->get<std::string>();
}

} // namespace

http_out callbacks_out(const callback_list& list) {
  json rows = json::array();
  for (const auto& wish : list.rows)
    rows.push_back(callback_json(wish, list));
  return json_out(200,
                  json_text_of(json{{"status", "success"},
                                    {"callbacks", std::move(rows)},
                                    {"total_callbacks", list.rows.size()}}));
}

http_out callback_out(const callback_list& one) {
  return json_out(
      200,
      json_text_of(json{{"status", "success"},
                        {"callback", callback_json(one.rows.front(), one)}}));
}

http_out mails_out(const overview& rows) {
  json mails = json::array();
  for (const auto& mail : rows.mails) {
    const auto owner = rows.names.find(mail.manager);
    mails.push_back(
        {{"id", mail.id},
         {"about", mail.key.substr(0, mail.key.find(':'))},
         {"state", mail.state},
         {"user_id", owner == rows.names.end() ? "" : owner->second},
         {"attempts", mail.attempts},
         {"last_error", mail.last_error},
         {"created_at", to_iso_utc(mail.created_at)}});
  }
  const auto total = mails.size();
  return json_out(200, json_text_of(json{{"status", "success"},
                                         {"mails", std::move(mails)},
                                         {"total_mails", total}}));
}

expected<callback_done> read_done(std::string_view body, bool is_form,
                                  std::string_view otherwise) {
  std::optional<std::string> by{std::string{}};
  std::optional<std::string> note{std::string{}};
  if (is_form) {
    auto form = parse_query(body);
    by = form["by"];
    note = form["note"];
  } else if (body.find_first_not_of(" \t\r\n") != body.npos) {
    const auto read = read_json(body, {done_fields, {2, 100}});
    if (!read || !read->is_object())
      return failure{errc::bad_request, "the body is not a JSON object", {}};
    by = member_text(*read, "by");
    note = member_text(*read, "note");
  }
  if (by)
    by = line(std::move(*by), longest_name);
  if (note)
    note = line(std::move(*note), longest_note);
  if (!by || !note)
    return failure{errc::bad_request,
                   "by and note are texts of at most 100 and 1000 bytes",
                   {}};
  if (by->find_first_not_of(' ') == by->npos)
    by = std::string{otherwise};
  return callback_done{0, std::move(*by), std::move(*note)};
}

} // namespace rental
