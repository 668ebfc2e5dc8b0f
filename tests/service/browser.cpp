#include "tests/service/browser.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <cctype>
#include <regex>

namespace rental::test {
namespace {

std::size_t append_body(char* data, std::size_t size, std::size_t count,
                        void* into) {
  static_cast<page*>(into)->body.append(data, size * count);
  return size * count;
}

std::size_t append_header(char* data, std::size_t size, std::size_t count,
                          void* into) {
  auto& seen = *static_cast<page*>(into);
  const std::string line{data, size * count};
  if (line.starts_with("HTTP/"))
    seen.headers.clear();
  if (const auto colon = line.find(": "); colon != std::string::npos) {
    auto name = line.substr(0, colon);
    std::ranges::transform(name, name.begin(), [](unsigned char c) {
      return static_cast<char>(std::tolower(c));
    });
    auto value = line.substr(colon + 2);
    value.erase(value.find_last_not_of("\r\n") + 1);
    seen.headers[name] = value;
  }
  return size * count;
}

std::string encoded(const std::string& text) {
  auto* escaped
      = curl_easy_escape(nullptr, text.data(), static_cast<int>(text.size()));
  std::string result{escaped};
  curl_free(escaped);
  return result;
}

std::string first_match(const std::string& text, const char* pattern) {
  std::smatch found;
  return std::regex_search(text, found, std::regex{pattern}) ? found[1].str()
                                                             : std::string{};
}

} // namespace

nlohmann::json page::content() const {
  return nlohmann::json::parse(body, nullptr, false);
}

std::string page::header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? "" : found->second;
}

void browser::closer::operator()(void* handle) const {
  curl_easy_cleanup(handle);
}

browser::browser() : handle_{curl_easy_init()} {}

browser::~browser() = default;

page browser::get(const std::string& url, const pairs& headers) {
  return run("GET", url, nullptr, headers, true);
}

page browser::get_one(const std::string& url, const pairs& headers) {
  return run("GET", url, nullptr, headers, false);
}

page browser::send(const std::string& method, const std::string& url,
                   const std::string& body, const pairs& headers) {
  return run(method, url, &body, headers, false);
}

page browser::submit(const page& from, const pairs& fields) {
  const auto action
      = first_match(from.body, R"re(<form[^>]* action="([^"]*)")re");
  auto body
      = "flow="
        + encoded(first_match(from.body, R"re(name="flow" value="([^"]*)")re"));
  for (const auto& [name, value] : fields)
    body += '&' + encoded(name) + '=' + encoded(value);
  const auto origin = from.url.substr(0, from.url.find('/', 8));
  return run("POST", origin + action, &body,
             {{"Content-Type", "application/x-www-form-urlencoded"}}, true);
}

page browser::run(const std::string& method, const std::string& url,
                  const std::string* body, const pairs& headers, bool follow) {
  auto* handle = handle_.get();
  page seen;
  curl_easy_reset(handle);
  auto* list = curl_slist_append(nullptr, "Expect:");
  for (const auto& [name, value] : headers)
    list = curl_slist_append(list, (name + ": " + value).c_str());
  curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
  // Cookies are kept, in memory.
  curl_easy_setopt(handle, CURLOPT_COOKIEFILE, "");
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_PROXY, "");
  curl_easy_setopt(handle, CURLOPT_HTTPHEADER, list);
  curl_easy_setopt(handle, CURLOPT_TIMEOUT, 60L);
  if (body) {
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, body->data());
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(body->size()));
  }
  // A form that is answered with a redirect is followed with GET.
  if (method != (body ? "POST" : "GET"))
    curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, method.c_str());
  curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, follow ? 1L : 0L);
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, append_body);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &seen);
  curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, append_header);
  curl_easy_setopt(handle, CURLOPT_HEADERDATA, &seen);
  const auto outcome = curl_easy_perform(handle);
  if (outcome != CURLE_OK)
    seen.trouble = curl_easy_strerror(outcome);
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &seen.status);
  const char* last = nullptr;
  curl_easy_getinfo(handle, CURLINFO_EFFECTIVE_URL, &last);
  seen.url = last ? last : "";
  curl_slist_free_all(list);
  return seen;
}

} // namespace rental::test
