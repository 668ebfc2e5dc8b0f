#include "tools/booking-load/sentence_pattern.hpp"

#include "voice/words/say.hpp"

#include <algorithm>
#include <cctype>

namespace rental::load {
namespace {

using piece = sentence_pattern::piece;

/// Tries to fill the gaps from `at` on, so that all of `rest` is used up.
class filler {
public:
  filler(const std::vector<piece>& pieces, const time_finder& times)
      : pieces_(pieces), times_(times) {}

  bool fill(std::size_t at, std::string_view rest);
  sentence_pattern::findings found;

private:
  bool fill_gap(std::size_t at, std::string_view rest, std::size_t end);
  bool may_fill(sentence_field what, std::string_view text) const;

  const std::vector<piece>& pieces_;
  const time_finder& times_;
};

// Times hold commas, as the words around them do: they take as much as they
// can, but only whole times.
bool filler::may_fill(sentence_field what, std::string_view text) const {
  if (what == sentence_field::zone)
    return text.find_first_of(".,?!\n\r") == text.npos;
  if (what == sentence_field::other)
    return text.find_first_of("\n\r") == text.npos;
  const auto times = times_.in(text);
  if (what == sentence_field::when)
    return times.size() == 1 && times.front().begin == 0
           && times.front().end == text.size();
  return !times.empty() && times.back().end == text.size();
}

bool filler::fill_gap(std::size_t at, std::string_view rest, std::size_t end) {
  const auto what = pieces_[at].what;
  const auto text = rest.substr(0, end);
  if (text.empty() || !may_fill(what, text))
    return false;
  found.emplace_back(what, text);
  if (fill(at + 1, rest.substr(end)))
    return true;
  found.pop_back();
  return false;
}

bool filler::fill(std::size_t at, std::string_view rest) {
  if (at == pieces_.size())
    return rest.empty();
  const auto& here = pieces_[at];
  if (here.what == sentence_field::words)
    return rest.starts_with(here.text)
           && fill(at + 1, rest.substr(here.text.size()));
  if (at + 1 == pieces_.size())
    return fill_gap(at, rest, rest.size());
  const auto& next = pieces_[at + 1].text;
  if (here.what == sentence_field::other || here.what == sentence_field::zone) {
    for (auto end = rest.find(next, 1); end != rest.npos;
         end = rest.find(next, end + 1))
      if (fill_gap(at, rest, end))
        return true;
    return false;
  }
  for (auto end = rest.rfind(next); end != rest.npos && end > 0;
       end = rest.rfind(next, end - 1))
    if (fill_gap(at, rest, end))
      return true;
  return false;
}

} // namespace

std::optional<sentence_pattern::findings>
sentence_pattern::match(std::string_view sentence,
                        const time_finder& times) const {
  filler gaps{pieces, times};
  if (!gaps.fill(0, sentence))
    return std::nullopt;
  return std::move(gaps.found);
}

std::size_t sentence_pattern::fixed() const {
  std::size_t sum = 0;
  for (const auto& each : pieces)
    sum += each.text.size();
  return sum;
}

time_finder::time_finder() {
  const date::local_days sunday{date::year{2026} / 11 / 22};
  for (int day = 0; day < 7; ++day)
    weekdays_.push_back(say_weekday(sunday + date::days{day}) + ", ");
  for (std::chrono::minutes at{0}; at < std::chrono::hours{24}; ++at) {
    clocks_.insert(say_clock(sunday + at));
    clocks_.insert(say_bare_clock(sunday + at));
  }
  if (auto tz = zone::find("America/Chicago")) {
    // 1 November 2026: the clock shows half past one twice.
    const auto first = from_unix(1793514600);
    for (auto t : {first, first + std::chrono::hours{1}}) {
      const auto text = say_when(t, *tz);
      const auto clock = say_clock(tz->to_local(t));
      if (const auto at = text.find(clock); at != text.npos)
        tails_.push_back(text.substr(at + clock.size()));
    }
  }
}

std::size_t time_finder::after_clock(std::string_view text,
                                     std::size_t from) const {
  constexpr std::size_t longest = 60;
  std::size_t end = from;
  for (auto to = from; to <= text.size() && to - from < longest; ++to)
    if ((to == text.size()
         || !std::isalpha(static_cast<unsigned char>(text[to])))
        && clocks_.contains(std::string{text.substr(from, to - from)}))
      end = to;
  if (end == from)
    return from;
  for (const auto& tail : tails_)
    if (text.substr(end).starts_with(tail))
      return end + tail.size();
  return end;
}

std::vector<found_time> time_finder::in(std::string_view text) const {
  std::vector<found_time> found;
  for (std::size_t from = 0; from < text.size();) {
    auto begin = text.npos;
    for (const auto& day : weekdays_)
      begin = std::min(begin, text.find(day, from));
    if (begin == text.npos)
      break;
    constexpr std::string_view at = " at ";
    const auto clock = text.find(at, begin);
    if (clock == text.npos)
      break;
    const auto day = std::string{text.substr(begin, clock - begin)};
    auto end = after_clock(text, clock + at.size());
    if (end == clock + at.size()) {
      from = begin + 1;
      continue;
    }
    found.push_back({std::string{text.substr(begin, end - begin)}, begin, end});
    // "at nine, noon, or three": the same day. "One twenty three Main Street"
    // goes on behind its figures.
    const auto ends = [&](std::size_t at_end) {
      const auto rest = text.substr(at_end);
      return rest.empty() || rest.starts_with(" or ")
             || std::string_view{",.?"}.find(rest[0]) != rest.npos;
    };
    for (bool more = true; more;) {
      more = false;
      for (const std::string_view glue : {", or ", " or ", ", "}) {
        const auto next = end + glue.size();
        if (!text.substr(end).starts_with(glue))
          continue;
        const auto to = after_clock(text, next);
        if (to == next || !ends(to))
          continue;
        found.push_back(
            {day + std::string{at} + std::string{text.substr(next, to - next)},
             next, to});
        end = to;
        more = true;
        break;
      }
    }
    from = end;
  }
  return found;
}

} // namespace rental::load
