#include "app/process.hpp"
#include "app/program.hpp"

#include <unistd.h>

#include <exception>
#include <iostream>

namespace {

rental::environment environment_of_process() {
  rental::environment env;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    std::string text{*entry};
    auto equals = text.find('=');
    if (equals != text.npos)
      env.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return env;
}

} // namespace

int main(int argc, char** argv) {
  rental::harden_process();
  try {
    return rental::run_program({argv + 1, argv + argc},
                               environment_of_process(), rental::system_clock{},
                               std::cout, std::cerr);
  } catch (const std::exception& error) {
    std::cerr << "peterental: " << error.what() << "\n";
    return 1;
  }
}
