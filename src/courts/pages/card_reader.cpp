#include "courts/pages/card_reader.h"

#include <algorithm>
#include <iterator>

#include "courts/ids/words.h"
#include "courts/pages/acts.h"
#include "courts/pages/info_lines.h"
#include "courts/pages/labels.h"
#include "courts/pages/whose.h"

namespace waymark::courts {
namespace {

/// What the columns of a table name, looked up once a table.
class Columns {
 public:
  explicit Columns(const Section& section) {
    for (const std::string& column : section.columns) labels_.push_back(label_of_text(column));
  }
  [[nodiscard]] bool have(Label label) const { return at(label) != labels_.size(); }
  /// The first column of that label; later ones do not replace it. The number of columns if there is none.
  [[nodiscard]] std::size_t at(Label label) const {
    return static_cast<std::size_t>(std::find(labels_.begin(), labels_.end(), label) - labels_.begin());
  }

 private:
  std::vector<Label> labels_;
};

/// The cells of one row by label.
class Row {
 public:
  Row(const Columns& columns, const std::vector<std::string>& cells) : columns_(columns), cells_(cells) {}
  [[nodiscard]] std::string get(Label label) const {
    return columns_.have(label) ? cells_[columns_.at(label)] : std::string{};
  }

 private:
  const Columns& columns_;
  const std::vector<std::string>& cells_;
};

Person read_person(const Row& row, const std::string& name, Stage stage) {
  Person person;
  person.name = name;
  person.name_kind = name_kind_of(person.name);
  person.role = row.get(Label::kRole);
  person.articles_written = row.get(Label::kArticles);
  person.articles = read_articles(person.articles_written, assumed_code(stage));
  person.decided = read_date(row.get(Label::kPersonDecided));
  person.result = row.get(Label::kPersonResult);
  return person;
}

/// The first of two cells that says something.
std::string either(std::string first, std::string second) {
  return first.empty() ? std::move(second) : std::move(first);
}

/// The columns of the portals: name, stage or state of what happened; day and hour in one cell or in two.
Event read_event(const Row& row, const std::string& section) {
  const std::string both = row.get(Label::kEventDateTime);
  const std::size_t gap = std::min(both.find(' '), both.size());
  return {.section = section,
          .name = either(either(row.get(Label::kEventName), row.get(Label::kStage)), row.get(Label::kState)),
          .date = read_date(either(row.get(Label::kEventDate), both.substr(0, gap))),
          .time = either(row.get(Label::kEventTime), std::string{trimmed(std::string_view{both}.substr(gap))}),
          .place = row.get(Label::kEventPlace),
          .result = either(row.get(Label::kEventResult), row.get(Label::kResult)),
          .ground = row.get(Label::kEventGround),
          .note = row.get(Label::kEventNote),
          .placed = read_date(row.get(Label::kEventPlaced))};
}

/// On administrative cards accused and others share a table: the accused are the rows with an article or that role.
bool says_accused(const Row& row) {
  return !row.get(Label::kArticles).empty() || is_accused_role(row.get(Label::kRole));
}

/// Where no row says so, the rows without a role are. Beside roles of others, a row without one is nobody's charge.
bool rows_without_a_role_are_accused(const Columns& columns, const Section& section) {
  if (!columns.have(Label::kRole)) return true;
  return std::all_of(section.rows.begin(), section.rows.end(), [&](const std::vector<std::string>& cells) {
    return Row{columns, cells}.get(Label::kRole).empty();
  });
}

/// Pages of the older interface hold everything twice, on the screen and for the printer.
bool is_copy(const Section& section, const std::vector<Section>& before) {
  const auto same = [](const Pair& a, const Pair& b) { return a.label == b.label && a.value == b.value; };
  return std::any_of(before.begin(), before.end(), [&](const Section& other) {
    return other.rows == section.rows && other.columns == section.columns &&
           std::equal(other.pairs.begin(), other.pairs.end(), section.pairs.begin(), section.pairs.end(), same);
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
  const Columns columns{section};
  const bool people = columns.have(Label::kPersonName);
  const bool parties = columns.have(Label::kPartyName);
  const bool day = columns.have(Label::kEventDate) || columns.have(Label::kEventDateTime);
  const bool name = columns.have(Label::kEventName) || columns.have(Label::kStage) || columns.have(Label::kState);
  const bool events = day && name;
  const bool charged = parties && columns.have(Label::kArticles);
  const bool bare = rows_without_a_role_are_accused(columns, section);
  for (const std::vector<std::string>& cells : section.rows) {
    const Row row{columns, cells};
    if (events) card.events.push_back(read_event(row, section.title));
    const bool is_accused = people ? says_accused(row) || (bare && row.get(Label::kRole).empty())
                                   : charged && is_accused_role(row.get(Label::kRole));
    const std::string who = either(row.get(Label::kPersonName), row.get(Label::kPartyName));
    if (is_accused)
      accused.push_back(read_person(row, who, card.stage));
    else if (people || parties)
      card.parties.push_back({row.get(Label::kRole), who});
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

/// Documents of Moscow's portal: public once a link stands beside them.
bool links_to_a_text(const PageTable& table) {
  for (std::size_t row = 0; row < table.links.size(); ++row)
    for (std::size_t i = 0; i < table.section.columns.size() && i < table.links[row].size(); ++i)
      if (!table.links[row][i].empty() && label_of_text(table.section.columns[i]) == Label::kActText) return true;
  return false;
}

void take_acts(Card& card, const Html& html, const std::vector<PageTable>& tables) {
  card.acts = acts_of_card(html);
  const bool linked = std::any_of(tables.begin(), tables.end(), links_to_a_text);
  // A card whose tab of acts is not there was looked at and has none.
  card.act_state = card.acts.empty() && !linked ? ActState::kAbsent : ActState::kPublished;
}

std::string title_of(const Html& html) {
  const std::size_t content = html.find_id("content");
  std::size_t node = html.find_class("name-instanse");
  if (node == Html::kNone) node = html.find_class("title", content == Html::kNone ? 0 : content);
  return node == Html::kNone ? std::string{} : html.line(node);
}

/// "Отказано в удовлетворении, 06.10.2025" → what was decided, and when.
std::pair<std::string, CourtDate> said_and_day(const std::string& text) {
  const std::size_t comma = text.rfind(',');
  if (comma == std::string::npos) return {text, {}};
  CourtDate day = read_date(std::string_view{text}.substr(comma + 1));
  if (!day.known()) return {text, {}};
  return {std::string{trimmed(std::string_view{text}.substr(0, comma))}, std::move(day)};
}

/// Where a case stands is its result only where it says a decision; "вступило в силу" is a day.
void take_state(Card& card, const std::string& value) {
  auto [said, day] = said_and_day(value);
  const std::string words = plain(said);
  if (words.starts_with("вступил")) {
    if (card.in_force.kind == CourtDate::Kind::kAbsent) card.in_force = std::move(day);
    return;
  }
  const bool decision = holds_any(words, {"удовлетворен", "отказан", "вынесен", "прекращен", "возвращен", "оставлен",
                                          "осужден", "оправдан", "изменен", "отменен", "приговор", "по подсудности"});
  if (!decision || holds_any(words, {"обжалован", "без движения"})) return;
  if (card.result.empty()) card.result = std::move(said);
  if (card.decided.kind == CourtDate::Kind::kAbsent) card.decided = std::move(day);
}

/// "Уголовные дела первой инстанции (Энский районный суд)".
void take_list_of(Card& card, const std::string& value) {
  const std::size_t open = value.rfind('('), close = value.rfind(')');
  if (open == std::string::npos || close == std::string::npos || close < open) return;
  card.title = std::string{trimmed(std::string_view{value}.substr(0, open))};
  card.court = std::string{trimmed(std::string_view{value}.substr(open + 1, close - open - 1))};
}

/// A value is taken from where it stands first: copies for the printer and other tables say no more.
void set(std::string& field, const std::string& value) {
  if (field.empty()) field = value;
}

void set(CourtDate& field, const std::string& value) {
  if (field.kind == CourtDate::Kind::kAbsent) field = read_date(value);
}

}  // namespace

std::string_view assumed_code(Stage stage) {
  if (stage == Stage::kAdministrative) return "КоАП";
  return stage == Stage::kCivil ? "" : "УК";
}

bool take_field(Card& card, std::string_view label, const std::string& value) {
  switch (label_of_text(label)) {
    case Label::kUid:
      if (card.uid.state() == Uid::State::kAbsent) card.uid = Uid::read(value);
      return true;
    case Label::kNumber:
      if (!card.number.understood) card.number = read_case_number(value);
      return true;
    case Label::kReceived: set(card.received, value); return true;
    case Label::kDecided: set(card.decided, value); return true;
    case Label::kInForce: set(card.in_force, value); return true;
    case Label::kJudge: set(card.judge, value); return true;
    case Label::kResult: set(card.result, value); return true;
    case Label::kResultDated: {
      auto [said, day] = said_and_day(value);
      set(card.result, said);
      if (card.decided.kind == CourtDate::Kind::kAbsent) card.decided = std::move(day);
      return true;
    }
    case Label::kState: take_state(card, value); return true;
    case Label::kListOf: take_list_of(card, value); return true;
    case Label::kCategory: set(card.category, value); return true;
    case Label::kCourt: card.court = value; return true;
    case Label::kLowerRegion: set(card.lower.region, value); return true;
    case Label::kLowerCourt: set(card.lower.court, value); return true;
    case Label::kLowerNumber: set(card.lower.number, value); return true;
    case Label::kLowerJudge: set(card.lower.judge, value); return true;
    case Label::kNone: return false;
    default: return true;
  }
}

namespace {

/// "ДЕЛО № 1-7/2026" → "1-7/2026".
std::string behind_the_sign(std::string heading) {
  const std::size_t sign = heading.find("№"), digit = heading.find_first_of("0123456789");
  if (sign != std::string::npos && sign < digit) heading.erase(0, sign + std::string_view{"№"}.size());
  return std::string{trimmed(heading)};
}

}  // namespace

std::string card_number_of(const Html& html) {
  for (const std::string_view name : {"casenumber", "case-num"})
    if (const std::size_t node = html.find_class(name); node != Html::kNone) return behind_the_sign(html.line(node));
  // Sites of magistrates and fragments: a line that begins so.
  for (const std::string_view word : {"ДЕЛО №", "МАТЕРИАЛ №", "ПРОИЗВОДСТВО №"}) {
    const std::string_view text = html.whole_text();
    for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
      const std::string_view before = trimmed(text.substr(text.rfind('\n', at) + 1, at - text.rfind('\n', at) - 1));
      if (before.empty()) return behind_the_sign(squeezed(text.substr(at, text.find('\n', at) - at)));
    }
  }
  return {};
}

bool is_a_case(const Card& card) {
  if (!card.number.understood && !card.uid.valid()) return false;
  int said = card.uid.valid() && card.number.understood ? 1 : 0;
  for (const CourtDate* date : {&card.received, &card.decided, &card.in_force})
    if (date->known() || date->written.find_first_of("0123456789") != std::string::npos) ++said;
  for (const std::string* text : {&card.judge, &card.result, &card.lower.court, &card.category})
    if (!text->empty()) ++said;
  if (!card.persons.empty() || !card.events.empty() || !card.parties.empty()) ++said;
  return said >= 1;
}

Card read_card(const Html& html, const std::vector<PageTable>& tables, const PageCourt& court,
               std::vector<Note>& notes) {
  Card card;
  card.view = View::kCard;
  card.court_code = court.code;
  card.court = court.name;
  card.title = title_of(html);
  card.number = read_case_number(card_number_of(html));
  const bool own =
      std::any_of(tables.begin(), tables.end(), [](const PageTable& t) { return is_about_the_case(t.section); });
  std::string articles;
  for (const PageTable& table : tables) {
    const bool others = own && is_about_another(table.section);
    for (const Pair& pair : table.section.pairs) {
      const Label label = label_of_text(pair.label);
      if (others && !is_of_the_lower_court(label)) continue;
      if (label == Label::kInfo)
        take_info_lines(card, pair.value, notes);
      else if (label == Label::kPersonName)
        take_accused(card, pair, notes);
      else
        take_field(card, pair.label, pair.value);
      if (label == Label::kArticles && articles.empty()) articles = pair.value;
    }
  }
  const std::size_t in_fields = card.persons.size();
  if (card.court != court.name) card.court_code.clear();  // a portal of several courts names each on its cards
  card.stage = stage_of(card.title, card.number, card.court_code);
  for (const PageTable& table : tables) {
    if (is_copy(table.section, card.sections)) continue;
    note_unknown_labels(table.section, notes);
    take_rows(card, table.section);
    card.sections.push_back(table.section);
  }
  if (const std::size_t node = html.find_class("publishInfo"); node != Html::kNone) card.published = html.line(node);
  if (card.persons.size() > in_fields)  // a table of people says more than a field that names them
    card.persons.erase(card.persons.begin(), card.persons.begin() + static_cast<std::ptrdiff_t>(in_fields));
  take_accused_among_parties(card);
  share_articles(card, articles, notes);
  for (Person& person : card.persons) {
    person.name_kind = name_kind_of(person.name);
    if (person.articles.list.empty())
      person.articles = read_articles(person.articles_written, assumed_code(card.stage));
  }
  take_acts(card, html, tables);
  return card;
}

bool is_case_list(const Section& section) {
  const Columns columns{section};
  // The hearings of a day name cases, and say nothing else about them.
  if (columns.have(Label::kEventTime) || columns.have(Label::kEventName)) return false;
  if (columns.have(Label::kEventDate) && !columns.have(Label::kReceived) && !columns.have(Label::kDecided))
    return false;
  return columns.have(Label::kNumber) &&
         (columns.have(Label::kReceived) || columns.have(Label::kInfo) || columns.have(Label::kState) ||
          columns.have(Label::kResult) || columns.have(Label::kDecided));
}

namespace {

/// A list with columns of its own for who is accused and of what; in a civil case the name is a party's.
void take_own_columns(Card& card, const std::string& name, const std::string& articles) {
  if (!card.persons.empty() || (name.empty() && articles.empty())) return;
  if (articles.empty() && card.stage == Stage::kCivil)
    card.parties.push_back({std::string{}, name});
  else
    for (const std::string_view one : names_in(name))
      card.persons.push_back({.name = std::string{one}, .articles_written = {}});
}

}  // namespace

std::vector<Card> read_list(const PageTable& table, const PageCourt& court, View view, std::vector<Note>& notes) {
  std::vector<Card> cards;
  note_unknown_labels(table.section, notes);
  for (std::size_t index = 0; index < table.section.rows.size(); ++index) {
    const std::vector<std::string>& cells = table.section.rows[index];
    Card card;
    card.view = view;
    card.court_code = court.code;
    card.court = court.name;
    std::string name, articles;
    Section said{.title = {}, .pairs = {}, .columns = {}, .rows = {}};
    for (std::size_t i = 0; i < table.section.columns.size(); ++i) {
      const std::string& column = table.section.columns[i];
      said.pairs.push_back({.label = column, .value = cells[i], .link = table.links[index][i]});
      const Label label = label_of_text(column);
      if (label == Label::kInfo || (label == Label::kPersonName && !is_name_alone(cells[i])))
        take_info_lines(card, cells[i], notes);
      else
        take_field(card, column, cells[i]);
      if (label == Label::kPersonName && is_name_alone(cells[i])) name = cells[i];
      if (label == Label::kNumber) card.url = table.links[index][i];
      if (label == Label::kActs && !table.links[index][i].empty()) card.act_state = ActState::kPublished;
      if (label == Label::kArticles) articles = cells[i];
    }
    if (card.court != court.name) card.court_code.clear();  // a search over several courts names each in its row
    if (card.number.written.empty()) {
      const auto first =
          std::find_if(cells.begin(), cells.end(), [](const std::string& cell) { return !cell.empty(); });
      notes.push_back({Note::Kind::kRow, first == cells.end() ? std::string{} : *first});
      continue;
    }
    card.stage = stage_of(card.title, card.number, card.court_code);
    take_own_columns(card, name, articles);
    share_articles(card, articles, notes);
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
