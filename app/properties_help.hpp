// The texts of `peterental properties --help`.
#pragma once

namespace rental::help {

inline constexpr auto properties = "Manage the homes that can be viewed";
inline constexpr auto properties_more = R"(
The property directory says which homes there are and who shows each of them.
When a caller names a home, its manager's calendar is used. A running service
picks up changes within about a second. [[properties]] in the settings file
still work; where both have the same home, the settings file wins.)";
inline constexpr auto properties_list = "List homes";
inline constexpr auto properties_list_more = R"(
One line per home, sorted by agency and address.

EXAMPLES
  peterental properties list
  peterental properties list --manager +14055550142 --active yes
  peterental properties list --search "elm" --json)";
inline constexpr auto properties_show = "Show one home";
inline constexpr auto properties_show_more = R"(
ID_OR_ADDRESS is the home's id or its address. The address may be written in
any way, as long as it fits only one home.

EXAMPLE
  peterental properties show "12 elm st")";
inline constexpr auto properties_add = "Add one home";
inline constexpr auto properties_add_more = R"(
Fails when the home is already there, even if its address is written
differently. A manager who has not connected a calendar yet is accepted, with a
note.

EXAMPLE
  peterental properties add --address "12 Elm Street, Norman, OK 73072" \
    --manager +14055550142 --notes "Park behind the house.")";
inline constexpr auto properties_set = "Change one home";
inline constexpr auto properties_set_more = R"(
Changes only what you give. An empty text clears the name or the notes. With
--active no the home stays in the directory, but callers no longer reach its
manager. Without any change the exit status is 64; when everything you give is
already so, nothing is written, and the exit status is 0.

EXAMPLES
  peterental properties set "12 Elm Street" --manager quinn
  peterental properties set "12 Elm Street" --active no)";
inline constexpr auto properties_remove = "Remove one home";
inline constexpr auto properties_remove_more = R"(
Viewings that are already booked there stay booked. Without --yes nothing is
removed.

EXAMPLE
  peterental properties remove "12 Elm Street" --yes)";
inline constexpr auto properties_import = "Add and change homes from a file";
inline constexpr auto properties_import_more = R"(
FILE is CSV or JSON, in UTF-8.

CSV: commas between the columns. The first line names them, in any order:
address, and any of agency, name, manager, notes and active (yes or no).
JSON: a list of such homes, an object with the addresses as keys, or the
replaced app's rental_data.json. That one names no managers: add --manager.

Without --yes nothing is written; you see which homes would be added, changed
or hidden (no longer active). With --yes either all of the file is written or,
if anything is wrong, nothing. Each error is shown with its file and line, and
the exit status is 1.

A home that is already there is changed, even if its address is written
differently; what the file has no column for stays. Homes that are not in the
file are left alone. A file may not contain the same home twice.

EXAMPLES
  peterental properties import homes.csv
  peterental properties import homes.csv --yes
  peterental properties import rental_data.json --manager +14055550142 --yes
  peterental properties import --from-settings --yes)";
inline constexpr auto properties_export = "Write homes to a CSV file";
inline constexpr auto properties_export_more = R"(
Writes to FILE, or to stdout, what `import` can read again. Managers' ids, which
may be phone numbers, are in it in plain text. A field that a spreadsheet would
take for a formula (it begins with = + - or @) gets an apostrophe in front;
`import` takes it off again.

EXAMPLE
  peterental properties export homes.csv --agency lakeside)";

} // namespace rental::help
