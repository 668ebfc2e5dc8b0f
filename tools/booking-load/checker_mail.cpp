// The outbox against the post. Mails are sealed in the ledger, so a mail is
// known by what its row's key names: a booking, whose call id the mail tells.
#include "tools/booking-load/checker_rules.hpp"

#include <map>
#include <set>

namespace rental::load {
namespace {

struct count_of_rows {
  /// Rows that must have arrived, and those that may have.
  std::size_t sent = 0;
  std::size_t perhaps = 0;
  std::vector<std::string> keys;

  void add(const ledger_mail& row) {
    keys.push_back(row.key);
    sent += row.state == "sent";
    perhaps += row.state == "sending" || row.state == "unknown"
               || (row.state != "sent" && row.unsure > 0);
  }
};

/// The bookings that a key names, as in "confirm:<booking id>"; a collision has
/// two.
std::vector<const ledger_booking*> bookings_in(const case_file& all,
                                               const std::string& key) {
  constexpr std::size_t uuid_size = 36;
  std::vector<const ledger_booking*> found;
  for (std::size_t at = 0; at + uuid_size <= key.size(); ++at) {
    auto row = all.booking_by_id.find(key.substr(at, uuid_size));
    if (row != all.booking_by_id.end())
      found.push_back(row->second);
  }
  return found;
}

/// The calls of those bookings: what the mail tells.
std::set<std::string> calls_in(const case_file& all, const std::string& key) {
  std::set<std::string> calls;
  for (const auto* row : bookings_in(all, key))
    if (!row->call_id.empty())
      calls.insert(row->call_id);
  return calls;
}

struct count_of_mails {
  std::size_t first = 0;
  std::size_t again = 0;

  void add(const sent_mail& mail) { ++(mail.again ? again : first); }
};

/// A mail whose fate was not known is sent again and says so; without that
/// mark nothing arrives twice.
void compare(const count_of_rows& rows, const count_of_mails& arrived,
             const std::string& where, findings& out) {
  const auto all = arrived.first + arrived.again;
  if (all < rows.sent)
    out.broken(where + ": " + std::to_string(rows.sent)
                   + " mails are marked sent, " + std::to_string(all)
                   + " arrived",
               rows.keys);
  if (arrived.first > rows.sent + rows.perhaps)
    out.broken(where + ": " + std::to_string(arrived.first)
                   + " mails arrived that are not marked as repeated, at most "
                   + std::to_string(rows.sent + rows.perhaps)
                   + " can have been sent",
               rows.keys);
}

/// The mails that tell `id`; "": all.
count_of_mails count_of(const std::vector<const sent_mail*>& mails,
                        const std::string& id) {
  count_of_mails count;
  for (const auto* mail : mails)
    if (mail->text.find(id) != std::string::npos)
      count.add(*mail);
  return count;
}

void check_reasons(const case_file& all, const std::vector<ledger_mail>& rows,
                   findings& out) {
  std::map<std::string, int> keys;
  for (const auto& row : rows) {
    if (!all.owner_of(row.manager))
      continue;
    out.look();
    if (++keys[row.key] > 1)
      out.broken("two rows of the outbox have the same key", {row.key});
    const bool stuck = row.state == "failed" || row.state == "unknown"
                       || (row.state == "queued" && row.attempts > 0);
    if (stuck && row.last_error.empty())
      out.broken("a mail is " + row.state + " without a reason", {row.key});
  }
}

void check_counts(const case_file& all, const std::vector<ledger_mail>& rows,
                  findings& out) {
  std::map<std::string, count_of_rows> by_account;
  std::map<std::pair<std::string, std::string>, count_of_rows> by_call;
  for (const auto& row : rows) {
    const auto* owner = all.owner_of(row.manager);
    if (!owner)
      continue;
    by_account[owner->account].add(row);
    for (const auto& call : calls_in(all, row.key))
      by_call[{owner->account, call}].add(row);
  }
  std::map<std::string, std::vector<const sent_mail*>> arrived;
  for (const auto& mail : all.all.mails) {
    arrived[mail.account].push_back(&mail);
    by_account.try_emplace(mail.account);
  }
  for (const auto& [account, count] : by_account)
    compare(count, count_of(arrived[account], ""), account, out);
  for (const auto& [key, count] : by_call)
    compare(count, count_of(arrived[key.first], key.second),
            "call " + key.second, out);
}

} // namespace

void check_mail(const case_file& all, findings& out) {
  out.rule("mail_once", "every mail was sent once, or again with a mark, or "
                        "is in the outbox, with a reason if it was tried");
  const auto& outbox = all.all.ledger.outbox;
  if (outbox) {
    check_reasons(all, *outbox, out);
    check_counts(all, *outbox, out);
  }
  out.rule("mail_for_each", "every confirmed booking has its mail");
  if (outbox) {
    std::unordered_map<std::string, std::size_t> mails;
    for (const auto& row : *outbox)
      for (const auto* booking : bookings_in(all, row.key))
        ++mails[booking->id];
    for (const auto* row : all.bookings)
      if (!mails.empty() && row->state == booking_state::confirmed) {
        out.look();
        if (!mails.contains(row->id))
          out.broken("no mail was ever queued for the booking", {row->id});
      }
  }
  out.rule("answer_kept",
           "a stored answer that names a booking names one that is there");
  for (const auto& answer : all.all.ledger.answers) {
    if (answer.booking_id.empty())
      continue;
    out.look();
    if (!all.booking_by_id.contains(answer.booking_id))
      out.broken("a stored answer names a booking that is not there",
                 {answer.call_id, answer.tool_call_id, answer.booking_id});
  }
}

} // namespace rental::load
