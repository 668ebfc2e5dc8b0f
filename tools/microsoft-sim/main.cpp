#include "tools/microsoft-sim/simulator.hpp"

#include <CLI/CLI.hpp>

#include <csignal>
#include <iostream>

namespace {

constexpr auto description = R"(microsoft-sim - a simulator of Microsoft 365

DESCRIPTION
  Answers like Microsoft's identity platform v2.0 (authorize with a real
  sign-in page, token) and Microsoft Graph v1.0 (me, mailboxSettings,
  calendarView, getSchedule, events, sendMail) on a loopback port, and refuses
  what Microsoft would refuse. Nothing is kept on disk; nothing leaves the
  computer.

  When it is ready it prints one line:
    microsoft-sim listening on http://127.0.0.1:PORT
  It ends with status 0 on SIGTERM or SIGINT.)";

constexpr auto more = R"(
ACCOUNTS
  pete@contoso.example       Central Standard Time (a Windows name)
  ana@contoso.example        Europe/Berlin (an IANA name)
  nozone@contoso.example     no time zone
  nomailbox@contoso.example  no mailbox: 404 MailboxNotEnabledForRESTAPI
  More by POST /_control/accounts.

SERVICE
  Point the service at it with
    MICROSOFT_LOGIN_URL=http://127.0.0.1:PORT
    MICROSOFT_GRAPH_URL=http://127.0.0.1:PORT/v1.0
    MICROSOFT_CLIENT_ID and MICROSOFT_CLIENT_SECRET as below

CONTROL PLANE
  GET  /_control/ui               accounts and events as a page
  GET  /_control/events           events as JSON (?account=&from=&until=)
  POST /_control/events           a human's event
  POST /_control/human-at         a human's event in the middle of a race
  POST /_control/faults           latency, errors, cut connections, ...
  POST /_control/release          ends the latencies that last just now
  GET  /_control/errors           the errors that a fault can name
  POST /_control/accounts         more accounts
  POST /_control/tokens           tokens without the sign-in pages
  POST /_control/auto-sign-in     sign-in without pages
  POST /_control/clock            moves the simulator's clock
  POST /_control/settings         every switch
  GET  /_control/stats, requests, mails, invitations
  POST /_control/reset            back to the beginning
  README.md beside the source has an example of each.

EXAMPLES
  microsoft-sim --port 8099
  microsoft-sim --port 0 --clock-start 2026-11-23T09:00:00Z
  curl -X POST localhost:8099/_control/faults -d '{"match":{"operation":
    "createEvent"},"action":{"status":503,"when":"after"}}'

EXIT STATUS
  0 ended by a signal, 1 the port cannot be had, 64 and above wrong options)";

int run(rental::sim::simulator_options options) {
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGINT);
  sigaddset(&ends, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  rental::sim::simulator microsoft{std::move(options)};
  microsoft.start();
  std::cout << "microsoft-sim listening on " << microsoft.base_url()
            << std::endl;
  int signal = 0;
  sigwait(&ends, &signal);
  microsoft.stop();
  return 0;
}

} // namespace

int main(int argc, char** argv) {
  rental::sim::simulator_options options;
  auto& initial = options.initial;
  CLI::App app{description, "microsoft-sim"};
  app.footer(more);
  app.get_formatter()->column_width(34);
  app.add_option("--port", options.port, "Port to listen on; 0: any free one")
      ->required();
  app.add_option("--address", options.address, "Address to listen on")
      ->capture_default_str();
  app.add_option("--client-id", initial.client_id, "The application's id")
      ->capture_default_str();
  app.add_option("--client-secret", initial.client_secret, "Its secret")
      ->capture_default_str();
  app.add_option("--tenant-id", initial.tenant_id, "The directory's id")
      ->capture_default_str();
  app.add_option("--redirect-uri", initial.redirect_uris,
                 "A registered redirect URI, exactly; may be repeated. Without "
                 "it: http://localhost or http://127.0.0.1, any port, path "
                 "/calendar/auth/callback");
  app.add_option("--clock-start", options.clock_start,
                 "The clock starts here (ISO 8601) instead of now");
  app.add_option("--expires-in", initial.expires_in,
                 "Seconds an access token lives")
      ->capture_default_str();
  app.add_option("--latency-ms", initial.latency_ms,
                 "Each Graph and token request takes this long")
      ->capture_default_str();
  app.add_option("--latency-jitter-ms", initial.latency_jitter_ms,
                 "and up to this much longer")
      ->capture_default_str();
  app.add_option("--auto-sign-in", initial.auto_sign_in,
                 "This account signs in and consents without a page");
  app.add_option("--public-url", initial.public_url,
                 "Written into links instead of what the Host header says");
  CLI11_PARSE(app, argc, argv);
  try {
    return run(std::move(options));
  } catch (const std::exception& error) {
    std::cerr << "microsoft-sim: " << error.what() << std::endl;
    return 1;
  }
}
