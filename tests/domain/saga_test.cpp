#include "domain/saga.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

namespace rental::saga {
namespace {

constexpr event all_events[]
    = {event::ok, event::taken, event::absent, event::refused, event::unknown};

struct trace {
  std::vector<action> actions;
  std::vector<event> events;

  std::string text() const {
    std::string result;
    for (std::size_t i = 0; i < actions.size(); ++i) {
      result += to_string(actions[i]);
      result += i < events.size()
                    ? std::string{"="} + to_string(events[i]) + " "
                    : "";
    }
    return result;
  }
  bool did(action what, event how) const {
    for (std::size_t i = 0; i < events.size(); ++i)
      if (actions[i] == what && events[i] == how)
        return true;
    return false;
  }
  bool tried(action what) const {
    for (auto x : actions)
      if (x == what)
        return true;
    return false;
  }
};

// Every sequence of events, to the end.
std::size_t
explore(const machine& at, trace& path,
        const std::function<void(const machine&, const trace&)>& f) {
  if (at.ended()) {
    f(at, path);
    return 1;
  }
  EXPECT_LT(path.actions.size(), 20u) << path.text();
  if (path.actions.size() >= 20)
    return 0;
  std::size_t ends = 0;
  for (auto what : all_events) {
    auto next = at;
    path.actions.push_back(at.next());
    path.events.push_back(what);
    next.on(what);
    ends += explore(next, path, f);
    path.actions.pop_back();
    path.events.pop_back();
  }
  return ends;
}

machine run(machine m, std::initializer_list<event> events) {
  for (auto what : events)
    m.on(what);
  return m;
}

TEST(Saga, BooksInTheOrderOfTheDesign) {
  auto m = machine::booking();
  for (auto expected : {action::hold, action::read_before, action::mark_writing,
                        action::create, action::read_after, action::confirm}) {
    EXPECT_EQ(m.next(), expected);
    m.on(event::ok);
  }
  EXPECT_TRUE(m.ended());
  EXPECT_EQ(m.result(), outcome::booked);
}

TEST(Saga, SaysBookedOnlyWhenWrittenAndConfirmed) {
  trace path;
  const auto ends
      = explore(machine::booking(), path, [](const machine& m, const trace& t) {
          const bool event_is_known = t.did(action::create, event::ok)
                                      || t.did(action::find, event::ok);
          const bool booked = m.result() == outcome::booked;
          EXPECT_EQ(booked, event_is_known && t.did(action::confirm, event::ok))
              << t.text();
          EXPECT_NE(m.result(), outcome::running) << t.text();
        });
  EXPECT_GT(ends, 100u);
}

TEST(Saga, NeverWritesWithoutHoldReadAndMark) {
  trace path;
  explore(machine::booking(), path, [](const machine&, const trace& t) {
    if (t.tried(action::create)) {
      EXPECT_TRUE(t.did(action::hold, event::ok)) << t.text();
      EXPECT_TRUE(t.did(action::read_before, event::ok)) << t.text();
      EXPECT_TRUE(t.did(action::mark_writing, event::ok)) << t.text();
    }
  });
}

TEST(Saga, NeverFreesASlotWhoseEventMayExist) {
  trace path;
  explore(machine::booking(), path, [](const machine&, const trace& t) {
    bool may_exist = false;
    bool first_write = true;
    for (std::size_t i = 0; i < t.events.size(); ++i) {
      if (t.actions[i] == action::create) {
        may_exist = may_exist || t.events[i] == event::ok || !first_write
                    || t.events[i] != event::refused;
        first_write = false;
      }
      if (t.actions[i] == action::withdraw && t.events[i] == event::ok)
        may_exist = false;
      if (t.actions[i] == action::release) {
        EXPECT_FALSE(may_exist) << t.text();
      }
    }
  });
}

TEST(Saga, TakenAtTheHoldTouchesNothingElse) {
  const auto m = run(machine::booking(), {event::taken});
  EXPECT_TRUE(m.ended());
  EXPECT_EQ(m.result(), outcome::taken);
}

TEST(Saga, AnUnreadableCalendarReleasesTheHold) {
  const auto m = run(machine::booking(), {event::ok, event::unknown});
  EXPECT_EQ(m.next(), action::release);
  EXPECT_EQ(run(m, {event::ok}).result(), outcome::unreachable);
}

TEST(Saga, AnUnknownWriteIsLookedUpThenRepeated) {
  auto m = run(machine::booking(),
               {event::ok, event::ok, event::ok, event::unknown});
  EXPECT_EQ(m.next(), action::find);
  m.on(event::absent);
  EXPECT_EQ(m.next(), action::create);
  m.on(event::unknown);
  EXPECT_EQ(m.next(), action::find);
  m.on(event::ok);
  EXPECT_EQ(m.next(), action::read_after);
}

TEST(Saga, AWriteThatStaysUnknownIsLeftToTheReconciler) {
  auto m = run(machine::booking(),
               {event::ok, event::ok, event::ok, event::unknown, event::unknown,
                event::unknown});
  EXPECT_EQ(m.next(), action::leave);
  EXPECT_EQ(run(m, {event::ok}).result(), outcome::unknown);
}

TEST(Saga, YieldsToSomebodyElsesEvent) {
  auto m = run(machine::booking(),
               {event::ok, event::ok, event::ok, event::ok, event::taken});
  EXPECT_EQ(m.next(), action::announce);
  m.on(event::ok);
  EXPECT_EQ(m.next(), action::withdraw);
  EXPECT_EQ(run(m, {event::ok, event::ok}).result(), outcome::taken);
  EXPECT_EQ(run(m, {event::unknown}).next(), action::withdraw);
  EXPECT_EQ(run(m, {event::unknown, event::ok, event::ok}).result(),
            outcome::taken);
  EXPECT_EQ(run(m, {event::unknown, event::unknown, event::unknown}).next(),
            action::leave);
}

TEST(Saga, NothingIsUndoneThatWasNotAnnounced) {
  for (const auto& start : {machine::booking(), machine::from_writing(true)}) {
    trace path;
    explore(start, path, [](const machine&, const trace& t) {
      if (t.tried(action::withdraw)) {
        EXPECT_TRUE(t.did(action::announce, event::ok)) << t.text();
      }
    });
  }
  // Nobody hears "taken" of what the reconciler may confirm.
  auto m = run(machine::booking(), {event::ok, event::ok, event::ok, event::ok,
                                    event::taken, event::unknown});
  EXPECT_EQ(m.next(), action::leave);
  EXPECT_EQ(run(m, {event::ok}).result(), outcome::unknown);
}

TEST(Saga, WhatWasRefusedIsNeverConfirmedAfterAll) {
  trace path;
  explore(machine::from_withdrawing(), path,
          [](const machine& m, const trace& t) {
            EXPECT_FALSE(t.tried(action::confirm)) << t.text();
            EXPECT_FALSE(t.tried(action::create)) << t.text();
            EXPECT_NE(m.result(), outcome::booked) << t.text();
          });
}

TEST(Saga, ASlotThatCannotBeReadAgainIsConfirmedAndFlagged) {
  auto m = run(machine::booking(), {event::ok, event::ok, event::ok, event::ok,
                                    event::unknown, event::unknown});
  EXPECT_EQ(m.next(), action::confirm);
  EXPECT_TRUE(m.unverified());
}

TEST(Saga, AHeldRowIsLetGo) {
  const auto m = machine::from_held();
  EXPECT_EQ(m.next(), action::release);
  EXPECT_EQ(run(m, {event::ok}).result(), outcome::unreachable);
}

TEST(Saga, AWritingRowIsFinishedFromWhatGraphHas) {
  auto m = machine::from_writing(true);
  EXPECT_EQ(m.next(), action::find);
  EXPECT_EQ(run(m, {event::ok}).next(), action::read_after);
  EXPECT_EQ(run(m, {event::absent}).next(), action::read_before);
  EXPECT_EQ(run(machine::from_writing(false), {event::absent}).next(),
            action::release);
}

TEST(Saga, EveryResumedRowEnds) {
  for (bool wanted : {true, false}) {
    trace path;
    explore(machine::from_writing(wanted), path,
            [](const machine& m, const trace& t) {
              EXPECT_NE(m.result(), outcome::running) << t.text();
            });
  }
}

TEST(Removal, MarksRemovesAndCloses) {
  auto m = removal::of_confirmed();
  for (auto expected :
       {removal_action::mark, removal_action::remove, removal_action::close}) {
    EXPECT_EQ(m.next(), expected);
    m.on(event::ok);
  }
  EXPECT_EQ(m.result(), removal_outcome::cancelled);
}

TEST(Removal, ADatabaseThatFailsFirstLeavesTheBookingAlone) {
  auto m = removal::of_confirmed();
  m.on(event::unknown);
  EXPECT_EQ(m.result(), removal_outcome::not_done);
}

TEST(Removal, OnceMarkedItNeverComesBack) {
  // Every sequence of events after the mark ends in cancelled or unknown.
  std::vector<removal> open{removal::of_cancelling()};
  std::size_t ends = 0;
  while (!open.empty()) {
    const auto at = open.back();
    open.pop_back();
    if (at.ended()) {
      ++ends;
      EXPECT_NE(at.result(), removal_outcome::not_done);
      EXPECT_NE(at.result(), removal_outcome::running);
      continue;
    }
    for (auto what : all_events) {
      auto next = at;
      next.on(what);
      open.push_back(next);
    }
  }
  EXPECT_GT(ends, 10u);
}

TEST(Saga, ErrorsThatProveNothingWasDoneAreRefusals) {
  for (auto code : {errc::throttled, errc::unreachable, errc::provider_refused,
                    errc::unauthorized, errc::needs_reconnect})
    EXPECT_EQ(event_of_write(code), event::refused) << to_string(code);
  for (auto code : {errc::timeout, errc::network, errc::provider_unavailable,
                    errc::bad_answer})
    EXPECT_EQ(event_of_write(code), event::unknown) << to_string(code);
}

} // namespace
} // namespace rental::saga
