#include "courts/pages/supreme.h"

#include <algorithm>

#include "courts/ids/words.h"
#include "courts/pages/info_lines.h"
#include "courts/pages/labels.h"

namespace waymark::courts {
namespace {

constexpr std::string_view kCourt = "Верховный Суд Российской Федерации";
constexpr std::size_t kBlocksMax = 1000;

std::vector<std::size_t> blocks_of(const Html& html) {
  std::vector<std::size_t> blocks;
  for (std::size_t node = 0; node < html.size() && blocks.size() < kBlocksMax; ++node) {
    const bool older = html.has_class(node, "vs-items-body") && !html.has_class(node, "vs-item-detail");
    if (!older && !html.has_class_beginning(node, "CaseStyle_case_item__")) continue;
    blocks.push_back(node);
    node = html.end(node) - 1;
  }
  return blocks;
}

/// Reads one block into a card.
class BlockReader {
 public:
  BlockReader(const Html& html, std::size_t block, std::vector<Note>& notes)
      : html_(html), block_(block), notes_(notes) {}

  Card read() {
    card_.court = kCourt;
    for (std::size_t node = block_ + 1; node < html_.end(block_); ++node) {
      if (html_.raw_text(node).size() > kTextMax) continue;
      if (!card_.number.understood && take_number(node)) continue;
      if (take_event(node)) continue;
      if (const std::size_t value = value_of_label(node); value != Html::kNone) {
        take_row(html_.line(node), value);
        node = html_.end(value) - 1;
      }
      if (html_.href(node).find("stor_pdf") != std::string_view::npos) card_.act_state = ActState::kPublished;
    }
    card_.title = kind_.empty() || instance_.empty() ? kind_ + instance_ : kind_ + " - " + instance_;
    card_.stage = stage_of(card_.title, card_.number, {});
    for (Person& person : card_.persons)
      if (person.result.empty()) person.result = card_.result;
    card_.sections.push_back(std::move(said_));
    return std::move(card_);
  }

 private:
  static constexpr std::size_t kTextMax = 20'000;

  bool take_number(std::size_t node) {
    constexpr std::size_t kTitleBytesMax = 100;
    if (html_.raw_text(node).size() > kTitleBytesMax) return false;
    std::string line = html_.line(node);
    while (line.ends_with(".")) line.pop_back();
    const auto number = read_single_number(line);
    if (!number || !number->supreme) return false;
    card_.number = read_case_number(line);
    card_.url = html_.href(node);
    if (const std::size_t link = html_.first_inside(node, Tag::kA); card_.url.empty() && link != Html::kNone)
      card_.url = html_.href(link);
    return true;
  }
  std::size_t children(std::size_t node) const {
    std::size_t count = 0;
    for (std::size_t child = node + 1; child < html_.end(node); child = html_.end(child)) ++count;
    return count;
  }
  /// The element behind an innermost one that ends with a colon.
  [[nodiscard]] std::size_t value_of_label(std::size_t node) const {
    if (html_.raw_text(node).size() > kLabelBytesMax || children(node) > 1) return Html::kNone;
    const std::string line = html_.line(node);
    const std::size_t value = html_.end(node);
    if (line.size() < 2 || !line.ends_with(":") || value >= html_.end(block_) ||
        html_.parent(value) != html_.parent(node))
      return Html::kNone;
    return value;
  }
  void take_row(std::string label, std::size_t value) {
    while (label.ends_with(":")) label.pop_back();
    const std::string text = html_.text(value);
    said_.pairs.push_back({.label = label, .value = text, .link = {}});
    switch (label_of_text(label)) {
      case Label::kUid: card_.uid = Uid::read(text); return;
      case Label::kReceived:
        card_.received = read_date(text.substr(0, std::min(text.find_first_of(",\n"), text.size())));
        return;
      case Label::kCategory: card_.category = text; return;
      case Label::kLowerAll: return take_lower(text);
      case Label::kKind: kind_ = text; return;
      case Label::kInstance: instance_ = text; return;
      default: break;
    }
    const bool bears_names = holds_any(
        plain(label), {"заявител", "истц", "истец", "ответчик", "представител", "заинтересован", "в интересах",
                       "осужден", "оправдан", "подсудим", "обвиняем", "потерпевш", "защитник", "прокурор", "лица"});
    if (bears_names)
      for (const std::string_view name : split(text, "\n")) add_person_or_party(card_, label, name);
    else if (label_of_text(label) == Label::kNone)
      notes_.push_back({Note::Kind::kLabel, label});
  }
  /// "Энский суд. Приговор от 12.12.2023. Судья: Ольхов О.О. Номер дела 1-й инстанции: 1-27/2023".
  void take_lower(const std::string& text) {
    const std::string line = squeezed(text);
    const std::size_t judge = line.find("Судья:"), number = line.find("Номер дела 1-");
    std::size_t court_end = std::min({judge, number, line.size()});
    for (const std::string_view act : {". Приговор", ". Решение", ". Постановление", ". Определение", ". Апелляционн"})
      court_end = std::min(court_end, line.find(act));
    std::string_view court = trimmed(std::string_view{line}.substr(0, court_end));
    while (court.ends_with(".")) court.remove_suffix(1);
    card_.lower.court = std::string{court};
    if (judge != std::string::npos) {
      const std::size_t begin = judge + std::string_view{"Судья:"}.size();
      const std::size_t end = number == std::string::npos || number < begin ? line.size() : number;
      card_.lower.judge = std::string{trimmed(std::string_view{line}.substr(begin, end - begin))};
    }
    const std::size_t colon = number == std::string::npos ? std::string::npos : line.find(':', number);
    if (colon == std::string::npos) return;
    std::string_view rest = trimmed(std::string_view{line}.substr(colon + 1));
    std::size_t end = rest.find(' ');
    while (end != std::string_view::npos && end + 1 < rest.size() &&
           std::string_view{"(~["}.find(rest[end + 1]) != std::string_view::npos)
      end = rest.find(' ', end + 1);
    card_.lower.number = std::string{rest.substr(0, end)};
  }
  /// A day in an element of its own, with what happened behind it.
  bool take_event(std::size_t node) {
    const bool day = html_.has_class(node, "lato-bold-text") ||
                     html_.has_class_beginning(node, "CaseStyle_appealEventRow_date") ||
                     html_.has_class_beginning(node, "FinalActRow_date");
    if (!day) return false;
    const CourtDate date = read_date(html_.line(node));
    std::size_t said = html_.end(node);
    while (said < html_.end(html_.parent(node)) && html_.line(said).empty()) said = html_.end(said);
    if (!date.known() || said >= html_.end(html_.parent(node))) return false;
    std::vector<std::string> lines;
    std::string reporter;
    const std::string text = html_.text(said);
    for (const std::string_view line : split(text, "\n")) {
      if (line.starts_with("Докладчик:"))
        reporter = std::string{trimmed(line.substr(std::string_view{"Докладчик:"}.size()))};
      else if (!line.starts_with("Дата размещения"))
        lines.emplace_back(without_name_of_the_act(line));
    }
    if (lines.empty()) return false;
    const bool final =
        !reporter.empty() || html_.has_class_beginning(node, "FinalActRow_date") || follows_the_result(node);
    card_.events.push_back(
        {.section = {}, .name = lines[0], .date = date, .result = lines.size() > 1 ? lines[1] : std::string{}});
    if (!final) return true;
    card_.decided = date;
    card_.result = lines[0];
    card_.judge = reporter;
    return true;
  }
  /// "Определение. Отказ …": the words of the link to the act are none of the result.
  static std::string_view without_name_of_the_act(std::string_view line) {
    for (const std::string_view name : {"Определение.", "Постановление.", "Решение."})
      if (line.starts_with(name) && line.size() > name.size()) return trimmed(line.substr(name.size()));
    return line;
  }
  /// Whether the element before the day's says "Результат рассмотрения".
  [[nodiscard]] bool follows_the_result(std::size_t node) const {
    const std::size_t row = html_.parent(html_.parent(node));
    const std::size_t first = row + 1;
    return first < html_.end(row) && plain(html_.line(first)) == "результат рассмотрения";
  }

