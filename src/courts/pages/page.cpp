#include "courts/pages/page.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "courts/ids/law_table.h"
#include "courts/ids/words.h"
#include "courts/pages/acts.h"
#include "courts/pages/card_reader.h"
#include "courts/pages/html.h"
#include "courts/pages/page_kind.h"
#include "courts/pages/supreme.h"
#include "courts/pages/tables.h"

namespace waymark::courts {
namespace {

constexpr std::size_t kCourtCodeBytes = 8;

bool is_court_code(std::string_view text) {
  return text.size() == kCourtCodeBytes && is_digit(text[0]) && is_digit(text[1]) && text[2] >= 'A' && text[2] <= 'Z' &&
         text[3] >= 'A' && text[3] <= 'Z' && is_digit(text[4]) && is_digit(text[7]);
}

/// The value of a parameter in a link: "…?fromOa=26KJ0005".
std::string_view parameter(std::string_view link, std::string_view name) {
  const std::size_t at = link.find(name);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = link.substr(at + name.size());
  return rest.substr(0, rest.find_first_of("&#\"' "));
}

/// The court's code stands in the link to its electronic office, else in the links of the page's own searches.
std::string court_code_of(const Html& html) {
  for (const std::string_view name : {"fromOa=", "vnkod="}) {
    for (std::size_t node = 0; node < html.size(); ++node) {
      if (html.tag(node) != Tag::kA) continue;
      const std::string_view code = parameter(html.href(node), name);
      if (is_court_code(code)) return std::string{code};
    }
  }
  for (std::size_t node = 0; node < html.size(); ++node)  // Moscow's portal
    if (html.tag(node) == Tag::kInput && html.name(node) == "courtCode" && is_court_code(html.value(node)))
      return std::string{html.value(node)};
  return {};
}

/// "Информация по делу № … | Энский суд | Официальный портал …": the piece that names a court, if any does.
std::string court_of_title(std::string_view title) {
  if (title.find('|') == std::string_view::npos) return std::string{title};
  for (const std::string_view piece : split(title, "|")) {
    const std::string words = plain(piece);
    const bool court = find_word(words, "суд") != std::string::npos || holds(words, "судебный участок");
    if (court && !holds_any(words, {"портал", "по делу"})) return std::string{piece};
  }
  return {};
}

std::string court_name_of(const Html& html) {
  for (std::size_t node = 0; node < html.size(); ++node) {
    if (html.tag(node) != Tag::kTitle) continue;
    std::string name = html.line(node);
    const std::string words = plain(name);
    // "Судебное делопроизводство", "Информация по судебным делам" name no court.
    if (find_word(words, "суд") != std::string::npos || holds_any(words, {"суда", "судебный участок", "мировой судья"}))
      return court_of_title(name);
  }
  return {};
}

/// Browsers write "<!-- saved from url=(0045)https://… -->" at the top.
std::string saved_from(std::string_view text) {
  constexpr std::string_view kMark = "saved from url=";
  const std::size_t at = text.substr(0, 4096).find(kMark);
  if (at == std::string_view::npos) return {};
  std::string_view rest = text.substr(at + kMark.size(), 2048);
  if (rest.starts_with("(")) rest.remove_prefix(std::min(rest.find(')') + 1, rest.size()));
  return std::string{rest.substr(0, std::min(rest.find_first_of(" \r\n"), rest.size()))};
}

/// "530", "1 530", "1\u00a0530": the number at the beginning, with a blank before three digits. -1 if there is none.
std::int64_t grouped_number(std::string_view text) {
  std::int64_t number = -1;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{}) return -1;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  const auto digits = [&] { return static_cast<std::size_t>(std::ranges::find_if_not(text, is_digit) - text.begin()); };
  for (bool grouped = true; grouped && number < 1'000'000;) {
    grouped = false;
    for (const std::string_view blank : {" ", "\u00a0", "\u202f", "\u2009"}) {
      if (!text.starts_with(blank)) continue;
      text.remove_prefix(blank.size());
      if (digits() != 3) return number;
      number = number * 1000 + (text[0] - '0') * 100 + (text[1] - '0') * 10 + (text[2] - '0');
      text.remove_prefix(3);
      grouped = true;
      break;
    }
  }
  return number;
}

std::int64_t number_after(std::string_view text, std::string_view words, std::size_t from) {
  const std::size_t at = text.find(words, from);
  if (at == std::string_view::npos) return -1;
  std::size_t begin = at + words.size();
  while (begin < text.size() && !is_digit(text[begin]) && begin - at < words.size() + 12) ++begin;
  return grouped_number(text.substr(std::min(begin, text.size())));
}

void read_paging(std::string_view text, PageReading& page) {
  for (const std::string_view words :
       {"Всего по запросу найдено", "Найдено дел", "Найдено записей", "НАЙДЕНО:", "Найдено:"})
    if (page.found_in_all < 0) page.found_in_all = number_after(text, words, 0);
  const std::size_t at = text.find("записи с");
  if (at == std::string_view::npos) return;
  page.first_row = number_after(text, "записи с", 0);
  page.last_row = number_after(text, "по", at + std::string_view{"записи с"}.size());
}

/// A page that is nothing but the text of an act.
bool take_act_page(const Html& html, const PageCourt& court, PageReading& page) {
  const std::size_t act = find_act(html);
  if (act == Html::kNone) return false;
  const std::string text = html.text(act), whole = tidy_lines(html.whole_text());
  Card card;
  card.view = View::kScrape;
  card.court_code = court.code;
  card.court = court.name;
  for (const std::string_view part : {std::string_view{text}, std::string_view{whole}}) {
    if (card.uid.state() == Uid::State::kAbsent) card.uid = Uid::find_in(part);
    for (const std::string_view line : split(part.substr(0, 4000), "\n")) {
      const std::size_t mark = line.find("№");
      if (mark == std::string_view::npos || card.number.understood) continue;
      card.number = read_case_number(line.substr(mark + std::string_view{"№"}.size()));
    }
  }
  if (!card.number.understood) return false;
  card.stage = stage_of({}, card.number, card.court_code);
  card.act_state = ActState::kPublished;
  card.acts.push_back({.title = {}, .text = text, .sha256 = crypto::sha256(view_of(text))});
  page.cards.push_back(std::move(card));
  return true;
}

/// Cards behind the first one, which are not read, are named.
void note_other_cards(const Html& html, const Card& card, std::vector<Note>& notes) {
  for (std::size_t node = 0; node < html.size(); ++node) {
    if (!html.has_class(node, "casenumber") && !html.has_class(node, "case-num")) continue;
    const CaseNumber number = read_case_number(html.line(node));
    if (number.understood && number.main.normal() != card.number.main.normal())
      notes.push_back({Note::Kind::kAnotherPage, number.main.normal()});
  }
}

/// The page of one case, whose fields stand in tables or in rows of other elements.
bool take_card(const Html& html, const PageCourt& court, const std::vector<PageTable>& tables, PageReading& page) {
  std::vector<PageTable> all = tables;
  std::vector<Pair> pairs;
  if (card_number_of(html).empty()) pairs = loose_pairs(html, 0);
  if (pairs.size() >= 3)
    all.insert(all.begin(), PageTable{.section = {.title = {}, .pairs = std::move(pairs), .columns = {}, .rows = {}},
                                      .node = 0,
                                      .last_row = 0,
                                      .links = {}});
  std::vector<Note> notes;
  Card card = read_card(html, all, court, notes);
  if (!is_a_case(card)) return false;
  page.kind = PageKind::kCard;
  note_other_cards(html, card, notes);
  page.notes.insert(page.notes.end(), notes.begin(), notes.end());
  page.cards.push_back(std::move(card));
  return true;
}

/// @param cut_row  the row within which the page breaks off, which is left out; Html::kNone
void take_lists(std::vector<PageTable>& tables, const PageCourt& court, std::size_t cut_row, PageReading& page) {
  for (PageTable& table : tables) {
    if (!is_case_list(table.section)) continue;
    if (table.last_row == cut_row && !table.section.rows.empty()) table.section.rows.pop_back();
    const bool several_courts = std::any_of(table.section.columns.begin(), table.section.columns.end(),
                                            [](const std::string& column) { return plain(column) == "суд"; });
    page.kind = several_courts ? PageKind::kUidList : PageKind::kList;
    auto cards = read_list(table, court, several_courts ? View::kUidRow : View::kListRow, page.notes);
    page.cards.insert(page.cards.end(), std::make_move_iterator(cards.begin()), std::make_move_iterator(cards.end()));
  }
}

/// Results of a search whose rows are no table: "НАЙДЕНО: 10", or several identifiers of cases.
bool holds_several_cases(const Html& html) {
  if (number_after(html.whole_text(), "НАЙДЕНО", 0) >= 1 || number_after(html.whole_text(), "Найдено:", 0) >= 1)
    return true;
  const std::string_view text = html.whole_text();
  std::optional<std::string> first;
  constexpr std::size_t kUidBytes = 26;
  for (std::size_t at = 0; at + kUidBytes <= text.size();) {
    const Uid uid = Uid::find_in(text.substr(at));
    if (!uid.key()) return false;
    if (first && *first != *uid.key()) return true;
    first = *uid.key();
    const std::size_t found = text.find(uid.written(), at);
    if (found == std::string_view::npos) return false;
    at = found + kUidBytes;
  }
  return false;
}

bool is_list(const PageReading& page) { return page.kind == PageKind::kList || page.kind == PageKind::kUidList; }

/// What a page that breaks off is of, for whoever saves it again.
std::string name_of_cut(const Html& html, const PageReading& page) {
  std::string name = "list";
  if (!is_list(page)) {
    const CaseNumber number = page.cards.empty() ? read_case_number(card_number_of(html)) : page.cards[0].number;
    name = number.understood ? number.main.normal() : "unknown case";
  }
  return page.court.empty() ? name : name + ", " + page.court;
}

/// The last row of a page that breaks off within one; Html::kNone.
std::size_t cut_row_of(std::string_view text, const Html& html) {
  const std::size_t end = text.rfind("</tr");
  if (text.substr(end == std::string_view::npos ? 0 : end).find("<tr") == std::string_view::npos) return Html::kNone;
  for (std::size_t node = html.size(); node-- > 0;)
    if (html.tag(node) == Tag::kTr) return node;
  return Html::kNone;
}

/// Of a list that breaks off its whole rows are read; a card that does says nothing: what it lacks would be an edit.
void take_what_is_left(const Html& html, PageReading& page) {
  page.notes.assign(1, {Note::Kind::kCutOff, name_of_cut(html, page)});
  if (is_list(page))
    read_paging(html.whole_text(), page);
  else
    page.cards.clear();
  page.kind = PageKind::kTruncated;
}

/// A list without a row: none was found, or what was found is of a form that nobody reads.
void judge_empty_list(const Html& html, PageReading& page) {
  read_paging(html.whole_text(), page);
  page.kind = page.found_in_all == 0 ? PageKind::kNothingFound : PageKind::kUnknown;
  page.found_in_all = -1;
}

void take_answer(const Html& html, std::size_t cut_row, PageReading& page) {
  const PageCourt court{.code = page.court_code, .name = page.court};
  const std::size_t content = html.find_id("modSdpContent");
  std::vector<PageTable> tables = rows_from_pairs(tables_in(html, content == Html::kNone ? 0 : content));
  const bool one_case = !card_number_of(html).empty();
  const bool form = html.find_id("calform") != Html::kNone;  // a search form has the labels of a card
  if (!one_case) take_lists(tables, court, cut_row, page);
  if (page.kind != PageKind::kUnknown || take_supreme(html, page)) return;
  if (!one_case && (form || has_captcha_field(html) || holds_several_cases(html))) return;
  take_card(html, court, tables, page);
}

void classify(std::string_view text, const Html& html, PageReading& page) {
  const bool cut = is_cut_off(text, html);
  take_answer(html, cut ? cut_row_of(text, html) : Html::kNone, page);
  if (page.kind != PageKind::kUnknown) {
    if (cut) return take_what_is_left(html, page);
    if (is_list(page) && page.cards.empty()) judge_empty_list(html, page);
    return;
  }
  // An act may speak of limits, addresses and works; where there is no form to search or to prove oneself, it decides.
  const bool form = html.find_id("calform") != Html::kNone;
  if (!form && !has_captcha_field(html) && take_act_page(html, {.code = page.court_code, .name = page.court}, page)) {
    page.kind = PageKind::kActText;
    return;
  }
  page.kind = non_answer_of(html);
  if (page.kind == PageKind::kUnknown && cut) take_what_is_left(html, page);
}

void note_date(const CourtDate& date, std::vector<Note>& notes) {
  if (date.kind == CourtDate::Kind::kUnreadable) notes.push_back({Note::Kind::kDate, date.written});
}

void note_articles(const Person& person, const CourtDate& decided, std::vector<Note>& notes) {
  for (const std::string& piece : person.articles.not_read) notes.push_back({Note::Kind::kArticle, piece});
  if (person.articles.in_part) notes.push_back({Note::Kind::kArticle, person.articles_written});
  const auto day = person.decided.known() ? person.decided.known() : decided.known();
  for (const Article& article : person.articles.list) {
    if (article.code != "УК") continue;
    const LawAnswer answer = law_on(article.article, article.part, day.value_or(0));
    if (answer == LawAnswer::kNotYet && day) notes.push_back({Note::Kind::kArticleNotYet, article.normal()});
    if (answer == LawAnswer::kNoSuchPart) notes.push_back({Note::Kind::kNoSuchPart, article.normal()});
  }
}

}  // namespace

