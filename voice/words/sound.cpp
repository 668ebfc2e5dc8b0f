#include "voice/words/sound.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace rental {

namespace {

using sv = std::string_view;

bool is_vowel(char c) {
  return sv{"aeiou"}.find(c) != sv::npos;
}

char long_of(char vowel) {
  return static_cast<char>(vowel - 'a' + 'A');
}

/// Reads a word from left to right; capitals are long vowels.
class listener {
public:
  explicit listener(std::string word) : word_(std::move(word)) {
    for (auto [spelled, heard] : {std::pair<sv, sv>{"kn", "n"},
                                  {"wr", "r"},
                                  {"gn", "n"},
                                  {"ps", "s"},
                                  {"wh", "w"}})
      if (word_.starts_with(spelled)) {
        key_ = heard;
        at_ = spelled.size();
      }
  }

  std::string run() {
    while (at_ < word_.size())
      if (is_vowel(word_[at_]) || (word_[at_] == 'y' && at_ > 0))
        vowel();
      else
        consonant();
    return std::move(key_);
  }

private:
  char ahead(std::size_t n = 1) const {
    return at_ + n < word_.size() ? word_[at_ + n] : '\0';
  }
  bool here(sv spelled) const {
    return sv{word_}.substr(at_).starts_with(spelled);
  }
  bool ends(std::size_t from) const { return from >= word_.size(); }

  /// The same sound twice is heard once.
  void put(sv sounds, std::size_t letters) {
    at_ += letters;
    for (char c : sounds)
      if (key_.empty() || key_.back() != c)
        key_ += c;
  }

  void put_vowel(char sound, std::size_t letters) {
    ++vowels_;
    put(sv{&sound, 1}, letters);
  }

  void consonant() {
    constexpr std::array<std::pair<sv, sv>, 13> groups{{{"sch", "sk"},
                                                        {"tth", "0"},
                                                        {"dt", "t"},
                                                        {"tch", "C"},
                                                        {"chr", "kr"},
                                                        {"ph", "f"},
                                                        {"ck", "k"},
                                                        {"ch", "C"},
                                                        {"sh", "S"},
                                                        {"th", "0"},
                                                        {"dg", "j"},
                                                        {"qu", "kw"},
                                                        {"x", "ks"}}};
    for (auto [spelled, heard] : groups)
      if (here(spelled))
        return put(heard, spelled.size());
    if (here("gh") && ends(at_ + 2) && at_ > 2 && word_[at_ - 1] == 'r')
      return put("g", 2); // "Pittsburgh"
    if (here("gh") && at_ > 0)
      return put("", 2);
    if (here("mb") && ends(at_ + 2))
      return put("m", 2);
    const char c = word_[at_];
    const char next = ahead();
    if (c == 'c')
      return put(next == 'e' || next == 'i' || next == 'y' ? "s" : "k", 1);
    if (c == 'h' && at_ > 0)
      return put("", 1);
    // "Bridle" as "Bridal".
    if (c == 'l' && next == 'e' && ends(at_ + 2) && at_ > 1
        && !is_vowel(word_[at_ - 1]))
      return put(".l", 2);
    put(sv{&c, 1}, 1);
  }

  void vowel() {
    struct group {
      sv spelled;
      char first;
      char later;
    };
    constexpr std::array<group, 21> groups{{
        {"eigh", 'A', 'A'}, {"igh", 'I', 'I'}, {"ai", 'A', 'A'},
        {"ay", 'A', 'A'},   {"ei", 'A', 'A'},  {"ey", 'A', 'E'},
        {"ee", 'E', 'E'},   {"ea", 'E', 'E'},  {"ie", 'E', 'E'},
        {"oa", 'O', 'O'},   {"oe", 'O', 'O'},  {"oo", 'U', 'U'},
        {"ew", 'U', 'U'},   {"ue", 'U', 'U'},  {"ui", 'U', 'U'},
        {"au", 'Q', 'Q'},   {"aw", 'Q', 'Q'},  {"oi", 'Y', 'Y'},
        {"oy", 'Y', 'Y'},   {"ou", 'W', 'W'},  {"ow", 'W', 'W'},
    }};
    for (const auto& each : groups)
      if (here(each.spelled)) {
        // "Willow", "Rowe" and "Rows", but not "Brown".
        const auto after = at_ + each.spelled.size();
        const auto rest = sv{word_}.substr(std::min(after, word_.size()));
        if (each.spelled == "ow"
            && (rest.empty() || rest == "e" || rest == "s"))
          return put_vowel('O', 2);
        return put_vowel(vowels_ == 0 ? each.first : each.later,
                         each.spelled.size());
      }
    single();
  }

  void single() {
    const char c = word_[at_] == 'y' ? 'i' : word_[at_];
    const bool last = ends(at_ + 1);
    if (last && word_[at_] == 'e' && vowels_ > 0)
      return put("", 1);
    if (last && word_[at_] == 'y')
      return put_vowel(vowels_ == 0 ? 'I' : 'E', 1);
    if (last && c != 'a')
      return put_vowel(vowels_ == 0 || c == 'o' ? long_of(c) : 'E', 1);
    // "mane": the silent e makes it long.
    const bool silent_e = ahead(2) == 'e' && ends(at_ + 3) && !is_vowel(ahead())
                          && ahead() != 'l' && ahead() != 'x';
    const bool silent_le = ahead(1) == 'l' && ahead(2) == 'e' && ends(at_ + 3);
    if (silent_e || silent_le)
      return put_vowel(long_of(c), 1);
    put_vowel(vowels_ == 0 || !is_weak() ? c : '.', 1);
  }

  /// The last vowel of "Allen" and "Alan", "Anderson" and "Andersen" is hardly
  /// heard.
  bool is_weak() const {
    const auto rest = sv{word_}.substr(at_ + 1);
    return rest.find_first_not_of("nlrmsdh") == sv::npos;
  }

  std::string word_;
  std::size_t at_ = 0;
  int vowels_ = 0;
  std::string key_;
};

} // namespace

std::string sound_of(sv word) {
  word = first_homophone(word);
  // "McAllister" as "MacAllister".
  if (word.starts_with("mc") && word.size() > 3)
    return listener{"mac" + std::string{word.substr(2)}}.run();
  return listener{std::string{word}}.run();
}

} // namespace rental