  const Html& html_;
  const std::size_t block_;
  std::vector<Note>& notes_;
  Card card_;
  Section said_;
  std::string kind_, instance_;
};

/// Whether a block is a complaint or a letter, not a case: it says so in its title.
bool is_complaint(const Html& html, std::size_t block) {
  constexpr std::size_t kTitleBytesMax = 200;
  for (std::size_t node = block + 1; node < html.end(block); ++node) {
    if (html.raw_text(node).size() > kTitleBytesMax) continue;
    const std::string words = plain(html.line(node));
    if (words.ends_with(":")) return false;  // the first field: the title is over
    if (words.starts_with("поступило")) continue;
    for (const std::string_view kind : {"жалоба", "сообщение", "представление", "ходатайство", "обращение"})
      if (words.ends_with(kind)) return true;
  }
  return false;
}

}  // namespace

bool take_supreme(const Html& html, PageReading& page) {
  const std::vector<std::size_t> blocks = blocks_of(html);
  if (blocks.empty()) return false;
  const bool results = lowered(html.whole_text()).find("найдено:") != std::string::npos;
  std::vector<Card> cards;
  std::vector<bool> complaints;
  for (const std::size_t block : blocks) {
    Card card = BlockReader{html, block, page.notes}.read();
    if (!card.number.understood) {
      page.notes.push_back({Note::Kind::kRow, html.line(block).substr(0, 120)});
      continue;
    }
    card.view = results ? View::kListRow : View::kCard;
    const bool complaint = is_complaint(html, block);
    std::size_t same = 0;
    while (same < cards.size() && results && cards[same].number.main.normal() != card.number.main.normal()) ++same;
    if (same == cards.size()) {
      cards.push_back(std::move(card));
      complaints.push_back(complaint);
      continue;
    }
    if (complaints[same] && !complaint) {  // the case itself, behind one of its complaints
      std::swap(cards[same], card);
      complaints[same] = false;
    }
    for (Section& section : card.sections) cards[same].sections.push_back(std::move(section));
  }
  if (cards.empty()) return false;
  page.court = kCourt;
  page.kind = results ? PageKind::kList : PageKind::kCard;
  page.cards = std::move(cards);
  return true;
}

}  // namespace waymark::courts
