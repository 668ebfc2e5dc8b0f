#include "tools/microsoft-sim/filter.hpp"

#include "tools/microsoft-sim/graph_errors.hpp"
#include "tools/microsoft-sim/http.hpp"
#include "tools/microsoft-sim/time_text.hpp"

#include <regex>

namespace rental::sim {

namespace {

[[noreturn]] void refuse_filter(std::string_view what) {
  throw graph_refusal{400, "ErrorInvalidUrlQueryFilter",
                      "The query filter contains one or more invalid nodes: "
                          + std::string{what}};
}

struct token {
  enum class kind { end, word, text, sign };
  kind type = kind::end;
  std::string value;
};

bool word_char(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '/' || c == '_'
         || c == '.' || c == '-' || c == '+' || c == '$' || c == ':';
}

class lexer {
public:
  explicit lexer(std::string_view text) : rest_{text} { advance(); }

  const token& peek() const { return next_; }

  token take() {
    auto result = std::move(next_);
    advance();
    return result;
  }

  bool take_word(std::string_view word) {
    if (next_.type != token::kind::word
        || !equal_ignoring_case(next_.value, word))
      return false;
    advance();
    return true;
  }

  bool take_sign(char sign) {
    if (next_.type != token::kind::sign || next_.value[0] != sign)
      return false;
    advance();
    return true;
  }

  void expect_sign(char sign) {
    if (!take_sign(sign))
      refuse_filter(std::string{"expected "} + sign);
  }

  void expect_word(std::string_view word) {
    if (!take_word(word))
      refuse_filter("expected " + std::string{word});
  }

  std::string expect_text() {
    if (next_.type != token::kind::text)
      refuse_filter("a quoted text is needed");
    return take().value;
  }

private:
  void advance() {
    while (!rest_.empty() && rest_.front() == ' ')
      rest_.remove_prefix(1);
    next_ = {};
    if (rest_.empty())
      return;
    if (rest_.front() == '\'')
      return quoted();
    next_.type = token::kind::word;
    // The colon belongs to a time of day, and ends the name of a variable.
    while (!rest_.empty() && word_char(rest_.front())
           && !(rest_.front() == ':' && rest_.substr(0, 2) == ": "))
      next_.value += shift();
    if (next_.value.empty())
      next_ = {token::kind::sign, std::string{shift()}};
  }

  char shift() {
    auto c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }

  void quoted() {
    next_.type = token::kind::text;
    shift();
    for (;;) {
      if (rest_.empty())
        refuse_filter("a quote is not closed");
      auto c = shift();
      if (c != '\'')
        next_.value += c;
      else if (!rest_.empty() && rest_.front() == '\'')
        next_.value += shift();
      else
        return;
    }
  }

