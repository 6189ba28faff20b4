#include "courts/pages/page.h"

#include <gtest/gtest.h>

#include <map>

#include "courts/pages/html.h"

namespace waymark::courts {
namespace {

PageReading read(std::string_view html) { return read_page(html).value(); }

constexpr std::string_view kCard =
    "<html><head><title>Энский гарнизонный военный суд</title></head><body><a "
    "href='https://ej.sudrf.ru/?fromOa=61GV0001'>x</a>"
    "<div id='content'><div class='title'>Уголовные дела - первая инстанция</div><div class=casenumber>ДЕЛО № "
    "1-7/2024</div>"
    "<table id=tablcont><tr><th colspan=2>ДЕЛО</th><tr><td><b>Судья</b></td><td>Иванов И.И.</td></tr>"
    "<tr><td><b>Дата поступления</b></td><td>00.00.0000</td></tr>"
    "<tr><td><b>Дата рассмотрения</b></td><td>31.02.2024</td></tr>"
    "<tr><td><b>Уникальный идентификатор дела</b></td><td>26RS0001-01-2024-012553-84</td></tr>"
    "<tr><td><b>Что-то новое</b></td><td>да</td></tr></table>"
    "<table><tr><th colspan=9>ЛИЦА</th></tr><tr><td><b>Результат в отношении лица</b></td><td><b>Перечень "
    "статей</b></td>"
    "<td><b>Фамилия / наименование</b></td></tr><tr><td>Вынесен ПРИГОВОР</td><td>ст.337 ч.5 УК РФ</td><td>Петров "
    "Пётр</td></tr></table>"
    "</div></body></html>";

TEST(Page, FieldsAreFoundByHeaderNotByPosition) {
  const PageReading page = read(kCard);
  ASSERT_EQ(page.kind, PageKind::kCard);
  const Card& card = page.cards.at(0);
  EXPECT_EQ(card.court_code, "61GV0001");
  EXPECT_EQ(card.number.main.normal(), "1-7/2024");
  EXPECT_EQ(card.judge, "Иванов И.И.");
  ASSERT_EQ(card.persons.size(), 1U);
  EXPECT_EQ(card.persons[0].name, "Петров Пётр");
  EXPECT_EQ(card.persons[0].articles.normal(), "УК 337 ч.5");
  EXPECT_EQ(card.persons[0].result, "Вынесен ПРИГОВОР");
}

TEST(Page, WhatIsNotUnderstoodIsNoted) {
  std::map<Note::Kind, int> kinds;
  for (const Note& note : read(kCard).notes) ++kinds[note.kind];
  EXPECT_EQ(kinds[Note::Kind::kDate], 2);
  EXPECT_EQ(kinds[Note::Kind::kUidWrongCheck], 1);
  EXPECT_EQ(kinds[Note::Kind::kLabel], 1);
}

TEST(Page, ACardCutOffAnywhereIsNoAnswer) {
  int cards = 0;
  for (std::size_t size = 0; size < kCard.size(); size += 7) {
    const PageReading page = read(kCard.substr(0, size));
    if (page.kind == PageKind::kCard) ++cards;
    EXPECT_EQ(page.cards.empty(), page.kind != PageKind::kCard) << size;
  }
  EXPECT_LE(cards, 1) << "only a cut within the last tag leaves a card that is whole";
}

TEST(Page, NonAnswersAreTold) {
  EXPECT_EQ(read("<html><body>Данных по запросу не обнаружено.</body></html>").kind, PageKind::kNothingFound);
  EXPECT_EQ(read("<html><body>429 Too Many Requests</body></html>").kind, PageKind::kThrottled);
  EXPECT_EQ(read("<html><body><h1>502 Bad Gateway</h1></body></html>").kind, PageKind::kUnavailable);
  EXPECT_EQ(read("<html><body><form><input name='captcha'></form></body></html>").kind, PageKind::kCaptcha);
  EXPECT_EQ(read("<html><body>Погода сегодня</body></html>").kind, PageKind::kUnknown);
  EXPECT_EQ(read("").kind, PageKind::kUnknown);
  EXPECT_EQ(read("\0\0\0\x01").kind, PageKind::kUnknown);
}

constexpr std::string_view kTwice =
    "<html><head><title>Энский гарнизонный военный суд</title></head><body><div class=casenumber>ДЕЛО № 1-8/2024</div>"
    "<table><tr><th>Фамилия</th><th>Перечень статей</th><th>Результат в отношении лица</th></tr>"
    "<tr><td>Полозов П.П.</td><td>ст.337 ч.5 УК РФ</td><td></td></tr>"
    "<tr><td>Рыжов Р.Р.</td><td>ст.337 ч.5 УК РФ</td><td></td></tr></table>"
    "<div>Судебный акт #1 (Приговор)</div><div id=act>ПРИГОВОР<br>Именем Российской Федерации<br>суд<br>У С Т А Н О В "
    "И Л :<br>Полозов и Рыжов отсутствовали в части дольше месяца, что доказано показаниями свидетелей и "
    "подтверждается "
    "материалами уголовного дела в полном объёме, исследованными в суде.<br>П Р И Г О В О Р И Л :<br>Полозова П.П. "
    "признать виновным и назначить ему лишение свободы на 5 лет.</div>"
    "<div id=print><table><tr><th>Фамилия</th><th>Перечень статей</th></tr><tr><td>Полозов П.П.</td><td>ст. 337 ч. 5 "
    "УК РФ</td></tr><tr><td>Рыжов Р.Р.</td><td>ст.337 ч.5 УК РФ</td></tr></table></div></body></html>";

TEST(Page, TheOlderInterfaceHoldsEverythingTwiceAndItsActElsewhere) {
  const PageReading page = read(kTwice);
  ASSERT_EQ(page.kind, PageKind::kCard);
  const Card& card = page.cards.at(0);
  EXPECT_EQ(card.persons.size(), 2U);
  EXPECT_EQ(card.act_state, ActState::kPublished);
  ASSERT_EQ(card.acts.size(), 1U);
  EXPECT_TRUE(card.acts[0].text.starts_with("ПРИГОВОР"));
  EXPECT_TRUE(card.acts[0].text.ends_with("на 5 лет."));
}

TEST(Page, NoiseBehindTheEndIsNoCut) {
  EXPECT_EQ(read(std::string{kCard} + "<!--" + std::string(9000, 'x') + "-->").kind, PageKind::kCard);
}

TEST(Page, SeveralResultsOfAnUnknownFormAreNoCard) {
  const std::string result =
      "<div><div>Уникальный идентификатор дела</div><div>26RS0001-01-2024-012553-83</div></div>"
      "<div><div>Номер дела</div><div>3-КГ23-1-К3</div></div><div><div>Дата "
      "поступления</div><div>10.01.2024</div></div>";
  const PageReading page = read("<html><body><p>НАЙДЕНО: 2</p>" + result + result + "</body></html>");
  EXPECT_TRUE(page.cards.empty());
  EXPECT_FALSE(is_answer(page.kind));
}

TEST(Page, WordsOfAnActDecideNothingAboutThePage) {
  for (const char* words : {"в ходе обыска ничего не найдено", "доступ к сайту ограничен", "превышен лимит",
                            "ваш ip-адрес", "проводятся технические работы"}) {
    const PageReading page = read(std::string{"<html><body><p>ПРИГОВОР</p><p>Дело № 1-9/2024</p><p>Суд "
                                              "установил: "} +
                                  words + ".</p><p>ПРИГОВОРИЛ: признать.</p></body></html>");
    EXPECT_EQ(page.kind, PageKind::kActText) << words;
  }
}

TEST(Page, AButtonBesideAFieldAndATitleOfAPortal) {
  const PageReading page = read(
      "<html><head><title>Информация по делу № 02-0042/2024 | Озёрный районный суд | Официальный портал судов</title>"
      "</head><body><div><div>Уникальный идентификатор дела</div><div>26RS0001-01-2024-012553-83 Скопировать в буфер "
      "обмена</div></div><div><div>Номер дела</div><div>02-0042/2024 Скопировано</div></div>"
      "<div><div>Результат рассмотрения</div><div>Отказано</div></div>"
      "<div><div>Текущее состояние</div><div>Обжаловано</div></div></body></html>");
  ASSERT_EQ(page.kind, PageKind::kCard);
  EXPECT_TRUE(page.cards.at(0).uid.valid());
  EXPECT_EQ(page.cards[0].number.main.normal(), "02-42/2024");
  EXPECT_EQ(page.cards[0].court, "Озёрный районный суд");
  EXPECT_EQ(page.cards[0].result, "Отказано");
}

TEST(Page, RowsOfAListWithPersons) {
  const PageReading page = read(
      "<html><body><table><tr><th>№ дела</th><th>Дата поступления</th><th>Информация по делу</th><th>Решение</th></tr>"
      "<tr><td><a href='/c?1'>1-7/2024 (1-99/2023;)</a></td><td>10.01.2024</td>"
      "<td>КАТЕГОРИЯ: Уголовные дела<br>Петров П.П. - ст.337 ч.5; ст.338 ч.1 УК РФ</td><td>Вынесен ПРИГОВОР</td></tr>"
      "<tr><td></td><td>10.01.2024</td><td></td><td></td></tr></table></body></html>");
  ASSERT_EQ(page.kind, PageKind::kList);
  ASSERT_EQ(page.cards.size(), 1U);
  EXPECT_EQ(page.cards[0].number.old.size(), 1U);
  EXPECT_EQ(page.cards[0].persons.at(0).articles.normal(), "УК 337 ч.5; УК 338 ч.1");
  EXPECT_EQ(page.cards[0].url, "/c?1");
  EXPECT_EQ(page.notes.at(0).kind, Note::Kind::kRow);
}

TEST(Page, PortalsWithoutTables) {
  const PageReading page = read(
      "<html><body><div><div>Уникальный идентификатор дела</div><div>26RS0001-01-2024-012553-83</div></div>"
      "<div><div>Номер дела</div><div>01-0007/2024</div></div><div><div>Cудья</div><div>Иванов И.И.</div></div>"
      "<div><div>Дата поступления</div><div>10.01.2024</div></div></body></html>");
  ASSERT_EQ(page.kind, PageKind::kCard);
  EXPECT_TRUE(page.cards.at(0).uid.valid());
  EXPECT_EQ(page.cards[0].judge, "Иванов И.И.");
  EXPECT_EQ(page.cards[0].number.main.serial, "7");
}

TEST(Page, TheSameWordsInAnotherCostumeAreTheSame) {
  const auto page_of = [](const std::string& name, const std::string& label) {
    return read("<html><body><table><tr><th>" + label +
                "</th><th>Дата поступления</th><th>Информация по делу</th><th>Решение</th></tr>"
                "<tr><td>1-7/2024</td><td>10.01.2024</td><td>КАТЕГОРИЯ: Уголовные дела<br>" +
                name + " - ст.337 ч.5 УК РФ</td><td>Вынесен ПРИГОВОР</td></tr></table></body></html>");
  };
  for (const char* name : {"Чайкин Николай", "Чайкин\n      Николай", "Чайкин\r\n\tНиколай", "Чай\u00adкин Николай",
                           "Чай\u200bкин Нико\u2060лай", "Чай&shy;кин Нико&#8203;лай", "\ufeffЧайкин Николай",
                           "Чаи\u0306кин Николаи\u0306", "<b>Чайкин</b> Николай", "Чайкин&nbsp;Николай"}) {
    SCOPED_TRACE(name);
    const PageReading page = page_of(name, "№ де\u00adла");
    ASSERT_EQ(page.cards.size(), 1U);
    ASSERT_EQ(page.cards[0].persons.size(), 1U);
    EXPECT_EQ(page.cards[0].persons[0].name, "Чайкин Николай");
    EXPECT_EQ(page.cards[0].persons[0].articles.normal(), "УК 337 ч.5");
  }
  const PageReading apart = read(
      "<html><body><div><div>Уникальныи\u0306 идентификатор дела</div><div>26RS0001-01-2024-012553-83</div></div>"
      "<div><div>Номер\nдела</div><div>01-0007/2024</div></div><div><div>Судья</div><div>Ольхов "
      "О.О.</div></div></body></html>");
  ASSERT_EQ(apart.kind, PageKind::kCard);
  EXPECT_TRUE(apart.cards.at(0).uid.valid());
}

TEST(Page, AListWithAColumnOfNamesKeepsThem) {
  const auto row = [](const std::string& number, const std::string& name, const std::string& article) {
    const PageReading page = read(
        "<table><tr><th>№ дела</th><th>ФИО</th><th>Статьи</th><th>Дата "
        "поступления</th><th>Результат</th></tr><tr><td>" +
        number + "</td><td>" + name + "</td><td>" + article +
        "</td><td>10.01.2024</td><td>Вынесен ПРИГОВОР</td></tr></table>");
    EXPECT_EQ(page.cards.size(), 1U);
    return page.cards.at(0);
  };
  const Card both = row("1-7/2024", "Белкин Б.Б.", "337 ч.5");
  ASSERT_EQ(both.persons.size(), 1U);
  EXPECT_EQ(both.persons[0].name, "Белкин Б.Б.");
  EXPECT_EQ(both.persons[0].articles.normal(), "УК 337 ч.5");
  EXPECT_EQ(row("1-7/2024", "Белкин Б.Б.", "").persons.at(0).name, "Белкин Б.Б.");
  EXPECT_EQ(row("1-7/2024", "", "337 ч.5").persons.at(0).articles.normal(), "УК 337 ч.5");
  EXPECT_EQ(row("1-7/2024", "Белкин Б.Б. - ст.337 ч.5 УК РФ", "").persons.at(0).name, "Белкин Б.Б.");
  EXPECT_TRUE(row("1-7/2024", "", "").persons.empty());
  const Card civil = row("2-7/2024", "Белкин Б.Б.", "");
  EXPECT_TRUE(civil.persons.empty());
  ASSERT_EQ(civil.parties.size(), 1U);
  EXPECT_EQ(civil.parties[0].name, "Белкин Б.Б.");
}

TEST(Html, LineEndsOfTheSourceAreSpacesButInPreformattedText) {
  const Html html = Html::parse("<p>one\ntwo<br>three</p><pre>four\nfive</pre>six\nseven").value();
  EXPECT_EQ(tidy_lines(html.whole_text()), "one two\nthree\nfour\nfive\nsix seven");
}

TEST(Html, DepthIsBounded) {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<div><span>";
  EXPECT_EQ(Html::parse(deep).error().code, Code::kTooLarge);
  EXPECT_EQ(read_page(std::string(kPageBytesMax + 1, ' ')).error().code, Code::kTooLarge);
}

TEST(Html, PicturesAndScriptsWithinThePageLeaveTheTextAroundThem) {
  const std::string letters(5000, 'A');
  const std::string page = "<body><p>one</p><img src=\"data:image/png;base64," + letters +
                           "==\" class=\"kept\"><p>two</p>" +
                           "<script>if (a < b) write('<p>none</p>');</script><p>three</p>" +
                           "<!-- <script> --><p>four</p><!-- </script> --><script><!-- x //--></script><p>five</p>" +
                           "<p>;base64," + letters + "</p><p>;base64,six</p><script>open<p>none</p>";
  const Html html = Html::parse(page).value();
  EXPECT_EQ(tidy_lines(html.whole_text()), "one\ntwo\nthree\nfour\nfive\n;base64,\n;base64,six");
  EXPECT_NE(html.find_class("kept"), Html::kNone);
}

TEST(Html, AScriptThatIsElsewhereDoesNotHangTheReader) {
  const std::string_view pages[] = {"<html><head><script src='a.js'></script></head><body>до<p>после</body></html>",
                                    "<body>до<script></script><script defer src=x></script><p>после</body>",
                                    "<body>до<p><script>a()</SCRIPT>после<SCRIPT>b()</script></body>"};
  for (const std::string_view page : pages) EXPECT_EQ(Html::parse(page).value().text(0), "до\nпосле") << page;
}

TEST(Html, ForgottenEndTagsAndTooltips) {
  const Html html = Html::parse("<table><tr><td>a<td>b<tr><td>c<span class='tooltipShow'>x</span></table>").value();
  const std::size_t table = html.first_inside(0, Tag::kTable);
  EXPECT_EQ(html.text(table), "ab\nc");
  EXPECT_EQ(html.tag(html.first_inside(table, Tag::kTd)), Tag::kTd);
}

TEST(Page, Names) {
  EXPECT_EQ(name_kind_of("Информация скрыта"), NameKind::kHidden);
  EXPECT_EQ(name_kind_of("ФИО1"), NameKind::kHidden);
  EXPECT_EQ(name_kind_of("Иванов И.И."), NameKind::kInitials);
  EXPECT_EQ(name_kind_of("Иванов Иван Иванович"), NameKind::kFull);
  EXPECT_EQ(name_kind_of(" "), NameKind::kAbsent);
}

}  // namespace
}  // namespace waymark::courts
