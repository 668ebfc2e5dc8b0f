#include "voice/times/corrections.hpp"
#include "voice/times/meaning.hpp"
#include "voice/times/pointing.hpp"
#include "voice/times/small_talk.hpp"
#include "voice/words/lexicon.hpp"

#include <algorithm>

namespace rental {

namespace {

using sv = std::string_view;

// Every try of an element costs one; a real text needs a few hundred.
constexpr int most_tries = 4000;

class walker {
public:
  walker(tokens text, const home_zone& home) : text_(text), home_(home) {
    for (std::size_t at = 0; at < text.size(); ++at)
      empty_.emplace_back(after_small_talk(text, at), after_thing(text, at));
  }

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
    for (auto next : {empty_[at].first, empty_[at].second})
      if (next != 0)
        walk(next, known);
  }

  tokens text_;
  const home_zone& home_;
  /// Where the text goes on behind words that say nothing, by their place.
  std::vector<std::pair<std::size_t, std::size_t>> empty_;
  int tries_ = 0;
  std::vector<meaning> found_;
};

} // namespace

steps match_any(tokens text, std::size_t at, const meaning& known,
                const home_zone& home) {
  steps out;
  match_day(text, at, known, out);
  const auto days = out.size();
  match_date(text, at, known, out);
  std::erase_if(out, [&, n = std::size_t{0}](const step& way) mutable {
    return n++ >= days && points(text, at, way.next, *way.known.date);
  });
  const auto dates = out.size();
  match_clock(text, at, known, out);
  std::erase_if(out, [&, n = std::size_t{0}](const step& way) mutable {
    return n++ >= dates && counts(text, at, way.next);
  });
  match_daypart(text, at, known, out);
  match_zone(text, at, known, home, out);
  return out;
}

std::vector<meaning> understand_all(tokens text, const home_zone& home) {
  const auto parts = cut_corrections(text);
  if (!parts)
    return {};
  const auto first = without_stray_signs(parts->front());
  auto all = walker{first, home}.run();
  for (std::size_t i = 1; i < parts->size(); ++i) {
    const auto part = without_stray_signs((*parts)[i]);
    all = corrected(all, walker{part, home}.run(), has_thing(part));
  }
  return all;
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
  for (; !phrase.empty(); ++at) {
    if (at >= text.size() || text[at].what != token::kind::word)
      return 0;
    const sv word = text[at].text;
    // Thousands of phrases are tried: most differ in the first letter.
    if (word.empty() || word[0] != phrase[0] || !phrase.starts_with(word))
      return 0;
    phrase.remove_prefix(word.size());
    if (!phrase.empty() && phrase[0] != ' ')
      return 0;
    phrase.remove_prefix(std::min(std::size_t{1}, phrase.size()));
  }
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
