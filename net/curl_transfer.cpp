#include "net/curl_transfer.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <cctype>
#include <cstring>

namespace rental {
namespace {

constexpr std::string_view blanks = " \t\r\n";

bool breaks_line(std::string_view text) {
  return text.find_first_of(std::string_view{"\r\n\0", 3})
         != std::string_view::npos;
}

errc errc_of(CURLcode code) {
  switch (code) {
  case CURLE_COULDNT_RESOLVE_PROXY:
  case CURLE_COULDNT_RESOLVE_HOST:
  case CURLE_COULDNT_CONNECT:
  case CURLE_SSL_CONNECT_ERROR:
  case CURLE_PEER_FAILED_VERIFICATION:
  case CURLE_SSL_CACERT_BADFILE:
    return errc::unreachable;
  case CURLE_OPERATION_TIMEDOUT:
    return errc::timeout;
  case CURLE_FILESIZE_EXCEEDED:
  case CURLE_BAD_CONTENT_ENCODING:
  case CURLE_WEIRD_SERVER_REPLY:
    return errc::bad_answer;
  case CURLE_UNSUPPORTED_PROTOCOL:
  case CURLE_URL_MALFORMAT:
  case CURLE_OUT_OF_MEMORY:
  case CURLE_BAD_FUNCTION_ARGUMENT:
    return errc::internal;
  default:
    return errc::network;
  }
}

} // namespace

std::chrono::milliseconds time_left(deadline until) {
  return std::chrono::ceil<std::chrono::milliseconds>(
      until - std::chrono::steady_clock::now());
}

curl_transfer::curl_transfer(http_request request,
                             http_client::callback on_reply,
                             const curl_options& options)
    : request_(std::move(request)), on_reply_(std::move(on_reply)),
      options_(options) {}

curl_transfer::~curl_transfer() {
  easy_.reset();
  curl_slist_free_all(headers_);
}

expected<done> curl_transfer::prepare(easy_handle easy) {
  easy_ = std::move(easy);
  const auto left = time_left(request_.until);
  if (left.count() <= 0)
    return failure{errc::timeout, "not sent: the deadline had passed", {}};
  auto* h = easy_.get();
  curl_easy_setopt(h, CURLOPT_PRIVATE, this);
  curl_easy_setopt(h, CURLOPT_URL, request_.url.c_str());
  curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(h, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
  curl_easy_setopt(h, CURLOPT_ACCEPT_ENCODING, "");
  curl_easy_setopt(h, CURLOPT_USERAGENT, options_.user_agent.c_str());
  curl_easy_setopt(h, CURLOPT_PROXY, options_.proxy.c_str());
  curl_easy_setopt(h, CURLOPT_NOPROXY, "");
  if (!options_.ca_file.empty())
    curl_easy_setopt(h, CURLOPT_CAINFO, options_.ca_file.c_str());
  curl_easy_setopt(h, CURLOPT_HEADERFUNCTION, &curl_transfer::on_header);
  curl_easy_setopt(h, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, &curl_transfer::on_body);
  curl_easy_setopt(h, CURLOPT_WRITEDATA, this);
  set_limits(left);
  set_method();
  return set_headers();
}

void curl_transfer::set_limits(std::chrono::milliseconds left) {
  auto* h = easy_.get();
  const auto connect = std::min(left, options_.connect_timeout);
  curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(h, CURLOPT_TIMEOUT_MS, static_cast<long>(left.count()));
  curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT_MS,
                   static_cast<long>(connect.count()));
  curl_easy_setopt(h, CURLOPT_MAXFILESIZE_LARGE,
                   static_cast<curl_off_t>(options_.body_limit));
}

void curl_transfer::set_method() {
  auto* h = easy_.get();
  const auto& method = request_.method;
  if (request_.body.empty() && (method == "GET" || method == "DELETE")) {
    curl_easy_setopt(h, CURLOPT_HTTPGET, 1L);
  } else {
    // Read by callback and without a way to rewind, so that libcurl cannot
    // repeat a body on its own when a kept connection turns out to be dead.
    curl_easy_setopt(h, CURLOPT_POST, 1L);
    curl_easy_setopt(h, CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(request_.body.size()));
    curl_easy_setopt(h, CURLOPT_READFUNCTION, &curl_transfer::on_read);
    curl_easy_setopt(h, CURLOPT_READDATA, this);
    if (request_.body.empty())
      curl_easy_setopt(h, CURLOPT_FRESH_CONNECT, 1L);
  }
  curl_easy_setopt(h, CURLOPT_CUSTOMREQUEST, method.c_str());
}

expected<done> curl_transfer::set_headers() {
  if (breaks_line(request_.method) || breaks_line(request_.url))
    return failure{errc::internal, "line break in method or URL", {}};
  // libcurl would wait a second for "100 Continue" before a long body.
  headers_ = curl_slist_append(headers_, "Expect:");
  for (const auto& [name, value] : request_.headers) {
    if (breaks_line(name) || breaks_line(value))
      return failure{errc::internal, "line break in a header", {}};
    const auto line = value.empty() ? name + ';' : name + ": " + value;
    headers_ = curl_slist_append(headers_, line.c_str());
  }
  curl_easy_setopt(easy_.get(), CURLOPT_HTTPHEADER, headers_);
  return done{};
}

std::size_t curl_transfer::on_header(char* data, std::size_t, std::size_t count,
                                     void* self) {
  try {
    static_cast<curl_transfer*>(self)->read_header({data, count});
    return count;
  } catch (...) {
    return 0;
  }
}

void curl_transfer::read_header(std::string_view line) {
  if (line.starts_with("HTTP/")) {
    reply_.headers.clear();
    const auto space = line.find(' ');
    // Graph asks for a new connection after a 503: this one may lead to the
    // machine that is overloaded.
    if (space != std::string_view::npos && line.substr(space + 1, 3) == "503")
      curl_easy_setopt(easy_.get(), CURLOPT_FORBID_REUSE, 1L);
    return;
  }
  const auto colon = line.find(':');
  if (colon == std::string_view::npos)
    return;
  std::string name{trimmed(line.substr(0, colon), blanks)};
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) {
    return static_cast<char>(std::tolower(c));
  });
  reply_.headers.insert_or_assign(
      std::move(name), std::string{trimmed(line.substr(colon + 1), blanks)});
}

