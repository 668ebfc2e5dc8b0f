// The texts of `--help`.
#pragma once

namespace rental::help {

inline constexpr auto program =
    R"(PeteRental Calendar: books property viewings in Microsoft 365 calendars
while the caller is on the phone.
)";

inline constexpr auto program_more = R"(
Settings come from environment variables and, for opening hours, rules and
agencies, from a TOML file; `peterental serve --help` lists them.

Exit status: 0 fine, 1 failed, 64 wrong usage, 78 wrong settings (one line on
stderr names the variable or the line of the file).)";

/// Stands at the end of every subcommand's text.
inline constexpr auto every_command = R"(

Settings come from environment variables and the file of --config or CONFIG:
`peterental serve --help` lists them.

EXIT STATUS
  0   fine
  1   failed; one line on stderr says why and what to do
  64  wrong usage
  78  wrong settings; one line names the variable or the line of the file)";

inline constexpr auto serve = "Run the service";
inline constexpr auto serve_more = R"(
Listens for VAPI's webhook and for browsers until SIGTERM or SIGINT; calls that
are in flight are finished first. A second signal ends it at once. Prints one
line of JSON for each thing that happened.

EXAMPLE
  MICROSOFT_CLIENT_ID=... MICROSOFT_CLIENT_SECRET=... LOG_FORMAT=text \
    peterental serve
  runs it on http://localhost:8080 for trying it out.

ENVIRONMENT
  PORT                     Port to listen on. [8080]
  BIND_ADDRESS             Address to listen on. [127.0.0.1] On one that others
                           can reach, MASTER_KEY, ADMIN_TOKEN and a webhook
                           secret must be set. On loopback without them, and
                           with a PUBLIC_URL of this machine, the service runs
                           in development mode and says so.
  PUBLIC_URL               Where browsers and VAPI reach the service.
                           [RENDER_EXTERNAL_URL, else http://localhost:PORT]
                           One of the world needs the three secrets as well.
  DATABASE_URL             [sqlite3://data/peterental.db]
  MICROSOFT_CLIENT_ID      Application (client) id of the app registration.
  MICROSOFT_CLIENT_SECRET  The secret's value, not its id.
  MICROSOFT_TENANT_ID      common, organizations, consumers, a GUID or a domain.
                           [common]
  MICROSOFT_REDIRECT_URI   As registered. [PUBLIC_URL/calendar/auth/callback]
  MICROSOFT_LOGIN_URL      [https://login.microsoftonline.com]
  MICROSOFT_GRAPH_URL      [https://graph.microsoft.com/v1.0]
  VAPI_SECRET              Shared secret: X-Vapi-Secret or Bearer.
  VAPI_SECRET_PREVIOUS     Also accepted, while the secret is being changed.
  VAPI_HMAC_SECRET         Secret of VAPI's HMAC credential.
  VAPI_HMAC_SECRET_PREVIOUS
                           Also accepted.
  VAPI_PRIVATE_KEY         VAPI's private API key, for `peterental vapi push`
                           alone; the service needs none.
  VAPI_API_URL             [https://api.vapi.ai] In Europe
                           https://api.eu.vapi.ai
  ADMIN_TOKEN              Bearer token of the API and of /metrics.
  MASTER_KEY               Seals tokens and personal data: 32 bytes in base64.
                           While rotating "new:KEY,old:KEY", the first seals.
  SMTP_URL                 Mail server for what cannot leave from a manager's
                           own mailbox, above all the link to connect it again:
                           smtp://USER:PASSWORD@HOST:587 (STARTTLS) or
                           smtps://...:465. Without it such mails are not sent.
  SMTP_FROM                Whom these mails come from, e.g. "Viewings
                           <viewings@example.com>". Needed with SMTP_URL.
  LOG_LEVEL                trace, debug, info, warn or error. [info]
  LOG_FORMAT               json or text. [json]
  CONFIG                   TOML file; config/peterental.example.toml documents
                           every option.
  RENDER                   true on Render, which sets it: clients are told apart
                           behind its edge.
  CLOCK_START              Tests only: the time at which the clock starts.

A secret may also be in a file: set NAME_FILE instead of NAME. An empty variable
counts as not set. Make secrets with `openssl rand -base64 32`.)";

inline constexpr auto link
    = "Make a link with which a manager connects a calendar";
inline constexpr auto link_more = R"(
Prints the link on stdout and what it is good for on stderr. Send the link to
the manager; it opens a page that says for whom it is, what is read and written,
and leads to Microsoft's sign-in. What a link says is sealed: nobody can read or
change it. It connects one calendar, once. With --expect, any other account is
refused.

MASTER_KEY (in development mode the key file beside the database), PUBLIC_URL
and DATABASE_URL have to be those of the service, which needs not run. A link
works until its time is over or its key is taken out of MASTER_KEY.

EXAMPLE
  peterental connect-link +14055550142 --expect jane@example.com --hours 48)";

inline constexpr auto managers
    = "Look at the connected managers, or forget one";
inline constexpr auto managers_more = R"(
A manager is a person whose calendar is connected, known by a phone number or
another id. Works while the service runs.)";
inline constexpr auto managers_list = "List them: account, state, bookings";
inline constexpr auto managers_list_more = R"(
One line for each, the oldest first. STATE is one of

  connected        viewings can be booked
  degraded         Microsoft cannot be asked just now; mends itself
  needs_reconnect  the manager has to connect the calendar again
  disconnected     nothing is connected

BOOKINGS counts viewings to come, WISHES callers who wait for a call back.

EXAMPLES
  peterental managers list
  peterental managers list --agency lakeside)";
inline constexpr auto managers_show = "Show one, without the tokens";
inline constexpr auto managers_show_more = R"(
Tells also why a calendar is not connected, and which mails were sent about it.

EXAMPLES
  peterental managers show +14055550142
  peterental managers show pete_admin --agency lakeside)";
