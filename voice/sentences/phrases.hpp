// Parts that several sentences share. Inside voice/ only. Pure; thread-safe.
#pragma once

#include "base/time.hpp"
#include "base/zone.hpp"
#include "voice/sentences/sentences.hpp"

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace rental::phrase {

/// Nobody keeps more than three things in mind.
inline constexpr std::size_t most_options = 3;

/// "ADDRESS on Tuesday, November twenty-fourth at two in the afternoon,
/// Central time".
std::string on(std::string_view address, const time_slot& slot, const zone& tz);

/// "Tuesday, November twenty-fourth at nine, noon, or four thirty, or Friday,
/// November twenty-seventh at ten": a day once, the part of the day only where
/// the bare clock would be read as another time.
std::string options(std::span<const time_slot> slots,
                    const sentence::setting& at);

/// "ADDRESS on A, ADDRESS on B and ADDRESS on C, Central time".
std::string viewings(std::span<const sentence::viewing> list, const zone& tz,
                     const char* word);

/// The question that goes with so many options.
std::string choose(std::size_t count);

} // namespace rental::phrase
