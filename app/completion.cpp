#include "app/completion.hpp"

#include <CLI/CLI.hpp>

#include <vector>

namespace rental {
namespace {

struct option_words {
  /// "--config"; several for --book and --no-book.
  std::vector<std::string> names;
  std::string what;
  bool takes_value = false;
  bool is_file = false;
};

/// One place of the tree of subcommands, with what may come next.
struct place {
  /// "managers list" is {"managers", "list"}; the program itself is empty.
  std::vector<std::string> path;
  std::vector<std::pair<std::string, std::string>> commands;
  std::vector<option_words> options;
  /// The first argument is a file.
  bool takes_file = false;
  /// What the first argument may be.
  std::vector<std::string> choices;

  std::string name() const {
    std::string text;
    for (const auto& word : path)
      text += (text.empty() ? "" : " ") + word;
    return text;
  }
};

bool names_file(const CLI::Option& option) {
  return option.get_type_name() == "FILE" || option.get_name(true) == "FILE";
}

option_words words_of(const CLI::Option& option) {
  option_words words;
  for (const auto& name : option.get_lnames())
    words.names.push_back("--" + name);
  words.what = option.get_description();
  words.takes_value = option.get_items_expected_max() > 0;
  words.is_file = words.takes_value && names_file(option);
  return words;
}

void collect(const CLI::App& app, std::vector<std::string> path,
             std::vector<place>& all) {
  place here;
  here.path = path;
  for (const auto* command :
       app.get_subcommands([](const CLI::App*) { return true; }))
    here.commands.emplace_back(command->get_name(), command->get_description());
  for (const auto* option : app.get_options()) {
    if (option->get_positional())
      here.takes_file = here.takes_file || names_file(*option);
    else
      here.options.push_back(words_of(*option));
    if (option->get_name(true) == "SHELL")
      here.choices = {"bash", "zsh", "fish"};
  }
  all.push_back(here);
  for (const auto* command :
       app.get_subcommands([](const CLI::App*) { return true; })) {
    auto deeper = path;
    deeper.push_back(command->get_name());
    collect(*command, std::move(deeper), all);
  }
  // --config may stand behind every subcommand.
  if (path.empty())
    for (auto& other : all)
      for (const auto& option : all.front().options)
        if (!other.path.empty() && option.takes_value)
          other.options.push_back(option);
}

/// Everything goes into single quotes.
std::string in_quotes(std::string_view text) {
  std::string out = "'";
  for (const char c : text)
    out += c == '\'' ? std::string{"'\\''"} : std::string(1, c);
  return out + "'";
}

std::string joined(const std::vector<std::string>& words,
                   std::string_view between) {
  std::string out;
  for (const auto& word : words)
    out += (out.empty() ? "" : std::string{between}) + word;
  return out;
}

/// The options with a value, of all places: once with and once without files.
std::string value_options(const std::vector<place>& all, bool files) {
  std::vector<std::string> names;
  for (const auto& at : all)
    for (const auto& option : at.options)
      for (const auto& name : option.names)
        if (option.takes_value && option.is_file == files
            && std::find(names.begin(), names.end(), name) == names.end())
          names.push_back(name);
  return joined(names, "|");
}

std::string value_options(const std::vector<place>& all) {
  return value_options(all, true) + "|" + value_options(all, false);
}

/// "managers/list" for each step from one place to a deeper one.
std::string steps(const std::vector<place>& all) {
  std::vector<std::string> lines;
  for (const auto& at : all)
    for (const auto& [name, what] : at.commands)
      lines.push_back(in_quotes(at.name() + "/" + name));
  return joined(lines, "|");
}

constexpr std::string_view bash_form = R"(# bash completion for peterental
_peterental() {
  local IFS=$'\n'
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
  local at='' words='' options='' files='' word i
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    case "$word" in
      @VALUES@) ((i++)); continue ;;
    esac
    case "$at/$word" in
      @STEPS@) at="${at:+$at }$word" ;;
    esac
  done
  case "$at" in
@PLACES@  esac
  COMPREPLY=()
  case "$prev" in
    @FILES@)
      compopt -o filenames 2>/dev/null
      COMPREPLY=($(compgen -f -- "$cur"))
      return ;;
    @PLAIN@) return ;;
  esac
  if [[ $cur == -* || -z $words$files ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$cur"))
  elif [[ -n $files ]]; then
    compopt -o filenames 2>/dev/null
    COMPREPLY=($(compgen -f -- "$cur"))
  else
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
  fi
}
complete -F _peterental peterental
)";

