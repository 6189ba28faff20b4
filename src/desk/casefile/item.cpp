#include "desk/casefile/item.h"

#include <algorithm>
#include <array>
#include <span>

#include "base/utf8.h"

namespace waymark::desk {
namespace {

constexpr std::string_view kWhere = "desk/item";
constexpr Seconds kDay{86'400};
using Names = std::span<const std::string_view>;

constexpr std::array<std::string_view, 6> kKinds{"task", "call", "window", "matter", "consent", "person"};

/// A code, and what may stand in it; nothing: free words.
struct CodeRule {
  std::string_view name;
  Names values = {};
};

constexpr std::array<std::string_view, 9> kMatterStages{"check",    "investigation", "prosecutor", "court", "appeal",
                                                        "in_force", "sent_back",     "stopped",    "closed"};
constexpr std::array<std::string_view, 5> kSentences{"none", "real", "suspended", "suspended_turned_real", "fine"};
constexpr std::array<std::string_view, 6> kPurposes{"help", "lawyer", "partner", "call", "statistics", "story"};
constexpr std::array<std::string_view, 4> kGivenHow{"writing", "chat", "voice", "document"};
constexpr std::array<std::string_view, 8> kRelations{"self",     "partner", "parent",  "child",
                                                     "relative", "friend",  "comrade", "helper"};
constexpr std::array<std::string_view, 2> kYesNo{"yes", "no"};
constexpr std::array<std::string_view, 2> kEvery{"day", "week"};

constexpr std::array kMatterCodes{CodeRule{"article"}, CodeRule{"court"}, CodeRule{"stage", kMatterStages},
                                  CodeRule{"sentence", kSentences}};
constexpr std::array kWindowCodes{CodeRule{"every", kEvery}};
constexpr std::array kConsentCodes{CodeRule{"purpose", kPurposes}, CodeRule{"given", kGivenHow}};
/// `about`: the case is about them. `case`: the other case in which they write from a mailbox of their own.
constexpr std::array kPersonCodes{CodeRule{"relation", kRelations}, CodeRule{"about", kYesNo}, CodeRule{"case"}};

constexpr std::array<std::string_view, 1> kDueDates{"due"};
constexpr std::array<std::string_view, 3> kWindowDates{"opens", "closes", "until"};
constexpr std::array<std::string_view, 6> kMatterDates{"opened", "hearing",   "sentenced",
                                                       "appeal", "reporting", "changed"};
constexpr std::array<std::string_view, 2> kConsentDates{"given", "withdrawn"};

struct KindRule {
  std::span<const CodeRule> codes = {};
  Names dates = {};
  std::string_view needs_code = {};
  std::string_view needs_date = {};
  bool needs_text = false;
  bool may_have_owner = false;
};

KindRule rule_of(ItemKind kind) {
  switch (kind) {
    case ItemKind::kTask: return {.dates = kDueDates, .needs_text = true, .may_have_owner = true};
    case ItemKind::kCall: return {.dates = kDueDates, .needs_date = "due", .may_have_owner = true};
    case ItemKind::kWindow: return {.codes = kWindowCodes, .dates = kWindowDates, .needs_date = "closes"};
    case ItemKind::kMatter: return {.codes = kMatterCodes, .dates = kMatterDates, .needs_code = "article"};
    case ItemKind::kConsent:
      return {.codes = kConsentCodes, .dates = kConsentDates, .needs_code = "purpose", .needs_date = "given"};
    case ItemKind::kPerson: break;
  }
  return {.codes = kPersonCodes, .needs_code = "relation"};
}

Result<void> check_code(const KindRule& rule, const std::string& name, const std::string& value) {
  const auto found = std::ranges::find(rule.codes, name, &CodeRule::name);
  if (found == rule.codes.end()) return fail(Code::kInvalid, kWhere, name);
  const auto length = count_code_points(value);
  if (!length || *length == 0) return fail(Code::kInvalid, kWhere, name);
  if (*length > kItemWordsCodePointsMax) return fail(Code::kTooLarge, kWhere, name);
  const bool free = found->values.empty();
  if (!free && std::ranges::find(found->values, value) == found->values.end())
    return fail(Code::kInvalid, kWhere, name);
  return {};
}

int every_days(const Item& item) {
  const auto every = item.codes.find("every");
  if (every == item.codes.end()) return 0;
  return every->second == "week" ? 7 : 1;
}

/// How often a window comes until the end of its last day, with the first time.
std::int64_t times_of(const Item& item) {
  if (every_days(item) == 0) return 1;
  const Seconds span = item.dates.at("until").at + kDay - item.dates.at("closes").at;
  return span < Seconds{0} ? 0 : span / (every_days(item) * kDay) + 1;
}

/// A window that comes again says until when, and is over before it comes again.
Result<void> check_repeats(const Item& item) {
  const auto until = item.dates.find("until");
  if ((until != item.dates.end()) != (every_days(item) > 0)) return fail(Code::kInvalid, kWhere, "until");
  if (until == item.dates.end()) return {};
  if (times_of(item) < 1 || times_of(item) > kWindowTimesMax) return fail(Code::kInvalid, kWhere, "until");
  const auto opens = item.dates.find("opens");
  if (opens != item.dates.end() && opens->second.at + kDay < item.dates.at("closes").at)
    return fail(Code::kInvalid, kWhere, "opens");
  return {};
}

Result<void> check_dates(const Item& item, const KindRule& rule) {
  for (const auto& [name, date] : item.dates)
    if (std::ranges::find(rule.dates, name) == rule.dates.end()) return fail(Code::kInvalid, kWhere, name);
  if (!rule.needs_date.empty() && !item.dates.contains(std::string(rule.needs_date)))
    return fail(Code::kInvalid, kWhere, std::string(rule.needs_date));
  if (item.kind != ItemKind::kWindow) return {};
  // A window is a matter of minutes: a day alone says nothing of when it closes.
  const auto opens = item.dates.find("opens");
  const ItemDate& closes = item.dates.at("closes");
  if (closes.precision == envelope::Precision::kDay) return fail(Code::kInvalid, kWhere, "closes");
  if (opens != item.dates.end() && opens->second.at >= closes.at) return fail(Code::kInvalid, kWhere, "opens");
  return check_repeats(item);
}

}  // namespace

std::string_view name_of(ItemKind kind) { return kKinds[static_cast<std::size_t>(kind)]; }

Result<ItemKind> item_kind_from(std::string_view name) {
  const auto* const found = std::ranges::find(kKinds, name);
  if (found == kKinds.end()) return fail(Code::kMalformed, kWhere);
  return static_cast<ItemKind>(found - kKinds.begin());
}

Result<void> check_item(const Item& item) {
  const KindRule rule = rule_of(item.kind);
  const auto length = count_code_points(item.text);
  if (!length || (rule.needs_text && *length == 0)) return fail(Code::kInvalid, kWhere, "text");
  if (*length > kItemTextCodePointsMax) return fail(Code::kTooLarge, kWhere, "text");
  if (!item.owner.empty() && !rule.may_have_owner) return fail(Code::kInvalid, kWhere, "owner");
  if (!rule.needs_code.empty() && !item.codes.contains(std::string(rule.needs_code)))
    return fail(Code::kInvalid, kWhere, std::string(rule.needs_code));
  for (const auto& [name, value] : item.codes) TRY(check_code(rule, name, value));
  return check_dates(item, rule);
}

std::vector<Due> dues_of(const Item& item) {
  std::vector<Due> dues;
  for (const auto& [name, date] : item.dates) {
    std::string_view kind = name;
    if (name == "due") kind = name_of(item.kind);
    if (name == "closes") kind = "window";
    if (due_rule(kind) == nullptr) continue;
    Due due{.kind = std::string(kind), .at = date.at, .precision = date.precision, .owner = item.owner};
    if (const auto opens = item.dates.find("opens"); opens != item.dates.end()) due.opens = opens->second.at;
    if (kind == "window" && every_days(item) > 0 && item.dates.contains("until")) {
      due.every_days = every_days(item);
      due.times = static_cast<int>(std::clamp<std::int64_t>(times_of(item), 1, kWindowTimesMax));
    }
    dues.push_back(std::move(due));
  }
  return dues;
}

}  // namespace waymark::desk
