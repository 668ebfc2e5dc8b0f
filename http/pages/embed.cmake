# cmake -DOUTPUT=x.cpp -DFILES=a,b -P embed.cmake: a source file that holds the
# named files as string literals.
string(REPLACE "," ";" files "${FILES}")
set(table "")
set(literals "")
set(number 0)
foreach(file IN LISTS files)
  file(READ "${file}" content)
  get_filename_component(name "${file}" NAME)
  string(APPEND literals
         "constexpr char file_${number}[] = R\"embedded(${content})embedded\";\n")
  string(APPEND table
         "  {\"${name}\", {file_${number}, sizeof(file_${number}) - 1}},\n")
  math(EXPR number "${number} + 1")
endforeach()
file(WRITE "${OUTPUT}" "// Made by http/pages/embed.cmake.
#include \"http/pages/embedded.hpp\"

#include <utility>

namespace rental {
namespace {
${literals}
constexpr std::pair<std::string_view, std::string_view> table[] = {
${table}};
} // namespace

std::optional<std::string_view> embedded_file(std::string_view name) noexcept {
  for (const auto& [key, content] : table)
    if (key == name)
      return content;
  return std::nullopt;
}

} // namespace rental
")
