#include "voice/times/understand.hpp"

#include "base/ascii.hpp"
#include "voice/times/doubt.hpp"
#include "voice/times/iso.hpp"
#include "voice/times/meaning.hpp"
#include "voice/times/resolve.hpp"
#include "voice/times/small_talk.hpp"
#include "voice/words/lexicon.hpp"

#include <algorithm>
#include <exception>

namespace rental {

namespace {

using reading_kind = time_reading::kind;
using namespace std::chrono_literals;
constexpr std::size_t longest_time = 200;

/// One verdict over everything that may be meant. A reading in the past gives
/// way to one ahead: nobody books the past on purpose.
time_reading verdict(outcome all, instant now) {
  auto& list = all.instants;
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
  if (list.empty())
    return all.skipped.empty()
               ? time_reading{}
               : time_reading{reading_kind::nonexistent, all.skipped.front(),
                              all.skipped.front()};
  auto ahead = std::lower_bound(list.begin(), list.end(), now);
  if (ahead == list.end())
    return {reading_kind::past, list.back(), list.back()};
  if (list.end() - ahead == 1)
    return {reading_kind::exact, *ahead, *ahead};
  return {reading_kind::ambiguous, *ahead, *(ahead + 1)};
}

outcome of_iso(const iso_time& iso, const zone& tz) {
  if (iso.offset)
    return {{instant{iso.local.time_since_epoch()} - *iso.offset}, {}};
  auto reading = tz.read(iso.local);
  if (reading.what == local_reading::kind::nonexistent)
    return {{}, {reading.first}};
  return {{reading.first, reading.second}, {}};
}

/// What a day without a time tells: noon of the only day that it may mean.
time_reading only_a_day(const std::vector<meaning>& readings,
                        const setting& at) {
  constexpr std::chrono::hours noon{12};
  std::vector<date::local_days> possible;
  for (const auto& known : readings)
    if (known.has_day() && !known.time)
      for (auto day : days_for(known, std::chrono::hours{24} - 1min,
                               at.home.to_local(at.now), at))
        possible.push_back(day);
  std::sort(possible.begin(), possible.end());
  possible.erase(std::unique(possible.begin(), possible.end()), possible.end());
  if (possible.size() != 1)
    return {};
  const auto first = at.home.read(local_time{possible.front()} + noon).first;
  return {reading_kind::unclear, first, first};
}

/// An ISO time, also with a "please" or the like behind it.
std::optional<iso_time> leading_iso(std::string_view text) {
  constexpr std::size_t shortest = 13;
  if (text.size() < shortest || !lexicon::is_digits(text.substr(0, 4)))
    return std::nullopt;
  for (auto end = text.size(); end != std::string_view::npos && end >= shortest;
       end = text.find_last_of(" ,?", end - 1))
    if (const auto rest = cut_tokens(text.substr(end));
        rest && is_small_talk(*rest))
      if (auto iso = parse_iso(trimmed(text.substr(0, end), " \t\r\n")))
        return iso;
  return std::nullopt;
}

time_reading read_start(std::string_view text, const zone& tz, instant now,
                        const booking_rules& rules) {
  if (auto iso = leading_iso(text)) {
    auto found = verdict(of_iso(*iso, tz), now);
    if (found.what == reading_kind::exact && text.back() == '?')
      found.what = reading_kind::doubtful;
    return found;
  }
  auto pieces = cut_tokens(text);
  if (!pieces)
    return {};
  outcome all;
  bool complete = false;
  const auto readings = understand_all(*pieces, home_of(tz, now));
  for (const auto& known : readings) {
    if (!known.has_day() || !known.time)
      continue;
    complete = true;
    auto one = resolve(known, {tz, now, rules});
    all.instants.insert(all.instants.end(), one.instants.begin(),
                        one.instants.end());
    all.skipped.insert(all.skipped.end(), one.skipped.begin(),
                       one.skipped.end());
  }
  if (!complete)
    return only_a_day(readings, {tz, now, rules});
  auto found = verdict(std::move(all), now);
  if (found.what == reading_kind::exact && asks_or_doubts(text, *pieces))
    found.what = reading_kind::doubtful;
  return found;
}

} // namespace

const char* to_string(reading_kind what) noexcept {
  switch (what) {
  case reading_kind::exact:
    return "exact";
  case reading_kind::ambiguous:
    return "ambiguous";
  case reading_kind::doubtful:
    return "doubtful";
  case reading_kind::past:
    return "past";
  case reading_kind::unclear:
    return "unclear";
  case reading_kind::nonexistent:
    return "nonexistent";
  }
  return "unclear";
}

namespace {

bool says_one_of(std::string_view text, std::string_view words) {
  const auto pieces
      = cut_tokens(text.substr(0, longest_time), strange::is_space);
  return pieces
         && std::any_of(pieces->begin(), pieces->end(), [&](const auto& each) {
              return each.what == token::kind::word
                     && lexicon::listed(words, each.text);
            });
}

} // namespace

bool rules_out(std::string_view text) {
  return says_one_of(text,
                     "not no dont except but other others besides instead "
                     "neither without");
}

bool approves(std::string_view text) {
  return says_one_of(text, "fine works good great okay perfect keep stay stays "
                           "stands");
}

bool is_asked(std::string_view text) {
  const auto pieces
      = cut_tokens(text.substr(0, longest_time), strange::is_space);
  return pieces && asks_or_doubts(text, *pieces);
}

bool only_refuses(std::string_view text) {
  const auto pieces
      = cut_tokens(text.substr(0, longest_time), strange::is_space);
  return pieces && says_one_of(text, "no nope nah")
         && std::all_of(pieces->begin(), pieces->end(), [](const auto& each) {
              return each.what == token::kind::sign
                     || lexicon::listed("no nope nah thanks thank you sorry "
                                        "not really please oh well",
                                        each.text);
            });
}

time_reading understand_start(std::string_view text, const zone& tz,
                              instant now, const booking_rules& rules) {
  if (text.size() > longest_time)
    return {};
  try {
    return read_start(trimmed(text, " \t\r\n"), tz, now, rules);
  } catch (const std::exception&) {
    // date/tz and the allocator may throw; no text is worth a lost call.
    return {};
  }
}

} // namespace rental
