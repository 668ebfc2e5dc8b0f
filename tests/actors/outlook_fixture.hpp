// A calendar whose owner uses Outlook: drags, copies, deletes, restores.
#pragma once

#include "tests/actors/change_of_mind_fixture.hpp"

namespace rental::test {

class outlook_test : public change_of_mind_test {
protected:
  /// The next reading of the calendar, whatever is kept.
  void read_again() {
    time->advance(std::chrono::seconds{301});
    openings(uut);
    sched.run();
  }
  bool is_offered(instant start) {
    const auto answer = openings(uut);
    return answer.free
           && std::count(answer.free->begin(), answer.free->end(), at(start))
                  == 1;
  }
  /// The newest row of a call.
  booking row(const std::string& call) {
    for (const auto& each : rows())
      if (each.call_id == call && (is_active(each.state) || !has_active(call)))
        return each;
    ADD_FAILURE() << "no row of " << call;
    return {};
  }
  /// An order of somebody else.
  booking_order from(const std::string& number, const std::string& call,
                     const std::string& start = "2026-11-24T14:00:00") {
    auto x = order(call, "tool-" + call, start, "77 Elm Street");
    x.who = {"Joe Miller", number, ""};
    x.by.number = number;
    return x;
  }
  std::size_t mails_about(const std::string& prefix) {
    const auto all = mails();
    return static_cast<std::size_t>(
        std::count_if(all.begin(), all.end(), [&](const auto& mail) {
          return mail.key.starts_with(prefix);
        }));
  }

  void drag_to_other_calendar(std::size_t which) {
    graph->elsewhere.push_back(graph->events.at(which));
    graph->events.erase(graph->events.begin()
                        + static_cast<std::ptrdiff_t>(which));
  }
  /// Outlook copies the mark, not the identity.
  void copy(std::size_t which, time_slot to) {
    auto x = graph->events.at(which);
    x.id = "copy-" + std::to_string(++copies_);
    x.ical_uid = "uid-of-" + x.id;
    x.transaction_id.clear();
    x.when = to;
    graph->events.push_back(std::move(x));
  }
  /// From here on lists show the calendar as if it were empty.
  void lag() { graph->listed = std::vector<calendar_event>{}; }
  void catch_up() { graph->listed.reset(); }

private:
  bool has_active(const std::string& call) {
    const auto all = rows();
    return std::any_of(all.begin(), all.end(), [&](const auto& each) {
      return each.call_id == call && is_active(each.state);
    });
  }

  int copies_ = 0;
};

} // namespace rental::test
