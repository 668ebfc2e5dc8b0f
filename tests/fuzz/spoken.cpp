// Words that a caller may have said: a time, a wish, an address. The first
// character of an input chooses the manager's zone and the moment.
#include "base/mail_address.hpp"
#include "base/plain_text.hpp"
#include "domain/slots.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "voice/addresses/address.hpp"
#include "voice/email/email.hpp"
#include "voice/times/beside_offers.hpp"
#include "voice/times/understand.hpp"
#include "voice/words/say.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace rental::fuzz {
namespace {

using std::chrono::minutes;
using kind = time_reading::kind;

struct scene {
  zone tz;
  instant now;
};

// Each close to a change of its clock, or in a strange zone.
const std::array<scene, 8>& scenes() {
  static const auto at = [](const char* name, std::int64_t now) {
    const auto found = zone::find(name);
    require(static_cast<bool>(found), "the system knows its zones");
    return scene{*found, from_unix(now)};
  };
  static const std::array<scene, 8> all{
      at("America/Chicago", 1'795'356'000),     // a Sunday in November 2026
      at("America/Chicago", 1'772'900'000),     // a week before spring
      at("Europe/Berlin", 1'792'000'000),       // ten days before autumn
      at("Australia/Lord_Howe", 1'790'870'000), // half an hour forward
      at("Asia/Kathmandu", 1'798'700'000),      // the last days of a year
      at("Pacific/Apia", 1'795'356'000),
      at("America/St_Johns", 1'772'900'000),
      at("UTC", 1'709'150'000)}; // a 28 February with a 29th to come
  return all;
}

void check_start(std::string_view text, const scene& here) {
  const booking_rules rules;
  const auto reading = understand_start(text, here.tz, here.now, rules);
  require(reading == understand_start(text, here.tz, here.now, rules),
          "understanding is a pure function");
  require(text.size() <= 200 || reading.what == kind::unclear,
          "text over 200 bytes is unclear");
  switch (reading.what) {
  case kind::exact:
    require(reading.first >= here.now, "an exact time is not past");
    break;
  case kind::past:
    require(reading.first < here.now, "a past time lies before now");
    break;
  case kind::ambiguous:
    require(reading.first < reading.second, "two readings, in order");
    break;
  case kind::doubtful:
    require(reading.first >= here.now, "a doubtful time is not past");
    break;
  case kind::unclear:
  case kind::nonexistent:
    break;
  }
  if (reading.what == kind::exact) {
    const auto said = say_when(reading.first, here.tz, here.now);
    require(!said.empty() && said == one_line(said), "a time can be said");
    (void)check_rules(rules, here.tz, here.now, reading.first);
  }
}

void check_wish(std::string_view text, const scene& here) {
  const auto wanted = understand_wish(text, here.tz, here.now);
  require(text.size() <= 400 || wanted.empty(),
          "text over 400 bytes is no wish");
  for (const auto* list : {&wanted.any_of, &wanted.none_of})
    for (const auto& times : *list) {
      require(times.weekdays.any(), "some day of the week is meant");
      require(times.names_days() || times.names_hours(),
              "a wish says something");
      for (const auto& at : {times.around, times.from, times.to})
        require(!at || (*at >= minutes{0} && *at <= minutes{24 * 60}),
                "a time of day is within the day");
    }
  const time_slot slot{here.now, here.now + minutes{30}};
  const auto picked = pick_to_offer({&slot, 1}, here.tz, wanted, 3);
  require(picked.size() == 1 || !wanted.none_of.empty(),
          "what is free and not ruled out is offered, whatever the wish");
}

void check_beside_offers(std::string_view text, const scene& here) {
  using std::chrono::hours;
  const auto slot = [&](hours after) {
    const auto start = here.now + after;
    return time_slot{start, start + minutes{30}};
  };
  const offered_times offered{
      {slot(hours{24}), slot(hours{27}), slot(hours{50})},
      {slot(hours{24}), slot(hours{27}), slot(hours{50})}};
  const auto chosen = chosen_of(text, offered, here.tz, here.now, {});
  for (const auto& each : chosen)
    require(std::count(offered.last.begin(), offered.last.end(), each) == 1,
            "only what was offered is chosen");
  require(text.size() <= 400 || chosen.empty(),
          "text over 400 bytes chooses nothing");
  const auto wanted = wish_beside(text, offered, here.tz, here.now);
  if (wanted)
    (void)pick_to_offer(offered.all, here.tz, *wanted, 3);
}

void check_speech(std::string_view text) {
  for (const auto& said :
       {say_address(text), say_name(text), say_text(text, 300), one_line(text)})
    for (const char c : said)
      require(static_cast<unsigned char>(c) >= 0x20 && c != ':',
              "what is said is one line without colons");
  require(say_address(text).size() <= 160, "an address is cut");
  require(say_name(text).size() <= 60, "a name is cut");
  require(one_line(text).size() <= 900, "a sentence is cut");
  require(one_line(one_line(text)) == one_line(text),
          "a good sentence is left as it is");
}

void check_address(std::string_view text) {
  const auto itself = compare_addresses(text, text);
  require(itself != likeness::unsure,
          "an address means the property that it means");
  const auto half = text.substr(0, text.size() / 2);
  require(compare_addresses(text, half) == compare_addresses(half, text),
          "the same property in either order");
}

void check_email(std::string_view text) {
  const auto plain = plain_text(text);
  require(plain.size() <= 3 * text.size(), "plain text is no longer");
  const auto email = understand_email(text);
  if (!email || email->empty())
    return;
  require(is_mail_address(*email), "what is understood is an address");
  require(understand_email(*email) == email, "an address is read as it is");
  for (const char c : say_email(*email))
    require(c == ' ' || (c >= 'a' && c <= 'z'), "an address is said in words");
  if (const auto meant = doubt_about_email(*email); meant && !meant->empty())
    require(is_mail_address(*meant), "what is proposed is an address");
}

void run(std::string_view text) {
  auto choice = std::size_t{0};
  if (!text.empty()) {
    choice = static_cast<unsigned char>(text[0]);
    text.remove_prefix(1);
  }
  const auto& here = scenes()[choice % scenes().size()];
  check_start(text, here);
  check_wish(text, here);
  check_beside_offers(text, here);
  check_speech(text);
  check_address(text);
  check_email(text);
}

} // namespace
} // namespace rental::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  rental::fuzz::run(rental::fuzz::text_of(data, size));
  return 0;
}
