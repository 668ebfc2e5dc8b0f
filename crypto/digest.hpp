// Inside crypto/ only: the plain digests that the rest must not choose from,
// SHA-1 above all.
#pragma once

#include "crypto/hash.hpp"

namespace rental {

/// Raw digest of `data`.
std::string digest(hash_algorithm algorithm, std::string_view data);

} // namespace rental