constexpr std::string_view zsh_form = R"(#compdef peterental
# zsh completion for peterental
_peterental() {
  local at='' word i
  local -a commands options
  local files=''
  for ((i = 2; i < CURRENT; i++)); do
    word=$words[i]
    case "$word" in
      (@VALUES@) ((i++)); continue ;;
    esac
    case "$at/$word" in
      (@STEPS@) at="${at:+$at }$word" ;;
    esac
  done
  case "$at" in
@PLACES@  esac
  case "$words[CURRENT-1]" in
    (@FILES@) _files; return ;;
    (@PLAIN@) return ;;
  esac
  if [[ $words[CURRENT] == -* ]] || [[ -z $files && $#commands -eq 0 ]]; then
    _describe -o option options
  elif [[ -n $files ]]; then
    _files
  else
    _describe command commands
  fi
}
if [[ $funcstack[1] == _peterental ]]; then
  _peterental "$@"
else
  compdef _peterental peterental
fi
)";

void fill(std::string& form, std::string_view gap, const std::string& text) {
  for (auto at = form.find(gap); at != form.npos; at = form.find(gap, at)) {
    form.replace(at, gap.size(), text);
    at += text.size();
  }
}

std::string bash_place(const place& at) {
  std::vector<std::string> words = at.choices;
  for (const auto& [name, what] : at.commands)
    words.push_back(name);
  std::vector<std::string> options;
  for (const auto& option : at.options)
    options.insert(options.end(), option.names.begin(), option.names.end());
  return "    " + in_quotes(at.name())
         + ")\n      words=" + in_quotes(joined(words, "\n"))
         + "\n      options=" + in_quotes(joined(options, "\n"))
         + "\n      files=" + (at.takes_file ? "1" : "''") + " ;;\n";
}

/// A colon separates a word from its description.
std::string zsh_entry(std::string name, const std::string& what) {
  fill(name, ":", "\\:");
  return in_quotes(name + ":" + what);
}

std::string zsh_place(const place& at) {
  std::string commands, options;
  for (const auto& choice : at.choices)
    commands += " " + zsh_entry(choice, choice);
  for (const auto& [name, what] : at.commands)
    commands += " " + zsh_entry(name, what);
  for (const auto& option : at.options)
    for (const auto& name : option.names)
      options += " " + zsh_entry(name, option.what);
  return "    (" + in_quotes(at.name()) + ")\n      commands=(" + commands
         + " )\n      options=(" + options
         + " )\n      files=" + (at.takes_file ? "1" : "''") + " ;;\n";
}

std::string filled(std::string_view form, const std::vector<place>& all,
                   std::string (*one)(const place&)) {
  std::string script{form}, places;
  for (const auto& at : all)
    places += one(at);
  fill(script, "@VALUES@", value_options(all));
  fill(script, "@FILES@", value_options(all, true));
  fill(script, "@PLAIN@", value_options(all, false));
  fill(script, "@STEPS@", steps(all));
  fill(script, "@PLACES@", places);
  return script;
}

/// When the command line has reached `at` and nothing deeper.
std::string fish_condition(const place& at) {
  if (at.path.empty())
    return "__fish_use_subcommand";
  std::string text;
  for (const auto& word : at.path)
    text += (text.empty() ? "" : "; and ")
            + ("__fish_seen_subcommand_from " + word);
  std::string deeper;
  for (const auto& [name, what] : at.commands)
    deeper += " " + name;
  return deeper.empty()
             ? text
             : text + "; and not __fish_seen_subcommand_from" + deeper;
}

std::string fish_script(const std::vector<place>& all) {
  std::string out = "# fish completion for peterental\n"
                    "complete -c peterental -f\n";
  for (const auto& at : all) {
    const auto begin
        = "complete -c peterental -n " + in_quotes(fish_condition(at));
    for (const auto& [name, what] : at.commands)
      out += begin + " -a " + name + " -d " + in_quotes(what) + "\n";
    for (const auto& choice : at.choices)
      out += begin + " -a " + choice + "\n";
    for (const auto& option : at.options)
      for (const auto& name : option.names)
        out += begin + " -l " + name.substr(2) + " -d " + in_quotes(option.what)
               + (option.takes_value ? option.is_file ? " -r -F" : " -x" : "")
               + "\n";
    if (at.takes_file)
      out += begin + " -F\n";
  }
  return out;
}

} // namespace

std::string completion_script(const CLI::App& app, std::string_view shell) {
  std::vector<place> all;
  collect(app, {}, all);
  if (shell == "bash")
    return filled(bash_form, all, bash_place);
  if (shell == "zsh")
    return filled(zsh_form, all, zsh_place);
  return shell == "fish" ? fish_script(all) : std::string{};
}

} // namespace rental
