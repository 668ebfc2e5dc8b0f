#include "voice/email/mail_domain.hpp"

#include "voice/words/lexicon.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

namespace rental {
namespace {

using sv = std::string_view;

struct provider {
  sv name;
  /// The endings it has, the usual one first.
  sv endings;
  /// It has one in many countries.
  bool everywhere = false;
};

constexpr std::array providers{
    provider{"gmail", "com"},         provider{"googlemail", "com de co.uk"},
    provider{"yahoo", "com", true},   provider{"hotmail", "com", true},
    provider{"outlook", "com", true}, provider{"live", "com", true},
    provider{"msn", "com", true},     provider{"aol", "com", true},
    provider{"gmx", "com", true},     provider{"icloud", "com"},
    provider{"ymail", "com"},         provider{"rocketmail", "com"},
    provider{"protonmail", "com ch"}, provider{"comcast", "net com"},
    provider{"verizon", "net com"},   provider{"sbcglobal", "net"},
    provider{"bellsouth", "net"},     provider{"optonline", "net"},
    provider{"earthlink", "net com"}};

/// Near a provider's name and yet somebody's own.
constexpr sv other_providers = "mail email fastmail";

/// Endings that exist, and that nobody who names a provider means.
constexpr sv slips = "co cm om ne";

/// Letters put in, left out, changed or swapped with their neighbour (optimal
/// string alignment).
std::size_t distance(sv a, sv b) {
  std::vector<std::vector<std::size_t>> d(
      a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i)
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = i + j;
        continue;
      }
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1,
                          d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  return d[a.size()][b.size()];
}

const provider* meant_by(sv name) {
  for (const auto& each : providers)
    if (each.name == name)
      return &each;
  if (name.size() > 20 || lexicon::listed(other_providers, name))
    return nullptr;
  for (const auto& each : providers) {
    const std::size_t most = each.name.size() < 5   ? 0
                             : each.name.size() < 8 ? 1
                                                    : 2;
    if (distance(name, each.name) <= most)
      return &each;
  }
  return nullptr;
}

sv last_label(sv domain) {
  return domain.substr(domain.rfind('.') + 1);
}

bool exists(sv ending) {
  return is_top_level_domain(last_label(ending));
}

bool has_ending(const provider& of, sv ending) {
  return lexicon::listed(of.endings, ending)
         || (of.everywhere && exists(ending)
             && !lexicon::listed(slips, ending));
}

/// "con" for "com".
sv near_ending(sv ending) {
  for (const sv usual : {"com", "net", "org", "edu", "gov"})
    if (distance(ending, usual) == 1)
      return usual;
  return {};
}

} // namespace

std::optional<std::string> doubt_about_domain(std::string_view domain) {
  const auto dot = domain.find('.');
  if (dot == sv::npos)
    return "";
  const auto name = domain.substr(0, dot);
  const auto ending = domain.substr(dot + 1);
  if (const auto* meant = meant_by(name)) {
    const bool fits = has_ending(*meant, ending);
    if (fits && meant->name == name)
      return std::nullopt;
    const auto usual = meant->endings.substr(0, meant->endings.find(' '));
    return std::string{meant->name} + '.' + std::string{fits ? ending : usual};
  }
  if (exists(ending))
    return std::nullopt;
  const auto last = last_label(domain);
  const auto near = near_ending(last);
  if (near.empty())
    return "";
  return std::string{domain.substr(0, domain.size() - last.size())}
         + std::string{near};
}

} // namespace rental
