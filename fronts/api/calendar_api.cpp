#include "fronts/api/calendar_api.hpp"

#include "actors/calls.hpp"
#include "crypto/hash.hpp"
#include "fronts/authorize.hpp"
#include "http/message/problem.hpp"

namespace rental {
namespace {

constexpr std::size_t longest_key = 128;

/// Equal for two requests that ask for the same.
std::string fingerprint_of(const event_request& wanted, const std::string& id) {
  std::string canonical = "api";
  for (const auto* part :
       {&id, &wanted.address, &wanted.start, &wanted.who.name,
        &wanted.who.email, &wanted.who.phone})
    canonical += std::to_string(part->size()) + ':' + *part;
  return sha256_hex(canonical);
}

} // namespace

void calendar_api_state::take(const http_in& in, const responder& respond) {
  if (!is_admin(deps.options, in))
    return respond(needs_admin(in));
  if (promises(in, respond) || homes(in, respond))
    return;
  if (in.method == "POST")
    return create(in, respond);
  auto agency = std::string{in.parameter("agency")};
  if (agency.empty() && !in.body.empty())
    agency = agency_in(in.body);
  const auto whose = named_manager(deps.options, in.user_id(), agency);
  if (!whose)
    return respond(no_user_id(in));
  if (in.method == "DELETE" || in.method == "PATCH")
    return change(in, respond, *whose);
  if (in.path == "/calendar/availability")
    return availability(in, respond, *whose);
  events(in, respond, *whose);
}

void calendar_api_state::availability(const http_in& in,
                                      const responder& respond,
                                      const manager_key& whose) {
  find(in, respond, whose, [=, this](const calendar_ref& found) {
    const auto until = self->clock().now() + deps.openings_budget;
    ask<openings_answer>(
        self, found.calendar, deps.openings_budget + slack,
        [=](expected<openings_answer> answer) {
          respond(answer
                      ? availability_out(whose.user_id, *answer, in.request_id)
                      : problem(answer.error(), in.request_id));
        },
        atom::openings_v, openings_query{{}, {}, until});
  });
}

void calendar_api_state::events(const http_in& in, const responder& respond,
                                const manager_key& whose) {
  find(in, respond, whose, [=, this](const calendar_ref& found) {
    ask<booking_list>(
        self, found.calendar, front_timeout,
        [=](expected<booking_list> list) {
          respond(list ? events_out(whose.user_id, *list)
                       : problem(list.error(), in.request_id));
        },
        atom::bookings_v);
  });
}

void calendar_api_state::create(const http_in& in, const responder& respond) {
  const auto wanted = read_event_request(in.body);
  if (!wanted)
    return respond(problem(wanted.error(), in.request_id));
  const auto in_query = in.parameter("agency");
  const auto whose = named_manager(
      deps.options, wanted->user_id,
      in_query.empty() ? std::string_view{wanted->agency} : in_query);
  if (!whose)
    return respond(no_user_id(in));
  if (in.header("idempotency-key").size() > longest_key)
    return respond(problem(failure{errc::bad_request,
                                   "Idempotency-Key is longer than 128 bytes",
                                   {}},
                           in.request_id));
  book(in, respond, *wanted, *whose);
}

void calendar_api_state::book(const http_in& in, const responder& respond,
                              const event_request& wanted,
                              const manager_key& whose) {
  booking_order order;
  order.fingerprint = fingerprint_of(wanted, whose.user_id);
  order.start = wanted.start;
  order.address = wanted.address;
  order.who = wanted.who;
  place(in, respond, whose, std::move(order));
}

void calendar_api_state::change(const http_in& in, const responder& respond,
                                const manager_key& whose) {
  booking_order order;
  order.booking_id
      = in.path.substr(std::string_view{"/calendar/events/"}.size());
  order.kind = in.method == "DELETE" ? order_kind::cancel : order_kind::move;
  if (order.kind == order_kind::move) {
    auto start = read_new_start(in.body);
    if (!start)
      return respond(problem(start.error(), in.request_id));
    order.start = std::move(*start);
  }
  order.fingerprint
      = sha256_hex(in.method + " " + order.booking_id + " " + order.start);
  place(in, respond, whose, std::move(order));
}

void calendar_api_state::place(const http_in& in, const responder& respond,
                               const manager_key& whose, booking_order order) {
  find(in, respond, whose, [=, this](const calendar_ref& found) mutable {
    const std::string key{in.header("idempotency-key")};
    order.key = {found.key.agency, {}, key.empty() ? key : "api:" + key};
    order.until = self->clock().now() + deps.booking_budget;
    ask<booking_outcome>(
        self, found.calendar, deps.booking_budget + slack,
        [=](expected<booking_outcome> made) {
          respond(made ? booking_out(*made, in.request_id)
                       : problem(made.error(), in.request_id));
        },
        atom::book_v, order);
  });
}

void calendar_api_state::find(const http_in& in, const responder& respond,
                              const manager_key& whose,
                              std::function<void(const calendar_ref&)> then) {
  ask<calendar_ref>(
      self, deps.directory, front_timeout,
      [=](expected<calendar_ref> found) {
        if (found)
          return then(*found);
        auto why = found.error();
        if (why.code == errc::unknown_manager)
          why.detail = "there is no such manager";
        respond(problem(why, in.request_id));
      },
      atom::find_v, query_about(whose));
}

front_actor::behavior_type
calendar_api(front_actor::stateful_pointer<calendar_api_state> self,
             calendar_api_deps deps) {
  self->state.self = self;
  self->state.deps = std::move(deps);
  return {
      [self](const http_in& in, const responder& respond) {
        self->state.take(in, respond);
      },
  };
}

void add_calendar_api(router& routes, const front_actor& front,
                      const http_gate& operator_gate) {
  const route_entry for_operator{usual_body, operator_gate};
  const auto add = [&](const char* method, const std::string& path) {
    routes.add(method, path, to_front(front), for_operator);
  };
  add("GET", "/calendar/availability");
  for (const auto* method : {"GET", "POST"})
    add(method, "/calendar/events");
  for (const auto* method : {"DELETE", "PATCH"})
    add(method, "/calendar/events/*");
  for (const auto* method : {"GET", "POST"})
    add(method, "/calendar/properties");
  for (const auto* method : {"GET", "PATCH", "DELETE"})
    add(method, "/calendar/properties/*");
  for (const auto* path : {"/calendar/callbacks", "/calendar/mails"}) {
    add("GET", path);
    add("POST", std::string{path} + "/*");
  }
}

} // namespace rental
