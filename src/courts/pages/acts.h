// Texts of acts: those in the tabs of a card, and a page that is nothing but an act. Inside of read_page.
#pragma once

#include <string>
#include <vector>

#include "courts/archive/records.h"
#include "courts/pages/html.h"

namespace waymark::courts {

/// The acts on a card, in their order; empty if it shows none.
std::vector<ActText> acts_of_card(const Html& html);

/// The smallest element that holds an act from its heading ("ПРИГОВОР" in a line of its own) to its operative part;
/// menus and what else stands around it are left out. Html::kNone if there is none.
std::size_t find_act(const Html& html);

}  // namespace waymark::courts
