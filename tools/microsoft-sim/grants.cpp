#include "tools/microsoft-sim/grants.hpp"

#include "tools/microsoft-sim/crypto.hpp"

#include <utility>

namespace rental::sim {

namespace {

template <class Map>
auto look_up(const Map& in, const std::string& key)
    -> std::optional<typename Map::mapped_type> {
  auto found = in.find(key);
  return found == in.end() ? std::nullopt : std::optional{found->second};
}

template <class Map, class Grant>
std::string keep(Map& in, std::string prefix, Grant grant) {
  auto secret = std::move(prefix) + random_token(48);
  in.emplace(secret, std::move(grant));
  return secret;
}

} // namespace

std::string grants::add(sign_in_flow flow) {
  std::lock_guard lock{mutex_};
  return keep(flows_, "", std::move(flow));
}

std::optional<sign_in_flow> grants::flow(const std::string& id) const {
  std::lock_guard lock{mutex_};
  return look_up(flows_, id);
}

void grants::update(const std::string& id, sign_in_flow flow) {
  std::lock_guard lock{mutex_};
  flows_[id] = std::move(flow);
}

std::string grants::add(code_grant grant) {
  std::lock_guard lock{mutex_};
  return keep(codes_, "0.AXoA", std::move(grant));
}

std::optional<code_grant> grants::redeem(const std::string& code) {
  std::lock_guard lock{mutex_};
  auto result = look_up(codes_, code);
  if (result)
    codes_[code].redeemed = true;
  return result;
}

std::optional<code_grant> grants::code(const std::string& code) const {
  std::lock_guard lock{mutex_};
  return look_up(codes_, code);
}

std::string grants::add(refresh_grant grant) {
  std::lock_guard lock{mutex_};
  return keep(refresh_, "1.AXoA", std::move(grant));
}

std::optional<refresh_grant> grants::refresh(const std::string& token) const {
  std::lock_guard lock{mutex_};
  return look_up(refresh_, token);
}

bool grants::use(const std::string& token, sys_seconds now) {
  std::lock_guard lock{mutex_};
  auto& grant = refresh_[token];
  grant.last_used = now;
  return !std::exchange(grant.rotated, true);
}

std::string grants::add(access_grant grant) {
  std::lock_guard lock{mutex_};
  return keep(access_, "EwB4", std::move(grant));
}

std::optional<access_grant> grants::access(const std::string& token) const {
  std::lock_guard lock{mutex_};
  return look_up(access_, token);
}

int grants::expire_access(const std::string& account, sys_seconds now) {
  std::lock_guard lock{mutex_};
  int ended = 0;
  for (auto& [token, grant] : access_) {
    if ((account.empty() || grant.account == account) && grant.expires > now) {
      grant.expires = now;
      ++ended;
    }
  }
  return ended;
}

int grants::revoke_refresh(const std::string& account, sys_seconds now) {
  std::lock_guard lock{mutex_};
  int ended = 0;
  for (auto& [token, grant] : refresh_) {
    if ((account.empty() || grant.account == account) && !grant.revoked) {
      grant.revoked = true;
      grant.revoked_at = now;
      ++ended;
    }
  }
  return ended;
}

void grants::fail_refresh(const std::string& account,
                          const std::string& error) {
  std::lock_guard lock{mutex_};
  refresh_errors_[account] = error;
}

std::string grants::refresh_error(const std::string& account) const {
  std::lock_guard lock{mutex_};
  return look_up(refresh_errors_, account).value_or("");
}

void grants::clear() {
  std::lock_guard lock{mutex_};
  flows_.clear();
  codes_.clear();
  refresh_.clear();
  access_.clear();
  refresh_errors_.clear();
}

} // namespace rental::sim
