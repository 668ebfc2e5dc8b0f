#include "voice/addresses/home.hpp"

#include "voice/addresses/address_numbers.hpp"
#include "voice/addresses/address_parts.hpp"
#include "voice/addresses/address_wording.hpp"
#include "voice/words/lexicon.hpp"

#include <algorithm>
#include <utility>

namespace rental {

namespace {

using piece_kind = address_piece::kind;
using sv = std::string_view;

/// "27th" -> "27"; else as it is.
std::string without_ending(const std::string& low) {
  auto n = lexicon::digit_ordinal(low);
  return n ? std::to_string(*n) : low;
}

/// Flats go by many names; a suite or a lot is something else.
std::string unit_key(const std::string& low) {
  return low == "apartment" || low == "number" || low == "flat"
                 || low == "condo"
             ? "unit"
             : low;
}

/// Puts the named words of one address into the fields of a home.
class sorter {
public:
  explicit sorter(const address_parts& parts) : pieces_(parts.pieces) {
    home_.state = parts.state;
    home_.code = parts.code;
  }

  home run() {
    for (at_ = 0; at_ < pieces_.size(); ++at_) {
      low_ = lexicon::lower(pieces_[at_].text);
      put();
    }
    close();
    return std::move(home_);
  }

private:
  const address_piece* next() const {
    return at_ + 1 < pieces_.size() ? &pieces_[at_ + 1] : nullptr;
  }

  void put() {
    switch (pieces_[at_].what) {
    case piece_kind::number:
      return number();
    case piece_kind::name:
      return name();
    case piece_kind::type:
      return type();
    case piece_kind::direction:
      return direction();
    case piece_kind::unit:
      unit_ = unit_key(low_);
      home_.inside[unit_];
      if (low_ == "penthouse"
          && (next() == nullptr || next()->what != piece_kind::unit_name))
        unit_name();
      return;
    case piece_kind::unit_name:
      return unit_name();
    case piece_kind::city:
      return lexicon::join(home_.city, low_);
    }
  }

  void number() {
    const auto* after = next();
    if (after != nullptr && after->text == "Floor") {
      home_.inside["floor"] = without_ending(low_);
      return;
    }
    std::erase(low_, '-');
    if (low_ == "1/2") {
      home_.number += " 1/2";
      return;
    }
    const bool street_begun = !home_.street.empty() || !home_.type.empty();
    if (street_begun)
      return is_bare_unit() ? bare_unit() : street_number();
    if (home_.number.empty())
      home_.number = low_;
    else if (names_street(after) || !home_.before.empty())
      home_.street.push_back(without_ending(low_));
    else if (ends_house_number() && lexicon::is_digits(home_.number))
      home_.number += low_; // "1 2 3 Main", "74 6A Main"
    else
      home_.street.push_back(without_ending(low_));
  }

  /// "1234 27 Street": the last number before the type is the street.
  bool names_street(const address_piece* after) const {
    return after != nullptr && after->what == piece_kind::type
           && lexicon::is_digits(low_);
  }

  bool ends_house_number() const {
    const auto figures = low_.find_first_not_of("0123456789");
    return figures == std::string::npos
           || (figures > 0 && figures + 1 == low_.size());
  }

  /// "205 Aspen Way 3C", but "County Road 12", "Avenue 5".
  bool is_bare_unit() const {
    constexpr sv roads = " highway road route loop freeway ";
    constexpr sv owners
        = " county state ranch us farm fm township private forest service old "
          "business indian tribal rural parish interstate business highway ";
    if (home_.type.empty() || home_.street.empty() || home_.number.empty())
      return false;
    return !lexicon::listed(roads, home_.type)
           || !lexicon::listed(owners, home_.street.back());
  }

  void bare_unit() {
    constexpr std::size_t code_length = 5;
    if (lexicon::is_digits(low_) && low_.size() == code_length)
      home_.code = low_;
    else
      home_.inside["unit"] += without_ending(low_);
  }

  /// "Highway 81", "Ranch Road 620".
  void street_number() {
    if (!home_.type.empty())
      home_.street.push_back(std::exchange(home_.type, {}));
    // "Route 9W".
    const auto side = ::rental::direction(low_.substr(low_.size() - 1));
    const auto figures = low_.substr(0, low_.size() - 1);
    if (!side.empty() && lexicon::is_digits(figures)) {
      home_.street.push_back(figures);
      home_.after = lexicon::lower(side);
      return;
    }
    home_.street.push_back(without_ending(low_));
  }

