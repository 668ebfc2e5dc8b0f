#pragma once

#include "tools/microsoft-sim/http.hpp"

#include <string>
#include <string_view>

/// Percent encoding and the form encoding of queries and bodies.
namespace rental::sim {

std::string percent_encode(std::string_view text);

/// "%41" to "A"; a malformed escape stays as it is.
std::string percent_decode(std::string_view text);

/// `a=1&b=x+y` with `+` as space, as application/x-www-form-urlencoded says.
fields parse_form(std::string_view text);

std::string form_encode(const fields& values);

/// Appends the values to a URL that may have a query already.
std::string with_query(std::string_view url, const fields& values);

/// First value of that name, empty if there is none.
std::string_view value_of(const fields& values, std::string_view name);

/// Text made harmless for HTML text and attribute values.
std::string html_escape(std::string_view text);

} // namespace rental::sim
