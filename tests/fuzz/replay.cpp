// Runs every file of the folders that are named through the fuzz target that
// this is linked with: each input that once broke something stays a test.
#include "tests/fuzz/fuzz.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

int main(int count, char** arguments) {
  int files = 0;
  for (int i = 1; i < count; ++i)
    for (const auto& each : std::filesystem::directory_iterator{arguments[i]}) {
      std::ifstream in{each.path(), std::ios::binary};
      const std::string all{std::istreambuf_iterator<char>{in}, {}};
      // The last line before a crash names the culprit.
      std::fprintf(stderr, "%s\n", each.path().c_str());
      LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(all.data()),
                             all.size());
      ++files;
    }
  std::fprintf(stderr, "%d inputs\n", files);
  return files > 0 ? 0 : 1;
}
