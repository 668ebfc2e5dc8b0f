// Tables for people.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace rental {

/// Rows of equally many cells, in columns; the first row is the heading.
void print_columns(std::ostream& out,
                   const std::vector<std::vector<std::string>>& rows);

} // namespace rental
