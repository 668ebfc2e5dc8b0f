// `peterental completion bash|zsh|fish`: scripts that let a shell complete our
// command lines. Made from the command line itself, so that they cannot lag
// behind it.
#pragma once

#include <string>
#include <string_view>

namespace CLI {
class App;
}

namespace rental {

/// The script for "bash", "zsh" or "fish"; empty for any other shell.
std::string completion_script(const CLI::App& app, std::string_view shell);

} // namespace rental
