#include "json/read_json.hpp"

#include "json/json_reader.hpp"
#include "json/plain_json.hpp"

namespace rental {

std::optional<nlohmann::json> take_json(std::string_view& text,
                                        const json_options& options) {
  nlohmann::json document;
  json_reader reader{text, options};
  if (!reader.root(document))
    return std::nullopt;
  text.remove_prefix(reader.rest());
  return document;
}

std::optional<nlohmann::json> read_json(std::string_view text,
                                        const json_options& options) {
  auto document = take_json(text, options);
  if (!text.empty())
    return std::nullopt;
  return document;
}

std::optional<nlohmann::json> read_long_json(std::string_view text,
                                             std::size_t room,
                                             const json_options& options) {
  if (room < json_room) {
    std::string with_room;
    with_room.reserve(text.size() + json_room);
    with_room = text;
    return read_long_json(with_room, json_room, options);
  }
  if (auto document = read_plain_json(text, options))
    return document;
  return read_json(text, options);
}

} // namespace rental
