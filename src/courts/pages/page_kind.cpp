#include "courts/pages/page_kind.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "courts/ids/words.h"

namespace waymark::courts {
namespace {

// In the order of asking: a captcha page may also say that nothing was found.
constexpr std::array<std::pair<std::string_view, PageKind>, 34> kPhrases = {{
    {"неверно указан проверочный код", PageKind::kCaptcha},
    {"введите код с картинки", PageKind::kCaptcha},
    {"введите проверочный код", PageKind::kCaptcha},
    {"подтвердите, что вы не робот", PageKind::kCaptcha},
    {"я не робот", PageKind::kCaptcha},
    {"время жизни сессии закончилось", PageKind::kCaptcha},
    {"слишком много запросов", PageKind::kThrottled},
    {"too many requests", PageKind::kThrottled},
    {"превышено количество запросов", PageKind::kThrottled},
    {"превышен лимит", PageKind::kThrottled},
    {"доступ ограничен", PageKind::kThrottled},
    {"доступ к сайту ограничен", PageKind::kThrottled},
    {"ваш ip-адрес", PageKind::kThrottled},
    {"access denied", PageKind::kThrottled},
    {"403 forbidden", PageKind::kThrottled},
    {"доступ запрещен", PageKind::kThrottled},
    {"ddos-guard", PageKind::kThrottled},
    {"информация временно недоступна", PageKind::kUnavailable},
    {"сервис временно недоступен", PageKind::kUnavailable},
    {"сайт временно недоступен", PageKind::kUnavailable},
    {"ведутся технические работы", PageKind::kUnavailable},
    {"проводятся технические работы", PageKind::kUnavailable},
    {"502 bad gateway", PageKind::kUnavailable},
    {"503 service", PageKind::kUnavailable},
    {"504 gateway", PageKind::kUnavailable},
    {"service unavailable", PageKind::kUnavailable},
    {"internal server error", PageKind::kUnavailable},
    {"данных по запросу не обнаружено", PageKind::kNothingFound},
    {"по вашему запросу ничего не найдено", PageKind::kNothingFound},
    {"ничего не найдено", PageKind::kNothingFound},
    {"дела не найдены", PageKind::kNothingFound},
    {"всего по запросу найдено - 0", PageKind::kNothingFound},
    {"найдено: 0", PageKind::kNothingFound},
    {"найдено дел: 0", PageKind::kNothingFound},
}};

bool has_search_form(const Html& html) {
  for (std::size_t node = 0; node < html.size(); ++node) {
    if (html.tag(node) == Tag::kForm && html.id(node) == "calform") return true;
  }
  return false;
}

/// How often a tag name stands after "<", in any case, without an allocation.
std::size_t count_tags(std::string_view text, std::string_view name) {
  std::size_t count = 0;
  for (std::size_t at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
    if (at + 1 + name.size() >= text.size()) break;
    std::size_t same = 0;
    while (same < name.size() && (text[at + 1 + same] | 0x20) == (name[same] | 0x20)) ++same;
    if (same == name.size() && !is_word_byte(text[at + 1 + same])) ++count;
  }
  return count;
}

/// Where the last "</html" stands, in any case; npos.
std::size_t last_end_of_html(std::string_view text) {
  for (std::size_t at = text.rfind("</"); at != std::string_view::npos && at > 0; at = text.rfind("</", at - 1))
    if (lowered(text.substr(at, 6)) == "</html") return at;
  return std::string_view::npos;
}

/// Tabs "tab1 … tabN" of a card whose "contN" is missing.
bool a_tab_is_missing(const Html& html) {
  const std::size_t tabs = html.find_class("tabs");
  if (tabs == Html::kNone) return false;
  for (std::size_t node = tabs; node < html.end(tabs); ++node) {
    const std::string_view id = html.id(node);
    if (!id.starts_with("tab") || id.size() < 4 || !is_digit(id[3])) continue;
    if (html.find_id("cont" + std::string{id.substr(3)}) == Html::kNone) return true;
  }
  return false;
}

}  // namespace

bool has_captcha_field(const Html& html) {
  for (std::size_t node = 0; node < html.size(); ++node) {
    if (html.tag(node) == Tag::kInput && lowered(html.name(node)).starts_with("captcha")) return true;
  }
  return false;
}

PageKind non_answer_of(const Html& html) {
  const std::string words = plain(html.whole_text());
  for (const auto& [phrase, kind] : kPhrases) {
    if (holds(words, phrase)) return kind;
  }
  if (has_captcha_field(html)) return PageKind::kCaptcha;
  return has_search_form(html) ? PageKind::kSearchForm : PageKind::kUnknown;
}

bool is_cut_off(std::string_view text, const Html& html) {
  // What stands behind the end of the page (counters, what savers add) is noise; a table that stays open there is not.
  const std::size_t end = last_end_of_html(text);
  if (end != std::string_view::npos)
    return count_tags(text.substr(end), "table") > 0 &&
           count_tags(text.substr(0, end), "table") > count_tags(text.substr(0, end), "/table");
  if (count_tags(text.substr(0, 4096), "html") > 0) return true;  // a whole page that does not end
  const std::size_t open = text.rfind('<');
  if (open != std::string_view::npos && text.find('>', open) == std::string_view::npos) return true;
  return count_tags(text, "table") > count_tags(text, "/table") || a_tab_is_missing(html);
}

}  // namespace waymark::courts
