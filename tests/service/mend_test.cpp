// What the service mends by itself, or asks somebody to mend: dead grants,
// calendars that fail.
#include "app/database.hpp"
#include "config/load.hpp"
#include "crypto/connect_link.hpp"
#include "tests/service/service_fixture.hpp"
#include "tests/support/smtp_server.hpp"

#include <atomic>
#include <stdexcept>

namespace rental::test {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

class MendTest : public ServiceTest {
protected:
  environment with_mail(const std::string& clock_start) const {
    return {{"SMTP_URL", "smtp://" + mails.address()},
            {"SMTP_FROM", "Viewings <viewings@lakeside.example>"},
            {"CLOCK_START", clock_start}};
  }

  /// A day later, at Microsoft and here.
  void a_day_passes() {
    running.reset();
    control("POST", "/clock", {{"advance_seconds", 25 * 3600}});
    start(with_mail("2026-11-23T15:00:00Z"));
  }

  /// The mail as somebody reads it: quoted-printable undone.
  static std::string readable(const std::string& data) {
    constexpr std::string_view hex = "0123456789ABCDEF";
    std::string out;
    for (std::size_t i = 0; i < data.size(); ++i) {
      const auto high = i + 2 < data.size() ? hex.find(data[i + 1]) : hex.npos;
      const auto low = i + 2 < data.size() ? hex.find(data[i + 2]) : hex.npos;
      if (data.compare(i, 3, "=\r\n") == 0)
        i += 2;
      else if (data[i] == '=' && high != hex.npos && low != hex.npos) {
        out += static_cast<char>(high * 16 + low);
        i += 2;
      } else
        out += data[i];
    }
    return out;
  }

  static std::string between(const std::string& text, const std::string& begin,
                             const std::string& end) {
    const auto from = text.find(begin);
    if (from == text.npos)
      return {};
    const auto inside = from + begin.size();
    return text.substr(inside, text.find(end, inside) - inside);
  }

  smtp_server mails;
};

TEST_F(MendTest, ADeadGrantIsFoundAndItsManagerIsMailedALink) {
  start(with_mail("2026-11-22T14:00:00Z"));
  ASSERT_EQ(connect().status, 200);
  control("POST", "/revoke-refresh-tokens", {{"account", account}});
  a_day_passes();
  ASSERT_TRUE(eventually([&] { return !mails.mails().empty(); }))
      << "nobody has called, but it was found";
  EXPECT_EQ(status()["state"], "needs_reconnect");

  const auto mail = mails.mails()[0];
  EXPECT_EQ(mail.from, "viewings@lakeside.example");
  EXPECT_THAT(mail.to, testing::ElementsAre(account));
  const auto text = readable(mail.data);
  EXPECT_THAT(text, AllOf(HasSubstr("Subject: Please connect your calendar"),
                          HasSubstr("I can't get at the calendar")));
  const auto link = between(text, url("/calendar/connect?link="), "\r\n");
  auto env = usual;
  const auto keys = open_keys(*load_settings(env));
  ASSERT_TRUE(keys);
  const auto said
      = open_connect_link(**keys, link, from_unix(1795446000 + 13 * 86400));
  ASSERT_TRUE(said) << to_string(said.error()) << "\n" << link;
  EXPECT_EQ(said->user_id, manager);
  EXPECT_EQ(said->expected_account, account);
  EXPECT_FALSE(
      open_connect_link(**keys, link, from_unix(1795446000 + 15 * 86400)));

  ASSERT_EQ(connect().status, 200);
  EXPECT_EQ(status()["state"], "connected");
  EXPECT_TRUE(is_booked(book({"c"}, "2026-11-25T10:00:00-06:00")));
  EXPECT_THAT(mails.mails(), SizeIs(1));
  EXPECT_THAT(get("/metrics").body,
              HasSubstr("peterental_reconnect_mails_total{result=\"sent\"} 1"));
}

TEST_F(MendTest, WithoutAMailServerItSaysSo) {
  start_connected();
  control("POST", "/revoke-refresh-tokens", {{"account", account}});
  running.reset();
  control("POST", "/clock", {{"advance_seconds", 25 * 3600}});
  start({{"CLOCK_START", "2026-11-23T15:00:00Z"}});
  ASSERT_TRUE(
      eventually([&] { return status()["state"] == "needs_reconnect"; }));
  running.reset();
  start({{"CLOCK_START", "2026-11-23T15:05:00Z"}});
  EXPECT_TRUE(eventually([&] {
    const auto seen = get("/metrics").body;
    return seen.find("peterental_reconnect_mails_waiting 1") != seen.npos
           && seen.find("peterental_reconnect_mails_total{result=\"no_mail_"
                        "server\"} 1")
                  != seen.npos;
  })) << get("/metrics").body;
}

TEST_F(MendTest, ACalendarThatFailsIsStartedAnewAndEndsWhatItHadInHand) {
  std::atomic<bool> planted{false};
  start_connected({[&](const std::string& step) {
    if (step == "create:after" && !planted.exchange(true))
      throw std::runtime_error{"planted"};
  }});
  const auto said = book({"c"}, tuesday_at_ten);
  EXPECT_TRUE(planted);
  EXPECT_THAT(said, HasSubstr("not confirmed yet"));
  EXPECT_TRUE(eventually([&] { return confirmed().size() == 1; }))
      << bookings();
  EXPECT_THAT(events(), SizeIs(1)) << "what was written is found again";
  EXPECT_THAT(bookings()["wishes"], SizeIs(1)) << "a call back was promised";
  EXPECT_THAT(free_starts(), Not(Contains(tuesday_at_ten)));
  EXPECT_TRUE(is_booked(book({"d"}, "2026-11-24T11:00:00-06:00")));
  EXPECT_EQ(get("/readyz").status, 200);
}

} // namespace
} // namespace rental::test
