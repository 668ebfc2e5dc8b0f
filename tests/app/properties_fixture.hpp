// `peterental properties` on a database in a folder of its own.
#pragma once

#include "storage/property_store.hpp"

#include "command_fixture.hpp"
#include <gmock/gmock.h>

namespace rental::test {

class PropertiesTest : public CommandTest {
protected:
  PropertiesTest() { put(connected("pete")); }

  std::vector<property_record> homes() const {
    std::vector<property_record> all;
    auto db = open();
    auto read = run_job(*db.rows, [&](store_session& rows) -> expected<done> {
      auto page = rows.properties().find({.limit = 100'000});
      if (!page)
        return page.error();
      all = std::move(page->rows);
      return done{};
    });
    EXPECT_TRUE(read) << to_string(read.error());
    return all;
  }

  /// "address|manager" of each.
  std::vector<std::string> lines() const {
    std::vector<std::string> all;
    for (const auto& home : homes())
      all.push_back(home.address + "|" + home.manager);
    return all;
  }

  int add(const std::string& address, const std::string& who = "pete") {
    return run({"properties", "add", "--address", address, "--manager", who});
  }

  int import(const std::string& text, std::vector<std::string> more = {}) {
    std::vector<std::string> args{"properties", "import",
                                  write("homes.csv", text)};
    args.insert(args.end(), more.begin(), more.end());
    return run(std::move(args));
  }
};

} // namespace rental::test
