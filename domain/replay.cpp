#include "domain/replay.hpp"

namespace rental {

bool still_holds(const stored_answer& before, const replay_facts& facts) {
  switch (before.kind) {
  case answer_kind::stands:
    return facts.row && facts.row->state == booking_state::confirmed
           && facts.row->slot.start == before.starts_at;
  case answer_kind::cancelled:
    return !facts.row || !is_active(facts.row->state);
  case answer_kind::noted:
    return facts.wish_open;
  case answer_kind::passing:
    return !before.overtaken && facts.now >= before.created_at
           && facts.now - before.created_at <= passing_answer_holds;
  }
  return false;
}

} // namespace rental
