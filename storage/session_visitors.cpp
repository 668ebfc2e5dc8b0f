#include "storage/session_visitors.hpp"

#include "storage/session.hpp"

namespace rental {
namespace {

using text = std::string;
using number = long long;

#define ANSWER_COLUMNS                                                         \
  "SELECT key_hash, answer, booking_id, created_at FROM answers "

constexpr auto delete_bookings
    = "DELETE FROM bookings WHERE rowid IN (SELECT rowid FROM bookings"
      " WHERE ends_at < :before AND state IN ('confirmed', 'cancelled',"
      " 'failed') ORDER BY ends_at LIMIT :limit)";
constexpr auto delete_wishes
    = "DELETE FROM wishes WHERE id IN (SELECT id FROM wishes"
      " WHERE handled_at < :before ORDER BY handled_at LIMIT :limit)";
constexpr auto delete_mails
    = "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox"
      " WHERE created_at < :before AND state NOT IN ('queued', 'sending')"
      " ORDER BY created_at LIMIT :limit)";

} // namespace

expected<swept_rows> sqlite_visitors::sweep(instant before, std::size_t limit) {
  return guarded([&]() -> expected<swept_rows> {
    const auto swept = [&](const char* sql) {
      return static_cast<std::size_t>(db_.run(sql, to_unix(before), limit));
    };
    swept_rows all;
    all.bookings = swept(delete_bookings);
    all.wishes = swept(delete_wishes);
    all.mails = swept(delete_mails);
    return all;
  });
}

expected<std::vector<booking>>
sqlite_visitors::bookings_after(const std::string& id, std::size_t limit) {
  return rows_.bookings_after(id, limit);
}

expected<std::vector<callback_request>>
sqlite_visitors::wishes_after(std::int64_t id, std::size_t limit) {
  return rows_.wishes_after(id, limit);
}

expected<std::vector<outbox_mail>>
sqlite_visitors::mails_after(std::int64_t id, std::size_t limit) {
  return rows_.mails_after(id, limit);
}

expected<std::vector<stored_answer>>
sqlite_visitors::answers(const char* sql, const std::string& of) {
  using result = expected<std::vector<stored_answer>>;
  return guarded([&]() -> result {
    std::vector<stored_answer> all;
    for (const auto& [key_hash, sealed, booking_id, created] :
         db_.select<text, text, text, number>(sql, of)) {
      stored_answer each;
      each.booking_id = booking_id;
      each.created_at = from_unix(created);
      if (auto opened = seals_.open(sealed, {"answer", key_hash}, 1))
        each.answer = (*opened)[0].reveal();
      all.push_back(std::move(each));
    }
    return all;
  });
}

expected<std::vector<stored_answer>>
sqlite_visitors::answers_about(const std::string& booking_id) {
  return answers(ANSWER_COLUMNS
                 "WHERE booking_id = :id AND booking_id <> '' ORDER BY id",
                 booking_id);
}

expected<std::vector<stored_answer>>
sqlite_visitors::answers_in(const std::string& agency,
                            const std::string& call_id) {
  return answers(ANSWER_COLUMNS
                 "WHERE call_hash = :call AND call_hash <> '' ORDER BY id",
                 seals_.call_hash(agency, call_id));
}

expected<done> sqlite_visitors::erase_booking(const std::string& id,
                                              instant now) {
  return guarded([&]() -> expected<done> {
    const auto nobody = seals_.seal({"visitor", id}, {"", "", "", "", ""});
    const auto erased = db_.run(
        "UPDATE bookings SET visitor = :visitor, visitor_key = :visitor_key,"
        " phone_hash = '', caller_hash = '', code_hash = '', call_id = '',"
        " address = '', address_key = '', version = version + 1,"
        " updated_at = :now WHERE id = :id"
        " AND (state IN ('cancelled', 'failed')"
        " OR (state = 'confirmed' AND ends_at <= :ended))",
        nobody.text, nobody.key_id, to_unix(now), id, to_unix(now));
    if (erased == 0)
      return db_.select<number>("SELECT 1 FROM bookings WHERE id = :id", id)
                     .empty()
                 ? failure{errc::unknown_booking, "no such booking"}
                 : failure{errc::changed, "the booking is not over"};
    db_.run("DELETE FROM answers WHERE booking_id = :id AND booking_id <> ''",
            id);
    return done{};
  });
}

expected<done> sqlite_visitors::erase_wish(std::int64_t id, instant now) {
  return guarded([&]() -> expected<done> {
    const auto rows
        = db_.select<number>("SELECT manager FROM wishes WHERE id = :id", id);
    if (rows.empty())
      return errc::not_found;
    const auto owner = std::to_string(std::get<0>(rows.front()));
    const auto nobody = seals_.seal({"wish", owner, ""}, {"", "", "", ""});
    db_.run("UPDATE wishes SET visitor = :visitor, visitor_key = :key,"
            " call_id = '', address = '', address_key = '', handled = '',"
            " handled_key = '', handled_at = COALESCE(handled_at, :now)"
            " WHERE id = :id",
            nobody.text, nobody.key_id, to_unix(now), id);
    return done{};
  });
}

expected<done> sqlite_visitors::erase_mail(std::int64_t id) {
  return guarded([&]() -> expected<done> {
    if (db_.run("DELETE FROM outbox WHERE id = :id"
                " AND state NOT IN ('queued', 'sending')",
                id)
        > 0)
      return done{};
    return db_.select<number>("SELECT 1 FROM outbox WHERE id = :id", id).empty()
               ? failure{errc::not_found, "no such mail"}
               : failure{errc::changed, "the mail still waits"};
  });
}

expected<done> sqlite_visitors::erase_answers_in(const std::string& agency,
                                                 const std::string& call_id) {
  return guarded([&]() -> expected<done> {
    db_.run("DELETE FROM answers WHERE call_hash = :call AND call_hash <> ''",
            seals_.call_hash(agency, call_id));
    return done{};
  });
}

expected<done> sqlite_visitors::erase_uses(std::int64_t manager,
                                           const std::string& who) {
  if (who.empty())
    return done{};
  return guarded([&]() -> expected<done> {
    const auto who_hash = seals_.use_hash(manager, who);
    db_.run("DELETE FROM uses WHERE who_hash = :who_hash", who_hash);
    db_.run("DELETE FROM code_tries WHERE who_hash = :who_hash", who_hash);
    return done{};
  });
}

} // namespace rental
