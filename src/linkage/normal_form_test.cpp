#include "linkage/normal_form.h"

#include <gtest/gtest.h>

namespace waymark::linkage {
namespace {

TEST(NormalForm, CaseSpacesHyphensAndYoDoNotTellPeopleApart) {
  EXPECT_EQ(folded_name("  САЛТЫКОВ-Щедрин  М.Е. "), "салтыков щедрин м е");
  EXPECT_EQ(folded_name("Ёлкин"), folded_name("елкин"));
  EXPECT_EQ(folded_name("Мар'яна"), folded_name("Мар’яна"));
  EXPECT_EQ(folded_text("Київ,  вул. Ґонти"), "київ, вул. ґонти");
  EXPECT_EQ(folded_id(" 2-12 / 2025 "), "2-12/2025");
  EXPECT_EQ(folded_name("И\u0306осип"), folded_name("Йосип"));  // a combining breve
}

TEST(NormalForm, LettersThatOnlyLookRightAreTheOnesThatAreMeant) {
  EXPECT_EQ(folded_name("Ив\u0430н\u006Fв"), "иванов");        // a Latin o
  EXPECT_EQ(folded_name("\u0048\u0045МЧЕНКО"), "немченко");    // Latin H, E
  EXPECT_EQ(folded_name("Petr\u043Ev"), "petrov");             // a Cyrillic о
  EXPECT_EQ(folded_name("Ivanov Иванов"), "ivanov иванов");    // two words, each of one alphabet
  EXPECT_EQ(folded_name("Wжov"), "wжov");                      // neither alphabet can hold both
  EXPECT_EQ(folded_id("\u0410\u0412 12"), folded_id("AB12"));  // a code in either alphabet
  EXPECT_EQ(folded_id("22\u041A-7/2026"), folded_id("22K-7/2026"));
  EXPECT_EQ(folded_id("Ж-1"), "ж-1");
}

TEST(NormalForm, HiddenNamesAreNoNames) {
  for (const auto* name : {"Информация скрыта", "данные изъяты", "<ДАННЫЕ ИЗЪЯТЫ>", "ФИО1", "ФИО 12", "ОСОБА_4", "***",
                           "Инициалы обезличены"})
    EXPECT_TRUE(is_hidden_name(folded_text(name))) << name;
  for (const auto* name : {"Фиолетов", "Лицов", "Гражданинов", "Особаев", "Иванов"})
    EXPECT_FALSE(is_hidden_name(folded_text(name))) << name;
}

TEST(NormalForm, SpellingsOfOneNameInLatinLettersAgree) {
  const auto same = [](std::initializer_list<const char*> names) {
    const std::string first = latin_spelling(folded_name(*names.begin()));
    for (const auto* name : names) EXPECT_EQ(latin_spelling(folded_name(name)), first) << name;
  };
  same({"Юлия", "Yuliya", "Iuliia", "Julia", "Юлія"});
  same({"Андрей", "Andrei", "Andrey"});
  same({"Щербаков", "Shcherbakov", "Scherbakov"});
  same({"Олексій", "Oleksii", "Oleksiy"});
  same({"Ґалаґан", "Галаган", "Halahan", "Galagan"});
  EXPECT_NE(latin_spelling("иванов"), latin_spelling("петров"));
}

TEST(NormalForm, SoundSurvivesWhatTheEarMixesUp) {
  EXPECT_EQ(sound_of("васильев"), sound_of("васильеф"));
  EXPECT_EQ(sound_of("рыбников"), sound_of("рибников"));
  EXPECT_NE(sound_of("рыбников"), sound_of("гусев"));
}

TEST(NormalForm, DatesInTheUsualOrders) {
  const DateParts day{1985, 3, 7};
  for (const auto* text : {"1985-03-07", "19850307", "07.03.1985", "7.3.1985", "1985/3/7"})
    EXPECT_EQ(date_of(text), day) << text;
  for (const auto* text : {"1985-03-07T00:00:00Z", "1985-03-07t00:00:00.000+00:00", "1985-03-07 00:00:00",
                           "7.3.1985 0:00", "07.03.1985 г.", "07.03.1985 г.р.", "07.03.1985г.", "07.03.1985 р."})
    EXPECT_EQ(date_of(text), day) << text;
  EXPECT_FALSE(date_of("1985-03-06T21:00:00Z")) << "the next day where the clocks are ahead";
  EXPECT_EQ(date_of("1985"), (DateParts{1985, 0, 0}));
  EXPECT_EQ(date_of("1985 г."), (DateParts{1985, 0, 0}));
  EXPECT_EQ(date_of("31.02.2020"), (DateParts{2020, 2, 31}));  // a typing error keeps what it says …
  EXPECT_FALSE(day_number({2020, 2, 31}));                     // … and is no day
  for (const auto* text : {"", "00.00.0000", "March 1985", "1.2", "12345", "1.2.3", "99999999999999999999"})
    EXPECT_FALSE(date_of(text)) << text;
  EXPECT_EQ(*day_number({1970, 1, 1}), 0);
  EXPECT_EQ(*day_number({2000, 3, 1}) - *day_number({2000, 2, 28}), 2);
}

TEST(NormalForm, FullNamesAreCutIntoParts) {
  using Parts = std::array<std::string, 3>;
  EXPECT_EQ(person_parts("Иванов Иван Иванович"), (Parts{"иванов", "иван", "иванович"}));
  EXPECT_EQ(person_parts("Иванов И.И."), (Parts{"иванов", "и", "и"}));
  EXPECT_EQ(person_parts("И. И. Иванов"), (Parts{"иванов", "и", "и"}));
  EXPECT_EQ(person_parts("Петров-Водкин К."), (Parts{"петров-водкин", "к", ""}));
  EXPECT_EQ(person_parts("ФИО1"), Parts{});
  EXPECT_EQ(person_parts(""), Parts{});
}

}  // namespace
}  // namespace waymark::linkage
