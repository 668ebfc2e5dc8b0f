#include "config/toml_file.hpp"

#include "config/values.hpp"

#include <toml.hpp>

#include <algorithm>
#include <sstream>
#include <string_view>

namespace rental::config {
namespace {

// What toml11 3 (Debian 12) and toml11 4 (Debian 13) call differently.
#if TOML11_VERSION_MAJOR < 4
std::uint32_t line_of(const toml::value& value) {
  return static_cast<std::uint32_t>(value.location().line());
}

std::uint32_t line_of(const toml::exception& error) {
  return static_cast<std::uint32_t>(error.location().line());
}

const std::string& text_of(const toml::value& value) {
  return value.as_string().str;
}
#else
std::uint32_t line_of(const toml::value& value) {
  return static_cast<std::uint32_t>(value.location().first_line_number());
}

std::uint32_t line_of(const toml::exception& error) {
  auto syntax = dynamic_cast<const toml::syntax_error*>(&error);
  if (!syntax || syntax->errors().empty()
      || syntax->errors().front().locations().empty())
    return 0;
  return static_cast<std::uint32_t>(
      syntax->errors().front().locations().front().first.first_line_number());
}

const std::string& text_of(const toml::value& value) {
  return value.as_string();
}
#endif

constexpr auto table_name = "a table";

const char* name_of(toml::value_t type) {
  return type == toml::value_t::array   ? "an array"
         : type == toml::value_t::table ? table_name
                                        : "a date or time";
}

void flatten(const toml::value& value, const std::string& key,
             std::size_t index, std::vector<toml_entry>& out);

void flatten_table(const toml::value& value, const std::string& key,
                   std::size_t index, std::vector<toml_entry>& out) {
  for (const auto& [name, inner] : value.as_table())
    flatten(inner, key.empty() ? name : key + "." + name, index, out);
}

void flatten(const toml::value& value, const std::string& key,
             std::size_t index, std::vector<toml_entry>& out) {
  toml_entry entry{key, index, other_value{name_of(value.type())},
                   line_of(value)};
  if (value.is_boolean())
    entry.value = value.as_boolean();
  else if (value.is_integer())
    entry.value = static_cast<std::int64_t>(value.as_integer());
  else if (value.is_floating())
    entry.value = static_cast<double>(value.as_floating());
  else if (value.is_string())
    entry.value = text_of(value);
  auto tables
      = value.is_array() && !value.as_array().empty()
        && std::ranges::all_of(value.as_array(), &toml::value::is_table);
  if (!tables)
    out.push_back(entry);
  if (value.is_table())
    flatten_table(value, key, index, out);
  for (std::size_t i = 0; tables && i < value.as_array().size(); ++i)
    flatten(value.as_array()[i], key + "[]", i, out);
}

/// toml11 draws its messages over several lines and begins with the name of its
/// function: "[error] toml::parse_x: what is wrong\n --> ...".
std::string reason_of(const std::exception& error) {
  std::string_view text{error.what()};
  text = text.substr(0, text.find('\n'));
  if (auto name = text.find(": ");
      text.starts_with('[') && name != std::string_view::npos)
    text.remove_prefix(name + 2);
  while (text.ends_with('.'))
    text.remove_suffix(1);
  return one_line(text);
}

} // namespace

bool toml_entry::is_table() const {
  auto other = std::get_if<other_value>(&value);
  return other && std::string_view{other->what} == table_name;
}

expected<std::vector<toml_entry>> read_toml(const std::string& path) {
  auto text = read_text_file(path, false);
  if (!text)
    return failure{errc::bad_request,
                   path + ": cannot be read: " + text.error().detail,
                   {}};
  std::vector<toml_entry> entries;
  try {
    std::istringstream stream{*text};
    flatten_table(toml::parse(stream, path), {}, 0, entries);
  } catch (const toml::exception& error) {
    return failure{errc::bad_request,
                   path + ":" + std::to_string(line_of(error))
                       + ": not valid TOML: " + reason_of(error),
                   {}};
  } catch (const std::exception& error) {
    return failure{
        errc::bad_request, path + ": not valid TOML: " + reason_of(error), {}};
  }
  std::ranges::stable_sort(entries, {}, [](const toml_entry& entry) {
    return std::pair{entry.line, !entry.is_table()};
  });
  return entries;
}

} // namespace rental::config
