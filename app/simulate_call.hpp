// `peterental simulate-call`: a whole phone call against a running service,
// with the bodies that VAPI posts, printed as a transcript.
#pragma once

#include "app/command.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace rental {

struct call_options {
  /// Empty: http://localhost:PORT.
  std::string url;
  std::string address = "123 Main Street, Norman, Oklahoma";
  /// Left to the service when empty.
  std::string user_id;
  /// What the caller would like, e.g. "Tuesday afternoon".
  std::string wish;
  /// What the caller asks to book; empty: the first time that was offered.
  std::string time;
  std::string name = "Jane Smith";
  std::string email;
  /// The caller's number.
  std::string caller = "+14055550199";
  /// The dialled number and the assistant, for bindings.
  std::string dialled = "+14055550100";
  std::string assistant_id;
  /// X-Vapi-Secret. Empty: VAPI_SECRET.
  std::string shared_secret;
  /// false: only ask for the openings.
  bool book = true;
};

/// Plays the call. Returns exit_fine only when the last tool's answer says that
/// the viewing is booked (or, without booking, when a time was offered).
int simulate_call(const command_context& context, const call_options& options);

/// The first time that a sentence offers, as it was spoken ("Tuesday, November
/// twenty-fourth at two thirty in the afternoon"): what a model would repeat as
/// start_time. Nothing when no time is offered.
std::optional<std::string> first_offer(std::string_view sentence);

/// Whether a sentence says that the viewing stands.
bool says_booked(std::string_view sentence);

} // namespace rental
