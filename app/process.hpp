// What the process asks of the system before it does anything else.
#pragma once

#include <cstddef>

namespace rental {

/// Keys and tokens stay in this process: no core dump is written, and nobody
/// without privileges attaches to it. A file that reaches the limit of its size
/// (SIGXFSZ) is a failed write as any other, not the end.
void harden_process();

/// Raises the limit of open descriptors as far as the system lets it, up to
/// `wanted`; returns the limit in force.
std::size_t raise_open_files(std::size_t wanted);

/// How many connections may be open, `most` at best, so that descriptors are
/// left for the database and for what goes out.
std::size_t connections_that_fit(std::size_t most);

} // namespace rental
