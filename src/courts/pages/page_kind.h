// Tells answers from non-answers: the phrases by which a court's site says "not now", "not so" or "nothing".
#pragma once

#include <string_view>

#include "courts/archive/archive.h"
#include "courts/pages/html.h"

namespace waymark::courts {

/// Whether the page asks for the letters of a picture.
bool has_captcha_field(const Html& html);
/// Which non-answer a page without card and list is; kUnknown if none is recognised.
PageKind non_answer_of(const Html& html);
/// Whether a page ends before its content does: a whole page without its end tag; a fragment with open tables, an
/// unfinished tag or announced tabs missing.
bool is_cut_off(std::string_view text, const Html& html);

}  // namespace waymark::courts
