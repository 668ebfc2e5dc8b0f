#include "actors/fallback_reply.hpp"

#include <utility>

namespace rental {

last_words_actor::behavior_type fallback_reply(last_words_actor::pointer self,
                                               last_words_order order) {
  return {
      [self,
       order = std::move(order)](atom::book) -> caf::result<booking_outcome> {
        auto promise = self->make_response_promise<booking_outcome>();
        transact<stored_answer>(
            self, order.ledger, order.keep,
            [self, order, promise](expected<stored_answer> kept) mutable {
              auto answer = kept ? order.kept : order.lost;
              if (kept) {
                answer.sentence = kept->answer;
                answer.is_error = kept->is_error;
              }
              promise.deliver(std::move(answer));
              self->quit();
            });
        return promise;
      },
  };
}

} // namespace rental
