#include "fronts/item_words.hpp"

namespace rental {
namespace {

const char* fault_of(event_flaw::kind what) {
  switch (what) {
  case event_flaw::kind::no_id:
    return "it has no id";
  case event_flaw::kind::no_start:
    return "its start cannot be read";
  case event_flaw::kind::no_end:
    return "its end cannot be read";
  case event_flaw::kind::no_times:
    return "neither start nor end can be read, so it blocks nothing";
  case event_flaw::kind::ends_before_start:
    return "it ends before it begins";
  case event_flaw::kind::unknown_zone:
    return "it names a time zone that nobody knows";
  }
  return "";
}

} // namespace

std::string words_of(const unreadable_item& item) {
  const auto when = item.day ? date::format("%a, %d %b %Y", *item.day)
                             : std::string{"On an unknown day"};
  return when + ": " + fault_of(item.what);
}

std::vector<std::string> words_of(const std::vector<unreadable_item>& items) {
  std::vector<std::string> lines;
  for (const auto& item : items)
    lines.push_back(words_of(item));
  return lines;
}

} // namespace rental
