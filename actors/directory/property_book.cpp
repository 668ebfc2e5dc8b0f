#include "actors/directory/property_book.hpp"

#include "base/plain_text.hpp"
#include "crypto/uuid.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace rental {
namespace {

constexpr std::size_t longest_id = 128;

failure wrong_home(std::string why) {
  return {errc::bad_request, std::move(why), {}};
}

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

/// One line without blanks around it.
std::string without_line_ends(std::string_view text, std::string_view between) {
  std::string line;
  while (!text.empty()) {
    const auto end = text.find_first_of("\r\n");
    auto part = text.substr(0, end);
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
    const auto first = part.find_first_not_of(" \t,");
    if (first == part.npos)
      continue;
    part = part.substr(first, part.find_last_not_of(" \t") - first + 1);
    if (!line.empty())
      line += line.back() == ',' ? " " : between;
    line += part;
  }
  std::ranges::replace(line, '\t', ' ');
  return line;
}

expected<std::string> home_text(const std::string& given, const char* what,
                                std::size_t longest, std::string_view between) {
  auto line = without_line_ends(plain_text(given), between);
  if (line.size() > longest)
    return wrong_home(std::string{what} + " is longer than "
                      + std::to_string(longest) + " bytes");
  if (std::ranges::any_of(line, is_control))
    return wrong_home(std::string{what} + " holds control characters");
  return line;
}

expected<done> put_text(std::string& into,
                        const std::optional<std::string>& given,
                        const char* what, std::size_t longest,
                        std::string_view between) {
  if (!given)
    return done{};
  auto line = home_text(*given, what, longest, between);
  if (!line)
    return line.error();
  into = *std::move(line);
  return done{};
}

expected<property_answer> answer_about(store_session& session,
                                       property_record row) {
  auto known = knows_manager(session, {row.agency, row.manager});
  if (!known)
    return known.error();
  return property_answer{std::move(row), *known};
}

/// Another row that is the same home is in the way.
expected<done> is_there_once(store_session& session, const property_record& row,
                             address_memory& memory) {
  const auto all
      = session.properties().find({row.agency, {}, {}, {}, 0, every_home});
  if (!all)
    return all.error();
  for (const auto* other :
       same_homes(all->rows, row.agency, row.address, memory))
    if (other->id != row.id)
      return failure{errc::already_there,
                     "that home is there already, as " + other->id + ": "
                         + other->address,
                     {}};
  return done{};
}

} // namespace

property_record new_home(const std::string& agency, instant now) {
  property_record row;
  row.id = uuid_v4();
  row.agency = agency;
  row.created_at = row.updated_at = now;
  return row;
}

expected<std::string> home_address(const std::string& text) {
  auto address = home_text(text, "the address", longest_address, ", ");
  if (!address)
    return address;
  if (address->empty())
    return wrong_home("the address is missing");
  if (!read_address{*address}.names_home())
    return wrong_home("the address names no home: write it with the house "
                      "number and the street, such as \"12 Elm Street, "
                      "Norman\"");
  return address;
}

expected<property_record> with_change(property_record row,
                                      const property_change& what) {
  if (what.address || row.address.empty()) {
    auto address = home_address(what.address.value_or(""));
    if (!address)
      return address.error();
    row.address = *std::move(address);
  }
  for (const auto& put :
       {put_text(row.name, what.name, "the name", longest_home_name, ", "),
        put_text(row.manager, what.manager, "the manager's id", longest_id,
                 " "),
        put_text(row.notes, what.notes, "the notes", longest_home_notes, " ")})
    if (!put)
      return put.error();
  row.active = what.active.value_or(row.active);
  if (row.manager.empty())
    return wrong_home("the manager is missing");
  return row;
}

std::vector<const property_record*>
same_homes(const std::vector<property_record>& rows, const std::string& agency,
           const std::string& address, address_memory& memory) {
  const auto wanted = memory(address);
  std::vector<const property_record*> same;
  for (const auto& row : rows)
    if (row.agency == agency
        && wanted.compare(memory(row.address)) == likeness::same)
      same.push_back(&row);
  return same;
}

expected<bool> knows_manager(store_session& session, const manager_key& key) {
  const auto row = session.manager(key);
  if (!row && row.error().code != errc::unknown_manager)
    return row.error();
  return static_cast<bool>(row);
}

expected<property_answer> look_at_property(store_session& session,
                                           const std::string& id) {
  auto row = session.properties().by_id(id);
  if (!row)
    return row.error();
  return answer_about(session, *std::move(row));
}

expected<property_answer> keep_property(store_session& session,
                                        const property_order& order,
                                        address_memory& memory, instant now) {
  expected<property_record> before = new_home(order.agency, now);
  if (!order.id.empty())
    before = session.properties().by_id(order.id);
  if (!before)
    return before.error();
  auto row = with_change(*std::move(before), order.what);
  if (!row)
    return row.error();
  row->updated_at = now;
  row->unreadable = false;
  if (order.what.address)
    if (auto once = is_there_once(session, *row, memory); !once)
      return once.error();
  if (auto stored = session.properties().put(*row); !stored)
    return stored.error();
  return answer_about(session, *std::move(row));
}

expected<property_answer> remove_property(store_session& session,
                                          const std::string& id) {
  auto row = look_at_property(session, id);
  if (!row)
    return row;
  if (auto removed = session.properties().remove(id); !removed)
    return removed.error();
  return row;
}

} // namespace rental