  std::string_view rest_;
  token next_;
};

template <class T>
bool compare(const std::string& op, const T& left, const T& right) {
  if (op == "eq")
    return left == right;
  if (op == "ne")
    return left != right;
  if (op == "gt")
    return left > right;
  if (op == "ge")
    return left >= right;
  if (op == "lt")
    return left < right;
  return left <= right;
}

event_filter any_extended_property(lexer& in) {
  in.expect_sign('(');
  auto variable = in.take().value;
  if (!variable.empty() && variable.back() == ':')
    variable.pop_back();
  else
    in.expect_sign(':');
  in.expect_word(variable + "/id");
  in.expect_word("eq");
  auto id = normalised_property_id(in.expect_text());
  in.expect_word("and");
  in.expect_word(variable + "/value");
  in.expect_word("eq");
  auto value = in.expect_text();
  in.expect_sign(')');
  return [id, value](const instance& item) {
    auto found = item.data->extended.find(id);
    return found != item.data->extended.end() && found->second == value;
  };
}

event_filter compare_time(const std::string& op, const token& literal,
                          bool start) {
  auto instant = parse_instant(literal.value);
  if (!instant)
    refuse_filter("'" + literal.value + "' is not a time");
  return [op, at = *instant, start](const instance& item) {
    return compare(op, start ? starts_at(item, "UTC") : ends_at(item, "UTC"),
                   at);
  };
}

event_filter compare_property(const std::string& name, const std::string& op,
                              const token& literal) {
  auto is_text = literal.type == token::kind::text;
  auto wants_text = name == "subject" || name == "showAs" || name == "iCalUId";
  if (is_text != wants_text
      || (!is_text && literal.value != "true" && literal.value != "false"))
    refuse_filter("'" + literal.value + "' does not fit " + name);
  auto wanted = is_text ? json(literal.value) : json(literal.value == "true");
  return [=](const instance& item) {
    if (name == "isAllDay")
      return compare(op, json(item.data->all_day), wanted);
    return compare(op, item.data->properties.value(name, json{}), wanted);
  };
}

event_filter comparison(lexer& in, const std::string& name) {
  auto op = in.take().value;
  if (op != "eq" && op != "ne" && op != "gt" && op != "ge" && op != "lt"
      && op != "le")
    refuse_filter("unknown operator '" + op + "'");
  auto literal = in.take();
  if (name == "start/dateTime" || name == "end/dateTime")
    return compare_time(op, literal, name == "start/dateTime");
  for (auto known : {"subject", "showAs", "iCalUId", "isAllDay", "isCancelled"})
    if (name == known)
      return compare_property(name, op, literal);
  refuse_filter("'" + name + "' cannot be filtered");
}

event_filter starts_with(lexer& in) {
  in.expect_sign('(');
  in.expect_word("subject");
  in.expect_sign(',');
  auto prefix = in.expect_text();
  in.expect_sign(')');
  return [prefix](const instance& item) {
    return item.data->properties.value("subject", "").starts_with(prefix);
  };
}

event_filter disjunction(lexer& in);

event_filter term(lexer& in) {
  if (in.take_sign('(')) {
    auto inner = disjunction(in);
    in.expect_sign(')');
    return inner;
  }
  if (in.take_word("not")) {
    auto inner = term(in);
    return [inner](const instance& item) { return !inner(item); };
  }
  if (in.peek().type != token::kind::word)
    refuse_filter("'" + in.peek().value
                  + "' stands where a property is needed");
  auto name = in.take().value;
  if (equal_ignoring_case(name, "singleValueExtendedProperties/any"))
    return any_extended_property(in);
  if (equal_ignoring_case(name, "startsWith"))
    return starts_with(in);
  return comparison(in, name);
}

event_filter conjunction(lexer& in) {
  auto left = term(in);
  while (in.take_word("and"))
    left = [left, right = term(in)](const instance& item) {
      return left(item) && right(item);
    };
  return left;
}

event_filter disjunction(lexer& in) {
  auto left = conjunction(in);
  while (in.take_word("or"))
    left = [left, right = conjunction(in)](const instance& item) {
      return left(item) || right(item);
    };
  return left;
}

} // namespace

event_filter parse_filter(std::string_view text) {
  lexer in{text};
  auto result = disjunction(in);
  if (in.peek().type != token::kind::end)
    refuse_filter("'" + in.peek().value + "' is left over");
  return result;
}

std::vector<std::string> parse_expand(std::string_view text) {
  lexer in{text};
  std::vector<std::string> ids;
  in.expect_word("singleValueExtendedProperties");
  in.expect_sign('(');
  in.expect_word("$filter");
  in.expect_sign('=');
  do {
    in.expect_word("id");
    in.expect_word("eq");
    ids.push_back(normalised_property_id(in.expect_text()));
  } while (in.take_word("or"));
  in.expect_sign(')');
  if (in.peek().type != token::kind::end)
    refuse_filter("only singleValueExtendedProperties can be expanded");
  return ids;
}

std::string normalised_property_id(std::string_view id) {
  static const std::regex shape{
      R"((String|Integer|Boolean|SystemTime|Long|Double) )"
      R"((\{[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\} )"
      R"((Name .+|Id 0x[0-9A-Fa-f]{1,8})|0x[0-9A-Fa-f]{4}))"};
  std::string result{id};
  if (!std::regex_match(result, shape))
    throw graph_refusal{400, "ErrorInvalidProperty",
                        "The extended property id '" + result
                            + "' is malformed."};
  auto brace = result.find('{');
  if (brace != std::string::npos)
    result.replace(brace, 38, lower(result.substr(brace, 38)));
  return result;
}

} // namespace rental::sim
