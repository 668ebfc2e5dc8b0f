#pragma once

#include "tools/microsoft-sim/id_token.hpp"
#include "tools/microsoft-sim/operations.hpp"
#include "tools/microsoft-sim/tampering.hpp"
#include "tools/microsoft-sim/world.hpp"

namespace rental::sim {

/// Takes a request through faults, limits and humans to the service it is
/// for, and back. Thread-safe; blocks while a latency lasts.
class engine {
public:
  explicit engine(world& in) : in_{in} {}

  answer handle(const request& from);

private:
  struct journey;

  answer travel(const request& from, journey& of);
  answer perform(const request& from, journey& of);
  response serve(const request& from, const journey& of);
  answer replacement(const request& from, const journey& of);
  void humans_act(const request& from, const journey& of, bool after);
  int latency(const journey& of);

  world& in_;
  token_signer signer_;
};

} // namespace rental::sim
