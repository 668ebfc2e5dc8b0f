// Every answer that Microsoft is known to give, through the functions that
// decide what becomes of it.
#include "microsoft/callback_errors.hpp"
#include "microsoft/graph_errors.hpp"
#include "microsoft/token_errors.hpp"
#include "tests/microsoft/known_answers.hpp"
#include "tests/microsoft/times.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <set>

using namespace rental;
using namespace rental::test;
using nlohmann::json;

namespace {

struct verdict {
  std::string name;
  failure why;
};

std::map<std::string, std::string> headers_of(const std::string& retry_after) {
  if (retry_after.empty())
    return {};
  return {{"retry-after", retry_after}};
}

verdict judge_callback(const std::string& body) {
  const auto query = json::parse(body);
  const auto error = query.value("error", "");
  if (error.empty())
    return {"reply", {}};
  return {
      to_string(classify_callback_error(error, query.value("error_subcode", ""),
                                        query.value("error_description", ""))),
      {}};
}

verdict judge(const std::string& service, long status,
              const std::string& retry_after, const std::string& body) {
  if (service == "callback")
    return judge_callback(body);
  // No answer at all: the HTTP client says so, nothing is left to classify.
  if (status == 0)
    return {"network", {}};
  if (status < 300)
    return {"reply", {}};
  const auto classify
      = service == "token" ? classify_token_error : classify_graph_error;
  const auto why = classify(status, headers_of(retry_after), body, now);
  return {to_string(why.code), why};
}

const known_answer* find(const std::string& name) {
  for (const auto& row : known_answers)
    if (row.name == name)
      return &row;
  return nullptr;
}

} // namespace

TEST(Answers, EachIsUnderstood) {
  std::set<std::string> names;
  for (const auto& row : known_answers) {
    SCOPED_TRACE(row.name);
    const auto got = judge(row.service, row.status, row.retry_after, row.body);
    EXPECT_EQ(got.name, row.expected);
    EXPECT_EQ(got.why.retry_after.count(), row.wait);
    names.insert(row.name);
  }
  EXPECT_EQ(names.size(), 78u);
}

TEST(Answers, DetailsNameTheCodeAndNothingPersonal) {
  for (const auto& row : known_answers) {
    SCOPED_TRACE(row.name);
    const auto got = judge(row.service, row.status, row.retry_after, row.body);
    if (got.why == failure{})
      continue;
    EXPECT_FALSE(got.why.detail.empty());
    EXPECT_EQ(got.why.detail.find("..."), std::string::npos);
  }
  const auto* loop = find("aad_loop_detected");
  EXPECT_EQ(judge("token", 400, "", loop->body).why.detail,
            "invalid_request AADSTS50196");
}

TEST(Answers, TheWholeCollectionIsUnderstoodToo) {
  const std::filesystem::path file
      = RENTAL_SOURCE_DIR "/tests/fixtures/microsoft-errors.json";
  std::ifstream in{file};
  ASSERT_TRUE(in);
  const auto all = json::parse(in);
  for (const auto& answer : all.at("errors")) {
    const auto name = answer.at("name").get<std::string>();
    SCOPED_TRACE(name);
    const auto* row = find(name);
    ASSERT_NE(row, nullptr) << "a new answer: add it to known_answers.hpp";
    const auto& body = answer.at("body");
    const auto text = body.is_string() ? body.get<std::string>()
                      : body.is_null() ? std::string{}
                                       : body.dump();
    const auto got = judge(row->service, answer.at("http_status").get<long>(),
                           answer.at("headers").value("Retry-After", ""), text);
    EXPECT_EQ(got.name, row->expected);
    EXPECT_EQ(got.why.retry_after.count(), row->wait);
    EXPECT_EQ(got.why.detail,
              judge(row->service, row->status, row->retry_after, row->body)
                  .why.detail);
  }
}
