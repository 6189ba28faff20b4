#include "courts/pages/acts.h"

#include <algorithm>

#include "courts/ids/words.h"
#include "courts/pages/tables.h"

namespace waymark::courts {
namespace {

constexpr int kActsMax = 50;

ActText act_text(std::string title, std::string text) {
  ActText act{.title = std::move(title), .text = std::move(text), .sha256 = {}};
  act.sha256 = crypto::sha256(view_of(act.text));
  return act;
}

/// "П Р И Г О В О Р" as "приговор".
std::string without_gaps(std::string_view line) {
  std::string words = plain(line);
  std::erase(words, ' ');
  return cyrillic(words);
}

/// A line of its own that names an act: "ПРИГОВОР", "АПЕЛЛЯЦИОННОЕ ОПРЕДЕЛЕНИЕ".
bool is_heading(std::string_view line) {
  constexpr std::size_t kHeadingBytesMax = 100;
  if (line.size() > kHeadingBytesMax) return false;
  const std::string words = without_gaps(line);
  for (const std::string_view kind : {"", "апелляционное", "апелляционный", "кассационное"})
    for (const std::string_view name : {"приговор", "постановление", "определение", "решение"})
      if (words == std::string{kind} + std::string{name} || words == std::string{kind} + std::string{name} + "суда")
        return true;
  return false;
}

bool is_operative(std::string_view words) {
  return holds_any(words, {"приговорил", "постановил", "определил", "решил:", "решила:"});
}

/// Whether the text has the heading of an act and, below it, what was found or decided.
bool holds_act(std::string_view text) {
  bool heading = false;
  for (const std::string_view line : split(text, "\n")) {
    if (!heading) {
      heading = is_heading(line);
      continue;
    }
    const std::string words = without_gaps(line);
    if (is_operative(words)) return true;
  }
  return false;
}

/// Bodies of tabs whose headings name an act.
std::vector<ActText> acts_in_tabs(const Html& html) {
  std::vector<ActText> acts;
  for (std::size_t node = 0; node < html.size() && acts.size() < kActsMax; ++node) {
    const bool body = html.id(node).starts_with("cont_doc") || html.id(node).starts_with("tab_content_Document") ||
                      html.has_class(node, "tab-content");
    if (!body) continue;
    std::string title = tab_of(html, node);
    const std::string words = plain(title);
    const bool act = !html.has_class(node, "tab-content") || words.starts_with("судебный акт") ||
                     words.starts_with("судебные акты") || words.starts_with("текст");
    std::string text = html.text(node);
    if (act && !text.empty()) acts.push_back(act_text(std::move(title), std::move(text)));
    node = html.end(node) - 1;
  }
  return acts;
}

}  // namespace

std::size_t find_act(const Html& html) {
  constexpr std::size_t kActBytesMin = 120;
  if (!holds_act(html.whole_text())) return Html::kNone;
  // Inward from the whole page, as long as an element inside still holds all of it.
  std::size_t best = 0;
  for (std::size_t node = 1; node < (best == 0 ? html.size() : html.end(best)); ++node) {
    if (html.raw_text(node).size() < kActBytesMin || !holds_act(html.raw_text(node))) {
      node = html.end(node) - 1;
      continue;
    }
    best = node;
  }
  return best;
}

std::vector<ActText> acts_of_card(const Html& html) {
  std::vector<ActText> acts = acts_in_tabs(html);
  if (!acts.empty() || lowered(html.whole_text()).find("судебный акт") == std::string::npos) return acts;
  const std::size_t node = find_act(html);
  if (node != Html::kNone && node != 0) acts.push_back(act_text({}, html.text(node)));
  return acts;
}

}  // namespace waymark::courts
