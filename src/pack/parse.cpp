// The reader of pack.json: every member is read once by name and type, and an unknown member is refused.
#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include "pack/members.h"
#include "pack/pack.h"
#include "pack/place_line.h"
#include "text/json.h"

namespace waymark::pack {
namespace {

constexpr std::string_view kFormat = "waymark pack 1";

/// `[a-z0-9-]{1,40}`
bool is_pack_id(std::string_view text) {
  if (text.empty() || text.size() > kNameBytesMax) return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

/// One of a fixed list of words, or `missing` when the member is not there.
template <class Enum, std::size_t N>
Result<Enum> choice(Members& members, std::string_view key, const std::pair<std::string_view, Enum> (&words)[N],
                    std::optional<Enum> missing) {
  const Json* found = members.find(key);
  if (found == nullptr && missing.has_value()) return *missing;
  if (found == nullptr || !found->is_string()) return malformed(members.at(key));
  for (const auto& [word, value] : words)
    if (found->get_ref<const std::string&>() == word) return value;
  return malformed(members.at(key));
}

constexpr std::pair<std::string_view, QuestionKind> kKinds[] = {{"one", QuestionKind::kOne},
                                                                {"many", QuestionKind::kMany},
                                                                {"table", QuestionKind::kTable},
                                                                {"text", QuestionKind::kText},
                                                                {"consent", QuestionKind::kConsent}};
constexpr std::pair<std::string_view, AnswerDate> kDates[] = {{"future", AnswerDate::kFuture},
                                                              {"past", AnswerDate::kPast}};
constexpr std::pair<std::string_view, ContactRule> kRules[] = {
    {"note", ContactRule::kNote}, {"warn", ContactRule::kWarn}, {"block", ContactRule::kBlock}};
constexpr std::pair<std::string_view, ClockFrom> kFroms[] = {{"date", ClockFrom::kDate},
                                                             {"received", ClockFrom::kReceived}};

/// IANA names; whether ICU knows them is for pack/check.h to say.
Result<std::vector<NamedZone>> parse_zones(const Json* json, const std::string& place) {
  std::vector<NamedZone> zones;
  if (json == nullptr) return zones;
  if (!json->is_array() || json->empty()) return malformed(place);
  if (json->size() > kZonesMax) return fail(Code::kTooLarge, "pack/parse", place);
  for (const Json& item : *json) {
    if (!item.is_string() || item.get_ref<const std::string&>().size() > kNameBytesMax) return malformed(place);
    NamedZone named{item.get<std::string>(), nullptr};
    if (auto zone = text::Zone::named(named.name); zone.has_value())
      named.zone = std::make_shared<const text::Zone>(std::move(*zone));
    zones.push_back(std::move(named));
  }
  return zones;
}

Result<Answer> parse_answer(const Json& json, const std::string& place) {
  LET(Members members, Members::of(json, place));
  Answer answer;
  LET(answer.code, members.name("code"));
  LET(answer.needs, members.optional_name("needs"));
  LET(answer.exclusive, members.flag("exclusive"));
  LET(answer.danger, members.flag("danger"));
  LET(answer.at_risk, members.flag("at_risk"));
  LET(answer.date, choice(members, "date", kDates, std::optional(AnswerDate::kNone)));
  LET(answer.country, members.flag("country"));
  LET(answer.year, members.optional_name("year"));
  LET(answer.category, members.optional_name("category"));
  LET(answer.third_person, members.flag("third_person"));
  LET(answer.contact, choice(members, "contact", kRules, std::optional(ContactRule::kFree)));
  LET(answer.contact_words, members.flag("contact_words"));
  LET(answer.zones, parse_zones(members.find("zones"), place + ".zones"));
  TRY(members.done());
  return answer;
}

Result<std::vector<Answer>> parse_answers(const Json* json, const std::string& place) {
  std::vector<Answer> answers;
  if (json == nullptr) return answers;
  if (!json->is_array() || json->empty()) return malformed(place);
  if (json->size() > kAnswersMax) return fail(Code::kTooLarge, "pack/parse", place);
  for (const Json& item : *json) {
    LET(Answer answer, parse_answer(item, place));
    const bool repeated =
        std::any_of(answers.begin(), answers.end(), [&](const Answer& other) { return other.code == answer.code; });
    if (repeated) return malformed(place + "." + answer.code);
    answers.push_back(std::move(answer));
  }
  return answers;
}

Result<Question> parse_question(const Json& json, const std::string& place) {
  LET(Members members, Members::of(json, place));
  Question question;
  LET(question.id, members.name("id"));
  const std::string here = place + "." + question.id;
  LET(question.kind, choice(members, "kind", kKinds, std::optional<QuestionKind>{}));
  LET(question.when, parse_atoms(members.find("when"), here + ".when"));
  LET(question.answers, parse_answers(members.find("answers"), here + ".answers"));
  const bool is_table = question.kind == QuestionKind::kTable;
  if (is_table) {
    LET(question.states, members.names("states", kAnswersMax));
    if (question.states.empty()) return malformed(here + ".states");
  }
  LET(question.default_code, members.optional_name("default"));
  LET(const std::optional<std::string> group, members.optional_name("group"));
  question.group = group.value_or("");
  if (group.has_value() && std::ranges::find(kGroups, *group) == kGroups.end()) return malformed(members.at("group"));
  TRY(members.done());
  const bool has_answers = is_table || question.kind == QuestionKind::kOne || question.kind == QuestionKind::kMany;
  if (has_answers == question.answers.empty()) return malformed(here + ".answers");
  if (question.default_code.has_value() && question.answer(*question.default_code) == nullptr)
    return malformed(here + ".default");
  return question;
}

Result<void> parse_offset(const Json& json, Clock& clock, const std::string& place) {
  LET(Members members, Members::of(json, place));
  if (json.contains("months")) {
    LET(clock.offset_months, members.number("months", 1, 120));
  } else {
    LET(clock.offset_hours, members.number("hours", 0, kClockHoursMax));
  }
  return members.done();
}

Result<Clock> parse_clock(const Json& json, const std::string& place) {
  LET(Members members, Members::of(json, place));
  Clock clock;
  LET(clock.id, members.name("id"));
  LET(clock.question, members.name("question"));
  LET(clock.codes, members.names("codes", kAnswersMax));
  LET(clock.from, choice(members, "from", kFroms, std::optional<ClockFrom>{}));
  LET(const Json* offset, members.get("offset"));
  TRY(parse_offset(*offset, clock, place + "." + clock.id + ".offset"));
  LET(clock.lead_hours, members.number("lead_hours", 0, kClockHoursMax));
  LET(clock.ask_within_hours, members.number("ask_within_hours", 1, kClockHoursMax));
  LET(clock.when, parse_atoms(members.find("when"), place + "." + clock.id + ".when"));
  LET(clock.chain, members.optional_name("chain"));
  LET(clock.source, members.optional_name("source"));
  TRY(members.done());
  return clock;
}

Result<std::vector<Language>> parse_languages(const Json& json) {
  if (!json.is_array() || json.empty()) return malformed("languages");
  std::vector<Language> languages;
  for (const Json& item : json) {
    if (!item.is_string()) return malformed("languages");
    const auto language = language_from_code(item.get_ref<const std::string&>());
    if (!language.has_value() || std::find(languages.begin(), languages.end(), *language) != languages.end())
      return malformed("languages");
    languages.push_back(*language);
  }
  return languages;
}

Result<std::map<std::string, bool, std::less<>>> parse_options(const Json* json) {
  std::map<std::string, bool, std::less<>> options;
  if (json == nullptr) return options;
  if (!json->is_object()) return malformed("options");
  for (const auto& [name, value] : json->items()) {
    if (!is_name(name) || !value.is_boolean()) return malformed("options");
    options.emplace(name, value.get<bool>());
  }
  return options;
}

Result<std::optional<ShortWay>> parse_short_way(const Json* json) {
  if (json == nullptr) return std::optional<ShortWay>{};
  LET(Members members, Members::of(*json, "short_way"));
  ShortWay way;
  LET(const Json* conditions, members.get("if"));
  LET(way.conditions, parse_atoms(conditions, "short_way.if"));
  LET(way.questions, members.names("questions", kQuestionsMax));
  TRY(members.done());
  return std::optional<ShortWay>(std::move(way));
}

/// A list of objects with distinct ids.
template <class T, class Parse>
Result<std::vector<T>> parse_list(const Json& json, std::string_view place, std::size_t count_max, Parse parse) {
  if (!json.is_array() || json.empty()) return malformed(place);
  if (json.size() > count_max) return fail(Code::kTooLarge, "pack/parse", std::string(place));
  std::vector<T> all;
  for (const Json& item : json) {
    LET(T one, parse(item, std::string(place)));
    const bool repeated = std::any_of(all.begin(), all.end(), [&one](const T& other) { return other.id == one.id; });
    if (repeated) return malformed(std::string(place) + "." + one.id);
    all.push_back(std::move(one));
  }
  return all;
}

Result<std::map<std::string, std::string, std::less<>>> parse_texts(std::string_view json_text, Language language) {
  const std::string place = "texts." + std::string(code_of(language));
  LET(const Json json, text::parse_json(json_text, {.bytes_max = kTextsBytesMax, .depth_max = 2}));
  if (!json.is_object()) return malformed(place);
  std::map<std::string, std::string, std::less<>> texts;
  for (const auto& [key, value] : json.items()) {
    if (!value.is_string()) return malformed(place + ": " + key);
    texts.emplace(key, value.get<std::string>());
  }
  return texts;
}

Result<Pack> parse_structure(const Json& json) {
  LET(Members members, Members::of(json, "pack"));
  LET(const std::string format, members.sentence("format"));
  if (format != kFormat) return fail(Code::kUnsupported, "pack/parse");
  Pack pack;
  LET(pack.id, members.sentence("id"));
  if (!is_pack_id(pack.id)) return malformed("pack.id");
  LET(pack.version, members.number("version", 1, 999'999));
  LET(const Json* languages, members.get("languages"));
  LET(pack.languages, parse_languages(*languages));
  LET(pack.zone, members.sentence("zone"));
  LET(pack.zones, parse_zones(members.find("zones"), "pack.zones"));
  LET(pack.options, parse_options(members.find("options")));
  LET(pack.short_way, parse_short_way(members.find("short_way")));
  LET(const Json* questions, members.get("questions"));
  LET(pack.questions, parse_list<Question>(*questions, "questions", kQuestionsMax, parse_question));
  LET(const Json* clocks, members.get("clocks"));
  LET(pack.clocks, parse_list<Clock>(*clocks, "clocks", kClocksMax, parse_clock));
  TRY(parse_desk_part(members, pack));
  if (json.contains("templates")) {
    LET(pack.templates, members.names("templates", kTemplatesMax));
  }
  TRY(members.done());
  return pack;
}

Result<std::string> read_file(const std::filesystem::path& path, std::size_t bytes_max) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  if (error) return fail(Code::kNotFound, "pack/read", path.filename().string());
  if (size > bytes_max) return fail(Code::kTooLarge, "pack/read", path.filename().string());
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  content << file.rdbuf();
  if (!file) return fail(Code::kStorage, "pack/read", path.filename().string());
  return std::move(content).str();
}

/// "pack.json:93: silence.danger.after_hours": so that whoever wrote it finds it.
Error with_line(Error error, std::string_view structure) {
  if (error.detail.starts_with("texts.")) return error;
  const std::size_t line = line_of_place(structure, error.detail);
  error.detail = line == 0 ? "pack.json: " + error.detail : "pack.json:" + std::to_string(line) + ": " + error.detail;
  return error;
}

}  // namespace

Result<Pack> parse_pack(std::string_view pack_json, const std::map<Language, std::string>& texts) {
  LET(const Json json, text::parse_json(pack_json, {.bytes_max = kPackBytesMax, .depth_max = 12}));
  LET(Pack pack, parse_structure(json));
  for (const Language language : pack.languages) {
    const auto found = texts.find(language);
    if (found == texts.end()) return malformed("texts." + std::string(code_of(language)));
    LET(pack.texts[language], parse_texts(found->second, language));
  }
  return pack;
}

Result<Pack> read_pack(const std::filesystem::path& folder) {
  LET(const std::string structure, read_file(folder / "pack.json", kPackBytesMax));
  std::map<Language, std::string> texts;
  for (const Language language : kLanguages) {
    const auto path = folder / ("texts." + std::string(code_of(language)) + ".json");
    if (!std::filesystem::exists(path)) continue;
    LET(texts[language], read_file(path, kTextsBytesMax));
  }
  auto read = parse_pack(structure, texts);
  if (!read.has_value()) return std::unexpected(with_line(read.error(), structure));
  Pack pack = *std::move(read);
  if (pack.id != folder.filename().string()) return malformed("pack.id is not the folder's name");
  return pack;
}

}  // namespace waymark::pack
