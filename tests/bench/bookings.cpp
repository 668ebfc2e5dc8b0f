#include "tests/bench/wishes.hpp"
#include "tools/booking-load/wire.hpp"

namespace rental::test {
namespace {

using namespace std::chrono_literals;

struct sample {
  micros whole{0};
  micros graph{0};
  bool booked = false;
};

std::string tool_body(const wished_viewing& wish, const std::string& user) {
  const nlohmann::json one{{"id", "tool_" + wish.call},
                           {"type", "function"},
                           {"function",
                            {{"name", "set_appointment"},
                             {"arguments",
                              {{"property_address", "123 Main Street"},
                               {"start_time", wish.start},
                               {"attendee_name", "Jane Smith"},
                               {"user_id", user}}}}}};
  return nlohmann::json{
      {"message",
       {{"type", "tool-calls"},
        {"call", {{"id", wish.call}, {"customer", {{"number", wish.number}}}}},
        {"toolCallList", {one}}}}}
      .dump();
}

/// Callers on one thread, since what they take of the processors the service
/// does not have. Their connections stay open.
class callers {
public:
  callers(const bench_world& world, int rate) : world_{world}, rate_{rate} {
    // Enough for bookings of 300 ms: nobody waits for a connection.
    for (int i = 0; i < rate * 3 / 10; ++i)
      lines_.push_back(std::make_unique<load::connection>(
          loop_, "127.0.0.1", std::to_string(world.port()), 60s));
  }

  /// Begins with booking number `first`.
  std::vector<sample> book(std::size_t first, int seconds) {
    samples_.assign(static_cast<std::size_t>(rate_ * seconds), {});
    first_ = first;
    began_ = steady::now() + 200ms;
    loop_.run(all());
    return std::move(samples_);
  }

private:
  load::task<> all() {
    load::task_group group;
    for (std::size_t i = 0; i < lines_.size(); ++i)
      group.spawn(every(i));
    co_await group.all();
  }

  load::task<> every(std::size_t line) {
    for (auto n = line; n < samples_.size(); n += lines_.size()) {
      co_await loop_.until(due_at(began_, n, rate_));
      co_await one(*lines_[line], n);
    }
  }

  load::task<> one(load::connection& line, std::size_t n) {
    const auto wish = wished(first_ + n);
    load::wire_request request;
    request.method = "POST";
    request.target = "/vapi/webhook";
    request.headers = {{"Content-Type", "application/json"}};
    request.body = tool_body(wish, world_.users()[wish.manager]);
    const auto before = world_.in_graph(wish.manager);
    const auto answer = co_await line.send(std::move(request));
    auto& result = samples_[n];
    result.whole = std::chrono::duration_cast<micros>(
        answer.done - due_at(began_, n, rate_));
    result.graph = world_.in_graph(wish.manager) - before;
    result.booked = answer.body.find("You're booked") != answer.body.npos;
  }

  const bench_world& world_;
  int rate_;
  load::event_loop loop_;
  std::vector<std::unique_ptr<load::connection>> lines_;
  std::vector<sample> samples_;
  std::size_t first_ = 0;
  steady::time_point began_;
};

} // namespace

int bookings(const std::string& folder, int rate, int seconds) {
  constexpr int latency_ms = 20;
  bench_world world{folder, bench_managers, latency_ms};
  callers them{world, rate};
  const auto before = them.book(0, warm_seconds).size();
  const auto samples = them.book(before, seconds);
  std::vector<micros> whole, beyond;
  for (const auto& each : samples)
    if (each.booked) {
      whole.push_back(each.whole);
      beyond.push_back(each.whole - each.graph);
    }
  const auto booked = whole.size();
  std::cout << nlohmann::json{{"asked", samples.size()},
                              {"booked", booked},
                              {"whole", percentiles(std::move(whole))},
                              {"beyond", percentiles(std::move(beyond))}}
            << std::endl;
  return booked == 0;
}

} // namespace rental::test
