#include "net/smtp_client.hpp"

#include "net/curl_url.hpp"
#include "net/mail_headers.hpp"

#include <curl/curl.h>
#include <sys/socket.h>

#include <algorithm>
#include <atomic>
#include <utility>

namespace rental {
namespace {

using steady = std::chrono::steady_clock;

struct curl_deleter {
  void operator()(CURL* easy) const noexcept { curl_easy_cleanup(easy); }
  void operator()(CURLU* url) const noexcept { curl_url_cleanup(url); }
  void operator()(curl_mime* mime) const noexcept { curl_mime_free(mime); }
  void operator()(curl_slist* list) const noexcept {
    curl_slist_free_all(list);
  }
};
template <class T>
using curl_ptr = std::unique_ptr<T, curl_deleter>;

bool is_this_machine(const std::string& host) {
  return host == "localhost" || host == "[::1]"
         || (host.starts_with("127.")
             && host.find_first_not_of("0123456789.") == std::string::npos);
}

/// Whether the connection may stay plain, or why the URL is invalid.
expected<bool> read_smtp_url(const std::string& text) {
  const failure bad{errc::bad_request,
                    "SMTP_URL must be smtp://USER:PASSWORD@HOST:PORT or "
                    "smtps://...; a character such as @ or / in the password "
                    "is written as %40 or %2F",
                    {}};
  curl_ptr<CURLU> url{curl_url()};
  if (!url || curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0))
    return bad;
  const auto scheme = part_of(url.get(), CURLUPART_SCHEME);
  const auto host = part_of(url.get(), CURLUPART_HOST);
  const auto has_user = !part_of(url.get(), CURLUPART_USER).empty();
  const auto has_password = !part_of(url.get(), CURLUPART_PASSWORD).empty();
  if ((scheme != "smtp" && scheme != "smtps") || host.empty()
      || has_user != has_password
      || !part_of(url.get(), CURLUPART_QUERY).empty()
      || !part_of(url.get(), CURLUPART_FRAGMENT).empty())
    return bad;
  return scheme == "smtp" && is_this_machine(host);
}

bool is_id(const std::string& text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
           || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
  });
}

/// Lines end in CR LF on the wire; the encoder would take a lone LF for data.
std::string with_crlf(const std::string& text) {
  std::string out;
  out.reserve(text.size() + text.size() / 32);
  for (const char c : text)
    if (c == '\n')
      out += "\r\n";
    else if (c != '\r')
      out += c;
  return out;
}

void add_part(curl_mime* to, const std::string& content, const char* type) {
  auto* part = curl_mime_addpart(to);
  const auto lines = with_crlf(content);
  curl_mime_data(part, lines.data(), lines.size());
  curl_mime_type(part, type);
  curl_mime_encoder(part, "quoted-printable");
}

/// libcurl says QUIT when its handle goes, and waits two minutes for the reply.
void do_not_wait_for_the_farewell(CURL* easy, bool polite) {
  curl_socket_t socket = CURL_SOCKET_BAD;
  if (curl_easy_getinfo(easy, CURLINFO_ACTIVESOCKET, &socket) == CURLE_OK
      && socket != CURL_SOCKET_BAD)
    ::shutdown(socket, polite ? SHUT_RD : SHUT_RDWR);
}

/// libcurl told us nothing but a code and the server's last reply.
failure what_went_wrong(CURLcode code, long reply, bool stopped) {
  const auto said = " (reply " + std::to_string(reply) + ")";
  // 354 invites the mail in; no later reply came.
  const bool taking_it_in = reply == 354;
  if (code == CURLE_LOGIN_DENIED)
    return {errc::operator_fault,
            "the mail server refuses the user or the password of SMTP_URL"
                + said,
            {}};
  if (code == CURLE_USE_SSL_FAILED)
    return {errc::operator_fault,
            "the mail server offers no STARTTLS; use smtps:// or another port",
            {}};
  if (taking_it_in)
    return code == CURLE_OPERATION_TIMEDOUT
               ? failure{errc::timeout, "no word from the mail server", {}}
               : failure{errc::network, "the mail server was lost", {}};
  if (stopped)
    return {errc::unavailable, "the service is stopping", {}};
  if (reply >= 500)
    return {errc::provider_refused, "the mail server refuses it" + said, {}};
  if (reply >= 400)
    return {errc::throttled, "the mail server asks to come later" + said, {}};
  return {errc::unreachable,
          std::string{"the mail server: "} + curl_easy_strerror(code),
          {}};
}

} // namespace

struct smtp_client::core {
  expected<done> send(const mail_message& mail, steady::time_point until) const;
  expected<done> check(steady::time_point until) const;

  smtp_options options;
  std::shared_ptr<const clock> time;
  bool plain = false;
  std::atomic<bool> stopping{false};

private:
  curl_ptr<CURL> new_handle(std::chrono::milliseconds left) const;
  expected<done> perform(CURL* easy) const;
  curl_ptr<curl_slist> headers_of(const mail_message& mail) const;
  static int on_progress(void* self, curl_off_t, curl_off_t, curl_off_t,
                         curl_off_t) {
    return static_cast<const core*>(self)->stopping ? 1 : 0;
  }
};

