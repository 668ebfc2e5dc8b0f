#include "app/link_command.hpp"

#include "app/database.hpp"
#include "config/phone.hpp"
#include "fronts/connect/connect_links.hpp"
#include "net/url.hpp"

#include <memory>
#include <ostream>

namespace rental {
namespace {

/// The key of a database in memory is known to its own process only.
bool keeps_no_key(const settings& all) {
  return all.master_key.empty()
         && key_file_for(all.database_url.reveal()).empty();
}

front_options front_of(const settings& all, const command_context& context,
                       std::shared_ptr<const keyring> keys) {
  front_options options;
  options.public_url = all.public_url;
  options.normalise_id = [region = all.phone_region](std::string_view id) {
    return normalise_user_id(id, region);
  };
  options.keys = std::move(keys);
  options.time = std::make_shared<manual_clock>(
      all.clock_start.value_or(context.now.now()));
  return options;
}

void explain(std::ostream& notes, const made_link& made,
             const std::string& public_url) {
  const auto& link = made.inside;
  notes << "Connects the calendar of " << link.user_id << " (agency "
        << link.agency << ") until " << to_iso_utc(link.expires_at) << ".\n";
  if (link.expected_account.empty())
    notes
        << "Whoever has the link can connect their own account: send it to the "
           "manager only, or name the account with --expect.\n";
  else
    notes << "Another account than " << link.expected_account
          << " is refused.\n";
  notes << "It connects one calendar, once.\n";
  if (is_loopback(public_url))
    notes << "It works on this machine only: PUBLIC_URL is " << public_url
          << ".\n";
}

} // namespace

int make_connect_link(const command_context& context,
                      const link_options& options) {
  auto all = context.load();
  if (!all)
    return exit_configuration;
  if (keeps_no_key(*all)) {
    context.fail({errc::bad_request,
                  "the service's key is not known here; set MASTER_KEY for "
                  "both",
                  {}});
    return exit_configuration;
  }
  auto keys = open_keys(*all);
  if (!keys)
    return context.fail(keys.error());
  const auto front = front_of(*all, context, *std::move(keys));
  const auto made = make_link(
      front, {options.user_id, options.expect, options.hours, options.agency});
  if (!made) {
    context.fail(made.error());
    return exit_usage;
  }
  context.out << made->url << "\n";
  explain(context.err, *made, all->public_url);
  return exit_fine;
}

} // namespace rental
