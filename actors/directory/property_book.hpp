// What a home of the property directory may say, and that it is there once.
#pragma once

#include "actors/directory/address_memory.hpp"
#include "messages/properties.hpp"
#include "storage/store.hpp"

#include <string>
#include <vector>

namespace rental {

/// Most bytes of a home's texts.
inline constexpr std::size_t longest_address = 300;
inline constexpr std::size_t longest_home_name = 200;
inline constexpr std::size_t longest_home_notes = 1000;

/// More homes than any agency has: all of them.
inline constexpr std::size_t every_home = 1'000'000;

/// A home of the agency without anything yet, under a new id.
property_record new_home(const std::string& agency, instant now);

/// An address as it is kept. errc::bad_request, one line for people, when it
/// names no home: a street or building, with a house number or unit.
expected<std::string> home_address(const std::string& text);

/// `row` with the change: line ends in texts become ", " (in notes " "), blanks
/// around them go. errc::bad_request, one line for people, when a text is too
/// long or holds other control characters, the address names no home, or nobody
/// manages it. The manager's id has its one written form already.
expected<property_record> with_change(property_record row,
                                      const property_change& what);

/// Which of `rows` are certainly the home at `address` in the agency.
std::vector<const property_record*>
same_homes(const std::vector<property_record>& rows, const std::string& agency,
           const std::string& address, address_memory& memory);

/// Whether a manager with this id has a row.
expected<bool> knows_manager(store_session& session, const manager_key& key);

// Each inside a job of the ledger. errc::storage.

/// errc::not_found.
expected<property_answer> look_at_property(store_session& session,
                                           const std::string& id);
/// Adds or changes. errc::bad_request as with_change; errc::already_there when
/// it is the same home as another row; errc::not_found.
expected<property_answer> keep_property(store_session& session,
                                        const property_order& order,
                                        address_memory& memory, instant now);
/// errc::not_found.
expected<property_answer> remove_property(store_session& session,
                                          const std::string& id);

} // namespace rental
