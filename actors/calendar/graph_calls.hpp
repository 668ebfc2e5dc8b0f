// Calls to Graph on behalf of one manager: with a token, and once more with a
// new one when that is refused.
#pragma once

#include "actors/calendar/token_keeper.hpp"

#include <functional>

namespace rental {

class graph_calls {
public:
  graph_calls(calendar_context& core, token_keeper& tokens)
      : context_(core), tokens_(tokens) {}

  template <class T>
  using start = std::function<void(graph_call, reply<T>)>;

  /// Runs `call` with a token. A 401 or 403 leads to one refresh and one
  /// repeat; a second one is the failure of this call and of nothing else,
  /// unless the identity platform, or the scope that it gave, says that consent
  /// is over. `then` runs in the actor; its failures are those of token_keeper
  /// and graph_api.
  template <class T>
  void run(urgency who, start<T> call, std::function<void(expected<T>)> then,
           bool repeated = false) {
    tokens_.with_token([this, who, call = std::move(call),
                        then = std::move(then),
                        repeated](expected<secret> token) {
      if (!token)
        return then(token.error());
      const graph_call with{*token,
                            context_.in(context_.deps.options.graph_timeout),
                            context_.manager.id,
                            who,
                            context_.manager.tenant_id,
                            context_.zone_is_known ? std::optional{context_.tz}
                                                   : std::nullopt};
      call(with, context_.expect<T>([=, this](expected<T> answer) {
        const bool refused = !answer && is_refusal(answer.error().code);
        if (refused && !repeated) {
          tokens_.doubt(*token, answer.error().code);
          return run<T>(who, call, then, true);
        }
        if (refused)
          tokens_.weigh(answer.error());
        else if (answer)
          tokens_.worked(*token);
        then(std::move(answer));
      }));
    });
  }

private:
  static bool is_refusal(errc code) {
    return code == errc::unauthorized || code == errc::forbidden;
  }

  calendar_context& context_;
  token_keeper& tokens_;
};

} // namespace rental
