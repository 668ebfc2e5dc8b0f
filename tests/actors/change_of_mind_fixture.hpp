// A calendar, a caller who books and thinks again, and what is left of both.
#pragma once

#include "tests/actors/calendar_fixture.hpp"

#include <algorithm>

namespace rental::test {

class change_of_mind_test : public calendar_test {
protected:
  booking_order change(order_kind kind, const std::string& tool_call,
                       const std::string& start = {},
                       const std::string& number = "+14055550142") {
    auto x = order("call-9", tool_call, start, "");
    x.kind = kind;
    if (kind == order_kind::cancel)
      std::swap(x.start, x.which);
    x.by.number = number;
    x.who = {};
    return x;
  }

  found_bookings find(const caller_identity& by) {
    auto answer
        = ask<found_bookings>(uut, atom::appointment_v, find_query{by, {}});
    EXPECT_TRUE(answer);
    return answer ? *answer : found_bookings{};
  }

  std::vector<outbox_mail> mails() {
    return in_db<std::vector<outbox_mail>>(
        [&](store_session& session) { return session.mails(manager.id); });
  }

  bool mailed(const std::string& prefix) {
    const auto all = mails();
    return std::any_of(all.begin(), all.end(), [&](const auto& mail) {
      return mail.key.starts_with(prefix);
    });
  }

  /// Nobody waits for this call back any more.
  void end_wish(std::int64_t id) {
    in_db<done>([&](store_session& session) {
      return session.end_wish(id, {time->now(), "", ""});
    });
  }

  std::size_t active() {
    const auto all = rows();
    return static_cast<std::size_t>(
        std::count_if(all.begin(), all.end(),
                      [](const auto& x) { return is_active(x.state); }));
  }

  calendar_actor uut = wake();
};

} // namespace rental::test
