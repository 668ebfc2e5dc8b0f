#include "storage/session.hpp"

namespace rental {
namespace {

seal_owner owner_of(const std::string& key_hash) {
  return {"answer", key_hash};
}

std::string key_hash_of(const vault& seals, const idempotency_key& key,
                        const std::string& fingerprint) {
  return seals.keyed_hash(
      {"answer", key.agency, key.call_id, key.tool_call_id, fingerprint});
}

} // namespace

expected<std::optional<stored_answer>>
sqlite_session::answer(const idempotency_key& key,
                       const std::string& fingerprint) {
  using result = expected<std::optional<stored_answer>>;
  if (key.tool_call_id.empty())
    return result{std::nullopt};
  return guarded([&]() -> result {
    const auto key_hash = key_hash_of(seals_, key, fingerprint);
    auto rows = db_.select<std::string, long long, std::string, long long,
                           std::string, long long, long long, long long>(
        "SELECT answer, is_error, booking_id, created_at, kind, starts_at,"
        " attempt, call_hash <> '' AND EXISTS (SELECT 1 FROM answers AS later"
        " WHERE later.call_hash = answers.call_hash AND later.id > answers.id"
        " AND later.kind IN ('stands', 'cancelled'))"
        " FROM answers WHERE key_hash = :key_hash",
        key_hash);
    if (rows.empty())
      return result{std::nullopt};
    auto& [sealed, is_error, booking_id, created_at, kind, starts_at, attempt,
           overtaken]
        = rows.front();
    auto opened = seals_.open(sealed, owner_of(key_hash), 1);
    if (!opened)
      return opened.error();
    return std::optional{stored_answer{
        key, fingerprint, (*opened)[0].reveal(), is_error != 0, booking_id,
        from_unix(created_at),
        answer_kind_from(kind).value_or(answer_kind::passing),
        from_unix(starts_at), static_cast<int>(attempt), overtaken != 0}};
  });
}

expected<stored_answer>
sqlite_session::put_answer(const stored_answer& answer) {
  if (answer.key.tool_call_id.empty())
    return answer;
  auto before = this->answer(answer.key, answer.fingerprint);
  if (!before)
    return before.error();
  if (*before && (*before)->attempt >= answer.attempt)
    return **before;
  return guarded([&]() -> expected<stored_answer> {
    const auto key_hash = key_hash_of(seals_, answer.key, answer.fingerprint);
    auto sealed = seals_.seal(owner_of(key_hash), {answer.answer});
    // A new id: it is the last word of the conversation.
    db_.run("DELETE FROM answers WHERE key_hash = :key_hash", key_hash);
    db_.run("INSERT INTO answers (key_hash, call_hash, attempt, kind, answer,"
            " answer_key, is_error, booking_id, starts_at, created_at) VALUES"
            " (:key_hash, :call_hash, :attempt, :kind, :answer, :answer_key,"
            " :is_error, :booking_id, :starts_at, :created_at)",
            key_hash, seals_.call_hash(answer.key.agency, answer.key.call_id),
            answer.attempt, to_string(answer.kind), sealed.text, sealed.key_id,
            answer.is_error, answer.booking_id, to_unix(answer.starts_at),
            to_unix(answer.created_at));
    return answer;
  });
}

expected<std::size_t> sqlite_session::sweep_answers(instant before) {
  return guarded([&]() -> expected<std::size_t> {
    auto rows = db_.run("DELETE FROM answers WHERE created_at < :before",
                        to_unix(before));
    db_.run("DELETE FROM uses WHERE used_at < :before", to_unix(before));
    db_.run("DELETE FROM code_tries WHERE last_at < :before", to_unix(before));
    return static_cast<std::size_t>(rows);
  });
}

} // namespace rental
