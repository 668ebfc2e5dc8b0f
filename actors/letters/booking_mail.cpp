#include "actors/letters/booking_mail.hpp"

#include "actors/letters/letter.hpp"
#include "voice/words/write.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace rental {
namespace {

void add_visitor(letter& to, const visitor& who, const std::string& caller) {
  to.facts.emplace_back("Visitor", who.name);
  to.facts.emplace_back("Phone", who.phone);
  if (caller != who.phone)
    to.facts.emplace_back("Called from", caller);
  to.facts.emplace_back("E-mail", who.email);
}

letter letter_about(const booking& row, const zone& tz) {
  letter result;
  result.facts.emplace_back("Property", row.address);
  result.facts.emplace_back("When", write_when(row.slot.start, tz));
  add_visitor(result, row.who, row.caller);
  result.facts.emplace_back("Call", row.call_id);
  result.facts.emplace_back("Booking", row.id);
  result.close
      = "To cancel, delete the event in your calendar; to move it, move "
        "the event. The visitor can do either by calling again"
        + std::string{has_own_number(row)
                          ? "."
                          : ", with e-mail address and code: no number is "
                            "known."};
  return result;
}

void add_notes(letter& to, const confirmation_notes& notes) {
  to.link = notes.link;
  if (notes.late)
    to.notes.emplace_back(
        "This took longer than the call: the visitor was told that the viewing "
        "was "
        "not confirmed yet. Please call back and confirm it.");
  if (notes.unverified)
    to.notes.emplace_back(
        "Your calendar could not be read again after the event was written. "
        "Please "
        "check that nothing else was entered at the same time.");
}

/// Why a wish was not met, for people; a name of our own otherwise.
std::string reason_in_words(const std::string& reason) {
  if (reason == "needs_reconnect" || reason == "not_connected"
      || reason == "scope_missing")
    return "your calendar has to be connected again";
  if (reason == "timeout" || reason == "unreachable" || reason == "network"
      || reason == "provider_unavailable" || reason == "throttled")
    return "the calendar could not be reached";
  if (reason == "expired")
    return "it took too long";
  auto words = reason;
  std::ranges::replace(words, '_', ' ');
  return words;
}

/// What a call back is about, by its kind.
struct callback_words {
  const char* subject;
  const char* lead;
  const char* wanted;
};

callback_words words_of(const std::string& kind) {
  if (kind == "message")
    return {"Please call back: message",
            "A caller left a message and was promised a call back.", "Message"};
  if (kind == "lead")
    return {"Please call back: caller",
            "A caller could not be helped and has hung up. No call back was "
            "promised, but it may be worth one.",
            "Wanted"};
  return {"Please call back: viewing",
          "Somebody wants to view a property and was promised a call back. "
          "Nothing was confirmed during the call.",
          "Wanted"};
}

} // namespace

outbox_mail booked_mail(const booking& row, const zone& tz,
                        const confirmation_notes& notes, instant now) {
  auto content = letter_about(row, tz);
  content.lead = "A property viewing was booked.";
  add_notes(content, notes);
  return mail_of("booked:" + row.id, row.manager,
                 "Viewing booked: " + row.address + ", "
                     + write_when(row.slot.start, tz),
                 content, now);
}

outbox_mail moved_mail(const booking& row, const time_slot& from,
                       const zone& tz, const confirmation_notes& notes,
                       instant now) {
  auto content = letter_about(row, tz);
  content.lead = "A property viewing was moved. It was "
                 + write_when(from.start, tz) + " before.";
  add_notes(content, notes);
  return mail_of("moved:" + row.id, row.manager,
                 "Viewing moved: " + row.address + ", "
                     + write_when(row.slot.start, tz),
                 content, now);
}

outbox_mail cancelled_mail(const booking& row, const zone& tz, bool late,
                           instant now) {
  auto content = letter_about(row, tz);
  const bool ours = row.reason == by_operator;
  content.lead = std::string{"A property viewing was cancelled by "}
                 + (ours ? "the office" : "its visitor")
                 + ". The time is free again.";
  content.close.clear();
  if (late)
    content.notes.emplace_back(
        "This took longer than the call: please call the "
        "visitor back and confirm it.");
  return mail_of("cancelled:" + row.id, row.manager,
                 "Viewing cancelled: " + row.address + ", "
                     + write_when(row.slot.start, tz),
                 content, now);
}

outbox_mail wish_mail(const callback_request& wish, std::int64_t id) {
  const auto words = words_of(wish.kind);
  letter content;
  content.lead = words.lead;
  content.facts.emplace_back("Property", wish.address);
  content.facts.emplace_back(words.wanted, wish.wanted);
  add_visitor(content, wish.who, {});
  content.facts.emplace_back("Call", wish.call_id);
  if (wish.kind != "message")
    content.facts.emplace_back("Reason", reason_in_words(wish.reason));
  content.close = "It stays in the list of call backs until somebody marks it "
                  "as done there.";
  std::string subject = words.subject;
  if (!wish.address.empty())
    subject += (wish.kind == "wish" ? " of " : " about ") + wish.address;
  return mail_of(wish.kind + ":" + std::to_string(id), wish.manager,
                 std::move(subject), content, wish.created_at);
}

expected<done> keep_wish(store_session& session, const callback_request& wish) {
  const auto id = session.put_wish(wish);
  if (!id)
    return id.error();
  if (wish.manager == 0)
    return done{};
  return session.put_mail(wish_mail(wish, *id));
}

} // namespace rental
