#include "storage/session.hpp"

#include <cstdlib>

namespace rental {
namespace {

constexpr long long day_seconds = 24 * 60 * 60;
constexpr std::size_t sealed_fields = 12;

} // namespace

expected<done> sqlite_session::put_sign_in(const pending_sign_in& pending) {
  return guarded([&]() -> expected<done> {
    const auto& held = pending.held;
    const auto& tokens = held.tokens;
    const auto token_end = std::to_string(to_unix(tokens.expires_at));
    auto sealed = seals_.seal(
        {"sign-in", pending.state_hash},
        {pending.nonce, pending.verifier.reveal(), pending.expected_account,
         pending.manager.user_id, tokens.access_token.reveal(),
         tokens.refresh_token.reveal(), tokens.scope, token_end, held.tenant_id,
         held.object_id, held.account, held.display_name});
    // Those that nobody came back from; a day is far beyond any sign-in's life.
    db_.run("DELETE FROM sign_ins WHERE expires_at < :before",
            to_unix(pending.expires_at) - day_seconds);
    db_.run("INSERT INTO sign_ins (state_hash, agency, user_id, secrets,"
            " secrets_key, cookie_hash, expires_at, link_id, link_ends)"
            " VALUES (:state_hash, :agency, :user_id, :secrets, :secrets_key,"
            " :cookie_hash, :expires_at, :link_id, :link_ends)",
            pending.state_hash, pending.manager.agency,
            seals_.stored_id(pending.manager.agency, pending.manager.user_id),
            sealed.text, sealed.key_id, pending.cookie_hash,
            to_unix(pending.expires_at), pending.link_id,
            to_unix(pending.link_ends));
    return done{};
  });
}

expected<std::optional<pending_sign_in>>
sqlite_session::take_sign_in(const std::string& state_hash, instant now) {
  using result = expected<std::optional<pending_sign_in>>;
  return guarded([&]() -> result {
    // One statement: of two callbacks with the same state one gets the row.
    auto rows = db_.select<std::string, std::string, std::string, long long,
                           std::string, long long>(
        "DELETE FROM sign_ins WHERE state_hash = :state_hash RETURNING agency,"
        " secrets, cookie_hash, expires_at, link_id, link_ends",
        state_hash);
    if (rows.empty())
      return std::optional<pending_sign_in>{};
    auto& [agency, sealed, cookie_hash, expires_at, link_id, link_ends]
        = rows.front();
    if (from_unix(expires_at) <= now)
      return std::optional<pending_sign_in>{};
    auto opened = seals_.open(sealed, {"sign-in", state_hash}, sealed_fields);
    if (!opened)
      return opened.error();
    const auto& part = *opened;
    auto pending = pending_sign_in{
        state_hash,  {agency, part[3].reveal()}, part[0].reveal(),     part[1],
        cookie_hash, part[2].reveal(),           from_unix(expires_at)};
    pending.held
        = {{part[4], part[5],
            from_unix(std::strtoll(part[7].reveal().c_str(), nullptr, 10)),
            part[6].reveal()},
           part[8].reveal(),
           part[9].reveal(),
           part[10].reveal(),
           part[11].reveal()};
    pending.link_id = link_id;
    pending.link_ends = from_unix(link_ends);
    return std::optional{std::move(pending)};
  });
}

} // namespace rental
