#include "tools/booking-load/read_simulator.hpp"

#include "net/url.hpp"
#include "tools/booking-load/iso_text.hpp"
#include "tools/booking-load/setup.hpp"

#include <nlohmann/json.hpp>

#include <stdexcept>

namespace rental::load {
namespace {

using nlohmann::json;

json list_in(const std::string& body) {
  auto parsed = json::parse(body, nullptr, false);
  if (!parsed.is_array())
    throw std::runtime_error{"the simulator's answer is not a list"};
  return parsed;
}

/// The property is known by its name; its GUID is the service's business.
std::string booking_id_in(const json& properties) {
  constexpr std::string_view name = " name bookingid";
  if (!properties.is_object())
    return {};
  for (const auto& [key, value] : properties.items()) {
    std::string lower = key;
    for (char& c : lower)
      c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    if (lower.ends_with(name) && value.is_string())
      return value;
  }
  return {};
}

std::string text_in(const json& from, const char* name) {
  auto found = from.find(name);
  return found != from.end() && found->is_string() ? found->get<std::string>()
                                                   : std::string{};
}

} // namespace

std::vector<seen_event> events_in(const std::string& body) {
  std::vector<seen_event> events;
  for (const auto& each : list_in(body)) {
    const auto start = instant_in(text_in(each, "start"));
    const auto end = instant_in(text_in(each, "end"));
    if (!start || !end)
      throw std::runtime_error{"an event of the simulator has no time"};
    events.push_back({text_in(each, "account"),
                      text_in(each, "id"),
                      text_in(each, "ordinaryId"),
                      {*start, *end},
                      booking_id_in(each.value("extendedProperties", json{})),
                      text_in(each, "transactionId"),
                      each.value("byHuman", false),
                      each.value("deleted", false),
                      each.value("isCancelled", false),
                      text_in(each, "subject")});
  }
  return events;
}

std::vector<sent_mail> mails_in(const std::string& body) {
  std::vector<sent_mail> mails;
  for (const auto& each : list_in(body))
    mails.push_back({text_in(each, "account"), each.dump(),
                     text_in(each, "subject").ends_with(" (again)")});
  return mails;
}

task<> read_simulator(const load_run& run, evidence& into) {
  const auto control = join_url(run.options.sim, "/_control");
  for (const auto& manager : run.managers) {
    const std::vector<name_value> whose{{"account", manager.account}};
    wire_request request;
    const auto events
        = co_await fetch(run, join_url(control, "/events", whose), request);
    const auto mails
        = co_await fetch(run, join_url(control, "/mails", whose), request);
    if (events.status != 200 || mails.status != 200)
      throw std::runtime_error{"the simulator does not show its calendars"};
    for (auto& each : events_in(events.body))
      into.events.push_back(std::move(each));
    for (auto& each : mails_in(mails.body))
      into.mails.push_back(std::move(each));
  }
}

} // namespace rental::load
