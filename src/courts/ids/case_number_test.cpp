#include "courts/ids/case_number.h"

#include <gtest/gtest.h>

namespace waymark::courts {
namespace {

using Numbers = std::vector<std::string>;

TEST(CaseNumber, LookAlikesTildesAndWordsAroundAreOneNumber) {
  EXPECT_EQ(read_case_number("22K-115/2026").all(), read_case_number("22К-115/2026").all());
  EXPECT_EQ(read_case_number("7Y-1/2026").main.index, "7У");
  EXPECT_EQ(read_case_number("8G-1/2026").main.index, "8Г");
  EXPECT_EQ(read_case_number("2A-1/2026").main.index, "2а");
  EXPECT_EQ(read_case_number("88А-1/2026").main.index, "88а");
  for (const char* number : {"44У-3/2018", "4у-3/2018", "77У-3/2026"})
    EXPECT_EQ(stage_of({}, read_case_number(number), {}), Stage::kCassation) << number;
  const CaseNumber tilde = read_case_number("1-7/2026 \u223c М-3/2026");
  EXPECT_EQ(tilde.main.normal(), "1-7/2026");
  EXPECT_EQ(tilde.other.at(0).normal(), "М-3/2026");
  for (const char* also : {"1-7/2026 \u223d М-3/2026", "1-7/2026 \u2248 М-3/2026", "1-7/2026 \u301c м-3/2026"})
    EXPECT_EQ(read_case_number(also).all(), tilde.all()) << also;
  EXPECT_EQ(read_case_number("УД 1-7/2026").main.normal(), "1-7/2026");
  EXPECT_EQ(read_case_number("МАТЕРИАЛ № 13-42/2026").main.normal(), "13-42/2026");
  EXPECT_EQ(read_case_number("02-0042/2026 Скопировано в буфер обмена").main.normal(), "02-42/2026");
}

TEST(CaseNumber, PrefixesSpacesAndFiguresTypedAsLetters) {
  for (const char* number : {"ДЕЛО № 1\u00a0-\u00a07 / 2026 г.", "№1-7/2026", "1‑7/2026.", "Уголовное дело № 1-7/2026",
                             "N 1-7/2026", "1-7\\2026", "1-7/2О26", "1\u00ad-7/2026", "выделен из у/д №1-7/2026"})
    EXPECT_EQ(read_case_number(number).main.normal(), "1-7/2026") << number;
  EXPECT_EQ(read_case_number("За-15/2026").main.normal(), "3а-15/2026");
  EXPECT_EQ(read_case_number("05-0042/424/2026").main.normal(), "05-42/424/2026");
  EXPECT_EQ(
      read_case_number("3а-2719/2023 Скопировать в буфер обмена Скопировано (3а-4960/2022) \u223c Ма-5065/2022").all(),
      (Numbers{"3а-2719/2023", "3а-4960/2022", "Ма-5065/2022"}));
  // What stands between two numbers made one of them, silently: a case that no court has.
  for (const char* two : {"1-7/2026, 1-8/2026", "1-7/2026; М-3/2026", "1-7/2026 + М-3/2026", "1-7/2026 1-8/2026",
                          "1-7/2026 \u2243 М-3/2026"})
    EXPECT_FALSE(read_case_number(two).understood) << two;
  for (const char* none : {"например, 1-17/2024", "от 1-го до 7/2026", "222-УН24-137-А6Жалоба"})
    EXPECT_FALSE(read_case_number(none).understood) << none;
}

TEST(CaseNumber, NumbersOfTheSupremeCourt) {
  const auto stage = [](const char* number) { return stage_of({}, read_case_number(number), {}); };
  EXPECT_EQ(stage("222-УН24-137-А6"), Stage::kSupervision);
  EXPECT_EQ(stage("222-Д24-2-А6"), Stage::kSupervision);
  EXPECT_EQ(stage("3-КГ23-1-К3"), Stage::kCivil);
  EXPECT_EQ(stage("3-ИКАД25-3-А2"), Stage::kCivil);
  EXPECT_EQ(stage("201-АПУ19-5"), Stage::kAppeal);
  EXPECT_EQ(stage("32-АД24-1-К3"), Stage::kAdministrative);
  EXPECT_EQ(read_case_number("32-У04-199").main.year, 2004);
}

TEST(CaseNumber, EverySpellingOfTheCourts) {
  EXPECT_EQ(read_case_number("1-151/2026").all(), (Numbers{"1-151/2026"}));
  EXPECT_EQ(read_case_number("ДЕЛО").understood, false);
  EXPECT_EQ(read_case_number("2-12/2025 (2-45/2024;)").all(), (Numbers{"2-12/2025", "2-45/2024"}));
  EXPECT_EQ(read_case_number("1-2/2025 (1-45/2024; 1-300/2023;)").old.size(), 2U);
  EXPECT_EQ(read_case_number("8Г-15211/2026 [88-14715/2026]").all(), (Numbers{"8Г-15211/2026", "88-14715/2026"}));
  EXPECT_EQ(read_case_number("2-5322/2026 ~ М-2791/2026").other[0].normal(), "М-2791/2026");
  EXPECT_EQ(read_case_number("7У-1297/2026 [77-655/2026]").main.index, "7У");
  EXPECT_EQ(read_case_number("225-УД24-12-К10").main.normal(), "225-УД24-12-К10");
  EXPECT_EQ(read_case_number("225-УД24-12-К10").main.year, 2024);
  EXPECT_EQ(read_case_number("3/1-12/2023").main.index, "3/1");
  EXPECT_EQ(read_case_number("4/17-0003/2024").all(), (Numbers{"4/17-3/2024"}));
  EXPECT_EQ(read_case_number("№ 1 – 151/2026").all(), (Numbers{"1-151/2026"})) << "as act texts write it";
}

TEST(CaseNumber, MixedOldAndOther) {
  const CaseNumber number = read_case_number("2-12/2025 (2-45/2024;) ~ М-7/2024");
  EXPECT_EQ(number.all(), (Numbers{"2-12/2025", "2-45/2024", "М-7/2024"}));
  EXPECT_EQ(number.written, "2-12/2025 (2-45/2024;) ~ М-7/2024");
}

TEST(CaseNumber, WhatIsNotUnderstoodIsKept) {
  for (const char* text : {"б/н", "дело 5", "-1/2024", "1-/2024", "1-2", "1-2/20x4", ""}) {
    const CaseNumber number = read_case_number(text);
    EXPECT_FALSE(number.understood) << text;
    EXPECT_EQ(number.written, text);
    EXPECT_TRUE(number.all().empty());
  }
  EXPECT_TRUE(read_case_number("1-1/2024 (((([[[[").understood);
}

TEST(CaseNumber, StageFromTitleThenIndexThenCourt) {
  const auto stage = [](const char* title, const char* number, const char* court) {
    return stage_of(title, read_case_number(number), court);
  };
  EXPECT_EQ(stage("Уголовные дела - первая инстанция", "5-1/2024", ""), Stage::kFirst);
  EXPECT_EQ(stage("Уголовные дела - кассация", "7У-1297/2026", ""), Stage::kCassation);
  EXPECT_EQ(stage("", "1-7/2024", "26GV0001"), Stage::kFirst);
  EXPECT_EQ(stage("", "2-7/2024", "26GV0001"), Stage::kCivil) << "index 2 at a garrison court is a civil case";
  EXPECT_EQ(stage("", "2-7/2024", "61OV0001"), Stage::kFirst) << "index 2 at a circuit court is criminal";
  EXPECT_EQ(stage("", "22-7/2024", "61OV0001"), Stage::kAppeal);
  EXPECT_EQ(stage("", "77-7/2024", ""), Stage::kCassation);
  EXPECT_EQ(stage("", "4/17-3/2024", ""), Stage::kExecution);
  EXPECT_EQ(stage("", "3/2-3/2024", ""), Stage::kControl);
  EXPECT_EQ(stage("", "225-УД24-12-К10", ""), Stage::kSupervision);
  EXPECT_EQ(stage("", "12-538/2026", ""), Stage::kAdministrative);
  EXPECT_EQ(stage("", "б/н", ""), Stage::kUnknown);
}

TEST(CaseNumber, TheDistrictOfAMagistrateInEverySpelling) {
  EXPECT_EQ(read_case_number("1-5-7/2024").main.normal(), "1-5-7/2024");
  EXPECT_EQ(read_case_number("1-5/2024-7").main.normal(), "1-5-7/2024");
  EXPECT_EQ(read_case_number("1-0005-7/2024").main.normal(), "1-5-7/2024");
  EXPECT_EQ(read_case_number("01-0012/42/2024").main.normal(), "01-12/42/2024");
  for (const char* two :
       {"1-7/2026-1-8/2026", "1-7/2026, 1-8/2026", "1-7-/2026", "1--7/2026", "1-7/2026-", "1-5-7-9/2024"})
    EXPECT_FALSE(read_case_number(two).understood) << two;
}

}  // namespace
}  // namespace waymark::courts
