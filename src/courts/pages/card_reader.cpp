#include "courts/pages/card_reader.h"

#include <algorithm>
#include <iterator>

#include "courts/ids/words.h"
#include "courts/pages/labels.h"

namespace waymark::courts {
namespace {

constexpr std::string_view kWhere = "ДЕЛО №";

bool has_columns(const Section& section, Label label) {
  return std::any_of(section.columns.begin(), section.columns.end(),
                     [&](const std::string& column) { return label_of_text(column) == label; });
}

/// The cells of one row by label; later columns of the same label do not replace earlier ones.
class Row {
 public:
  Row(const Section& section, const std::vector<std::string>& cells) : section_(section), cells_(cells) {}
  [[nodiscard]] std::string get(Label label) const {
    for (std::size_t i = 0; i < section_.columns.size(); ++i) {
      if (label_of_text(section_.columns[i]) == label) return cells_[i];
    }
    return {};
  }

 private:
  const Section& section_;
  const std::vector<std::string>& cells_;
};

Person read_person(const Row& row, Stage stage) {
  Person person;
  person.name = row.get(Label::kPersonName);
  person.name_kind = name_kind_of(person.name);
  person.role = row.get(Label::kRole);
  person.articles_written = row.get(Label::kArticles);
  person.articles = read_articles(person.articles_written, assumed_code(stage));
  person.decided = read_date(row.get(Label::kPersonDecided));
  person.result = row.get(Label::kPersonResult);
  return person;
}

Event read_event(const Row& row, const std::string& section) {
  return {.section = section,
          .name = row.get(Label::kEventName),
          .date = read_date(row.get(Label::kEventDate)),
          .time = row.get(Label::kEventTime),
          .place = row.get(Label::kEventPlace),
          .result = row.get(Label::kEventResult),
          .ground = row.get(Label::kEventGround),
          .note = row.get(Label::kEventNote),
          .placed = read_date(row.get(Label::kEventPlaced))};
}

/// On administrative cards accused and others share a table: the accused are the rows with an article or that role.
bool is_accused(const Row& row) {
  const std::string role = plain(row.get(Label::kRole));
  return role.empty() || !row.get(Label::kArticles).empty() ||
         holds_any(role, {"привлекаем", "подсудим", "обвиняем", "осужден"});
}

/// Pages of the older interface hold everything twice, on the screen and for the printer.
bool is_copy(const Section& section, const std::vector<Section>& before) {
  return std::any_of(before.begin(), before.end(), [&](const Section& other) {
    return !section.rows.empty() && other.rows == section.rows && other.columns == section.columns;
  });
}

/// Whether the people of a table were all there already, named and charged alike: another copy of the same table.
bool are_known(const std::vector<Person>& people, const std::vector<Person>& known) {
  if (people.empty() || people.size() != known.size()) return false;
  for (std::size_t i = 0; i < people.size(); ++i) {
    const bool same =
        plain(people[i].name) == plain(known[i].name) && people[i].articles.normal() == known[i].articles.normal();
    if (!same) return false;
  }
  return true;
}

void take_rows(Card& card, const Section& section) {
  std::vector<Person> accused;
  const bool people = has_columns(section, Label::kPersonName);
  const bool parties = has_columns(section, Label::kPartyName);
  const bool events = has_columns(section, Label::kEventName) && has_columns(section, Label::kEventDate);
  for (const std::vector<std::string>& cells : section.rows) {
    const Row row{section, cells};
    if (events) card.events.push_back(read_event(row, section.title));
    if (people && is_accused(row)) accused.push_back(read_person(row, card.stage));
    if (people && !is_accused(row)) card.parties.push_back({row.get(Label::kRole), row.get(Label::kPersonName)});
    if (parties) card.parties.push_back({row.get(Label::kRole), row.get(Label::kPartyName)});
  }
  if (!are_known(accused, card.persons)) std::move(accused.begin(), accused.end(), std::back_inserter(card.persons));
}

void note_unknown_labels(const Section& section, std::vector<Note>& notes) {
  for (const Pair& pair : section.pairs) {
    if (label_of_text(pair.label) == Label::kNone) notes.push_back({Note::Kind::kLabel, pair.label});
  }
  for (const std::string& column : section.columns) {
    if (label_of_text(column) == Label::kNone && !column.empty()) notes.push_back({Note::Kind::kLabel, column});
  }
}

/// The older interface names its tabs otherwise ("Судебный акт #1 (Приговор)"). Its act is the smallest element that
/// holds both the heading of an act and "установил" with an end to it.
void take_act_of_older_interface(Card& card, const Html& html) {
  constexpr std::size_t kActBytesMin = 300;
  const std::string_view whole = html.whole_text();
  if (whole.find("Судебный акт #") == std::string_view::npos && whole.find("Судебный акт №") == std::string_view::npos)
    return;
  std::size_t best = Html::kNone;
  for (std::size_t node = 0; node < html.size(); ++node) {
    const std::size_t size = html.raw_text(node).size();
    if (size < kActBytesMin || (best != Html::kNone && size >= html.raw_text(best).size())) continue;
    std::string words = lowered(html.raw_text(node));
    std::erase_if(words, [](char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; });
    const bool heading = holds_any(words, {"приговор", "постановление", "определение"});
    const bool ends = holds_any(words, {"приговорил:", "постановил:", "определил:", "приговорила:", "определила:"});
    if (heading && ends && words.find("установил") != std::string::npos) best = node;
  }
  if (best == Html::kNone) return;
  ActText act{.title = {}, .text = html.text(best)};
  act.sha256 = crypto::sha256(view_of(act.text));
  card.acts.push_back(std::move(act));
}

/// Tabs of acts: "cont_doc1" has the text, "tab_doc1" its title.
void take_acts(Card& card, const Html& html) {
  for (int number = 1; number <= 50; ++number) {
    const std::size_t node = html.find_id("cont_doc" + std::to_string(number));
    if (node == Html::kNone) break;
    const std::size_t tab = html.find_id("tab_doc" + std::to_string(number));
    ActText act{.title = tab == Html::kNone ? std::string{} : html.line(tab), .text = html.text(node)};
    act.sha256 = crypto::sha256(view_of(act.text));
    if (!act.text.empty()) card.acts.push_back(std::move(act));
  }
  if (card.acts.empty()) take_act_of_older_interface(card, html);
  // A card whose tab of acts is not there was looked at and has none.
  card.act_state = card.acts.empty() ? ActState::kAbsent : ActState::kPublished;
}

std::string card_number_of(const Html& html) {
  const std::size_t node = html.find_class("casenumber");
  std::string text = node != Html::kNone ? html.line(node) : std::string{};
  if (text.empty()) {
    const std::size_t at = html.whole_text().find(kWhere);
    if (at != std::string_view::npos)
      text = squeezed(html.whole_text().substr(at, html.whole_text().find('\n', at) - at));
  }
  if (text.starts_with("ДЕЛО")) text.erase(0, std::string_view{"ДЕЛО"}.size());
  std::string_view number = trimmed(text);
  if (number.starts_with("№")) number.remove_prefix(std::string_view{"№"}.size());
  return std::string{trimmed(number)};
}

std::string title_of(const Html& html) {
  const std::size_t content = html.find_id("content");
  const std::size_t node = html.find_class("title", content == Html::kNone ? 0 : content);
  return node == Html::kNone ? std::string{} : html.line(node);
}

}  // namespace

std::string_view assumed_code(Stage stage) {
  if (stage == Stage::kAdministrative) return "КоАП";
  return stage == Stage::kCivil ? "" : "УК";
}

bool take_field(Card& card, std::string_view label, const std::string& value) {
  switch (label_of_text(label)) {
    case Label::kUid: card.uid = Uid::read(value); return true;
    case Label::kNumber: card.number = read_case_number(value); return true;
    case Label::kReceived: card.received = read_date(value); return true;
    case Label::kDecided: card.decided = read_date(value); return true;
    case Label::kInForce: card.in_force = read_date(value); return true;
    case Label::kJudge: card.judge = value; return true;
    case Label::kResult: card.result = value; return true;
    case Label::kState:
      if (card.result.empty()) card.result = value;
      return true;
    case Label::kCategory: card.category = value; return true;
    case Label::kCourt: card.court = value; return true;
    case Label::kLowerRegion: card.lower.region = value; return true;
    case Label::kLowerCourt: card.lower.court = value; return true;
    case Label::kLowerNumber: card.lower.number = value; return true;
    case Label::kLowerJudge: card.lower.judge = value; return true;
    case Label::kNone: return false;
    default: return true;
  }
}

bool has_card(const Html& html, const std::vector<PageTable>& tables) {
  for (const PageTable& table : tables) {
    for (const Pair& pair : table.section.pairs) {
      const Label label = label_of_text(pair.label);
      if (label == Label::kUid || label == Label::kReceived) return true;
    }
  }
  return html.find_class("casenumber") != Html::kNone;
}

Card read_card(const Html& html, const std::vector<PageTable>& tables, const PageCourt& court,
               std::vector<Note>& notes) {
  Card card;
  card.view = View::kCard;
  card.court_code = court.code;
  card.court = court.name;
  card.title = title_of(html);
  card.number = read_case_number(card_number_of(html));
  for (const PageTable& table : tables) {
    for (const Pair& pair : table.section.pairs) take_field(card, pair.label, pair.value);
  }
  card.stage = stage_of(card.title, card.number, card.court_code);
  for (const PageTable& table : tables) {
    if (is_copy(table.section, card.sections)) continue;
    note_unknown_labels(table.section, notes);
    take_rows(card, table.section);
    card.sections.push_back(table.section);
  }
  if (const std::size_t node = html.find_class("publishInfo"); node != Html::kNone) card.published = html.line(node);
  take_acts(card, html);
  return card;
}

bool is_case_list(const Section& section) {
  return has_columns(section, Label::kNumber) &&
         (has_columns(section, Label::kReceived) || has_columns(section, Label::kInfo) ||
          has_columns(section, Label::kResult) || has_columns(section, Label::kDecided));
}

void take_info_lines(Card& card, const std::string& text, std::vector<Note>& notes) {
  for (const std::string_view line : split(text, "\n")) {
    const std::size_t colon = line.find(':');
    const std::string label = plain(line.substr(0, std::min(colon, line.size())));
    if (colon != std::string_view::npos &&
        holds_any(label, {"обвиняем", "подсудим", "осужден", "привлекаем", "лицо, в отношении"})) {
      Person person{.name = std::string{trimmed(line.substr(colon + 1))}};
      person.role = std::string{trimmed(line.substr(0, colon))};
      card.persons.push_back(std::move(person));
    } else if (colon != std::string_view::npos && label_of_text(line.substr(0, colon)) != Label::kNone) {
      take_field(card, line.substr(0, colon), std::string{trimmed(line.substr(colon + 1))});
    } else if (const std::size_t dash = line.find(" - ");
               dash != std::string_view::npos && !read_articles(line.substr(dash + 3)).list.empty()) {
      Person person{.name = std::string{trimmed(line.substr(0, dash))}};
      person.articles_written = std::string{trimmed(line.substr(dash + 3))};
      card.persons.push_back(std::move(person));
    } else if (!holds_any(plain(line), {"стороны скрыты", "истец", "ответчик", "заявитель", "жалобу подал"})) {
      notes.push_back({Note::Kind::kLabel, std::string{line}});
    }
  }
}

std::vector<Card> read_list(const PageTable& table, const PageCourt& court, View view, std::vector<Note>& notes) {
  std::vector<Card> cards;
  note_unknown_labels(table.section, notes);
  for (std::size_t index = 0; index < table.section.rows.size(); ++index) {
    const std::vector<std::string>& cells = table.section.rows[index];
    Card card;
    card.view = view;
    card.court_code = court.code;
    card.court = court.name;
    Section said{.title = {}, .pairs = {}, .columns = {}, .rows = {}};
    for (std::size_t i = 0; i < table.section.columns.size(); ++i) {
      const std::string& column = table.section.columns[i];
      said.pairs.push_back({.label = column, .value = cells[i], .link = table.links[index][i]});
      const Label label = label_of_text(column);
      if (label == Label::kInfo)
        take_info_lines(card, cells[i], notes);
      else
        take_field(card, column, cells[i]);
      if (label == Label::kNumber) card.url = table.links[index][i];
      if (label == Label::kActs && !table.links[index][i].empty()) card.act_state = ActState::kPublished;
      if (label == Label::kArticles && !cells[i].empty()) card.persons.push_back({.articles_written = cells[i]});
    }
    if (card.court != court.name) card.court_code.clear();  // a search over several courts names each in its row
    if (card.number.written.empty()) {
      notes.push_back({Note::Kind::kRow, cells.empty() ? std::string{} : cells[0]});
      continue;
    }
    card.stage = stage_of(card.title, card.number, card.court_code);
    for (Person& person : card.persons) {
      person.name_kind = name_kind_of(person.name);
      person.articles = read_articles(person.articles_written, assumed_code(card.stage));
      if (person.result.empty()) person.result = card.result;
    }
    card.sections.push_back(std::move(said));
    cards.push_back(std::move(card));
  }
  return cards;
}

}  // namespace waymark::courts
