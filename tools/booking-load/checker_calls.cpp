// Repeated calls, competing calls, and what a call may hold.
#include "tools/booking-load/checker_rules.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

namespace rental::load {
namespace {

bool changes_something(const exchange& each) {
  return each.tool == "set_appointment" || each.tool == "cancel_appointment"
         || each.tool == "reschedule_appointment";
}

/// Exchanges with one tool call id, by their arguments.
using same_id
    = std::map<std::string, std::vector<const exchange*>, std::less<>>;

std::map<std::pair<std::string, std::string>, same_id>
repeated(const case_file& all) {
  std::map<std::pair<std::string, std::string>, same_id> result;
  for (const auto& each : all.all.transcript)
    if (changes_something(each) && !each.tool_call_id.empty()
        && each.status == 200)
      result[{each.call_id, each.tool_call_id}][each.tool + each.arguments]
          .push_back(&each);
  return result;
}

bool is_passing(said what) {
  return !promises_viewing(what) && what != said::cancelled
         && what != said::noted && what != said::cancel_noted
         && what != said::move_noted;
}

bool changed(const exchange& each) {
  return each.meaning.what == said::booked || each.meaning.what == said::moved
         || each.meaning.what == said::cancelled;
}

/// Whether what `before` said may have stopped being true when `after` was
/// asked: something else was arranged in its call, or it was a refusal or a
/// question, and those are for the moment.
bool is_outdated(const std::vector<const exchange*>& of_call,
                 const exchange& before, const exchange& after) {
  if (is_passing(before.meaning.what) && after.sent >= before.done)
    return true;
  return std::any_of(of_call.begin(), of_call.end(), [&](const auto* each) {
    const bool other = each->tool_call_id != before.tool_call_id
                       || each->arguments != before.arguments;
    // A refusal is overtaken by whatever is said to stand after it.
    const bool overtakes = changed(*each)
                           || (each->meaning.what == said::already_booked
                               && is_passing(before.meaning.what));
    return other && overtakes && each->done >= before.sent
           && each->sent <= after.done;
  });
}

void check_equal(const std::vector<const exchange*>& of_call,
                 const std::vector<const exchange*>& asked, findings& out) {
  for (const auto* each : asked) {
    out.look();
    if (each->body != asked.front()->body
        && !is_outdated(of_call, *asked.front(), *each))
      return out.broken("the same tool call was answered with \""
                            + asked.front()->sentence + "\" and with \""
                            + each->sentence + '"',
                        {each->call_id, each->tool_call_id});
  }
}

/// Who asks for another time under the same id gets an answer of its own.
void check_reuse(const same_id& all, findings& out) {
  for (const auto& [arguments, asked] : all) {
    out.look();
    const auto& mine = *asked.front();
    const bool untrue = promises_viewing(mine.meaning.what) && mine.wanted
                        && mine.when && *mine.wanted != *mine.when;
    if (untrue)
      out.broken("a new wish under an old tool call id got the old answer \""
                     + mine.sentence + '"',
                 {mine.call_id, mine.tool_call_id});
  }
}

/// What the events of the calendars are called, by their ids.
std::unordered_map<std::string, std::string> subjects_of(const case_file& all) {
  std::unordered_map<std::string, std::string> subjects;
  for (const auto* event : all.our_events)
    if (!event->deleted)
      subjects[event->id] = event->subject;
  return subjects;
}

void check_one_per_call(const case_file& all, findings& out) {
  out.rule("one_per_call",
           "at most one active booking for a call and property");
  std::map<std::tuple<std::int64_t, std::string, std::string>,
           std::vector<const ledger_booking*>>
      held;
  const auto subjects = subjects_of(all);
  for (const auto* row : all.bookings) {
    if (!is_active(row->state) || row->call_id.empty())
      continue;
    const auto found = subjects.find(row->event_id);
    const auto property = !row->address.empty()     ? row->address
                          : found != subjects.end() ? found->second
                                                    : row->id;
    held[{row->manager, row->call_id, plain_address(property)}].push_back(row);
  }
  for (const auto& [key, rows] : held) {
    out.look();
    if (rows.size() < 2)
      continue;
    std::vector<std::string> ids{std::get<1>(key)};
    for (const auto* row : rows)
      ids.push_back(row->id);
    out.broken("the call holds " + std::to_string(rows.size())
                   + " active bookings of one property",
               std::move(ids));
  }
}

/// All that compete for one slot, by call.
using contest = std::map<std::string, std::vector<const exchange*>>;

bool is_booked(const std::vector<const exchange*>& answers) {
  return std::any_of(answers.begin(), answers.end(), [](const auto* each) {
    return promises_viewing(each->meaning.what);
  });
}

void check_loser(const std::string& name,
                 const std::vector<const exchange*>& answers, findings& out) {
  const auto& last = *answers.back();
  const bool offered
      = last.meaning.what == said::refused && !last.options.empty()
        && std::none_of(last.options.begin(), last.options.end(),
                        [&](instant start) { return start == last.wanted; });
  if (!offered)
    out.broken(name + ": instead of another time the caller heard \""
                   + last.sentence + "\" (" + to_string(last.meaning.what)
                   + ")",
               {last.call_id, last.tool_call_id});
}

} // namespace

void check_repeats(const case_file& all, findings& out) {
  const auto calls = repeated(all);
  std::map<std::string, std::vector<const exchange*>> of_call;
  for (const auto& each : all.all.transcript)
    of_call[each.call_id].push_back(&each);
  out.rule("same_id_same_answer",
           "equal tool calls get answers that are equal byte for byte, as long "
           "as what was said still holds");
  for (const auto& [key, by_arguments] : calls)
    for (const auto& [arguments, asked] : by_arguments)
      if (asked.size() > 1)
        check_equal(of_call[key.first], asked, out);
  out.rule("old_id_new_wish",
           "a tool call id that comes with other arguments is a new wish");
  for (const auto& [key, by_arguments] : calls)
    if (by_arguments.size() > 1)
      check_reuse(by_arguments, out);
  check_one_per_call(all, out);
}

void check_contests(const case_file& all, findings& out) {
  std::map<std::string, contest> contests;
  for (const auto& each : all.all.transcript)
    if (!each.contest.empty())
      contests[each.contest][each.call_id].push_back(&each);
  out.rule("one_winner", "of all who want one slot exactly one is booked");
  for (const auto& [name, calls] : contests) {
    out.look();
    std::vector<std::string> winners;
    for (const auto& [call, answers] : calls)
      if (is_booked(answers))
        winners.push_back(call);
    if (winners.size() != 1)
      out.broken(name + ": " + std::to_string(winners.size()) + " of "
                     + std::to_string(calls.size()) + " callers were booked",
                 winners);
  }
  out.rule("losers_offered", "everybody else is offered another time");
  for (const auto& [name, calls] : contests)
    for (const auto& [call, answers] : calls)
      if (!is_booked(answers)) {
        out.look();
        check_loser(name, answers, out);
      }
}

} // namespace rental::load
