#include "json/plain_json.hpp"

#include "json/json_text_reader.hpp"
#include "json/json_words.hpp"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <bit>

namespace rental {
namespace {

using nlohmann::json;
namespace ondemand = simdjson::ondemand;
using ondemand::json_type;

static_assert(json_room >= simdjson::SIMDJSON_PADDING);

/// Longer documents give back what their marks took.
constexpr std::size_t kept_for = 2 * 1024 * 1024;

/// Both readers agree on where a word of these ends.
constexpr auto in_word = [] {
  std::array<bool, 256> all{};
  for (const char c :
       std::string_view{"0123456789+-.Eabcdefghijklmnopqrstuvwxyz"})
    all[static_cast<unsigned char>(c)] = true;
  return all;
}();

bool is_blank(char c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

std::string_view without_blanks(std::string_view token) {
  while (!token.empty() && is_blank(token.back()))
    token.remove_suffix(1);
  return token;
}

bool is_word(std::string_view token) {
  for (const char c : token)
    if (!in_word[static_cast<unsigned char>(c)])
      return false;
  return true;
}

/// A name up to its quote; false when something is escaped in it.
bool name_of(ondemand::raw_json_string key, std::string_view& name) {
  const char* end = key.raw();
  while (*end != '"' && *end != '\\')
    ++end;
  name = {key.raw(), static_cast<std::size_t>(end - key.raw())};
  return *end == '"';
}

/// Whether nothing follows.
bool is_over(ondemand::document& document) {
  return document.current_location().error() == simdjson::OUT_OF_BOUNDS;
}

/// Left alone, a text would be overlooked together with a colon behind it.
inline bool go_over_text(ondemand::value& text) {
  return !text.get_raw_json_string().error();
}

std::string text_in(std::string_view token) {
  const auto written = token.substr(1, token.size() - 2);
  return written.find('\\') == written.npos ? std::string{written}
                                            : decode_json_text(written);
}

/// One use. Whatever returns false has met something that is not plain.
class plain_reader {
public:
  explicit plain_reader(const json_options& options) : options_(options) {}

  bool document(ondemand::document& from, json& into);

private:
  using shapes = std::span<const json_shape>;

  bool value(ondemand::value from, json& into, shapes wanted,
             std::size_t depth);
  bool object(ondemand::object from, json& into, shapes wanted,
              std::size_t depth);
  bool list(ondemand::array from, json& into, shapes wanted, std::size_t depth);
  bool member(ondemand::field field, json& into, shapes wanted,
              std::size_t depth);
  /// Goes through a value that is left out.
  bool pass(ondemand::value& from, std::size_t depth);
  bool pass_object(ondemand::value& from, std::size_t depth);
  bool pass_list(ondemand::value& from, std::size_t depth);

  const json_options& options_;
  std::size_t values_ = 0;
};

// Half of the time goes here. Handed over in memory, each value would cost more
// than what is looked at: hence the inlining by hand.
[[gnu::always_inline]] inline bool plain_reader::pass(ondemand::value& from,
                                                      std::size_t depth) {
  json_type type{};
  if (from.type().get(type))
    return false;
  switch (type) {
  case json_type::object:
    return depth < options_.limits.depth && pass_object(from, depth + 1);
  case json_type::array:
    return depth < options_.limits.depth && pass_list(from, depth + 1);
  case json_type::string:
    return go_over_text(from);
  default:
    return is_word(without_blanks(from.raw_json_token()));
  }
}

bool plain_reader::document(ondemand::document& from, json& into) {
  json_type type{};
  if (from.type().get(type))
    return false;
  ondemand::object members;
  ondemand::array elements;
  if (type == json_type::object)
    return !from.get_object().get(members)
           && object(members, into, options_.wanted, 1) && is_over(from);
  return type == json_type::array && !from.get_array().get(elements)
         && list(elements, into, options_.wanted, 1) && is_over(from);
}

bool plain_reader::value(ondemand::value from, json& into, shapes wanted,
                         std::size_t depth) {
  json_type type{};
  if (from.type().get(type))
    return false;
  ondemand::object members;
  ondemand::array elements;
  if (type == json_type::object)
    return depth < options_.limits.depth && !from.get_object().get(members)
           && object(members, into, wanted, depth + 1);
  if (type == json_type::array)
    return depth < options_.limits.depth && !from.get_array().get(elements)
           && list(elements, into, wanted, depth + 1);
  const auto token = without_blanks(from.raw_json_token());
  if (type == json_type::string) {
    into = text_in(token);
    return go_over_text(from);
  }
  into = json_word(token, options_);
  return is_word(token);
}

bool plain_reader::object(ondemand::object from, json& into, shapes wanted,
                          std::size_t depth) {
  into = json::object();
  for (auto each : from) {
    ondemand::field field;
    if (std::move(each).get(field) || !member(field, into, wanted, depth))
      return false;
  }
  return true;
}

bool plain_reader::member(ondemand::field field, json& into, shapes wanted,
                          std::size_t depth) {
  std::string_view name;
  if (!name_of(field.key(), name))
    return false;
  const auto* shape = find_shape(wanted, name);
  if (shape == nullptr && !wanted.empty())
    return pass(field.value(), depth);
  json read;
  if (++values_ > options_.limits.values
      || !value(field.value(), read,
                shape != nullptr ? shape->members : shapes{}, depth))
    return false;
  into[std::string{name}] = std::move(read);
  return true;
}

bool plain_reader::list(ondemand::array from, json& into, shapes wanted,
                        std::size_t depth) {
  into = json::array();
  for (auto each : from) {
    ondemand::value next;
    json read;
    if (std::move(each).get(next) || ++values_ > options_.limits.values
        || !value(next, read, wanted, depth))
      return false;
    into.push_back(std::move(read));
  }
  return true;
}

[[gnu::noinline]] bool plain_reader::pass_object(ondemand::value& from,
                                                 std::size_t depth) {
  ondemand::object members;
  if (from.get_object().get(members))
    return false;
  for (auto each : members)
    if (each.error() || !pass(each.value_unsafe().value(), depth))
      return false;
  return true;
}

[[gnu::noinline]] bool plain_reader::pass_list(ondemand::value& from,
                                               std::size_t depth) {
  ondemand::array elements;
  if (from.get_array().get(elements))
    return false;
  for (auto each : elements) {
    ondemand::value next;
    if (std::move(each).get(next) || !pass(next, depth))
      return false;
  }
  return true;
}

bool read_with(ondemand::parser& parser, std::string_view text,
               const json_options& options, json& into) {
  // By powers of two: the bodies of one call grow.
  const auto wanted = std::bit_ceil(std::max<std::size_t>(text.size(), 4096));
  if (wanted > parser.capacity() && parser.allocate(wanted))
    return false;
  ondemand::document document;
  return !parser.iterate(text.data(), text.size(), text.size() + json_room)
              .get(document)
         && plain_reader{options}.document(document, into);
}

} // namespace

std::optional<json> read_plain_json(std::string_view text,
                                    const json_options& options) {
  thread_local ondemand::parser parser;
  json document;
  const bool is_plain
      = !options.python_too && read_with(parser, text, options, document);
  if (parser.capacity() > kept_for)
    parser = ondemand::parser{};
  if (!is_plain)
    return std::nullopt;
  return document;
}

} // namespace rental
