// Calls to Graph on behalf of one manager: with a token, and once more with a
// new one after a 401.
#pragma once

#include "actors/token_keeper.hpp"

#include <functional>

namespace rental {

class graph_desk {
public:
  graph_desk(calendar_core& core, token_keeper& tokens)
      : core_(core), tokens_(tokens) {}

  template <class T>
  using start = std::function<void(graph_call, reply<T>)>;

  /// Runs `call` with a token. A 401 leads to one refresh and one repeat, a
  /// second 401 or a missing scope to needs_reconnect. `then` runs in the
  /// actor; its failures are those of token_keeper and graph_api.
  template <class T>
  void run(urgency who, start<T> call, std::function<void(expected<T>)> then,
           bool repeated = false) {
    tokens_.with_token([this, who, call = std::move(call),
                        then = std::move(then),
                        repeated](expected<secret> token) {
      if (!token)
        return then(token.error());
      const graph_call with{*token, core_.in(core_.deps.options.graph_patience),
                            core_.manager.id, who};
      call(with, core_.expect<T>([=, this](expected<T> answer) {
        if (!answer && answer.error().code == errc::unauthorized)
          return again<T>(who, call, then, repeated, *token);
        if (!answer && answer.error().code == errc::scope_missing)
          tokens_.condemn("scope missing: " + answer.error().detail);
        then(std::move(answer));
      }));
    });
  }

private:
  template <class T>
  void again(urgency who, start<T> call, std::function<void(expected<T>)> then,
             bool repeated, const secret& token) {
    if (repeated) {
      tokens_.condemn("Graph refuses a new token");
      return then(errc::needs_reconnect);
    }
    tokens_.reject(token);
    run<T>(who, std::move(call), std::move(then), true);
  }

  calendar_core& core_;
  token_keeper& tokens_;
};

} // namespace rental
