// Category of service from the text of an act.
#include <gtest/gtest.h>

#include "courts/outcome/accused_name.h"
#include "courts/outcome/outcome.h"
#include "courts/outcome/persons.h"

namespace waymark::courts {
namespace {

TEST(CategoryOfAct, MobilisedOnlyWhereTheTextSaysDraftedInAutumn2022) {
  EXPECT_EQ(category_of_act("Иванов был призван на военную службу по мобилизации 28 сентября 2022 года.").category,
            Category::kMobilised);
  EXPECT_EQ(
      category_of_act("Иванов проходит службу в период мобилизации, военную службу по контракту проходящий.").category,
      Category::kContract);
  EXPECT_EQ(category_of_act("Преступление совершено в период мобилизации.").category, Category::kUnknown);
  EXPECT_EQ(category_of_act("Иванов, проходящий военную службу по призыву, отсутствовал.").category,
            Category::kConscript);
  const auto both = category_of_act(
      "Рядовой, проходящий военную службу по контракту.\nИванов призван по мобилизации 10 октября 2022 года.");
  EXPECT_EQ(both.category, Category::kMobilised) << "the stronger sentence wins wherever it stands";
  EXPECT_NE(both.sentence.find("10 октября 2022"), std::string::npos);
}

TEST(CategoryOfAct, MobilisedIsNeverTakenFromSomebodyElseOrAnotherDate) {
  for (const char* text :
       {"Свидетель Петров показал, что он был призван на военную службу по мобилизации 28 сентября 2022 года.",
        "Потерпевший Сидоров призван по мобилизации 28 сентября 2022 года.",
        "Иванов, не являясь призванным по мобилизации в октябре 2022 года, отсутствовал.",
        "Иванов не был призван по мобилизации в октябре 2022 года.",
        "Иванов призван по мобилизации в сентябре 2023 года, а 10 октября 2022 года ещё учился.",
        "Иванов призван по мобилизации в сентябре 2023 года и с 10 октября 2022 года учился."}) {
    EXPECT_EQ(category_of_act(text).category, Category::kUnknown) << text;
  }
  EXPECT_EQ(category_of_act("Иванов, мобилизованный в декабре 2022 года, убыл.").category, Category::kMobilised);
  EXPECT_EQ(
      category_of_act("Иванов призван по мобилизации на основании Указа Президента от 21 сентября 2022 года № 647.")
          .category,
      Category::kMobilised);
  EXPECT_EQ(category_of_act("Иванов проходит военную службу по мобилизации с 26 сентября 2022 года.").category,
            Category::kMobilised);
  EXPECT_EQ(category_of_act("Проходит военную службу по контракту, продлённому по мобилизации с 21 сентября 2022 года.")
                .category,
            Category::kContract);
  EXPECT_EQ(category_of_act("Призван 29.09.2022 по мобилизации.").category, Category::kMobilised);
}

TEST(CategoryOfAct, KinComradesAndADraftThatWasNotAreNotTheAccused) {
  for (const char* text : {"Отец Белкина призван по мобилизации 10 октября 2022 года.",
                           "Родной брат подсудимого был мобилизован в октябре 2022 года и призван в часть.",
                           "Белкин служил вместе с призванными, мобилизованными в октябре 2022 года.",
                           "Белкин мобилизован не был в октябре 2022 года, контракта не заключал.",
                           "Белкин должен был быть призван по мобилизации в октябре 2022 года."}) {
    EXPECT_EQ(category_of_act(text).category, Category::kUnknown) << text;
  }
  EXPECT_EQ(category_of_act("Белкин, отец двоих детей, призван по мобилизации в октябре 2022 года.").category,
            Category::kMobilised);
}

TEST(CategoryOfAct, WhatIsSaidOfSomebodyElseIsTheirs) {
  const std::string accused = "Уголовное дело в отношении рядового Белкина Бориса Борисовича.\n";
  for (const char* more :
       {"Белкин взял телефон рядового Синицына, призванного по мобилизации в октябре 2022 г.",
        "Белкин ударил мобилизованного рядового Ежова.", "Муж её, Белкин Б.Б., призван по мобилизации.",
        "Белкин принял взвод, укомплектованный призванными по мобилизации гражданами.",
        "Белкин похитил вещи, выдаваемые мобилизованным гражданам.",
        "Сослуживец Ветров, призванный по мобилизации 25 сентября 2022 г., дал показания.",
        "Капитан Полозов, проходящий военную службу по контракту, доложил о случившемся.",
        "Очевидцами были солдаты, проходящие военную службу по контракту.",
        "Защита настаивала, что Белкин призван по мобилизации.",
        "Не указано, проходит ли Белкин службу по призыву, контракту или мобилизации.",
        "Белкин в 2010 году проходил военную службу по призыву.",
        "Белкин проходил военную службу по призыву с 06.2010 по 06.2011."}) {
    EXPECT_EQ(category_of_act(accused + more).category, Category::kUnknown) << more;
    EXPECT_EQ(category_of_act(accused + more, "Белкин Б.Б.").category, Category::kUnknown) << more;
  }
}

TEST(CategoryOfAct, AnEndlessSentenceIsCut) {
  std::string endless = "Белкин Б.Б.";
  for (int i = 0; i < 50'000; ++i) endless += " призван указ";
  EXPECT_EQ(category_of_act(endless, "Белкин Б.Б.").category, Category::kUnknown);
  EXPECT_EQ(words_of_sentence(endless).size(), kWordsMax);
}

TEST(CategoryOfAct, WhatIsSaidOfTheAccusedIsRead) {
  const auto of = [](const std::string& more, std::string_view name = {}) {
    return category_of_act(
               "Уголовное дело в отношении рядового Белкина Бориса Борисовича, женатого, имеющего на иждивении сына, " +
                   more,
               name)
        .category;
  };
  EXPECT_EQ(of("призванного в рамках частичной мобилизации, ранее не судимого."), Category::kMobilised);
  EXPECT_EQ(of("по мобилизации – с 27 сентября 2022 г., а с 1 июня 2023 г. по контракту."), Category::kMobilised);
  EXPECT_EQ(of("призванного на основании Указа Президента от 21 сентября 2022 года."), Category::kMobilised);
  EXPECT_EQ(of("в 2012–2013 годах служившего по призыву, с 2019 года по контракту."), Category::kContract);
  EXPECT_EQ(of("заключившего контракт о пребывании в добровольческом формировании."), Category::kVolunteer);
  EXPECT_EQ(of("призванного на срочную службу 20 октября 2022 г."), Category::kConscript);
  EXPECT_EQ(of("проходящего военную службу по мобилизации с июня 2023 года."), Category::kUnknown);
  // The text hides the name that the card shows.
  EXPECT_EQ(
      category_of_act("Дело в отношении ФИО1, призванного по мобилизации, ударившего ФИО2.", "Белкин Б.Б.").category,
      Category::kMobilised);
  EXPECT_EQ(
      category_of_act("Дело в отношении военнослужащих Белкина Б.Б., проходящего службу по контракту, и Ежова Е.Е., "
                      "призванного по мобилизации.")
          .category,
      Category::kUnknown);
}

// The first whom a text named was taken for the accused: a witness, or the injured party.
TEST(AccusedName, IsIntroducedOrCalledSoOrNamedMost) {
  const auto stem = [](std::string_view text) { return accused_named_in(text).stem; };
  EXPECT_EQ(stem("Лесной гарнизонный военный суд рассмотрел дело в отношении рядового Белкина Б.Б."), "белки");
  EXPECT_EQ(stem("Приговор Речного гарнизонного военного суда, которым рядовой Ежов Егор осужден, изменить."), "ежов");
  EXPECT_EQ(stem("Свидетель Филинов, призванный по мобилизации, показал это. Подсудимый рядовой Гусев молчал."),
            "гусе");
  EXPECT_EQ(stem("Барсуков не явился. Свидетель Филинов, призванный по мобилизации, искал его. Барсуков вернулся."),
            "барсук");
  EXPECT_EQ(stem("Рядовой Выдрин ударил Лисицына. Лисицын упал. Лисицына увезли."), "выдр");
  EXPECT_EQ(stem("Судья Ежов, рассмотрев ходатайство, в отношении которого возражений нет, постановил."), "");
}

TEST(AccusedName, AnAliasIsTheirs) {
  EXPECT_EQ(category_of_act("Подсудимый Рогозин-Травный (далее – ФИО1), проходящий военную службу по контракту, "
                            "виновным себя признал.")
                .category,
            Category::kContract);
}

// "… супруга, рядового Голубева, призванного по мобилизации" outvoted what the introduction says of her.
TEST(CategoryOfAct, AnIntroductionIsNotOutvotedByASentenceAboutOthers) {
  const std::string introduction =
      "Дело в отношении прапорщика Голубевой Натальи Андреевны, проходящей военную службу по контракту с 2011 г.\n";
  const auto of = [&](const std::string& more) { return category_of_act(introduction + more).category; };
  EXPECT_EQ(of("Голубева внесла в приказ сведения об отпуске супруга, рядового Голубева, призванного по мобилизации."),
            Category::kUnknown);
  EXPECT_EQ(of("Голубева сбила пешехода Вьюнова, проходившего службу по мобилизации."), Category::kContract);
  EXPECT_EQ(of("Голубева призвана на военную службу по мобилизации 2 октября 2022 г."), Category::kMobilised);
}

TEST(CategoryOfAct, SeveralAccusedAreNotWhatTheirWitnessIs) {
  EXPECT_EQ(category_of_act("Дело в отношении военнослужащих капитана Ястребова И.Б. и лейтенанта Голубева А.Д., "
                            "проходящих военную службу по контракту.\nСвидетель ефрейтор Жуков, проходящий службу по "
                            "мобилизации, показал, что подсудимые были в части.")
                .category,
            Category::kContract);
}

TEST(CategoryOfAct, WhatIsNotSaidOfNowOrOfThemIsNotRead) {
  const std::string introduction = "Дело в отношении рядового Белкина Бориса Борисовича.\n";
  for (const char* more :
       {"Белкин, ранее проходивший службу по контракту в 2014-2017 гг., не прибыл в часть.",
        "Белкин выдал обмундирование мобилизованным.",
        "Белкин, мобилизованный в 2022 году на территории Речной Народной Республики, ушёл из части.",
        "Белкин готовился к отправке с подразделением, укомплектованным по мобилизации.",
        "В обвинительном заключении указано, что Белкин проходит военную службу по мобилизации.",
        "Ранее Белкин пребывал в добровольческом формировании, контракт с которым прекращен."})
    EXPECT_EQ(category_of_act(introduction + more).category, Category::kUnknown) << more;
}

TEST(CategoryOfAct, HurriedClerksAreRead) {
  const std::string introduction = "Дело в отношении рядового Белкина Бориса Борисовича";
  for (const char* more :
       {", на в/сл. по моб. с 26.09.2022 г.", ", на военной службе по моблизации с 14 октября 2022 г.",
        ", служившего по призыву с декабря 2008 г. по декабрь 2009 г. и по мобилизации с 24 сентября 2022 г.",
        ".\nБелкин 1 октября 2022 г. призван по мобилизации в войсковую часть 00000. 10 марта 2023 г. он не прибыл.",
        ".\nБелкин 22 сентября 2022 г. получил повестку и был отправлен в часть.",
        ".\nБелкин проходил военную службу на основании Указа Президента от 21.09.2022 № 647."})
    EXPECT_EQ(category_of_act(introduction + more).category, Category::kMobilised) << more;
}

// "Орган следствия … призван по мобилизации. Однако приказ о призыве в деле отсутствует."
TEST(CategoryOfAct, WhatTheCourtFindsUnprovenIsNotSaid) {
  const std::string charge =
      "Лесной суд рассмотрел дело рядового Белкина Б.Б.\nБелкин призван по мобилизации и ушёл.\n";
  EXPECT_EQ(category_of_act(charge).category, Category::kMobilised);
  for (const char* more :
       {"Сведений о призыве Белкина по мобилизации не имеется.", "Факт призыва по мобилизации не подтверждён.",
        "Приказ о призыве подсудимого в материалах дела отсутствует."})
    EXPECT_EQ(category_of_act(charge + more).category, Category::kUnknown) << more;
}

TEST(CategoryOfAct, AParticipleAgreesWithWhomItIsSaidOf) {
  const std::string introduction = "Дело в отношении рядового Белкина Бориса Борисовича.\n";
  const auto of = [&](const std::string& more) { return category_of_act(introduction + more).category; };
  EXPECT_EQ(of("Белкин узнал о гибели приятеля с завода, мобилизованного осенью 2022 г."), Category::kUnknown);
  EXPECT_EQ(of("Белкину позвонил неизвестный, призванный по мобилизации."), Category::kUnknown);
  EXPECT_EQ(of("Белкин, призванный по мобилизации, ушёл."), Category::kMobilised);
  EXPECT_EQ(of("Белкин, имея статус военнослужащего, призванного по мобилизации, ушёл."), Category::kMobilised);
}

TEST(CategoryOfAct, OfTwoWhoServeDifferentlyNothingIsSaid) {
  for (const char* text :
       {"Рядовой Волков и рядовой Лисицын похитили консервы. Волков проходит военную службу по мобилизации, Лисицын – "
        "по "
        "контракту. Оба вину признали.",
        "Дело в отношении рядовых Шмелева Антона, проходящего военную службу по мобилизации, и Стрельникова Игната, "
        "проходящего военную службу по контракту.",
        "Дело в отношении рядового Шмелева Антона, проходящего военную службу по мобилизации, и рядового Стрельникова "
        "Игната, проходящего военную службу по контракту, обвиняемых по ч. 5 ст. 337 УК РФ."})
    EXPECT_EQ(category_of_act(text).category, Category::kUnknown) << text;
  EXPECT_EQ(category_of_act("Белкин и Ежов, оба призванные по мобилизации, ушли из части. Подсудимые вину признали.")
                .category,
            Category::kMobilised);
}

// "в пос. Речном" ended an introduction, and what followed was said of nobody.
TEST(CategoryOfAct, AnIntroductionGoesOnBehindAnAbbreviation) {
  EXPECT_EQ(category_of_act("Суд рассмотрел дело в отношении рядового Белкина Бориса Борисовича, родившегося в пос. "
                            "Речном, женатого; в период с ноября 2017 по ноябрь 2018 г. служившего по призыву; "
                            "призванного по мобилизации, обвиняемого по ч. 5 ст. 337 УК РФ.\nВзвод укомплектован.")
                .category,
            Category::kMobilised);
}

TEST(CategoryOfAct, NamesInSkiAndLoneInitialsAreNames) {
  EXPECT_EQ(category_of_act("Решением суда удовлетворён иск к Окуневскому. Окуневский, проходивший военную службу по "
                            "контракту, не сдал имущество. Бронежилет отдан мобилизованному знакомому.")
                .category,
            Category::kContract);
  EXPECT_EQ(category_of_act("Подсудимая капитан Аистова получила от К., призванного по мобилизации, взятку.").category,
            Category::kUnknown);
}

// Article 4 of the decree prolonged his contract: "призванный в 2018 году" is no draft of 2022.
TEST(CategoryOfAct, ADecreeThatProlongedAContractDraftedNobody) {
  EXPECT_EQ(category_of_act("Белкин, призванный на военную службу в 2018 году и заключивший в июле 2019 года контракт, "
                            "действие которого в соответствии с Указом Президента от 21 сентября 2022 года № 647 "
                            "продлено, не прибыл в часть.")
                .category,
            Category::kContract);
}

TEST(CategoryOfAct, EachVerbHasItsOwnDate) {
  const std::string introduction = "Дело в отношении рядового Белкина Бориса Борисовича";
  for (const char* more :
       {".\nБелкин, призванный по мобилизации и заключивший в мае 2023 года контракт, ушёл.",
        ", проходившего службу по контракту с 2009 г. по 2012 г. и с октября 2022 г. по мобилизации.",
        ", проходящего военную службу с 28 сентября 2022 года (в том числе до 1 июня 2023 года - по мобилизации)."})
    EXPECT_EQ(category_of_act(introduction + more).category, Category::kMobilised) << more;
  for (const char* more : {".\nБелкин имеет военный опыт – службу по контракту в 2013–2016 гг.",
                           ".\nБелкин в 2017 г. уволился с военной службы по контракту по окончании срока.",
                           ".\nМобилизован Белкин, вопреки утверждению его супруги, не был.",
                           ".\nПо версии следствия, Белкин призван по мобилизации.",
                           ".\nБелкин проводил мероприятия по частичной мобилизации."})
    EXPECT_EQ(category_of_act(introduction + more).category, Category::kUnknown) << more;
}

}  // namespace
}  // namespace waymark::courts
