// The pages of the Supreme Court, older and newer: cards and results of a search are blocks, one for each proceeding.
// Inside of read_page.
#pragma once

#include "courts/pages/html.h"
#include "courts/pages/page.h"

namespace waymark::courts {

/// Reads the blocks of such a page: one record for each case number. A complaint that bears the number of a case on the
/// page stands in the sections of that case; the other proceedings on a card stand in the sections of the card's own.
/// @return false if the page has no such blocks; then nothing is changed
bool take_supreme(const Html& html, PageReading& page);

}  // namespace waymark::courts
