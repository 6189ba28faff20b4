#include "desk/search/query.h"

#include <algorithm>
#include <charconv>

#include "desk/search/spoken.h"
#include "text/utf8.h"

namespace waymark::desk::search {
namespace {

constexpr Seconds kHour{3'600};
constexpr Seconds kDay{86'400};
constexpr int kAmountMax = 1'000;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// A positive number with h or d behind it: 48h, 3d.
std::optional<Seconds> duration_from(std::string_view text) {
  int amount = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, amount);
  if (error != std::errc{} || stop + 1 != end || amount < 1 || amount > kAmountMax) return std::nullopt;
  if (*stop == 'h') return amount * kHour;
  if (*stop == 'd') return amount * kDay;
  return std::nullopt;
}

TimePoint midnight_before(TimePoint now, int days, const text::Zone& zone) {
  text::LocalTime local = zone.to_local(now);
  local.of_day = std::chrono::minutes{0};
  local.day = std::chrono::year_month_day{std::chrono::sys_days{local.day} - std::chrono::days{days}};
  return zone.to_utc(local);
}

std::optional<TimePoint> since_from(std::string_view text, TimePoint now, const text::Zone& zone) {
  if (text == "today") return midnight_before(now, 0, zone);
  if (text == "yesterday") return midnight_before(now, 1, zone);
  if (const auto back = duration_from(text)) return now - *back;
  const auto date = text::local_time_from(text);
  return date ? std::optional{zone.to_utc(*date)} : std::nullopt;
}

struct Context {
  std::string_view reader;
  TimePoint now;
  const text::Zone& zone;
};

using Maybe = std::optional<Condition>;

Maybe read_clock(std::string_view value, const Context& /*context*/) {
  if (!value.starts_with('<')) return std::nullopt;
  const auto within = duration_from(value.substr(1));
  return within ? Maybe{{.kind = Condition::Kind::kClockWithin, .within = *within}} : std::nullopt;
}

Maybe read_document(std::string_view value, const Context& /*context*/) {
  const std::size_t equals = value.find('=');
  Condition made{.kind = Condition::Kind::kFact, .name = std::string{value.substr(0, equals)}};
  if (equals != std::string_view::npos) made.value = value.substr(equals + 1);
  const bool whole = !made.name.empty() && (equals == std::string_view::npos || !made.value.empty());
  return whole ? Maybe{std::move(made)} : std::nullopt;
}

Maybe read_stage(std::string_view value, const Context& /*context*/) {
  return Condition{.kind = Condition::Kind::kStage, .name = std::string{value}};
}

Maybe read_owner(std::string_view value, const Context& context) {
  if (value == "none") return Condition{.kind = Condition::Kind::kNobodys};
  return Condition{.kind = Condition::Kind::kOwner, .name = std::string{value == "me" ? context.reader : value}};
}

Maybe read_language(std::string_view value, const Context& /*context*/) {
  const auto language = language_from_code(value);
  return language ? Maybe{{.kind = Condition::Kind::kLanguage, .language = *language}} : std::nullopt;
}

Maybe read_from(std::string_view value, const Context& context) {
  const auto since = since_from(value, context.now, context.zone);
  return since ? Maybe{{.kind = Condition::Kind::kFrom, .since = *since}} : std::nullopt;
}

struct Operator {
  std::string_view name;
  Maybe (*read)(std::string_view value, const Context& context);
};
constexpr std::array kOperators{Operator{"clock", read_clock},   Operator{"doc", read_document},
                                Operator{"stage", read_stage},   Operator{"owner", read_owner},
                                Operator{"lang", read_language}, Operator{"from", read_from}};

/// "name:value" where the name is Latin letters, see as_code(): «12:30» and «в/ч: тут» are words. A value that is still
/// being typed is none yet.
bool is_condition(std::string_view part) {
  const std::size_t colon = part.find(':');
  return colon != std::string_view::npos && colon > 0 && colon <= 12 &&
         std::ranges::all_of(part.substr(0, colon), [](char c) { return c >= 'a' && c <= 'z'; });
}

/// @param code  of `part`, by as_code()
std::optional<Misread> take_condition(std::string_view part, std::string_view code, const Context& context,
                                      Query& query) {
  const std::size_t colon = code.find(':');
  const auto known = std::ranges::find(kOperators, code.substr(0, colon), &Operator::name);
  if (known == kOperators.end()) return Misread{Misread::Why::kUnknownOperator, std::string{part}};
  const std::string_view value = code.substr(colon + 1);
  Maybe condition = value.empty() ? std::nullopt : known->read(value, context);
  if (!condition) return Misread{Misread::Why::kBadValue, std::string{part}};
  query.conditions.push_back(*std::move(condition));
  return std::nullopt;
}

bool is_document(const FactView& fact, const Condition& condition) {
  if (fact.superseded) return false;
  // A table such as documents: each row is a fact whose value is the row and whose state is an attribute.
  const std::string_view* state = fact.attribute("state");
  if (state != nullptr && fact.value.find(condition.name) != std::string_view::npos)
    return state->starts_with(condition.value);
  return fact.key == condition.name && fact.value.starts_with(condition.value);
}

bool is_at_stage(const Situation& head, const PackedSituation& situation, std::string_view name) {
  if (name_of(head.stage) == name) return true;
  return situation.any_fact([name](const FactView& fact) {
    if (fact.superseded) return false;
    if (name == "awol") return fact.key == "left" || (fact.key == "status" && fact.value == "already_left");
    return fact.key == "status" && fact.value.starts_with(name);
  });
}

bool meets(const Condition& condition, const Situation& head, const queue::Glance& glance, TimePoint now) {
  switch (condition.kind) {
    case Condition::Kind::kClockWithin: return glance.nearest && *glance.nearest <= now + condition.within;
    case Condition::Kind::kFact:
      return glance.situation.any_fact([&](const FactView& fact) { return is_document(fact, condition); });
    case Condition::Kind::kStage: return is_at_stage(head, glance.situation, condition.name);
    case Condition::Kind::kOwner: return head.owner == condition.name;
    case Condition::Kind::kNobodys: return !head.owner.has_value();
    case Condition::Kind::kLanguage: return head.language == condition.language;
    case Condition::Kind::kFrom: return head.last_message_at && *head.last_message_at >= condition.since;
  }
  return false;
}

bool is_wanted(const std::string& word, const std::string& stem, const Wanted& wanted) {
  return std::ranges::find(wanted.stems, stem) != wanted.stems.end() ||
         (!wanted.begins.empty() && (stem.starts_with(wanted.begins) || word.starts_with(wanted.begins)));
}

/// At most `letters` code points around the bytes from `begin`, without cutting the words there.
std::string around(std::string_view text, std::size_t begin, std::size_t letters) {
  constexpr std::size_t kBefore = 60;  // bytes: some 30 letters of Cyrillic
  std::size_t start = begin > kBefore ? text.find(' ', begin - kBefore) : 0;
  start = start == std::string_view::npos || start > begin ? begin : start;
  const auto part = text::first_code_points(text.substr(start), letters);
  std::string line = start > 0 ? "…" : "";
  if (!part) return line;
  for (const char c : *part) line += is_space(c) ? ' ' : c;
  if (start + part->size() < text.size()) line += "…";
  return line;
}

}  // namespace

std::variant<Query, Misread> read_query(std::string_view typed, std::string_view reader, TimePoint now,
                                        const text::Zone& zone) {
  if (typed.size() > kQueryBytesMax) return Misread{Misread::Why::kTooLong, {}};
  const Context context{reader, now, zone};
  Query query;
  std::string words;
  for (std::size_t at = 0; at < typed.size();) {
    if (is_space(typed[at])) {
      ++at;
      continue;
    }
    const std::size_t end = std::min(typed.find_first_of(" \t\r\n", at), typed.size());
    const std::string_view part = typed.substr(at, end - at);
    const std::string code = as_code(part);
    if (!is_condition(code)) {
      words.append(part).append(" ");
    } else if (auto misread = take_condition(part, code, context, query)) {
      return *std::move(misread);
    }
    at = end;
  }
  query.words = text::words_of(words);
  if (query.words.size() > kQueryWordsMax) return Misread{Misread::Why::kTooLong, {}};
  const std::size_t last_space = typed.find_last_of(" \t\r\n");
  const std::string_view last = last_space == std::string_view::npos ? typed : typed.substr(last_space + 1);
  query.last_begins = !query.words.empty() && !last.empty() && !is_condition(as_code(last));
  return query;
}

std::vector<Wanted> wanted_by(const Query& query, const text::Stemmer& stemmer) {
  std::vector<Wanted> wanted;
  for (const text::FoundWord& word : query.words) wanted.push_back({.stems = stemmer.meanings(word)});
  if (query.last_begins) wanted.back().begins = query.words.back().word;
  return wanted;
}

bool meets(const Query& query, const queue::Glance& glance, TimePoint now) {
  if (query.conditions.empty()) return true;
  const Situation head = glance.situation.unpack_head();
  return std::ranges::all_of(query.conditions,
                             [&](const Condition& condition) { return meets(condition, head, glance, now); });
}

Snippet snippet(std::string_view text, Language language, const std::vector<Wanted>& wanted,
                const text::Stemmer& stemmer, std::size_t letters) {
  const auto is_any = [&](const text::FoundWord& word) {
    const std::string stem = stemmer.stem(word, language);
    return std::ranges::any_of(wanted, [&](const Wanted& one) { return is_wanted(word.word, stem, one); });
  };
  const std::vector<text::FoundWord> words = text::words_of(text);
  const auto first = std::ranges::find_if(words, is_any);
  if (first == words.end()) return {};
  const std::string line = around(text, first->begin, letters);
  Snippet pieces;
  std::size_t told = 0;
  for (const text::FoundWord& word : text::words_of(line)) {
    if (!is_any(word)) continue;
    if (word.begin > told) pieces.push_back({line.substr(told, word.begin - told)});
    pieces.push_back({line.substr(word.begin, word.end - word.begin), true});
    told = word.end;
  }
  if (told < line.size()) pieces.push_back({line.substr(told)});
  return pieces;
}

}  // namespace waymark::desk::search
