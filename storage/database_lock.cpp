#include "storage/database_lock.hpp"

#include "storage/sqlite_url.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <string_view>
#include <system_error>

namespace rental {
namespace {

std::string words_of(int error) {
  return std::generic_category().message(error);
}

/// "pid 4711 on machine"
std::string who_am_i() {
  std::array<char, 256> host{};
  if (::gethostname(host.data(), host.size() - 1) != 0)
    host[0] = '\0';
  return "pid " + std::to_string(::getpid()) + " on " + host.data();
}

/// What the holder wrote, as far as it is fit to be shown.
std::string holder_in(int fd) {
  std::array<char, 300> text{};
  const auto n = ::pread(fd, text.data(), text.size(), 0);
  std::string who;
  for (ssize_t i = 0; i < n && text[static_cast<std::size_t>(i)] >= ' '; ++i)
    who += text[static_cast<std::size_t>(i)];
  return who.empty() ? "an unknown process" : who;
}

bool write_holder(int fd, const std::string& text) {
  return ::ftruncate(fd, 0) == 0
         && ::pwrite(fd, text.data(), text.size(), 0)
                == static_cast<ssize_t>(text.size());
}

} // namespace

expected<std::unique_ptr<database_lock>>
database_lock::take(const std::string& database_url) {
  std::unique_ptr<database_lock> none;
  if (!database_url.starts_with(sqlite_scheme))
    return none;
  const auto file = database_url.substr(sqlite_scheme.size());
  if (file.empty() || file == ":memory:")
    return none;
  std::error_code error;
  const auto folder = std::filesystem::path{file}.parent_path();
  if (!folder.empty() && std::filesystem::create_directories(folder, error))
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all,
                                 error);
  // One lock, however the file is spelled.
  const auto real = std::filesystem::weakly_canonical(file, error);
  const auto path = (error ? file : real.string()) + ".lock";
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0)
    return failure{
        errc::storage, path + " cannot be made: " + words_of(errno), {}};
  std::unique_ptr<database_lock> mine{new database_lock{fd}};
  int locked = 0;
  do
    locked = ::flock(fd, LOCK_EX | LOCK_NB);
  while (locked != 0 && errno == EINTR);
  if (locked != 0 && errno == EWOULDBLOCK)
    return failure{errc::unavailable,
                   "another service (" + holder_in(fd) + ") has the database "
                       + file
                       + "; stop it first: two would do everything "
                         "twice",
                   {}};
  if (locked != 0)
    return failure{
        errc::storage, path + " cannot be locked: " + words_of(errno), {}};
  // Without it the lock holds all the same; a full disk must not stop a start.
  static_cast<void>(write_holder(fd, who_am_i() + "\n"));
  return mine;
}

database_lock::~database_lock() {
  ::close(fd_);
}

} // namespace rental
