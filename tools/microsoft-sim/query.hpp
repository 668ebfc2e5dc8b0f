#pragma once

#include "tools/microsoft-sim/filter.hpp"
#include "tools/microsoft-sim/http.hpp"

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// What a client asks for besides the resource: OData's query options and the
/// Prefer header.
namespace rental::sim {

struct query_options {
  /// Empty: every property.
  std::set<std::string> select;
  std::optional<int> top;
  int skip = 0;
  /// "start/dateTime" or "subject", empty for the store's own order.
  std::string order_by;
  bool descending = false;
  event_filter filter;
  /// Normalised ids of the extended properties to show.
  std::vector<std::string> expand;
  bool count = false;
};

/// Reads the options of a request for events. Unknown `$` options, bad values
/// and properties that an event does not have throw graph_refusal (400);
/// names without `$` are ignored, as Graph does.
query_options read_query(const request& from);

struct preferences {
  /// As the client wrote it; times are shown in this zone.
  std::string time_zone = "UTC";
  bool time_zone_given = false;
  bool immutable_ids = false;
  bool text_bodies = false;
  std::optional<int> page_size;
};

/// Throws graph_refusal (400) for a zone that Outlook does not know. Other
/// preferences are ignored if they are not known, as RFC 7240 says.
preferences read_preferences(const request& from);

/// The Preference-Applied header, empty if there is nothing to say.
std::string applied(const preferences& from);

/// The opaque $skiptoken that stands for "from item n on".
std::string make_skip_token(int skip);
std::optional<int> read_skip_token(std::string_view token);

/// Page number of a request for a list, from 1, as far as its own options
/// tell: what faults match on.
int page_of(const request& from, int default_page_size);

} // namespace rental::sim
