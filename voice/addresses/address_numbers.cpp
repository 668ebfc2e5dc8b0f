#include "voice/addresses/address_numbers.hpp"

#include "voice/addresses/address_parts.hpp"
#include "voice/addresses/address_wording.hpp"
#include "voice/words/lexicon.hpp"

#include <optional>
#include <utility>

namespace rental {

namespace {

using sv = std::string_view;
using word_list = std::vector<std::string>;

constexpr std::size_t most_readings = 8;

/// Words as said, "twenty-three" apart.
word_list apart_at_hyphens(const word_list& all) {
  word_list out;
  for (const auto& word : all) {
    auto low = lexicon::lower(word);
    auto hyphen = low.find('-');
    if (hyphen != std::string::npos && lexicon::tens(low.substr(0, hyphen))) {
      out.push_back(word.substr(0, hyphen));
      out.push_back(word.substr(hyphen + 1));
    } else {
      out.push_back(word);
    }
  }
  return out;
}

const char* ending(int n) {
  if (n % 100 / 10 == 1)
    return "th";
  return n % 10 == 1 ? "st" : n % 10 == 2 ? "nd" : n % 10 == 3 ? "rd" : "th";
}

struct run {
  std::string figures;
  std::size_t next = 0;
};

/// Reads what was said from left to right, with every way to cut it.
class reader {
public:
  explicit reader(word_list all) : all_(std::move(all)) {
    for (const auto& word : all_)
      low_.push_back(lexicon::lower(word));
  }

  word_list run_all() {
    go(0, {});
    return std::move(found_);
  }

private:
  bool is(std::size_t at, sv word) const {
    return at < low_.size() && low_[at] == word;
  }

  /// "twenty three" -> 23; "seven" -> 7.
  std::optional<std::pair<int, std::size_t>>
  below_hundred(std::size_t at, std::size_t end) const {
    if (at >= end)
      return std::nullopt;
    if (auto n = lexicon::small_number(low_[at]); n && *n > 0)
      return std::pair{*n, at + 1};
    auto tens = lexicon::tens(low_[at]);
    if (!tens)
      return std::nullopt;
    if (at + 1 < end)
      if (auto unit = lexicon::small_number(low_[at + 1]);
          unit && *unit > 0 && *unit < 10)
        return std::pair{*tens + *unit, at + 2};
    return std::pair{*tens, at + 1};
  }

  /// One or two figures that follow a "hundred" or "thousand".
  std::optional<std::pair<int, std::size_t>> figures(std::size_t at,
                                                     std::size_t end) const {
    if (at < end && low_[at].size() <= 3 && low_[at][0] != '0')
      if (auto n = lexicon::to_int(low_[at]))
        return std::pair{*n, at + 1};
    return std::nullopt;
  }

  /// What "hundred" or "thousand" (`unit`) adds behind: "and five", "3 hundred
  /// 8" behind "thousand"; `end` or less.
  std::pair<int, std::size_t> rest_of(int unit, std::size_t at,
                                      std::size_t end) const {
    const auto from = is(at, "and") && at + 1 < end ? at + 1 : at;
    auto rest = below_hundred(from, end);
    if (!rest)
      rest = figures(from, end);
    if (!rest || rest->first >= unit)
      return {0, at};
    auto [value, next] = *rest;
    if (unit == 1000 && value < 10 && next < end && is(next, "hundred")) {
      const auto more = rest_of(100, next + 1, end);
      return {value * 100 + more.first, more.second};
    }
    return {value, next};
  }

  /// Number words that stand together, as say_address says them: "one twenty
  /// three" -> "123", "twelve oh four" -> "1204", "two thousand" -> "2000",
  /// "16 hundred" -> "1600".
  run number(std::size_t at, std::size_t end) const {
    run out{{}, at};
    while (out.next < end) {
      if (is(out.next, "oh") || is(out.next, "zero")) {
        out.figures += "0";
        ++out.next;
        continue;
      }
      auto n = below_hundred(out.next, end);
      const bool counted
          = is(out.next + 1, "hundred") || is(out.next + 1, "thousand");
      if (!n && counted)
        n = figures(out.next, end);
      if (!n)
        break;
      auto [value, next] = *n;
      for (auto [name, unit] : {std::pair{"thousand", 1000}, {"hundred", 100}})
        if (next < end && is(next, name)) {
          const auto rest = rest_of(unit, next + 1, end);
          value = value * unit + rest.first;
          next = rest.second;
          break;
        }
      out.figures += std::to_string(value);
      out.next = next;
    }
    return out;
  }

  std::size_t number_words_end(std::size_t at) const {
    while (at < all_.size()
           && (lexicon::small_number(low_[at]) || lexicon::tens(low_[at])
               || is(at, "hundred") || is(at, "thousand") || counts_hundreds(at)
               || (at > 0 && joins_hundreds(at))))
      ++at;
    return at;
  }

  /// "16" in "16 hundred".
  bool counts_hundreds(std::size_t at) const {
    return lexicon::is_digits(low_[at])
           && (is(at + 1, "hundred") || is(at + 1, "thousand"));
  }

  /// "and" in "one hundred and third".
  bool joins_hundreds(std::size_t at) const {
    return is(at, "and") && (is(at - 1, "hundred") || is(at - 1, "thousand"))
           && at + 1 < all_.size() && begins_number(low_[at + 1]);
  }

