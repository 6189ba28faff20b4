#include "courts/pages/whose.h"

#include <gtest/gtest.h>

#include "courts/pages/info_lines.h"

namespace waymark::courts {
namespace {

std::string table(std::string_view title, std::initializer_list<std::pair<std::string_view, std::string_view>> rows) {
  std::string html = "<table id=tablcont><tr><th colspan=2>" + std::string{title} + "</th></tr>";
  for (const auto& [label, value] : rows)
    html += "<tr><td><b>" + std::string{label} + "</b></td><td>" + std::string{value} + "</td></tr>";
  return html + "</table>";
}

std::string grid(std::string_view title, std::initializer_list<std::initializer_list<std::string_view>> rows) {
  std::string html = "<table><tr><th colspan=4>" + std::string{title} + "</th></tr>";
  bool head = true;
  for (const auto& row : rows) {
    html += "<tr>";
    for (const std::string_view cell : row)
      html += head ? "<td><b>" + std::string{cell} + "</b></td>" : "<td>" + std::string{cell} + "</td>";
    html += "</tr>";
    head = false;
  }
  return html + "</table>";
}

PageReading card_page(std::string_view number, const std::string& tables) {
  return read_page(
             "<html><head><title>Озёрский гарнизонный военный суд</title></head><body><div id=content>"
             "<div class=title>Уголовные дела - первая инстанция</div><div class=casenumber>ДЕЛО № " +
             std::string{number} + "</div>" + tables + "</div></body></html>")
      .value();
}

std::string portal(std::string_view rows) {
  return "<html><head><meta charset=utf-8><title>Информация по делу № 01-0545/2024 | Озёрский районный суд | "
         "Официальный портал судов</title></head><body><div class=cardsud>" +
         std::string{rows} + "</div></body></html>";
}

std::string line(std::string_view label, std::string_view value) {
  return "<div class=row_card><div class=left>" + std::string{label} + "</div><div class=right>" + std::string{value} +
         "</div></div>";
}

TEST(Whose, AComplaintDecidesNothingOfTheCase) {
  const std::string own = table("ДЕЛО", {{"Дата поступления", "12.03.2024"}, {"Судья", "Рябинин Р.Р."}});
  const auto days = {std::pair<std::string_view, std::string_view>{"Дата поступления", "20.03.2024"},
                     {"Вышестоящий суд", "Южный окружной военный суд"},
                     {"Дата рассмотрения", "05.04.2024"},
                     {"Результат рассмотрения", "Оставлено без изменения"},
                     {"Судья", "Кленов К.К."},
                     {"Дата вступления в законную силу", "05.04.2024"}};
  for (const char* title :
       {"ЖАЛОБА № 1", "Апелляционное представление / ДВИЖЕНИЕ ЖАЛОБЫ", "РАССМОТРЕНИЕ В ВЫШЕСТОЯЩЕМ СУДЕ",
        "ОБЖАЛОВАНИЕ ПРИГОВОРОВ ОПРЕДЕЛЕНИЙ (ПОСТ.)", "ИСПОЛНИТЕЛЬНЫЕ ЛИСТЫ"}) {
    for (const bool before : {false, true}) {
      const std::string other = table(title, days);
      const PageReading page = card_page("1-15/2024", before ? other + own : own + other);
      ASSERT_EQ(page.cards.size(), 1U) << title;
      const Card& card = page.cards[0];
      EXPECT_EQ(written_date(card.received), "12.03.2024") << title;
      EXPECT_EQ(card.decided.kind, CourtDate::Kind::kAbsent) << title;
      EXPECT_EQ(card.in_force.kind, CourtDate::Kind::kAbsent) << title;
      EXPECT_EQ(card.result, "") << title;
      EXPECT_EQ(card.judge, "Рябинин Р.Р.") << title;
    }
  }
}

TEST(Whose, TheCourtBelowSaysWhereTheCaseWasAndNothingElse) {
  const std::string below =
      table("РАССМОТРЕНИЕ В НИЖЕСТОЯЩЕМ СУДЕ", {{"Суд (судебный участок) первой инстанции", "Озёрский ГВС"},
                                                {"Номер дела в первой инстанции", "1-15/2024"},
                                                {"Дата рассмотрения", "01.06.2024"},
                                                {"Результат рассмотрения", "Вынесен ПРИГОВОР"}});
  const std::string own = table("ДЕЛО", {{"Дата поступления", "12.09.2024"},
                                         {"Дата рассмотрения", "02.10.2024"},
                                         {"Результат рассмотрения", "ОТМЕНЕНО"}});
  for (const bool before : {false, true}) {
    const PageReading page = card_page("7У-124/2024", before ? below + own : own + below);
    ASSERT_EQ(page.cards.size(), 1U);
    EXPECT_EQ(written_date(page.cards[0].decided), "02.10.2024");
    EXPECT_EQ(page.cards[0].result, "ОТМЕНЕНО");
    EXPECT_EQ(page.cards[0].lower.number, "1-15/2024");
  }
}

TEST(Whose, BesideRolesOfOthersARowWithoutOneAccusesNobody) {
  const std::string own = table("ДЕЛО", {{"Дата поступления", "12.03.2024"}});
  const std::string people =
      grid("ЛИЦА", {{"Фамилия / наименование", "Перечень статей"}, {"Дубов Д.Д.", "ст.337 ч.5 УК РФ"}});
  const std::string others =
      grid("СТОРОНЫ ПО ДЕЛУ (ТРЕТЬИ ЛИЦА)", {{"Вид лица, участвующего в деле", "Фамилия / наименование", "ИНН"},
                                             {"Защитник (адвокат)", "Ветлин В.В.", ""},
                                             {"", "Ольховская О.О.", ""}});
  const PageReading page = card_page("1-16/2024", own + people + others);
  ASSERT_EQ(page.cards.at(0).persons.size(), 1U);
  EXPECT_EQ(page.cards[0].parties.size(), 2U);
}

TEST(Whose, TheAccusedStandsAmongThePartiesOfAMagistrate) {
  const std::string own = table("ДЕЛО", {{"Дата поступления", "09.02.2024"}, {"ФИО судьи", "Ясенев Я.Я."}});
  const std::string charged =
      grid("УЧАСТНИКИ",
           {{"Вид лица, участвующего в деле", "Лицо, участвующее в деле (ФИО, наименование)", "Перечень статей"},
            {"ПОДСУДИМЫЙ", "Берёзов Б.Б.", "ст.328 ч.1 УК РФ"},
            {"Защитник", "Ветлин В.В.", ""}});
  const std::string bare =
      grid("УЧАСТНИКИ", {{"Вид лица, участвующего в деле", "Лицо, участвующее в деле (ФИО, наименование)"},
                         {"Защитник", "Ветлин В.В."},
                         {"Подсудимый", "Берёзов Б.Б."}});
  for (const std::string& parties : {charged, bare}) {
    const PageReading page = card_page("1-5-7/2024", own + parties);
    const Card& card = page.cards.at(0);
    EXPECT_EQ(card.judge, "Ясенев Я.Я.");
    ASSERT_EQ(card.persons.size(), 1U);
    EXPECT_EQ(card.persons[0].name, "Берёзов Б.Б.");
    EXPECT_EQ(card.persons[0].articles.normal(), parties == charged ? "УК 328 ч.1" : "");
    ASSERT_EQ(card.parties.size(), 1U);
  }
}

TEST(Whose, AFieldOfTheCaseThatNamesTheAccusedLeavesTheOthersTheirs) {
  for (const char* label : {"Подсудимый", "Лицо, в отношении которого поступил материал", "ФИО подсудимого"}) {
    const PageReading page = card_page("1-17/2024", table("ДЕЛО", {{"Дата поступления", "12.02.2024"},
                                                                   {"Судья", "Рябинин Р.Р."},
                                                                   {label, "Осинкин П.Л."},
                                                                   {"Перечень статей", "ст.337 ч.5 УК РФ"},
                                                                   {"Дата рассмотрения", "22.02.2024"}}));
    const Card& card = page.cards.at(0);
    EXPECT_EQ(written_date(card.received) + " " + written_date(card.decided), "12.02.2024 22.02.2024") << label;
    EXPECT_EQ(card.judge, "Рябинин Р.Р.") << label;
    ASSERT_EQ(card.persons.size(), 1U) << label;
    EXPECT_EQ(card.persons[0].name + " " + card.persons[0].articles.normal(), "Осинкин П.Л. УК 337 ч.5") << label;
  }
}

TEST(Whose, AFieldAndATableOfPeopleAreNoTwoAccused) {
  const std::string own = table("ДЕЛО", {{"Дата поступления", "12.02.2024"}, {"Подсудимый", "Осинкин П.Л."}});
  const std::string people =
      grid("ЛИЦА", {{"Фамилия / наименование", "Перечень статей"}, {"Осинкин Пётр Львович", "ст.337 ч.5 УК РФ"}});
  const Card card = card_page("1-18/2024", own + people).cards.at(0);
  ASSERT_EQ(card.persons.size(), 1U);
  EXPECT_EQ(card.persons[0].name, "Осинкин Пётр Львович");
  const std::string party = table("ДЕЛО", {{"Дата поступления", "12.02.2024"}, {"ФИО", "Ветлин В.В."}});
  EXPECT_TRUE(card_page("2-18/2024", party).cards.at(0).persons.empty()) << "a name without a role accuses nobody";
}

TEST(Whose, AnAccusedInARowOfAPortal) {
  const std::string rest = line("Дата поступления", "11.03.2024") + line("Судья", "Тополева Т.Т.");
  const PageReading both = read_page(portal(line("Номер дела ~ материала", "01-0545/2024") +
                                            line("Подсудимый", "Вязов Г.И.<br>(Ст. 337, Ч. 5)") + rest))
                               .value();
  ASSERT_EQ(both.cards.at(0).persons.size(), 1U);
  EXPECT_EQ(both.cards[0].persons[0].name, "Вязов Г.И.");
  EXPECT_EQ(both.cards[0].persons[0].articles.normal(), "УК 337 ч.5");
  const PageReading apart =
      read_page(portal(line("Номер дела", "01-0012/2024") + line("Стороны", "Подсудимый: Грабов Г.Г.") +
                       line("Статьи УК РФ", "ст. 328 ч. 1") + rest))
          .value();
  ASSERT_EQ(apart.cards.at(0).persons.size(), 1U);
  EXPECT_EQ(apart.cards[0].persons[0].articles.normal(), "УК 328 ч.1");
}

PageReading portal_list(std::string_view parties, std::string_view articles) {
  return read_page(
             "<html><head><meta charset=utf-8><title>Поиск | Портал судов</title></head><body>Найдено записей: 1"
             "<table><thead><tr><th>Номер дела ~ материала</th><th>Стороны</th><th>Текущее состояние</th>"
             "<th>Суд</th><th>Статья</th></tr></thead><tbody><tr><td>01-0546/2024</td><td>" +
             std::string{parties} + "</td><td>Рассмотрение</td><td>Озёрский районный суд</td><td>" +
             std::string{articles} + "</td></tr></tbody></table></body></html>")
      .value();
}

TEST(Whose, AColumnOfArticlesBesidesOneOfPeople) {
  const PageReading one = portal_list("Подсудимый: Вязов Г.И.", "Ст. 337, Ч. 5; Ст. 338, Ч. 1");
  ASSERT_EQ(one.cards.at(0).persons.size(), 1U);
  EXPECT_EQ(one.cards[0].persons[0].articles.list.size(), 2U);
  const PageReading same = portal_list("Подсудимый: Дубов Д.Д., Липов Л.Л.", "Ст. 337, Ч. 5");
  ASSERT_EQ(same.cards.at(0).persons.size(), 2U);
  for (const Person& person : same.cards[0].persons) EXPECT_EQ(person.articles.normal(), "УК 337 ч.5");
  const PageReading open = portal_list("Подсудимый: Дубов Д.Д., Липов Л.Л.", "Ст. 337, Ч. 5; Ст. 338, Ч. 1");
  ASSERT_EQ(open.cards.at(0).persons.size(), 2U);
  for (const Person& person : open.cards[0].persons) EXPECT_TRUE(person.articles.list.empty());
  ASSERT_EQ(open.notes.size(), 1U);
  EXPECT_EQ(open.notes[0].kind, Note::Kind::kArticle);
}

TEST(Whose, NamesOfOneLineAreParted) {
  using Names = std::vector<std::string_view>;
  EXPECT_EQ(names_in("Дубов Д.Д., Липов Л.Л."), (Names{"Дубов Д.Д.", "Липов Л.Л."}));
  EXPECT_EQ(names_in("Дубов Д.Д. (Ст. 337, Ч. 5), Ли-Липова Л.Л. (Ст. 338, Ч. 1)"),
            (Names{"Дубов Д.Д. (Ст. 337, Ч. 5)", "Ли-Липова Л.Л. (Ст. 338, Ч. 1)"}));
  EXPECT_EQ(names_in("Дубов Д.Д. - ст.337 ч.5; ст.338 ч.1 УК РФ; Липов Л.Л. - ст.338 ч.1 УК РФ"),
            (Names{"Дубов Д.Д. - ст.337 ч.5; ст.338 ч.1 УК РФ", "Липов Л.Л. - ст.338 ч.1 УК РФ"}));
  EXPECT_EQ(names_in("Дубов Денис Денисович, Липова Лия Львовна"),
            (Names{"Дубов Денис Денисович", "Липова Лия Львовна"}));
  for (const std::string_view one : {"Дубов Д.Д.", "ООО Дубрава, Липецк", "Дубов Д.Д., защитник Липов Л.Л.",
                                     "Дубов, Д.Д.", "Министерство обороны, Войсковая часть 1", ""})
    EXPECT_EQ(names_in(one), Names{one});
}

TEST(Whose, ARowOfAListWithTwoAccusedInOneLine) {
  const PageReading page = portal_list("Дубов Д.Д. - ст.337 ч.5 УК РФ, Липов Л.Л. - ст.338 ч.1 УК РФ", "");
  ASSERT_EQ(page.cards.at(0).persons.size(), 2U);
  EXPECT_EQ(page.cards[0].persons[0].articles.normal(), "УК 337 ч.5");
  EXPECT_EQ(page.cards[0].persons[1].articles.normal(), "УК 338 ч.1");
}

TEST(Whose, ASecondPageInOneFileIsNamed) {
  const auto card = [](std::string_view number) {
    return "<div class=casenumber>ДЕЛО № " + std::string{number} + "</div>" +
           table("ДЕЛО", {{"Дата поступления", "12.05.2024"}});
  };
  const auto page = [](const std::string& inside) { return "<html><body>" + inside + "</body></html>\n"; };
  for (const std::string& two :
       {page(card("1-51/2024") + card("1-52/2024")), page(card("1-51/2024")) + page(card("1-52/2024"))}) {
    const PageReading read = read_page(two).value();
    ASSERT_EQ(read.cards.size(), 1U);
    ASSERT_EQ(read.notes.size(), 1U);
    EXPECT_EQ(read.notes[0].kind, Note::Kind::kAnotherPage);
    EXPECT_EQ(read.notes[0].text, "1-52/2024");
  }
  EXPECT_TRUE(read_page(page(card("1-51/2024") + card("1-51/2024"))).value().notes.empty())
      << "the copy for the printer";
  EXPECT_TRUE(read_page(page(card("1-51/2024")) + "<script>x</script><div>1</div>").value().notes.empty());
}

TEST(Whose, HearingsOfADayAreNoListOfCases) {
  for (const char* day : {"Дата события", "Дата"}) {
    const PageReading page = read_page("<html><body>" +
                                       grid("", {{"№ дела", day, "Информация по делу", "Результат"},
                                                 {"1-15/2024", "02.04.2024", "Дубов Д.Д.", "Отложено"}}) +
                                       "</body></html>")
                                 .value();
    EXPECT_EQ(page.kind, PageKind::kUnknown) << day;
    EXPECT_TRUE(page.cards.empty()) << day;
  }
}

TEST(Whose, ADistrictOfAMagistrateIsTheCourtOfATitle) {
  const PageReading page =
      read_page(
          "<html><head><title>Дело 01-0012/42/2024 | Судебный участок мирового судьи № 42 | Портал</title></head>"
          "<body>" +
          line("Номер дела", "01-0012/42/2024") + line("Дата поступления", "11.03.2024") +
          line("Мировой судья", "Тополева Т.Т.") + "</body></html>")
          .value();
  EXPECT_EQ(page.cards.at(0).court, "Судебный участок мирового судьи № 42");
  EXPECT_EQ(page.cards[0].judge, "Тополева Т.Т.");
}

}  // namespace
}  // namespace waymark::courts
