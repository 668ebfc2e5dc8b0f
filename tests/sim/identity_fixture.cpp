#include "tests/sim/identity_fixture.hpp"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <regex>

namespace rental::sim::test {

namespace {

constexpr auto all_scopes
    = "openid profile email offline_access User.Read Calendars.ReadWrite "
      "MailboxSettings.Read Mail.Send";

std::string challenge() {
  std::string text{verifier};
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  auto encoded = base64_of(digest);
  for (auto& c : encoded)
    c = c == '+' ? '-' : c == '/' ? '_' : c;
  encoded.erase(encoded.find_last_not_of('=') + 1);
  return encoded;
}

} // namespace

std::string base64_of(const std::string& data) {
  std::string text(4 * (data.size() / 3 + 1) + 1, '\0');
  text.resize(static_cast<std::size_t>(
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                      reinterpret_cast<const unsigned char*>(data.data()),
                      static_cast<int>(data.size()))));
  return text;
}

json claims_of(const std::string& token) {
  auto first = token.find('.');
  auto part = token.substr(first + 1, token.find('.', first + 1) - first - 1);
  for (auto& c : part)
    c = c == '-' ? '+' : c == '_' ? '/' : c;
  while (part.size() % 4 != 0)
    part += '=';
  std::string text(part.size(), '\0');
  EVP_DecodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                  reinterpret_cast<const unsigned char*>(part.data()),
                  static_cast<int>(part.size()));
  return json::parse(text.substr(0, text.rfind('}') + 1));
}

std::string found(const std::string& text, const std::string& pattern) {
  std::smatch match;
  return std::regex_search(text, match, std::regex{pattern}) ? match[1].str()
                                                             : "";
}

values IdentityTest::changed(values all, values changes) {
  for (auto& [name, value] : changes) {
    std::erase_if(all, [&](auto& pair) { return pair.first == name; });
    if (!value.empty())
      all.emplace_back(name, value);
  }
  return all;
}

reply IdentityTest::authorize(values changes) {
  values all{{"client_id", settings{}.client_id},
             {"response_type", "code"},
             {"redirect_uri", redirect_uri},
             {"scope", all_scopes},
             {"state", "st-1"},
             {"nonce", "n-1"},
             {"code_challenge", challenge()},
             {"code_challenge_method", "S256"}};
  return http.send("GET",
                   microsoft.base_url() + "/common/oauth2/v2.0/authorize?"
                       + form(changed(std::move(all), std::move(changes))));
}

reply IdentityTest::post(const std::string& step, const values& fields,
                         const std::string& tenant) {
  return http.send(
      "POST", microsoft.base_url() + '/' + tenant + "/oauth2/v2.0/" + step,
      {{"Content-Type", "application/x-www-form-urlencoded"}}, form(fields));
}

std::string IdentityTest::sign_in(const std::string& account, values changes) {
  auto page = authorize(std::move(changes));
  auto flow = found(page.body, "name=\"flow\" value=\"([^\"]+)\"");
  auto next = post("sign-in", {{"flow", flow}, {"account", account}});
  if (next.status == 200)
    next = post("consent", {{"flow", flow}, {"decision", "accept"}});
  return next.header("location");
}

std::string IdentityTest::code_for(const std::string& account, values changes) {
  return found(sign_in(account, std::move(changes)), "[?&]code=([^&]+)");
}

values IdentityTest::redeeming(const std::string& code) {
  return {{"grant_type", "authorization_code"},
          {"client_id", settings{}.client_id},
          {"client_secret", settings{}.client_secret},
          {"code", code},
          {"redirect_uri", redirect_uri},
          {"code_verifier", verifier}};
}

reply IdentityTest::redeem(const std::string& code, values changes) {
  return post("token", changed(redeeming(code), std::move(changes)));
}

reply IdentityTest::refresh(const std::string& token, values changes) {
  return post("token", changed({{"grant_type", "refresh_token"},
                                {"client_id", settings{}.client_id},
                                {"client_secret", settings{}.client_secret},
                                {"refresh_token", token}},
                               std::move(changes)));
}

std::string IdentityTest::refresh_token_for(const std::string& account) {
  return redeem(code_for(account)).content()["refresh_token"];
}

int IdentityTest::aadsts(const reply& from) {
  auto content = from.content();
  return content.is_object() && content.contains("error_codes")
             ? content["error_codes"][0].get<int>()
             : 0;
}

} // namespace rental::sim::test
