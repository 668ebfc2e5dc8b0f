// A part of a URL as libcurl reads it. Inside net/ only.
#pragma once

#include <curl/curl.h>

#include <string>

namespace rental {

/// Empty when the URL has no such part.
std::string part_of(CURLU* url, CURLUPart part, unsigned flags = 0);

} // namespace rental
