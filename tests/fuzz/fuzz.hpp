// What the fuzz targets share. A target is a source with one
// LLVMFuzzerTestOneInput; it is linked with libFuzzer (preset `fuzz`,
// scripts/fuzz) or with replay.cpp, which runs the committed corpus as tests.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size);

namespace rental::fuzz {

/// Ends the program, and so makes a finding, unless `holds`. `promise` is what
/// the header of the function under test says.
inline void require(bool holds, const char* promise) {
  if (holds)
    return;
  std::fprintf(stderr, "broken promise: %s\n", promise);
  std::abort();
}

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

/// Cuts the first line off `text` and returns it without its end.
inline std::string_view first_line(std::string_view& text) {
  const auto end = text.find('\n');
  const auto line = text.substr(0, end);
  text.remove_prefix(end == text.npos ? text.size() : end + 1);
  return line;
}

} // namespace rental::fuzz
