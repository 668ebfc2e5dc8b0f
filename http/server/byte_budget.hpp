// How much all requests together may hold. One budget for a whole server, so
// that its memory has an end however many connections there are.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

namespace rental {

/// Whose bytes they are: of somebody who has proved to be let in, or not yet.
enum class byte_owner { unproven, proven };

/// Counts bytes. The last quarter is kept for short requests, such as nearly
/// all are: long ones cannot keep them out. Strangers share one half, and each
/// of them has a quarter of that, so that they cannot take the room of those
/// who have proved themselves, nor each other's. Thread-safe.
class byte_budget {
public:
  explicit byte_budget(std::size_t total) : total_(total) {}
  byte_budget(const byte_budget&) = delete;
  byte_budget& operator=(const byte_budget&) = delete;

  /// Whether there was room; nothing is taken when there was not. `before`:
  /// what the same request holds already.
  bool take(std::size_t bytes, byte_owner owner, const std::string& address,
            std::size_t before = 0);
  void give(std::size_t bytes, byte_owner owner, const std::string& address);
  /// Taken now.
  std::size_t held() const;

private:
  const std::size_t total_;
  mutable std::mutex mutex_;
  std::size_t held_ = 0;
  std::size_t unproven_ = 0;
  std::unordered_map<std::string, std::size_t> by_address_;
};

/// What one request holds of the budget; gives it back when it dies. Not
/// thread-safe. Without a budget there is always room.
class byte_lease {
public:
  byte_lease() = default;
  byte_lease(std::shared_ptr<byte_budget> from, byte_owner owner,
             std::string address)
      : from_(std::move(from)), owner_(owner), address_(std::move(address)) {}
  byte_lease(const byte_lease&) = delete;
  byte_lease& operator=(const byte_lease&) = delete;
  ~byte_lease() { release(); }

  /// Begins again for another request.
  void begin(std::shared_ptr<byte_budget> from, byte_owner owner,
             std::string address);
  /// Takes more. False: there is no room, and nothing was taken.
  bool grow(std::size_t bytes);
  /// Takes more until it holds `bytes` in all.
  bool grow_to(std::size_t bytes) {
    return bytes <= bytes_ || grow(bytes - bytes_);
  }
  std::size_t bytes() const { return bytes_; }
  void release();

private:
  std::shared_ptr<byte_budget> from_;
  byte_owner owner_ = byte_owner::unproven;
  std::string address_;
  std::size_t bytes_ = 0;
};

} // namespace rental
