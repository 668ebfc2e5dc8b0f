// One request inside curl_client: its easy handle, what it sends and what it
// has received. Internal to net/.
#pragma once

#include "net/curl_client.hpp"

#include <curl/curl.h>

#include <memory>
#include <string_view>

namespace rental {

struct easy_cleanup {
  void operator()(CURL* easy) const noexcept { curl_easy_cleanup(easy); }
};
using easy_handle = std::unique_ptr<CURL, easy_cleanup>;

/// Lives on the client's thread only. Its address must not change while the
/// handle is in use: libcurl holds pointers into it.
class curl_transfer {
public:
  curl_transfer(http_request request, http_client::callback on_reply,
                const curl_options& options);
  ~curl_transfer();

  curl_transfer(const curl_transfer&) = delete;
  curl_transfer& operator=(const curl_transfer&) = delete;

  /// Prepares `easy` for the request; the answer is a failure when it cannot
  /// be sent or its time is over.
  expected<done> prepare(easy_handle easy);
  /// Reads the outcome once libcurl has finished.
  expected<http_reply> outcome(CURLcode code);
  /// Tells the caller; at most once, later calls do nothing.
  void answer(expected<http_reply> result);

  CURL* easy() const noexcept { return easy_.get(); }
  easy_handle take_handle() noexcept { return std::move(easy_); }

private:
  static std::size_t on_header(char* data, std::size_t size, std::size_t count,
                               void* self);
  static std::size_t on_body(char* data, std::size_t size, std::size_t count,
                             void* self);
  static std::size_t on_read(char* data, std::size_t size, std::size_t count,
                             void* self);
  void read_header(std::string_view line);
  expected<done> set_headers();
  void set_method();
  void set_limits(std::chrono::milliseconds left);
  bool nothing_sent() const;

  http_request request_;
  http_client::callback on_reply_;
  const curl_options& options_;
  easy_handle easy_;
  curl_slist* headers_ = nullptr;
  std::size_t sent_ = 0;
  bool over_limit_ = false;
  http_reply reply_;
};

/// Milliseconds until `until`, rounded up, negative when it has passed.
std::chrono::milliseconds time_left(deadline until);

} // namespace rental
