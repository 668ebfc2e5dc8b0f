#include "tools/microsoft-sim/simulator.hpp"

#include "tools/microsoft-sim/control.hpp"
#include "tools/microsoft-sim/engine.hpp"
#include "tools/microsoft-sim/server.hpp"
#include "tools/microsoft-sim/time_text.hpp"

#include <stdexcept>

namespace rental::sim {

struct simulator::impl {
  explicit impl(const simulator_options& options)
      : everything{options.initial}, works{everything},
        door{options.address, options.port,
             [this](const request& from) { return works.handle(from); }},
        address{options.address} {
    if (options.clock_start.empty())
      return;
    auto instant = parse_instant(options.clock_start);
    if (!instant)
      throw std::invalid_argument{"clock start: '" + options.clock_start
                                  + "' is not an ISO 8601 time"};
    everything.clock.set(*instant);
  }

  world everything;
  engine works;
  server door;
  std::string address;
};

simulator::simulator(simulator_options options)
    : impl_{std::make_unique<impl>(options)} {}

simulator::~simulator() {
  stop();
}

void simulator::start() {
  impl_->door.start();
}

void simulator::stop() {
  impl_->everything.latencies.stop();
  impl_->door.stop();
}

std::uint16_t simulator::port() const {
  return impl_->door.port();
}

std::string simulator::base_url() const {
  return "http://" + impl_->address + ':' + std::to_string(port());
}

std::string simulator::graph_url() const {
  return base_url() + "/v1.0";
}

json simulator::control(std::string_view method, std::string_view target,
                        const json& body) {
  request order;
  order.method = method;
  set_target(order, "/_control" + std::string{target});
  if (!body.is_null())
    order.body = body.dump();
  auto reply = handle_control(impl_->everything, order);
  if (reply.status != 200)
    throw std::runtime_error{std::string{method} + ' ' + order.path + ": "
                             + reply.body};
  return json::parse(reply.body);
}

} // namespace rental::sim
