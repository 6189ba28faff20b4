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

// "Иван Иванович Петров" was somebody called Иван: 1,000 people of two records each, all joins wrong.
TEST(NormalForm, TheFamilyNameIsFoundWhereverItStands) {
  using Parts = std::array<std::string, 3>;
  const Parts ivanov{"иванов", "иван", "петрович"};
  for (const auto* text :
       {"Иван Петрович Иванов", "ИВАНОВ Иван Петрович", "Иванов, Иван Петрович", "гр. Иванов Иван Петрович",
        "гр-н Иванов И.П. (рядовой)", "рядовой Иванов Иван Петрович", "Иванов (Сидоров) Иван Петрович"})
    EXPECT_EQ(person_parts(text)[0], ivanov[0]) << text;
  EXPECT_EQ(person_parts("Иван Петрович Иванов"), ivanov);
  EXPECT_EQ(person_parts("Ivan Petrovich Ivanov"), (Parts{"ivanov", "ivan", "petrovich"}));
  EXPECT_EQ(person_parts("Олена Василівна Ткач"), (Parts{"ткач", "олена", "василівна"}));
  EXPECT_EQ(person_parts("Рядовой Иван Петрович"), (Parts{"рядовой", "иван", "петрович"})) << "a family name too";
  EXPECT_EQ(person_parts("Рабинович Абрам Львович"), (Parts{"рабинович", "абрам", "львович"}));
  EXPECT_EQ(person_parts("Абрам Львович Рабинович"), (Parts{"абрам", "львович", "рабинович"}))
      << "either, so as written";
}

TEST(NormalForm, DoubleNamesAndSonsOf) {
  using Parts = std::array<std::string, 3>;
  const Parts double_name{"петрова-водкина", "анна", "сергеевна"};
  for (const auto* text : {"Петрова-Водкина Анна Сергеевна", "Петрова - Водкина Анна Сергеевна",
                           "Петрова -Водкина Анна Сергеевна", "Петрова- Водкина Анна Сергеевна"})
    EXPECT_EQ(person_parts(text), double_name) << text;
  EXPECT_EQ(person_parts("Петрова Водкина Анна Сергеевна"), (Parts{"петрова водкина", "анна", "сергеевна"}));
  for (const auto* text : {"Мамедов Али Гасан оглы", "Мамедов Али Гасан-оглы", "Мамедов Али Гасан"})
    EXPECT_EQ(person_parts(text), (Parts{"мамедов", "али", "гасан"})) << text;
  EXPECT_EQ(person_parts("-"), Parts{});
  EXPECT_EQ(person_parts("не установлен"), Parts{});
  EXPECT_EQ(person_parts("( - )"), Parts{});
}

// "07031985" was a day of the year 703, and 5,544 days since 1970 the year 5544.
TEST(NormalForm, DatesOfDigitsAloneAreNoDaysOfTheMiddleAges) {
  EXPECT_EQ(date_of("07031985"), (DateParts{1985, 3, 7}));
  EXPECT_EQ(date_of("31121999"), (DateParts{1999, 12, 31}));
  EXPECT_EQ(date_of("20111012"), (DateParts{2011, 10, 12}));
  EXPECT_EQ(date_of("19850231"), (DateParts{1985, 2, 31}));
  EXPECT_EQ(date_of("1612"), (DateParts{1612, 0, 0}));
  for (const auto* text : {"5544", "-1826", "31113", "0703"}) EXPECT_FALSE(date_of(text)) << text;
}

TEST(NormalForm, MonthsByNameInThreeLanguages) {
  const DateParts day{1985, 3, 7};
  for (const auto* text : {"7 марта 1985 г.", "7 марта 1985 года", "07 мар 1985", "7 березня 1985 р.",
                           "7 березня 1985 року", "7 march 1985", "march 7, 1985", "mar 7 1985", "07-mar-1985"})
    EXPECT_EQ(date_of(text), day) << text;
  EXPECT_EQ(date_of("9 мая 1990"), (DateParts{1990, 5, 9}));
  EXPECT_EQ(date_of("1 листопада 1990"), (DateParts{1990, 11, 1}));
  for (const auto* text : {"марта 1985", "7 нисана 1985", "7 марта 85", "марта", "7 марта марта 1985"})
    EXPECT_FALSE(date_of(text)) << text;
}

}  // namespace
}  // namespace waymark::linkage
