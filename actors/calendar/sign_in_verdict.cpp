#include "actors/calendar/sign_in_verdict.hpp"

#include "actors/letters/account_mail.hpp"
#include "base/mail_address.hpp"
#include "crypto/uuid.hpp"

#include <optional>
#include <utility>

namespace rental {
namespace {

using optional_manager = std::optional<manager_record>;

constexpr std::chrono::hours far_ahead{24 * 366 * 10};
// Of viewings from before their mailbox was known, once it cannot be the
// present one.
constexpr auto mailbox_unknown = "unknown/unknown";

sign_in_verdict refused(connect_problem problem) {
  sign_in_verdict verdict;
  verdict.problem = problem;
  return verdict;
}

expected<optional_manager> manager_before(store_session& session,
                                          const manager_key& key) {
  auto row = session.manager(key);
  if (row)
    return optional_manager{std::move(*row)};
  if (row.error().code == errc::unknown_manager)
    return optional_manager{};
  return row.error();
}

// The mailbox's address and the name to sign in with may differ, and an address
// may change while the account stays.
bool is_expected(const sign_in_case& what, const optional_manager& before) {
  const auto& wanted = what.expected_account;
  if (wanted.empty() || same_mail_address(wanted, what.row.account)
      || same_mail_address(wanted, what.username))
    return true;
  return before && same_mail_address(wanted, before->account)
         && !mailbox_of(*before).empty()
         && mailbox_of(*before) == mailbox_of(what.row);
}

bool is_change(const sign_in_case& what, const optional_manager& before) {
  if (!before)
    return false;
  if (!mailbox_of(*before).empty())
    return mailbox_of(*before) != mailbox_of(what.row);
  return !before->account.empty()
         && !same_mail_address(before->account, what.row.account)
         && !same_mail_address(before->account, what.username);
}

expected<std::vector<booking>> coming_elsewhere(store_session& session,
                                                std::int64_t manager,
                                                const sign_in_case& what) {
  auto rows
      = session.active_bookings(manager, {what.now, what.now + far_ahead});
  if (rows)
    std::erase_if(*rows, [&](const booking& row) {
      return row.mailbox == mailbox_of(what.row);
    });
  return rows;
}

expected<done> carry(store_session& session, const std::vector<booking>& rows,
                     const sign_in_case& what) {
  const auto mailbox = mailbox_of(what.row);
  for (const auto& row : rows) {
    // What is being booked or removed just now ends where it began.
    if (row.state != booking_state::confirmed)
      continue;
    auto carried = session.carry_over(
        row.id, mailbox, uuid_v5(rental_namespace, row.id + "|" + mailbox),
        carrying_over, what.now);
    if (!carried)
      return carried;
  }
  return done{};
}

expected<done> tell(store_session& session, const account_change& change,
                    const sign_in_case& what) {
  if (!change.former_account.empty())
    if (auto queued
        = session.put_mail(former_account_mail(change, what.tz, what.now));
        !queued)
      return queued;
  return session.put_mail(new_account_mail(change, what.tz, what.now));
}

expected<done> store_all(store_session& session, const sign_in_case& what,
                         const optional_manager& before,
                         const std::vector<booking>& elsewhere) {
  auto row = session.put_manager(what.row);
  if (!row)
    return row.error();
  const bool change = is_change(what, before);
  if (before && mailbox_of(*before).empty()) {
    auto adopted = session.adopt_mailbox(row->id, change ? mailbox_unknown
                                                         : mailbox_of(*row));
    if (!adopted)
      return adopted;
  }
  if (!what.link_id.empty())
    if (auto used = session.use_link(what.link_id, what.link_ends, what.now);
        !used)
      return used;
  if (!change)
    return done{};
  if (what.move_over)
    if (auto carried = carry(session, elsewhere, what); !carried)
      return carried;
  return tell(session,
              {row->id, row->key.user_id, before->account, row->account,
               elsewhere, what.move_over},
              what);
}

} // namespace

expected<sign_in_verdict> settle_sign_in(store_session& session,
                                         const sign_in_case& what) {
  if (!what.link_id.empty()) {
    auto used = session.is_link_used(what.link_id);
    if (!used)
      return used.error();
    if (*used)
      return refused(connect_problem::link_used);
  }
  auto before = manager_before(session, what.row.key);
  if (!before)
    return before.error();
  if (!what.answered && !is_expected(what, *before))
    return refused(connect_problem::wrong_account);
  auto other = session.other_writer(what.row.tenant_id, what.row.object_id,
                                    what.row.key);
  if (!other)
    return other.error();
  if (*other) {
    auto verdict = refused(connect_problem::already_connected);
    if ((*other)->key.agency == what.row.key.agency)
      verdict.other_id = (*other)->key.user_id;
    return verdict;
  }
  std::vector<booking> elsewhere;
  if (is_change(what, *before)) {
    auto rows = coming_elsewhere(session, (*before)->id, what);
    if (!rows)
      return rows.error();
    elsewhere = std::move(*rows);
  }
  sign_in_verdict verdict;
  if (*before)
    verdict.former_account = (*before)->account;
  verdict.viewings = elsewhere.size();
  if (!elsewhere.empty() && !what.answered) {
    verdict.problem = connect_problem::change_of_account;
    return verdict;
  }
  if (auto stored = store_all(session, what, *before, elsewhere); !stored)
    return stored.error();
  return verdict;
}

} // namespace rental
