#include "app/property_plan.hpp"

#include "actors/directory/property_book.hpp"
#include "app/home_index.hpp"
#include "base/shown_text.hpp"

#include <array>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace rental {
namespace {

/// Homes of a plan that are named; the others are counted.
constexpr std::size_t most_homes_named = 20;

failure no_such_home(std::string why) {
  return {errc::bad_request, std::move(why), {}};
}

/// Goes through a file's homes against those that are there.
class import_planner {
public:
  import_planner(const std::vector<property_record>& there, const clock& now)
      : there_(there), now_(now) {
    for (const auto& row : there_)
      known_.add({row.agency, row.address});
  }

  void take(const property_entry_read& entry) {
    if (auto taken = try_to_take(entry); !taken)
      plan.errors.push_back(entry.where + ": " + taken.error().detail);
  }

  import_plan plan;

private:
  expected<done> try_to_take(const property_entry_read& entry) {
    const auto address = home_address(entry.what.address.value_or(""));
    if (!address)
      return address.error();
    indexed_home home{entry.agency, *address};
    if (const auto twins = seen_.same(home); !twins.empty())
      return no_such_home("is the same home as " + seen_where_[twins.front()]
                          + ": " + shown_text(*address));
    const auto before = find_known(home, entry.where);
    if (!before)
      return before.error();
    auto start = *before ? **before : new_home(entry.agency, now_.now());
    start.address = *address;
    auto change = entry.what;
    change.address.reset();
    auto row = with_change(std::move(start), change);
    if (!row)
      return row.error();
    if (auto visible = is_all_visible(*row); !visible)
      return visible;
    seen_.add(std::move(home));
    seen_where_.push_back(entry.where);
    keep(*std::move(row), *before);
    return done{};
  }

  /// The home that is there already; a null pointer when there is none.
  expected<const property_record*> find_known(const indexed_home& home,
                                              const std::string& where) {
    const auto known = known_.same(home);
    if (known.empty())
      return nullptr;
    const auto& first = there_[known.front()];
    if (known.size() > 1)
      return no_such_home("may be " + std::to_string(known.size())
                          + " of the homes that are there; write the address "
                            "out: "
                          + first.address + "; " + there_[known[1]].address);
    const auto [earlier, is_new] = updated_.emplace(first.id, where);
    if (!is_new)
      return no_such_home("is the home " + first.address + ", and so is "
                          + earlier->second);
    return &first;
  }

  void keep(property_record row, const property_record* before) {
    row.unreadable = false;
    planned_home home{std::move(row)};
    if (before) {
      home.changed = changed_fields(*before, home.row);
      if (home.changed.empty()) {
        ++plan.as_before;
        return;
      }
    }
    ++(before ? plan.changed : plan.added);
    home.row.updated_at = now_.now();
    plan.to_write.push_back(std::move(home));
  }

  const std::vector<property_record>& there_;
  const clock& now_;
  home_index known_;
  home_index seen_;
  std::vector<std::string> seen_where_;
  /// Which home of the database was found by which entry.
  std::unordered_map<std::string, std::string> updated_;
};

std::string step_in_words(const planned_home& home) {
  const auto& row = home.row;
  auto fields = home.changed;
  std::string line = fields.empty() ? "  add     " : "  change  ";
  if (!fields.empty() && fields.back() == "active" && !row.active) {
    line = "  hide    ";
    fields.pop_back();
  }
  line += row.address;
  if (row.agency != "default")
    line += " (agency " + row.agency + ")";
  std::string_view before = ": ";
  for (const auto field : fields)
    line.append(std::exchange(before, ", ")).append(field);
  return line + "\n";
}

} // namespace

std::vector<std::string_view> changed_fields(const property_record& before,
                                             const property_record& after) {
  std::vector<std::string_view> fields;
  const auto compare = [&](const char* name, const auto& a, const auto& b) {
    if (a != b)
      fields.push_back(name);
  };
  compare("address", before.address, after.address);
  compare("name", before.name, after.name);
  compare("manager", before.manager, after.manager);
  compare("notes", before.notes, after.notes);
  compare("active", before.active, after.active);
  return fields;
}

expected<done> is_all_visible(const property_record& row) {
  const std::array<std::pair<const char*, const std::string*>, 5> texts{
      {{"the agency", &row.agency},
       {"the address", &row.address},
       {"the name", &row.name},
       {"the manager's id", &row.manager},
       {"the notes", &row.notes}}};
  for (const auto& [what, text] : texts)
    if (has_hidden_characters(*text))
      return failure{errc::bad_request,
                     std::string{what}
                         + " holds control or invisible characters",
                     {}};
  return done{};
}

import_plan plan_homes(const std::vector<property_entry_read>& entries,
                       const std::vector<property_record>& there,
                       const clock& now) {
  import_planner all{there, now};
  for (const auto& entry : entries)
    all.take(entry);
  return std::move(all.plan);
}

std::string plan_in_words(const import_plan& plan) {
  const auto& homes = plan.to_write;
  std::string lines;
  for (std::size_t i = 0; i < homes.size() && i < most_homes_named; ++i)
    lines += step_in_words(homes[i]);
  if (homes.size() > most_homes_named)
    lines += "  and " + std::to_string(homes.size() - most_homes_named)
             + " more\n";
  return lines;
}

} // namespace rental
