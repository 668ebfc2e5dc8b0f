// Inside storage/ only: the queries of visitor_store.
#pragma once

#include "storage/connection.hpp"
#include "storage/vault.hpp"
#include "storage/visitor_store.hpp"

namespace rental {

class sqlite_session;

class sqlite_visitors final : public visitor_store {
public:
  sqlite_visitors(sqlite_session& rows, connection& db, const vault& seals)
      : rows_(rows), db_(db), seals_(seals) {}

  expected<swept_rows> sweep(instant before, std::size_t limit) override;
  expected<std::vector<booking>> bookings_after(const std::string& id,
                                                std::size_t limit) override;
  expected<std::vector<callback_request>>
  wishes_after(std::int64_t id, std::size_t limit) override;
  expected<std::vector<outbox_mail>> mails_after(std::int64_t id,
                                                 std::size_t limit) override;
  expected<std::vector<stored_answer>>
  answers_about(const std::string& booking_id) override;
  expected<std::vector<stored_answer>>
  answers_in(const std::string& agency, const std::string& call_id) override;
  expected<done> erase_booking(const std::string& id, instant now) override;
  expected<done> erase_wish(std::int64_t id, instant now) override;
  expected<done> erase_mail(std::int64_t id) override;
  expected<done> erase_answers_in(const std::string& agency,
                                  const std::string& call_id) override;
  expected<done> erase_uses(std::int64_t manager,
                            const std::string& who) override;

private:
  /// With an SQL text of one parameter.
  expected<std::vector<stored_answer>> answers(const char* sql,
                                               const std::string& of);

  sqlite_session& rows_;
  connection& db_;
  const vault& seals_;
};

} // namespace rental
