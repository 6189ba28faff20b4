#include "courts/ids/uid.h"

#include <gtest/gtest.h>

namespace waymark::courts {
namespace {

using State = Uid::State;

// The УИД of the saved pages in tests/data/courts, and the example of the courts' own search form.
TEST(Uid, RealOnesPassTheCheck) {
  for (const char* text : {"26RS0001-01-2024-012553-83", "03RS0003-01-2026-003803-62", "43RS0001-01-2026-000667-40",
                           "26RS0023-01-2020-000159-48"}) {
    const Uid uid = Uid::read(text);
    EXPECT_EQ(uid.state(), State::kValid) << text;
    EXPECT_EQ(uid.key(), text);
    EXPECT_EQ(uid.court(), std::string_view(text).substr(0, 8));
  }
}

TEST(Uid, EverySingleDigitErrorAndSwapIsFound) {
  const std::string good = "26RS0001-01-2024-012553-83";
  int tried = 0;
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (char digit = '0'; digit <= '9'; ++digit) {
      std::string bad = good;
      if (bad[at] < '0' || bad[at] > '9' || bad[at] == digit) continue;
      bad[at] = digit;
      EXPECT_EQ(Uid::read(bad).state(), State::kWrongCheck) << bad;
      ++tried;
    }
    std::string swapped = good;
    if (at == 0 || swapped[at] == swapped[at - 1] || swapped[at] < '0' || swapped[at] > '9' || swapped[at - 1] < '0' ||
        swapped[at - 1] > '9')
      continue;
    std::swap(swapped[at], swapped[at - 1]);
    EXPECT_EQ(Uid::read(swapped).state(), State::kWrongCheck) << swapped;
  }
  EXPECT_EQ(tried, 20 * 9);
}

TEST(Uid, AWrongCheckIsKeptAndIsNoKey) {
  const Uid uid = Uid::read("26RS0001-01-2024-012553-84");
  EXPECT_EQ(uid.written(), "26RS0001-01-2024-012553-84");
  EXPECT_EQ(uid.key(), std::nullopt);
  EXPECT_EQ(Uid::read("26RS0001").state(), State::kMalformed);
  EXPECT_EQ(Uid::read("26RS0001").key(), std::nullopt);
  EXPECT_EQ(Uid::read("  ").state(), State::kAbsent);
}

TEST(Uid, CyrillicLookAlikesAndDashesAreReadAsMeant) {
  EXPECT_EQ(Uid::read("26RS0001–01–2024–012553–83").key(), "26RS0001-01-2024-012553-83");
  EXPECT_EQ(Uid::read("77КJ0002-01-2024-012553-83").court(), "77KJ0002");
}

TEST(Uid, IsFoundInAText) {
  EXPECT_EQ(Uid::find_in("Дело № 5-174/2026\n43RS0001-01-2026-000667-40\nПОСТАНОВЛЕНИЕ").key(),
            "43RS0001-01-2026-000667-40");
  EXPECT_EQ(Uid::find_in("нет его").state(), State::kAbsent);
  EXPECT_EQ(Uid::find_in("143RS0001-01-2026-000667-40").state(), State::kAbsent) << "not inside a longer number";
}

TEST(Uid, ChecksAreMadeAsTheyAreRead) {
  EXPECT_EQ(uid_check_digits("26RS0001-01-2024-012553"), "83");
  EXPECT_EQ(uid_check_digits("26RS0001-01-2024"), std::nullopt);
  for (int number = 0; number < 400; ++number) {
    const std::string stem = "61GV0001-01-2024-" + std::to_string(100'000 + number);
    EXPECT_TRUE(Uid::read(stem + "-" + *uid_check_digits(stem)).valid()) << stem;
  }
}

TEST(Uid, NamesSpacesAndLookAlikesAroundIt) {
  const std::string right = Uid::read("26RS0001-01-2024-012553-83").key().value();
  for (const char* text : {"УИД: 26RS0001-01-2024-012553-83", "26rs0001 - 01 - 2024 - 012553 - 83",
                           "26RS0001\u2013\u00ad01-2024-012553-83", "26RSOOO1-01-2024-012553-83",
                           "Уникальный идентификатор дела 26RS0001-01-2024-012553-83"})
    EXPECT_EQ(Uid::read(text).key(), right) << text;
  EXPECT_EQ(Uid::read("введите номер вида 26RS0001-01-2024-012553-83").state(), Uid::State::kMalformed);
}

TEST(Uid, ADashIsNone) {
  for (const std::string_view dash : {"-", " - ", "—", "–", "---", "."})
    EXPECT_EQ(Uid::read(dash).state(), Uid::State::kAbsent) << dash;
  EXPECT_EQ(Uid::read("-7").state(), Uid::State::kMalformed);
}

}  // namespace
}  // namespace waymark::courts
