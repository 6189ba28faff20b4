#include "courts/demo/pages.h"

#include <fmt/format.h>

#include "courts/demo/wordings.h"
#include "courts/ids/court_date.h"

namespace waymark::courts {
namespace {

constexpr std::string_view kHidden = "Информация скрыта";
constexpr std::int32_t kActLagDays = 30;

std::string day_text(std::int32_t day) {
  return day == kNoDay ? std::string{} : written_date({.kind = CourtDate::Kind::kKnown, .day = day, .written = {}});
}

std::string title_of(Stage stage) {
  switch (stage) {
    case Stage::kAppeal: return "Уголовные дела - апелляция";
    case Stage::kCassation: return "Уголовные дела - кассация";
    case Stage::kExecution: return "Материалы в порядке исполнения приговоров";
    default: return "Уголовные дела - первая инстанция";
  }
}

std::string row(std::string_view label, std::string_view value) {
  if (value.empty()) return {};
  return fmt::format(
      "<tr>\n\t\t\t\t\t<td width=\"50%\">\n\t\t\t\t\t\t<b>{}</b>\t\t\t\t\t</td>\n\t\t\t\t\t<td>{}</td>\n"
      "            \t</tr>\n\t\t\t            \t",
      label, value);
}

std::string cells(std::initializer_list<std::string_view> values, bool bold) {
  std::string text = "<tr>";
  for (const std::string_view value : values)
    text += bold ? fmt::format("<td align=\"center\"><b>{}</b></td>", value) : fmt::format("<td>{}</td>", value);
  return text + "</tr>";
}

/// The frame of every page of a site: head, menu, link to the electronic office, which names the court's code.
std::string page(const DemoCourt& court, std::string_view content) {
  std::string text = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"ru\">\n<head>\n  <title>{0}</title>\n"
      "  <meta http-equiv=\"Content-Type\" content=\"text/html; charset=windows-1251\">\n</head>\n<body>\n"
      "<div class=\"wrapper\"><h5 class=\"heading heading_caps heading_title\">{0}</h5>\n",
      court.name);
  constexpr std::array<std::string_view, 12> kMenu = {"map",           "sud_delo",  "terr",      "info_court",
                                                      "sud_community", "norm_akt",  "docum_sud", "information",
                                                      "govduty",       "press_dep", "usd",       "gbook"};
  for (const std::string_view entry : kMenu) {
    text += fmt::format(
        "<div class=\"menu__item menu__item_wide\">\n\t\t\t\t<a class=\"menu__link\" href=\"/modules.php?name={}\" "
        "title=\"\">\n\t\t\t\t   <span class=\"icon icon_bullet-bottom\"><span class=\"icon__i icon__i1\"></span>"
        "<span class=\"icon__i icon__i2\"></span></span></a></div>\n",
        entry);
  }
  text += fmt::format(
      "<div class=\"col col_left\"><a class=\"menu__link\" href=\"https://ej.sudrf.ru/?fromOa={}\">Подача документов "
      "в электронном виде</a></div>\n<div class=\"box\"><div class=\"box__head box__head_white\">СУДЕБНОЕ "
      "ДЕЛОПРОИЗВОДСТВО</div>\n<div id=\"modSdpContent\">\n{}\n</div></div></div>\n</body>\n</html>\n",
      court.code, content);
  return text;
}

std::string events(const DemoCase& one, const Shown& shown) {
  const std::string first = day_text(one.received);
  std::string text = cells({"Наименование события", "Дата", "Время", "Место проведения", "Результат события",
                            "Основание для выбранного результата события", "Примечание", "Дата размещения"},
                           true) +
                     cells({"Регистрация поступившего в суд дела", first, "10:15", "", "", "", "", first}, false) +
                     cells({"Передача материалов дела судье", first, "11:40", "", "", "", "", first}, false);
  if (shown.is_decided) {
    text += cells(
        {"Судебное заседание", shown.decided, "14:30", "Зал №1",
         one.stage == Stage::kFirst ? "Постановлен приговор (иное решение)" : "Рассмотрено", "", "", shown.decided},
        false);
  }
  return text;
}

std::string people_tab(const Shown& shown) {
  std::string text = cells({"Фамилия / наименование", "Перечень статей", "Дата рассмотрения дела в отношении лица",
                            "Результат в отношении лица"},
                           true);
  for (const ShownAccused& one : shown.accused)
    text += cells({one.name, one.articles, shown.decided, one.result}, false);
  return text;
}

std::string lower_tab(const World& world, const DemoCase& one) {
  const DemoCase* lower = &world.cases[static_cast<std::size_t>(one.lower)];
  return row("Суд (судебный участок) первой инстанции", world.courts[lower->court].name) +
         row("Номер дела в первой инстанции", lower->number) +
         row("Судья (мировой судья) первой инстанции", lower->judge);
}

/// Tabs with their contents, numbered as the sites do.
class Tabs {
 public:
  void add(std::string_view title, std::string_view table) {
    add_raw(title, fmt::format("<br><table width=\"100%\" border=\"0\" cellpadding=\"3\" cellspacing=\"0\" "
                               "id=\"tablcont\"><tbody><tr><th colspan=\"10\">{}</th></tr>{}</tbody></table>",
                               title, table));
  }
  void add_raw(std::string_view title, std::string_view content) {
    ++count_;
    heads_ += fmt::format(
        "<li id=\"tab{0}\" class=\"nonsel\"><a href=\"#\" onclick=\"index({0}, 6); return "
        "false;\">&nbsp;{1}&nbsp;</a></li>",
        count_, title);
    bodies_ +=
        fmt::format("<div id=\"cont{}\" style=\"display: none; padding: 0px 15px 15px;\">{}</div>", count_, content);
  }
  [[nodiscard]] std::string html() const {
    return "<ul class=\"tabs\">" + heads_ + "</ul>\n<div class=\"contentt\" style=\"padding:0; margin:0;\">" + bodies_ +
           "</div>";
  }

