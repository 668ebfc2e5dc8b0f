// The first stored answer is the one that the caller hears.
#pragma once

#include "storage/store.hpp"

namespace rental {

/// Stores `mine` if it is to be kept, and makes it the answer that stays.
/// Whether the caller hears `mine`; the mail about what was done says so when
/// not.
inline expected<bool> keep_first(store_session& session, bool keep,
                                 stored_answer& mine) {
  if (!keep)
    return true;
  auto first = session.put_answer(mine);
  if (!first)
    return first.error();
  const bool heard = first->answer == mine.answer;
  mine = std::move(*first);
  return heard;
}

} // namespace rental
