#include "tools/microsoft-sim/query.hpp"

#include "tools/microsoft-sim/crypto.hpp"
#include "tools/microsoft-sim/event_json.hpp"
#include "tools/microsoft-sim/graph_errors.hpp"

#include <algorithm>
#include <charconv>

namespace rental::sim {

namespace {

constexpr std::string_view token_mark = "skip:";

[[noreturn]] void refuse_option(std::string message) {
  throw graph_refusal{400, "RequestBroker--ParseUri", std::move(message)};
}

std::optional<int> number_of(std::string_view text) {
  int value = 0;
  auto [end, error]
      = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 0)
    return std::nullopt;
  return value;
}

int number_option(const std::string& name, const std::string& value, int least,
                  int most) {
  auto number = number_of(value);
  if (!number || *number < least || *number > most)
    refuse_option("Invalid value '" + value + "' for " + name
                  + ": a number from " + std::to_string(least) + " to "
                  + std::to_string(most) + " is needed.");
  return *number;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ')
    text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ')
    text.remove_suffix(1);
  return text;
}

/// Splits at separators outside double quotes.
std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  bool quoted = false;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && text[i] == '"')
      quoted = !quoted;
    if (i == text.size() || (text[i] == separator && !quoted)) {
      parts.push_back(trimmed(text.substr(begin, i - begin)));
      begin = i + 1;
    }
  }
  return parts;
}

std::set<std::string> read_select(std::string_view value) {
  std::set<std::string> result;
  for (auto name : split(value, ',')) {
    if (!is_event_property(name))
      refuse_option("Could not find a property named '" + std::string{name}
                    + "' on type 'microsoft.graph.event'.");
    result.emplace(name);
  }
  return result;
}

void read_order(query_options& into, std::string_view value) {
  auto words = split(value, ' ');
  if (words.size() > 2
      || (words[0] != "start/dateTime" && words[0] != "subject")
      || (words.size() == 2 && words[1] != "asc" && words[1] != "desc"))
    refuse_option("$orderby '" + std::string{value} + "' is not supported.");
  into.order_by = words[0];
  into.descending = words.size() == 2 && words[1] == "desc";
}

void read_option(query_options& into, const std::string& name,
                 const std::string& value) {
  if (name == "$select")
    into.select = read_select(value);
  else if (name == "$top")
    into.top = number_option(name, value, 1, 1000);
  else if (name == "$skip")
    into.skip = number_option(name, value, 0, 1'000'000);
  else if (name == "$orderby")
    read_order(into, value);
  else if (name == "$filter")
    into.filter = parse_filter(value);
  else if (name == "$expand")
    into.expand = parse_expand(value);
  else if (name == "$count")
    into.count = value == "true";
  else if (name == "$skiptoken") {
    auto skip = read_skip_token(value);
    if (!skip)
      throw graph_refusal{400, "ErrorInvalidUrlQuery",
                          "The $skiptoken is not one of ours."};
    into.skip = *skip;
  } else if (name.starts_with('$')) {
    refuse_option("The query parameter '" + name + "' is not supported.");
  }
}

void read_preference(preferences& into, std::string_view text) {
  auto name = trimmed(text.substr(0, text.find('=')));
  auto value = text.find('=') == std::string_view::npos
                   ? std::string_view{}
                   : trimmed(text.substr(text.find('=') + 1));
  if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
    value = value.substr(1, value.size() - 2);
  if (equal_ignoring_case(name, "outlook.timezone")) {
    if (!iana_name(value))
      throw graph_refusal{400, "TimeZoneNotSupportedException",
                          "A valid TimeZone value must be specified. The "
                          "following TimeZone value is not supported: '"
                              + std::string{value} + "'."};
    into.time_zone = value;
    into.time_zone_given = true;
  } else if (equal_ignoring_case(name, "IdType")) {
    into.immutable_ids = equal_ignoring_case(value, "ImmutableId");
  } else if (equal_ignoring_case(name, "outlook.body-content-type")) {
    into.text_bodies = equal_ignoring_case(value, "text");
  } else if (equal_ignoring_case(name, "odata.maxpagesize")) {
    into.page_size = number_of(value);
  }
}

} // namespace

query_options read_query(const request& from) {
  query_options result;
  std::set<std::string> seen;
  for (auto& [name, value] : from.query) {
    if (name.starts_with('$') && !seen.insert(name).second)
      refuse_option("Query option '" + name
                    + "' was specified more than once.");
    read_option(result, name, value);
  }
  return result;
}

preferences read_preferences(const request& from) {
  preferences result;
  for (auto header : from.headers_named("Prefer"))
    for (auto part : split(header, ','))
      read_preference(result, part);
  return result;
}

std::string applied(const preferences& from) {
  std::string result;
  if (from.time_zone_given)
    result = "outlook.timezone=\"" + from.time_zone + '"';
  if (from.immutable_ids)
    result
        += std::string{result.empty() ? "" : ", "} + "IdType=\"ImmutableId\"";
  return result;
}

std::string make_skip_token(int skip) {
  return base64url(std::string{token_mark} + std::to_string(skip));
}

std::optional<int> read_skip_token(std::string_view token) {
  auto text = base64_decode(token);
  if (!text || !text->starts_with(token_mark))
    return std::nullopt;
  return number_of(std::string_view{*text}.substr(token_mark.size()));
}

int page_of(const request& from, int default_page_size) {
  auto top = from.parameter("$top");
  auto token = from.parameter("$skiptoken");
  auto plain = from.parameter("$skip");
  auto skip = token   ? read_skip_token(*token)
              : plain ? number_of(*plain)
                      : std::nullopt;
  auto size
      = top ? number_of(*top).value_or(default_page_size) : default_page_size;
  return 1 + skip.value_or(0) / std::max(size, 1);
}

} // namespace rental::sim