 private:
  int count_ = 0;
  std::string heads_, bodies_;
};

std::string act_tab(const std::string& text) {
  std::string body;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    body += "<p style=\"TEXT-ALIGN: justify; TEXT-INDENT: 0.5in\">" + text.substr(begin, end - begin) + "</p>\n";
    begin = end + 1;
  }
  return "<ul class=\"tabs\"><li id=\"tab_doc1\" class=\"sel\"><a href=\"#\">&nbsp;Судебный акт #1 "
         "(Приговор)&nbsp;</a></li></ul><div class=\"contentt\"><div id=\"cont_doc1\" style=\"display: block;\">\n" +
         body + "</div></div>";
}

std::string list_row(const DemoCase& one, std::size_t snapshot) {
  const Shown shown = shown_in(one, snapshot);
  std::string people;
  for (const ShownAccused& each : shown.accused)
    people += fmt::format("{}{} - {}", people.empty() ? "" : "<br />", each.initials, each.articles);
  return fmt::format(
      "<tr valign=\"top\" style=\"background-color: rgb(255, 255, 255);\"><td title=\"Для получения справки по делу, "
      "нажмите на номер дела\"><a href='/modules.php?name=sud_delo&srv_num=1&name_op=case&case_id={}&delo_id=1540006'>"
      "{}</a><br></td><td align=\"center\">&nbsp;{}</td><td style=\"width:50%\">{}</td><td>{}</td><td "
      "align=\"center\">{}</td><td>{}</td><td>{}</td><td>&nbsp;</td></tr>\n",
      one.received * 1000 + static_cast<std::int32_t>(one.group % 1000), shown.number, shown.received, people,
      shown.judge, shown.decided, shown.is_decided ? shown.accused.front().result : "", shown.in_force);
}

}  // namespace

