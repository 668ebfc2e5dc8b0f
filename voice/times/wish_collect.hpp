// The days and hours of a wish, as they belong together. Inside voice/ only.
// Pure.
#pragma once

#include "voice/times/wish_words.hpp"

#include <optional>
#include <vector>

namespace rental {

/// Something that was said, and how it is tied to what came before.
struct wish_item {
  said what;
  bool is_joined = false;
  bool behind_pause = false;
};

/// Times that are wanted, or that are ruled out.
class wish_collector {
public:
  void add(const wish_item& each);
  /// What is said next takes the place of what was said before.
  void correct();
  bool empty() const { return sides_.size() == 1 && sides_[0].empty(); }
  std::vector<wished_times> result(date::local_days today, bool wanted) const;

private:
  /// Days and hours that belong together.
  struct side {
    std::vector<wish_item> days;
    std::vector<wished_times> hours;
    bool hours_came_last = false;
    bool hours_came_first = false;

    bool empty() const { return days.empty() && hours.empty(); }
  };

  void add_days(const wish_item& each);
  void add_hours(const wish_item& each);
  void start_again();
  std::vector<wished_times> days_of(const side& each, date::local_days today,
                                    bool wanted) const;

  std::vector<side> sides_{1};
  std::optional<wish_item> stretch_;
  bool days_doubted_ = false;
  bool hours_doubted_ = false;
};

} // namespace rental
