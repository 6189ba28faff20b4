// Rows of the list as JSON. Pure functions; texts in the reader's language.
#pragma once

#include "desk/api/write.h"
#include "desk/queue/board.h"

namespace waymark::desk::api {

/// `first_words` is null: the office has them, see office::List::first_words.
nlohmann::json write_row(const queue::BoardRow& row, const Reader& reader);
nlohmann::json write_page(const queue::Page& page, const Reader& reader);

}  // namespace waymark::desk::api