curl_ptr<CURL>
smtp_client::core::new_handle(std::chrono::milliseconds left) const {
  curl_ptr<CURL> easy{curl_easy_init()};
  auto* h = easy.get();
  if (h == nullptr)
    return easy;
  curl_easy_setopt(h, CURLOPT_URL, options.url.reveal().c_str());
  curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(h, CURLOPT_PROXY, "");
  curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(h, CURLOPT_USE_SSL,
                   static_cast<long>(plain ? CURLUSESSL_NONE : CURLUSESSL_ALL));
  if (!options.ca_file.empty())
    curl_easy_setopt(h, CURLOPT_CAINFO, options.ca_file.c_str());
  curl_easy_setopt(h, CURLOPT_TIMEOUT_MS, static_cast<long>(left.count()));
  curl_easy_setopt(
      h, CURLOPT_CONNECTTIMEOUT_MS,
      static_cast<long>(std::min(left, options.connect_timeout).count()));
  curl_easy_setopt(h, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(h, CURLOPT_XFERINFOFUNCTION, &core::on_progress);
  curl_easy_setopt(h, CURLOPT_XFERINFODATA, this);
  return easy;
}

expected<done> smtp_client::core::perform(CURL* easy) const {
  curl_ptr<curl_slist> route;
  if (!options.connect_to.empty()) {
    route.reset(curl_slist_append(nullptr, options.connect_to.c_str()));
    curl_easy_setopt(easy, CURLOPT_CONNECT_TO, route.get());
  }
  const auto code = curl_easy_perform(easy);
  curl_easy_setopt(easy, CURLOPT_CONNECT_TO, nullptr);
  do_not_wait_for_the_farewell(easy, code == CURLE_OK);
  if (code == CURLE_OK)
    return done{};
  long reply = 0;
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &reply);
  return what_went_wrong(code, reply, stopping);
}

curl_ptr<curl_slist>
smtp_client::core::headers_of(const mail_message& mail) const {
  const auto& from = options.from.address;
  const std::string fields[]
      = {"Date: " + mail_header_date(time->now()),
         "From: " + mail_header_mailbox(options.from), "To: " + mail.to,
         "Subject: " + mail_header_text(mail.subject),
         "Message-ID: <" + mail.id + from.substr(from.find('@')) + '>',
         // So that nobody's holiday notice answers.
         "Auto-Submitted: auto-generated"};
  curl_ptr<curl_slist> list;
  for (const auto& field : fields)
    list.reset(curl_slist_append(list.release(), field.c_str()));
  return list;
}

expected<done> smtp_client::core::send(const mail_message& mail,
                                       steady::time_point until) const {
  if (!is_mail_address(mail.to))
    return failure{errc::bad_request, "no address that mail can go to", {}};
  if (!is_id(mail.id))
    return failure{errc::bad_request, "the mail's id is malformed", {}};
  const auto left
      = std::chrono::floor<std::chrono::milliseconds>(until - steady::now());
  if (stopping)
    return failure{errc::unavailable, "the service is stopping", {}};
  if (left.count() <= 0)
    return failure{errc::unreachable, "not sent: its time was over", {}};
  auto easy = new_handle(left);
  if (!easy)
    return errc::internal;
  curl_ptr<curl_mime> whole{curl_mime_init(easy.get())};
  auto* forms = curl_mime_init(easy.get());
  add_part(forms, mail.text, "text/plain; charset=utf-8");
  add_part(forms, mail.html, "text/html; charset=utf-8");
  auto* body = curl_mime_addpart(whole.get());
  curl_mime_subparts(body, forms);
  curl_mime_type(body, "multipart/alternative");
  const auto headers = headers_of(mail);
  curl_ptr<curl_slist> to{curl_slist_append(nullptr, mail.to.c_str())};
  auto* h = easy.get();
  curl_easy_setopt(h, CURLOPT_MAIL_FROM, options.from.address.c_str());
  curl_easy_setopt(h, CURLOPT_MAIL_RCPT, to.get());
  curl_easy_setopt(h, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(h, CURLOPT_MIMEPOST, whole.get());
  auto sent = perform(h);
  easy.reset(); // before what it points to
  return sent;
}

expected<done> smtp_client::core::check(steady::time_point until) const {
  const auto left
      = std::chrono::floor<std::chrono::milliseconds>(until - steady::now());
  auto easy = new_handle(std::max(left, std::chrono::milliseconds{1}));
  if (!easy)
    return errc::internal;
  curl_easy_setopt(easy.get(), CURLOPT_CONNECT_ONLY, 1L);
  return perform(easy.get());
}

expected<std::unique_ptr<smtp_client>>
smtp_client::make(smtp_options options, std::shared_ptr<const clock> time,
                  executor worker) {
  static const auto started = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (started != CURLE_OK)
    return failure{errc::internal, "libcurl does not start", {}};
  const auto plain = read_smtp_url(options.url.reveal());
  if (!plain)
    return plain.error();
  if (!is_mail_address(options.from.address))
    return failure{errc::bad_request,
                   "SMTP_FROM must be an address, e.g. Viewings "
                   "<viewings@example.com>",
                   {}};
  auto inside = std::make_shared<core>();
  inside->options = std::move(options);
  inside->time = std::move(time);
  inside->plain = *plain;
  return std::unique_ptr<smtp_client>{
      new smtp_client{std::move(inside), std::move(worker)}};
}

smtp_client::smtp_client(std::shared_ptr<core> inside, executor worker)
    : core_(std::move(inside)), worker_(std::move(worker)) {}

smtp_client::~smtp_client() {
  core_->stopping = true;
}

void smtp_client::send(mail_message mail, steady::time_point until,
                       callback on_sent) {
  worker_(
      [inside = core_, mail = std::move(mail), until,
       on_sent = std::move(on_sent)] { on_sent(inside->send(mail, until)); });
}

expected<done> smtp_client::check(steady::time_point until) const {
  return core_->check(until);
}

} // namespace rental
