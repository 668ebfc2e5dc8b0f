// The property directory as the operator's API says and understands it. Pure
// functions.
#pragma once

#include "base/expected.hpp"
#include "http/message/http_message.hpp"
#include "messages/properties.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>

namespace rental {

/// {"id","agency","address","name","manager","notes","active","created_at",
/// "updated_at"}; "unreadable" when that is so.
nlohmann::ordered_json property_json(const property_record& row);

/// {"status":"success","properties":[...],"total_properties","offset","limit"}.
http_out properties_out(const property_page& page,
                        const property_filter& which);

/// {"status":"success","property":{...},"warnings":[...]}.
http_out property_out(unsigned status, const property_answer& answer);

/// Which homes a query asks for. errc::bad_request.
expected<property_filter> read_property_filter(const http_in& in);

/// What the body says of a home, and its agency ("" when left out). Members
/// that are not ours are refused by their names; null empties `name` and
/// `notes`. errc::bad_request.
struct property_request {
  std::string agency;
  property_change what;
};
expected<property_request> read_property_request(std::string_view body);

} // namespace rental
