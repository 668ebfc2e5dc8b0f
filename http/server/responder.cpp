#include "http/server/responder.hpp"

#include "http/message/problem.hpp"

namespace rental {

responder::state::~state() {
  if (!answered.load())
    answer(problem(500, "nobody answered", "internal"));
}

} // namespace rental
