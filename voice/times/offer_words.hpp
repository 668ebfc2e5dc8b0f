// What people say when they choose one of the times that they were offered.
// Inside voice/ only.
#pragma once

#include <array>
#include <string_view>

namespace rental::offer_words {

using sv = std::string_view;

inline constexpr std::array any_of_them{sv{"either"},
                                        sv{"either one"},
                                        sv{"either of them"},
                                        sv{"either of those"},
                                        sv{"any of them"},
                                        sv{"any of those"},
                                        sv{"any of these"},
                                        sv{"any one"},
                                        sv{"whichever"},
                                        sv{"you choose"},
                                        sv{"you pick"},
                                        sv{"no preference"},
                                        sv{"the earliest"},
                                        sv{"the earliest one"},
                                        sv{"the soonest"},
                                        sv{"the first available"},
                                        sv{"the earliest you have"}};

/// Words that accept by themselves.
inline constexpr std::array accepting{sv{"yes"},
                                      sv{"yeah"},
                                      sv{"yep"},
                                      sv{"yup"},
                                      sv{"sure"},
                                      sv{"absolutely"},
                                      sv{"definitely"},
                                      sv{"correct"},
                                      sv{"thats correct"},
                                      sv{"that is correct"},
                                      sv{"thats right"},
                                      sv{"that is right"},
                                      sv{"of course"},
                                      sv{"certainly"},
                                      sv{"do it"},
                                      sv{"i do"},
                                      sv{"i would"},
                                      sv{"yes i would"},
                                      sv{"yes it is"},
                                      sv{"that works"},
                                      sv{"that one works"},
                                      sv{"it works"},
                                      sv{"works for me"},
                                      sv{"works for us"},
                                      sv{"thats fine"},
                                      sv{"that is fine"},
                                      sv{"thats perfect"},
                                      sv{"thats great"},
                                      sv{"thats good"},
                                      sv{"sounds good"},
                                      sv{"sounds great"},
                                      sv{"sounds perfect"},
                                      sv{"perfect"},
                                      sv{"that would be great"},
                                      sv{"that would be good"},
                                      sv{"that would be fine"},
                                      sv{"that would be perfect"},
                                      sv{"that would work"},
                                      sv{"that will work"},
                                      sv{"book it"},
                                      sv{"book that"},
                                      sv{"ill take it"},
                                      sv{"ill take that"},
                                      sv{"lets do it"},
                                      sv{"lets do that"},
                                      sv{"go ahead"},
                                      sv{"please do"},
                                      sv{"that one"},
                                      sv{"this one"},
                                      sv{"the one"}};

/// Alone they answer the question about a single time; of several, or beside
/// other words, they may be goodbye.
inline constexpr std::array agreeing{sv{"okay"}, sv{"ok"}, sv{"alright"},
                                     sv{"all right"}, sv{"fine"}};

/// What is said of the offer that was named.
inline constexpr std::array praising{
    sv{"works"},         sv{"is fine"},       sv{"is good"},
    sv{"is great"},      sv{"is perfect"},    sv{"is best"},
    sv{"works best"},    sv{"would be best"}, sv{"would be great"},
    sv{"would be good"}, sv{"would be fine"}, sv{"would be perfect"},
    sv{"would work"},    sv{"will work"},     sv{"then"},
    sv{"for me"},        sv{"for us"}};

/// Words that say nothing by themselves.
inline constexpr std::array wrapping{
    sv{"the"},          sv{"please"},       sv{"thank you"},
    sv{"thanks"},       sv{"um"},           sv{"uh"},
    sv{"okay"},         sv{"ok"},           sv{"alright"},
    sv{"all right"},    sv{"great"},        sv{"wonderful"},
    sv{"excellent"},    sv{"ill take"},     sv{"i will take"},
    sv{"ill have"},     sv{"ill go with"},  sv{"ill go for"},
    sv{"id like"},      sv{"i would like"}, sv{"id love"},
    sv{"i want"},       sv{"lets take"},    sv{"lets do"},
    sv{"lets go with"}, sv{"lets go for"},  sv{"lets book"},
    sv{"let us take"},  sv{"let us do"},    sv{"well take"},
    sv{"we will take"}, sv{"can i have"},   sv{"could i have"},
    sv{"can i get"},    sv{"can i take"},   sv{"could i take"},
    sv{"may i have"},   sv{"book me for"},  sv{"i think"},
    sv{"i guess"}};

inline constexpr std::array greetings{sv{"good morning"}, sv{"good afternoon"},
                                      sv{"good evening"}};

inline constexpr std::array bounds{sv{"after"},   sv{"before"}, sv{"until"},
                                   sv{"till"},    sv{"by"},     sv{"from"},
                                   sv{"between"}, sv{"past"},   sv{"not"}};

} // namespace rental::offer_words
