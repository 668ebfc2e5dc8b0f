#include "actors/callbacks.hpp"

#include "actors/letters/booking_mail.hpp"

#include <algorithm>
#include <utility>

namespace rental {
namespace {

using callback_kind = callback_answer::kind;

/// Messages that one call may leave; without a call, that one person may have
/// waiting.
constexpr std::size_t most_in_a_call = 5;

bool same_message(const callback_request& a, const callback_request& b) {
  return a.kind == b.kind && a.who == b.who && a.address == b.address
         && a.wanted == b.wanted;
}

/// What is compared with a new one.
expected<std::vector<callback_request>>
kept_before(store_session& session, const callback_request& wish) {
  auto before = session.wishes_of_call(wish.agency, wish.call_id);
  if (before && wish.call_id.empty())
    std::erase_if(*before, [&](const auto& each) {
      return each.handled || each.manager != wish.manager
             || (each.who.phone != wish.who.phone
                 && (each.who.email.empty()
                     || each.who.email != wish.who.email));
    });
  return before;
}

expected<callback_answer> keep_callback(store_session& session,
                                        const callback_request& wish) {
  const auto before = kept_before(session, wish);
  if (!before)
    return before.error();
  if (wish.kind == "lead" && !before->empty())
    return callback_answer{callback_kind::kept_before};
  if (std::ranges::any_of(
          *before, [&](const auto& each) { return same_message(each, wish); }))
    return callback_answer{callback_kind::kept_before};
  if (before->size() >= most_in_a_call)
    return callback_answer{callback_kind::too_many};
  if (auto stored = keep_wish(session, wish); !stored)
    return stored.error();
  return callback_answer{callback_kind::kept};
}

expected<callback_list> with_names(store_session& session,
                                   std::vector<callback_request> rows) {
  callback_list all{std::move(rows), {}};
  for (const auto& row : all.rows) {
    if (row.manager == 0 || all.names.contains(row.manager))
      continue;
    auto manager = session.manager_by_id(row.manager);
    if (!manager)
      return manager.error();
    all.names[row.manager] = manager->key.user_id;
  }
  return all;
}

} // namespace

caf::result<callback_answer>
callbacks_state::keep(const callback_order& order) {
  auto promise = self->make_response_promise<callback_answer>();
  auto wish = order.wish;
  wish.created_at = deps.time->now();
  transact<callback_answer>(
      self, deps.ledger,
      [wish = std::move(wish)](store_session& session) {
        return keep_callback(session, wish);
      },
      into(promise));
  return promise;
}

caf::result<callback_list> callbacks_state::list(const callback_query& which) {
  auto promise = self->make_response_promise<callback_list>();
  transact<callback_list>(
      self, deps.ledger,
      [which](store_session& session) -> expected<callback_list> {
        auto rows = session.callbacks(which);
        if (!rows)
          return rows.error();
        return with_names(session, std::move(*rows));
      },
      into(promise));
  return promise;
}

caf::result<callback_list> callbacks_state::end(const callback_done& what) {
  auto promise = self->make_response_promise<callback_list>();
  transact<callback_list>(
      self, deps.ledger,
      [what, now = deps.time->now()](
          store_session& session) -> expected<callback_list> {
        if (auto ended = session.end_wish(what.id, {now, what.by, what.note});
            !ended)
          return ended.error();
        auto row = session.wish_by_id(what.id);
        if (!row)
          return row.error();
        return with_names(session, {std::move(*row)});
      },
      into(promise));
  return promise;
}

callbacks_actor::behavior_type
callbacks(callbacks_actor::stateful_pointer<callbacks_state> self,
          callbacks_deps deps) {
  self->state.self = self;
  self->state.deps = std::move(deps);
  return {
      [self](atom::keep, const callback_order& order) {
        return self->state.keep(order);
      },
      [self](atom::callbacks, const callback_query& which) {
        return self->state.list(which);
      },
      [self](atom::told, const callback_done& what) {
        return self->state.end(what);
      },
  };
}

} // namespace rental
