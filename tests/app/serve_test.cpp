#include "app/fetch.hpp"
#include "net/curl_client.hpp"

#include "command_fixture.hpp"
#include <arpa/inet.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>
#include <sys/socket.h>
#include <sys/wait.h>

#include <csignal>
#include <fstream>
#include <thread>

namespace rental::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// A port of this machine that is taken while the object lives.
class taken_port {
public:
  taken_port() : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto plain = reinterpret_cast<sockaddr*>(&address);
    EXPECT_EQ(::bind(fd_, plain, size), 0);
    EXPECT_EQ(::listen(fd_, 1), 0);
    EXPECT_EQ(::getsockname(fd_, plain, &size), 0);
    number_ = ntohs(address.sin_port);
  }
  ~taken_port() { ::close(fd_); }
  taken_port(const taken_port&) = delete;
  taken_port& operator=(const taken_port&) = delete;

  std::string text() const { return std::to_string(number_); }

private:
  int fd_;
  std::uint16_t number_ = 0;
};

/// The real program in a process of its own.
class ServeTest : public CommandTest {
protected:
  ServeTest() {
    env["MICROSOFT_CLIENT_ID"] = "client";
    env["MICROSOFT_CLIENT_SECRET"] = "geheim-client-secret";
    // The discard port: nobody listens there.
    env["MICROSOFT_LOGIN_URL"] = "http://127.0.0.1:9";
    env["MICROSOFT_GRAPH_URL"] = "http://127.0.0.1:9/v1.0";
    env["PORT"] = taken_port{}.text();
  }
  ~ServeTest() override {
    if (pid > 0) {
      ::kill(pid, SIGKILL);
      ::waitpid(pid, nullptr, 0);
    }
  }

  void start() {
    std::vector<std::string> lines;
    for (const auto& [name, value] : env)
      lines.push_back(name + "=" + value);
    std::vector<char*> pointers;
    for (auto& line : lines)
      pointers.push_back(line.data());
    pointers.push_back(nullptr);
    auto log = path("log");
    pid = ::fork();
    if (pid != 0)
      return;
    if (log_to >= 0)
      ::dup2(log_to, STDERR_FILENO);
    else
      std::freopen(log.c_str(), "w", stderr);
    const char* args[] = {"peterental", "serve", nullptr};
    ::execve(RENTAL_PETERENTAL, const_cast<char**>(args), pointers.data());
    ::_exit(127);
  }

