#include "voice/email/email.hpp"

#include "base/mail_address.hpp"
#include "base/plain_text.hpp"
#include "voice/email/mail_domain.hpp"
#include "voice/words/lexicon.hpp"
#include "voice/words/placeholder.hpp"
#include "voice/words/words.hpp"

#include <algorithm>
#include <array>
#include <sstream>
#include <utility>
#include <vector>

namespace rental {
namespace {

using sv = std::string_view;

constexpr std::size_t longest_email = 254;
constexpr std::size_t longest_said = 240;

constexpr std::array<std::pair<sv, char>, 16> signs{{{"at", '@'},
                                                     {"@", '@'},
                                                     {"dot", '.'},
                                                     {"period", '.'},
                                                     {"point", '.'},
                                                     {".", '.'},
                                                     {"underscore", '_'},
                                                     {"_", '_'},
                                                     {"dash", '-'},
                                                     {"hyphen", '-'},
                                                     {"minus", '-'},
                                                     {"-", '-'},
                                                     {"plus", '+'},
                                                     {"+", '+'},
                                                     {"(at)", '@'},
                                                     {"(dot)", '.'}}};

/// Words in front of an address that are no part of it.
constexpr sv email_fillers
    = "my e-mail email mail address is it it's its the that's "
      "that would be yes yeah sure okay ok so um uh e-mail: "
      "email: mail: address:";
constexpr sv thanks = "thanks thank you please";

std::vector<std::string> email_words(sv text) {
  std::istringstream in{std::string{text}};
  std::vector<std::string> words;
  for (std::string word; in >> word;)
    words.push_back(word);
  return words;
}

const std::pair<sv, char>* sign_of(sv word) {
  const auto found = std::ranges::find(signs, sv{word},
                                       [](const auto& x) { return x.first; });
  return found == signs.end() ? nullptr : &*found;
}

/// A word without quotes, brackets and closing punctuation at its ends.
std::string stripped(sv word) {
  if (sign_of(ascii_lower(word)) != nullptr)
    return ascii_lower(word);
  constexpr sv before = "\"'`([<{,;:*";
  constexpr sv behind = "\"'`)]>}.,;:!?*";
  while (!word.empty() && before.find(word.front()) != sv::npos)
    word.remove_prefix(1);
  while (!word.empty() && behind.find(word.back()) != sv::npos)
    word.remove_suffix(1);
  const auto at = word.find('@');
  const auto colon = word.find(':');
  if (colon != sv::npos && colon < at) {
    const bool link = ascii_lower(word.substr(0, colon)) == "mailto";
    word.remove_prefix(colon + 1);
    if (link)
      word = word.substr(0, word.find('?'));
  }
  return std::string{word};
}

void drop_fillers(std::vector<std::string>& words) {
  auto first = words.begin();
  while (words.end() - first > 1
         && lexicon::listed(email_fillers, ascii_lower(*first))
         && sign_of(ascii_lower(first[1])) == nullptr)
    ++first;
  words.erase(words.begin(), first);
  while (words.size() > 1
         && lexicon::listed(thanks, stripped(ascii_lower(words.back()))))
    words.pop_back();
}

/// "g mail dotcom": what is written in one word is often heard as two.
void join_known(std::vector<std::string>& words) {
  static constexpr std::array<std::pair<sv, sv>, 11> parted{
      {{"g", "mail"},
       {"hot", "mail"},
       {"out", "look"},
       {"i", "cloud"},
       {"y", "mail"},
       {"com", "cast"},
       {"proton", "mail"},
       {"rocket", "mail"},
       {"google", "mail"},
       {"sbc", "global"},
       {"bell", "south"}}};
  for (std::size_t i = 0; i + 1 < words.size(); ++i)
    for (const auto& [a, b] : parted)
      if (ascii_lower(words[i]) == a && ascii_lower(words[i + 1]) == b && i > 0
          && ascii_lower(words[i - 1]) == "at") {
        words[i] += words[i + 1];
        words.erase(words.begin() + static_cast<std::ptrdiff_t>(i) + 1);
        break;
      }
  for (auto& word : words)
    for (const sv ending : {"com", "net", "org"})
      if (ascii_lower(word) == "dot" + std::string{ending})
        word = "." + std::string{ending};
}

/// "jane dot smith at example dot com"; "" when two words stand side by side:
/// what joins them is not known.
std::string written(const std::vector<std::string>& words) {
  std::string result;
  bool after_sign = true;
  for (const auto& word : words) {
    const auto* sign = sign_of(ascii_lower(word));
    if (sign == nullptr && !after_sign && !word.starts_with('.')
        && !word.starts_with('@'))
      return {};
    result += sign != nullptr ? std::string{sign->second} : word;
    after_sign = sign != nullptr || word.ends_with('.') || word.ends_with('@');
  }
  return result;
}

/// What stands in the brackets of "Jane <jane@example.com>" or of a link.
sv in_brackets(sv text) {
  for (const auto& [open, close] :
       {std::pair<sv, char>{"<", '>'}, {"](", ')'}}) {
    const auto from = text.find(open);
    if (from == sv::npos || text.find(open, from + 1) != sv::npos)
      continue;
    const auto inside = text.substr(from + open.size());
    const auto end = inside.find(close);
    if (end != sv::npos && inside.substr(0, end).find('@') != sv::npos)
      return inside.substr(0, end);
  }
  return text;
}

bool has_at(const std::vector<std::string>& words) {
  return std::ranges::any_of(words, [](const auto& word) {
    return word.find('@') != word.npos || ascii_lower(word) == "at";
  });
}

/// "none@none.com": made up because a field had to be filled.
bool is_made_up(sv address) {
  const auto at = address.find('@');
  const auto name = ascii_lower(address.substr(0, at));
  const auto domain = ascii_lower(address.substr(at + 1));
  static constexpr sv names = "none null undefined unknown noemail no-email "
                              "no.email no_email na n/a notprovided "
                              "not-provided not_provided declined";
  return lexicon::listed(names, name)
         && (domain == "example.com" || domain.starts_with(name + ".")
             || lexicon::listed(names, domain.substr(0, domain.find('.'))));
}

} // namespace

std::optional<std::string> understand_email(std::string_view given) {
  if (given.size() > 4 * longest_email)
    return std::nullopt;
  const auto plain = plain_text(given);
  if (plain.size() > 2 * longest_email)
    return std::nullopt;
  auto words = email_words(in_brackets(plain));
  if (!has_at(words) && is_no_contact(plain))
    return "";
  drop_fillers(words);
  for (auto& word : words)
    word = stripped(word);
  std::erase(words, "");
  join_known(words);
  const auto address = written(words);
  const auto at = address.find('@');
  if (!is_mail_address(address) || address.find('.', at) == std::string::npos)
    return std::nullopt;
  if (is_made_up(address))
    return "";
  return address.substr(0, at) + ascii_lower(sv{address}.substr(at));
}

std::optional<std::string> doubt_about_email(std::string_view address) {
  const auto at = address.find('@');
  if (at == sv::npos)
    return std::nullopt;
  auto domain = doubt_about_domain(address.substr(at + 1));
  if (!domain || domain->empty())
    return domain;
  return std::string{address.substr(0, at + 1)} + *domain;
}

std::string say_email(std::string_view address) {
  static constexpr std::array<std::pair<char, sv>, 22> said{
      {{'@', "at"},      {'.', "dot"},         {'_', "underscore"},
       {'-', "dash"},    {'+', "plus"},        {'\'', "apostrophe"},
       {'!', "bang"},    {'#', "hash"},        {'$', "dollar"},
       {'%', "percent"}, {'&', "ampersand"},   {'*', "star"},
       {'/', "slash"},   {'=', "equals"},      {'?', "question mark"},
       {'^', "caret"},   {'`', "backtick"},    {'{', "open brace"},
       {'|', "bar"},     {'}', "close brace"}, {'~', "tilde"},
       {' ', "space"}}};
  std::string result;
  for (const char c : ascii_lower(address)) {
    const auto* sign
        = std::ranges::find(said, c, [](const auto& x) { return x.first; });
    if (c >= '0' && c <= '9')
      result += ' ' + say_number(c - '0') + ' ';
    else if (sign != said.end())
      result += ' ' + std::string{sign->second} + ' ';
    else
      result += c;
  }
  std::string joined;
  for (const auto& word : email_words(result))
    joined += (joined.empty() ? "" : " ") + word;
  return joined.size() > longest_said ? std::string{} : joined;
}

} // namespace rental
