#include "crypto/random.hpp"

#include "crypto/encode.hpp"

#include <openssl/rand.h>

#include <climits>
#include <stdexcept>

namespace rental {

std::string random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  if (count > INT_MAX
      || RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()),
                    static_cast<int>(count))
             != 1)
    throw std::runtime_error{"no randomness"};
  return bytes;
}

std::string random_token(std::size_t bytes) {
  return base64url_encode(random_bytes(bytes));
}

} // namespace rental
