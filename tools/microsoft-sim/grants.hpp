#pragma once

#include "tools/microsoft-sim/zones.hpp"

#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>

namespace rental::sim {

using scope_set = std::set<std::string>;

/// An authorization request on its way through the pages.
struct sign_in_flow {
  std::string tenant;
  std::string redirect_uri;
  std::string state;
  std::string nonce;
  std::string code_challenge;
  std::string prompt;
  std::string login_hint;
  std::string response_mode;
  scope_set scopes;
  /// Set once somebody has signed in.
  std::string account;
};

struct code_grant {
  sign_in_flow flow;
  sys_seconds issued{};
  bool redeemed = false;
};

struct refresh_grant {
  std::string account;
  std::string tenant;
  scope_set scopes;
  sys_seconds issued{};
  sys_seconds last_used{};
  sys_seconds revoked_at{};
  bool revoked = false;
  /// Used once and replaced; matters under strict rotation only.
  bool rotated = false;
};

struct access_grant {
  /// Empty for an application's own token.
  std::string account;
  scope_set scopes;
  sys_seconds expires{};
};

/// Every flow, code and token that was ever given out, by its secret text.
/// Thread-safe.
class grants {
public:
  std::string add(sign_in_flow flow);
  std::optional<sign_in_flow> flow(const std::string& id) const;
  void update(const std::string& id, sign_in_flow flow);

  std::string add(code_grant grant);

  /// The code, and marks it as used; `redeemed` tells whether it was before.
  std::optional<code_grant> redeem(const std::string& code);

  /// The code without using it up.
  std::optional<code_grant> code(const std::string& code) const;

  std::string add(refresh_grant grant);
  std::optional<refresh_grant> refresh(const std::string& token) const;

  /// Records a use; false if it was rotated before.
  bool use(const std::string& token, sys_seconds now);

  std::string add(access_grant grant);
  std::optional<access_grant> access(const std::string& token) const;

  /// Ends what an account holds; an empty address means everybody. The number
  /// of tokens that were ended comes back.
  int expire_access(const std::string& account, sys_seconds now);
  int revoke_refresh(const std::string& account, sys_seconds now);

  /// Every refresh of the account fails with this error of the catalogue; an
  /// empty name ends that.
  void fail_refresh(const std::string& account, const std::string& error);
  std::string refresh_error(const std::string& account) const;

  void clear();

private:
  mutable std::mutex mutex_;
  std::map<std::string, sign_in_flow> flows_;
  std::map<std::string, code_grant> codes_;
  std::map<std::string, refresh_grant> refresh_;
  std::map<std::string, access_grant> access_;
  std::map<std::string, std::string> refresh_errors_;
};

} // namespace rental::sim
