#include "fronts/front.hpp"

#include <caf/send.hpp>

#include <utility>

namespace rental {

http_handler to_front(front_actor front) {
  return [front](http_in in, responder respond) {
    caf::anon_send(front, std::move(in), std::move(respond));
  };
}

} // namespace rental
