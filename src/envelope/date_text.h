// Dates as they stand in answers: `YYYY-MM-DD` or `YYYY-MM-DDThh:mm`, a day that exists, years 1900 … 2199.
// Internal to src/envelope.
#pragma once

#include <string_view>

namespace waymark::envelope {

/// Whether the text is a date in one of the two forms.
bool is_date_text(std::string_view text);

}  // namespace waymark::envelope
