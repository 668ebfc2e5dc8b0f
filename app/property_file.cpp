#include "app/property_file.hpp"

#include "app/csv.hpp"
#include "domain/plain_text.hpp"

#include "json/read_json.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace rental {
namespace {

constexpr std::array<std::string_view, 6> home_columns{
    "agency", "address", "name", "manager", "notes", "active"};

failure wrong_file(std::string why) {
  return {errc::bad_request, std::move(why), {}};
}

std::string_view bare_cell(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  return first == text.npos
             ? std::string_view{}
             : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string in_list(const std::vector<std::string>& words) {
  std::string list;
  for (const auto& word : words)
    list += (list.empty() ? "" : ", ") + word;
  return list;
}

/// The header's columns, by their places.
expected<std::vector<std::string>> columns_of(const csv_record& header) {
  std::vector<std::string> all;
  std::vector<std::string> unknown;
  std::set<std::string> seen;
  for (const auto& field : header.fields) {
    auto name = ascii_lower(bare_cell(field));
    if (std::ranges::find(home_columns, name) == home_columns.end())
      unknown.push_back('"' + field + '"');
    else if (!seen.insert(name).second)
      return wrong_file("line 1: the column " + name + " is there twice");
    all.push_back(std::move(name));
  }
  if (!unknown.empty())
    return wrong_file("line " + std::to_string(header.line)
                      + ": no such column: " + in_list(unknown)
                      + "; the columns are agency, address, name, manager, "
                        "notes and active");
  if (!seen.contains("address"))
    return wrong_file("line " + std::to_string(header.line)
                      + ": the column address is missing; the first line has "
                        "to name the columns");
  return all;
}

/// Why it cannot be taken; empty when it can.
std::string put_column(property_entry_read& into, const std::string& column,
                       std::string value) {
  if (column == "agency")
    into.agency = bare_cell(value);
  else if (column == "address")
    into.what.address = std::move(value);
  else if (column == "name")
    into.what.name = std::move(value);
  else if (column == "manager" && !bare_cell(value).empty())
    into.what.manager = std::move(value);
  else if (column == "notes")
    into.what.notes = std::move(value);
  else if (column == "active" && !bare_cell(value).empty()) {
    into.what.active = yes_or_no(value);
    if (!into.what.active)
      return "active is \"" + value + "\", and not yes or no";
  }
  return {};
}

} // namespace

std::optional<bool> yes_or_no(std::string_view text) {
  const auto word = ascii_lower(bare_cell(text));
  if (word == "yes" || word == "true" || word == "1")
    return true;
  if (word == "no" || word == "false" || word == "0")
    return false;
  return std::nullopt;
}

expected<property_file> read_property_csv(std::string_view text) {
  const auto records = parse_csv(text);
  if (!records)
    return records.error();
  if (records->empty())
    return wrong_file("the file is empty");
  const auto names = columns_of(records->front());
  if (!names)
    return names.error();
  property_file file;
  for (std::size_t i = 1; i < records->size(); ++i) {
    const auto& record = (*records)[i];
    property_entry_read entry;
    entry.where = "line " + std::to_string(record.line);
    if (record.fields.size() != names->size()) {
      file.errors.push_back(
          entry.where + ": has " + std::to_string(record.fields.size())
          + " fields, and the first line " + std::to_string(names->size()));
      continue;
    }
    std::string why;
    for (std::size_t c = 0; why.empty() && c < names->size(); ++c)
      why = put_column(entry, (*names)[c], record.fields[c]);
    if (why.empty())
      file.entries.push_back(std::move(entry));
    else
      file.errors.push_back(entry.where + ": " + why);
  }
  return file;
}

expected<property_file> read_property_file(std::string_view text) {
  if (mend_utf8(text) != text) {
    std::size_t line = 1;
    for (std::size_t at = 0; at < text.size(); ++line) {
      const auto end = std::min(text.find('\n', at), text.size());
      const auto one = text.substr(at, end - at);
      if (mend_utf8(one) != one)
        return wrong_file("line " + std::to_string(line)
                          + ": is not UTF-8; save the file with that encoding");
      at = end + 1;
    }
  }
  const auto first = text.find_first_not_of("\xEF\xBB\xBF \t\r\n");
  const bool is_json
      = first != text.npos && (text[first] == '{' || text[first] == '[');
  return is_json ? read_property_json(text) : read_property_csv(text);
}

std::string property_csv(std::span<const property_record> rows) {
  const std::vector<std::string> header{home_columns.begin(),
                                        home_columns.end()};
  auto text = csv_line(header);
  for (const auto& row : rows) {
    const std::array fields{row.agency, row.address,
                            row.name,   row.manager,
                            row.notes,  std::string{row.active ? "yes" : "no"}};
    text += csv_line(fields);
  }
  return text;
}

} // namespace rental
