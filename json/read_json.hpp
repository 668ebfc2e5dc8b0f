// The one door for JSON that strangers wrote.
//
// A flaw somewhere in a document must not cost the whole: texts with half a
// surrogate pair or broken UTF-8, numbers that no machine holds, a byte order
// mark, NUL bytes and the like are mended. And no document may cost much more
// memory than it is long: only the members that are asked for are built, and
// never more than so many values. Pure functions; safe from any thread.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace rental {

/// A member that is wanted, and which of its members are. Arrays are looked
/// through: what is said of a member holds for each element of its list.
struct json_shape {
  std::string_view name;
  /// Empty: all of them.
  std::span<const json_shape> members;
};

struct json_limits {
  /// Values inside more brackets than this become null.
  std::size_t depth = 64;
  /// Values beyond so many are left out.
  std::size_t values = 20'000;
};

struct json_options {
  /// The root's members that are wanted. Empty: all of them.
  std::span<const json_shape> wanted;
  json_limits limits;
  /// Fractions and numbers beyond 64 bits come as the text that they are
  /// written with, so that "14.30" stays what it was.
  bool numbers_as_written = false;
  /// Texts in single quotes, True, False and None count as well: Python's way
  /// to print an object, which models imitate.
  bool python_too = false;
};

/// Reads a document: one object or list, with blanks, NUL bytes or a byte order
/// mark around it. Nothing when there is no such structure: brackets that do
/// not match, a text without end, anything behind the end.
///
/// - Bytes that are not UTF-8 and lone surrogates become U+FFFD.
/// - Control characters inside texts stay as they are.
/// - Numbers that do not fit and bare words become null.
/// - Of equal keys the last counts.
/// - Commas too many or too few are overlooked.
///
/// What is not wanted is only looked at for its brackets, whatever its depth.
/// Every document that follows RFC 8259 and keeps the limits is read as it is.
std::optional<nlohmann::json> read_json(std::string_view text,
                                        const json_options& options = {});

/// Bytes behind a text that must be readable to go through it in great steps.
inline constexpr std::size_t json_room = 64;

/// The same, many times as fast for a long text without flaws. `room`: bytes
/// behind `text` that may be read too, whatever they hold; when they are fewer
/// than json_room, `text` is copied first.
std::optional<nlohmann::json> read_long_json(std::string_view text,
                                             std::size_t room,
                                             const json_options& options = {});

/// The same for the first document of `text`; takes it off, and the blanks
/// around it.
std::optional<nlohmann::json> take_json(std::string_view& text,
                                        const json_options& options = {});

/// `text` with U+FFFD for what is not UTF-8.
std::string mend_utf8(std::string_view text);

} // namespace rental
