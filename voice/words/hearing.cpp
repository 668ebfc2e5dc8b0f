#include "voice/words/hearing.hpp"

#include "voice/words/lexicon.hpp"

#include <string_view>

namespace rental {

namespace {

using sv = std::string_view;

struct spelling {
  sv heard;
  sv said;
};

constexpr spelling spellings[]{
    {"munday", "monday"},       {"tuesdy", "tuesday"},
    {"teusday", "tuesday"},     {"tusday", "tuesday"},
    {"tuseday", "tuesday"},     {"wensday", "wednesday"},
    {"wendsday", "wednesday"},  {"wednsday", "wednesday"},
    {"wenesday", "wednesday"},  {"wednesdy", "wednesday"},
    {"wedensday", "wednesday"}, {"wednesay", "wednesday"},
    {"thurday", "thursday"},    {"thursdy", "thursday"},
    {"thrusday", "thursday"},   {"thirsday", "thursday"},
    {"thersday", "thursday"},   {"friady", "friday"},
    {"fryday", "friday"},       {"firday", "friday"},
    {"saterday", "saturday"},   {"satuday", "saturday"},
    {"saturdy", "saturday"},    {"tomorow", "tomorrow"},
    {"tommorow", "tomorrow"},   {"tommorrow", "tomorrow"},
    {"tomorro", "tomorrow"},    {"mornin", "morning"},
    {"afternon", "afternoon"},  {"aftenoon", "afternoon"},
    {"evenin", "evening"},      {"febuary", "february"},
    {"janurary", "january"},    {"setember", "september"},
    {"novemeber", "november"},  {"thrity", "thirty"},
    {"fourty", "forty"},        {"twelth", "twelfth"},
    {"ninteen", "nineteen"}};

/// Two words that are one.
constexpr struct {
  sv first;
  sv second;
  sv said;
} halves[]{{"to", "morrow", "tomorrow"},    {"thurs", "day", "thursday"},
           {"tues", "day", "tuesday"},      {"wednes", "day", "wednesday"},
           {"wens", "day", "wednesday"},    {"mon", "day", "monday"},
           {"fri", "day", "friday"},        {"sun", "day", "sunday"},
           {"satur", "day", "saturday"},    {"to", "day", "today"},
           {"to", "night", "tonight"},      {"week", "end", "weekend"},
           {"after", "noons", "afternoons"}};

sv number_heard(sv word) {
  if (word == "to" || word == "too")
    return "two";
  if (word == "for" || word == "fore")
    return "four";
  if (word == "won")
    return "one";
  return word == "ate" ? "eight" : sv{};
}

class mender {
public:
  explicit mender(std::vector<token>& text) : text_(text) {}

  void run() {
    for (std::size_t at = 0; at < text_.size(); ++at) {
      spell(at);
      join(at);
    }
    for (std::size_t at = 0; at < text_.size(); ++at)
      if (const auto number = number_heard(word(at));
          !number.empty() && is_hour(at))
        text_[at].text = number;
  }

private:
  sv word(std::size_t at) const {
    return at < text_.size() && text_[at].what == token::kind::word
               ? sv{text_[at].text}
               : sv{};
  }
  bool is(std::size_t at, sv list) const {
    return lexicon::listed(list, word(at));
  }

  void spell(std::size_t at) {
    for (const auto& each : spellings)
      if (word(at) == each.heard)
        text_[at].text = each.said;
    if (at > 0 && word(at) == "weak" && is(at - 1, "next this the following"))
      text_[at].text = "week";
  }

  void join(std::size_t at) {
    for (const auto& each : halves)
      if (word(at) == each.first && word(at + 1) == each.second) {
        text_[at].text = each.said;
        text_.erase(text_.begin() + static_cast<std::ptrdiff_t>(at) + 1);
        return;
      }
  }

  bool is_half(std::size_t at) const {
    return is(at, "am pm oclock") || (is(at, "a p") && word(at + 1) == "m")
           || (word(at) == "o" && word(at + 1) == "clock");
  }
  bool is_minutes(std::size_t at) const {
    return is(at, "thirty fifteen forty")
           || (at < text_.size() && text_[at].what == token::kind::number
               && (text_[at].text == "30" || text_[at].text == "15"
                   || text_[at].text == "45"));
  }
  /// Nothing follows that the word could belong to.
  bool ends(std::size_t at) const {
    return at >= text_.size() || text_[at].what == token::kind::sign
           || lexicon::weekday(word(at))
           || is(at, "on please tomorrow today and or in thanks");
  }

  /// An hour is said behind "at" and its kin, or with "o'clock".
  bool is_hour(std::size_t at) const {
    const bool followed = is_half(at + 1) || is_minutes(at + 1);
    const bool is_to = is(at, "to too");
    if (at == 0)
      return is_half(1) || (is_to && is_minutes(1));
    const auto before = at - 1;
    if (is(before, "at around about past after before until till by between"))
      return followed || ends(at + 1);
    if (is(before, "to") && at >= 2
        && is(at - 2, "quarter twenty ten five minutes"))
      return ends(at + 1);
    if (is(before, "and") && at >= 3 && is(at - 3, "between"))
      return followed || ends(at + 1);
    if (is(before, "the") || lexicon::weekday(word(before)))
      return is_half(at + 1) || (is_minutes(at + 1) && is_to && ends(at + 2));
    return false;
  }

  std::vector<token>& text_;
};

} // namespace

void mend_hearing(std::vector<token>& text) {
  mender{text}.run();
}

} // namespace rental
