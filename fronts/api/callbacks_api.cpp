// The part of CALENDAR_API that is about promises: call backs, and mails that
// were not sent.
#include "actors/calls.hpp"
#include "fronts/api/calendar_api.hpp"
#include "fronts/api/callback_json.hpp"
#include "fronts/authorize.hpp"
#include "http/message/path_number.hpp"
#include "http/message/problem.hpp"

namespace rental {
namespace {

constexpr std::size_t most_rows = 500;

http_out nothing_here(const http_in& in) {
  return problem(failure{errc::not_found, "there is nothing here", {}},
                 in.request_id);
}

} // namespace

bool calendar_api_state::promises(const http_in& in, const responder& respond) {
  const std::string_view path = in.path;
  if (path == "/calendar/callbacks")
    list_callbacks(in, respond);
  else if (path.starts_with("/calendar/callbacks/"))
    end_callback(in, respond);
  else if (path == "/calendar/mails")
    list_mails(in, respond);
  else if (path.starts_with("/calendar/mails/"))
    send_again(in, respond);
  else
    return false;
  return true;
}

void calendar_api_state::list_callbacks(const http_in& in,
                                        const responder& respond) {
  const auto filter = in.parameter("filter");
  if (filter != "" && filter != "open" && filter != "all")
    return respond(
        problem(failure{errc::bad_request, "filter is \"open\" or \"all\"", {}},
                in.request_id));
  ask<callback_list>(
      self, deps.callbacks, front_timeout,
      [=](expected<callback_list> found) {
        respond(found ? callbacks_out(*found)
                      : problem(found.error(), in.request_id));
      },
      atom::callbacks_v,
      callback_query{std::string{in.parameter("agency")}, 0, filter != "all",
                     most_rows});
}

void calendar_api_state::end_callback(const http_in& in,
                                      const responder& respond) {
  const auto id = number_in(in.path, "/calendar/callbacks/", "/handled");
  if (!id)
    return respond(nothing_here(in));
  const bool is_form
      = in.header("content-type").starts_with("application/x-www-form");
  auto what = read_done(in.body, is_form, "operator");
  if (!what)
    return respond(problem(what.error(), in.request_id));
  what->id = *id;
  ask<callback_list>(
      self, deps.callbacks, front_timeout,
      [=](expected<callback_list> ended) {
        respond(ended ? callback_out(*ended)
                      : problem(ended.error(), in.request_id));
      },
      atom::told_v, *what);
}

void calendar_api_state::list_mails(const http_in& in,
                                    const responder& respond) {
  ask<overview>(
      self, deps.overview, front_timeout,
      [=](expected<overview> found) {
        respond(found ? mails_out(*found)
                      : problem(found.error(), in.request_id));
      },
      atom::overview_v, overview_query{{}, 1});
}

void calendar_api_state::send_again(const http_in& in,
                                    const responder& respond) {
  const auto id = number_in(in.path, "/calendar/mails/", "/again");
  if (!id)
    return respond(nothing_here(in));
  ask<store_outcome>(
      self, deps.overview, front_timeout,
      [=](expected<store_outcome> queued) {
        if (!queued)
          respond(problem(queued.error(), in.request_id));
        else if (!queued->result)
          respond(problem(queued->result.error(), in.request_id));
        else
          respond(json_out(202, R"({"status":"success"})"));
      },
      atom::again_v, *id);
}

} // namespace rental
