#include "crypto/encode.hpp"
#include "crypto/keyring.hpp"
#include "crypto/random.hpp"

#include <fcntl.h>
#include <openssl/crypto.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <system_error>

namespace rental {
namespace {

class file {
public:
  file(const std::string& path, int flags)
      : fd_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  file(const file&) = delete;
  file& operator=(const file&) = delete;
  ~file() {
    if (fd_ >= 0)
      ::close(fd_);
  }
  int get() const { return fd_; }

private:
  int fd_;
};

failure refused(const std::string& path, const std::string& why) {
  return failure{errc::storage, "key file " + path + " " + why};
}

failure system_says(const std::string& path, const char* what) {
  return refused(path, std::string{"cannot be "} + what + ": "
                           + std::generic_category().message(errno));
}

expected<done> only_ours(const std::string& path, int fd) {
  struct stat is {};
  if (::fstat(fd, &is) != 0)
    return system_says(path, "examined");
  if (!S_ISREG(is.st_mode))
    return refused(path, "is not a regular file");
  if ((is.st_mode & 077) != 0)
    return refused(path, "can be used by others; chmod 600 it, and make a new"
                         " key if anybody may have read it");
  if (is.st_uid != ::geteuid())
    return refused(path, "belongs to another user");
  return done{};
}

expected<secret> load(const std::string& path) {
  file in{path, O_RDONLY};
  if (in.get() < 0)
    return system_says(path, "read");
  auto ours = only_ours(path, in.get());
  if (!ours)
    return ours.error();
  std::array<char, 4096> buffer;
  auto size = ::read(in.get(), buffer.data(), buffer.size());
  if (size < 0)
    return system_says(path, "read");
  std::string text(buffer.data(), static_cast<std::size_t>(size));
  OPENSSL_cleanse(buffer.data(), buffer.size());
  while (text.ends_with('\n'))
    text.pop_back();
  secret key{std::move(text)};
  auto ring = keyring::parse(key);
  if (!ring)
    return refused(path, "holds no key: " + ring.error().detail);
  return key;
}

void make_folder_of(const std::string& path) {
  auto folder = std::filesystem::path{path}.parent_path();
  std::error_code ignored;
  if (!folder.empty() && std::filesystem::create_directories(folder, ignored))
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all,
                                 ignored);
}

/// Written under another name first, so that whoever finds the file finds all
/// of it.
expected<done> make(const std::string& path) {
  auto scratch = path + "." + random_token(6);
  secret text{base64_encode(random_bytes(32)) + "\n"};
  file out{scratch, O_WRONLY | O_CREAT | O_EXCL};
  if (out.get() < 0)
    return system_says(path, "made");
  auto size = static_cast<ssize_t>(text.reveal().size());
  bool written
      = ::write(out.get(), text.reveal().data(), text.reveal().size()) == size
        && ::fsync(out.get()) == 0;
  // A link, unlike a rename, does not replace the key of a process that was
  // faster.
  bool linked
      = written
        && (::link(scratch.c_str(), path.c_str()) == 0 || errno == EEXIST);
  auto why = errno;
  ::unlink(scratch.c_str());
  errno = why;
  if (!linked)
    return system_says(path, "written");
  return done{};
}

} // namespace

expected<secret> load_or_make_key_file(const std::string& path) {
  if (::access(path.c_str(), F_OK) != 0) {
    if (errno != ENOENT)
      return system_says(path, "read");
    make_folder_of(path);
    auto made = make(path);
    if (!made)
      return made.error();
  }
  return load(path);
}

} // namespace rental
