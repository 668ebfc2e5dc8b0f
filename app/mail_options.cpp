#include "app/mail_options.hpp"

#include "base/mail_address.hpp"

namespace rental {

smtp_options mail_options_of(const settings& all) {
  smtp_options options;
  options.url = all.smtp.url;
  options.from = read_mailbox_name(all.smtp.from).value_or(mailbox_name{});
  return options;
}

} // namespace rental