inline constexpr auto managers_forget
    = "Forget the tokens of one, or everything";
inline constexpr auto forget_more = R"(
The events in the manager's calendar stay. A service that is running may keep
tokens in memory until it is restarted; to disconnect a manager at once, use
POST /calendar/auth/disconnect?user_id=USER_ID. Without --yes nothing happens.

--everything also removes the homes that the manager looks after, since they
hold the manager's id. Homes that are still shown need another manager first:
`peterental properties set ID_OR_ADDRESS --manager OTHER_ID`.

EXAMPLES
  peterental managers forget pete_admin --yes
  peterental managers forget pete_admin --everything --yes)";

inline constexpr auto visitors = "Export or erase what is kept about a visitor";
inline constexpr auto visitors_more = R"(
For people who ask what is known about them, or ask to be forgotten. Everything
is found that bears the phone number (as the visitor's, or as the one that
called) or the e-mail address, with every manager of every agency.

Without being asked, viewings that are over, call backs that are done and mails
are deleted after retention.visitors_days of the settings file, 400 if nothing
is set.)";
inline constexpr auto visitors_export = "Write all of it as JSON";
inline constexpr auto visitors_export_more = R"(
Viewings, call backs and messages, mails to managers and stored answers. Exit
status 1 when there are rows that do not open: they may be the visitor's too.

EXAMPLES
  peterental visitors export --phone +14055550142
  peterental visitors export --phone +14055550142 --email jo@example.com)";
inline constexpr auto visitors_erase = "Erase all of it";
inline constexpr auto visitors_erase_more = R"(
Viewings that are over keep their time and lose whom, where and from which call;
call backs are emptied and closed; mails, answers and the counts of the limits
are deleted. Writes what is found, and whether it was erased, as JSON. It may
run beside the service.

While a viewing is still to come nothing is erased, it is named, and the exit
status is 1: cancel it first. What stands in managers' calendars and mailboxes,
at VAPI and in backups stays there: the event ids are in the JSON.

EXAMPLES
  peterental visitors erase --phone +14055550142 --dry-run
  peterental visitors erase --phone +14055550142 --yes)";

inline constexpr auto tokens
    = "Read or write the replaced app's calendar_tokens.json";
inline constexpr auto tokens_more = R"(
For moving from the app that this service replaces, and back.)";
inline constexpr auto import = "Store the managers of a calendar_tokens.json";
inline constexpr auto import_more = R"(
Both layouts of the file are read; times without an offset are UTC. Phone
numbers become E.164. Everything is stored in one transaction or nothing is.
Connected managers are left alone unless --replace is given. Each entry is
reported with the reason if it was skipped; tokens are never printed.

The exit status is 1 when no entry can be used.

EXAMPLES
  peterental tokens import calendar_tokens.json --dry-run
  peterental tokens import calendar_tokens.json --agency lakeside)";
inline constexpr auto exported = "Write the managers as a calendar_tokens.json";
inline constexpr auto export_more = R"(
The file can be read by its owner only and replaces an older one at once or not
at all.

EXAMPLE
  peterental tokens export calendar_tokens.json --reveal)";

inline constexpr auto vapi = "Set up VAPI's side: tools, credential, assistant";
inline constexpr auto vapi_more = R"(
Works on the account of VAPI_PRIVATE_KEY, through VAPI's API at VAPI_API_URL.)";
inline constexpr auto vapi_push
    = "Create or update what this service needs at VAPI";
