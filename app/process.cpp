#include "app/process.hpp"

#include <malloc.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <algorithm>
#include <csignal>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define RENTAL_SANITIZED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define RENTAL_SANITIZED 1
#endif

namespace rental {

void harden_process() {
  std::signal(SIGXFSZ, SIG_IGN);
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
#ifndef RENTAL_SANITIZED // leak detection attaches to its own process
  ::prctl(PR_SET_DUMPABLE, 0);
#endif
  // Large bodies go back to the system as soon as they are done with: glibc
  // would otherwise learn to keep what they needed, once for each thread.
  ::mallopt(M_MMAP_THRESHOLD, 2 * 1024 * 1024);
  ::mallopt(M_TRIM_THRESHOLD, 16 * 1024 * 1024);
  ::mallopt(M_ARENA_MAX, 4);
}

std::size_t raise_open_files(std::size_t wanted) {
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) != 0)
    return 0;
  const auto most = std::min<rlim_t>(files.rlim_max, wanted);
  if (files.rlim_cur < most) {
    const rlimit raised{most, files.rlim_max};
    if (::setrlimit(RLIMIT_NOFILE, &raised) == 0)
      files.rlim_cur = most;
  }
  return static_cast<std::size_t>(files.rlim_cur);
}

std::size_t connections_that_fit(std::size_t most) {
  constexpr std::size_t for_others = 256;
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) != 0)
    return most;
  const auto all = static_cast<std::size_t>(files.rlim_cur);
  return std::min(most, all > 2 * for_others ? all - for_others : all / 2);
}

} // namespace rental
