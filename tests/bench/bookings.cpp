#include "tests/bench/wishes.hpp"
#include "tests/service/browser.hpp"

#include <thread>

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

sample book_one(browser& caller, const bench_world& world, std::size_t n,
                steady::time_point due) {
  const auto wish = wished(n);
  const auto body = tool_body(wish, world.users()[wish.manager]);
  const auto before = world.in_graph(wish.manager);
  const auto answer = caller.send("POST", world.url() + "/vapi/webhook", body,
                                  {{"Content-Type", "application/json"}});
  sample result;
  result.whole = since(due);
  result.graph = world.in_graph(wish.manager) - before;
  result.booked = answer.body.find("You're booked") != answer.body.npos;
  return result;
}

/// Begins with booking number `first`.
std::vector<sample> book_at(const bench_world& world, std::size_t first,
                            int rate, int seconds) {
  std::vector<sample> samples(static_cast<std::size_t>(rate * seconds));
  // Enough for bookings of 300 ms: nobody waits for a caller.
  const auto callers = static_cast<std::size_t>(rate) * 3 / 10;
  const auto began = steady::now() + 500ms;
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < callers; ++t)
    threads.emplace_back([&, t] {
      browser caller;
      for (auto n = t; n < samples.size(); n += callers) {
        const auto due = due_at(began, n, rate);
        std::this_thread::sleep_until(due);
        samples[n] = book_one(caller, world, first + n, due);
      }
    });
  for (auto& thread : threads)
    thread.join();
  return samples;
}

} // namespace

int bookings(const std::string& folder, int rate, int seconds) {
  constexpr int latency_ms = 20;
  bench_world world{folder, bench_managers, latency_ms};
  const auto before = book_at(world, 0, rate, warm_seconds).size();
  const auto samples = book_at(world, before, rate, seconds);
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
