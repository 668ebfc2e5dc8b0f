#include "fronts/voice/vapi_caller.hpp"

#include "voice/email/email.hpp"
#include "voice/words/placeholder.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace rental {
namespace {

constexpr std::size_t longest_shown = 120;
constexpr std::size_t digits_of_code = 6;

phone_reading read_with(const phone_reader& read, const std::string& text) {
  if (read)
    return read(text);
  phone_reading as_it_is;
  as_it_is.number = text;
  as_it_is.proves_caller = !text.empty();
  return as_it_is;
}

std::string without_extension(const std::string& number) {
  return number.substr(0, number.find(' '));
}

std::string shortened(std::string text) {
  auto end = std::min(text.size(), longest_shown);
  while (end > 0 && end < text.size()
         && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80)
    --end;
  text.resize(end);
  return text;
}

bool is_phone_call(const call_context& call) {
  return call.call_type == "inboundPhoneCall";
}

} // namespace

caller_line line_of(const call_context& call, const phone_reader& read) {
  bool withheld = false;
  std::string came;
  for (const auto* text : {&call.caller_number, &call.caller_uri}) {
    if (text->empty())
      continue;
    auto said = read_with(read, *text);
    if (!said.number.empty()) {
      const auto dialled = read_with(read, call.dialled_number).number;
      if (!dialled.empty()
          && without_extension(said.number) == without_extension(dialled))
        return {{}, number_withheld};
      auto shown = said.number;
      return {said.proves_caller ? std::move(said.number) : std::string{},
              std::move(shown)};
    }
    withheld = withheld || said.withheld;
    if (came.empty())
      came = shortened(*text);
  }
  if (withheld || (came.empty() && is_phone_call(call)))
    return {{}, number_withheld};
  return {{}, std::move(came)};
}

std::string manager_number(const call_context& call, const phone_reader& read) {
  for (const auto* text : {&call.caller_number, &call.caller_uri})
    if (!text->empty())
      if (auto said = read_with(read, *text); !said.number.empty())
        return without_extension(said.number);
  return call.caller_number;
}

visitor visitor_of(const tool_call& call, const caller_line& line,
                   const phone_reader& read) {
  visitor who{call.argument("attendee_name"),
              {},
              understand_email(call.argument("attendee_email")).value_or("")};
  const auto& said = call.argument("attendee_phone");
  if (!said.empty() && !is_no_contact(said) && !is_this_line(said)) {
    auto number = read_with(read, said);
    if (!number.withheld) {
      who.phone
          = number.number.empty() ? shortened(said) : std::move(number.number);
      return who;
    }
  }
  who.phone = line.shown;
  // The static parameter is the line's number as well.
  const auto& filled_in = call.argument("caller_number");
  if (line.number.empty() && !filled_in.empty())
    if (auto number = read_with(read, filled_in);
        !number.number.empty() && number.proves_caller && line.shown.empty())
      who.phone = std::move(number.number);
  return who;
}

bool can_be_reached(const visitor& who) {
  return !who.email.empty()
         || (!who.phone.empty() && who.phone != number_withheld);
}

caller_identity identity_of(const tool_call& call, const caller_line& line) {
  const auto& said = call.argument("confirmation_code");
  std::string code;
  std::ranges::copy_if(said, std::back_inserter(code),
                       [](char c) { return c >= '0' && c <= '9'; });
  if (code.size() < digits_of_code)
    if (auto words = spoken_digits(said, true); !words.empty())
      code = std::move(words);
  return {line.number,
          understand_email(call.argument("attendee_email")).value_or(""),
          std::move(code)};
}

void forget_number(booking_order& order) {
  if (order.who.phone == order.by.number)
    order.who.phone = number_withheld;
  order.by.number.clear();
}

std::string address_of(const tool_call& call) {
  const auto& address = call.argument("property_address");
  return is_no_address(address) ? std::string{} : address;
}

} // namespace rental