std::size_t curl_transfer::on_body(char* data, std::size_t, std::size_t count,
                                   void* self) {
  auto& me = *static_cast<curl_transfer*>(self);
  try {
    if (me.reply_.body.size() + count > me.options_.body_limit) {
      me.over_limit_ = true;
      return 0;
    }
    me.reply_.body.append(data, count);
    return count;
  } catch (...) {
    return 0;
  }
}

std::size_t curl_transfer::on_read(char* data, std::size_t size,
                                   std::size_t count, void* self) {
  auto& me = *static_cast<curl_transfer*>(self);
  const auto n = std::min(size * count, me.request_.body.size() - me.sent_);
  std::memcpy(data, me.request_.body.data() + me.sent_, n);
  me.sent_ += n;
  return n;
}

bool curl_transfer::nothing_sent() const {
  long bytes = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_REQUEST_SIZE, &bytes);
  return bytes == 0;
}

expected<http_reply> curl_transfer::outcome(CURLcode code) {
  if (code == CURLE_OK) {
    curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &reply_.status);
    return std::move(reply_);
  }
  if (over_limit_ || code == CURLE_FILESIZE_EXCEEDED)
    return failure{errc::bad_answer, "body over the limit", {}};
  auto kind = errc_of(code);
  // The body went out over a kept connection that then died: libcurl tries a
  // new one, and that it cannot be had says nothing about what was done.
  if (sent_ > 0 && kind == errc::unreachable)
    kind = errc::network;
  else if ((kind == errc::timeout || kind == errc::network) && sent_ == 0
           && nothing_sent())
    kind = errc::unreachable;
  return failure{kind, curl_easy_strerror(code), {}};
}

void curl_transfer::answer(expected<http_reply> result) {
  if (auto tell = std::exchange(on_reply_, nullptr))
    tell(std::move(result));
}

} // namespace rental
