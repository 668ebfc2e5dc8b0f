// Inside storage/ only: the sealed values that did not open.
#pragma once

#include "domain/counts.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace rental {

/// Whoever reads sealed rows notes here what does not open, and passes over it.
/// A pass over a whole column (reseal.hpp) drops what opens again, or is gone.
/// Not thread-safe.
class unreadable_rows {
public:
  void note(const std::string& kind, std::string row) {
    rows_[{kind, std::move(row)}] = ++notes_;
  }
  /// What is noted from now on is newer than this.
  std::uint64_t mark() const { return notes_; }
  /// Forgets the values of a kind that were not noted since `mark`.
  void keep_since(const std::string& kind, std::uint64_t mark) {
    std::erase_if(rows_, [&](const auto& each) {
      return each.first.kind == kind && each.second <= mark;
    });
  }
  std::map<std::string, std::size_t> by_kind() const {
    std::map<std::string, std::size_t> all;
    for (const auto& [row, when] : rows_)
      ++all[row.kind];
    return all;
  }
  std::vector<unreadable_row> first(std::size_t limit) const {
    std::vector<unreadable_row> all;
    for (const auto& [row, when] : rows_)
      if (all.size() < limit)
        all.push_back(row);
    return all;
  }

private:
  std::map<unreadable_row, std::uint64_t> rows_;
  std::uint64_t notes_ = 0;
};

} // namespace rental
