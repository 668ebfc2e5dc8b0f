#include "config/values.hpp"

#include "load_fixture.hpp"
#include <gmock/gmock.h>

#include <set>

namespace rental::test {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

/// One key: a value that is taken, how `describe` shows it, refused values.
/// Keys of bindings and properties stand beside what they need.
struct key_case {
  std::string key;
  std::string good;
  std::string shown;
  std::vector<std::string> bad;
};

void PrintTo(const key_case& c, std::ostream* out) {
  *out << c.key;
}

const std::vector<std::string> not_numbers
    = {"\"30\"", "30.0", "true", "[30]", "-1", "100000"};
const std::vector<std::string> not_flags = {"\"yes\"", "1", "[true]"};
const std::vector<std::string> not_hours
    = {"\"9-17\"", "\"17:00-09:00\"", "\"09:00-25:00\"", "9", "\"09:00-09:00\"",
       "\"\"",     "\"09:60-10:00\""};
const std::vector<std::string> not_text = {"\"\"", "1", "\"a\\nb\"", "{}"};

const std::vector<key_case> key_cases = {
    {"rules.slot_minutes", "45", "45", not_numbers},
    {"rules.grid_minutes", "15", "15", {"7", "\"15\"", "0", "500"}},
    {"rules.notice_minutes", "0", "0", not_numbers},
    {"rules.horizon_days", "14", "14", not_numbers},
    {"rules.buffer_before_minutes", "10", "10", not_numbers},
    {"rules.buffer_after_minutes", "20", "20", not_numbers},
    {"rules.tentative_blocks", "false", "false", not_flags},
    {"hours.sunday", "\"10:00-12:30\"", "10:00-12:30", not_hours},
    {"hours.monday", "\"closed\"", "closed", not_hours},
    {"hours.tuesday", "\"00:00-24:00\"", "00:00-24:00", not_hours},
    {"hours.wednesday", "\"08:15-17:45\"", "08:15-17:45", not_hours},
    {"hours.thursday", "\"10:00-12:30\"", "10:00-12:30", not_hours},
    {"hours.friday", "\"10:00-12:30\"", "10:00-12:30", not_hours},
    {"hours.saturday", "\"10:00-12:30\"", "10:00-12:30", not_hours},
    {"hours.default_zone",
     "\"W. Europe Standard Time\"",
     "Europe/Berlin",
     {"\"Mars/Olympus\"", "\"\"", "\"tzone://Microsoft/Custom\"", "1"}},
    {"hours.use_mailbox_hours",
     "\"replace\"",
     "replace",
     {"\"yes\"", "1", "[true]", "\"\"", "\"Narrow\""}},
    {"availability.cache_seconds", "0", "0", not_numbers},
    {"firm.name", "\"Elm Homes\"", "Elm Homes", {"1", "true"}},
    {"firm.phone", "\"+14055550100\"", "+14055550100", {"1", "true"}},
    {"retention.visitors_days", "30", "30", {"-1", "36501", "\"1\""}},
    {"budgets.openings_seconds", "3", "3", {"0", "20", "\"3\""}},
    {"budgets.booking_seconds", "19", "19", {"0", "20", "3.5"}},
    {"graph.concurrent_per_mailbox", "1", "1", {"0", "5", "\"1\""}},
    {"graph.concurrent_start", "8", "8", not_numbers},
    {"graph.concurrent_most", "32", "32", not_numbers},
    {"limits.webhook_per_minute", "600", "600", {"-1", "1000001", "\"1\""}},
    {"limits.webhook_at_once", "60", "60", {"0", "1000001", "\"1\""}},
    {"limits.requests_per_minute", "0", "0", {"-1", "1000001", "\"1\""}},
    {"limits.requests_at_once", "60", "60", {"0", "1000001", "\"1\""}},
    {"limits.sign_ins_per_minute", "5", "5", not_numbers},
    {"limits.sign_ins_at_once", "5", "5", not_numbers},
    {"limits.failures_per_minute", "5", "5", not_numbers},
    {"limits.failures_at_once", "5", "5", not_numbers},
    {"limits.codes_per_day", "5", "5", not_numbers},
    {"limits.codes_at_once", "5", "5", not_numbers},
    {"limits.viewings_per_call", "5", "5", not_numbers},
    {"limits.viewings_per_caller", "0", "0", not_numbers},
    {"limits.invitations_per_email", "5", "5", not_numbers},
    {"limits.trusted_proxies",
     "\"loopback, 10.0.0.0/8\"",
     "loopback, 10.0.0.0/8",
     {"\"everybody\"", "\"\"", "1", "[\"10.0.0.1\"]"}},
    {"server.keep_alive_seconds", "300", "300", {"4", "3601", "\"1\""}},
    {"server.connections_per_address", "64", "64", {"0", "65536", "\"1\""}},
    {"server.memory_mebibytes", "64", "64", {"31", "4097", "\"1\""}},
    {"phones.default_region", "\"DE\"", "DE", {"\"de\"", "\"DEU\"", "49"}},
    {"hmac.algorithm", "\"sha512\"", "sha512", {"\"md5\"", "\"SHA256\"", "1"}},
    {"hmac.signature_header",
     "\"X-Vapi-Signature\"",
     "x-vapi-signature",
     {"\"\"", "\"a b\"", "\"a:b\"", "1"}},
    {"hmac.timestamp_header",
     "\"webhook-timestamp\"",
     "webhook-timestamp",
     {"\"\"", "\"a b\"", "1"}},
    {"hmac.signature_prefix", "\"sha256=\"", "sha256=", {"1", "\"a\\nb\""}},
    {"hmac.include_timestamp", "true", "true", not_flags},
    {"hmac.payload_format",
     "\"{method}\\n{url}\\r\\n\\t{body}\"",
     "{method}\\n{url}\\r\\n\\t{body}",
     {"\"{timestamp}\"", "1", "\"{body}\\u0000\"", "\"\\u001b{body}\""}},
    {"hmac.message_id_header", "\"svix-id\"", "svix-id", {"\"a b\"", "1"}},
    {"hmac.signature_encoding", "\"base64\"", "base64", {"\"base32\"", "1"}},
    {"hmac.secret_is_base64", "true", "true", not_flags},
    {"hmac.window_seconds", "60", "60", not_numbers},
    {"bindings[].assistant_id", "\"abc\"", "abc", not_text},
    {"bindings[].number", "\"(405) 555-0142\"", "+1*******42", not_text},
    {"bindings[].phone_number_id", "\"pn_1\"", "pn_1", not_text},
    {"bindings[].secret",
     "\"geheim-geheim-geheim\"",
     "(set)",
     {"\"geh eim\"", "\"\"", "1"}},
    {"bindings[].secret_file",
     "\"SECRET\"",
     "(set)",
     {"\"/nowhere/geheim\"", "1"}},
    {"bindings[].secret_previous",
     "\"geheim-geheim-geheim\"",
     "(set)",
     {"\"geh eim\"", "\"\"", "1"}},
    {"bindings[].secret_previous_file",
     "\"SECRET\"",
     "(set)",
     {"\"/nowhere/geheim\"", "1"}},
    {"bindings[].agency", "\"lakeside\"", "lakeside", not_text},
    {"bindings[].manager", "\"405-555-0142\"", "+1*******42", not_text},
    {"properties[].match", "\"12 Elm Street\"", "12 elm street", not_text},
    {"properties[].agency", "\"lakeside\"", "lakeside", not_text},
    {"properties[].manager", "\" pete_admin \"", "pete_admin", not_text},
};

class KeyTest : public testing::TestWithParam<key_case> {
protected:
  /// A file that sets the key on its last line.
  std::string file_with(const std::string& value) const {
    const auto& key = GetParam().key;
    auto dot = key.rfind('.');
    auto section = key.substr(0, dot);
    auto name = key.substr(dot + 1);
    auto line = name + " = " + value + "\n";
    if (section == "bindings[]") {
      auto anchor = name == "number" ? "" : "number = \"+14055550100\"\n";
      auto current = name.starts_with("secret_previous")
                         ? "secret = \"of-today-of-today\"\n"
                         : "";
      return std::string{"[[bindings]]\n"} + anchor + current + line;
    }
    if (section == "properties[]")
      return std::string{"[[properties]]\n"}
             + (name == "match" ? "" : "match = \"oak\"\n")
             + (name == "manager" ? "" : "manager = \"ann\"\n") + line;
    return "[" + section + "]\n" + line;
  }

