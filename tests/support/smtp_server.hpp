// A real SMTP server on 127.0.0.1:<free port>, as small as it can be: it takes
// mails in, keeps every byte, and fails where a test tells it to. One thread,
// one connection after another.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace rental::test {

/// How the server behaves.
struct smtp_script {
  /// Offers STARTTLS.
  bool starttls = false;
  /// Offers AUTH PLAIN and takes mail from this user only; empty: from anybody.
  std::string user = {};
  std::string password = {};
  /// Verb in capitals, or "." for the end of the mail -> the reply given
  /// instead of the usual one. "cut" closes the connection, "silence" says
  /// nothing until the client leaves.
  std::map<std::string, std::string> replies = {};
};

/// A mail that was taken in.
struct seen_mail {
  std::string from;
  std::vector<std::string> to;
  /// As it was sent, lines end in CR LF; the doubled dots are single again.
  std::string data;
  /// Who signed in; may be empty.
  std::string user;
  bool encrypted = false;
};

/// A key pair and a certificate for `host`, signed by itself.
class test_certificate {
public:
  explicit test_certificate(const char* host) {
    std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key{EVP_EC_gen("P-256"),
                                                       EVP_PKEY_free};
    std::unique_ptr<X509, void (*)(X509*)> x{X509_new(), X509_free};
    X509_set_version(x.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(x.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(x.get()), -86400);
    X509_gmtime_adj(X509_getm_notAfter(x.get()), 86400);
    X509_set_pubkey(x.get(), key.get());
    auto* name = X509_get_subject_name(x.get());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(host), -1,
                               -1, 0);
    X509_set_issuer_name(x.get(), name);
    const auto alias = "DNS:" + std::string{host};
    auto* extension = X509V3_EXT_conf_nid(nullptr, nullptr,
                                          NID_subject_alt_name, alias.c_str());
    X509_add_ext(x.get(), extension, -1);
    X509_EXTENSION_free(extension);
    X509_sign(x.get(), key.get(), EVP_sha256());
    auto pattern
        = (std::filesystem::temp_directory_path() / "smtpXXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    write("cert.pem", [&](FILE* to) { PEM_write_X509(to, x.get()); });
    write("key.pem", [&](FILE* to) {
      PEM_write_PrivateKey(to, key.get(), nullptr, nullptr, 0, nullptr,
                           nullptr);
    });
  }
  ~test_certificate() { std::filesystem::remove_all(folder_); }
  test_certificate(const test_certificate&) = delete;
  test_certificate& operator=(const test_certificate&) = delete;

  std::string file() const { return folder_ + "/cert.pem"; }
  std::string key_file() const { return folder_ + "/key.pem"; }

private:
  void write(const char* name, const std::function<void(FILE*)>& how) const {
    FILE* to = std::fopen((folder_ + "/" + name).c_str(), "w");
    how(to);
    std::fclose(to);
  }

  std::string folder_;
};

class smtp_server {
public:
  explicit smtp_server(smtp_script script = {})
      : script_(std::move(script)),
        acceptor_(io_, {boost::asio::ip::make_address("127.0.0.1"), 0}) {
    if (script_.starttls) {
      tls_.use_certificate_chain_file(certificate_.file());
      tls_.use_private_key_file(certificate_.key_file(),
                                boost::asio::ssl::context::pem);
    }
    thread_ = std::thread{[this] { run(); }};
  }

  ~smtp_server() {
    stopping_ = true;
    if (const int fd = open_; fd >= 0)
      ::shutdown(fd, SHUT_RDWR);
    boost::system::error_code ignored;
    tcp::socket wake{io_};
    wake.connect(acceptor_.local_endpoint(), ignored);
    thread_.join();
  }

  smtp_server(const smtp_server&) = delete;
  smtp_server& operator=(const smtp_server&) = delete;

  std::string port() const {
    return std::to_string(acceptor_.local_endpoint().port());
  }
  /// "127.0.0.1:PORT".
  std::string address() const { return "127.0.0.1:" + port(); }
  /// The certificate names mail.example.
  std::string ca_file() const { return certificate_.file(); }

  std::vector<seen_mail> mails() const {
    std::lock_guard guard{mutex_};
    return mails_;
  }
  /// Every command line so far; "(TLS)" where a connection turned to TLS.
  std::vector<std::string> commands() const {
    std::lock_guard guard{mutex_};
    return commands_;
  }
  /// From now on.
  void reply_with(const std::string& verb, const std::string& reply) {
    std::lock_guard guard{mutex_};
    if (reply.empty())
      script_.replies.erase(verb);
    else
      script_.replies[verb] = reply;
  }

private:
  using tcp = boost::asio::ip::tcp;
  using tls_stream = boost::asio::ssl::stream<tcp::socket&>;

  struct left {};

  void run() {
    while (!stopping_) {
      boost::system::error_code failed;
      tcp::socket peer{io_};
      acceptor_.accept(peer, failed);
      if (failed || stopping_)
        continue;
      open_ = peer.native_handle();
      try {
        dialogue{*this, peer}.run();
      } catch (const left&) {
      } catch (const boost::system::system_error&) {
      }
      open_ = -1;
    }
  }

