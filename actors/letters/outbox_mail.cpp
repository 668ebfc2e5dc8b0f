#include "actors/letters/outbox_mail.hpp"

#include <algorithm>

namespace rental {
namespace {

constexpr const char* remark
    = "This mail may have reached you before: it could not be seen whether it "
      "was sent.";

/// Behind the opening tag of the body, where there is one.
std::size_t begin_of_body(const std::string& html) {
  const auto tag = html.find("<body");
  const auto end = tag == html.npos ? tag : html.find('>', tag);
  return end == html.npos ? 0 : end + 1;
}

} // namespace

outbox_mail marked_again(outbox_mail mail) {
  mail.subject += " (again)";
  mail.html.insert(begin_of_body(mail.html),
                   "<p><i>" + std::string{remark} + "</i></p>");
  mail.text = std::string{remark} + "\n\n" + mail.text;
  return mail;
}

std::string mail_id(const outbox_mail& mail) {
  auto id = mail.key + '-' + std::to_string(to_unix(mail.created_at));
  std::ranges::replace_if(
      id,
      [](char c) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
                           || (c >= '0' && c <= '9') || c == '-' || c == '.';
        return !plain;
      },
      '-');
  return id;
}

} // namespace rental
