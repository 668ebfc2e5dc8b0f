// What a body has wrong by a schema, in the words of VAPI's API: the part of
// JSON Schema that vapi_schema.json uses, with objects closed by default.
#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace rental::test {

class strict_schema {
public:
  /// Reads the file; throws when it cannot.
  explicit strict_schema(const std::string& file);

  bool knows(const std::string& name) const { return all_.contains(name); }
  /// Nothing when the value fits the schema of that name.
  std::vector<std::string> faults(const std::string& name,
                                  const nlohmann::json& value) const;

private:
  using lines = std::vector<std::string>;

  void check(const nlohmann::json& schema, const nlohmann::json& value,
             const std::string& path, lines& out) const;
  void check_object(const nlohmann::json& schema, const nlohmann::json& value,
                    const std::string& path, lines& out) const;
  void check_scalar(const nlohmann::json& schema, const nlohmann::json& value,
                    const std::string& path, lines& out) const;

  nlohmann::json all_;
};

} // namespace rental::test
