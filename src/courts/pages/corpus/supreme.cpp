// The Supreme Court: the older page (blocks "vs-items-body", rows of three columns) and the newer one (blocks
// "CaseStyle_case_item", rows of attribute and value). Cards and results of a search are made of the same blocks.
#include <fmt/format.h>

#include "courts/pages/corpus/portals.h"

namespace waymark::courts::corpus {
namespace {

std::string lines_of(const Json& list) {
  std::string out;
  for (const Json& one : list) out += fmt::format("<div>\n<span> {}</span>\n</div>", html_of(one.get<std::string>()));
  return out;
}

std::string old_row(std::string_view label, const std::string& value) {
  return fmt::format(
      "<div class=\"row vs-item-detail\">\n<div class=\"col-md-2\"></div>\n<div class=\"col-md-3 \">\n{}:\n"
      "</div>\n<div class=\"col-md-7 vs-items-additional-info\">\n{}\n</div>\n</div>\n",
      html_of(label), value);
}

std::string old_block(const Json& block, bool card) {
  const std::string number = html_of(text_of(block, "number")), kind = html_of(text_of(block, "kind"));
  std::string out = "<div class=\"vs-items-body \" data-subscribe-claim-id=\"1\">\n";
  if (card)
    out += fmt::format(
        "<div class=\"row vs-items-separate vs-appeal-title\"><div class=\"col-md-2 vs-items-title-extra\">"
        "{}</div><div class=\"col-md-10\"><div class=\"vs-items-title-extra\"><span "
        "class=\"vs-items-additional-info\">\n{}.\n</span>\n{}</div></div></div>\n",
        text_of(block, "date"), number, kind);
  else
    out += fmt::format(
        "<div class=\"row vs-items-separate vs-border\"><div class=\"col-md-2 vs-items-label\"><a "
        "href=\"{}\">\n{}</a></div><div class=\"col-md-3 vs-items-title\"></div><div class=\"col-md-7 "
        "vs-items-title\">{}</div></div>\n",
        text_of(block, "url"), number, kind);
  for (const Json& row : list_of(block, "rows"))
    out += old_row(row[0].get<std::string>(), html_of(row[1].get<std::string>()));
  for (const Json& row : list_of(block, "people")) out += old_row(row[0].get<std::string>(), lines_of(row[1]));
  for (const Json& event : list_of(block, "events"))
    out += fmt::format(
        "<div class=\"row vs-item-detail\"><div class=\"col-md-2\"></div><div class=\"col-md-2 "
        "lato-bold-text\">\n{}\n</div><div class=\"col-md-1 padding-r-0\"></div><div class=\"col-md-7 "
        "vs-items-black\">\n{}{}\n</div></div>\n",
        event[0].get<std::string>(), html_of(event[1].get<std::string>()),
        event.size() < 3 ? std::string{}
                         : fmt::format("<div>Докладчик:&nbsp;<span class=\"vs-reporter-name\">{}</span></div>",
                                       html_of(event[2].get<std::string>())));
  return out + "<div class=\"row\"></div>\n</div>\n";
}

std::string new_row(std::string_view label, const std::string& value) {
  return fmt::format(
      "<div class=\"RowElement_container__OoOzI\"><div class=\"CaseStyle_registerDateRow_attribute__bpl1j\">"
      "{}:</div><div class=\"CaseStyle_case_value__0SnjY\">{}</div></div>\n",
      html_of(label), value);
}

std::string new_title(const Json& block, bool card) {
  const std::string number = html_of(text_of(block, "number")), kind = html_of(text_of(block, "kind"));
  constexpr std::string_view kSpan = "<span class=\"Typography-module_typography__bx0e6\">";
  if (!card)
    return fmt::format(
        "<div class=\"CaseStyle_case_titleRow__j6qjo\"><div><a href=\"{}\" "
        "class=\"CaseStyle_case_link__xA_5_\">{}</a></div><div "
        "class=\"CaseStyle_case_titleItemList__3nDpE\">{}</div></div>",
        text_of(block, "url"), number, kind);
  const std::string words = kind == "Дело" ? fmt::format("{0}Дело №</span>{0}{1}</span>", kSpan, number)
                                           : fmt::format("{0}{1}<!-- -->. </span>{0}{2}</span>", kSpan, number, kind);
  return fmt::format(
      "<div class=\"CaseStyle_cardTitleRow__1eMK2\"><div>{}</div><div><a id=\"17-1\"></a>{}{}</span></div></div>",
      words, kSpan, text_of(block, "date"));
}

std::string new_block(const Json& block, bool card) {
  std::string out = "<div class=\"CaseStyle_case_item__dMbr2\">" + new_title(block, card);
  out += "<div class=\"CaseStyle_category__nTZon\"><span>Ключевые сведения</span></div>\n";
  for (const Json& row : list_of(block, "rows"))
    out += new_row(row[0].get<std::string>(), html_of(row[1].get<std::string>()));
  out += "<div class=\"CaseStyle_personalitiesCategory__BuxmS\"><span>Участники</span></div>";
  for (const Json& row : list_of(block, "people"))
    out += fmt::format(
        "<div class=\"CaseStyle_case_personalList_item__IWdkV\"><div "
        "class=\"CaseStyle_registerDateRow_attribute__bpl1j\">{}:</div><div>{}</div></div>",
        html_of(row[0].get<std::string>()), lines_of(row[1]));
  out += "<div class=\"CaseStyle_eventsRow_title__ygfdy\"><span>Движение по делу</span></div>";
  int number = 0;
  for (const Json& event : list_of(block, "events")) {
    ++number;
    if (event.size() >= 3)
      out += fmt::format(
          "<div class=\"FinalActRow_container___soz7\"><div class=\"FinalActRow_date___oeoL\">{}</div><div><div "
          "class=\"FinalActRow_col__bljH0\"><a href=\"/lk/practice/stor_pdf/1\">Определение<!-- -->. </a>{}<div>"
          "Докладчик: <span class=\"vs-reporter-name\">{}</span></div></div></div></div>",
          event[0].get<std::string>(), html_of(event[1].get<std::string>()), html_of(event[2].get<std::string>()));
    else
      out += fmt::format(
          "<div class=\"CaseStyle_appealEventRow__lRXUi\"><div><span>{}</span></div><div><div "
          "class=\"CaseStyle_appealEventRow_date__EYBoi\">{}</div><div "
          "class=\"CaseStyle_case_value__0SnjY\">{}</div></div></div>",
          number, event[0].get<std::string>(), html_of(event[1].get<std::string>()));
  }
  return out + "</div>\n";
}

}  // namespace

std::string supreme_old(const Json& page) {
  const std::string counter = text_of(page, "counter");
  std::string blocks;
  for (const Json& block : list_of(page, "blocks")) blocks += old_block(block, counter.empty());
  const std::string form =
      "<form class=\"full filter-form\"><label for=\"registerDateFrom\">\nДата поступления\n</label><div><input "
      "type=\"checkbox\"><label for=\"registerDateExact\">Точная дата</label></div><label>Дата рассмотрения</label>"
      "<div class=\"count-label\">\n" +
      counter + "\n</div></form>";
  return fmt::format(
      "<!DOCTYPE html><html><head><title>\n{}</title></head><body><nav><h1><a href=\"https://vsrf.ru/\">Верховный Суд "
      "Российской Федерации</a></h1><ul><li>Тексты судебных актов</li><li>Списки дел к слушанию</li></ul></nav>{}<div "
      "id=\"vs-items\" class=\"vs-items vs-list-items\">{}</div><div class=\"vs-footer\"><p>Верховный Суд Российской "
      "Федерации</p></div></body></html>\n",
      counter.empty() ? "Карточка производства" : "Электронная справочная",
      counter.empty() ? "<h1>Карточка производства</h1>" : form, blocks);
}

std::string supreme_new(const Json& page) {
  const std::string counter = text_of(page, "counter");
  std::string blocks;
  for (const Json& block : list_of(page, "blocks")) blocks += new_block(block, counter.empty());
  if (counter.empty())
    return "<div class=\"ShadowBlock-module_shadow-block__Urreg CaseStyle_case_card__gZyMG\">" + blocks + "</div>\n";
  return fmt::format(
      "<div class=\"SearchPage_resultsBlock__qDIxx\"><h2>Результаты поиска</h2><div>{}</div>\n{}</div>\n", counter,
      blocks);
}

}  // namespace waymark::courts::corpus
