// Items of a case and its timeline as JSON. Pure functions; texts in the reader's language.
#pragma once

#include "desk/api/write.h"

namespace waymark::desk::api {

/// "Task: call the hospital"; of a legal matter its article.
std::string item_label(const Item& item, const Reader& reader);
nlohmann::json write_items(const CaseView& view, const Reader& reader);
/// All clocks of a case, past and to come, and what was done; oldest first.
nlohmann::json write_timeline(const CaseView& view, const queue::Derived& derived, const Reader& reader);

}  // namespace waymark::desk::api
