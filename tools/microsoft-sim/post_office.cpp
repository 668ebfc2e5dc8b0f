#include "tools/microsoft-sim/post_office.hpp"

#include "tools/microsoft-sim/time_text.hpp"

#include <algorithm>
#include <array>

namespace rental::sim {

void post_office::send(letter sent) {
  std::lock_guard lock{mutex_};
  letters_.push_back(std::move(sent));
}

int post_office::mails_since(const std::string& account,
                             sys_seconds since) const {
  std::lock_guard lock{mutex_};
  return static_cast<int>(
      std::count_if(letters_.begin(), letters_.end(), [&](const letter& sent) {
        return sent.what == letter::kind::mail && sent.account == account
               && sent.sent >= since;
      }));
}

json post_office::list(const std::string& account, bool mails) const {
  constexpr std::array names{"mail", "invitation", "update", "cancellation"};
  std::lock_guard lock{mutex_};
  auto result = json::array();
  for (auto& sent : letters_) {
    if ((sent.what == letter::kind::mail) != mails
        || (!account.empty() && sent.account != account))
      continue;
    auto entry = sent.content;
    entry["account"] = sent.account;
    entry["kind"] = names[static_cast<std::size_t>(sent.what)];
    entry["sentAt"] = instant_text(sent.sent);
    result.push_back(std::move(entry));
  }
  return result;
}

json post_office::sent_items(const std::string& account,
                             const std::string& property,
                             const std::string& value) const {
  std::lock_guard lock{mutex_};
  auto result = json::array();
  for (auto sent = letters_.rbegin(); sent != letters_.rend(); ++sent) {
    if (sent->what != letter::kind::mail || sent->account != account
        || !sent->content.value("saveToSentItems", true))
      continue;
    const auto& carried = sent->content["extendedProperties"];
    if (carried.value(property, json{}) == json(value))
      result.push_back(sent->content);
  }
  return result;
}

json post_office::mails(const std::string& account) const {
  return list(account, true);
}

json post_office::invitations(const std::string& account) const {
  return list(account, false);
}

void post_office::clear() {
  std::lock_guard lock{mutex_};
  letters_.clear();
}

} // namespace rental::sim
