// A program in a process of its own, known by what it prints.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace rental::test {

/// Runs while the object lives; killed with it. Not thread-safe.
class child_process {
public:
  /// Starts `program` with exactly this environment and these arguments; its
  /// errors are appended to the file `log`. Throws std::system_error.
  child_process(const std::string& program,
                const std::map<std::string, std::string>& env,
                const std::string& log, std::vector<std::string> args = {});
  ~child_process();
  child_process(const child_process&) = delete;
  child_process& operator=(const child_process&) = delete;

  /// The first line that it prints; nothing when it ends or time is up before.
  std::optional<std::string> first_line(std::chrono::milliseconds patience);
  void signal(int number) const;
  /// Waits for its end: the exit status, or minus the signal that ended it;
  /// nothing when it still runs after that time.
  std::optional<int> ended(std::chrono::milliseconds patience);

private:
  /// Reads what comes; false: nothing came in time.
  bool read_some(std::chrono::steady_clock::time_point until);

  pid_t pid_ = 0;
  int output_ = -1;
  bool at_end_ = false;
  std::string printed_;
};

} // namespace rental::test
