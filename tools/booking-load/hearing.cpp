#include "tools/booking-load/hearing.hpp"

#include "tools/booking-load/sentence_pattern.hpp"
#include "voice/times/understand.hpp"
#include "voice/words/say.hpp"

#include <array>

namespace rental::load {
namespace {

constexpr std::array said_names{"booked",        "already_booked",
                                "moved",         "already_at_that_time",
                                "offered",       "full",
                                "unreadable",    "refused",
                                "unclear",       "noted",
                                "not_booked",    "unsure",
                                "not_connected", "needs_reconnect",
                                "no_manager",    "unknown_tool",
                                "too_many",      "busy",
                                "found",         "nothing_found",
                                "which_viewing", "who_are_you",
                                "cancelled",     "already_cancelled",
                                "already_over",  "cancel_noted",
                                "not_cancelled", "not_moved",
                                "move_noted",    "strange",
                                "malformed",     "http_error",
                                "unanswered",    "acknowledged"};
static_assert(said_names.size() == static_cast<std::size_t>(said::count_));

std::vector<std::string> texts_of(std::vector<found_time> times) {
  std::vector<std::string> all;
  for (auto& each : times)
    all.push_back(std::move(each.text));
  return all;
}

} // namespace

const char* to_string(said what) noexcept {
  const auto index = static_cast<std::size_t>(what);
  return index < said_names.size() ? said_names[index] : "unknown";
}

struct listener::knowledge {
  std::vector<sentence_pattern> patterns = all_patterns();
  time_finder times;
};

listener::listener() : knows_(std::make_unique<const knowledge>()) {}
listener::~listener() = default;

heard listener::hear(std::string_view sentence) const {
  for (const auto& pattern : knows_->patterns) {
    auto found = pattern.match(sentence, knows_->times);
    if (!found)
      continue;
    heard result{pattern.what, pattern.why, {}, {}};
    for (const auto& [field, text] : *found) {
      if (field == sentence_field::when && result.when.empty())
        result.when = text;
      if (field == sentence_field::options)
        result.options = texts_of(knows_->times.in(text));
    }
    return result;
  }
  return {};
}

std::vector<std::string> listener::times_in(std::string_view text) const {
  return texts_of(knows_->times.in(text));
}

std::optional<instant> meant_by(std::string_view words, const zone& tz,
                                instant about) {
  const auto reading = understand_start(words, tz, about, booking_rules{});
  if (reading.what != time_reading::kind::exact)
    return std::nullopt;
  return reading.first;
}

} // namespace rental::load
