#include "tests/storage/store_fixture.hpp"

using namespace rental;

namespace {

class Answers : public StoreTest {
protected:
  expected<std::optional<stored_answer>> find(const idempotency_key& key,
                                              const std::string& fingerprint
                                              = "fingerprint") {
    return ask(*db_,
               [&](store_session& s) { return s.answer(key, fingerprint); });
  }
  stored_answer put(const stored_answer& answer) {
    return value_of(
        ask(*db_, [&](store_session& s) { return s.put_answer(answer); }));
  }
};

stored_answer sample_answer(const std::string& tool_call_id,
                            std::int64_t created) {
  return {{"agency", "call", tool_call_id},
          "fingerprint",
          "You're booked for \"Tuesday\" \xe2\x80\x94 two o'clock.\t",
          false,
          "booking",
          at(created)};
}

} // namespace

TEST_F(Answers, AreGivenBackByteForByte) {
  auto given = sample_answer("t1", 5);
  put(given);
  auto found = value_of(find(given.key));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->key, given.key);
  EXPECT_EQ(found->fingerprint, given.fingerprint);
  EXPECT_EQ(found->answer, given.answer);
  EXPECT_FALSE(found->is_error);
  EXPECT_EQ(found->booking_id, "booking");
  EXPECT_EQ(found->created_at, at(5));
  auto error = sample_answer("t2", 5);
  error.is_error = true;
  put(error);
  EXPECT_TRUE(value_of(find(error.key))->is_error);
}

TEST_F(Answers, AreFoundByTheWholeKeyOnly) {
  put(sample_answer("t1", 5));
  EXPECT_FALSE(value_of(find({"other", "call", "t1"})));
  EXPECT_FALSE(value_of(find({"agency", "other", "t1"})));
  EXPECT_FALSE(value_of(find({"agency", "call", "other"})));
}

TEST_F(Answers, StayAsTheyWereFirst) {
  auto first = sample_answer("t1", 5);
  put(first);
  auto second = first;
  second.answer = "something else";
  EXPECT_EQ(put(second).answer, first.answer);
  EXPECT_EQ(value_of(find(first.key))->answer, first.answer);
}

TEST_F(Answers, OfALaterAttemptTakeThePlaceOfTheOneBefore) {
  auto first = sample_answer("t1", 5);
  put(first);
  auto second = first;
  second.attempt = 2;
  second.answer = "something else";
  second.kind = answer_kind::stands;
  second.starts_at = at(99);
  EXPECT_EQ(put(second).answer, "something else");
  EXPECT_EQ(put(first).answer, "something else") << "a late first attempt";
  const auto found = value_of(find(first.key));
  EXPECT_EQ(found->attempt, 2);
  EXPECT_EQ(found->kind, answer_kind::stands);
  EXPECT_EQ(found->starts_at, at(99));
}

TEST_F(Answers, ToOtherArgumentsUnderOneIdStandSideBySide) {
  auto first = sample_answer("t1", 5);
  auto other = first;
  other.fingerprint = "other arguments";
  other.answer = "something else";
  put(first);
  put(other);
  EXPECT_EQ(value_of(find(first.key))->answer, first.answer);
  EXPECT_EQ(value_of(find(first.key, "other arguments"))->answer, other.answer);
}

TEST_F(Answers, AreOvertakenByWhatTheConversationChangedSince) {
  auto refused = sample_answer("t1", 5);
  put(refused);
  auto asked = sample_answer("t2", 6);
  put(asked);
  auto elsewhere = sample_answer("t3", 7);
  elsewhere.key.call_id = "another call";
  elsewhere.kind = answer_kind::cancelled;
  put(elsewhere);
  EXPECT_FALSE(value_of(find(refused.key))->overtaken);
  auto change = sample_answer("t4", 8);
  change.kind = answer_kind::cancelled;
  put(change);
  EXPECT_TRUE(value_of(find(refused.key))->overtaken);
  EXPECT_FALSE(value_of(find(change.key))->overtaken);
}

// Neither ids nor arguments can be proven from a stolen file.
TEST_F(Answers, AreFoundByAKeyedHashAlone) {
  put(sample_answer("call_tool_1", 5));
  for (const auto& row : raw_sql(path_, "SELECT key_hash || call_hash || kind"
                                        " || answer FROM answers"))
    for (const auto* part : {"agency", "call_tool_1", "fingerprint"})
      EXPECT_EQ(row.find(part), row.npos) << row;
}

TEST_F(Answers, WithoutToolCallIdAreNotKept) {
  auto nameless = sample_answer("", 5);
  put(nameless);
  EXPECT_FALSE(value_of(find(nameless.key)));
  EXPECT_EQ(raw_sql(path_, "SELECT COUNT(*) FROM answers"),
            std::vector<std::string>{"0"});
}

TEST_F(Answers, AreSweptByAge) {
  for (int i = 0; i < 10; ++i)
    put(sample_answer("t" + std::to_string(i), i));
  auto swept
      = ask(*db_, [](store_session& s) { return s.sweep_answers(at(4)); });
  EXPECT_EQ(value_of(swept), 4u);
  EXPECT_FALSE(value_of(find({"agency", "call", "t3"})));
  EXPECT_TRUE(value_of(find({"agency", "call", "t4"})));
}