std::string_view name_of(Note::Kind kind) {
  constexpr std::array<std::string_view, kNoteKinds> kNames = {"label or header not known",
                                                               "case number not understood",
                                                               "UID malformed",
                                                               "UID fails its check",
                                                               "date that is none",
                                                               "article not understood",
                                                               "row without a number",
                                                               "bytes that are no text",
                                                               "part was not law on that day",
                                                               "article has no such part",
                                                               "page cut off",
                                                               "second page in a file"};
  return kNames[static_cast<std::size_t>(kind)];
}

NameKind name_kind_of(std::string_view name) {
  const std::string words = plain(name);
  if (words.empty()) return NameKind::kAbsent;
  if (holds_any(words, {"информация скрыта", "скрыт", "изъято", "изъяты"}) || words.starts_with("фио"))
    return NameKind::kHidden;
  if (name.find('.') != std::string_view::npos) return NameKind::kInitials;
  return split(words, " ").size() >= 2 ? NameKind::kFull : NameKind::kOther;
}

void note_faults(const Card& card, std::vector<Note>& notes) {
  if (!card.number.understood) notes.push_back({Note::Kind::kNumber, card.number.written});
  if (card.uid.state() == Uid::State::kMalformed) notes.push_back({Note::Kind::kUidMalformed, card.uid.written()});
  if (card.uid.state() == Uid::State::kWrongCheck) notes.push_back({Note::Kind::kUidWrongCheck, card.uid.written()});
  note_date(card.received, notes);
  note_date(card.decided, notes);
  note_date(card.in_force, notes);
  for (const Event& event : card.events) note_date(event.date, notes);
  for (const Person& person : card.persons) {
    note_date(person.decided, notes);
    note_articles(person, card.decided, notes);
  }
}

