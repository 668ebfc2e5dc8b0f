// Coroutines, as much of them as a load generator needs: thousands of callers
// on one thread, each written down as the conversation that it is.
//
// g++ 12: an argument that is a class without constructors has to be made and
// named before the co_await, not inside of its expression: it would be copied
// bit by bit.
//
//   task<> caller(phone_call& call) {
//     heard offer = co_await call.ask("get_availability", ...);
//     co_await call.ask("set_appointment", ...);
//   }
//
// Everything here belongs to one thread (the one that runs the loop, wire.hpp).
#pragma once

#include <coroutine>
#include <exception>
#include <optional>
#include <utility>
#include <vector>

namespace rental::load {

template <class T = void>
class task;

namespace detail {

struct promise_base {
  std::coroutine_handle<> continuation = std::noop_coroutine();
  std::exception_ptr error;

  struct final_awaiter {
    bool await_ready() const noexcept { return false; }
    template <class Promise>
    std::coroutine_handle<>
    await_suspend(std::coroutine_handle<Promise> ended) noexcept {
      return ended.promise().continuation;
    }
    void await_resume() const noexcept {}
  };

  std::suspend_always initial_suspend() noexcept { return {}; }
  final_awaiter final_suspend() noexcept { return {}; }
  void unhandled_exception() { error = std::current_exception(); }
};

template <class T>
struct promise : promise_base {
  std::optional<T> value;

  task<T> get_return_object();
  void return_value(T result) { value.emplace(std::move(result)); }
  T take() {
    if (error)
      std::rethrow_exception(error);
    return std::move(*value);
  }
};

template <>
struct promise<void> : promise_base {
  task<void> get_return_object();
  void return_void() {}
  void take() {
    if (error)
      std::rethrow_exception(error);
  }
};

} // namespace detail

/// A coroutine that begins when it is awaited, and is awaited once.
template <class T>
class [[nodiscard]] task {
public:
  using promise_type = detail::promise<T>;

  explicit task(std::coroutine_handle<promise_type> handle) : handle_(handle) {}
  task(task&& other) noexcept : handle_(std::exchange(other.handle_, {})) {}
  task& operator=(task&&) = delete;
  ~task() {
    if (handle_)
      handle_.destroy();
  }

  bool await_ready() const noexcept { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> waiting) {
    handle_.promise().continuation = waiting;
    return handle_;
  }
  T await_resume() { return handle_.promise().take(); }

private:
  std::coroutine_handle<promise_type> handle_;
};

template <class T>
task<T> detail::promise<T>::get_return_object() {
  return task<T>{std::coroutine_handle<promise>::from_promise(*this)};
}

inline task<void> detail::promise<void>::get_return_object() {
  return task<void>{std::coroutine_handle<promise>::from_promise(*this)};
}

/// Runs tasks side by side. Has to live until all of them have ended: await
/// `all` before it goes.
class task_group {
public:
  task_group() = default;
  task_group(const task_group&) = delete;
  task_group& operator=(const task_group&) = delete;

  /// Begins `work` at once; what it throws comes out of `all`.
  void spawn(task<> work) {
    ++running_;
    run(std::move(work));
  }
  std::size_t running() const noexcept { return running_; }

  /// Suspends until every task has ended; throws the first exception.
  auto all() {
    struct awaiter {
      task_group& group;
      bool await_ready() const noexcept { return group.running_ == 0; }
      void await_suspend(std::coroutine_handle<> waiting) {
        group.waiting_ = waiting;
      }
      void await_resume() {
        if (group.error_)
          std::rethrow_exception(std::exchange(group.error_, nullptr));
      }
    };
    return awaiter{*this};
  }

private:
  /// Begins at once and destroys itself at its end.
  struct detached {
    struct promise_type {
      detached get_return_object() { return {}; }
      std::suspend_never initial_suspend() noexcept { return {}; }
      std::suspend_never final_suspend() noexcept { return {}; }
      void return_void() {}
      void unhandled_exception() { std::terminate(); }
    };
  };

  detached run(task<> work) {
    try {
      co_await work;
    } catch (...) {
      if (!error_)
        error_ = std::current_exception();
    }
    if (--running_ == 0)
      std::exchange(waiting_, std::noop_coroutine()).resume();
  }

  std::size_t running_ = 0;
  std::coroutine_handle<> waiting_ = std::noop_coroutine();
  std::exception_ptr error_;
};

} // namespace rental::load
