#include "courts/files/rows.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <set>
#include <unordered_map>

#include "base/csv_shape.h"
#include "courts/ids/words.h"
#include "courts/pages/card_reader.h"
#include "courts/pages/info_lines.h"
#include "courts/pages/labels.h"
#include "text/json.h"

namespace waymark::courts {
namespace {

enum class Column : std::uint8_t {
  kUnknown,
  kNumber,
  kReceived,
  kDecided,
  kInForce,
  kResult,
  kCourt,
  kCourtCode,
  kRegion,
  kArticles,
  kPerson,
  kPersons,
  kJudge,
  kUid,
  kUrl,
  kText,
  kCategory,
  kTitle,
  kIgnored,
};

constexpr std::array<std::pair<std::string_view, Column>, 46> kColumns = {{
    {"number", Column::kNumber},
    {"casenumber", Column::kNumber},
    {"case_number", Column::kNumber},
    {"номер дела", Column::kNumber},
    {"№ дела", Column::kNumber},
    {"entrydate", Column::kReceived},
    {"entry_date", Column::kReceived},
    {"received", Column::kReceived},
    {"дата поступления", Column::kReceived},
    {"resultdate", Column::kDecided},
    {"result_date", Column::kDecided},
    {"decided", Column::kDecided},
    {"дата решения", Column::kDecided},
    {"дата рассмотрения", Column::kDecided},
    {"enddate", Column::kInForce},
    {"end_date", Column::kInForce},
    {"дата вступления в законную силу", Column::kInForce},
    {"result", Column::kResult},
    {"decision", Column::kResult},
    {"решение", Column::kResult},
    {"результат", Column::kResult},
    {"court", Column::kCourt},
    {"name", Column::kCourt},
    {"суд", Column::kCourt},
    {"vnkod", Column::kCourtCode},
    {"court_code", Column::kCourtCode},
    {"subject", Column::kRegion},
    {"region", Column::kRegion},
    {"регион", Column::kRegion},
    {"articles", Column::kArticles},
    {"article", Column::kArticles},
    {"статья", Column::kArticles},
    {"статьи", Column::kArticles},
    {"defendant", Column::kPerson},
    {"person", Column::kPerson},
    {"fio", Column::kPerson},
    {"фио", Column::kPerson},
    {"name_hmac", Column::kPerson},
    {"names", Column::kPersons},
    {"judge", Column::kJudge},
    {"судья", Column::kJudge},
    {"uid", Column::kUid},
    {"уид", Column::kUid},
    {"url", Column::kUrl},
    {"text", Column::kText},
    {"src", Column::kIgnored},  // which of the scraper's files: says nothing of the case
}};

/// "Дата поступления, дд.мм.гггг" and "received (YYYY-MM-DD)": how the dates are written is no part of the name.
std::string_view without_form(std::string_view words) {
  const std::size_t at = words.find_last_of(",(");
  if (at == std::string_view::npos || at + 1 == words.size()) return words;
  constexpr std::string_view kForm = "дмгчdmyh.-/: )";
  return words.find_first_not_of(kForm, at + 1) == std::string_view::npos ? trimmed(words.substr(0, at)) : words;
}

/// Who copied the table of a page kept its headers.
Column column_of_page(Label label) {
  switch (label) {
    case Label::kUid: return Column::kUid;
    case Label::kNumber: return Column::kNumber;
    case Label::kReceived: return Column::kReceived;
    case Label::kDecided: return Column::kDecided;
    case Label::kInForce: return Column::kInForce;
    case Label::kJudge: return Column::kJudge;
    case Label::kResult: return Column::kResult;
    case Label::kCategory: return Column::kCategory;
    case Label::kCourt: return Column::kCourt;
    case Label::kInfo: return Column::kPersons;
    case Label::kPersonName: return Column::kPerson;
    case Label::kArticles: return Column::kArticles;
    default: return Column::kUnknown;
  }
}

Column column_of(std::string_view name) {
  const std::string all = plain(name);
  const std::string_view words = without_form(all);
  for (const auto& [known, column] : kColumns) {
    if (words == known) return column;
  }
  return column_of_page(label_of_text(words));
}

/// What a spreadsheet puts around a text so that it stays one: ="1-7/2026", '1-7/2026.
std::string unwrapped(const std::string& cell) {
  const std::string_view text = trimmed(cell);
  if (text.size() >= 3 && text.starts_with("=\"") && text.ends_with('"'))
    return std::string{text.substr(2, text.size() - 3)};
  const bool apostrophe = text.size() >= 2 && text[0] == '\'' && (is_digit(text[1]) || text[1] == '=');
  return apostrophe ? unwrapped(std::string{text.substr(1)}) : cell;
}

void take_value(Card& card, Person& person, Column column, const std::string& value, std::vector<Note>& notes) {
  switch (column) {
    case Column::kNumber: card.number = read_case_number(value); break;
    case Column::kReceived: card.received = read_date(value); break;
    case Column::kDecided: card.decided = read_date(value); break;
    case Column::kInForce: card.in_force = read_date(value); break;
    case Column::kResult:
      // Moscow's portal gives where a case stands for what was decided: "Вступило в силу, 20.07.2026".
      if (holds_any(plain(value), {"вступил", "обжалован"}))
        take_field(card, "текущее состояние", squeezed(value));
      else
        card.result = squeezed(value);
      break;
    case Column::kCourt: card.court = squeezed(value); break;
    case Column::kCourtCode: card.court_code = std::string{trimmed(value)}; break;
    case Column::kRegion: card.region = squeezed(value); break;
    case Column::kArticles: person.articles_written = squeezed(value); break;
    case Column::kPerson: person.name = squeezed(value); break;
    case Column::kPersons:
      if (is_name_alone(value))
        person.name = squeezed(value);
      else
        take_info_lines(card, value, notes);
      break;
    case Column::kJudge: card.judge = squeezed(value); break;
    case Column::kUid: card.uid = Uid::read(value); break;
    case Column::kUrl: card.url = std::string{trimmed(value)}; break;
    case Column::kCategory: card.category = squeezed(value); break;
    case Column::kTitle: card.title = squeezed(value); break;
    case Column::kText:
      card.acts.push_back({.title = {}, .text = value, .sha256 = crypto::sha256(view_of(value))});
      card.act_state = ActState::kPublished;
      break;
    case Column::kUnknown:
    case Column::kIgnored: break;
  }
}

/// "Итого: 2" alone in a row: no number, and nothing of which it could be the number.
bool says_nothing(const Card& card) {
  if (card.number.understood || card.uid.valid() || card.sections.empty()) return false;
  return std::ranges::count_if(card.sections[0].pairs, [](const Pair& one) { return !trimmed(one.value).empty(); }) <=
         1;
}

/// Rows of one case that follow each other or not become one card with all their accused.
class Block {
 public:
  void add(Card card, std::vector<Note> notes, std::int64_t row) {
    if (block_.rows++ == 0) block_.first_row = row;
    const std::string key = case_key(card);
    block_.notes.insert(block_.notes.end(), notes.begin(), notes.end());
    if (key.empty() || says_nothing(card)) {
      block_.notes.push_back({Note::Kind::kRow, "row " + std::to_string(row)});
      return;
    }
    const auto [found, fresh] = places_.try_emplace(key, block_.cards.size());
    if (!fresh) {
      if (!merge(block_.cards[found->second], std::move(card))) ++block_.repeats;
      return;
    }
    note_faults(card, block_.notes);
    block_.cards.push_back(std::move(card));
  }
  /// A row whose quote is never closed: everything after it would be its last field, so it becomes no card.
  void add_unread(std::vector<Note> notes, std::int64_t row) {
    if (block_.rows++ == 0) block_.first_row = row;
    block_.cut_off = true;
    block_.notes.insert(block_.notes.end(), notes.begin(), notes.end());
    block_.notes.push_back({Note::Kind::kRow, "row " + std::to_string(row) + ": a quote is never closed"});
  }
  /// A line that is no JSON object: the file has its objects over several lines, or is something else.
  void add_unread_line(std::int64_t row) {
    if (block_.rows++ == 0) block_.first_row = row;
    block_.notes.push_back({Note::Kind::kRow, "row " + std::to_string(row) + " is no JSON object in one line"});
  }
  [[nodiscard]] bool full() const { return block_.rows >= static_cast<std::int64_t>(kRowsInBlock); }
  [[nodiscard]] bool empty() const { return block_.rows == 0; }
  Result<void> finish(std::string_view bytes, const TakeBlock& take) {
    block_.bytes = bytes;
    TRY(take(block_));
    block_ = {};
    places_.clear();
    return {};
  }

