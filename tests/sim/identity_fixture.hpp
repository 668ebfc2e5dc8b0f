#pragma once

#include "tests/sim/sim_client.hpp"

#include <string>

namespace rental::sim::test {

inline constexpr auto redirect_uri
    = "http://localhost:8080/calendar/auth/callback";
inline constexpr auto verifier
    = "abcdefghijklmnopqrstuvwxyz0123456789-._~ABCDEFG";

std::string base64_of(const std::string& data);

/// The claims of a JWT.
json claims_of(const std::string& token);

/// The first group of the first match, empty if there is none.
std::string found(const std::string& text, const std::string& pattern);

/// Walks through the pages of the identity platform and its token endpoint,
/// with parameters that a test may change; an empty value leaves one out.
class IdentityTest : public SimTest {
protected:
  static values changed(values all, values changes);

  reply authorize(values changes = {});

  /// Posts a form: "sign-in", "consent" or "token".
  reply post(const std::string& step, const values& fields,
             const std::string& tenant = "common");

  /// Through both pages; the redirect comes back.
  std::string sign_in(const std::string& account, values changes = {});

  std::string code_for(const std::string& account, values changes = {});

  static values redeeming(const std::string& code);
  reply redeem(const std::string& code, values changes = {});
  reply refresh(const std::string& token, values changes = {});

  /// The refresh token of a fresh sign-in.
  std::string refresh_token_for(const std::string& account);

  /// The AADSTS number of an error.
  static int aadsts(const reply& from);
};

} // namespace rental::sim::test
