#include "app/doctor_command.hpp"

#include "app/database.hpp"
#include "app/fetch.hpp"
#include "app/mail_options.hpp"
#include "config/load.hpp"
#include "microsoft/identity_client.hpp"
#include "net/curl_client.hpp"
#include "storage/key_census.hpp"
#include "storage/open_store.hpp"

#include <curl/curl.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <iomanip>
#include <ostream>
#include <system_error>

namespace rental {
namespace {

constexpr std::chrono::seconds check_timeout{15};

/// Prints the findings and remembers whether one was bad.
class findings {
public:
  explicit findings(std::ostream& out) : out_(out) {}

  void good(const char* what, const std::string& text) {
    line("ok  ", what, text);
  }
  void bad(const char* what, const std::string& text) {
    line("FAIL", what, text);
    all_good_ = false;
  }
  bool all_good() const { return all_good_; }

private:
  void line(const char* mark, const char* what, const std::string& text) {
    out_ << mark << " " << std::left << std::setw(10) << what << text << "\n";
  }

  std::ostream& out_;
  bool all_good_ = true;
};

void print_settings(std::ostream& out, const settings& all) {
  auto lines = describe(all);
  std::size_t width = 0;
  for (const auto& [name, value] : lines)
    width = std::max(width, name.size());
  out << "Settings in force\n";
  for (const auto& [name, value] : lines)
    out << "  " << std::left << std::setw(static_cast<int>(width) + 2) << name
        << (value.empty() ? "\"\"" : value) << "\n";
  out << "  " << (all.development_mode ? "Development mode" : "Production mode")
      << "; missing for production:";
  if (all.missing.empty())
    out << " nothing";
  for (std::size_t i = 0; i < all.missing.size(); ++i)
    out << (i == 0 ? " " : ", ") << all.missing[i];
  out << "\n\nChecks\n";
}

/// A sealed value opens with the same ring and for the same owner only.
bool seals(const keyring& keys) {
  const std::string probe = "doctor";
  auto sealed = keys.seal(probe, "doctor/a");
  auto opened = keys.open(sealed, "doctor/a");
  return opened && opened->reveal() == probe && !keys.open(sealed, "doctor/b");
}

/// Looking makes nothing: what doctor made as another user, the service could
/// not open.
bool lacks_key_file(const settings& all) {
  const auto file = key_file_for(all.database_url.reveal());
  return all.master_key.empty() && all.loopback && !file.empty()
         && !std::filesystem::exists(file);
}

void check_key(findings& found, const settings& all) {
  if (lacks_key_file(all))
    return found.good("key", "none yet: the first `peterental serve` makes one "
                             "beside the database, for development");
  auto keys = open_keys(all);
  if (!keys)
    return found.bad("key", keys.error().detail);
  if (!seals(**keys))
    return found.bad("key", "a sealed value did not open again");
  found.good(
      "key",
      "seals and opens; current key \"" + (*keys)->current_key_id() + "\""
          + (all.master_key.empty() ? ", of the development key file" : ""));
}

constexpr std::size_t most_named = 10;
/// It is emptied at 8 MiB; what is far beyond that is held by somebody's long
/// reading.
constexpr std::uint64_t large_log = 64 * 1024 * 1024;

void check_values(findings& found, const backup_contents& held) {
  if (held.unreadable.empty())
    return found.good("values",
                      std::to_string(held.values) + " sealed values open");
  for (const auto& line : lines_of(held.unreadable, most_named))
    found.bad("values", line);
  found.bad("values", std::to_string(held.unreadable.size()) + " of "
                          + std::to_string(held.values)
                          + " sealed values do not open with MASTER_KEY: put "
                            "the key that sealed them into it");
}

void check_log(findings& found, const backup_contents& held) {
  const auto size = std::to_string(held.log_bytes / 1024) + " KiB";
  if (held.log_bytes > large_log)
    return found.bad("log", "the write-ahead log has " + size
                                + ": is a program reading the database "
                                  "without end?");
  found.good("log", "the write-ahead log has " + size);
}

/// The folder, or the nearest one above it that is there, takes files.
void check_absent_database(findings& found, const settings& all) {
  const auto file = database_file(all.database_url.reveal());
  std::error_code error;
  auto folder = std::filesystem::absolute(file, error).parent_path();
  while (!std::filesystem::exists(folder, error) && folder.has_relative_path())
    folder = folder.parent_path();
  if (::access(folder.c_str(), W_OK | X_OK) != 0)
    return found.bad("database", "there is none yet, and this user may not "
                                 "write in "
                                     + folder.string());
  found.good("database",
             "none yet: the first `peterental serve` makes " + file);
}

void check_database(findings& found, const settings& all) {
  if (is_absent(all))
    return check_absent_database(found, all);
  auto opened = open_database(all);
  if (!opened)
    return found.bad("database", to_string(opened.error()));
  auto version = opened->rows->migrate();
  if (!version)
    return found.bad("database", to_string(version.error()));
  if (auto writes = opened->rows->check(); !writes)
    return found.bad("database",
                     "does not take a write: " + to_string(writes.error()));
  auto missing = find_missing_keys(all.database_url.reveal(), *opened->keys,
                                   census::whole);
  if (!missing)
    return found.bad("database", to_string(missing.error()));
  if (!missing->empty())
    found.bad("database",
              in_words(*missing)
                  + ", which MASTER_KEY does not have: put it back, then run "
                    "`peterental rotate-keys` to its end");
  opened->rows.reset();
  auto held = examine_database(all.database_url.reveal(), opened->keys);
  if (!held)
    return found.bad("database", to_string(held.error()));
  found.good("database",
             "schema version " + std::to_string(*version) + ", takes writes, "
                 + std::to_string(held->managers)
                 + (held->managers == 1 ? " manager" : " managers"));
  check_values(found, *held);
  check_log(found, *held);
}

/// One id for each mailbox; those of before the rule may share one.
void check_mailboxes(findings& found, const settings& all) {
  if (is_absent(all))
    return;
  auto opened = open_database(all);
  if (!opened)
    return; // told by check_database
  std::string names;
  auto read
      = run_job(*opened->rows, [&](store_session& session) -> expected<done> {
          auto sharing = session.sharing_managers();
          if (!sharing)
            return sharing.error();
          for (const auto& row : *sharing)
            names += (names.empty() ? "" : ", ") + row.key.user_id + " (agency "
                     + row.key.agency + ")";
          return done{};
        });
  if (!read)
    return;
  if (!names.empty())
    return found.bad("mailboxes",
                     "connected under an older id as well, so that both may "
                     "refuse each other's bookings: "
                         + names + "; disconnect one of the two");
  found.good("mailboxes", "each is connected under one id");
}

std::string advice(const failure& why) {
  switch (why.code) {
  case errc::operator_fault:
    return "refuses the app registration: put the secret's value (not its id) "
           "into MICROSOFT_CLIENT_SECRET, or make a new one if it is over; "
           "check MICROSOFT_CLIENT_ID and MICROSOFT_TENANT_ID ("
           + to_string(why) + ")";
  case errc::unreachable:
  case errc::timeout:
  case errc::network:
    return "cannot be reached: check name resolution, firewall and "
           "MICROSOFT_LOGIN_URL ("
           + to_string(why) + ")";
  default:
    return to_string(why);
  }
}

void check_microsoft(findings& found, const settings& all, http_client& http,
                     const clock& now) {
  if (all.microsoft.client_id.empty() || all.microsoft.client_secret.empty())
    return found.bad("microsoft", "MICROSOFT_CLIENT_ID or "
                                  "MICROSOFT_CLIENT_SECRET is not set");
  identity_options options;
  options.login_url = all.microsoft.login_url;
  options.tenant = all.microsoft.tenant;
  options.client_id = all.microsoft.client_id;
  options.client_secret = all.microsoft.client_secret;
  options.redirect_uri = all.microsoft.redirect_uri;
  identity_client identity{options, http, now};
  auto answer = wait_for<done>([&](reply<done> on_reply) {
    identity.check_client(std::chrono::steady_clock::now() + check_timeout,
                          std::move(on_reply));
  });
  if (!answer)
    return found.bad("microsoft", advice(answer.error()));
  found.good("microsoft", "accepts the client id and secret");
}

/// Graph answers 401 without a token, with a Date all the same.
void check_clock(findings& found, const settings& all, http_client& http,
                 const clock& now) {
  constexpr std::int64_t tolerated = 60;
  http_request request;
  request.url = all.microsoft.graph_url + "/me";
  auto answer = fetch(http, std::move(request), check_timeout);
  if (!answer)
    return found.bad("clock", "Microsoft Graph cannot be reached to compare ("
                                  + to_string(answer.error()) + ")");
  auto theirs = curl_getdate(answer->headers["date"].c_str(), nullptr);
  if (theirs < 0)
    return found.bad("clock", "Microsoft Graph's answer has no date: is "
                              "MICROSOFT_GRAPH_URL right?");
  auto off = to_unix(all.clock_start.value_or(now.now()))
             - static_cast<std::int64_t>(theirs);
  auto text = std::to_string(std::abs(off)) + " s "
              + (off < 0 ? "behind" : "ahead of") + " Microsoft's";
  if (std::abs(off) > tolerated)
    return found.bad("clock", text + ": set the machine's clock (NTP)");
  found.good("clock", text);
}

/// Signs in and sends nothing.
void check_mail(findings& found, const settings& all) {
  if (all.smtp.url.empty())
    return found.good("mail", "SMTP_URL is not set: managers whose grant died "
                              "are not mailed a new link");
  auto client = smtp_client::make(mail_options_of(all),
                                  std::make_shared<system_clock>(), {});
  if (!client)
    return found.bad("mail", client.error().detail);
  auto works
      = (*client)->check(std::chrono::steady_clock::now() + check_timeout);
  if (!works)
    return found.bad("mail", to_string(works.error()));
  found.good("mail", "the server of SMTP_URL takes our sign-in");
}

} // namespace

int run_doctor(const command_context& context) {
  auto all = context.load();
  if (!all)
    return exit_configuration;
  auto& out = context.out;
  print_settings(out, *all);
  findings found{out};
  if (auto serving = check_for_serving(*all); serving)
    found.good("settings", "complete for `peterental serve`");
  else
    found.bad("settings", serving.error().detail);
  check_key(found, *all);
  check_database(found, *all);
  check_mailboxes(found, *all);
  curl_client http;
  check_microsoft(found, *all, http, context.now);
  check_clock(found, *all, http, context.now);
  check_mail(found, *all);
  for (const auto& notice : all->notices)
    out << "note " << notice << "\n";
  out << "\nRegister this redirect URI (platform Web) in the Microsoft Entra "
         "admin center:\n  "
      << all->microsoft.redirect_uri << "\n";
  return found.all_good() ? exit_fine : exit_failed;
}

} // namespace rental
