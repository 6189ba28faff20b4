#include "base/csv_shape.h"

#include <gtest/gtest.h>

namespace waymark {
namespace {

TEST(CsvShape, EveryCostume) {
  EXPECT_EQ(csv_shape_of("a,b\n1,2\n").separator, ',');
  EXPECT_EQ(csv_shape_of("a;b\n1,5;2\n").separator, ';');
  EXPECT_EQ(csv_shape_of("a\tb\n").separator, '\t');
  EXPECT_EQ(csv_shape_of("\"Surname, given, patronymic\";born\n").separator, ';');
  EXPECT_EQ(csv_shape_of("a,b\r1,2\r").line_end, '\r');
  EXPECT_EQ(csv_shape_of("a,b\r\n1,2\r\n").line_end, '\n');
  const CsvShape excel = csv_shape_of("\xef\xbb\xbfsep=;\r\na;b\r\n");
  EXPECT_EQ(excel.separator, ';');
  EXPECT_EQ(excel.skip, 10U);
  EXPECT_EQ(csv_shape_of("sep=;").skip, 5U);
  EXPECT_EQ(csv_shape_of("sep=").skip, 0U);
  EXPECT_EQ(csv_shape_of("").separator, ',');
  EXPECT_EQ(csv_shape_of("one column\n").separator, ',');
}

TEST(CsvShape, WhatStandsBeforeTheHeaderIsNoHeader) {
  EXPECT_EQ(csv_shape_of("\xef\xbb\xbf\xef\xbb\xbf"
                         "a;b\n")
                .skip,
            6U);
  EXPECT_EQ(csv_shape_of("\r\n\r\na;b\r\n").skip, 4U);
  EXPECT_EQ(csv_shape_of("\n\na;b\n").separator, ';');
  EXPECT_EQ(csv_shape_of(";;;\na;b;c;d\n").skip, 4U);
  EXPECT_EQ(csv_shape_of("\"sep=;\"\na,x;b\n").separator, ';');
  EXPECT_EQ(csv_shape_of("\"sep=;\"\na,x;b\n").skip, 8U);
  EXPECT_EQ(csv_shape_of("\n\n").skip, 2U);
  EXPECT_EQ(csv_shape_of(",,").skip, 0U);
}

TEST(CsvShape, ACellIsWithoutWhatIsNotSeen) {
  EXPECT_EQ(cell_of(" \u00a0\ufeffa b\u00a0c\u200b\t\r"), "a b\u00a0c");
  EXPECT_EQ(cell_of("\u00a0 "), "");
  EXPECT_EQ(cell_of(""), "");
}

}  // namespace
}  // namespace waymark
