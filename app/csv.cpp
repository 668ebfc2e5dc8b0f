#include "app/csv.hpp"

namespace rental {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

failure wrong_csv(std::size_t line, const char* why) {
  return {errc::bad_request, "line " + std::to_string(line) + ": " + why, {}};
}

class csv_reader {
public:
  explicit csv_reader(std::string_view text) : rest_(text) {}

  expected<std::vector<csv_record>> all() {
    std::vector<csv_record> records;
    while (!rest_.empty()) {
      if (take_line_end())
        continue;
      csv_record record{line_, {}};
      do {
        auto field = rest_.starts_with('"') ? quoted() : bare();
        if (!field)
          return field.error();
        record.fields.push_back(*std::move(field));
      } while (take(','));
      if (!rest_.empty() && !take_line_end())
        return wrong_csv(line_, "something follows a closing quote");
      records.push_back(std::move(record));
    }
    return records;
  }

private:
  bool take(char c) {
    if (!rest_.starts_with(c))
      return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool take_line_end() {
    const bool returned = take('\r');
    const bool fed = take('\n');
    line_ += returned || fed;
    return returned || fed;
  }

  expected<std::string> bare() {
    const auto end = rest_.find_first_of(",\r\n");
    const auto field = rest_.substr(0, end);
    if (field.find('"') != field.npos)
      return wrong_csv(line_, "a quote stands inside a field without quotes; "
                              "put the whole field into quotes and write the "
                              "quote twice");
    rest_.remove_prefix(field.size());
    return std::string{field};
  }

  expected<std::string> quoted() {
    const auto begun = line_;
    std::string field;
    take('"');
    while (!rest_.empty()) {
      if (take('"')) {
        if (!take('"'))
          return field;
        field += '"';
        continue;
      }
      const auto before = rest_;
      if (!take_line_end())
        rest_.remove_prefix(1);
      field += before.substr(0, before.size() - rest_.size());
    }
    return wrong_csv(begun, "a quote that begins here is not closed");
  }

  std::string_view rest_;
  std::size_t line_ = 1;
};

/// Whether a formula stands at the beginning, or behind apostrophes.
bool begins_as_formula(std::string_view field) {
  const auto first = field.find_first_not_of('\'');
  return first != field.npos
         && std::string_view{"=+-@\t\r"}.find(field[first]) != field.npos;
}

} // namespace

expected<std::vector<csv_record>> parse_csv(std::string_view text) {
  if (text.starts_with(byte_order_mark))
    text.remove_prefix(byte_order_mark.size());
  return csv_reader{text}.all();
}

std::string csv_line(std::span<const std::string> fields) {
  std::string line;
  for (const auto& field : fields) {
    if (&field != fields.data())
      line += ',';
    if (field.find_first_of(",\"\r\n") == field.npos) {
      line += field;
      continue;
    }
    line += '"';
    for (const char c : field)
      line += c == '"' ? std::string{"\"\""} : std::string(1, c);
    line += '"';
  }
  return line + "\r\n";
}

std::string guarded_field(std::string field) {
  return begins_as_formula(field) ? "'" + field : field;
}

std::string unguarded_field(std::string field) {
  if (field.starts_with('\'') && begins_as_formula(field))
    field.erase(0, 1);
  return field;
}

} // namespace rental
