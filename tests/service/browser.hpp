// A browser for tests: cookies, redirects and forms. Also good enough for any
// other HTTP client that waits for its answer.
#pragma once

#include <nlohmann/json.hpp>

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace rental::test {

using pairs = std::vector<std::pair<std::string, std::string>>;

struct page {
  /// 0: no answer came, see `trouble`.
  long status = 0;
  /// Names in lower case; of the last answer, if there were redirects.
  std::map<std::string, std::string> headers;
  std::string body;
  /// Where the page is, after all redirects.
  std::string url;
  std::string trouble;

  /// The body as JSON; discarded if it is none.
  nlohmann::json content() const;
  std::string header(const std::string& name) const;
};

/// One browser with its own cookies and connections. Not thread-safe: each
/// thread has its own.
class browser {
public:
  browser();
  ~browser();
  browser(const browser&) = delete;
  browser& operator=(const browser&) = delete;

  /// Follows redirects.
  page get(const std::string& url, const pairs& headers = {});
  /// Stops at the first answer.
  page get_one(const std::string& url, const pairs& headers = {});
  page send(const std::string& method, const std::string& url,
            const std::string& body, const pairs& headers = {});
  /// Sends the form of one of the simulator's pages, with its hidden `flow`.
  page submit(const page& from, const pairs& fields);

private:
  page run(const std::string& method, const std::string& url,
           const std::string* body, const pairs& headers, bool follow);

  struct closer {
    void operator()(void* handle) const;
  };
  std::unique_ptr<void, closer> handle_;
};

} // namespace rental::test
