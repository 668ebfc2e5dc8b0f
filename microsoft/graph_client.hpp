// graph_api over HTTP.
#pragma once

#include "base/clock.hpp"
#include "microsoft/graph_api.hpp"
#include "microsoft/graph_gate.hpp"
#include "microsoft/observer.hpp"
#include "microsoft/retry.hpp"
#include "net/delayer.hpp"

#include <functional>
#include <memory>
#include <string>

namespace rental {

/// The extended property that carries our booking id. The GUID is ours for
/// ever: changing it would orphan every event written before.
inline constexpr const char* booking_property
    = "String {8d9a5f5e-4c0b-4a57-9c5e-2f1f6f0f7b31} Name BookingId";

/// The extended property that carries the booking's sealed row. Lists may cut a
/// long value short, so it is read of single events only.
inline constexpr const char* row_property
    = "String {8d9a5f5e-4c0b-4a57-9c5e-2f1f6f0f7b31} Name BookingRow";

/// The extended property that carries our mail's id.
inline constexpr const char* mail_property
    = "String {8d9a5f5e-4c0b-4a57-9c5e-2f1f6f0f7b31} Name MailId";

struct graph_options {
  std::string base_url = "https://graph.microsoft.com/v1.0";
  /// Events per page asked for; Graph's own default is 10.
  int page_size = 200;
  /// A read with more pages than this fails rather than running on.
  int max_pages = 50;
  retry_limits retries = {};
  call_observer observer = {};
  /// From 0 to 1, spreads retries; empty: random.
  std::function<double()> jitter = {};
};

/// Asks for times in UTC and for immutable ids, with a client-request-id of its
/// own on each request. Reads select only what is needed: an event's subject
/// and people never reach this process.
///
/// `booking_id` of events comes from the extended property, which reads
/// $expand with a filter on its id; `transaction_id` is filled as well, so that
/// our events are known even where the expansion is not honoured. A nextLink
/// is followed to the end, but only under `base_url`. Times are written on the
/// call's clock, and once more in UTC should Exchange not know its zone.
///
/// Thread-safe. `gate`, `timer` and `now` must outlive the client and its
/// calls.
class graph_client final : public graph_api {
public:
  graph_client(graph_options options, graph_gate& gate, delayer& timer,
               const clock& now);
  ~graph_client() override;

  void me(graph_call call, reply<graph_account> on_reply) override;
  void settings(graph_call call, reply<mailbox_settings> on_reply) override;
  void calendar_view(graph_call call, time_slot window,
                     reply<std::vector<calendar_event>> on_reply) override;
  void create_event(graph_call call, event_draft draft,
                    reply<calendar_event> on_reply) override;
  void find_events(graph_call call, std::string booking_id,
                   reply<std::vector<calendar_event>> on_reply) override;
  void get_event(graph_call call, std::string event_id,
                 reply<calendar_event> on_reply) override;
  void move_event(graph_call call, std::string event_id, std::string etag,
                  time_slot to, event_mark mark,
                  reply<calendar_event> on_reply) override;
  void delete_event(graph_call call, std::string event_id, std::string etag,
                    reply<done> on_reply) override;
  void send_mail(graph_call call, graph_mail mail,
                 reply<done> on_reply) override;
  void find_mail(graph_call call, std::string mail_id,
                 reply<bool> on_reply) override;

private:
  class core;
  std::shared_ptr<core> core_;
};

} // namespace rental
