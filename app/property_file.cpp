#include "app/property_file.hpp"

#include "app/csv.hpp"
#include "base/plain_text.hpp"
#include "base/shown_text.hpp"
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

failure wrong_line(std::size_t line, const std::string& why) {
  return wrong_file("line " + std::to_string(line) + ": " + why);
}

/// "a", "b" and 3 more.
std::string in_list(const std::vector<std::string>& names) {
  constexpr std::size_t most = 5;
  std::string list;
  for (std::size_t i = 0; i < names.size() && i < most; ++i)
    list += (i > 0 ? ", \"" : "\"") + shown_text(names[i], 30) + '"';
  if (names.size() > most)
    list += " and " + std::to_string(names.size() - most) + " more";
  return list;
}

/// The header's columns, by their places.
expected<std::vector<std::string>> columns_of(const csv_record& header) {
  std::vector<std::string> all;
  std::vector<std::string> unknown;
  std::set<std::string> seen;
  for (const auto& field : header.fields) {
    auto name = ascii_lower(bare_cell(field));
    const bool is_known
        = std::ranges::find(home_columns, name) != home_columns.end();
    const bool is_first = seen.insert(name).second;
    if (is_known && !is_first)
      return wrong_line(header.line, "the column " + name + " is there twice");
    if (!is_known && is_first)
      unknown.emplace_back(bare_cell(field));
    all.push_back(std::move(name));
  }
  if (!unknown.empty())
    return wrong_line(header.line,
                      "no such column: " + in_list(unknown)
                          + "; the first line has to name the columns, which "
                            "are agency, address, name, manager, notes and "
                            "active");
  if (!seen.contains("address"))
    return wrong_line(header.line, "the column address is missing; the first "
                                   "line has to name the columns");
  return all;
}

/// What stands between the columns instead of a comma, in words; empty when
/// that is no likely reason for anything.
std::string other_separator(std::string_view text) {
  const auto begin = text.find_first_not_of("\xEF\xBB\xBF\r\n");
  if (begin == text.npos)
    return {};
  const auto end = text.find_first_of("\r\n", begin);
  const auto header = text.substr(begin, end - begin);
  if (header.find(',') != header.npos)
    return {};
  return header.find(';') != header.npos    ? "semicolons"
         : header.find('\t') != header.npos ? "tabs"
                                            : "";
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
      return "active is \"" + shown_text(value) + "\", not yes or no";
  }
  return {};
}

/// The same of a whole line.
std::string put_record(property_entry_read& into,
                       const std::vector<std::string>& columns,
                       const csv_record& record) {
  const auto count = record.fields.size();
  if (count != columns.size())
    return "has " + std::to_string(count) + (count == 1 ? " field" : " fields")
           + ", but the first line names " + std::to_string(columns.size())
           + " columns";
  std::string why;
  for (std::size_t c = 0; why.empty() && c < count; ++c)
    why = put_column(into, columns[c], unguarded_field(record.fields[c]));
  return why;
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
  if (const auto between = other_separator(text); !between.empty())
    return wrong_line(1, "there are " + between
                             + " between the columns; save the file with "
                               "commas");
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
    if (auto why = put_record(entry, *names, record); why.empty())
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
    const std::array fields{
        guarded_field(row.agency), guarded_field(row.address),
        guarded_field(row.name),   guarded_field(row.manager),
        guarded_field(row.notes),  std::string{row.active ? "yes" : "no"}};
    text += csv_line(fields);
  }
  return text;
}

} // namespace rental