  void name() {
    const auto* after = next();
    // "221 B Baker Street" is 221B.
    if (lexicon::is_single_letter(low_) && home_.street.empty()
        && home_.type.empty() && lexicon::is_digits(home_.number)
        && after != nullptr && after->what != piece_kind::type) {
      home_.number += low_;
      return;
    }
    // "14 Ivy Lane B" is a flat, "Avenue B" a street.
    if (lexicon::is_single_letter(low_) && !home_.street.empty()
        && !home_.type.empty()
        && (after == nullptr || after->what == piece_kind::city)) {
      home_.inside["unit"] += low_;
      return;
    }
    if (low_ == "jr" || low_ == "junior" || low_ == "sr" || low_ == "senior")
      return;
    if (!home_.type.empty())
      home_.street.push_back(std::exchange(home_.type, {}));
    for (const auto& part : plain_name(low_))
      home_.street.push_back(part);
  }

  void type() {
    // "8 Court Street", "Avenue S": the first one is the name.
    if (!home_.type.empty())
      home_.street.push_back(std::exchange(home_.type, {}));
    home_.type = low_;
  }

  void direction() {
    const auto* after = next();
    // "South West Street".
    if (home_.street.empty() && !home_.before.empty() && after != nullptr
        && after->what == piece_kind::type)
      home_.street.push_back(low_);
    else if (home_.street.empty() && home_.type.empty())
      home_.before += low_;
    else
      home_.after = low_;
  }

  void unit_name() {
    if (low_ == "floor" && home_.inside.contains("floor"))
      return;
    if (low_ == "penthouse") {
      home_.inside["unit"] = low_;
      return;
    }
    std::erase(low_, '-');
    home_.inside[unit_.empty() ? "unit" : unit_] += without_ending(low_);
  }

  void close() {
    // "22 North Street".
    if (home_.street.empty() && !home_.before.empty() && !home_.number.empty())
      home_.street.push_back(std::exchange(home_.before, {}));
    // "12 Court".
    if (home_.street.empty() && !home_.type.empty())
      home_.street.push_back(std::exchange(home_.type, {}));
    if (home_.city.starts_with("in "))
      home_.city = home_.city.substr(3);
    std::erase_if(home_.inside, [](const auto& x) { return x.second.empty(); });
    // "12 Elm in Norman", without a type.
    const auto in = std::find(home_.street.begin(), home_.street.end(), "in");
    if (home_.type.empty() && in != home_.street.end()
        && in != home_.street.begin() && !home_.number.empty()) {
      for (auto i = in + 1; i != home_.street.end(); ++i)
        lexicon::join(home_.city, *i);
      home_.street.erase(in, home_.street.end());
    }
    settle_region();
  }

  /// "tulsa oklahoma" is a town and a state, "oklahoma city" a town.
  void settle_region() {
    auto town = lexicon::split(home_.city);
    for (auto& word : town)
      word = word == "ft" ? "fort" : word == "mt" ? "mount" : word;
    for (std::size_t count : {3U, 2U, 1U}) {
      if (count > town.size() || !home_.state.empty())
        continue;
      std::string name;
      for (auto i = town.size() - count; i < town.size(); ++i)
        lexicon::join(name, town[i], '_');
      const auto code = state_code(name);
      if (code.empty() || (count == town.size() && code != name))
        continue;
      home_.state = code;
      town.resize(town.size() - count);
    }
    home_.city.clear();
    for (const auto& word : town)
      lexicon::join(home_.city, word);
  }

  const std::vector<address_piece>& pieces_;
  std::size_t at_ = 0;
  std::string low_;
  std::string unit_;
  home home_;
};

} // namespace

std::vector<home> read_homes(sv text) {
  const auto said = address_wording(text);
  std::vector<home> all;
  for (const auto& reading : in_figures(said.words)) {
    const auto parts = parse(reading);
    auto one = sorter{parts}.run();
    if (!said.side.empty())
      one.inside["side"] = said.side;
    all.push_back(std::move(one));
  }
  return all;
}

} // namespace rental
