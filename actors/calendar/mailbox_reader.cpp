#include "actors/calendar/mailbox_reader.hpp"

#include "base/redact.hpp"
#include "log/log.hpp"

#include <algorithm>
#include <utility>

namespace rental {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::seconds a_day{24h};
/// Settings that were read so shortly before are not read again for a reason
/// as weak as waking up, or another look at the page.
constexpr std::chrono::seconds just_now{60};
constexpr std::chrono::seconds a_moment{3};
constexpr std::chrono::minutes pause_after_failure{10};

} // namespace

void take_settings(manager_record& row, const mailbox_settings& mailbox,
                   instant now) {
  if (const auto found = zone::find(mailbox.time_zone))
    row.zone = found->name();
  row.hours = mailbox.hours;
  row.hours_zone = mailbox.hours ? mailbox.hours_zone : std::string{};
  row.mailbox_read_at = now;
}

booking_rules rules_of(const manager_record& row, const booking_rules& firm,
                       mailbox_hours_use use, const zone& tz) {
  if (!row.hours)
    return firm;
  const auto theirs = zone::find(row.hours_zone);
  return with_mailbox_hours(firm, use, {*row.hours, theirs ? *theirs : tz}, tz);
}

bool mailbox_reader::younger_than(std::chrono::seconds age) const {
  const auto read_at = context_.manager.mailbox_read_at;
  return read_at <= context_.now() && context_.now() < read_at + age;
}

void mailbox_reader::freshen(std::function<void()> then) {
  const bool wanted = !younger_than(woke_ ? just_now : a_day);
  woke_ = woke_ && wanted;
  if (!wanted || context_.steady_now() < next_try_)
    return then();
  read(std::move(then));
}

void mailbox_reader::renew(std::function<void()> then) {
  if (younger_than(a_moment))
    return then();
  read(std::move(then));
}

void mailbox_reader::read(std::function<void()> then) {
  waiting_.push_back(std::move(then));
  if (waiting_.size() > 1)
    return;
  graph_.run<mailbox_settings>(
      urgency::caller,
      [this](graph_call call, reply<mailbox_settings> on_reply) {
        call.until = std::min(call.until, context_.in(timeout));
        context_.deps.graph->settings(std::move(call), std::move(on_reply));
      },
      [this](expected<mailbox_settings> mailbox) {
        context_.count("mailbox_read",
                       mailbox ? "ok" : to_string(mailbox.error().code));
        if (mailbox) {
          woke_ = false;
          return take(*mailbox);
        }
        log::info("mailbox.unreadable",
                  {{"manager", redact_id(context_.manager.key.user_id)},
                   {"reason", to_string(mailbox.error())}});
        next_try_ = context_.in(pause_after_failure);
        settle();
      });
}

void mailbox_reader::take(const mailbox_settings& mailbox) {
  auto row = context_.manager;
  take_settings(row, mailbox, context_.now());
  context_.transact<done>(
      [row](store_session& session) { return session.put_mailbox(row); },
      [this, row](expected<done> kept) {
        if (!kept)
          log::warn("mailbox.not_stored",
                    {{"reason", to_string(kept.error())}});
        const auto& old = context_.manager;
        const bool other = row.zone != old.zone || row.hours != old.hours
                           || row.hours_zone != old.hours_zone;
        context_.manager.mailbox_read_at = row.mailbox_read_at;
        if (other) {
          log::info("mailbox.changed", {{"manager", redact_id(row.key.user_id)},
                                        {"zone", row.zone}});
          context_.adopt_mailbox(row);
          if (on_change)
            on_change();
        }
        settle();
      });
}

void mailbox_reader::settle() {
  const auto waiting = std::exchange(waiting_, {});
  for (const auto& then : waiting)
    then();
}

} // namespace rental
