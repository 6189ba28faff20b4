#include "base/absent.h"

#include <gtest/gtest.h>

namespace waymark {
namespace {

TEST(Absent, WhatProgramsAndPeopleWriteWhereNothingIsKnown) {
  for (const auto* cell : {"",           " ",          "NA",  " NA ",    "<NA>",       "N/A",
                           "n/a",        "NaN",        "nan", "NULL",    "null",       "None",
                           "NaT",        "-",          "–",   "—",       "--",         "?",
                           "???",        "...",        "…",   "#N/A",    "#Н/Д",       "#REF!",
                           "#ЗНАЧ!",     "#ИМЯ?",      "н/д", "Н/Д",     "Нет данных", "НЕ УСТАНОВЛЕНО",
                           "не указана", "неизвестно", "б/о", "Unknown", "невідомо",   "Немає даних",
                           "не вказано"})
    EXPECT_TRUE(means_absent(cell)) << cell;
}

TEST(Absent, NamesAndNumbersAreKnown) {
  for (const auto* cell : {"Na", "Nan", "Null", "Nil", "Нетто", "Неизвестнов", "0", "-1", "1.", "№", "#1", "А.", "Б",
                           "Unknowns", "Нет-Данных", "нет", "немає", "missing", "\xff"})
    EXPECT_FALSE(means_absent(cell)) << cell;
}

}  // namespace
}  // namespace waymark
