// The atoms and the type-id block of the service. The only header that may use
// the CAF_*_TYPE_ID macros; ids are positional, so append only.
#pragma once

#include "base/errc.hpp"

#include <caf/config.hpp>
#include <caf/fwd.hpp>
#include <caf/type_id.hpp>

// Another CAF means other macros, inspect and promises: see
// docs/decisions/0002-caf-from-debian.md first.
static_assert(CAF_VERSION == 1706);

CAF_BEGIN_TYPE_ID_BLOCK(rental, caf::first_custom_type_id)

  CAF_ADD_TYPE_ID(rental, (rental::errc))

  // Atom texts hold at most ten characters; equal texts are one type.
  CAF_ADD_ATOM(rental, rental::atom, transact, "transact")
  CAF_ADD_ATOM(rental, rental::atom, finished, "finished")
  CAF_ADD_ATOM(rental, rental::atom, find, "find")
  CAF_ADD_ATOM(rental, rental::atom, changed, "changed")
  CAF_ADD_ATOM(rental, rental::atom, openings, "openings")
  CAF_ADD_ATOM(rental, rental::atom, book, "book")
  CAF_ADD_ATOM(rental, rental::atom, bookings, "bookings")
  CAF_ADD_ATOM(rental, rental::atom, warm, "warm")
  CAF_ADD_ATOM(rental, rental::atom, overdue, "overdue")
  CAF_ADD_ATOM(rental, rental::atom, refresh, "refresh")
  CAF_ADD_ATOM(rental, rental::atom, reconcile, "reconcile")
  CAF_ADD_ATOM(rental, rental::atom, idle, "idle")
  CAF_ADD_ATOM(rental, rental::atom, begin, "begin")
  CAF_ADD_ATOM(rental, rental::atom, complete, "complete")
  CAF_ADD_ATOM(rental, rental::atom, status, "status")
  CAF_ADD_ATOM(rental, rental::atom, disconnect, "disconnect")
  CAF_ADD_ATOM(rental, rental::atom, appointment, "appointmnt")
  CAF_ADD_ATOM(rental, rental::atom, mail, "mail")
  CAF_ADD_ATOM(rental, rental::atom, tick, "tick")
  CAF_ADD_ATOM(rental, rental::atom, keep, "keep")
  CAF_ADD_ATOM(rental, rental::atom, look, "look")
  CAF_ADD_ATOM(rental, rental::atom, overview, "overview")
  CAF_ADD_ATOM(rental, rental::atom, week, "week")
  CAF_ADD_ATOM(rental, rental::atom, told, "told")
  CAF_ADD_ATOM(rental, rental::atom, mailbox, "mailbox")
  CAF_ADD_ATOM(rental, rental::atom, again, "again")
  CAF_ADD_ATOM(rental, rental::atom, callbacks, "callbacks")
  CAF_ADD_ATOM(rental, rental::atom, ended, "ended")
  CAF_ADD_ATOM(rental, rental::atom, properties, "properties")
  CAF_ADD_ATOM(rental, rental::atom, remove, "remove")

CAF_END_TYPE_ID_BLOCK(rental)
