// What is free: one reading of the calendar, kept for a while.
#pragma once

#include "actors/calendar/graph_calls.hpp"
#include "actors/calendar/mailbox_reader.hpp"
#include "actors/calendar/offer_memory.hpp"

#include <caf/typed_response_promise.hpp>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace rental {

/// One reading of the calendar and of the ledger, for the whole horizon.
struct calendar_view {
  instant read_at{};
  time_slot window{};
  std::vector<calendar_event> events;
  /// Active rows of the ledger.
  std::vector<booking> rows;
  /// Events and rows together.
  busy_set busy;
};
using view_ptr = std::shared_ptr<const calendar_view>;
using slots_ptr = std::shared_ptr<const std::vector<time_slot>>;

/// What a caller hears, and the times that are offered in it.
struct spoken_openings {
  std::string sentence;
  std::vector<time_slot> offered;
};

/// Reads, caches, and answers openings. An unreadable calendar yields a
/// failure, never "free"; it is read again after a while, unasked, until that
/// works. An item that cannot be read is named in the manager's row and blocks
/// alone.
class availability_cache {
public:
  using on_view = std::function<void(expected<view_ptr>)>;

  availability_cache(calendar_context& core, graph_calls& graph,
                     mailbox_reader& mailbox, connection_health& health)
      : context_(core), graph_(graph), mailbox_(mailbox), health_(health) {}

  /// The cached reading while it is good, else a new one; one read at a time.
  void view(urgency who, on_view then);
  /// A reading that begins now: before and after a write. Replaces the cache.
  void fresh_view(urgency who, on_view then);
  /// Forgets the cache. Nobody who asks from now on gets a reading that began
  /// before.
  void drop();
  /// Reads the calendar in a while, for the connection's health.
  void look_again();
  /// Told of every complete reading.
  std::function<void(const view_ptr&)> on_read;
  /// The free slots of a reading, as of now.
  slots_ptr free_of(const view_ptr& view);

  caf::result<openings_answer> answer(const openings_query& query);

  /// What was offered, to whom.
  offer_memory offers;

private:
  bool good() const;
  void read(urgency who, on_view then);
  void read_now(urgency who, on_view then);
  void on_unread(const failure& why);
  void note_flaws(const calendar_view& view);
  void add_rows(std::shared_ptr<calendar_view> view, on_view then);
  openings_answer speak(const openings_query& query, const slots_ptr& free);
  /// What the query asks for, nothing having been offered before.
  const wish& wish_in(const openings_query& query);
  /// At most three; `held`: what other callers are deciding about.
  std::vector<time_slot> pick(const std::vector<time_slot>& free,
                              const wish& wanted,
                              const std::vector<time_slot>& held) const;
  /// `address` as it is said; empty: the caller has heard it. `offered` as they
  /// were picked among the free ones.
  spoken_openings words_for(const openings_query& query,
                            const std::string& address,
                            const std::vector<time_slot>& free,
                            const wish& wanted,
                            std::vector<time_slot> offered) const;
  /// What the words mean, as far as they speak of what was offered before.
  std::optional<wish> wish_beside_offers(const openings_query& query,
                                         const offered_times& offered) const;
  openings_answer excuse(const openings_query& query, const failure& why) const;

  calendar_context& context_;
  graph_calls& graph_;
  mailbox_reader& mailbox_;
  connection_health& health_;
  /// A look is due.
  bool looking_ = false;
  view_ptr cached_;
  /// What was said of the free slots `said_of_` to a property and a wish, with
  /// or without its address, and of which times where others were deciding:
  /// finding the words costs more than everything else in an answer.
  using said_key = std::tuple<const speech*, std::string, std::string, bool,
                              std::optional<std::vector<time_slot>>>;
  std::map<said_key, spoken_openings> said_;
  slots_ptr said_of_;
  /// What the words of a wish mean; kept as long as `said_`, for when somebody
  /// else is deciding: reading them is most of it.
  std::map<std::pair<const speech*, std::string>, wish> meant_;
  /// Counts drops, so that a read that began before one is not cached.
  std::uint64_t generation_ = 0;
  /// Who waits for the reading that is on its way; null when none is, or when
  /// it began before the last drop.
  std::shared_ptr<std::vector<on_view>> waiting_;
  // free_of's last result
  view_ptr free_view_;
  std::int64_t free_minute_ = -1;
  slots_ptr free_;
};

} // namespace rental
