#include "vapi/tool_definitions.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace rental {
namespace {

using nlohmann::ordered_json;

struct property {
  const char* name;
  bool required;
  const char* description;
};

struct definition {
  std::string_view name;
  const char* description;
  std::span<const property> properties;
  /// What the caller hears at once, after four seconds, and when we are gone.
  const char* start;
  const char* delayed;
  const char* failed;
};

constexpr property address{
    "property_address", true,
    "Street address of the property, as the caller said it, with the apartment "
    "or unit if there is one. Never invent or complete an address."};
constexpr property address_if_known{
    "property_address", false,
    "Street address of the property, if the caller named one. Leave it out "
    "otherwise."};
constexpr property manager{"user_id", false,
                           "Id of the property manager. Leave it out unless "
                           "your instructions give you "
                           "one; never ask the caller for it."};

constexpr std::array availability_properties{
    address,
    property{
        "preferred_time", false,
        "What the caller wishes, in the caller's own words, such as Friday "
        "after three or as soon as possible. Leave it out if the caller has "
        "no wish."},
    manager};

constexpr std::array booking_properties{
    address,
    property{
        "start_time", true,
        "The time that the caller agreed to. Repeat it exactly as "
        "get_availability said it, with the weekday, the date and the time, "
        "or as ISO 8601 with UTC offset. Never guess a date."},
    property{"attendee_name", true,
             "First and last name of the person who will come."},
    property{"attendee_email", false,
             "E-mail address for the invitation, only if the caller gave one. "
             "Leave it out otherwise; never invent one."},
    property{"attendee_phone", false,
             "Phone number to call back, only if the caller gave another one "
             "than the one they are calling from."},
    manager};

constexpr property email_of_booking{
    "attendee_email", false,
    "The e-mail address that the viewing was booked with, only if the caller "
    "calls from another phone and tells the code from the invitation as well."};

constexpr property code_of_booking{
    "confirmation_code", false,
    "The six-digit code from the invitation, only if the caller tells it."};

constexpr std::array find_properties{address_if_known, email_of_booking,
                                     code_of_booking, manager};

constexpr std::array cancel_properties{
    address_if_known,
    property{
        "start_time", false,
        "When the viewing to cancel is, if the caller has more than one, in "
        "the words that find_appointment used."},
    email_of_booking, code_of_booking, manager};

constexpr std::array reschedule_properties{
    address_if_known,
    property{
        "start_time", true,
        "The new time that the caller agreed to, exactly as get_availability "
        "said it, or as ISO 8601 with UTC offset. Never guess a date."},
    property{"current_start_time", false,
             "When the viewing is now, if the caller has more than one, in the "
             "words that find_appointment used."},
    email_of_booking,
    code_of_booking,
    manager};

constexpr std::array message_properties{
    property{"attendee_name", true, "First and last name of the caller."},
    property{"attendee_phone", false,
             "Phone number to call back, only if the caller gave another one "
             "than the one they are calling from, or calls without a number."},
    property{"property_address", false,
             "Street address of the property that the message is about, if "
             "the caller named one. Leave it out otherwise."},
    property{"message", true,
             "What is to be passed on, in the caller's own words: what they "
             "want, and when they can be reached."},
    manager};

constexpr std::array definitions{
    definition{
        "get_availability",
        "Looks up when a property can be viewed in the property manager's "
        "calendar. Use it as soon as the caller wants to see a property, and "
        "again "
        "whenever the caller asks for another day or time. Offer only the "
        "times in "
        "its answer, and say them as they are written there. It books nothing. "
        "If "
        "it offers no time, say so and offer to take a message "
        "(leave_message); never make up a time yourself.",
        availability_properties, "Let me check the calendar.",
        "Still checking, one moment.", "I can't reach the calendar right now."},
    definition{
        "set_appointment",
        "Books a viewing in the property manager's calendar. Use it only after "
        "get_availability has offered times, the caller has agreed to one of "
        "them, "
        "and you have asked for the caller's name. Call it once for each "
        "viewing. "
        "The viewing is booked only if the answer says so; if the answer asks "
        "a "
        "question or offers other times, put that to the caller. If it says "
        "that "
        "somebody will call back, do not promise the time. To change a viewing "
        "that was booked in this call, call it again with the new time.",
        booking_properties, "Let me book that for you.",
        "I'm still working on the booking, one moment.",
        "I can't reach the calendar right now, so nothing is certain yet."},
    definition{
        "find_appointment",
        "Finds the viewings that this caller has already booked, by the number "
        "they are calling from. Use it when the caller asks about an existing "
        "viewing, or before cancelling or moving one if it is not clear which "
        "one "
        "is meant. It only knows the caller's own viewings: never use it to "
        "find "
        "out about anybody else's.",
        find_properties, "Let me look that up.", "Still looking, one moment.",
        "I can't reach the calendar right now."},
    definition{
        "cancel_appointment",
        "Cancels a viewing that this caller has booked. Use it only after the "
        "caller has clearly asked to cancel and has confirmed which viewing is "
        "meant. The viewing is cancelled only if the answer says so. To change "
        "the "
        "time, use reschedule_appointment instead, which keeps the old time "
        "until "
        "the new one is certain.",
        cancel_properties, "Let me cancel that for you.",
        "I'm still working on it, one moment.",
        "I can't reach the calendar right now, so nothing is certain yet."},
    definition{
        "reschedule_appointment",
        "Moves a viewing that this caller has booked to another time. Use it "
        "only "
        "after get_availability has offered times and the caller has agreed to "
        "one "
        "of them. The viewing keeps its old time unless the answer says that "
        "it "
        "was moved. If the answer asks which viewing is meant, or offers other "
        "times, put that to the caller.",
        reschedule_properties, "Let me move that for you.",
        "I'm still working on it, one moment.",
        "I can't reach the calendar right now, so nothing is certain yet."},
    definition{
        "leave_message",
        "Takes a message for the property manager, who calls back. Use it when "
        "another tool offered to take a message and the caller agreed, when "
        "the "
        "caller asks for one, or when nothing that was offered suits. Ask for "
        "the caller's name first, and for a number if they do not call from "
        "one. The message is taken only if the answer says so. It books "
        "nothing: never promise a time because of it.",
        message_properties, "Let me write that down.",
        "Still writing, one moment.",
        "I can't take the message down right now."},
};

ordered_json schema_of(std::span<const property> properties) {
  ordered_json fields = ordered_json::object();
  ordered_json required = ordered_json::array();
  for (const auto& field : properties) {
    fields[field.name]
        = {{"type", "string"}, {"description", field.description}};
    if (field.required)
      required.push_back(field.name);
  }
  return {{"type", "object"},
          {"properties", std::move(fields)},
          {"required", std::move(required)}};
}

ordered_json messages_of(const definition& tool) {
  return ordered_json::array(
      {{{"type", "request-start"},
        {"content", tool.start},
        {"blocking", false}},
       {{"type", "request-response-delayed"},
        {"content", tool.delayed},
        {"timingMilliseconds", 4000}},
       {{"type", "request-failed"}, {"content", tool.failed}}});
}

ordered_json server_of(std::string_view url) {
  return {{"url", url},
          {"timeoutSeconds", 20},
          {"backoffPlan",
           {{"type", "exponential"},
            {"maxRetries", 2},
            {"baseDelaySeconds", 1},
            {"excludedStatusCodes", {400, 401, 403, 404, 413, 422}}}}};
}

ordered_json parameter(const char* key, const char* value) {
  return {{"key", key}, {"value", value}};
}

ordered_json render(const definition& tool, std::string_view url) {
  return {{"type", "function"},
          {"async", false},
          {"function",
           {{"name", tool.name},
            {"description", tool.description},
            {"strict", false},
            {"parameters", schema_of(tool.properties)}}},
          {"server", server_of(url)},
          {"parameters", ordered_json::array(
                             {parameter("caller_number", "{{customer.number}}"),
                              parameter("vapi_call_id", "{{call.id}}")})},
          {"messages", messages_of(tool)}};
}

} // namespace

std::span<const std::string_view> known_tools() noexcept {
  static constexpr auto names = [] {
    std::array<std::string_view, definitions.size()> result{};
    for (std::size_t i = 0; i < definitions.size(); ++i)
      result[i] = definitions[i].name;
    return result;
  }();
  return names;
}

bool is_argument(std::string_view name) noexcept {
  return std::ranges::any_of(definitions, [&](const definition& tool) {
    return std::ranges::any_of(tool.properties, [&](const property& each) {
      return each.name == name;
    });
  });
}

std::string render_tool_definitions(std::span<const std::string_view> names,
                                    std::string_view server_url) {
  ordered_json tools = ordered_json::array();
  for (const auto& tool : definitions)
    if (std::find(names.begin(), names.end(), tool.name) != names.end())
      tools.push_back(render(tool, server_url));
  return ordered_json{{"tools", std::move(tools)}}.dump(
      2, ' ', false, ordered_json::error_handler_t::replace);
}

} // namespace rental
