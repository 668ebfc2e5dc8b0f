// Text about times, cut into words, numbers and signs. Inside voice/ only.
// Pure; thread-safe.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rental {

/// One piece of a text about a time.
struct token {
  enum class kind {
    /// Lower-case letters: "tuesday", "pm", "oclock".
    word,
    /// Up to nine figures.
    number,
    /// One of : / - + . ,
    sign,
    /// An IANA name as written, lower case: "america/new_york".
    zone_name,
  };
  kind what = kind::word;
  std::string text;
  /// Of a number.
  int value = 0;
  /// No space before it.
  bool glued = false;
};

/// What becomes of bytes that no time has: control bytes, braces, foreign
/// scripts, figures beyond nine.
enum class strange { is_refused, is_space };

/// Cuts `text`; nothing when it is refused. Hyphens between letters part words,
/// "p.m." becomes "pm", "o'clock" "oclock", "tenish" "ten" and "ish"; brackets
/// and quotes vanish.
std::optional<std::vector<token>>
cut_tokens(std::string_view text, strange policy = strange::is_refused);

bool is_number(std::span<const token> text, std::size_t at);

/// Without the full stops and dashes that belong to no figure (speech-to-text
/// writes "Thursday. At. Two. Thirty.") and without words said twice. A dash
/// between times stays.
std::vector<token> without_stray_signs(std::span<const token> text);

} // namespace rental
