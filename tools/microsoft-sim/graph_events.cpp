#include "tools/microsoft-sim/crypto.hpp"
#include "tools/microsoft-sim/event_body.hpp"
#include "tools/microsoft-sim/event_json.hpp"
#include "tools/microsoft-sim/graph.hpp"
#include "tools/microsoft-sim/time_text.hpp"

#include <algorithm>

namespace rental::sim {

namespace {

event_key key_in_path(const graph_call& call) {
  // .../events/{id} or .../events/{id}/cancel
  auto& segments = call.from.segments;
  auto& id = segments.back() == "cancel" ? segments[segments.size() - 2]
                                         : segments.back();
  auto key = decode_id(id);
  if (!key)
    throw graph_refusal{400, "ErrorInvalidIdMalformed", "Id is malformed."};
  return *key;
}

response shown(graph_call& call, int status, const instance& item,
               const query_options& query) {
  event_style style{call.prefer, query.select, query.expand, call.about.email};
  auto body = to_json(item, style);
  auto result = json_response(status, body);
  result.set("ETag", etag(*item.data));
  return result;
}

/// Exchange writes to these attendees about that event.
void write_to(graph_call& call, const json& attendees, const instance& about,
              letter::kind what, const std::string& comment = {}) {
  auto zone = call.about.zone_or_utc();
  for (auto& attendee : attendees) {
    auto& mail = attendee.at("emailAddress");
    json content{{"eventId", encode_id(key_of(about), true)},
                 {"to", mail.at("address")},
                 {"name", mail.at("name")},
                 {"subject", about.data->properties.value("subject", "")},
                 {"start", instant_text(starts_at(about, zone))},
                 {"end", instant_text(ends_at(about, zone))}};
    if (!comment.empty())
      content["comment"] = comment;
    call.in.post.send({what, call.about.email, call.by.now, content});
  }
}

json attendees_of(const instance& item) {
  return item.data->properties.value("attendees", json::array());
}

/// Those of `some` whose address does not occur in `others`.
json without(const json& some, const json& others) {
  auto result = json::array();
  for (auto& attendee : some) {
    auto same = [&](const json& other) {
      return other.at("emailAddress").at("address")
             == attendee.at("emailAddress").at("address");
    };
    if (std::none_of(others.begin(), others.end(), same))
      result.push_back(attendee);
  }
  return result;
}

/// A change of the attendees alone reaches only those who came or went;
/// any other change reaches everybody.
void announce_change(graph_call& call, const mailbox::change_result& change,
                     const json& body) {
  auto before = attendees_of(change.before);
  auto after = attendees_of(change.after);
  auto added = without(after, before);
  write_to(call, without(before, after), change.before,
           letter::kind::cancellation);
  write_to(call, added, change.after, letter::kind::invitation);
  if (body.size() > body.count("attendees"))
    write_to(call, without(after, added), change.after, letter::kind::update);
}

[[noreturn]] void refuse(mailbox::change_result::outcome why) {
  if (why == mailbox::change_result::outcome::not_found)
    throw not_found();
  throw graph_refusal{412, "ErrorIrresolvableConflict",
                      "The send or update operation could not be performed "
                      "because the change key passed in the request does not "
                      "match the current change key for the item."};
}

[[noreturn]] void refuse_duplicate(const graph_call& call,
                                   const event& earlier) {
  throw graph_refusal{
      call.conf.duplicate_transaction_status,
      "ErrorDuplicateTransactionId",
      "Your request can't be completed. The TransactionId specified in the "
      "request has already been used to create a different event.",
      {{"@event.existingEventId",
        encode_id({earlier.number, {}}, call.prefer.immutable_ids)}}};
}

} // namespace

response create_event(graph_call& call) {
  auto query = read_query(call.from);
  auto body = read_json_body(call.from);
  auto change
      = read_event_body(body, true, !call.conf.refuse_unknown_properties);
  auto draft = blank_event(call.about.name, call.about.email);
  apply_change(draft, change);
  draft.created = draft.modified = call.by.now;
  draft.content_digest = hex(sha256(body.dump()));
  auto made = call.who->calendar.create(std::move(draft),
                                        call.conf.delete_frees_transaction_id);
  using enum mailbox::created::outcome;
  if (made.kind == conflicting)
    refuse_duplicate(call, *made.stored);
  auto item = as_instance(made.stored);
  if (made.kind == fresh)
    write_to(call, attendees_of(item), item, letter::kind::invitation);
  auto result = shown(call, 201, item, query);
  result.set("Location",
             call.base_url() + "/v1.0/users/" + call.about.oid + "/events/"
                 + encode_id(key_of(item), call.prefer.immutable_ids));
  return result;
}

response get_event(graph_call& call) {
  auto query = read_query(call.from);
  auto item = call.who->calendar.find(key_in_path(call));
  if (!item)
    throw not_found();
  return shown(call, 200, *item, query);
}

response patch_event(graph_call& call) {
  auto query = read_query(call.from);
  auto key = key_in_path(call);
  auto body = read_json_body(call.from);
  auto change
      = read_event_body(body, false, !call.conf.refuse_unknown_properties);
  auto result = call.who->calendar.change(
      key, call.from.header("If-Match"), call.by.now,
      [&](event& to) { apply_change(to, change); });
  if (result.kind != mailbox::change_result::outcome::done)
    refuse(result.kind);
  announce_change(call, result, body);
  return shown(call, 200, result.after, query);
}

response delete_event(graph_call& call) {
  auto result = call.who->calendar.remove(
      key_in_path(call), call.from.header("If-Match"), call.by.now);
  if (result.kind != mailbox::change_result::outcome::done)
    refuse(result.kind);
  if (result.before.data->properties.value("isOrganizer", true))
    write_to(call, attendees_of(result.before), result.before,
             letter::kind::cancellation);
  return {204, {}, {}};
}

response cancel_event(graph_call& call) {
  auto key = key_in_path(call);
  auto body = read_json_body(call.from);
  for (auto& [name, value] : body.items())
    if (name != "comment" && name != "Comment")
      throw graph_refusal{400, "BadRequest",
                          "The parameter '" + name
                              + "' does not exist on the action 'cancel'."};
  auto item = call.who->calendar.find(key);
  if (!item)
    throw not_found();
  if (!item->data->properties.value("isOrganizer", true))
    throw graph_refusal{400, "ErrorInvalidRequest",
                        "Your request can't be completed. You need to be an "
                        "organizer to cancel a meeting."};
  auto result = call.who->calendar.remove(key, {}, call.by.now);
  if (result.kind != mailbox::change_result::outcome::done)
    refuse(result.kind);
  auto comment = body.value("comment", body.value("Comment", json{}));
  write_to(call, attendees_of(result.before), result.before,
           letter::kind::cancellation,
           comment.is_string() ? comment.get<std::string>() : "");
  return {202, {}, {}};
}

} // namespace rental::sim
