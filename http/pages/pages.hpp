// The pages that people see. Templates live in web/ and are part of the
// program; everything that enters them is escaped.
#pragma once

#include "http/message/http_message.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace rental {

/// Says what went wrong and what to do next.
struct trouble_page {
  unsigned status = 400;
  std::string title;
  /// One or two sentences.
  std::string what;
  std::vector<std::string> next_steps;
  /// A button; none when empty.
  std::string link;
  std::string link_text;
  /// To tell support; the request id.
  std::string reference;
  /// To forward to somebody else; none when empty.
  std::string admin_link = {};
};
http_out render(const trouble_page& page);

/// Something went as wanted; `next_steps` say what can be done now.
struct notice_page {
  std::string title;
  /// One or two sentences.
  std::string what;
  std::vector<std::string> next_steps;
  /// A button; none when empty.
  std::string link;
  std::string link_text;
};
http_out render(const notice_page& page);

/// 404 and 500 for browsers.
http_out not_found_page(std::string_view reference);
http_out error_page(std::string_view reference);

/// GET /docs, made from the OpenAPI document.
http_out docs_page();
/// GET /openapi.json with `public_url` as server.
http_out openapi_document(std::string_view public_url);
/// GET /assets/...: an embedded file, or 404. Cacheable.
http_out asset(std::string_view path);

} // namespace rental
