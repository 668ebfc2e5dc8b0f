// What people read about items of a calendar that cannot be read. Pure.
#pragma once

#include "domain/calendar_note.hpp"

#include <string>
#include <vector>

namespace rental {

/// "Tue, 24 Nov 2026: it names a time zone that nobody knows".
std::string words_of(const unreadable_item& item);

std::vector<std::string> words_of(const std::vector<unreadable_item>& items);

} // namespace rental
