// CONSOLE_FRONT: the operator's page, and the stream that keeps it up to date.
#pragma once

#include "actors/actors.hpp"
#include "domain/property.hpp"
#include "fronts/console/console_pages.hpp"
#include "fronts/front.hpp"
#include "http/message/byte_stream.hpp"
#include "http/server/router.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace rental {

/// Takes requests that were let in.
using console_front_actor = front_actor::extend<
    // Internal: time to tell the open pages what is new; re-arms itself while
    // there are any.
    caf::reacts_to<atom::tick>>;

struct console_front_deps {
  overview_actor overview;
  directory_actor directory;
  connector_actor connector;
  callbacks_actor callbacks;
  front_options options;
  /// Those of the settings.
  std::vector<property_owner> properties;
  /// The definitions to paste into VAPI.
  std::string tools;
  /// Whether managers whose grant died are mailed (SMTP_URL is set).
  bool can_mail = false;
  std::chrono::milliseconds openings_budget{6000};
  /// Pages that are live at the same time; one more is answered with 503.
  std::size_t most_streams = 32;
  /// Calendars that one page asks, managers and properties each.
  std::size_t most_heard = 8;
};

struct console_front_state {
  static inline const char* name = "console_front";

  void take(const http_in& in, const responder& respond);
  void tick();

  console_front_actor::pointer self = nullptr;
  console_front_deps deps;

private:
  /// A calendar to ask.
  struct preview_target {
    std::string label;
    manager_key whose;
    std::string address;
  };
  /// An open page.
  struct sse_client {
    std::shared_ptr<byte_stream> out;
    std::chrono::steady_clock::time_point ends;
    /// Of the browser that listens; empty: it has none.
    std::string session;
  };

  void home(const http_in& in, const responder& respond);
  void show(const responder& respond, std::shared_ptr<operator_view> view);
  void manager(const http_in& in, const responder& respond, std::int64_t id);
  void disconnect(const http_in& in, const responder& respond, std::int64_t id);
  /// A call back is done.
  void told(const http_in& in, const responder& respond, std::int64_t id);
  /// Sends a mail once more.
  void again(const http_in& in, const responder& respond, std::int64_t id);
  /// Makes a connect link and shows it.
  void link(const http_in& in, const responder& respond) const;
  void live(const http_in& in, const responder& respond);
  /// Asks all of them at once, each with the openings' budget, and calls `then`
  /// with a sentence for each.
  void hear(const std::vector<preview_target>& whom,
            std::function<void(std::vector<heard_sentence>)> then);
  void preview(const preview_target& whom,
               std::function<void(std::string)> then);
  std::vector<preview_target> preview_targets(const overview& rows,
                                              bool& more) const;
  std::string written_form(const std::string& find) const;
  operator_frame frame_for(const http_in& in) const;

  std::vector<sse_client> streams_;
  bool ticking_ = false;
  std::uint64_t told_changes_ = 0;
  std::chrono::steady_clock::time_point last_news_{};
  std::chrono::steady_clock::time_point last_sign_{};
};

/// Spawn with `system.spawn(console_front, deps)`.
console_front_actor::behavior_type
console_front(console_front_actor::stateful_pointer<console_front_state> self,
              console_front_deps deps);

/// Adds /admin and everything below. Who has no session is sent to the sign-in,
/// or answered with 401.
void add_operator(router& routes, const front_options& options,
                  console_front_actor front);

} // namespace rental