  /// "third"; "3rd" behind "twenty".
  std::optional<int> ordinal_word(std::size_t at) const {
    if (auto n = lexicon::ordinal(low_[at]))
      return n;
    const auto n = lexicon::digit_ordinal(low_[at]);
    return n && *n < 10 && at > 0 && lexicon::tens(low_[at - 1]) ? n
                                                                 : std::nullopt;
  }

  /// "two hundred and" in front of `rest`.
  std::optional<int> hundreds(std::size_t from, int rest) const {
    const auto front = lexicon::small_number(low_[from]);
    return front && *front > 0 && *front < 10
               ? std::optional{*front * 100 + rest}
               : std::nullopt;
  }

  /// "second" at `at`, with the words from `from` on that belong to it: "twenty
  /// second", "one forty second", "one hundred fifth".
  std::optional<int> ordinal(std::size_t from, std::size_t at) const {
    if (is(at, "hundredth")) {
      const auto front = lexicon::small_number(low_[from]);
      return from + 1 == at && front && *front > 0 && *front < 10
                 ? std::optional{*front * 100}
                 : std::nullopt;
    }
    const auto last = ordinal_word(at);
    if (!last)
      return std::nullopt;
    if (from == at)
      return last;
    if (from + 2 < at && is(at - 1, "and") && is(from + 1, "hundred"))
      return hundreds(from, *last);
    if (from + 3 < at && is(from + 2, "and") && is(from + 1, "hundred")
        && from + 4 == at && lexicon::tens(low_[at - 1]) && *last < 10)
      return hundreds(from, *lexicon::tens(low_[at - 1]) + *last);
    if (const auto tens = lexicon::tens(low_[at - 1]); tens && *last < 10) {
      if (from + 1 == at)
        return *tens + *last;
      const auto front = lexicon::small_number(low_[from]);
      if (from + 2 == at && front && *front > 0 && *front < 10)
        return *front * 100 + *tens + *last;
      return std::nullopt;
    }
    const auto front = lexicon::small_number(low_[from]);
    if (!front || *front == 0 || *front > 9)
      return std::nullopt;
    const bool hundred = from + 2 == at && is(from + 1, "hundred");
    const bool oh = from + 2 == at && is(from + 1, "oh") && *last < 10;
    const bool two_figures = from + 1 == at && *last >= 10;
    return hundred || oh || two_figures ? std::optional{*front * 100 + *last}
                                        : std::nullopt;
  }

  void go(std::size_t at, std::string said) {
    while (at < all_.size() && found_.size() < most_readings) {
      if (is(at, "and") && is(at + 1, "a") && is(at + 2, "half")) {
        lexicon::join(said, "1/2");
        at += 3;
        continue;
      }
      if (is(at, "and") && is(at + 1, "1/2")) {
        ++at;
        continue;
      }
      if (is(at, number_pause)) {
        ++at;
        continue;
      }
      const auto plain = number(at, all_.size());
      const auto end = number_words_end(at);
      if (end < all_.size() && (ordinal_word(end) || is(end, "hundredth"))
          && cut_ordinal(at, end, said))
        return;
      if (at > 0 && plain.next > at + 1 && names_unit(low_[at - 1]))
        return cut_unit(at, plain.next, said);
      const bool spoken = plain.next > at;
      lexicon::join(said, spoken ? plain.figures : all_[at]);
      at = spoken ? plain.next : at + 1;
    }
    if (found_.size() < most_readings)
      found_.push_back(std::move(said));
  }

  static bool names_unit(const std::string& low) {
    return low == "#" || low == "number" || !unit_type(low).empty();
  }

  /// "lot four eighty eight Park": where does the house number begin? Behind
  /// the street all of it is the unit.
  void cut_unit(std::size_t begin, std::size_t end, const std::string& said) {
    for (auto cut = end; cut > begin; --cut) {
      const auto unit = number(begin, cut);
      const auto rest = number(cut, end);
      if (unit.next != cut || rest.next != end)
        continue;
      auto next = said;
      lexicon::join(next, unit.figures);
      if (!rest.figures.empty())
        lexicon::join(next, rest.figures);
      go(end, std::move(next));
    }
  }

  /// The longest ordinal first: "twelve thirty four twenty seventh"; behind a
  /// pause no other. Whether there was a way.
  bool cut_ordinal(std::size_t begin, std::size_t at, const std::string& said) {
    const bool paused = begin > 0 && is(begin - 1, number_pause);
    bool any = false;
    for (auto from = begin; from <= at && !(any && paused); ++from) {
      const auto value = ordinal(from, at);
      const auto front = number(begin, from);
      if (!value || front.next != from)
        continue;
      auto next = said;
      if (!front.figures.empty())
        lexicon::join(next, front.figures);
      lexicon::join(next, std::to_string(*value) + ending(*value));
      go(at + 1, std::move(next));
      any = true;
    }
    return any;
  }

  word_list all_;
  word_list low_;
  word_list found_;
};

} // namespace

std::vector<std::string> in_figures(const word_list& all) {
  return reader{apart_at_hyphens(all)}.run_all();
}

bool begins_number(const std::string& low) {
  const auto first = low.substr(0, low.find('-'));
  return (!low.empty() && low[0] >= '0' && low[0] <= '9')
         || lexicon::small_number(first) || lexicon::tens(first)
         || lexicon::ordinal(first);
}

} // namespace rental
