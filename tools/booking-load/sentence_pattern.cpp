#include "tools/booking-load/sentence_pattern.hpp"

#include "voice/say.hpp"

#include <algorithm>
#include <set>

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
    return times.size() == 1 && times.front() == text;
  return !times.empty() && text.ends_with(times.back());
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
  std::set<std::string> ends;
  for (int hour = 0; hour < 24; ++hour) {
    auto clock = say_clock(sunday + std::chrono::hours{hour});
    auto space = clock.find(' ');
    // "noon" and "midnight" are whole; "nine in the morning" ends variously.
    ends.insert(space == clock.npos ? " " + clock : clock.substr(space));
  }
  ends_.assign(ends.begin(), ends.end());
  if (auto tz = zone::find("America/Chicago")) {
    // 1 November 2026: the clock shows half past one twice.
    const auto first = from_unix(1793514600);
    const auto plain = say_when(first - std::chrono::hours{1}, *tz);
    for (auto t : {first, first + std::chrono::hours{1}}) {
      const auto text = say_when(t, *tz);
      for (const auto& end : ends_)
        if (auto at = text.find(end);
            at != text.npos && at + end.size() < text.size())
          tails_.push_back(text.substr(at + end.size()));
    }
  }
}

std::vector<std::string> time_finder::in(std::string_view text) const {
  std::vector<std::string> found;
  for (std::size_t from = 0; from < text.size();) {
    auto begin = text.npos;
    for (const auto& day : weekdays_)
      begin = std::min(begin, text.find(day, from));
    if (begin == text.npos)
      break;
    auto end = text.npos;
    for (const auto& each : ends_)
      if (auto at = text.find(each, begin); at != text.npos)
        end = std::min(end, at + each.size());
    if (end == text.npos)
      break;
    for (const auto& tail : tails_)
      if (text.substr(end).starts_with(tail)) {
        end += tail.size();
        break;
      }
    found.emplace_back(text.substr(begin, end - begin));
    from = end;
  }
  return found;
}

} // namespace rental::load
