#include "http/message/status_for.hpp"

namespace rental {

unsigned status_for(errc code) noexcept {
  switch (code) {
  case errc::bad_request:
    return 400;
  case errc::unauthorized:
    return 401;
  case errc::unknown_manager:
  case errc::not_shown:
  case errc::unknown_booking:
  case errc::not_found:
    return 404;
  case errc::slot_taken:
  case errc::already_there:
  case errc::ambiguous_property:
  case errc::not_connected:
  case errc::needs_reconnect:
  case errc::no_mailbox:
  case errc::scope_missing:
  case errc::changed:
    return 409;
  case errc::key_reused:
    return 422;
  case errc::bad_answer:
  case errc::provider_refused:
  case errc::forbidden:
    return 502;
  case errc::unreachable:
  case errc::network:
  case errc::throttled:
  case errc::provider_unavailable:
  case errc::unavailable:
    return 503;
  case errc::timeout:
  case errc::expired:
    return 504;
  case errc::operator_fault:
  case errc::storage:
  case errc::sealed:
  case errc::internal:
  case errc::count_:
    break;
  }
  return 500;
}

std::string_view reason_for(unsigned status) noexcept {
  switch (status) {
  case 200:
    return "OK";
  case 201:
    return "Created";
  case 204:
    return "No Content";
  case 302:
    return "Found";
  case 303:
    return "See Other";
  case 304:
    return "Not Modified";
  case 400:
    return "Bad Request";
  case 401:
    return "Unauthorized";
  case 403:
    return "Forbidden";
  case 404:
    return "Not Found";
  case 405:
    return "Method Not Allowed";
  case 408:
    return "Request Timeout";
  case 409:
    return "Conflict";
  case 410:
    return "Gone";
  case 413:
    return "Content Too Large";
  case 415:
    return "Unsupported Media Type";
  case 417:
    return "Expectation Failed";
  case 422:
    return "Unprocessable Content";
  case 429:
    return "Too Many Requests";
  case 431:
    return "Request Header Fields Too Large";
  case 500:
    return "Internal Server Error";
  case 501:
    return "Not Implemented";
  case 502:
    return "Bad Gateway";
  case 503:
    return "Service Unavailable";
  case 504:
    return "Gateway Timeout";
  case 505:
    return "HTTP Version Not Supported";
  default:
    return "Error";
  }
}

} // namespace rental
