#include "storage/session.hpp"

namespace rental {
namespace {

seal_owner owner_of(const idempotency_key& key) {
  return {"answer", key.agency, key.call_id, key.tool_call_id};
}

} // namespace

expected<std::optional<stored_answer>>
sqlite_session::answer(const idempotency_key& key) {
  using result = expected<std::optional<stored_answer>>;
  if (key.tool_call_id.empty())
    return result{std::nullopt};
  return guarded([&]() -> result {
    auto rows = db_.select<std::string, std::string, long long, std::string,
                           long long>(
        "SELECT fingerprint, answer, is_error, booking_id, created_at"
        " FROM answers WHERE agency = :agency AND call_id = :call_id"
        " AND tool_call_id = :tool_call_id",
        key.agency, key.call_id, key.tool_call_id);
    if (rows.empty())
      return result{std::nullopt};
    auto& [fingerprint, sealed, is_error, booking_id, created_at]
        = rows.front();
    auto opened = seals_.open(sealed, owner_of(key), 1);
    if (!opened)
      return opened.error();
    return std::optional{stored_answer{key, fingerprint, (*opened)[0].reveal(),
                                       is_error != 0, booking_id,
                                       from_unix(created_at)}};
  });
}

expected<done> sqlite_session::put_answer(const stored_answer& answer) {
  if (answer.key.tool_call_id.empty())
    return done{};
  return guarded([&]() -> expected<done> {
    auto sealed = seals_.seal(owner_of(answer.key), {answer.answer});
    db_.run("INSERT INTO answers (agency, call_id, tool_call_id, fingerprint,"
            " answer, answer_key, is_error, booking_id, created_at) VALUES"
            " (:agency, :call_id, :tool_call_id, :fingerprint, :answer,"
            " :answer_key, :is_error, :booking_id, :created_at)"
            " ON CONFLICT (agency, call_id, tool_call_id) DO NOTHING",
            answer.key.agency, answer.key.call_id, answer.key.tool_call_id,
            answer.fingerprint, sealed.text, sealed.key_id, answer.is_error,
            answer.booking_id, to_unix(answer.created_at));
    return done{};
  });
}

expected<std::size_t> sqlite_session::sweep_answers(instant before) {
  return guarded([&]() -> expected<std::size_t> {
    auto rows = db_.run("DELETE FROM answers WHERE created_at < :before",
                        to_unix(before));
    return static_cast<std::size_t>(rows);
  });
}

} // namespace rental
