#include "app/program.hpp"

#include "app/command.hpp"
#include "app/completion.hpp"
#include "app/doctor_command.hpp"
#include "app/health_command.hpp"
#include "app/help.hpp"
#include "app/link_command.hpp"
#include "app/managers_command.hpp"
#include "app/properties_command.hpp"
#include "app/properties_help.hpp"
#include "app/property_import.hpp"
#include "app/serve_command.hpp"
#include "app/simulate_call.hpp"
#include "app/store_commands.hpp"
#include "app/tokens_command.hpp"
#include "app/vapi_push.hpp"
#include "app/version.hpp"
#include "app/visitors_command.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <functional>
#include <ostream>

namespace rental {
namespace {

using action = std::function<int(const command_context&)>;

/// Collects what the command line asked for; run after it was parsed.
struct choices {
  std::string config_file;
  action run;
  tokens_options tokens;
  link_options link;
  managers_options managers;
  call_options call;
  health_options health;
  std::string backup_file;
  restore_options restore;
  visitors_options visitors;
  properties_options properties;
  property_import_options homes;
  vapi_push_options push;
  std::string shell;
};

/// Adds a subcommand that runs `run`.
CLI::App* add(CLI::App& parent, choices& chosen, const char* name,
              const char* what, const char* more, action run) {
  auto command = parent.add_subcommand(name, what);
  command->footer(std::string{more} + help::every_command);
  command->callback([&chosen, run = std::move(run)] { chosen.run = run; });
  return command;
}

void add_tokens(CLI::App& app, choices& chosen) {
  auto tokens = app.add_subcommand("tokens", help::tokens);
  tokens->footer(std::string{help::tokens_more} + help::every_command);
  auto& options = chosen.tokens;
  auto import = add(*tokens, chosen, "import", help::import, help::import_more,
                    [&](const command_context& context) {
                      return import_tokens(context, options);
                    });
  auto exported = add(*tokens, chosen, "export", help::exported,
                      help::export_more, [&](const command_context& context) {
                        return export_tokens(context, options);
                      });
  for (auto command : {import, exported}) {
    command->add_option("FILE", options.file, "The token file")->required();
    command
        ->add_option("--agency", options.agency,
                     "The agency that the managers belong to")
        ->capture_default_str();
  }
  import->add_flag("--replace", options.replace,
                   "Overwrite managers that are connected already");
  import->add_flag("--dry-run", options.dry_run,
                   "Say what would happen; store nothing");
  exported->add_flag("--reveal", options.reveal,
                     "Write the tokens in clear; without it they are \"***\"");
}

void add_link(CLI::App& app, choices& chosen) {
  auto& options = chosen.link;
  auto link = add(app, chosen, "connect-link", help::link, help::link_more,
                  [&](const command_context& context) {
                    return make_connect_link(context, options);
                  });
  link->add_option("USER_ID", options.user_id, "A phone number or another id")
      ->required();
  link->add_option("--agency", options.agency,
                   "The manager's agency [default]");
  link->add_option("--expect", options.expect,
                   "E-mail address of the account expected to connect");
  link->add_option("--hours", options.hours, "How long the link is good")
      ->capture_default_str()
      ->check(CLI::Range(1, 720));
}

void add_managers(CLI::App& app, choices& chosen) {
  auto managers = app.add_subcommand("managers", help::managers);
  managers->footer(std::string{help::managers_more} + help::every_command);
  auto& options = chosen.managers;
  auto list
      = add(*managers, chosen, "list", help::managers_list,
            help::managers_list_more, [&](const command_context& context) {
              return list_managers(context, options);
            });
  auto show
      = add(*managers, chosen, "show", help::managers_show,
            help::managers_show_more, [&](const command_context& context) {
              return show_manager(context, options);
            });
  auto forget = add(*managers, chosen, "forget", help::managers_forget,
                    help::forget_more, [&](const command_context& context) {
                      return forget_manager(context, options);
                    });
  for (auto command : {show, forget})
    command
        ->add_option("USER_ID", options.user_id, "A phone number or another id")
        ->required();
  list->add_option("--agency", options.agency, "Only this agency");
  for (auto command : {show, forget})
    command->add_option("--agency", options.agency,
                        "The manager's agency [default]");
  forget->add_flag("--everything", options.everything,
                   "Bookings, wishes and homes too, not only the tokens");
  forget->add_flag("--yes", options.yes, "Really do it");
}

void add_home_fields(CLI::App& command, properties_options& options) {
  command.add_option("--address", options.address,
                     "Street and number, and what else tells homes apart");
  command.add_option("--name", options.name, "What it is called");
  command.add_option("--manager", options.manager,
                     "Who shows it: a phone number or another id");
  command.add_option("--notes", options.notes,
                     "What visitors may be told: parking, entrance");
}

void add_home_filter(CLI::App& command, properties_options& options) {
  command.add_option("--agency", options.agency, "Only this agency");
  command.add_option("--manager", options.manager, "Only this manager's");
  command.add_option("--search", options.search,
                     "Only those with this in address or name");
}

void add_property_import(CLI::App& properties, choices& chosen) {
  auto& options = chosen.homes;
  auto import
      = add(properties, chosen, "import", help::properties_import,
            help::properties_import_more, [&](const command_context& context) {
              return import_properties(context, options);
            });
  import->add_option("FILE", options.file, "CSV or JSON");
  import->add_flag("--from-settings", options.from_settings,
                   "Take the [[properties]] of the settings file instead");
  import
      ->add_option("--agency", options.agency,
                   "The agency of homes for which the file names none")
      ->capture_default_str();
  import->add_option("--manager", options.manager,
                     "The manager of homes for which the file names none");
  import->add_flag("--yes", options.yes, "Really do it");
}

void add_properties(CLI::App& app, choices& chosen) {
  auto properties = app.add_subcommand("properties", help::properties);
  properties->footer(std::string{help::properties_more} + help::every_command);
  auto& options = chosen.properties;
  const auto command
      = [&](const char* name, const char* what, const char* more, auto run) {
          return add(*properties, chosen, name, what, more,
                     [&options, run](const command_context& context) {
                       return run(context, options);
                     });
        };
  auto list = command("list", help::properties_list, help::properties_list_more,
                      list_properties);
  auto show = command("show", help::properties_show, help::properties_show_more,
                      show_property);
  auto added = command("add", help::properties_add, help::properties_add_more,
                       add_property);
  auto set = command("set", help::properties_set, help::properties_set_more,
                     set_property);
  auto removed = command("remove", help::properties_remove,
                         help::properties_remove_more, remove_property);
  add_property_import(*properties, chosen);
  auto exported = command("export", help::properties_export,
                          help::properties_export_more, export_properties);
  for (auto each : {show, set, removed})
    each->add_option("ID_OR_ADDRESS", options.which, "Which home")->required();
  for (auto each : {show, added, set, removed})
    each->add_option("--agency", options.agency, "The home's agency [default]");
  for (auto each : {list, exported})
    add_home_filter(*each, options);
  for (auto each : {added, set})
    add_home_fields(*each, options);
  added->get_option("--address")->required();
  added->get_option("--manager")->required();
  for (auto each : {list, set, exported})
    each->add_option("--active", options.active, "yes or no")
        ->check(CLI::IsMember({"yes", "no"}));
  list->add_flag("--json", options.as_json, "As JSON, with everything");
  removed->add_flag("--yes", options.yes, "Really do it");
  exported->add_option("FILE", options.file, "The file; stdout without it");
}

void add_visitors(CLI::App& app, choices& chosen) {
  auto visitors = app.add_subcommand("visitors", help::visitors);
  visitors->footer(std::string{help::visitors_more} + help::every_command);
  auto& options = chosen.visitors;
  auto exported
      = add(*visitors, chosen, "export", help::visitors_export,
            help::visitors_export_more, [&](const command_context& context) {
              return export_visitor(context, options);
            });
  auto erase
      = add(*visitors, chosen, "erase", help::visitors_erase,
            help::visitors_erase_more, [&](const command_context& context) {
              return erase_visitor(context, options);
            });
  for (auto command : {exported, erase}) {
    command->add_option("--phone", options.phone, "The visitor's phone number");
    command->add_option("--email", options.email,
                        "The visitor's e-mail address");
  }
  erase->add_flag("--dry-run", options.dry_run,
                  "Say what would be erased; change nothing");
  erase->add_flag("--yes", options.yes, "Really do it");
}

void add_vapi(CLI::App& app, choices& chosen) {
  auto vapi = app.add_subcommand("vapi", help::vapi);
  vapi->footer(std::string{help::vapi_more} + help::every_command);
  auto& options = chosen.push;
  auto push = add(*vapi, chosen, "push", help::vapi_push, help::vapi_push_more,
                  [&](const command_context& context) {
                    return push_to_vapi(context, options);
                  });
  push->add_option("--assistant", options.assistant,
                   "Id of the assistant to set up");
  push->add_option("--timeout", options.timeout,
                   "Longest wait for an answer of VAPI, in seconds")
      ->capture_default_str()
      ->check(CLI::Range(1, 300));
  push->add_flag("--yes", options.yes, "Really do it");
}

void add_call(CLI::App& app, choices& chosen) {
  auto& options = chosen.call;
  auto call = add(app, chosen, "simulate-call", help::call, help::call_more,
                  [&](const command_context& context) {
                    return simulate_call(context, options);
                  });
  auto text = [&](const char* name, std::string& target, const char* what) {
    auto option = call->add_option(name, target, what);
    if (!target.empty())
      option->capture_default_str();
  };
  text("--url", options.url, "Where the service is [http://localhost:PORT]");
  text("--address", options.address, "The property");
  text("--user-id", options.user_id, "The manager, as the tool's argument");
  text("--preferred-time", options.wish, "A wish, e.g. \"Tuesday afternoon\"");
  text("--time", options.time, "Book this time, not the first one offered");
  text("--name", options.name, "The caller's name");
  text("--email", options.email, "The caller's e-mail address");
  text("--caller", options.caller, "The caller's phone number");
  text("--dialled", options.dialled, "The dialled phone number");
  text("--assistant-id", options.assistant_id, "VAPI's assistant id [random]");
  text("--secret", options.shared_secret, "X-Vapi-Secret [VAPI_SECRET]");
  call->add_flag("--book,!--no-book", options.book,
                 "Book (the default), or only ask for the openings");
}

void add_database(CLI::App& app, choices& chosen) {
  add(app, chosen, "migrate", help::migrate, help::migrate_more,
      [](const command_context& context) { return migrate_database(context); });
  auto backup = add(app, chosen, "backup", help::backup, help::backup_more,
                    [&](const command_context& context) {
                      return backup_database(context, chosen.backup_file);
                    });
  backup->add_option("FILE", chosen.backup_file, "The new file")->required();
  auto restore = add(app, chosen, "restore", help::restore, help::restore_more,
                     [&](const command_context& context) {
                       return restore_database(context, chosen.restore);
                     });
  restore->add_option("FILE", chosen.restore.file, "What `backup` has written")
      ->required();
  restore->add_flag("--yes", chosen.restore.yes,
                    "Replace the database that is there");
  restore->add_flag("--force", chosen.restore.force,
                    "Also when values of the backup do not open");
  add(app, chosen, "rotate-keys", help::rotate, help::rotate_more,
      [](const command_context& context) { return rotate_keys(context); });
}

void add_commands(CLI::App& app, choices& chosen) {
  app.add_option("--config", chosen.config_file,
                 "TOML file with settings; takes precedence over CONFIG")
      ->type_name("FILE");
  app.footer(help::program_more);
  // So that --config may also stand behind the subcommand.
  app.fallthrough();
  add(app, chosen, "serve", help::serve, help::serve_more,
      [](const command_context& context) { return serve(context); });
  add_link(app, chosen);
  add_managers(app, chosen);
  add_properties(app, chosen);
  add_visitors(app, chosen);
  add_tokens(app, chosen);
  add_vapi(app, chosen);
  add_call(app, chosen);
  add(app, chosen, "doctor", help::doctor, help::doctor_more,
      [](const command_context& context) { return run_doctor(context); });
  auto health = add(app, chosen, "health", help::health, help::health_more,
                    [&](const command_context& context) {
                      return check_health(context, chosen.health);
                    });
  health->add_flag("--ready", chosen.health.ready,
                   "Ask /readyz, which tries the database too");
  add_database(app, chosen);
  auto completion
      = add(app, chosen, "completion", help::completion, help::completion_more,
            [&](const command_context& context) {
              context.out << completion_script(app, chosen.shell);
              return int{exit_fine};
            });
  completion->add_option("SHELL", chosen.shell, "bash, zsh or fish")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  add(app, chosen, "version", help::version, help::version_more,
      [](const command_context& context) {
        context.out << "peterental " << version_text() << "\n";
        return int{exit_fine};
      });
}

} // namespace

int run_program(std::vector<std::string> args, const environment& env,
                const clock& now, std::ostream& out, std::ostream& err) {
  CLI::App app{help::program, "peterental"};
  app.get_formatter()->column_width(26);
  choices chosen;
  add_commands(app, chosen);
  // CLI11 takes a vector from its end.
  std::ranges::reverse(args);
  try {
    app.parse(std::move(args));
  } catch (const CLI::ParseError& error) {
    auto status = app.exit(error, out, err);
    return status == 0 ? exit_fine : exit_usage;
  }
  if (!chosen.run) {
    err << "A subcommand is required\nRun with --help for more information.\n";
    return exit_usage;
  }
  command_context context{env, std::nullopt, now, out, err};
  if (!chosen.config_file.empty())
    context.config_file = chosen.config_file;
  return chosen.run(context);
}

} // namespace rental
