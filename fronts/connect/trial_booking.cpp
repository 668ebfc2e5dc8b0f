// A viewing that is booked and removed again, to see that everything works. It
// goes through the same saga as a caller's.
#include "actors/calls.hpp"
#include "crypto/hash.hpp"
#include "fronts/authorize.hpp"
#include "fronts/connect/manager_front.hpp"
#include "http/pages/pages.hpp"
#include "voice/words/say.hpp"

#include <algorithm>

namespace rental {
namespace {

constexpr std::size_t most_begun = 10'000;
constexpr const char* one_test_only
    = "A page can begin one test only. Go back to your calendar to begin "
      "another.";
constexpr auto place = "Test viewing";
constexpr std::string_view mark = "test:";
constexpr std::chrono::seconds look_again_every{15};
/// Ten minutes.
constexpr int most_looks = 40;

constexpr auto in_doubt
    = "It is not certain that nothing was left behind. For ten minutes this "
      "service goes on looking for the test viewing and removes it. If an "
      "event \"Property Viewing: Test viewing\" is in your calendar after "
      "that, delete it; its time is then free again.";
constexpr auto nothing_left
    = "Nothing was booked, and nothing was left in your calendar.";

bool is_attempt(const std::string& text) {
  return !text.empty() && text.size() <= 64
         && std::all_of(text.begin(), text.end(), [](char c) {
              return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')
                     || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
            });
}

/// "" when the form names no attempt.
std::string call_id_in(const http_in& in) {
  const auto form = parse_query(in.body);
  const auto found = form.find("attempt");
  return found != form.end() && is_attempt(found->second)
             ? std::string{mark} + found->second
             : std::string{};
}

booking_order test_order(const manager_key& manager, std::string call,
                         deadline until) {
  booking_order order;
  order.key = {manager.agency, std::move(call), {}};
  order.fingerprint = sha256_hex("test viewing");
  order.address = place;
  order.until = until;
  return order;
}

booking_order removal_of(const manager_key& manager, const booking& row,
                         deadline until) {
  auto order = test_order(manager, row.call_id, until);
  order.kind = order_kind::cancel;
  order.booking_id = row.id;
  return order;
}

} // namespace

void manager_front_state::test(const manager_request_ptr& asked) {
  auto run = std::make_shared<test_run>();
  run->asked = asked;
  run->call_id = call_id_in(asked->in);
  const auto& manager = asked->session.manager;
  if (begun_.size() >= most_begun)
    begun_.clear();
  if (!run->call_id.empty() && !running_.contains(manager)
      && !begun_.insert(run->call_id).second)
    return asked->respond(render(test_page{409,
                                           "This test was made before",
                                           {},
                                           one_test_only,
                                           asked->in.request_id}));
  if (run->call_id.empty() || !running_.emplace(manager, run->call_id).second)
    return asked->respond(render(test_page{
        409,
        run->call_id.empty() ? "Please begin the test anew"
                             : "A test is running already",
        {},
        "Go back to your calendar and use the button there. A test takes a few "
        "seconds.",
        asked->in.request_id}));
  find(manager, [=, this](expected<calendar_ref> found) {
    if (!found)
      return end(run, 503, "The test could not begin", nothing_left);
    run->calendar = found->calendar;
    sweep(run->asked->session.manager, run->calendar);
    choose_slot(run);
  });
}

void manager_front_state::choose_slot(const test_run_ptr& run) {
  const auto until = self->clock().now() + deps.openings_budget;
  ask<openings_answer>(
      self, run->calendar, deps.openings_budget,
      [=, this](expected<openings_answer> answer) {
        if (!answer || answer->state != openings_state::readable) {
          run->steps.push_back({false, "Your calendar could not be read."});
          return end(run, 503, "Your calendar cannot be read just now",
                     nothing_left);
        }
        if (answer->free->empty()) {
          run->steps.push_back({false, "There is no free time to test with."});
          return end(run, 409, "There is no free time to test with",
                     nothing_left);
        }
        run->tz = answer->tz;
        run->slot = answer->free->front();
        run->steps.push_back(
            {true, "Your calendar was read. The next free "
                   "time is "
                       + say_when_and_zone(run->slot.start, run->tz) + "."});
        book(run);
      },
      atom::openings_v, openings_query{place, {}, until});
}

void manager_front_state::book(const test_run_ptr& run) {
  auto order = test_order(run->asked->session.manager, run->call_id,
                          self->clock().now() + deps.booking_budget);
  order.key.tool_call_id = "book";
  order.exactly = run->slot.start;
  order.who.name = "Test of PeteRental Calendar";
  ask<booking_outcome>(
      self, run->calendar, deps.booking_budget + slack,
      [=, this](expected<booking_outcome> outcome) {
        if (outcome)
          return on_booked(run, *outcome);
        run->steps.push_back({false, "The booking was not answered in time."});
        end_in_doubt(run, "The test viewing was not booked in time");
      },
      atom::book_v, order);
}

void manager_front_state::on_booked(const test_run_ptr& run,
                                    const booking_outcome& outcome) {
  if (outcome.result == booking_result::booked && outcome.made) {
    run->made = *outcome.made;
    run->steps.push_back({true, "A viewing was booked there, as a caller's "
                                "would be."});
    return look_for_event(run);
  }
  if (outcome.result == booking_result::replayed
      || outcome.result == booking_result::already_booked)
    return end(run, 409, "This test was made before", one_test_only);
  if (outcome.result == booking_result::refused && outcome.why) {
    run->steps.push_back({false, "The time was taken just then."});
    return end(run, 409, "The time was taken just then", nothing_left);
  }
  run->steps.push_back({false, "The viewing could not be booked in time."});
  end_in_doubt(run, "The test viewing was not booked in time");
}

void manager_front_state::look_for_event(const test_run_ptr& run) {
  ask<event_sighting>(
      self, run->calendar, deps.openings_budget,
      [=, this](expected<event_sighting> seen) {
        const auto there = seen ? seen->there : std::nullopt;
        run->steps.push_back(
            {there.value_or(false),
             !there   ? "Your calendar could not be asked for the event."
             : *there ? "Your calendar was asked: the event was in it."
                      : "Your calendar was asked: the event was not in it."});
        remove(run);
      },
      atom::look_v, event_query{run->made.event_id});
}

void manager_front_state::remove(const test_run_ptr& run) {
  ask<booking_outcome>(
      self, run->calendar, deps.booking_budget + slack,
      [=, this](expected<booking_outcome> outcome) {
        const auto result = outcome ? outcome->result : booking_result::noted;
        if (result == booking_result::cancelled
            || result == booking_result::nothing_found) {
          run->steps.push_back({true, "The viewing was cancelled again."});
          return look_again(run);
        }
        run->steps.push_back(
            {false, "The viewing could not be cancelled in time."});
        end_in_doubt(run, "The test viewing is not removed yet");
      },
      atom::book_v,
      removal_of(run->asked->session.manager, run->made,
                 self->clock().now() + deps.booking_budget));
}

void manager_front_state::look_again(const test_run_ptr& run) {
  ask<event_sighting>(
      self, run->calendar, deps.openings_budget,
      [=, this](expected<event_sighting> seen) {
        const auto there = seen ? seen->there : std::nullopt;
        run->steps.push_back(
            {!there.value_or(true),
             !there   ? "Your calendar could not be asked again."
             : *there ? "Your calendar was asked again: the event is in it yet."
                      : "Your calendar was asked again: the event is gone."});
        if (there.value_or(true))
          return end_in_doubt(run, "The test did not end as it should");
        const bool fine = std::all_of(run->steps.begin(), run->steps.end(),
                                      [](const auto& x) { return x.good; });
        if (fine)
          return end(run, 200, "It works",
                     "Your calendar is as it was before. A caller's viewing is "
                     "booked in the same way, and stays.");
        end(run, 503, "The test did not go as it should",
            "Nothing was left in your calendar. Try again in a few minutes.");
      },
      atom::look_v, event_query{run->made.event_id});
}

void manager_front_state::end(const test_run_ptr& run, unsigned status,
                              std::string title, std::string summary) {
  running_.erase(run->asked->session.manager);
  if (deps.options.numbers)
    deps.options.numbers->count("peterental_test_viewings_total",
                                {{"status", std::to_string(status)}});
  run->asked->respond(
      render(test_page{status, std::move(title), run->steps, std::move(summary),
                       run->asked->in.request_id}));
}

void manager_front_state::end_in_doubt(const test_run_ptr& run,
                                       std::string title) {
  watch(run->asked->session.manager);
  end(run, 503, std::move(title), in_doubt);
}

void manager_front_state::watch(const manager_key& manager) {
  if (watched_.empty())
    self->delayed_send(self, look_again_every, atom::tick_v);
  watched_[manager] = most_looks;
}

void manager_front_state::tick() {
  for (auto& [manager, left] : watched_) {
    --left;
    if (!running_.contains(manager))
      find(manager, [this, key = manager](expected<calendar_ref> found) {
        if (found)
          sweep(key, found->calendar);
      });
  }
  std::erase_if(watched_, [](const auto& each) { return each.second <= 0; });
  if (!watched_.empty())
    self->delayed_send(self, look_again_every, atom::tick_v);
}

void manager_front_state::sweep(const manager_key& manager,
                                const calendar_actor& calendar) {
  ask<booking_list>(
      self, calendar, front_timeout,
      [=, this](expected<booking_list> list) {
        if (!list)
          return;
        const auto running = running_.find(manager);
        for (const auto& row : list->rows) {
          if (!row.call_id.starts_with(mark) || row.address != place
              || row.state != booking_state::confirmed
              || (running != running_.end() && running->second == row.call_id))
            continue;
          ask<booking_outcome>(
              self, calendar, deps.booking_budget + slack,
              [](expected<booking_outcome>) {}, atom::book_v,
              removal_of(manager, row,
                         self->clock().now() + deps.booking_budget));
        }
      },
      atom::bookings_v);
}

} // namespace rental
