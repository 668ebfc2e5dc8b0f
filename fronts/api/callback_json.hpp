// Call backs and mails that were not sent, as the operator's API says them.
// Pure functions.
#pragma once

#include "base/expected.hpp"
#include "http/message/http_message.hpp"
#include "messages/callbacks.hpp"
#include "messages/overview.hpp"

#include <string_view>

namespace rental {

/// {"status":"success","callbacks":[...],"total_callbacks"}.
http_out callbacks_out(const callback_list& list);

/// {"status":"success","callback":{...}}, of the only one in the list.
http_out callback_out(const callback_list& one);

/// {"status":"success","mails":[...],"total_mails"}; without their text.
http_out mails_out(const overview& rows);

/// Who says that a call back is done, and a note: "by" and "note" of a JSON
/// object, or of a form; both may be left out. `otherwise` stands for nobody's
/// name. errc::bad_request.
expected<callback_done> read_done(std::string_view body, bool is_form,
                                  std::string_view otherwise);

} // namespace rental
