// The texts of `peterental properties --help`.
#pragma once

namespace rental::help {

inline constexpr auto properties = "Look after the homes that are shown";
inline constexpr auto properties_more = R"(
Which homes there are, and whose calendar is asked when a caller names one. A
service that is running follows within about a second. [[properties]] of the
settings file still count, and go before a home here that is the same.)";
inline constexpr auto properties_list = "List them";
inline constexpr auto properties_list_more = R"(
One line for each, by agency and address.

EXAMPLES
  peterental properties list
  peterental properties list --manager +14055550142 --active yes
  peterental properties list --search "elm" --json)";
inline constexpr auto properties_show = "Show one";
inline constexpr auto properties_show_more = R"(
ID_OR_ADDRESS is the id, or the address in any wording that means one home.

EXAMPLE
  peterental properties show "12 elm st")";
inline constexpr auto properties_add = "Add one";
inline constexpr auto properties_add_more = R"(
Refused when the home is there already, however its address is worded. That a
manager has not connected a calendar yet is only noted.

EXAMPLE
  peterental properties add --address "12 Elm Street, Norman, OK 73072" \
    --manager +14055550142 --notes "Park behind the house.")";
inline constexpr auto properties_set = "Change one";
inline constexpr auto properties_set_more = R"(
What is not given stays as it is. An empty text clears name and notes. No call
is led to the manager of a home that is not active.

EXAMPLES
  peterental properties set "12 Elm Street" --manager quinn
  peterental properties set "12 Elm Street" --active no)";
inline constexpr auto properties_remove = "Remove one";
inline constexpr auto properties_remove_more = R"(
Viewings of it that are booked stay. Without --yes nothing happens.

EXAMPLE
  peterental properties remove "12 Elm Street" --yes)";
inline constexpr auto properties_import = "Add and change many, from a file";
inline constexpr auto properties_import_more = R"(
Reads CSV (UTF-8) whose first line names its columns, in any order: address, and
any of agency, name, manager, notes and active (yes or no); or JSON: a list of
such homes, an object of them by address, or the replaced app's
rental_data.json, in which no manager stands: add --manager.

Says what would happen; --yes does all of it, or nothing. A home that is there
already, however its address is worded, is changed: columns that the file lacks
stay as they are. The same home twice is an error; each error is told with its
line, and the exit status is 1 then. Homes that the file does not name are left
alone.

EXAMPLES
  peterental properties import homes.csv
  peterental properties import homes.csv --yes
  peterental properties import rental_data.json --manager +14055550142 --yes
  peterental properties import --from-settings --yes)";
inline constexpr auto properties_export = "Write them as CSV";
inline constexpr auto properties_export_more = R"(
To FILE, or to stdout; what `import` reads. It holds the managers' ids in clear.

EXAMPLE
  peterental properties export homes.csv --agency lakeside)";

} // namespace rental::help
