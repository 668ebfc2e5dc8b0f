// Goes through one JSON document. Internal to json/.
#pragma once

#include "json/read_json.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace rental {

/// One use. After a member function returned false there is no structure.
class json_reader {
public:
  json_reader(std::string_view text, const json_options& options)
      : text_(text), options_(options) {}

  /// The document that begins here, blanks in front of it.
  bool root(nlohmann::json& into);
  /// Index of the first byte behind what was read, and behind the blanks there.
  std::size_t rest();

private:
  using shapes = std::span<const json_shape>;

  void blanks();
  bool at(char c) const { return at_ < text_.size() && text_[at_] == c; }
  bool is_quote() const;
  bool value(nlohmann::json& into, shapes wanted, std::size_t depth);
  bool object(nlohmann::json& into, shapes wanted, std::size_t depth);
  bool list(nlohmann::json& into, shapes wanted, std::size_t depth);
  bool member(nlohmann::json& into, shapes wanted, std::size_t depth);
  bool key(std::string& into);
  /// What stands between the quotes here.
  bool quoted(std::string_view& written);
  nlohmann::json bare_word();
  /// Goes behind the value here; looks at nothing but brackets and quotes.
  bool skip();

  std::string_view text_;
  const json_options& options_;
  std::size_t at_ = 0;
  std::size_t values_ = 0;
};

} // namespace rental