  std::string shown_key() const {
    auto key = GetParam().key;
    if (auto list = key.find("[]"); list != key.npos)
      key.insert(list + 1, "0");
    if (key.ends_with("_file"))
      key.resize(key.size() - 5);
    return key;
  }
};

TEST_P(KeyTest, TakesAGoodValueAndShowsIt) {
  temp_file secret{"geheim-geheim-geheim\n"};
  auto good = GetParam().good == "\"SECRET\"" ? '"' + secret.path() + '"'
                                              : GetParam().good;
  temp_file file{file_with(good)};
  auto lines = describe(load_ok({}, file.path()));
  EXPECT_THAT(lines, Contains(std::pair{shown_key(), GetParam().shown}));
  for (const auto& [name, value] : lines)
    EXPECT_THAT(value, Not(HasSubstr("geheim"))) << name;
}

TEST_P(KeyTest, RefusesBadValuesWithFileAndLine) {
  for (const auto& value : GetParam().bad) {
    auto text = file_with(value);
    temp_file file{text};
    auto line = std::to_string(std::ranges::count(text, '\n'));
    EXPECT_THAT(
        refusal_of({}, file.path()),
        AllOf(StartsWith(file.path() + ":" + line + ": " + GetParam().key),
              HasSubstr(": must be ")))
        << text;
  }
}

INSTANTIATE_TEST_SUITE_P(Each, KeyTest, testing::ValuesIn(key_cases),
                         [](const auto& one) {
                           auto name = one.param.key;
                           std::erase_if(name, [](unsigned char c) {
                             return !std::isalnum(c);
                           });
                           return name;
                         });

TEST(FileTest, TheTableOfCasesCoversEveryKey) {
  std::set<std::string> covered;
  for (const auto& c : key_cases)
    covered.insert(c.key);
  for (const auto& key : known_keys())
    EXPECT_TRUE(covered.contains(key)) << key;
}

/// What a file is refused with, without the path.
std::string refusal_of_text(const std::string& text) {
  temp_file file{text};
  auto line = refusal_of({}, file.path());
  EXPECT_THAT(line, StartsWith(file.path()));
  return line.substr(std::min(line.size(), file.path().size()));
}

TEST(FileTest, RefusesUnknownKeysAndNamesTheKnownOnes) {
  EXPECT_THAT(refusal_of_text("[rules]\n\nslots = 1\n"),
              AllOf(StartsWith(":3: unknown key rules.slots"),
                    HasSubstr("slot_minutes")));
  EXPECT_THAT(refusal_of_text("[rulez]\n"),
              AllOf(StartsWith(":1: unknown key rulez"),
                    HasSubstr("known sections: rules")));
  EXPECT_THAT(refusal_of_text("port = 80\n"), StartsWith(":1: unknown key"));
  EXPECT_THAT(refusal_of_text("[[bindings]]\nnumbr = \"+14055550100\"\n"),
              StartsWith(":2: unknown key bindings[].numbr"));
  EXPECT_THAT(refusal_of_text("[hours.monday]\nfrom = 9\n"),
              StartsWith(":1: hours.monday = a table: must be"));
}

TEST(FileTest, RefusesTheWrongShape) {
  EXPECT_THAT(refusal_of_text("rules = 1\n"),
              StartsWith(":1: rules = 1: must be a table"));
  EXPECT_THAT(refusal_of_text("[bindings]\nnumber = \"+14055550100\"\n"),
              StartsWith(":1: bindings: must be written as [[bindings]]"));
  EXPECT_THAT(refusal_of_text("[rules]\nslot_minutes = 1979-05-27\n"),
              StartsWith(":2: rules.slot_minutes = a date or time"));
}

TEST(FileTest, RefusesWhatIsNotToml) {
  EXPECT_THAT(refusal_of_text("[rules]\nslot_minutes 30\n"),
              StartsWith(":2: not valid TOML"));
  EXPECT_THAT(refusal_of_text("[rules]\nslot_minutes = 30\n"
                              "slot_minutes = 30\n"),
              HasSubstr("not valid TOML"));
}

TEST(FileTest, RefusesAFileThatIsNotThere) {
  EXPECT_EQ(refusal_of({}, "/nowhere/at/all.toml"),
            "/nowhere/at/all.toml: cannot be read: No such file or directory");
  EXPECT_THAT(refusal_of({{"CONFIG", "/tmp"}}),
              StartsWith("/tmp: cannot be read: "));
}

TEST(FileTest, TheArgumentGoesBeforeTheVariable) {
  temp_file one{"[rules]\nhorizon_days = 1\n"};
  temp_file two{"[rules]\nhorizon_days = 2\n"};
  environment env{{"CONFIG", one.path()}};
  EXPECT_EQ(load_ok(env).rules.horizon_days, 1);
  EXPECT_EQ(load_ok(env, two.path()).rules.horizon_days, 2);
}

TEST(FileTest, RefusesABindingThatBindsNothing) {
  EXPECT_THAT(refusal_of_text("[[bindings]]\nagency = \"a\"\n"),
              StartsWith(": binding 1: needs at least one of"));
  EXPECT_THAT(refusal_of_text("[[bindings]]\n"), HasSubstr("binding 1"));
  EXPECT_THAT(refusal_of_text("[[bindings]]\nnumber = \"hello\"\n"),
              HasSubstr("number: must be a phone number"));
}

TEST(FileTest, RefusesBindingOneThingToTwoAgencies) {
  EXPECT_THAT(refusal_of_text("[[bindings]]\nnumber = \"+14055550100\"\n"
                              "agency = \"a\"\n"
                              "[[bindings]]\nnumber = \"405 555 0100\"\n"
                              "agency = \"b\"\n"),
              StartsWith(": binding 2: is the same as an earlier one"));
  EXPECT_THAT(refusal_of_text("[[bindings]]\nnumber = \"+14055550100\"\n"
                              "secret = \"a\"\nsecret_file = \"/dev/null\"\n"),
              HasSubstr("must be"));
}

TEST(FileTest, ASecretProvesOneAgency) {
  const std::string north = "[[bindings]]\nassistant_id = \"n\"\n"
                            "agency = \"north\"\nsecret = \"geheim-1\"\n"
                            "secret_previous = \"geheim-0\"\n";
  for (const auto* other : {"geheim-1", "geheim-0"})
    EXPECT_THAT(refusal_of_text(north + "[[bindings]]\nagency = \"south\"\n"
                                + "secret = \"" + other + "\"\n"),
                AllOf(StartsWith(": binding 1: its secret belongs to another"),
                      Not(HasSubstr("geheim"))));
  temp_file shared{north + "[[bindings]]\nagency = \"north\"\n"
                   + "secret = \"geheim-1\"\n"};
  EXPECT_EQ(load_ok({}, shared.path()).bindings.size(), 2u);
  temp_file file{north};
  EXPECT_THAT(refusal_of({{"VAPI_SECRET", "geheim-1"}}, file.path()),
              HasSubstr("binding 1: its secret is VAPI_SECRET"));
  EXPECT_THAT(
      refusal_of({{"VAPI_SECRET", "new"}, {"VAPI_SECRET_PREVIOUS", "geheim-0"}},
                 file.path()),
      HasSubstr("binding 1: its secret is VAPI_SECRET"));
  EXPECT_THAT(refusal_of_text("[[bindings]]\nassistant_id = \"n\"\n"
                              "secret_previous = \"geheim\"\n"),
              HasSubstr("secret_previous needs a secret"));
}

TEST(FileTest, KeepsBindingsInOrderAndNormalised) {
  temp_file file{"[[bindings]]\nassistant_id = \"one\"\nagency = \"a\"\n"
                 "[[bindings]]\nnumber = \"030 901820\"\n"
                 "manager = \"030 901821\"\n"
                 "[phones]\ndefault_region = \"DE\"\n"};
  auto all = load_ok({}, file.path());
  ASSERT_EQ(all.bindings.size(), 2u);
  EXPECT_EQ(all.bindings[0].assistant_id, "one");
  EXPECT_EQ(all.bindings[0].agency, "a");
  EXPECT_EQ(all.bindings[1].agency, "default");
  EXPECT_EQ(all.bindings[1].number, "+4930901820");
  EXPECT_EQ(all.bindings[1].manager, "+4930901821");
}

TEST(FileTest, RefusesIncompleteOrRepeatedProperties) {
  EXPECT_THAT(refusal_of_text("[[properties]]\nmatch = \"elm\"\n"),
              StartsWith(": property 1: needs match and manager"));
  EXPECT_THAT(refusal_of_text("[[properties]]\nmatch = \"elm\"\n"
                              "manager = \"a\"\n"
                              "[[properties]]\nmatch = \"ELM\"\n"
                              "manager = \"b\"\n"),
              HasSubstr("property 2: has the match of an earlier one"));
}

TEST(FileTest, TheFirstFormOfMailboxHoursIsStillUnderstood) {
  temp_file yes{"[hours]\nuse_mailbox_hours = true\n"};
  EXPECT_EQ(load_ok({}, yes.path()).mailbox_hours, mailbox_hours_use::replace);
  temp_file no{"[hours]\nuse_mailbox_hours = false\n"};
  EXPECT_EQ(load_ok({}, no.path()).mailbox_hours, mailbox_hours_use::ignore);
  EXPECT_EQ(load_ok({}, {}).mailbox_hours, mailbox_hours_use::narrow);
}

TEST(FileTest, ChecksTheFormsOfASignatureAgainstEachOther) {
  EXPECT_THAT(refusal_of_text("[hmac]\ninclude_timestamp = false\n"),
              HasSubstr("hmac.include_timestamp must be true"));
  EXPECT_THAT(
      refusal_of_text("[hmac]\npayload_format = \"{svix-id}.{body}\"\n"),
      HasSubstr("hmac.message_id_header must be set"));
  temp_file file{"[hmac]\nsecret_is_base64 = true\n"};
  EXPECT_THAT(
      refusal_of({{"VAPI_HMAC_SECRET", "not-base64!"}}, file.path()),
      AllOf(StartsWith("VAPI_HMAC_SECRET"), Not(HasSubstr("not-base"))));
  EXPECT_THAT(refusal_of_text("[graph]\nconcurrent_start = 20\n"
                              "concurrent_most = 10\n"),
              HasSubstr("graph.concurrent_start must not be more"));
}

TEST(ReadTextFile, AFileWithoutEndIsGivenUp) {
  const auto text = config::read_text_file("/dev/zero", false);
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().detail, "the file is larger than 64 MiB");
  EXPECT_FALSE(config::read_text_file("/", false));
}

} // namespace
} // namespace rental::test
