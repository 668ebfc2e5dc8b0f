#include "voice/lexicon.hpp"
#include "voice/meaning.hpp"

#include <algorithm>
#include <array>

namespace rental {

namespace {

using sv = std::string_view;

// Every try of an element costs one; a real text needs a few hundred.
constexpr int most_tries = 4000;

/// Words that carry nothing. "Around two" is a start like "two": the answer
/// says it back.
bool is_filler(tokens text, std::size_t at) {
  constexpr std::array<sv, 39> fillers{
      "at",    "on",     "the",   "of",      "for",   "please",  "um",    "uh",
      "yes",   "yeah",   "ok",    "okay",    "maybe", "lets",    "say",   "how",
      "about", "around", "sharp", "exactly", "then",  "so",      "well",  "is",
      "i",     "id",     "like",  "would",   "can",   "could",   "we",    "do",
      "be",    "works",  "good",  "great",   "fine",  "perfect", "thanks"};
  const auto& t = text[at];
  if (t.what == token::kind::sign)
    return t.text == "," || (t.text == "." && !glued_number(text, at + 1));
  if (t.what == token::kind::word && t.text == "t")
    return t.glued && glued_number(text, at + 1);
  return t.what == token::kind::word
         && std::find(fillers.begin(), fillers.end(), t.text) != fillers.end();
}

class walker {
public:
  walker(tokens text, const home_zone& home) : text_(text), home_(home) {}

  std::vector<meaning> run() {
    walk(0, {});
    return tries_ > most_tries ? std::vector<meaning>{} : std::move(found_);
  }

private:
  void walk(std::size_t at, const meaning& known) {
    if (++tries_ > most_tries)
      return;
    if (at == text_.size()) {
      if (std::find(found_.begin(), found_.end(), known) == found_.end())
        found_.push_back(known);
      return;
    }
    for (const auto& way : match_any(text_, at, known, home_))
      walk(way.next, way.known);
    if (is_filler(text_, at))
      walk(at + 1, known);
  }

  tokens text_;
  const home_zone& home_;
  int tries_ = 0;
  std::vector<meaning> found_;
};

} // namespace

steps match_any(tokens text, std::size_t at, const meaning& known,
                const home_zone& home) {
  steps out;
  match_day(text, at, known, out);
  match_date(text, at, known, out);
  match_clock(text, at, known, out);
  match_daypart(text, at, known, out);
  match_zone(text, at, known, home, out);
  return out;
}

std::vector<meaning> understand_all(tokens text, const home_zone& home) {
  return walker{text, home}.run();
}

bool word_at(tokens text, std::size_t at, sv word) {
  return at < text.size() && text[at].what == token::kind::word
         && text[at].text == word;
}

bool sign_at(tokens text, std::size_t at, char sign) {
  return at < text.size() && text[at].what == token::kind::sign
         && text[at].text[0] == sign;
}

bool glued_number(tokens text, std::size_t at) {
  return at < text.size() && text[at].what == token::kind::number
         && text[at].glued;
}

std::size_t after_phrase(tokens text, std::size_t at, sv phrase) {
  for (const auto& word : lexicon::split(phrase))
    if (!word_at(text, at++, word))
      return 0;
  return at;
}

std::vector<std::pair<int, std::size_t>> numbers_at(tokens text,
                                                    std::size_t at) {
  std::vector<std::pair<int, std::size_t>> out;
  if (at >= text.size())
    return out;
  const auto& t = text[at];
  if (t.what == token::kind::number && t.text.size() <= 2)
    out.emplace_back(t.value, at + 1);
  if (t.what != token::kind::word)
    return out;
  if (auto n = lexicon::small_number(t.text); n && t.text != "o")
    out.emplace_back(*n, at + 1);
  auto tens = lexicon::tens(t.text);
  if (!tens)
    return out;
  out.emplace_back(*tens, at + 1);
  if (at + 1 < text.size() && text[at + 1].what == token::kind::word)
    if (auto unit = lexicon::small_number(text[at + 1].text);
        unit && *unit > 0 && *unit < 10)
      out.emplace_back(*tens + *unit, at + 2);
  return out;
}

} // namespace rental
