// Homes as a directory holds them, drawn at random, and their look-alikes.
#pragma once

#include <array>
#include <cstddef>
#include <initializer_list>
#include <random>
#include <string>

namespace rental::testing {

inline std::string with_ending(std::size_t n) {
  constexpr std::array endings{"th", "st", "nd", "rd"};
  const auto last = n % 10;
  return std::to_string(n) + endings[n % 100 / 10 == 1 || last > 3 ? 0 : last];
}

struct written_home {
  std::size_t number = 0;
  /// " 1/2", "B".
  std::string addition;
  /// " N".
  std::string before;
  std::string name;
  /// The number of a numbered street instead of a name.
  std::size_t numbered = 0;
  std::string type;
  std::string after;
  /// " Apt ", with the number behind.
  std::string unit_word;
  std::size_t unit = 0;
  std::string town;

  std::string street() const {
    return numbered == 0 ? name : with_ending(numbered);
  }
  std::string unit_text() const {
    return unit_word.empty() ? "" : unit_word + std::to_string(unit);
  }
  std::string text() const {
    return std::to_string(number) + addition + before + " " + street() + type
           + after + unit_text() + town;
  }
};

class any_home {
public:
  explicit any_home(unsigned seed) : dice_(seed) {}

  written_home next() {
    written_home out;
    out.number = pick(4) == 0 ? pick(99'998) + 1 : pick(2'500) + 1;
    if (pick(15) == 0)
      out.addition = " 1/2";
    else if (pick(15) == 0)
      out.addition = one_of({"A", "B", "C", "D"});
    out.before = one_of({"", "", "", " N", " S", " East", " W", " NW"});
    if (pick(3) == 0)
      out.numbered = pick(140) + 1;
    else
      out.name = one_of({"Main", "Oak Hill", "St Charles", "Lakeview", "O'Neil",
                         "MLK", "Martin Luther King Jr", "Penn", "Willow Creek",
                         "Grey", "McAllister", "Cedar Point", "Knight",
                         "Mt Vernon", "Park Place"});
    out.type = one_of({" St", " Avenue", " Rd", " Dr", " Lane", " Ct", " Blvd",
                       " Pkwy", " Ter"});
    if (out.before.empty())
      out.after = one_of({"", "", "", " NW", " S"});
    if (pick(3) == 0) {
      out.unit_word = one_of({" Apt ", ", Unit ", " #", ", Suite ", ", Lot "});
      out.unit = pick(400) + 1;
    }
    if (pick(3) == 0)
      out.town = one_of({", Norman, OK", ", Tulsa, OK 74103", ", Moore"});
    return out;
  }

  /// Another home that is easily taken for this one.
  written_home look_alike(written_home of) {
    constexpr std::array<std::size_t, 4> steps{1, 10, 100, 9};
    const auto other = [&](std::size_t n) {
      const auto digits = std::to_string(n);
      return pick(3) == 0   ? n * 10
             : pick(2) == 0 ? n + steps[pick(steps.size())]
                            : std::stoul(one_of({"1", "2"}) + digits);
    };
    switch (pick(5)) {
    case 0:
      of.number = other(of.number);
      break;
    case 1:
      if (of.numbered != 0)
        of.numbered = of.numbered % 100 + 20;
      else
        of.name = of.name == "Main" ? "Mill" : "Main";
      break;
    case 2:
      if (of.unit_word.empty())
        of.unit_word = " Apt ";
      of.unit = other(of.unit);
      break;
    case 3:
      of.addition = of.addition.empty() ? one_of({" 1/2", "B"}) : "";
      break;
    default:
      of.type = of.type == " St" ? " Ave" : " St";
    }
    return of;
  }

  std::size_t pick(std::size_t below) { return dice_() % below; }
  std::string one_of(std::initializer_list<const char*> all) {
    return all.begin()[pick(all.size())];
  }

private:
  std::minstd_rand dice_;
};

} // namespace rental::testing
