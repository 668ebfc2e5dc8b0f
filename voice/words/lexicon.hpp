// Small word lists, both ways. Inside voice/ only. Pure; thread-safe.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rental::lexicon {

/// ASCII lower case; other bytes stay.
std::string lower(std::string_view text);
/// Splits at single spaces; no empty pieces.
std::vector<std::string> split(std::string_view text);
/// Appends `piece`, behind `between` unless `to` is empty.
void join(std::string& to, std::string_view piece, char between = ' ');
/// Takes `count` words out, from `at` on.
void erase(std::vector<std::string>& words, std::size_t at,
           std::size_t count = 1);
/// How many words of `phrase` stand at `at`: all of them or none.
std::size_t stands_at(const std::vector<std::string>& words, std::size_t at,
                      std::string_view phrase);
/// Whether `list`, words between single spaces, holds the whole `word`.
bool listed(std::string_view list, std::string_view word);
bool is_digits(std::string_view text);
/// "b": one letter in lower case.
bool is_single_letter(std::string_view text);
/// The value of up to nine digits, nothing else.
std::optional<int> to_int(std::string_view text);

/// "zero" and "oh" ... "nineteen".
std::optional<int> small_number(std::string_view word);
/// "twenty" ... "ninety".
std::optional<int> tens(std::string_view word);
/// "first" ... "nineteenth", "twentieth", "thirtieth", ... "ninetieth".
std::optional<int> ordinal(std::string_view word);
/// "1st", "22nd": the number.
std::optional<int> digit_ordinal(std::string_view word);
/// 0 = Sunday; full names and the usual three or four letters.
std::optional<unsigned> weekday(std::string_view word);
/// 1 = January; full names and the usual three or four letters.
std::optional<unsigned> month(std::string_view word);

const char* weekday_name(unsigned day);
const char* month_name(unsigned month);

} // namespace rental::lexicon