Shown shown_in(const DemoCase& one, std::size_t snapshot) {
  const std::int32_t today = snapshot_day(snapshot);
  const bool edited = one.edit != Edit::kNone && snapshot >= one.edit_from;
  Shown shown{.number = one.number, .received = day_text(one.received), .judge = one.judge};
  if (!one.old_number.empty()) shown.number += " (" + one.old_number + ";)";
  if (edited && one.edit == Edit::kJudge) shown.judge = "Подменный С.С.";
  shown.is_decided = one.decided != kNoDay && one.decided <= today;
  if (shown.is_decided) shown.decided = one.decided_written.empty() ? day_text(one.decided) : one.decided_written;
  if (one.in_force != kNoDay && one.in_force <= today)
    shown.in_force = one.in_force_written.empty() ? day_text(one.in_force) : one.in_force_written;
  shown.act = one.has_act && shown.is_decided && one.decided + kActLagDays <= today;
  for (const DemoAccused& accused : one.accused) {
    const bool first = &accused == &one.accused.front();
    ShownAccused each{.name = accused.name.full(), .initials = accused.name.initials(), .hidden = accused.hidden};
    each.hidden = each.hidden || (first && edited && one.edit == Edit::kNameHidden);
    if (each.hidden) each.name = each.initials = kHidden;
    each.articles = accused.articles, each.normal = accused.normal;
    if (first && edited && one.edit == Edit::kArticles)
      each.articles = other_charge().written, each.normal = other_charge().normal;
    if (shown.is_decided) each.result = accused.result, each.words = accused.words;
    if (shown.is_decided && first && edited && one.edit == Edit::kResult)
      each.result = kSentenceWords, each.words = Outcome::kSentenced;
    shown.accused.push_back(std::move(each));
  }
  return shown;
}

std::string act_text(const World& world, const DemoCase& one, std::size_t snapshot) {
  const Shown shown = shown_in(one, snapshot);
  const DemoAccused& accused = one.accused.front();
  const std::string initials = shown.accused.front().hidden ? std::string{"ФИО1"} : accused.name.initials();
  std::string text = fmt::format(
      "дело № {}\nПРИГОВОР\nИменем Российской Федерации\n{} в составе председательствующего {}, рассмотрел уголовное "
      "дело в отношении {}, обвиняемого в совершении преступления, предусмотренного {}.\n",
      one.number, world.courts[one.court].name, one.judge, initials, shown.accused.front().articles);
  text += one.category == Category::kMobilised
              ? "Подсудимый призван на военную службу по мобилизации в октябре 2022 года.\n"
              : "Подсудимый проходит военную службу по контракту.\n";
  if (one.group % 7 == 0)
    text += "Ранее, по приговору от 12 марта 2019 года, он осуждался к лишению свободы условно.\n";
  for (int i = 0; i < 3; ++i) {
    text +=
        "Судебным следствием установлено, что подсудимый в указанный период отсутствовал на службе и проводил время по "
        "своему усмотрению, о чём показали свидетели, а также справка воинской части и протокол осмотра.\n";
  }
  return text + "ПРИГОВОРИЛ:\n" + initials + " признать виновным, на основании чего " +
         std::string{result_of(accused.real).in_act} +
         "\nМеру пресечения отменить по вступлении приговора в законную силу.\n";
}

std::string card_page(const World& world, const DemoCase& one, std::size_t snapshot) {
  const Shown shown = shown_in(one, snapshot);
  const DemoCourt& court = world.courts[one.court];
  Tabs tabs;
  const std::string link = one.uid.empty() ? std::string{}
                                           : fmt::format(
                                                 "<a href=\"/modules.php?name=sud_delo&amp;name_op=r_juid&amp;"
                                                 "vnkod={}&amp;judicial_uid={}\"><u>{}</u></a>",
                                                 court.code, one.uid, one.uid);
  tabs.add("ДЕЛО", row("Уникальный идентификатор дела", link) + row("Дата поступления", shown.received) +
                       row("Судья", shown.judge) + row("Дата рассмотрения", shown.decided) +
                       row("Результат рассмотрения", shown.accused.front().result) +
                       row("Дата вступления в законную силу", shown.in_force) +
                       row("Признак рассмотрения дела", shown.is_decided ? "Рассмотрено единолично судьей" : ""));
  if (one.lower_shown) tabs.add("РАССМОТРЕНИЕ В НИЖЕСТОЯЩЕМ СУДЕ", lower_tab(world, one));
  // The order of tabs differs between courts.
  if (court.utf8) tabs.add("ЛИЦА", people_tab(shown));
  tabs.add("ДВИЖЕНИЕ ДЕЛА", events(one, shown));
  if (!court.utf8) tabs.add("ЛИЦА", people_tab(shown));
  if (shown.act) tabs.add_raw("СУДЕБНЫЕ АКТЫ", act_tab(act_text(world, one, snapshot)));
  return page(court, fmt::format("<div id=\"content\"><div align=\"center\" class=\"title\">{}</div>\n<div "
                                 "align=\"center\" class=\"casenumber\">ДЕЛО № {}</div>\n{}</div>",
                                 title_of(one.stage), shown.number, tabs.html()));
}

