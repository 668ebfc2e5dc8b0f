#include "base/shown_text.hpp"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

namespace rental {
namespace {

bool is_hidden(UChar32 c) {
  return (U_GET_GC_MASK(c)
          & (U_GC_CC_MASK | U_GC_CF_MASK | U_GC_ZL_MASK | U_GC_ZP_MASK))
         != 0;
}

} // namespace

bool has_hidden_characters(std::string_view text) {
  const auto length = static_cast<std::int32_t>(text.size());
  for (std::int32_t i = 0; i < length;) {
    UChar32 c = 0;
    U8_NEXT(text.data(), i, length, c);
    if (c >= 0 && is_hidden(c))
      return true;
  }
  return false;
}

std::string without_hidden(std::string_view text) {
  std::string shown;
  const auto length = static_cast<std::int32_t>(text.size());
  for (std::int32_t i = 0; i < length;) {
    const auto begin = static_cast<std::size_t>(i);
    UChar32 c = 0;
    U8_NEXT(text.data(), i, length, c);
    if (c < 0)
      shown += "\xef\xbf\xbd";
    else if (is_hidden(c))
      shown += ' ';
    else
      shown += text.substr(begin, static_cast<std::size_t>(i) - begin);
  }
  return shown;
}

std::string cut_to(std::string text, std::size_t most) {
  constexpr std::string_view more = "...";
  if (text.size() <= most)
    return text;
  auto end = most > more.size() ? most - more.size() : 0;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80)
    --end;
  text.resize(end);
  return text.append(more);
}

std::string shown_text(std::string_view text, std::size_t most) {
  return cut_to(without_hidden(text), most);
}

} // namespace rental
