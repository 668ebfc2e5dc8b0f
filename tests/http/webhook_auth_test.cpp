#include "crypto/encode.hpp"
#include "crypto/hash.hpp"
#include "http/access/webhook_auth.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace rental {
namespace {

namespace fs = std::filesystem;
using verdict = webhook_verdict;
using hash = hmac_options::hash;
using encoding = hmac_options::encoding;

const std::string body
    = R"({"message":{"type":"tool-calls","toolCallList":[{"id":"call_1",)"
      R"("name":"get_availability","arguments":{"property_address":"9 Elm St"}}]}})";
constexpr auto now = from_unix(1790000000);
constexpr auto stamp = "1790000000";
// Computed with Python's hmac over the settings that each test names.
constexpr auto sha256_signature
    = "88fe02f0cbf387e1c446cea5e39a85b385d5b989d86235e5e5644e0fe3a5adad";

webhook_auth_options signed_options() {
  webhook_auth_options options;
  options.hmac_secrets = {secret{"own-test-secret-00112233"}};
  return options;
}

http_in request_with(string_map headers) {
  http_in in;
  in.method = "POST";
  in.path = "/vapi/webhook";
  in.headers = std::move(headers);
  in.body = body;
  return in;
}

http_in signed_request(const std::string& signature,
                       const std::string& time = stamp) {
  return request_with({{"x-signature", signature}, {"x-timestamp", time}});
}

verdict judged(const webhook_auth_options& options, const http_in& in,
               instant at = now) {
  const auto full = judge_webhook(options, in, at).verdict;
  // The header alone lets nobody in whom the whole request does not, and sends
  // nobody away whom it does.
  if (const auto early = judge_webhook_header(options, in)) {
    EXPECT_EQ(is_accepted(*early), is_accepted(full));
  }
  return full;
}

TEST(WebhookAuth, IsClosedWithoutSecretsOutsideDevelopmentMode) {
  webhook_auth_options options;
  EXPECT_EQ(judged(options, request_with({})), verdict::missing);
  options.open = true;
  EXPECT_EQ(judged(options, request_with({})), verdict::open);
  options.shared_secrets = {secret{"s"}};
  EXPECT_EQ(judged(options, request_with({})), verdict::missing);
}

TEST(WebhookAuth, TakesTheSecretInEitherHeader) {
  webhook_auth_options options;
  options.shared_secrets = {secret{"new one"}, secret{"old one"}};
  const std::pair<string_map, verdict> table[]
      = {{{{"x-vapi-secret", "new one"}}, verdict::by_secret},
         {{{"x-vapi-secret", "old one"}}, verdict::by_secret},
         {{{"authorization", "Bearer new one"}}, verdict::by_secret},
         {{{"authorization", "bearer  old one"}}, verdict::by_secret},
         {{{"authorization", "Bearer nonsense"}, {"x-vapi-secret", "new one"}},
          verdict::by_secret},
         {{{"x-vapi-secret", "new on"}}, verdict::wrong},
         {{{"x-vapi-secret", "new one "}}, verdict::wrong},
         {{{"x-vapi-secret", "NEW ONE"}}, verdict::wrong},
         {{{"authorization", "Bearer"}}, verdict::missing},
         {{{"authorization", "Bearer "}}, verdict::missing},
         {{{"authorization", "Basic new one"}}, verdict::missing},
         {{{"authorization", "new one"}}, verdict::missing},
         {{{"x-vapi-secret", ""}}, verdict::missing},
         {{}, verdict::missing}};
  for (const auto& [headers, expected] : table)
    EXPECT_EQ(judged(options, request_with(headers)), expected)
        << (headers.empty() ? "" : headers.begin()->second);
}

TEST(WebhookAuth, AnEmptySecretLetsNobodyIn) {
  webhook_auth_options options;
  options.shared_secrets = {secret{}};
  EXPECT_FALSE(is_accepted(judged(options, request_with({}))));
  EXPECT_FALSE(
      is_accepted(judged(options, request_with({{"x-vapi-secret", ""}}))));
  options.hmac_secrets = {secret{}};
  const auto forged = hex_encode(
      hmac(hash_algorithm::sha256, "", std::string{stamp} + "." + body));
  EXPECT_FALSE(is_accepted(judged(options, signed_request(forged))));
}

TEST(WebhookAuth, TakesTheDefaultSignature) {
  const auto options = signed_options();
  EXPECT_EQ(judged(options, signed_request(sha256_signature)),
            verdict::by_signature);
  EXPECT_EQ(judged(options, signed_request(
                                "b9cb918192cd9a10d83456becc5ba08c5aa4920332429"
                                "8d7825d58807f72752f",
                                "1790000000000")),
            verdict::by_signature);
}

TEST(WebhookAuth, TakesEveryForm) {
  auto sha512 = signed_options();
  sha512.hmac.algorithm = hash::sha512;
  EXPECT_EQ(
      judged(sha512,
             signed_request("ae97bb58cf5c1d738c63d639d44b3c3fa55b240cd9026f65d"
                            "84da42d1c9f34f677b27803a5b40f6d4b92f45d40299cafcb"
                            "403800cabddc92f1f9ed59dcae504c")),
      verdict::by_signature);
  auto sha1 = signed_options();
  sha1.hmac.algorithm = hash::sha1;
  EXPECT_EQ(
      judged(sha1, signed_request("83de09853093e5502b4b1958240f0a0e3eb697b8")),
      verdict::by_signature);
  auto base64 = signed_options();
  base64.hmac.signature_encoding = encoding::base64;
  EXPECT_EQ(judged(base64, signed_request(
                               "iP4C8Mvzh+HERs6l45qFs4XVuYnYYjXl5WROD+Olra0=")),
            verdict::by_signature);
  auto body_only = signed_options();
  body_only.hmac.include_timestamp = false;
  body_only.hmac.payload_format = "{body}";
  body_only.hmac.signature_header = "x-hub-signature-256";
  body_only.hmac.signature_prefix = "sha256=";
  EXPECT_EQ(judged(body_only,
                   request_with({{"x-hub-signature-256",
                                  "sha256=31a5148f6ebc733ba34706ffc1fe2b291413f"
                                  "ca95a3d265e62080d7f5bb4a1c9"}})),
            verdict::by_signature);
}

TEST(WebhookAuth, TakesMessageIdsMethodsAndAddresses) {
  webhook_auth_options svix;
  svix.hmac_secrets = {secret{"a2V5LWJ5dGVzLWZvci1zdml4LXN0eWxl"}};
  svix.hmac.secret_is_base64 = true;
  svix.hmac.signature_encoding = encoding::base64;
  svix.hmac.signature_header = "svix-signature";
  svix.hmac.signature_prefix = "v1,";
  svix.hmac.timestamp_header = "svix-timestamp";
  svix.hmac.message_id_header = "svix-id";
  svix.hmac.payload_format = "{svix-id}.{timestamp}.{body}";
  EXPECT_EQ(
      judged(svix, request_with(
                       {{"svix-id", "msg_1"},
                        {"svix-timestamp", stamp},
                        {"svix-signature",
                         "v1,ztomdOwBt5MLnNTQlfLKx9aJS5VnI+nmciRkGzCguG4="}})),
      verdict::by_signature);
  auto all = signed_options();
  all.url = "https://x.test/vapi/webhook";
  all.hmac.payload_format = "{method}\n{url}\n{body}\n{timestamp}";
  const auto good = signed_request(
      "e4a3c9d40d90dd680964e597a47def5604f6c7bfc6a986d6137ea93f8a75df8f");
  EXPECT_EQ(judged(all, good), verdict::by_signature);
  all.url = "https://y.test/vapi/webhook";
  EXPECT_EQ(judged(all, good), verdict::wrong);
}

TEST(WebhookAuth, PlaceholdersInTheBodyAreNotReplaced) {
  auto options = signed_options();
  auto in = request_with({{"x-timestamp", stamp}});
  in.body = "{timestamp}{body}{method}";
  in.headers["x-signature"]
      = hex_encode(hmac(hash_algorithm::sha256, "own-test-secret-00112233",
                        std::string{stamp} + "." + in.body));
  EXPECT_EQ(judged(options, in), verdict::by_signature);
}

TEST(WebhookAuth, OldSecretsWorkWhileRotating) {
  auto options = signed_options();
  options.hmac_secrets.insert(options.hmac_secrets.begin(), secret{"newer"});
  EXPECT_EQ(judged(options, signed_request(sha256_signature)),
            verdict::by_signature);
}

TEST(WebhookAuth, OneProofIsEnough) {
  auto options = signed_options();
  options.shared_secrets = {secret{"shared"}};
  auto in = signed_request("00");
  in.headers["x-vapi-secret"] = "shared";
  EXPECT_EQ(judged(options, in), verdict::by_secret);
  in = signed_request(sha256_signature);
  in.headers["x-vapi-secret"] = "not it";
  EXPECT_EQ(judged(options, in), verdict::by_signature);
}

TEST(WebhookAuth, TheWindowIsFiveMinutesEitherWay) {
  const auto options = signed_options();
  const auto in = signed_request(sha256_signature);
  using std::chrono::seconds;
  EXPECT_EQ(judged(options, in, now + seconds{300}), verdict::by_signature);
  EXPECT_EQ(judged(options, in, now - seconds{300}), verdict::by_signature);
  EXPECT_EQ(judged(options, in, now + seconds{301}), verdict::stale);
  EXPECT_EQ(judged(options, in, now - seconds{301}), verdict::stale);
}

TEST(WebhookAuth, WhatCannotBeASignatureNeedsNoBody) {
  const auto options = signed_options();
  EXPECT_EQ(judge_webhook_header(options, request_with({})), verdict::missing);
  for (const auto* nonsense : {"x", "88fe", "not hex at all"})
    EXPECT_EQ(judge_webhook_header(options, signed_request(nonsense)),
              verdict::wrong)
        << nonsense;
  EXPECT_EQ(judge_webhook_header(options, signed_request(sha256_signature)),
            std::nullopt);
}

TEST(WebhookAuth, RefusesForgedSignatures) {
  const auto options = signed_options();
  const std::string good = sha256_signature;
  for (const auto& bad :
       {good.substr(1), good.substr(0, 63), good + "0", "x" + good.substr(1),
        std::string(64, '0'), "sha256=" + good, std::string{" "}})
    EXPECT_EQ(judged(options, signed_request(bad)), verdict::wrong) << bad;
  auto changed = signed_request(good);
  changed.body.back() = ' ';
  EXPECT_EQ(judged(options, changed), verdict::wrong);
  for (const char* time :
       {"", "1790000001", "abc", "-5", "99999999999999999999"})
    EXPECT_FALSE(is_accepted(judged(options, signed_request(good, time))))
        << time;
  EXPECT_EQ(judged(options, request_with({{"x-timestamp", stamp}})),
            verdict::missing);
}

TEST(WebhookAuth, ASignedNonsenseTimeIsStale) {
  const auto options = signed_options();
  for (const std::string time : {"", "soon", "-1790000000", "1e9"}) {
    const auto signature = hex_encode(hmac(
        hash_algorithm::sha256, "own-test-secret-00112233", time + "." + body));
    EXPECT_EQ(judged(options, signed_request(signature, time)), verdict::stale)
        << time;
  }
}

webhook_auth_options two_agencies() {
  webhook_auth_options options;
  options.shared_secrets = {secret{"operator"}};
  options.own_secrets
      = {{{secret{"north-new"}, secret{"north-old"}}, "north", 1},
         {{secret{"south"}}, "south", 2},
         {{secret{"north-new"}}, "north", 4}};
  return options;
}

TEST(WebhookAuth, AnAgencysOwnSecretSpeaksForItAlone) {
  const auto options = two_agencies();
  auto by = [&](string_map headers) {
    return judge_webhook(options, request_with(std::move(headers)), now);
  };
  auto proof = by({{"x-vapi-secret", "north-new"}});
  EXPECT_EQ(proof.verdict, verdict::by_secret);
  EXPECT_EQ(proof.agency, "north");
  EXPECT_EQ(proof.bindings, (std::vector<std::size_t>{1, 4}));
  proof = by({{"authorization", "Bearer north-old"}});
  EXPECT_EQ(proof.agency, "north");
  EXPECT_EQ(proof.bindings, (std::vector<std::size_t>{1}));
  proof = by({{"x-vapi-secret", "south"}});
  EXPECT_EQ(proof.agency, "south");
  EXPECT_EQ(proof.bindings, (std::vector<std::size_t>{2}));
  EXPECT_EQ(by({{"x-vapi-secret", "north"}}).verdict, verdict::wrong);
}

TEST(WebhookAuth, TheOperatorsSecretSpeaksForNoAgency) {
  auto options = two_agencies();
  auto in = request_with({{"x-vapi-secret", "operator"}});
  auto proof = judge_webhook(options, in, now);
  EXPECT_EQ(proof.verdict, verdict::by_secret);
  EXPECT_EQ(proof.agency, "");
  EXPECT_TRUE(proof.bindings.empty());
  options.hmac_secrets = signed_options().hmac_secrets;
  proof = judge_webhook(options, signed_request(sha256_signature), now);
  EXPECT_EQ(proof.verdict, verdict::by_signature);
  EXPECT_EQ(proof.agency, "");
}

TEST(WebhookAuth, OfTwoSecretsThatOfTheAgencyCounts) {
  auto options = two_agencies();
  const auto both = request_with(
      {{"x-vapi-secret", "operator"}, {"authorization", "Bearer south"}});
  EXPECT_EQ(judge_webhook(options, both, now).agency, "south");
  options.hmac_secrets = signed_options().hmac_secrets;
  auto in = signed_request(sha256_signature);
  in.headers["x-vapi-secret"] = "south";
  EXPECT_EQ(judge_webhook(options, in, now).agency, "south");
}

TEST(WebhookAuth, ASecretOfAnAgencyClosesTheDoorForOthers) {
  webhook_auth_options options;
  options.own_secrets = {{{secret{"north"}}, "north", 0}};
  options.open = true;
  EXPECT_EQ(judged(options, request_with({})), verdict::missing);
  EXPECT_EQ(judged(options, request_with({{"x-vapi-secret", ""}})),
            verdict::missing);
}

TEST(BearerMatches, OneOfTheTokens) {
  const std::vector<secret> tokens{secret{"one"}, secret{"two"}};
  EXPECT_TRUE(bearer_matches("Bearer two", tokens));
  EXPECT_FALSE(bearer_matches("Bearer three", tokens));
  EXPECT_FALSE(bearer_matches("two", tokens));
  EXPECT_FALSE(bearer_matches("", tokens));
  EXPECT_FALSE(bearer_matches("Bearer ", {}));
}

// -- the vectors that lie beside the repository, when they do -----------------

std::string content(const fs::path& path) {
  std::ifstream in{path, std::ios::binary};
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

hmac_options options_of(const nlohmann::json& credential) {
  hmac_options options;
  const std::string algorithm = credential["algorithm"];
  options.algorithm = algorithm == "sha512" ? hash::sha512
                      : algorithm == "sha1" ? hash::sha1
                                            : hash::sha256;
  options.signature_header = credential["signatureHeader"];
  options.timestamp_header = credential["timestampHeader"];
  options.signature_prefix = credential["signaturePrefix"];
  options.include_timestamp = credential["includeTimestamp"];
  options.payload_format = credential["payloadFormat"];
  if (credential["messageIdHeader"].is_string())
    options.message_id_header = credential["messageIdHeader"];
  options.signature_encoding = credential["signatureEncoding"] == "base64"
                                   ? encoding::base64
                                   : encoding::hex;
  options.secret_is_base64 = credential["secretIsBase64"];
  return options;
}

TEST(WebhookAuth, VectorsOfThePublishedSettings) {
  const fs::path folder = fs::path{RENTAL_SOURCE_DIR} / "tests/fixtures";
  const auto all = nlohmann::json::parse(content(folder / "hmac-vectors.json"));
  const auto at = from_unix(all["server_time_unix"].get<std::int64_t>());
  int count = 0;
  for (const auto& vector : all["vectors"]) {
    const auto name = vector["name"].get<std::string>();
    webhook_auth_options options;
    options.hmac_secrets = {secret{vector["credential"]["secretKey"]}};
    options.hmac = options_of(vector["credential"]);
    options.url = vector["url"];
    http_in in;
    in.method = vector["method"];
    in.body = content(
        folder / "vapi"
        / fs::path{vector["body_file"].get<std::string>()}.filename());
    ASSERT_EQ(sha256_hex(in.body), vector["body_sha256"].get<std::string>());
    for (const auto& [key, value] : vector["headers"].items())
      in.headers[key] = value;
    EXPECT_EQ(judged(options, in, at), verdict::by_signature) << name;
    auto damaged = in;
    damaged.body.back() = static_cast<char>(damaged.body.back() ^ 1);
    EXPECT_EQ(judged(options, damaged, at), verdict::wrong) << name;
    auto cut = in;
    cut.headers[options.hmac.signature_header].pop_back();
    EXPECT_EQ(judged(options, cut, at), verdict::wrong) << name;
    auto bare = in;
    bare.headers.erase(options.hmac.signature_header);
    EXPECT_EQ(judged(options, bare, at), verdict::missing) << name;
    ++count;
  }
  EXPECT_GE(count, 5);
}

} // namespace
} // namespace rental
