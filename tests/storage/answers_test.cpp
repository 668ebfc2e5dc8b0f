#include "tests/storage/store_fixture.hpp"

using namespace rental;

namespace {

class Answers : public StoreTest {
protected:
  expected<std::optional<stored_answer>> find(const idempotency_key& key) {
    return ask(*db_, [&](store_session& s) { return s.answer(key); });
  }
  void put(const stored_answer& answer) {
    value_of(ask(*db_, [&](store_session& s) { return s.put_answer(answer); }));
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
  put(second);
  EXPECT_EQ(value_of(find(first.key))->answer, first.answer);
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
