#include "fronts/console/refusals.hpp"

#include <algorithm>
#include <array>

namespace rental {
namespace {

struct reason {
  const char* family;
  const char* label;
  std::string_view value;
  const char* said;
};

constexpr std::array reasons{
    reason{"peterental_booking_refused_total", "result", "past",
           "A viewing in the past"},
    reason{"peterental_booking_refused_total", "result", "too_soon",
           "A viewing sooner than the notice allows"},
    reason{"peterental_booking_refused_total", "result", "too_far",
           "A viewing beyond the days that are open"},
    reason{"peterental_booking_refused_total", "result", "closed",
           "A viewing outside the manager's hours"},
    reason{"peterental_booking_refused_total", "result", "off_grid",
           "A viewing that does not begin on the grid"},
    reason{"peterental_booking_refused_total", "result", "taken",
           "A time that was taken"},
    reason{"peterental_overlap_refused_total", "result", "hold",
           "A time that somebody else took in the same moment"},
    reason{"peterental_webhook_refused_total", "reason", "missing",
           "A webhook request without credentials"},
    reason{"peterental_webhook_refused_total", "reason", "wrong",
           "A webhook request with wrong credentials"},
    reason{"peterental_webhook_refused_total", "reason", "stale",
           "A webhook request that was signed too long ago"},
    reason{"peterental_foreign_user_id_total", "result", "ignored",
           "A manager whom the call's agency does not have"},
    reason{"peterental_admin_sign_in_total", "result", "wrong",
           "A wrong admin token on the sign-in page"}};

} // namespace

std::vector<refusal_count> refusals_in(const metrics& numbers) {
  std::vector<refusal_count> all;
  for (const auto& each : reasons) {
    const auto counted = numbers.counted(each.family, each.label);
    const auto found = counted.find(std::string{each.value});
    if (found != counted.end() && found->second > 0)
      all.push_back({each.said, static_cast<std::size_t>(found->second)});
  }
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
    return a.count > b.count;
  });
  return all;
}

} // namespace rental
