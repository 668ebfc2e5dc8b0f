// What a slow pure function said of the texts that came lately. Each message of
// a call brings the same two phone numbers, and reading one takes longer than
// all the rest of the message.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace rental {

/// A function with a memory. Thread-safe if the function is.
template <class T>
class text_memory {
public:
  using function = std::function<T(std::string_view)>;

  /// Of what is remembered the older half goes when there are `most`.
  explicit text_memory(function ask, std::size_t most = 8192)
      : ask_(std::move(ask)), most_(most / 2) {}

  T operator()(std::string_view text) {
    if (text.size() > longest_kept)
      return ask_(text);
    {
      const std::lock_guard guard{mutex_};
      for (const auto* each : {&young_, &old_})
        if (const auto i = each->find(text); i != each->end())
          return i->second;
    }
    auto said = ask_(text);
    const std::lock_guard guard{mutex_};
    if (young_.size() >= most_)
      old_ = std::exchange(young_, {});
    young_.insert_or_assign(std::string{text}, said);
    return said;
  }

private:
  /// A phone number is shorter, whatever is around it.
  static constexpr std::size_t longest_kept = 128;
  using answers = std::map<std::string, T, std::less<>>;

  const function ask_;
  const std::size_t most_;
  std::mutex mutex_;
  answers young_;
  answers old_;
};

/// The same as a copyable function, whose copies share the memory.
template <class T>
std::function<T(std::string_view)>
with_memory(std::function<T(std::string_view)> ask) {
  auto memory = std::make_shared<text_memory<T>>(std::move(ask));
  return [memory](std::string_view text) { return (*memory)(text); };
}

} // namespace rental