 private:
  /// @return whether the row says anything that the case did not have
  static bool merge(Card& into, Card card) {
    bool says_more = false;
    for (Person& person : card.persons) {
      const bool there = std::any_of(into.persons.begin(), into.persons.end(), [&](const Person& one) {
        return one.name == person.name && one.articles_written == person.articles_written &&
               one.result == person.result;
      });
      if (there) continue;
      into.persons.push_back(std::move(person));
      says_more = true;
    }
    for (ActText& act : card.acts) {
      const bool there =
          std::any_of(into.acts.begin(), into.acts.end(), [&](const ActText& one) { return one.sha256 == act.sha256; });
      if (there) continue;
      into.acts.push_back(std::move(act));
      says_more = true;
      // Another act has another judge and state: what its row says stays beside it.
      for (const Section& section : card.sections) into.sections.push_back(section);
    }
    return says_more;
  }
  RowBlock block_;
  std::unordered_map<std::string, std::size_t> places_;
};

/// One record of a CSV file off the front; nothing at the end. @param open set when the text ends inside of quotes
std::optional<std::vector<std::string>> take_record(std::string_view& rest, const CsvShape& shape, bool& open) {
  if (rest.empty()) return std::nullopt;
  std::vector<std::string> fields(1);
  bool quoted = false;
  std::size_t at = 0;
  for (; at < rest.size(); ++at) {
    const char c = rest[at];
    if (quoted) {
      if (c != '"')
        fields.back() += c;
      else if (rest.substr(at + 1).starts_with('"'))
        fields.back() += rest[at++];
      else
        quoted = false;
    } else if (c == '"' && fields.back().empty()) {
      quoted = true;
    } else if (c == shape.separator) {
      fields.emplace_back();
      if (fields.size() > kColumnsMax) break;
    } else if (c == shape.line_end) {
      break;
    } else if (c != '\r') {
      fields.back() += c;
    }
  }
  open = quoted;
  rest.remove_prefix(std::min(at + 1, rest.size()));
  return fields;
}

std::string text_of_json(const nlohmann::json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_null()) return {};
  if (!value.is_array()) return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  std::string text;
  for (const nlohmann::json& one : value) text += (text.empty() ? "" : "\n") + text_of_json(one);
  return text;
}

}  // namespace

