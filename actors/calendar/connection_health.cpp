#include "actors/calendar/connection_health.hpp"

#include "base/redact.hpp"
#include "log/log.hpp"

#include <string_view>

namespace rental {
namespace {

/// What is about the calendar is known by it after a restart.
constexpr std::string_view about_calendar = "calendar not readable: ";

bool is_ours(errc code) {
  switch (code) {
  case errc::not_connected:
  case errc::needs_reconnect:
  case errc::operator_fault:
  case errc::storage:
  case errc::sealed:
  case errc::expired:
  case errc::unavailable:
  case errc::internal:
    return true;
  default:
    return false;
  }
}

} // namespace

void connection_health::tokens_work() {
  token_trouble_.clear();
  if (context_.manager.state == connection_state::needs_reconnect)
    return put(connection_state::connected, "");
  show();
}

void connection_health::tokens_fail(const std::string& reason) {
  token_trouble_ = reason.empty() ? "the token cannot be refreshed" : reason;
  show();
}

void connection_health::grant_died(const std::string& reason) {
  put(connection_state::needs_reconnect, reason);
}

void connection_health::calendar_read() {
  failed_reads_ = 0;
  calendar_trouble_.clear();
  token_trouble_.clear();
  show();
}

void connection_health::calendar_unread(const failure& why) {
  if (is_ours(why.code))
    return;
  if (++failed_reads_ < most_failures)
    return;
  calendar_trouble_ = std::string{about_calendar} + to_string(why);
  show();
}

bool connection_health::is_doubtful() const {
  return context_.manager.state == connection_state::degraded
         || (context_.manager.state == connection_state::connected
             && failed_reads_ > 0);
}

void connection_health::reset() {
  token_trouble_.clear();
  calendar_trouble_.clear();
  failed_reads_ = 0;
  const auto& row = context_.manager;
  if (row.state != connection_state::degraded)
    return;
  if (row.state_reason.starts_with(about_calendar)) {
    calendar_trouble_ = row.state_reason;
    failed_reads_ = most_failures;
  } else {
    token_trouble_ = row.state_reason;
  }
}

void connection_health::show() {
  const auto state = context_.manager.state;
  if (state == connection_state::disconnected
      || state == connection_state::needs_reconnect)
    return;
  if (!token_trouble_.empty())
    put(connection_state::degraded, token_trouble_);
  else if (!calendar_trouble_.empty())
    put(connection_state::degraded, calendar_trouble_);
  else
    put(connection_state::connected, "");
}

void connection_health::put(connection_state state, const std::string& reason) {
  auto& row = context_.manager;
  if (row.state == state)
    return;
  row.state = state;
  row.state_reason = reason;
  context_.count("connection", to_string(state));
  log::write(state == connection_state::connected ? log::level::info
                                                  : log::level::warn,
             "connection.changed",
             {{"manager", redact_id(row.key.user_id)},
              {"state", to_string(state)},
              {"reason", reason}});
  context_.transact<done>(
      [id = row.id, state, reason,
       now = context_.now()](store_session& session) {
        return session.put_state(id, state, reason, now);
      },
      [](expected<done> saved) {
        if (!saved)
          log::error("manager.state_not_stored",
                     {{"reason", to_string(saved.error())}});
      });
}

} // namespace rental
