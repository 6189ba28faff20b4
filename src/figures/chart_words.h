// What a column of a chart says: as short as it has room for, and no more than the text beside it.
#pragma once

#include <string>

#include "figures/words.h"

namespace waymark::figures {

/// "577", "≈575", ">1 000", "200±6", "3 ч 20 мин", "60 %", or that it is not published.
std::string mark_of(const Words& words, const PrintedFigure& figure, const Metric& metric);

}  // namespace waymark::figures
