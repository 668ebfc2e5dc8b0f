// The part of CALENDAR_API that is about the property directory.
#include "actors/calls.hpp"
#include "crypto/uuid.hpp"
#include "fronts/api/calendar_api.hpp"
#include "fronts/api/property_json.hpp"
#include "fronts/authorize.hpp"
#include "http/message/problem.hpp"

namespace rental {
namespace {

constexpr std::string_view all_homes = "/calendar/properties";
constexpr std::string_view below_homes = "/calendar/properties/";

http_out wrong_home_request(const http_in& in, std::string why) {
  return problem(failure{errc::bad_request, std::move(why), {}}, in.request_id);
}

/// Gives the manager's id its one written form; false when it is none.
bool normalise_manager(const front_options& options, property_change& what) {
  if (!what.manager)
    return true;
  const auto id = manager_id(options, *what.manager);
  if (id)
    what.manager = *id;
  return id.has_value();
}

} // namespace

bool calendar_api_state::homes(const http_in& in, const responder& respond) {
  const std::string_view path = in.path;
  if (path != all_homes && !path.starts_with(below_homes))
    return false;
  if (path != all_homes)
    one_home(in, respond);
  else if (in.method == "POST")
    add_home(in, respond);
  else
    list_homes(in, respond);
  return true;
}

void calendar_api_state::list_homes(const http_in& in,
                                    const responder& respond) {
  auto which = read_property_filter(in);
  if (!which)
    return respond(problem(which.error(), in.request_id));
  if (const auto manager = in.user_id("manager"); !manager.empty()) {
    const auto id = manager_id(deps.options, manager);
    if (!id)
      return respond(wrong_home_request(in, "manager is not a manager's id"));
    which->manager = *id;
  }
  ask<property_page>(
      self, deps.properties, front_timeout,
      [=](expected<property_page> page) {
        respond(page ? properties_out(*page, *which)
                     : problem(page.error(), in.request_id));
      },
      atom::properties_v, *which);
}

template <class... Ts>
void calendar_api_state::answer_home(const http_in& in,
                                     const responder& respond, unsigned status,
                                     Ts&&... message) {
  ask<property_answer>(
      self, deps.properties, front_timeout,
      [=, id = in.request_id](expected<property_answer> answer) {
        respond(answer ? property_out(status, *answer)
                       : problem(answer.error(), id));
      },
      std::forward<Ts>(message)...);
}

void calendar_api_state::add_home(const http_in& in, const responder& respond) {
  auto wanted = read_property_request(in.body);
  if (!wanted)
    return respond(problem(wanted.error(), in.request_id));
  const auto whose = named_manager(
      deps.options, wanted->what.manager.value_or(""), wanted->agency);
  if (!whose)
    return respond(wrong_home_request(
        in, "manager is missing or not a manager's id, or agency is not an "
            "agency's name"));
  wanted->what.manager = whose->user_id;
  answer_home(in, respond, 201, atom::keep_v,
              property_order{{}, whose->agency, std::move(wanted->what)});
}

void calendar_api_state::one_home(const http_in& in, const responder& respond) {
  const auto id = in.path.substr(below_homes.size());
  if (!parse_uuid(id))
    return respond(problem(
        failure{errc::not_found, "there is no such home", {}}, in.request_id));
  if (in.method == "DELETE")
    return answer_home(in, respond, 200, atom::remove_v, id);
  if (in.method == "GET")
    return answer_home(in, respond, 200, atom::look_v, id);
  auto wanted = read_property_request(in.body);
  if (!wanted)
    return respond(problem(wanted.error(), in.request_id));
  if (!wanted->agency.empty())
    return respond(wrong_home_request(
        in, "a home stays in its agency: remove it there, and add it anew"));
  if (!normalise_manager(deps.options, wanted->what))
    return respond(wrong_home_request(in, "manager is not a manager's id"));
  answer_home(in, respond, 200, atom::keep_v,
              property_order{id, {}, std::move(wanted->what)});
}

} // namespace rental
