// Whether two addresses mean the same property. Pure and thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace rental {

/// A comparable form: "123 Main St., Apt 4B, Norman, OK 73072", "123 main
/// street #4b" and "one twenty three Main Street, Apartment four B" all yield
/// "123 main street apartment 4b". Lower case, words written out, figures as
/// digits, "#", "unit" and "apt" alike, city, state and ZIP left out where they
/// can be told from the street. Empty only if nothing but noise was given.
std::string normalise_address(std::string_view text);

/// Whether both mean the same property: equal comparable forms, and not two
/// different cities.
bool same_property(std::string_view a, std::string_view b);

} // namespace rental
