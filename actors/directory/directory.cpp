#include "actors/directory/directory.hpp"

#include "log/log.hpp"

#include <algorithm>
#include <utility>

namespace rental {
namespace {

// Ids that nobody has come from models and strangers: do not let them fill the
// memory.
constexpr std::size_t most_known = 200'000;
/// Of an agency with more managers it is taken for granted that one is
/// connected.
constexpr std::size_t few = 16;

bool fits(const std::string& wanted, const std::string& given) {
  return wanted.empty() || wanted == given;
}

using resolution = directory_state::resolution;

calendar_ref judged(calendar_ref ref, bool caller_is_shared,
                    const std::string& address) {
  ref.caller_is_shared = caller_is_shared;
  ref.address = address;
  return ref;
}

expected<done> look_up(store_session& session, const manager_key& key,
                       resolution& into) {
  auto row = session.manager(key);
  if (!row && row.error().code != errc::unknown_manager)
    return row.error();
  into.looked_up[key] = row ? row->id : 0;
  return done{};
}

expected<resolution> resolve(store_session& session,
                             const std::vector<manager_key>& wanted,
                             const std::string& agency, bool may_default,
                             const std::optional<manager_key>& caller) {
  resolution found;
  if (caller)
    if (auto seen = look_up(session, *caller, found); !seen)
      return seen.error();
  for (const auto& key : wanted) {
    auto row = session.manager(key);
    if (!row && row.error().code != errc::unknown_manager)
      return row.error();
    found.looked_up[key] = row ? row->id : 0;
    if (row) {
      found.chosen = std::move(*row);
      return found;
    }
  }
  if (!may_default)
    return found;
  found.by_default = true;
  auto all = session.managers(agency, few);
  if (!all)
    return all.error();
  found.nobody_connected
      = all->size() < few
        && std::none_of(all->begin(), all->end(), [](const auto& row) {
             return row.state != connection_state::disconnected;
           });
  if (all->size() != 1)
    return found;
  auto row = session.manager_by_id(all->front().id);
  if (!row)
    return row.error();
  found.chosen = std::move(*row);
  return found;
}

} // namespace

bool directory_state::applies(std::size_t i, const manager_query& query) const {
  const auto& each = options.bindings[i];
  const auto& proven = query.proven;
  const bool may
      = each.has_own_secret
            ? std::find(proven.begin(), proven.end(), i) != proven.end()
            : query.agency.empty() || query.agency == each.agency;
  return may && fits(each.assistant_id, query.assistant_id)
         && fits(each.phone_number_id, query.phone_number_id)
         && fits(each.number, query.dialled_number);
}

std::string directory_state::agency_of(const manager_query& query,
                                       std::string& bound_manager) const {
  if (query.by_operator)
    return query.agency.empty() ? options.default_agency : query.agency;
  const agency_binding* found = nullptr;
  for (std::size_t i = 0; !found && i < options.bindings.size(); ++i)
    if (applies(i, query))
      found = &options.bindings[i];
  // A secret that is good for one calendar stays so, whatever the body says.
  if (!query.proven.empty() && (!found || !found->has_own_secret)) {
    const auto& own = options.bindings[query.proven.front()];
    if (!found || !own.manager.empty())
      found = &own;
  }
  if (!found)
    return query.agency.empty() ? options.default_agency : query.agency;
  bound_manager = found->manager;
  return found->agency;
}

expected<directory_state::named_managers>
directory_state::candidates(const manager_query& query,
                            const std::string& agency,
                            const std::string& bound) {
  named_managers result;
  const auto add = [&](const std::string& id) {
    if (!id.empty())
      result.keys.push_back(
          {agency, options.normalise_id ? options.normalise_id(id) : id});
  };
  result.no_other = query.by_operator || !bound.empty();
  if (query.by_operator) {
    add(query.user_id);
    return result;
  }
  const auto owner = routes.find(agency, query.address);
  if (owner.not_shown && query.wants_viewing)
    return errc::not_shown;
  if (!bound.empty()) {
    add(bound);
    return result;
  }
  add(query.user_id);
  if (owner.several && result.keys.empty())
    return errc::ambiguous_property;
  add(owner.manager);
  result.no_other = query.wants_viewing && !owner.manager.empty();
  if (!result.no_other)
    add(query.caller_number);
  return result;
}

std::optional<std::int64_t>
directory_state::from_memory(const std::vector<manager_key>& wanted,
                             const std::string& agency,
                             bool may_default) const {
  for (const auto& key : wanted) {
    const auto found = known_.find(key);
    if (found == known_.end())
      return std::nullopt;
    if (found->second != 0)
      return found->second;
  }
  if (!may_default)
    return nobody;
  const auto found = only_.find(agency);
  return found == only_.end() ? std::nullopt : std::optional{found->second};
}

std::string directory_state::only_home_for(const manager_query& query,
                                           const std::string& agency,
                                           const std::string& bound) const {
  const auto only = routes.only_home(agency);
  if (!only || query.by_operator)
    return {};
  const auto normal = [this](const std::string& id) {
    return options.normalise_id ? options.normalise_id(id) : id;
  };
  for (const auto& other : {bound, query.user_id})
    if (!other.empty() && normal(other) != normal(only->manager))
      return {};
  return only->match;
}

caf::result<calendar_ref> directory_state::find(const manager_query& asked) {
  std::string bound;
  auto query = asked;
  const auto agency = agency_of(query, bound);
  if (query.wants_viewing && query.address.empty())
    query.address = only_home_for(query, agency, bound);
  const auto candidate = candidates(query, agency, bound);
  if (!candidate)
    return to_caf(candidate.error());
  const auto& wanted = candidate->keys;
  const bool may_default = !candidate->no_other;
  // Whoever a call is bound to, or whose home it is, has a row once connected.
  const bool will_connect = candidate->no_other && !query.by_operator;
  const auto caller = caller_key(query, agency);
  const bool caller_known = !caller || known_.count(*caller) != 0;
  if (const auto id = from_memory(wanted, agency, may_default);
      id && caller_known) {
    const auto found = awake_.find(*id);
    if (*id <= nobody || found != awake_.end())
      count_foreign(query, agency, bound);
    if (*id <= nobody)
      return not_found(*id, will_connect);
    if (found != awake_.end())
      return judged(found->second, is_shared(caller), query.address);
  }
  auto promise = self->make_response_promise<calendar_ref>();
  transact<resolution>(
      self, deps.ledger,
      [wanted, agency, may_default, caller](store_session& session) {
        return resolve(session, wanted, agency, may_default, caller);
      },
      [this, promise, agency, bound, query, caller, will_connect,
       seen = changes_](expected<resolution> found) mutable {
        if (!found) {
          promise.deliver(to_caf(found.error()));
          return;
        }
        remember(*found, agency);
        count_foreign(query, agency, bound);
        if (!found->chosen) {
          promise.deliver(
              not_found(found->nobody_connected ? nobody_connected : nobody,
                        will_connect));
          return;
        }
        const auto ref = wake(*found->chosen);
        if (seen != changes_) // the row may have been read before the change
          self->send(ref.calendar, atom::changed_v);
        promise.deliver(judged(ref, is_shared(caller), query.address));
      });
  return promise;
}

void directory_state::remember(const resolution& found,
                               const std::string& agency) {
  if (known_.size() > most_known)
    known_.clear();
  for (const auto& [key, id] : found.looked_up)
    known_[key] = id;
  if (found.by_default)
    only_[agency] = found.chosen             ? found.chosen->id
                    : found.nobody_connected ? nobody_connected
                                             : nobody;
}

caf::error directory_state::not_found(std::int64_t row, bool will_connect) {
  return caf::make_error(row == nobody_connected || will_connect
                             ? errc::not_connected
                             : errc::unknown_manager);
}

std::optional<manager_key>
directory_state::caller_key(const manager_query& query,
                            const std::string& agency) const {
  if (!query.judge_caller || query.caller_number.empty())
    return std::nullopt;
  return manager_key{agency, options.normalise_id
                                 ? options.normalise_id(query.caller_number)
                                 : query.caller_number};
}

bool directory_state::is_shared(
    const std::optional<manager_key>& caller) const {
  if (!caller)
    return false;
  const auto found = known_.find(*caller);
  const bool is_manager = found != known_.end() && found->second != nobody;
  return is_manager
         || std::any_of(
             options.bindings.begin(), options.bindings.end(),
             [&](const auto& each) { return each.number == caller->user_id; });
}

// A model named somebody whom this agency does not have, or who is not the one
// that its binding allows.
void directory_state::count_foreign(const manager_query& query,
                                    const std::string& agency,
                                    const std::string& bound) const {
  if (query.user_id.empty() || query.by_operator || !deps.count)
    return;
  const auto normal = [this](const std::string& id) {
    return options.normalise_id ? options.normalise_id(id) : id;
  };
  const auto id = normal(query.user_id);
  const auto found = known_.find({agency, id});
  const bool foreign = bound.empty()
                           ? found != known_.end() && found->second == 0
                           : id != normal(bound);
  if (foreign)
    deps.count("foreign_user_id", "ignored");
}

calendar_ref directory_state::wake(const manager_record& row) {
  if (const auto found = awake_.find(row.id); found != awake_.end())
    return found->second;
  auto made = self->spawn(calendar, deps, row);
  self->monitor(made);
  calendar_ref ref{row.key, row.id, made};
  awake_.emplace(row.id, ref);
  return ref;
}

void directory_state::changed(const manager_key& key) {
  ++changes_;
  known_.erase(key);
  only_.clear();
  for (auto& [id, ref] : awake_)
    if (ref.key == key)
      self->send(ref.calendar, atom::changed_v);
}

void directory_state::ended(const caf::down_msg& how) {
  const auto found
      = std::find_if(awake_.begin(), awake_.end(), [&](const auto& x) {
          return x.second.calendar == how.source;
        });
  if (found == awake_.end())
    return;
  const auto id = found->first;
  awake_.erase(found);
  const bool failed
      = how.reason && how.reason.category() == caf::atom("rental");
  if (!failed)
    return;
  const auto now = deps.time->now();
  const auto before = failed_at_.find(id);
  const bool again = before != failed_at_.end()
                     && now < before->second + options.reconcile_every;
  failed_at_[id] = now;
  if (!again)
    wake_again(id);
}

void directory_state::wake_again(std::int64_t manager) {
  transact<manager_record>(
      self, deps.ledger,
      [manager](store_session& session) {
        return session.manager_by_id(manager);
      },
      [this](expected<manager_record> row) {
        if (row)
          wake(*row);
      });
}

void directory_state::stop(const caf::error& reason) {
  for (auto& [id, ref] : awake_)
    self->send_exit(ref.calendar, reason);
  awake_.clear();
}

directory_actor::behavior_type
directory(directory_actor::stateful_pointer<directory_state> self,
          directory_options options, calendar_deps deps) {
  self->state.self = self;
  self->state.options = std::move(options);
  self->state.routes = property_routes{self->state.options.properties};
  self->state.deps = std::move(deps);
  self->set_down_handler([self](const caf::down_msg& msg) {
    if (msg.reason && msg.reason != caf::exit_reason::normal)
      log::error("calendar.died", {{"reason", to_string(msg.reason)}});
    self->state.ended(msg);
  });
  self->set_exit_handler([self](const caf::exit_msg& msg) {
    self->state.stop(msg.reason);
    self->quit(msg.reason);
  });
  self->send(self, atom::tick_v);
  self->send(self, atom::reconcile_v);
  return {
      [self](atom::find, const manager_query& query) {
        return self->state.find_once_ready(query);
      },
      [self](atom::changed, const manager_key& key) {
        self->state.changed(key);
      },
      [self](atom::reconcile) { self->state.reconcile(); },
      [self](atom::tick) { self->state.look_at_homes(); },
      [self](atom::finished, std::uint64_t id, const job_result& result) {
        self->state.jobs.finish(id, result);
      },
  };
}

} // namespace rental
