#include "strict_schema.hpp"

#include <algorithm>
#include <fstream>

namespace rental::test {
namespace {

using nlohmann::json;

bool has_type(const json& value, const std::string& type) {
  return type == "object"    ? value.is_object()
         : type == "array"   ? value.is_array()
         : type == "string"  ? value.is_string()
         : type == "boolean" ? value.is_boolean()
                             : value.is_number();
}

std::string below(const std::string& path, const std::string& name) {
  return path.empty() ? name : path + "." + name;
}

} // namespace

strict_schema::strict_schema(const std::string& file) {
  std::ifstream in{file};
  all_ = json::parse(in);
}

std::vector<std::string> strict_schema::faults(const std::string& name,
                                               const json& value) const {
  lines out;
  check(all_.at(name), value, "", out);
  return out;
}

void strict_schema::check(const json& schema, const json& value,
                          const std::string& path, lines& out) const {
  if (schema.contains("$ref"))
    return check(all_.at(schema["$ref"].get<std::string>()), value, path, out);
  if (schema.contains("by")) {
    const auto by = schema["by"].get<std::string>();
    const auto which = value.is_object() ? value.value(by, "") : "";
    if (!schema["cases"].contains(which))
      return out.push_back(below(path, by)
                           + " must be one of the following values");
    return check(schema["cases"][which], value, path, out);
  }
  if (schema.contains("type") && !has_type(value, schema["type"]))
    return out.push_back(path + " must be a "
                         + schema["type"].get<std::string>());
  if (value.is_object())
    return check_object(schema, value, path, out);
  if (value.is_array() && schema.contains("items"))
    for (std::size_t i = 0; i < value.size(); ++i)
      check(schema["items"], value[i], below(path, std::to_string(i)), out);
  check_scalar(schema, value, path, out);
}

void strict_schema::check_object(const json& schema, const json& value,
                                 const std::string& path, lines& out) const {
  for (const auto& name : schema.value("required", json::array()))
    if (!value.contains(name.get<std::string>()))
      out.push_back(below(path, name) + " should not be empty");
  const auto known = schema.value("properties", json::object());
  for (const auto& [name, each] : value.items())
    if (known.contains(name))
      check(known[name], each, below(path, name), out);
    else if (!schema.value("additionalProperties", false))
      out.push_back((path.empty() ? "" : path + ".") + "property " + name
                    + " should not exist");
}

void strict_schema::check_scalar(const json& schema, const json& value,
                                 const std::string& path, lines& out) const {
  if (schema.contains("enum")
      && std::ranges::find(schema["enum"], value) == schema["enum"].end())
    out.push_back(path + " must be one of the following values");
  if (value.is_string()) {
    const auto size = value.get<std::string>().size();
    if (size < schema.value("minLength", std::size_t{0})
        || size > schema.value("maxLength", std::string::npos))
      out.push_back(path + " is too short or too long");
  }
  if (value.is_number()
      && (value < schema.value("minimum", value)
          || value > schema.value("maximum", value)))
    out.push_back(path + " is too small or too large");
}

} // namespace rental::test