namespace {

std::size_t find_tag(std::string_view text, std::string_view small, std::string_view large, std::size_t from) {
  return std::min(text.find(small, from), text.find(large, from));
}

/// Pages that somebody put together in one file: only the first is read.
void note_second_page(std::string_view text, std::vector<Note>& notes) {
  const std::size_t end = find_tag(text, "</html", "</HTML", 0);
  const std::size_t next = end == std::string_view::npos ? end : find_tag(text, "<html", "<HTML", end);
  if (next == std::string_view::npos || find_tag(text, "</table", "</TABLE", next) == std::string_view::npos) return;
  const std::size_t heading = text.find("ДЕЛО №", next);
  const std::string_view rest = text.substr(std::min(heading, text.size()));
  const CaseNumber number = read_case_number(rest.substr(0, std::min(rest.find_first_of("<\r\n"), rest.size())));
  notes.push_back({Note::Kind::kAnotherPage, number.understood ? number.main.normal() : "a page without a number"});
}

}  // namespace

Result<PageReading> read_page(std::string_view bytes) {
  if (bytes.size() > kPageBytesMax)
    return fail(Code::kTooLarge, "courts/page", std::to_string(bytes.size()) + " bytes");
  Decoded decoded;
  decode(bytes, decoded);
  LET(const Html html, Html::parse(decoded.text));
  PageReading page;
  page.encoding = decoded.encoding;
  page.court_code = court_code_of(html);
  page.court = court_name_of(html);
  page.url = saved_from(decoded.text);
  classify(decoded.text, html, page);
  note_second_page(decoded.text, page.notes);
  if (decoded.damaged) page.notes.push_back({Note::Kind::kDamaged, page.court});
  if (is_list(page)) read_paging(html.whole_text(), page);
  for (const Card& card : page.cards) note_faults(card, page.notes);
  return page;
}

}  // namespace waymark::courts
