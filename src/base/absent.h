// Words by which tables say that a value is not known: what R, pandas and spreadsheets write for an empty cell, and
// what people type in its place. One rule for every reader of tables.
#pragma once

#include <string_view>

namespace waymark {

/// Whether the cell says that nothing is known: "NA", "NULL", "#N/A", "н/д", "не установлено", a dash. Empty is so too.
/// Words that are also names ("Na", "Nan", "Null") count only as programs write them: "NA", "NaN", "nan", "NULL",
/// "null". @param cell  UTF-8, blanks around it do not matter
bool means_absent(std::string_view cell);

}  // namespace waymark
