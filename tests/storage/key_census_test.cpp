#include "storage/key_census.hpp"
#include "tests/storage/store_fixture.hpp"

#include <gmock/gmock.h>

using namespace rental;
using testing::HasSubstr;

namespace {

class KeyCensus : public StoreTest {
protected:
  std::unique_ptr<store> opened(const std::string& ring) {
    auto db = value_of(open_store(url(), ring_of(ring)));
    value_of(db->migrate());
    return db;
  }
  std::vector<missing_key> missing_for(const std::string& ring,
                                       census how = census::usual) {
    return value_of(find_missing_keys(url(), *ring_of(ring), how));
  }
  std::string url() const { return "sqlite3://" + path_; }
  static void add(store& db, const std::string& name) {
    value_of(ask(db, [&](store_session& s) {
      return s.put_manager(sample_manager(name));
    }));
  }

  const std::string old_ring = "k1:" + key_of('a');
  const std::string both = "k2:" + key_of('b') + "," + old_ring;
  const std::string new_ring = "k2:" + key_of('b');
};

} // namespace

TEST_F(KeyCensus, NamesWhatACutOffRotationLeftBehind) {
  auto before = opened(old_ring);
  add(*before, "pete");
  add(*before, "jane");
  before.reset();
  EXPECT_TRUE(missing_for(old_ring).empty());
  auto rotating = opened(both);
  add(*rotating, "anna"); // sealed with the new key
  rotating.reset();
  EXPECT_TRUE(missing_for(both).empty());
  for (const auto how : {census::usual, census::whole}) {
    const auto missing = missing_for(new_ring, how);
    ASSERT_EQ(missing.size(), 1u);
    EXPECT_EQ(missing[0].id, "k1");
    // Profile and tokens of two managers, and the key of the look-up hashes.
    EXPECT_EQ(missing[0].values, 5u);
    EXPECT_EQ(in_words(missing), "5 values want key k1");
  }
}

TEST_F(KeyCensus, IsContentOnceTheRotationCameToItsEnd) {
  auto before = opened(old_ring);
  add(*before, "pete");
  before.reset();
  EXPECT_TRUE(missing_for(old_ring).empty());
  EXPECT_TRUE(missing_for(both).empty());
  value_of(opened(both)->reseal());
  for (const auto how : {census::usual, census::whole, census::usual})
    EXPECT_TRUE(missing_for(new_ring, how).empty());
}

TEST_F(KeyCensus, FindsKeysOfTimesBeforeItWasKept) {
  auto before = opened(old_ring);
  add(*before, "pete");
  before.reset();
  EXPECT_EQ(missing_for(new_ring).size(), 1u) << "the first look is whole";
}

TEST_F(KeyCensus, ADatabaseThatIsNoFileLacksNothing) {
  const auto ring = ring_of(old_ring);
  for (const auto* other : {"sqlite3://:memory:", "postgresql://db/x"})
    EXPECT_TRUE(value_of(find_missing_keys(other, *ring)).empty());
}
