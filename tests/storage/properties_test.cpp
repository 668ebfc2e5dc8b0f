// The property directory.
#include "storage/property_store.hpp"
#include "tests/storage/store_fixture.hpp"

using namespace rental;

namespace {

class Properties : public StoreTest {
protected:
  static property_record home(const std::string& id, const std::string& address,
                              const std::string& manager = "pete") {
    property_record row;
    row.id = id;
    row.agency = "default";
    row.address = address;
    row.manager = manager;
    row.created_at = row.updated_at = at(1);
    return row;
  }
  void put(const property_record& row) {
    value_of(
        ask(*db_, [&](store_session& s) { return s.properties().put(row); }));
  }
  property_record get(const std::string& id) {
    return value_of(
        ask(*db_, [&](store_session& s) { return s.properties().by_id(id); }));
  }
  property_page find(const property_filter& which) {
    return value_of(ask(
        *db_, [&](store_session& s) { return s.properties().find(which); }));
  }
  std::vector<std::string> ids(const property_filter& which) {
    std::vector<std::string> all;
    for (const auto& row : find(which).rows)
      all.push_back(row.id);
    return all;
  }
  std::int64_t version() {
    return value_of(
        ask(*db_, [](store_session& s) { return s.properties().version(); }));
  }
  expected<done> remove(const std::string& id) {
    return ask(*db_,
               [&](store_session& s) { return s.properties().remove(id); });
  }

  using list = std::vector<std::string>;
};

} // namespace

TEST_F(Properties, AHomeComesBackAsItWasPut) {
  auto row = home("a", "12 Elm Street, Norman", "+14055550142");
  row.agency = "lakeside";
  row.name = "Maple Court";
  row.notes = "Park behind the house.";
  row.active = false;
  row.updated_at = at(2);
  put(row);
  const auto back = get("a");
  EXPECT_EQ(back.agency, "lakeside");
  EXPECT_EQ(back.address, row.address);
  EXPECT_EQ(back.name, "Maple Court");
  EXPECT_EQ(back.manager, "+14055550142");
  EXPECT_EQ(back.notes, row.notes);
  EXPECT_FALSE(back.active);
  EXPECT_EQ(back.created_at, at(1));
  EXPECT_EQ(back.updated_at, at(2));
}

TEST_F(Properties, WhatIsPutAgainKeepsWhenItCame) {
  put(home("a", "12 Elm Street"));
  auto later = home("a", "14 Elm Street", "quinn");
  later.created_at = later.updated_at = at(9);
  put(later);
  EXPECT_EQ(get("a").address, "14 Elm Street");
  EXPECT_EQ(get("a").manager, "quinn");
  EXPECT_EQ(get("a").created_at, at(1));
  EXPECT_EQ(find({}).total, 1u);
}

TEST_F(Properties, AManagersNumberAndTheNotesAreSealed) {
  auto row = home("a", "12 Elm Street", "+14055550142");
  row.notes = "The key is under the mat.";
  put(row);
  const auto bytes = file_bytes();
  EXPECT_EQ(bytes.find("4055550142"), bytes.npos);
  EXPECT_EQ(bytes.find("under the mat"), bytes.npos);
  EXPECT_NE(bytes.find("12 Elm Street"), bytes.npos);
}

TEST_F(Properties, AreFoundByAgencyManagerTextAndState) {
  auto a = home("a", "12 Elm Street");
  a.name = "Maple Court";
  put(a);
  put(home("b", "9 Oak Avenue", "quinn"));
  auto c = home("c", "12 Elm Street", "quinn");
  c.agency = "lakeside";
  c.active = false;
  put(c);
  EXPECT_EQ(ids({}), (list{"a", "b", "c"}));
  EXPECT_EQ(ids({.agency = "lakeside"}), list{"c"});
  EXPECT_EQ(ids({.manager = "quinn"}), (list{"b", "c"}));
  EXPECT_EQ(ids({.agency = "default", .manager = "quinn"}), list{"b"});
  EXPECT_EQ(ids({.search = "ELM"}), (list{"a", "c"}));
  EXPECT_EQ(ids({.search = "maple"}), list{"a"});
  EXPECT_EQ(ids({.search = "%"}), list{});
  EXPECT_EQ(ids({.active = true}), (list{"a", "b"}));
  EXPECT_EQ(ids({.active = false}), list{"c"});
}

TEST_F(Properties, ComeInPages) {
  for (const auto* id : {"a", "b", "c", "d"})
    put(home(id, std::string{"1 "} + id + " Street",
             id == std::string{"b"} ? "quinn" : "pete"));
  const auto page = find({.offset = 1, .limit = 2});
  EXPECT_EQ(page.total, 4u);
  EXPECT_EQ(ids({.offset = 1, .limit = 2}), (list{"b", "c"}));
  EXPECT_EQ(ids({.manager = "pete", .offset = 1, .limit = 1}), list{"c"});
  EXPECT_EQ(find({.manager = "pete", .offset = 1, .limit = 1}).total, 3u);
  EXPECT_EQ(ids({.offset = 9}), list{});
}

TEST_F(Properties, EveryChangeOfAnyProgramHasAnotherVersion) {
  std::vector<std::int64_t> seen{version()};
  EXPECT_EQ(version(), seen.back());
  const auto expect_news = [&](const char* after) {
    EXPECT_NE(version(), seen.back()) << after;
    seen.push_back(version());
  };
  put(home("a", "12 Elm Street"));
  expect_news("added");
  put(home("a", "12 Elm Street", "quinn"));
  expect_news("changed");
  raw_sql(path_, "UPDATE properties SET active = 0");
  expect_news("changed by another program");
  value_of(remove("a"));
  expect_news("removed");
  EXPECT_EQ(error_of(remove("a")), errc::not_found);
  EXPECT_EQ(version(), seen.back()) << "nothing was removed";
  add_manager();
  EXPECT_EQ(version(), seen.back()) << "of something else";
}

TEST_F(Properties, OneThatDoesNotOpenCostsItselfAlone) {
  put(home("a", "12 Elm Street"));
  put(home("b", "9 Oak Avenue"));
  raw_sql(path_, "UPDATE properties SET details = 'AAAA' WHERE id = 'a'");
  const auto page = find({});
  ASSERT_EQ(page.rows.size(), 2u);
  EXPECT_TRUE(page.rows[0].unreadable || page.rows[1].unreadable);
  EXPECT_EQ(ids({.manager = "pete"}), list{"b"});
  const auto counts
      = value_of(ask(*db_, [](store_session& s) { return s.counts(); }));
  EXPECT_EQ(counts.unreadable.at("property"), 1u);
}

TEST_F(Properties, AreSealedAnewWithTheOthers) {
  put(home("a", "12 Elm Street", "+14055550142"));
  db_.reset();
  db_ = open("new:" + key_of('b') + ",k1:" + key_of('a'));
  value_of(db_->migrate());
  value_of(db_->reseal());
  EXPECT_EQ(raw_sql(path_, "SELECT details_key FROM properties"), list{"new"});
  EXPECT_EQ(get("a").manager, "+14055550142");
}