Card card_of_row(std::span<const std::string> names, std::span<const std::string> values, std::vector<Note>& notes) {
  Card card;
  card.view = View::kScrape;
  Person person;
  Section said;
  std::string damaged;      // names of columns
  std::set<Column> filled;  // an empty second column of one meaning must not take away what the first one says
  for (std::size_t i = 0; i < names.size() && i < values.size(); ++i) {
    const Column column = column_of(names[i]);
    const bool empty = trimmed(values[i]).empty();
    if (!empty || !filled.contains(column))
      take_value(card, person, column, column == Column::kText ? values[i] : unwrapped(values[i]), notes);
    if (!empty) filled.insert(column);
    damaged += values[i].contains("\ufffd") ? (damaged.empty() ? "" : ", ") + names[i] : "";
    if (column != Column::kIgnored && column != Column::kText)
      said.pairs.push_back({.label = names[i], .value = values[i], .link = {}});
  }
  if (!damaged.empty()) notes.push_back({Note::Kind::kDamaged, card.number.written + ": " + damaged});
  card.stage = stage_of(card.title, card.number, card.court_code);
  if (!person.name.empty() || !person.articles_written.empty()) card.persons.push_back(std::move(person));
  for (Person& one : card.persons) {
    one.name_kind = name_kind_of(one.name);
    one.articles = read_articles(one.articles_written, assumed_code(card.stage));
    if (one.result.empty()) one.result = card.result;
  }
  card.sections.push_back(std::move(said));
  return card;
}

