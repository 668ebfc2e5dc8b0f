#include "tools/microsoft-sim/event.hpp"

#include "tools/microsoft-sim/crypto.hpp"

namespace rental::sim {

using namespace std::chrono;

namespace {

constexpr std::string_view ordinary_prefix = "AAMkAGI1";
constexpr std::string_view immutable_prefix = "AAkALgAA";
constexpr std::uint32_t no_date = 0x7fffffff;

void append(std::string& into, std::uint64_t value, int bytes) {
  for (int i = bytes - 1; i >= 0; --i)
    into += static_cast<char>(value >> (8 * i));
}

std::uint64_t take(std::string_view& from, std::size_t bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < bytes; ++i)
    value = value << 8 | static_cast<unsigned char>(from[i]);
  from.remove_prefix(bytes);
  return value;
}

sys_seconds instant_of(const zoned_time& time, bool all_day,
                       const std::string& all_day_zone) {
  return all_day ? to_utc(time.local, *iana_name(all_day_zone)) : time.utc;
}

} // namespace

zoned_time zoned(local_seconds local, std::string zone) {
  auto utc = to_utc(local, *iana_name(zone));
  return {local, std::move(zone), utc};
}

std::string encode_id(const event_key& key, bool immutable) {
  std::string packed;
  append(packed, key.number, 8);
  append(packed,
         key.date
             ? static_cast<std::uint32_t>(key.date->time_since_epoch().count())
             : no_date,
         4);
  append(packed, crc32(packed), 4);
  return std::string{immutable ? immutable_prefix : ordinary_prefix}
         + base64url(packed) + "==";
}

std::optional<event_key> decode_id(std::string_view id) {
  if (!id.starts_with(ordinary_prefix) && !id.starts_with(immutable_prefix))
    return std::nullopt;
  auto packed = base64_decode(id.substr(ordinary_prefix.size()));
  if (!packed || packed->size() != 16 || !id.ends_with("=="))
    return std::nullopt;
  auto check = crc32(std::string_view{*packed}.substr(0, 12));
  std::string_view rest{*packed};
  event_key result;
  result.number = take(rest, 8);
  auto date = static_cast<std::uint32_t>(take(rest, 4));
  if (date != no_date)
    result.date = local_days{days{static_cast<int>(date)}};
  return take(rest, 4) == check ? std::optional{result} : std::nullopt;
}

event_key key_of(const instance& from) {
  if (from.master)
    return {from.master->number, from.date};
  return {from.data->number, std::nullopt};
}

std::string change_key(const event& from) {
  std::string packed;
  append(packed, from.number, 8);
  append(packed, from.version, 8);
  return "DwAAABYA" + base64(packed);
}

std::string etag(const event& from) {
  return "W/\"" + change_key(from) + '"';
}

sys_seconds starts_at(const instance& of, const std::string& all_day_zone) {
  return instant_of(of.start, of.data->all_day, all_day_zone);
}

sys_seconds ends_at(const instance& of, const std::string& all_day_zone) {
  return instant_of(of.end, of.data->all_day, all_day_zone);
}

sys_seconds starts_at(const event& of, const std::string& all_day_zone) {
  return instant_of(of.start, of.all_day, all_day_zone);
}

sys_seconds ends_at(const event& of, const std::string& all_day_zone) {
  return instant_of(of.end, of.all_day, all_day_zone);
}

instance as_instance(event_ptr of) {
  auto type
      = of->repeats ? event_type::series_master : event_type::single_instance;
  return {of, type, nullptr, {}, of->start, of->end};
}

instance occurrence_on(const event_ptr& master, local_days date) {
  auto first = floor<days>(master->start.local);
  auto shift = date - first;
  auto& start = master->start;
  auto& end = master->end;
  return {master,
          event_type::occurrence,
          master,
          date,
          zoned(start.local + shift, start.zone),
          zoned(end.local + shift, end.zone)};
}

} // namespace rental::sim