std::string list_page(const World& world, std::uint32_t court, std::span<const DemoCase* const> rows, std::size_t first,
                      std::size_t all, std::size_t snapshot) {
  std::string table = "<table width=\"100%\" border=\"0\" cellpadding=\"3\" cellspacing=\"0\" id=\"tablcont\"><tr>";
  for (const std::string_view head : {"№ дела", "Дата<br>поступления", "Информация по делу", "Судья", "Дата<br>решения",
                                      "Решение", "Дата вступления<br>в законную силу", "Судебные<br>акты"})
    table += fmt::format("<th style=\"text-align: center\" >{}</th>", head);
  table += "</tr>\n";
  for (const DemoCase* const one : rows) table += list_row(*one, snapshot);
  return page(
      world.courts[court],
      fmt::format("<div id=\"content\"><table width=\"100%\" border=\"0\"><tr><td align=\"right\">Всего по запросу "
                  "найдено — {}. На странице записи с {}\t\t\t\tпо {}.&nbsp;</td></tr></table>\n{}</table></div>",
                  all, first, first + rows.size() - 1, table));
}

std::string uid_page(const World& world, const DemoCase& first, const DemoCase& second, std::size_t snapshot) {
  std::string table;
  for (const DemoCase* const one : {&first, &second}) {
    const Shown shown = shown_in(*one, snapshot);
    table += fmt::format(
        "<tr>\n<td>{}</td>\n<td><a href=\"http://sud.example.invalid/modules.php?name=sud_delo&amp;name_op=case\">{}"
        "</a></td>\n<td>{}</td><td>&lt;стороны "
        "скрыты&gt;</td><td>{}</td><td>{}</td><td>{}</td><td>&nbsp;</td>\n</tr>\n",
        world.courts[one->court].name, shown.number, shown.received, shown.judge, shown.decided,
        shown.is_decided ? shown.accused.front().result : "");
  }
  return "<!doctype html><html><meta charset=\"utf-8\"><body>\n<p>Всего по запросу найдено - 2</p>\n<table "
         "class=\"law-case-table line-hover\" id=\"tablcont\">\n<tr><td>Суд</td><td>Номер дела</td><td>Дата "
         "поступления</td><td>Информация по делу</td><td>Судья</td><td>Дата решения</td><td>Решение</td><td>Судебные "
         "акты</td></tr>\n" +
         table + "</table></body></html>\n";
}

std::string captcha_page(const DemoCourt& court) {
  return page(court,
              "<form id=\"calform\" name=\"calform\" method=\"get\"><p>Неверно указан проверочный код с картинки.</p>"
              "<input name=\"captcha\" type=\"text\"><input name=\"captchaid\" type=\"hidden\"></form>");
}

std::string throttle_page(const DemoCourt& court) {
  return page(court, "<p>Слишком много запросов. Доступ ограничен, повторите попытку позже.</p>");
}

std::string nothing_found_page(const DemoCourt& court) {
  return page(court, "<div id=\"content\"><p>Данных по запросу не обнаружено</p></div>");
}

std::string encoded(std::string_view page, bool utf8) {
  if (utf8) return std::string{page};
  std::string bytes;
  for (std::size_t at = 0; at < page.size();) {
    const auto byte = static_cast<unsigned char>(page[at]);
    const std::size_t size = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : 3;
    const std::string_view letter = page.substr(at, size);
    const unsigned code = size == 2 ? (byte & 0x1FU) << 6U | (static_cast<unsigned char>(page[at + 1]) & 0x3FU) : byte;
    if (size == 1)
      bytes += page[at];
    else if (code >= 0x410 && code <= 0x44F)
      bytes += static_cast<char>(code - 0x410 + 0xC0);
    else if (letter == "Ё" || letter == "ё")
      bytes += letter == "Ё" ? '\xA8' : '\xB8';
    else
      bytes += letter == "№" ? '\xB9' : letter == "—" ? '\x97' : '?';
    at += size;
  }
  return bytes;
}

}  // namespace waymark::courts
