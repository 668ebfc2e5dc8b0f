// Zones and clock changes: "Central time", "CST", "Berlin time", "UTC-6".
#include "voice/times/meaning.hpp"
#include "voice/words/lexicon.hpp"
#include "voice/words/say.hpp"
#include "voice/words/zone_names.hpp"

namespace rental {

namespace {

using fold = meaning::fold;

void add(const meaning& known, std::size_t next, const zone& place,
         std::optional<fold> repeated, steps& out) {
  // A zone may be named twice ("GMT-0600 (Central Standard Time)") if both
  // names agree; an offset that was given settles it alone.
  if (known.place && !(*known.place == place))
    return;
  auto with = known;
  with.place = place;
  if (repeated && !known.repeated)
    with.repeated = repeated;
  out.push_back({next, with});
}

/// The words of the manager's own zone, however it is called.
void own_zone(tokens text, std::size_t at, const meaning& known,
              const home_zone& home, steps& out) {
  for (auto phrase :
       {"local time", "our time", "local", "your time", "your local time"})
    if (auto next = after_phrase(text, at, phrase))
      return add(known, next, home.place, {}, out);
  const auto& said = home.said;
  if (said.empty() || at + said.size() > text.size())
    return;
  for (std::size_t i = 0; i < said.size(); ++i)
    if (said[i].text != text[at + i].text)
      return;
  add(known, at + said.size(), home.place, {}, out);
}

/// "Eastern", "Eastern daylight time", "Arizona time".
void american(tokens text, std::size_t at, const meaning& known,
              const zone& home, steps& out) {
  if (at >= text.size())
    return;
  auto place = american_zone(text[at].text);
  if (!place)
    return;
  if (american_name(home.name()) == american_name(place->name()))
    place = home;
  auto next = at + 1;
  std::optional<fold> repeated;
  if (word_at(text, next, "daylight") || word_at(text, next, "summer"))
    repeated = fold::first, ++next;
  else if (word_at(text, next, "standard"))
    repeated = fold::second, ++next;
  if (word_at(text, next, "savings") || word_at(text, next, "saving"))
    ++next;
  if (word_at(text, next, "time"))
    ++next;
  add(known, next, *place, repeated, out);
}

void abbreviated(tokens text, std::size_t at, const meaning& known,
                 const zone& home, steps& out) {
  if (at >= text.size())
    return;
  const auto& word = text[at].text;
  auto place = abbreviated_zone(word, home);
  if (!place)
    return;
  if (american_name(home.name()) == american_name(place->name())
      && !american_name(home.name()).empty())
    place = home;
  std::optional<fold> repeated;
  if (word.size() == 3 && word[1] == 'd')
    repeated = fold::first;
  if (word.size() == 3 && word[1] == 's')
    repeated = fold::second;
  auto next = word_at(text, at + 1, "time") ? at + 2 : at + 1;
  add(known, next, *place, repeated, out);
}

/// "Berlin time", "New York time".
void city(tokens text, std::size_t at, const meaning& known, steps& out) {
  std::string name;
  for (std::size_t i = at; i < text.size() && i < at + 4; ++i) {
    if (text[i].what != token::kind::word)
      return;
    if (i > at && text[i].text == "time") {
      if (auto place = city_zone(name))
        add(known, i + 1, *place, {}, out);
      return;
    }
    lexicon::join(name, text[i].text, '_');
  }
}

/// "-0600", "-06:00", "-6": the offset and where the text goes on.
std::optional<std::pair<std::chrono::minutes, std::size_t>>
offset_at(tokens text, std::size_t at) {
  bool minus = sign_at(text, at, '-');
  if ((!minus && !sign_at(text, at, '+')) || !glued_number(text, at + 1))
    return std::nullopt;
  const auto& n = text[at + 1];
  int total
      = n.text.size() == 4 ? n.value / 100 * 60 + n.value % 100 : n.value * 60;
  auto next = at + 2;
  if (n.text.size() <= 2 && sign_at(text, next, ':')
      && glued_number(text, next + 1)) {
    total += text[next + 1].value;
    next += 2;
  }
  if (n.text.size() == 3 || total > 14 * 60)
    return std::nullopt;
  return std::pair{std::chrono::minutes{minus ? -total : total}, next};
}

/// "UTC", "Z", "GMT-0600", and a bare "-0600" as mail programs write it.
void universal(tokens text, std::size_t at, const meaning& known, steps& out) {
  if (known.offset || !known.time)
    return;
  std::size_t next = 0;
  for (auto phrase : {"utc", "u t c", "gmt", "g m t", "z", "zulu",
                      "greenwich mean time", "coordinated universal time"})
    if (auto end = after_phrase(text, at, phrase); end && next == 0)
      next = end;
  auto with = known;
  auto offset = offset_at(text, next ? next : at);
  if (next == 0 && (!offset || text[at].glued || text[at + 1].text.size() != 4))
    return;
  with.offset = offset ? offset->first : std::chrono::minutes{0};
  next = offset ? offset->second : next;
  if (word_at(text, next, "time"))
    ++next;
  out.push_back({next, with});
}

void clock_change(tokens text, std::size_t at, const meaning& known,
                  steps& out) {
  auto before = after_phrase(text, at, "before the clocks go back");
  auto after = after_phrase(text, at, "after the clocks go back");
  if (!before && !after)
    return;
  auto with = known;
  with.repeated = before ? fold::first : fold::second;
  with.beside_change = true;
  out.push_back({before ? before : after, with});
}

} // namespace

home_zone home_of(const zone& place, instant now) {
  auto said = cut_tokens(say_zone(place, now));
  return {place, said ? *std::move(said) : std::vector<token>{}};
}

void match_zone(tokens text, std::size_t at, const meaning& known,
                const home_zone& home, steps& out) {
  auto before = out.size();
  own_zone(text, at, known, home, out);
  if (out.size() == before)
    american(text, at, known, home.place, out);
  if (out.size() == before)
    abbreviated(text, at, known, home.place, out);
  if (out.size() == before)
    city(text, at, known, out);
  if (at < text.size() && text[at].what == token::kind::zone_name)
    if (auto place = zone::find(text[at].text))
      add(known, at + 1, *place, {}, out);
  universal(text, at, known, out);
  clock_change(text, at, known, out);
}

} // namespace rental
