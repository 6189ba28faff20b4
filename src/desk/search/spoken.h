// Conditions of the search as people on a Russian or Ukrainian layout type them: срок:<48ч, док:паспорт=забрали,
// этап:ушли, ведёт:я, язык:укр, письмо:вчера. Pure functions.
#pragma once

#include <string>
#include <string_view>

namespace waymark::desk::search {

/// A condition in the words that query.h reads ("ведёт:я" becomes "owner:me", "срок:<48ч" "clock:<48h"); anything else
/// as it was typed. What it does not know of a value stays as it is.
/// @param part  without white space
std::string as_code(std::string_view part);

}  // namespace waymark::desk::search
