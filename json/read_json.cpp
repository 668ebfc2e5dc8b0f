#include "json/read_json.hpp"

#include "json/json_reader.hpp"

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

} // namespace rental