inline constexpr auto vapi_push_more = R"(
Needs VAPI_PRIVATE_KEY, and PUBLIC_URL with VAPI_SECRET or VAPI_HMAC_SECRET as
the service has them. Only reads, and prints what it would do; --yes does it.

  credential  "PeteRental webhook", with the secret: HMAC when VAPI_HMAC_SECRET
              is set, else the bearer token VAPI_SECRET. The digits in its name
              change with the secret, which VAPI does not show.
  tools       Those of GET /vapi/tools, with that credential. Ours is a tool of
              such a name whose server URL ends in /vapi/webhook.
  assistant   With --assistant: server, messages tool-calls, status-update and
              end-of-call-report, and the tools.

Safe to repeat: the second time nothing is changed. Other tools, credentials and
assistants are left alone, and so is what was added to ours: static parameters,
headers, other messages and tools of the assistant. Texts, spoken messages and
time-outs of the tools are put back to ours.

The exit status is 1 when VAPI refuses or does not answer. What was done until
then is listed; the same command does the rest.

EXAMPLES
  peterental vapi push --assistant 0f9c1d2e-0000-4000-8000-000000000001
  peterental vapi push --assistant 0f9c1d2e-0000-4000-8000-000000000001 --yes)";

inline constexpr auto call = "Play a phone call against a running service";
inline constexpr auto call_more = R"(
Posts what VAPI posts during a call: the beginning, a request for the openings,
the booking of the first time that was offered, in the words in which it was
offered, and the report at the end. Prints the dialogue.

The exit status is 0 only when the answer says that the viewing is booked, or,
with --no-book, when a time was offered.

EXAMPLES
  peterental simulate-call
  peterental simulate-call --preferred-time "Tuesday afternoon" --no-book
  peterental simulate-call --url https://cal.example.com --user-id pete_admin)";

inline constexpr auto doctor
    = "Show the settings in force and check that they work";
inline constexpr auto doctor_more = R"(
Secrets are masked. Checks the database, whether every sealed value in it opens
and how large its write-ahead log is, the key, Microsoft's answer to the app
registration, the clock and the mail server (signs in, sends nothing), and
prints the redirect URI to register. The exit status is 0 only when everything
is ok.

EXAMPLE
  peterental doctor --config /etc/peterental.toml)";

inline constexpr auto health
    = "Ask the service that runs here whether it is well";
inline constexpr auto health_more = R"(
Asks /healthz of the service that runs on this machine with the same PORT and
BIND_ADDRESS, past any proxy. For a container's health check and for scripts.

Exit status: 0 it is well, 1 it is not or does not answer within 5 seconds.)";

inline constexpr auto migrate = "Bring the database's schema up to date";
inline constexpr auto migrate_more = R"(
`serve` does so by itself, and so does every subcommand that opens the database.
Makes the database where there is none. Safe to repeat.)";

inline constexpr auto backup = "Copy the database while the service runs";
inline constexpr auto backup_more = R"(
The copy is complete and consistent. It holds sealed tokens: keep MASTER_KEY
(or, in development mode, the key file beside the database) elsewhere: without
it the copy cannot be opened. Nothing is overwritten. `peterental restore` puts
it back.

Every sealed value of the copy is opened: what does not open is named on stderr,
and the exit status is 1 though the copy is complete.

EXAMPLE
  peterental backup /var/backups/peterental-$(date +%F).db)";

inline constexpr auto restore = "Put a backup in the place of the database";
inline constexpr auto restore_more = R"(
Looks at the backup first: whether it is whole, ours, not of a newer version,
and opened by the keys in force. Refuses while the service has the database
open, and without --yes when there is a database already. Everything is
replaced in one transaction or nothing is.

Every sealed value of the backup is opened. When one does not open, the backup
is refused and the value named; with --force it is restored all the same, and
the exit status is 1.

Bookings made since the backup are not in it: their events stay in the
calendars, and block their times. Managers whose tokens changed since then have
to connect again.

EXAMPLE
  systemctl stop peterental
  peterental restore /var/backups/peterental-2026-11-22.db --yes
  systemctl start peterental)";

inline constexpr auto rotate = "Seal everything again with a new key";
inline constexpr auto rotate_more = R"(
Put the new key in front of the old one, MASTER_KEY=new:KEY,old:KEY, restart the
service, run this, then remove the old key. Safe while the service runs, and to
repeat. A key without an id is known as k1.

EXAMPLE
  MASTER_KEY="2027:$NEW_KEY,k1:$OLD_KEY" peterental rotate-keys)";

inline constexpr auto completion
    = "Print a script that completes command lines in a shell";
inline constexpr auto completion_more = R"(
EXAMPLES
  peterental completion bash > /etc/bash_completion.d/peterental
  peterental completion zsh > /usr/local/share/zsh/site-functions/_peterental
  peterental completion fish > ~/.config/fish/completions/peterental.fish
  source <(peterental completion bash)
  the last one for this shell only.)";

inline constexpr auto version = "Print the version";
inline constexpr auto version_more = R"(
For reports of errors: version and revision of the program.)";

} // namespace rental::help
