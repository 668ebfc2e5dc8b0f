#include "voice/times/iso.hpp"

#include <date/date.h>

#include <string>

namespace rental {

namespace {

using sv = std::string_view;

class scanner {
public:
  explicit scanner(sv text) : text_(text) {}

  bool at_end() const { return at_ == text_.size(); }
  bool digit_ahead() const {
    return at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9';
  }

  bool take(sv any) {
    if (at_end() || any.find(text_[at_]) == sv::npos)
      return false;
    ++at_;
    return true;
  }

  /// Exactly `count` figures.
  std::optional<int> digits(int count) {
    int n = 0;
    for (int i = 0; i < count; ++i) {
      if (!digit_ahead())
        return std::nullopt;
      n = n * 10 + (text_[at_++] - '0');
    }
    return n;
  }

  void skip_digits() {
    while (digit_ahead())
      ++at_;
  }

  bool take_minus_sign() {
    constexpr sv minus = "\u2212";
    if (take("-"))
      return true;
    if (text_.substr(at_, minus.size()) != minus)
      return false;
    at_ += minus.size();
    return true;
  }

  /// "[America/Chicago]" at the very end.
  bool take_brackets() {
    if (at_end() || text_[at_] != '[' || text_.back() != ']')
      return false;
    at_ = text_.size();
    return true;
  }

private:
  sv text_;
  std::size_t at_ = 0;
};

std::optional<date::local_days> read_date(scanner& in, bool& basic) {
  auto year = in.digits(4);
  basic = !in.take("-");
  auto month = in.digits(2);
  if (!year || !month || (!basic && !in.take("-")))
    return std::nullopt;
  auto day = in.digits(2);
  if (!day)
    return std::nullopt;
  auto ymd = date::year{*year} / *month / *day;
  return ymd.ok() ? std::optional{date::local_days{ymd}} : std::nullopt;
}

/// hh, hh:mm or hh:mm:ss with fraction; without colons when the hour is
/// followed by a figure.
std::optional<std::chrono::seconds> read_clock(scanner& in) {
  auto hour = in.digits(2);
  if (!hour || *hour > 23)
    return std::nullopt;
  bool basic = in.digit_ahead();
  int parts[2] = {0, 0};
  for (int& part : parts) {
    if (basic ? !in.digit_ahead() : !in.take(":"))
      break;
    auto n = in.digits(2);
    if (!n || *n > 59)
      return std::nullopt;
    part = *n;
    if (&part == &parts[1] && in.take(".,")) {
      if (!in.digit_ahead())
        return std::nullopt;
      in.skip_digits();
    }
  }
  return std::chrono::hours{*hour} + std::chrono::minutes{parts[0]}
         + std::chrono::seconds{parts[1]};
}

/// False: there is something, and it is no offset.
bool read_offset(scanner& in, std::optional<std::chrono::seconds>& offset) {
  in.take(" ");
  if (in.take("zZ")) {
    offset = std::chrono::seconds{0};
    return true;
  }
  bool plus = in.take("+");
  if (!plus && !in.take_minus_sign())
    return in.at_end();
  auto hours = in.digits(2);
  bool colon = in.take(":");
  auto minutes = colon || in.digit_ahead() ? in.digits(2) : std::optional{0};
  if (!hours || !minutes || *minutes > 59 || *hours * 60 + *minutes > 14 * 60)
    return false;
  auto span = std::chrono::minutes{*hours * 60 + *minutes};
  offset = plus ? span : -span;
  return true;
}

} // namespace

std::optional<iso_time> parse_iso(sv text) {
  scanner in{text};
  bool basic = false;
  auto day = read_date(in, basic);
  if (!day || !in.take(basic ? "Tt" : "Tt "))
    return std::nullopt;
  auto clock = read_clock(in);
  iso_time out;
  if (!clock || !read_offset(in, out.offset))
    return std::nullopt;
  if (out.offset)
    in.take_brackets();
  if (!in.at_end())
    return std::nullopt;
  out.local = local_time{*day} + *clock;
  return out;
}

} // namespace rental
