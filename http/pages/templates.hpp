// Filling in the templates of web/. Internal to http/.
#pragma once

#include <kainjow/mustache.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace rental {

/// The template with the frame around it; what is in `data` is escaped.
std::string fill_template(std::string_view name, kainjow::mustache::data data);

/// An empty value becomes `false`: its section hides, and the value of an outer
/// section does not shine through.
void put_text(kainjow::mustache::data& data, const char* key,
              const std::string& value);

/// A list of {{line}}.
kainjow::mustache::data as_lines(const std::vector<std::string>& texts);

} // namespace rental