  /// Exit status; -1 when a signal ended it.
  int wait() {
    int status = 0;
    EXPECT_EQ(::waitpid(pid, &status, 0), pid);
    pid = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  long status_of(const std::string& url_path) {
    http_request request;
    request.url = "http://127.0.0.1:" + env["PORT"] + url_path;
    auto reply = fetch(http, std::move(request), std::chrono::seconds{5});
    return reply ? reply->status : 0;
  }

  testing::AssertionResult becomes_ready() {
    auto until = std::chrono::steady_clock::now() + std::chrono::seconds{30};
    while (status_of("/readyz") != 200) {
      if (std::chrono::steady_clock::now() > until)
        return testing::AssertionFailure() << read("log");
      std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
    return testing::AssertionSuccess();
  }

  /// Closes nothing: the child's end of a pipe, instead of the file "log".
  int log_to = -1;
  pid_t pid = 0;
  curl_client http;
};

TEST_F(ServeTest, AnswersAndEndsInOrderOnSigterm) {
  start();
  ASSERT_TRUE(becomes_ready());
  EXPECT_EQ(status_of("/healthz"), 200);
  ::kill(pid, SIGTERM);
  EXPECT_EQ(wait(), 0);
  EXPECT_EQ(status_of("/healthz"), 0);
}

TEST_F(ServeTest, LogsOneJsonObjectALineAndNoSecret) {
  start();
  ASSERT_TRUE(becomes_ready());
  ::kill(pid, SIGINT);
  EXPECT_EQ(wait(), 0);
  auto log = read("log");
  EXPECT_THAT(log, AllOf(HasSubstr("settings.development_mode"),
                         HasSubstr("service.stopping"),
                         HasSubstr("service.stopped")));
  EXPECT_THAT(log, AllOf(Not(HasSubstr("geheim")), Not(HasSubstr(key))));
  std::istringstream lines{log};
  for (std::string line; std::getline(lines, line);)
    EXPECT_TRUE(nlohmann::json::accept(line)) << line;
}

TEST_F(ServeTest, APortThatIsTakenIsAFailureInOneLine) {
  taken_port port;
  env["PORT"] = port.text();
  env["LOG_LEVEL"] = "error";
  start();
  EXPECT_EQ(wait(), 1);
  auto log = read("log");
  EXPECT_THAT(log, testing::StartsWith("peterental: "));
  EXPECT_EQ(std::ranges::count(log, '\n'), 1) << log;
}

TEST_F(ServeTest, GoesOnWhenNobodyReadsItsLog) {
  int ends[2] = {};
  ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  log_to = ends[1];
  env["LOG_LEVEL"] = "debug";
  start();
  ASSERT_TRUE(becomes_ready());
  for (int i = 0; i < 1500; ++i) // a line each: several times what a pipe holds
    ASSERT_EQ(status_of("/vapi/tools"), 200) << i;
  EXPECT_EQ(status_of("/healthz"), 200);
  ::kill(pid, SIGTERM);
  EXPECT_EQ(wait(), 0);
  ::close(ends[0]);
  ::close(ends[1]);
}

TEST_F(ServeTest, TheSecondOnOneDatabaseIsRefusedAndHearsWhoHasIt) {
  start();
  ASSERT_TRUE(becomes_ready());
  const auto first = std::exchange(pid, 0);
  env["PORT"] = taken_port{}.text();
  start();
  EXPECT_EQ(wait(), 1);
  EXPECT_THAT(read("log"), HasSubstr("pid " + std::to_string(first) + " on "));
  ::kill(first, SIGKILL);
  ::waitpid(first, nullptr, 0);
  start();
  EXPECT_TRUE(becomes_ready()) << "a killed one holds nothing";
}

TEST_F(ServeTest, LeavesNoCoreDumpAndRaisesItsDescriptors) {
  start();
  ASSERT_TRUE(becomes_ready());
  std::ifstream file{"/proc/" + std::to_string(pid) + "/limits"};
  std::string core, files;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("Max core file size"))
      core = line;
    if (line.starts_with("Max open files"))
      files = line;
  }
  std::istringstream words{core.substr(18) + " " + files.substr(14)};
  std::string core_soft, core_hard, unit;
  unsigned long soft = 0, hard = 0;
  words >> core_soft >> core_hard >> unit >> soft >> hard;
  EXPECT_EQ(core_soft, "0");
  EXPECT_EQ(core_hard, "0");
  EXPECT_EQ(soft, std::min(hard, 65'536ul));
}

TEST_F(ServeTest, IsNotReadyWithoutAKeyThatValuesWant) {
  const std::string old_key = "k1:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
  const std::string new_key = "k2:MTEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
  env["MASTER_KEY"] = old_key;
  put(connected("pete"));
  env["MASTER_KEY"] = new_key + "," + old_key;
  ASSERT_EQ(run({"rotate-keys"}), 0) << err;
  put(connected("jane"));
  env["MASTER_KEY"] = new_key;
  start();
  EXPECT_TRUE(becomes_ready()) << "all is sealed with the new key";
  ::kill(pid, SIGTERM);
  EXPECT_EQ(wait(), 0);

  env["MASTER_KEY"] = "k3:" + other_key + "," + new_key;
  put(connected("anna"));
  env["MASTER_KEY"] = new_key;
  // As a rotation leaves it that was cut off, once the old key was removed.
  start();
  auto until = std::chrono::steady_clock::now() + std::chrono::seconds{30};
  while (status_of("/healthz") != 200
         && std::chrono::steady_clock::now() < until)
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
  EXPECT_EQ(status_of("/readyz"), 503);
  EXPECT_THAT(read("log"), HasSubstr("values want key k3"));
  EXPECT_EQ(run({"doctor"}), 1);
  EXPECT_THAT(out, HasSubstr("values want key k3"));
}

TEST_F(ServeTest, MalformedSettingsEndWith78) {
  env["LOG_LEVEL"] = "loud";
  start();
  EXPECT_EQ(wait(), 78);
  EXPECT_THAT(read("log"),
              testing::StartsWith("peterental: LOG_LEVEL=\"loud\""));
}

} // namespace
} // namespace rental::test
