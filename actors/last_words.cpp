#include "actors/last_words.hpp"

#include <utility>

namespace rental {

last_words_actor::behavior_type last_words(last_words_actor::pointer self,
                                           last_words_order order) {
  return {
      [self,
       order = std::move(order)](atom::book) -> caf::result<booking_outcome> {
        auto promise = self->make_response_promise<booking_outcome>();
        transact<done>(self, order.ledger, order.keep,
                       [self, order, promise](expected<done> kept) mutable {
                         promise.deliver(kept ? order.kept : order.lost);
                         self->quit();
                       });
        return promise;
      },
  };
}

} // namespace rental
