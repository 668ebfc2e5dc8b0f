#include "tests/sim/sim_client.hpp"

#include <curl/curl.h>

#include <algorithm>

namespace rental::sim::test {

namespace {

std::size_t append_body(char* data, std::size_t size, std::size_t count,
                        void* into) {
  static_cast<reply*>(into)->body.append(data, size * count);
  return size * count;
}

std::size_t append_header(char* data, std::size_t size, std::size_t count,
                          void* into) {
  std::string line{data, size * count};
  auto colon = line.find(": ");
  if (colon != std::string::npos) {
    auto name = line.substr(0, colon);
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return std::tolower(c); });
    auto value = line.substr(colon + 2);
    value.erase(value.find_last_not_of("\r\n") + 1);
    static_cast<reply*>(into)->headers[name] = value;
  }
  return size * count;
}

simulator_options stopped_options() {
  simulator_options options;
  options.clock_start = "2026-11-24T08:00:00Z";
  return options;
}

} // namespace

json reply::content() const {
  return json::parse(body, nullptr, false);
}

std::string reply::error_code() const {
  auto parsed = content();
  if (!parsed.is_object() || !parsed.contains("error"))
    return {};
  auto& error = parsed["error"];
  return error.is_string() ? error.get<std::string>() : error.value("code", "");
}

std::string reply::header(const std::string& name) const {
  auto found = headers.find(name);
  return found == headers.end() ? "" : found->second;
}

void client::closer::operator()(void* handle) const {
  curl_easy_cleanup(handle);
}

client::client() : handle_{curl_easy_init()} {}
client::~client() = default;

reply client::send(const std::string& method, const std::string& url,
                   const values& headers, const std::string& body) {
  auto handle = handle_.get();
  reply result;
  curl_easy_reset(handle);
  curl_slist* list = curl_slist_append(nullptr, "Expect:");
  auto typed = false;
  for (auto& [name, value] : headers) {
    typed = typed || name == "Content-Type";
    list = curl_slist_append(list, (name + ": " + value).c_str());
  }
  if (!typed)
    list = curl_slist_append(list, "Content-Type:");
  curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
  curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, method.c_str());
  curl_easy_setopt(handle, CURLOPT_HTTPHEADER, list);
  curl_easy_setopt(handle, CURLOPT_TIMEOUT, 60L);
  if (!body.empty() || method == "POST" || method == "PATCH") {
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, body.data());
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(body.size()));
  }
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, append_body);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &result);
  curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, append_header);
  curl_easy_setopt(handle, CURLOPT_HEADERDATA, &result);
  result.failure = curl_easy_perform(handle);
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &result.status);
  long opened = 0;
  curl_easy_getinfo(handle, CURLINFO_NUM_CONNECTS, &opened);
  connections_ += opened;
  curl_slist_free_all(list);
  return result;
}

std::string encode(const std::string& text) {
  auto escaped
      = curl_easy_escape(nullptr, text.data(), static_cast<int>(text.size()));
  std::string result{escaped};
  curl_free(escaped);
  return result;
}

std::string form(const values& pairs) {
  std::string result;
  for (auto& [name, value] : pairs)
    result += (result.empty() ? "" : "&") + encode(name) + '=' + encode(value);
  return result;
}

SimTest::SimTest() : microsoft{stopped_options()} {
  microsoft.start();
  microsoft.control("POST", "/clock", {{"freeze", true}});
}

json SimTest::control(const std::string& method, const std::string& target,
                      const json& body) {
  return microsoft.control(method, target, body);
}

std::string SimTest::token_for(const std::string& account,
                               const std::string& scope) {
  json order{{"account", account}};
  if (!scope.empty())
    order["scope"] = scope;
  return control("POST", "/tokens", order)["access_token"];
}

reply SimTest::graph(const std::string& method, const std::string& path,
                     const json& body, values headers, const std::string& as) {
  if (!tokens_.contains(as))
    tokens_[as] = token_for(as);
  headers.emplace_back("Authorization", "Bearer " + tokens_[as]);
  if (!body.is_null())
    headers.emplace_back("Content-Type", "application/json");
  auto url = path.starts_with("http") ? path : microsoft.graph_url() + path;
  return http.send(method, url, headers, body.is_null() ? "" : body.dump());
}

json SimTest::create(const std::string& subject, const std::string& start,
                     const std::string& end, json more) {
  auto body = event_body(subject, start, end);
  body.update(more);
  auto made = graph("POST", "/me/events", body);
  EXPECT_EQ(made.status, 201) << made.body;
  return made.content();
}

json SimTest::human(const std::string& start, const std::string& end,
                    json more) {
  json order{
      {"account", "pete@contoso.example"}, {"start", start}, {"end", end}};
  order.update(more);
  return control("POST", "/events", order);
}

std::vector<json> SimTest::view(const std::string& from,
                                const std::string& until, values headers,
                                const std::string& as) {
  std::vector<json> result;
  auto url = "/me/calendarView?startDateTime=" + encode(from)
             + "&endDateTime=" + encode(until);
  while (!url.empty()) {
    auto page = graph("GET", url, nullptr, headers, as);
    EXPECT_EQ(page.status, 200) << page.body;
    auto content = page.content();
    for (auto& item : content["value"])
      result.push_back(item);
    url = content.value("@odata.nextLink", "");
  }
  return result;
}

std::vector<json> SimTest::stored() {
  return control("GET", "/events?account=pete@contoso.example");
}

json event_body(const std::string& subject, const std::string& start,
                const std::string& end) {
  return {{"subject", subject},
          {"start", {{"dateTime", start}, {"timeZone", "UTC"}}},
          {"end", {{"dateTime", end}, {"timeZone", "UTC"}}}};
}

} // namespace rental::sim::test
