// The pages that people see. Templates live in web/ and are part of the
// program; everything that enters them is escaped.
#pragma once

#include "http/http_message.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace rental {

/// Ends a sign-in that worked.
struct connected_page {
  std::string account;
  std::string user_id;
  /// IANA name, and how a caller hears it ("Central time").
  std::string zone;
  std::string zone_said;
  /// The mailbox had none, or one that nobody knows: `zone` is the default.
  bool zone_is_default = false;
  /// "Monday to Friday, 9:00 to 17:00"; one line each.
  std::vector<std::string> hours;
  bool hours_are_default = false;
};
http_out render(const connected_page& page);

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
};
http_out render(const trouble_page& page);

/// A form with one button that posts to `action`: for what must not happen on
/// GET.
struct confirm_page {
  std::string title;
  std::string what;
  std::string action;
  std::string button;
};
http_out render(const confirm_page& page);

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
