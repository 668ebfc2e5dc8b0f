#include "tests/support/child_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <system_error>
#include <vector>

namespace rental::test {

using clock = std::chrono::steady_clock;

child_process::child_process(const std::string& program,
                             const std::map<std::string, std::string>& env,
                             const std::string& log,
                             std::vector<std::string> args) {
  std::vector<std::string> lines;
  for (const auto& [name, value] : env)
    lines.push_back(name + "=" + value);
  std::vector<char*> variables;
  for (auto& line : lines)
    variables.push_back(line.data());
  variables.push_back(nullptr);
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0)
    throw std::system_error{errno, std::generic_category(), "pipe2"};
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&files, STDERR_FILENO, log.c_str(),
                                   O_WRONLY | O_CREAT | O_APPEND, 0600);
  args.insert(args.begin(), program);
  std::vector<char*> words;
  for (auto& arg : args)
    words.push_back(arg.data());
  words.push_back(nullptr);
  const int failed = ::posix_spawn(&pid_, program.c_str(), &files, nullptr,
                                   words.data(), variables.data());
  posix_spawn_file_actions_destroy(&files);
  ::close(ends[1]);
  output_ = ends[0];
  if (failed != 0) {
    ::close(output_);
    throw std::system_error{failed, std::generic_category(), program};
  }
}

child_process::~child_process() {
  if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  ::close(output_);
}

bool child_process::read_some(clock::time_point until) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
      until - clock::now());
  pollfd one{output_, POLLIN, 0};
  if (::poll(&one, 1, static_cast<int>(std::max<long>(left.count(), 0))) <= 0)
    return false;
  char buffer[256];
  const auto size = ::read(output_, buffer, sizeof buffer);
  if (size <= 0)
    at_end_ = true;
  else
    printed_.append(buffer, static_cast<std::size_t>(size));
  return true;
}

std::optional<std::string>
child_process::first_line(std::chrono::milliseconds patience) {
  const auto until = clock::now() + patience;
  while (printed_.find('\n') == printed_.npos)
    if (at_end_ || !read_some(until))
      return std::nullopt;
  return printed_.substr(0, printed_.find('\n'));
}

void child_process::signal(int number) const {
  if (pid_ > 0)
    ::kill(pid_, number);
}

std::optional<int> child_process::ended(std::chrono::milliseconds patience) {
  // The pipe closes with the process: nothing else holds its other end.
  const auto until = clock::now() + patience;
  while (!at_end_)
    if (!read_some(until))
      return std::nullopt;
  int status = 0;
  ::waitpid(pid_, &status, 0);
  pid_ = 0;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

} // namespace rental::test
