#include "voice/sentences/message_sentences.hpp"

#include "voice/words/say.hpp"

namespace rental::sentence {

std::string message_taken(std::string_view address) {
  return one_line(
      "I have noted your message"
      + (address.empty() ? std::string{} : " about " + say_address(address))
      + ", and someone will call you back. Is there anything else?");
}

std::string message_not_taken() {
  return "I'm sorry, I can't be sure that your message was taken down, so "
         "please "
         "don't count on it. Shall I try again?";
}

} // namespace rental::sentence