  struct dialogue {
    dialogue(smtp_server& server, tcp::socket& peer)
        : owner(server), plain(peer) {}

    void run() {
      say("220 mail.example ready");
      while (true) {
        const auto line = read_line();
        owner.note(line);
        const auto verb = verb_of(line);
        if (const auto other = owner.scripted(verb); !other.empty())
          say_or_leave(other);
        else if (!obey(verb, line))
          return;
      }
    }

    bool obey(const std::string& verb, const std::string& line) {
      if (verb == "EHLO" || verb == "HELO")
        greet();
      else if (verb == "STARTTLS" && owner.script_.starttls && !encrypted)
        start_tls();
      else if (verb == "AUTH")
        sign_in(line);
      else if (verb == "MAIL")
        sender(line);
      else if (verb == "RCPT")
        receiver(line);
      else if (verb == "DATA")
        take_in();
      else if (verb == "QUIT")
        return say("221 bye"), false;
      else
        say("502 not here");
      return true;
    }

    void greet() {
      std::string offers = "250-mail.example\r\n";
      if (owner.script_.starttls && !encrypted)
        offers += "250-STARTTLS\r\n";
      if (!owner.script_.user.empty())
        offers += "250-AUTH PLAIN\r\n";
      say(offers + "250 8BITMIME");
    }

    void start_tls() {
      say("220 go ahead");
      secure = std::make_unique<tls_stream>(plain, owner.tls_);
      secure->handshake(boost::asio::ssl::stream_base::server);
      encrypted = true;
      owner.note("(TLS)");
    }

    void sign_in(const std::string& line) {
      auto token = line.size() > 11 ? line.substr(11) : std::string{};
      if (token.empty()) {
        say("334 ");
        token = read_line();
      }
      std::string clear(token.size(), '\0');
      const int size = EVP_DecodeBlock(
          reinterpret_cast<unsigned char*>(clear.data()),
          reinterpret_cast<const unsigned char*>(token.data()),
          static_cast<int>(token.size()));
      clear.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
      while (clear.ends_with('\0'))
        clear.pop_back();
      const auto& script = owner.script_;
      if (clear != '\0' + script.user + '\0' + script.password)
        return say("535 wrong user or password");
      mail.user = script.user;
      say("235 welcome");
    }

    void sender(const std::string& line) {
      if (!owner.script_.user.empty() && mail.user.empty())
        return say("530 sign in first");
      mail.from = between(line);
      say("250 ok");
    }

    void receiver(const std::string& line) {
      mail.to.push_back(between(line));
      say("250 ok");
    }

    void take_in() {
      say("354 go on");
      mail.data.clear();
      for (auto line = read_line(); line != "."; line = read_line())
        mail.data += (line.starts_with('.') ? line.substr(1) : line) + "\r\n";
      mail.encrypted = encrypted;
      const auto other = owner.scripted(".");
      // A server that is lost now may have taken it in.
      if (other.empty() || other == "cut" || other == "silence") {
        std::lock_guard guard{owner.mutex_};
        owner.mails_.push_back(mail);
      }
      mail.to.clear();
      if (other.empty())
        say("250 taken in");
      else
        say_or_leave(other);
    }

    void say_or_leave(const std::string& reply) {
      if (reply == "cut")
        throw left{};
      if (reply != "silence")
        return say(reply);
      while (true)
        read_line();
    }

    void say(const std::string& text) {
      const auto line = text + "\r\n";
      if (secure)
        boost::asio::write(*secure, boost::asio::buffer(line));
      else
        boost::asio::write(plain, boost::asio::buffer(line));
    }

    std::string read_line() {
      const auto to = boost::asio::dynamic_buffer(buffer);
      const auto size = secure ? boost::asio::read_until(*secure, to, "\r\n")
                               : boost::asio::read_until(plain, to, "\r\n");
      auto line = buffer.substr(0, size - 2);
      buffer.erase(0, size);
      return line;
    }

    static std::string verb_of(const std::string& line) {
      auto verb = line.substr(0, line.find_first_of(" :"));
      for (auto& c : verb)
        c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
      return verb;
    }

    static std::string between(const std::string& line) {
      const auto open = line.find('<');
      const auto close = line.rfind('>');
      return open == std::string::npos || close == std::string::npos
                 ? std::string{}
                 : line.substr(open + 1, close - open - 1);
    }

    smtp_server& owner;
    tcp::socket& plain;
    std::unique_ptr<tls_stream> secure;
    bool encrypted = false;
    std::string buffer;
    seen_mail mail;
  };

  void note(const std::string& line) {
    std::lock_guard guard{mutex_};
    commands_.push_back(line);
  }

  std::string scripted(const std::string& verb) const {
    std::lock_guard guard{mutex_};
    const auto found = script_.replies.find(verb);
    return found == script_.replies.end() ? std::string{} : found->second;
  }

  smtp_script script_;
  test_certificate certificate_{"mail.example"};
  boost::asio::ssl::context tls_{boost::asio::ssl::context::tls_server};
  mutable std::mutex mutex_;
  std::vector<seen_mail> mails_;
  std::vector<std::string> commands_;
  boost::asio::io_context io_{1};
  tcp::acceptor acceptor_;
  std::atomic<int> open_{-1};
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

} // namespace rental::test
