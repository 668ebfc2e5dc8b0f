#include "crypto/random.hpp"
#include "tools/booking-load/scenarios.hpp"

namespace rental::load {
namespace {

/// Asks the same again and again. An answer that is byte for byte the last one
/// means the same; all others go the long way.
class listener_on_the_line {
public:
  listener_on_the_line(load_run& run, std::size_t index)
      : run_(run), line_(run.connect()),
        call_(run.new_call(run.managers[index % run.managers.size()])),
        id_("call_" + random_token(18)),
        body_(tool_call_body(call_.facts,
                             {id_,
                              "get_availability",
                              {{"property_address", call_.address},
                               {"user_id", call_.manager->user_id}}},
                             body_shape::captured)) {}

  task<> ask(steady::time_point due);

private:
  load_run& run_;
  std::unique_ptr<connection> line_;
  phone_call call_;
  std::string id_;
  std::string body_;
  std::string last_answer_;
  said last_kind_ = said::strange;
};

task<> listener_on_the_line::ask(steady::time_point due) {
  wire_request request{"POST", "/vapi/webhook", run_.webhook_headers(), body_};
  ++run_.in_flight;
  const auto reply = co_await line_->send(std::move(request));
  --run_.in_flight;
  if (reply.status != 200 || reply.body != last_answer_) {
    auto result = result_of(reply.body, id_);
    last_kind_ = reply.status == 0     ? said::unanswered
                 : reply.status != 200 ? said::http_error
                 : !result.there       ? said::malformed
                                       : run_.ears.hear(result.text).what;
    last_answer_ = reply.body;
  }
  if (due == steady::time_point{})
    due = reply.sent;
  run_.current->counted.count(
      "get_availability", last_kind_, run_.since_begin(due),
      run_.since_begin(reply.sent), run_.since_begin(reply.done),
      run_.options.rate > 0 ? std::chrono::milliseconds{0}
                            : run_.options.expected_interval);
}

task<> keep_asking(load_run& run, std::size_t index, std::size_t& next,
                   steady::time_point began) {
  listener_on_the_line me{run, index};
  const auto end = began + run.options.duration;
  while (!run.stopping && steady::now() < end) {
    steady::time_point due{};
    if (run.options.rate > 0) {
      due = began
            + std::chrono::duration_cast<steady::duration>(
                std::chrono::duration<double>(static_cast<double>(next++)
                                              / run.options.rate));
      if (due >= end)
        break;
      if (due > steady::now())
        co_await run.loop.until(due);
    }
    co_await me.ask(due);
  }
}

} // namespace

task<> openings_only(load_run& run) {
  task_group group;
  std::size_t next = 0;
  const auto began = steady::now();
  for (int i = 0; i < run.options.callers; ++i)
    group.spawn(keep_asking(run, static_cast<std::size_t>(i), next, began));
  co_await group.all();
}

} // namespace rental::load
