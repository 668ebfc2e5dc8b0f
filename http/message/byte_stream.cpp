#include "http/message/byte_stream.hpp"

#include <utility>

namespace rental {
namespace {

/// A connection that never comes must not fill the memory.
constexpr std::size_t most_early = 64 * 1024;

} // namespace

bool byte_stream::send(std::string bytes) {
  std::shared_ptr<const transport> to;
  {
    const std::lock_guard guard{mutex_};
    if (ended_)
      return false;
    if (!to_) {
      early_ += bytes;
      ended_ = early_.size() > most_early;
      return !ended_;
    }
    to = to_;
  }
  if (to->write(std::move(bytes)))
    return true;
  detach();
  return false;
}

void byte_stream::end() {
  std::shared_ptr<const transport> to;
  {
    const std::lock_guard guard{mutex_};
    ended_ = true;
    to.swap(to_);
  }
  if (to)
    to->end();
}

void byte_stream::attach(transport to) {
  const std::lock_guard guard{mutex_};
  if (!early_.empty())
    to.write(std::exchange(early_, {}));
  if (ended_)
    to.end();
  else
    to_ = std::make_shared<const transport>(std::move(to));
}

void byte_stream::detach() {
  std::shared_ptr<const transport> to;
  const std::lock_guard guard{mutex_};
  ended_ = true;
  to.swap(to_);
}

} // namespace rental
