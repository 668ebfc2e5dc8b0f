#include "app/token_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace rental {
namespace {

failure cannot_write(const std::string& path) {
  auto reason = std::error_code{errno, std::generic_category()}.message();
  return {errc::storage, path + ": cannot be written: " + reason, {}};
}

/// A temporary file, gone with the object unless it was renamed.
class draft {
public:
  explicit draft(const std::filesystem::path& target)
      : path_(target.string() + ".XXXXXX"),
        fd_(::mkostemp(path_.data(), O_CLOEXEC)) {}
  draft(const draft&) = delete;
  draft& operator=(const draft&) = delete;
  ~draft() {
    if (fd_ < 0)
      return;
    ::close(fd_);
    ::unlink(path_.c_str());
  }

  bool fill(const std::string& text) {
    if (fd_ < 0 || ::fchmod(fd_, 0600) != 0)
      return false;
    std::size_t at = 0;
    while (at < text.size()) {
      auto count = ::write(fd_, text.data() + at, text.size() - at);
      if (count < 0 && errno != EINTR)
        return false;
      at += count > 0 ? static_cast<std::size_t>(count) : 0;
    }
    return ::fsync(fd_) == 0;
  }

  bool become(const std::filesystem::path& target) {
    return ::rename(path_.c_str(), target.c_str()) == 0;
  }

private:
  std::string path_;
  int fd_;
};

/// Makes the rename itself durable.
bool sync_folder(const std::filesystem::path& target) {
  auto folder = target.parent_path();
  int fd = ::open(folder.empty() ? "." : folder.c_str(),
                  O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0)
    return false;
  auto synced = ::fsync(fd) == 0;
  ::close(fd);
  return synced;
}

} // namespace

namespace {

/// Only what was such a file is replaced: not a device, not the database.
expected<done> check_target(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::exists(path, error))
    return done{};
  const failure refused{errc::bad_request,
                        path
                            + ": is there already and is no file of tokens; "
                              "name another file",
                        {}};
  if (!std::filesystem::is_regular_file(path, error))
    return refused;
  std::ifstream file{path, std::ios::binary};
  const auto first = file.get();
  return first == '{' || first == std::ifstream::traits_type::eof()
             ? expected<done>{done{}}
             : refused;
}

} // namespace

expected<done> write_private_file(const std::string& path,
                                  const std::string& text) {
  if (auto may = check_target(path); !may)
    return may;
  const std::filesystem::path target{path};
  draft file{target};
  if (!file.fill(text) || !file.become(target) || !sync_folder(target))
    return cannot_write(path);
  return done{};
}

} // namespace rental