Result<void> for_each_csv_block(std::string_view utf8, const TakeBlock& take) {
  const CsvShape shape = csv_shape_of(utf8);
  std::string_view rest = utf8.substr(shape.skip);
  bool open = false;  // the text ended inside of quotes
  const auto header = take_record(rest, shape, open);
  if (open) return fail(Code::kMalformed, "courts/csv", "a quote in the header is never closed");
  if (!header || header->size() > kColumnsMax) return fail(Code::kMalformed, "courts/csv", "no header");
  const bool names_the_case = std::any_of(header->begin(), header->end(),
                                          [](const std::string& name) { return column_of(name) == Column::kNumber; });
  if (!names_the_case) return fail(Code::kMalformed, "courts/csv", "no column with the number of the case");
  std::vector<Note> notes;
  std::set<Column> meanings;
  for (const std::string& name : *header) {
    const Column column = column_of(name);
    if (column == Column::kUnknown) notes.push_back({Note::Kind::kLabel, name});
    if (column != Column::kUnknown && column != Column::kIgnored && !meanings.insert(column).second)
      notes.push_back(
          {Note::Kind::kLabel, name + ": a second column of this meaning; the last that is not empty counts"});
  }
  Block block;
  std::string_view start = rest;
  for (std::int64_t row = 1;; ++row) {
    auto record = take_record(rest, shape, open);
    if (record && !open && record->size() == 1 && trimmed((*record)[0]).empty()) continue;
    if (record && open) {
      block.add_unread(std::exchange(notes, {}), row);
    } else if (record) {
      if (record->size() != header->size())
        notes.push_back(
            {Note::Kind::kRow, "row " + std::to_string(row) + " has " + std::to_string(record->size()) + " fields"});
      record->resize(std::max(record->size(), header->size()));
      Card card = card_of_row(*header, *record, notes);
      block.add(std::move(card), std::exchange(notes, {}), row);
    }
    if (block.full() || (!record && !block.empty())) {
      TRY(block.finish(start.substr(0, start.size() - rest.size()), take));
      start = rest;
    }
    if (!record) return {};
  }
}

Result<void> for_each_json_block(std::string_view utf8, const TakeBlock& take) {
  Block block;
  std::string_view start = utf8;
  std::string_view rest = utf8;
  std::set<std::string> unknown;
  for (std::int64_t row = 1; !rest.empty(); ++row) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = trimmed(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (!line.empty()) {
      std::vector<Note> notes;
      std::vector<std::string> names;
      std::vector<std::string> values;
      const auto json = text::parse_json(line, {.bytes_max = kFieldBytesMax, .depth_max = 8});
      if (json && json->is_object()) {
        for (const auto& [name, value] : json->items()) {
          if (column_of(name) == Column::kUnknown && unknown.size() < kColumnsMax && unknown.insert(name).second)
            notes.push_back({Note::Kind::kLabel, name});
          names.push_back(name);
          values.push_back(text_of_json(value));
        }
        Card card = card_of_row(names, values, notes);
        block.add(std::move(card), std::move(notes), row);
      } else {
        block.add_unread_line(row);
      }
    }
    if (block.full() || (rest.empty() && !block.empty())) {
      TRY(block.finish(start.substr(0, start.size() - rest.size()), take));
      start = rest;
    }
  }
  return {};
}

}  // namespace waymark::courts
