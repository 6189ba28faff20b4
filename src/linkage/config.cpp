#include "linkage/config.h"

#define TOML_EXCEPTIONS 0
#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "linkage/toml_guard.h"

namespace waymark::linkage {
namespace {

constexpr std::string_view kWhere = "linkage/config";

template <class Value>
struct Named {
  std::string_view name;
  Value value;
};
constexpr std::array<Named<Kind>, 7> kKinds{{{"name", Kind::kName},
                                             {"text", Kind::kText},
                                             {"date", Kind::kDate},
                                             {"number", Kind::kNumber},
                                             {"set", Kind::kSet},
                                             {"id", Kind::kId},
                                             {"email", Kind::kEmail}}};
constexpr std::array<Named<Likeness>, 13> kLikenesses{{{"swapped", Likeness::kSwapped},
                                                       {"latin", Likeness::kLatin},
                                                       {"initial", Likeness::kInitial},
                                                       {"edits", Likeness::kEdits},
                                                       {"jaro-winkler", Likeness::kJaroWinkler},
                                                       {"words", Likeness::kWords},
                                                       {"day-swapped", Likeness::kDaySwapped},
                                                       {"days", Likeness::kDays},
                                                       {"year", Likeness::kYear},
                                                       {"within", Likeness::kWithin},
                                                       {"ratio", Likeness::kRatio},
                                                       {"overlap", Likeness::kOverlap},
                                                       {"user", Likeness::kUser}}};
constexpr std::array<Named<Transform>, 4> kTransforms{{{"prefix", Transform::kPrefix},
                                                       {"sound", Transform::kSound},
                                                       {"year", Transform::kYear},
                                                       {"day_month", Transform::kDayMonth}}};

template <class Value, std::size_t N>
std::optional<Value> value_named(const std::array<Named<Value>, N>& table, std::string_view name) {
  const auto found = std::ranges::find(table, name, &Named<Value>::name);
  return found == table.end() ? std::nullopt : std::optional{found->value};
}
template <class Value, std::size_t N>
std::string_view name_in(const std::array<Named<Value>, N>& table, Value value) {
  return std::ranges::find(table, value, &Named<Value>::value)->name;
}
template <class Value, std::size_t N>
std::string names_of(const std::array<Named<Value>, N>& table) {
  std::string names;
  for (const auto& entry : table) names += fmt::format("{}{}", names.empty() ? "" : ", ", entry.name);
  return names;
}

auto wrong(std::string sentence) { return fail(Code::kInvalid, kWhere, std::move(sentence)); }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

Result<void> only_known(const toml::table& table, std::string_view section,
                        std::initializer_list<std::string_view> known) {
  for (const auto& [key, value] : table)
    if (std::ranges::find(known, key.str()) == known.end())
      return wrong(fmt::format("Unknown setting '{}'{}. Known are: {}.", key.str(), section, fmt::join(known, ", ")));
  return {};
}

Result<void> read_text(const toml::table& table, std::string_view key, std::string& into) {
  const auto* node = table.get(key);
  if (node == nullptr) return {};
  if (!node->is_string()) return wrong(fmt::format("'{}' must be a text in quotes.", key));
  into = *node->value<std::string>();
  return {};
}

Result<void> read_texts(const toml::table& table, std::string_view key, std::vector<std::string>& into) {
  const auto* node = table.get(key);
  if (node == nullptr) return {};
  const auto* array = node->as_array();
  if (array == nullptr) return wrong(fmt::format("'{}' must be a list of texts: [\"…\", \"…\"].", key));
  for (const auto& item : *array) {
    if (!item.is_string()) return wrong(fmt::format("'{}' must be a list of texts: [\"…\", \"…\"].", key));
    into.push_back(*item.value<std::string>());
  }
  return {};
}

template <class Number>
Result<void> read_number(const toml::table& table, std::string_view key, double low, double high, Number& into) {
  const auto* node = table.get(key);
  if (node == nullptr) return {};
  const auto value = node->value<double>();
  if (!node->is_number() || !value || !(*value >= low && *value <= high))
    return wrong(fmt::format("'{}' must be a number from {} to {}.", key, low, high));
  into = static_cast<Number>(*value);
  return {};
}

bool needs_limit(Likeness likeness) {
  constexpr Likeness kWithout[] = {Likeness::kSwapped,    Likeness::kLatin, Likeness::kInitial,
                                   Likeness::kDaySwapped, Likeness::kYear,  Likeness::kUser};
  return std::ranges::find(kWithout, likeness) == std::end(kWithout);
}

/// "edits 2"
Result<Level> level_of(std::string_view text) {
  const std::size_t space = text.find(' ');
  const auto likeness = value_named(kLikenesses, text.substr(0, space));
  if (!likeness) return wrong(fmt::format("'{}' is no level. Levels are: {}.", text, names_of(kLikenesses)));
  Level level{*likeness, 0};
  if (space != std::string_view::npos) {
    const std::string_view number = trimmed(text.substr(space));
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), level.limit);
    const bool good = error == std::errc{} && end == number.data() + number.size() && level.limit >= 0;
    if (!good) return wrong(fmt::format("The limit of level '{}' is no number.", text));
  } else if (needs_limit(*likeness)) {
    return wrong(fmt::format("Level '{}' needs a limit, such as \"edits 1\" or \"jaro-winkler 0.9\".", text));
  }
  return level;
}

Result<void> read_field(const toml::table& table, LinkConfig& config) {
  TRY(only_known(table, " in [[field]]",
                 {"name", "column", "columns", "kind", "levels", "term_frequency", "swapped_with", "separators"}));
  FieldConfig field;
  std::string kind = "name", column;
  std::vector<std::string> levels;
  TRY(read_text(table, "name", field.name));
  TRY(read_text(table, "column", column));
  TRY(read_texts(table, "columns", field.columns));
  TRY(read_text(table, "kind", kind));
  TRY(read_texts(table, "levels", levels));
  TRY(read_text(table, "swapped_with", field.swapped_with));
  TRY(read_text(table, "separators", field.separators));
  if (!column.empty()) field.columns = {column};
  const auto known = value_named(kKinds, kind);
  if (!known) return wrong(fmt::format("'{}' is no kind of field. Kinds are: {}.", kind, names_of(kKinds)));
  field.kind = *known;
  for (const std::string& text : levels) {
    LET(const Level level, level_of(text));
    field.levels.push_back(level);
  }
  if (const auto* node = table.get("term_frequency")) {
    if (!node->is_boolean()) return wrong("'term_frequency' must be true or false.");
    field.term_frequency = *node->value<bool>();
  }
  config.fields.push_back(std::move(field));
  return {};
}

Result<std::size_t> field_named(std::string_view name, const LinkConfig& config) {
  const auto found = std::ranges::find(config.fields, name, &FieldConfig::name);
  if (found == config.fields.end()) return wrong(fmt::format("A blocking rule names '{}', which is no field.", name));
  return static_cast<std::size_t>(found - config.fields.begin());
}

/// "surname", "year(born)", "prefix(surname, 4)"
Result<KeyPart> part_of(std::string_view text, const LinkConfig& config) {
  KeyPart part;
  const std::size_t open = text.find('(');
  if (open == std::string_view::npos) {
    LET(part.field, field_named(text, config));
    return part;
  }
  const auto transform = value_named(kTransforms, trimmed(text.substr(0, open)));
  if (!transform || text.back() != ')')
    return wrong(
        fmt::format("'{}' is no part of a rule: write a field, or one of {} around it.", text, names_of(kTransforms)));
  part.transform = *transform;
  std::string_view inside = text.substr(open + 1, text.size() - open - 2);
  const std::size_t comma = inside.find(',');
  if (part.transform == Transform::kPrefix) {
    const std::string_view number = comma == std::string_view::npos ? "" : trimmed(inside.substr(comma + 1));
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), part.length);
    if (error != std::errc{} || part.length == 0)
      return wrong(fmt::format("'{}' needs a number of letters: prefix(field, 4).", text));
    inside = inside.substr(0, comma);
  }
  LET(part.field, field_named(trimmed(inside), config));
  return part;
}

Result<Rule> rule_of(std::string_view text, const LinkConfig& config) {
  Rule rule;
  while (true) {
    const std::size_t end = text.find('&');
    LET(const KeyPart part, part_of(trimmed(text.substr(0, end)), config));
    rule.push_back(part);
    if (end == std::string_view::npos) return rule;
    text.remove_prefix(end + 1);
  }
}

Result<void> read_blocking(const toml::table& table, LinkConfig& config) {
  TRY(only_known(table, " in [blocking]", {"rules", "block_rows_max", "window", "pairs_per_record_max"}));
  std::vector<std::string> rules;
  TRY(read_texts(table, "rules", rules));
  for (const std::string& text : rules) {
    LET(Rule rule, rule_of(text, config));
    config.blocking.rules.push_back(std::move(rule));
  }
  TRY(read_number(table, "block_rows_max", 2, 1e5, config.blocking.block_rows_max));
  TRY(read_number(table, "window", 1, 1e4, config.blocking.window));
  return read_number(table, "pairs_per_record_max", 0, 1e4, config.blocking.pairs_per_record_max);
}

Result<void> read_person(const toml::table& table, LinkConfig& config) {
  TRY(only_known(table, " in [[person]]", {"from", "into"}));
  PersonColumns& person = config.people.emplace_back();
  TRY(read_text(table, "from", person.from));
  return read_texts(table, "into", person.into);
}

Result<void> read_key(const toml::table& table, LinkConfig& config) {
  TRY(only_known(table, " in [[key]]", {"columns"}));
  return read_texts(table, "columns", config.keys.emplace_back());
}

Result<void> read_thresholds(const toml::table& table, LinkConfig& config) {
  TRY(only_known(table, " in [threshold]", {"link", "review"}));
  TRY(read_number(table, "link", 0, 1, config.threshold.link));
  return read_number(table, "review", 0, 1, config.threshold.review);
}

using Reader = Result<void> (*)(const toml::table&, LinkConfig&);

/// `[key]`, once.
Result<void> read_section(const toml::table& all, std::string_view key, Reader read, LinkConfig& config) {
  const auto* node = all.get(key);
  if (node == nullptr) return {};
  if (!node->is_table()) return wrong(fmt::format("'{}' must be written as [{}].", key, key));
  return read(*node->as_table(), config);
}

/// `[[key]]`, as often as it comes.
Result<void> read_sections(const toml::table& all, std::string_view key, Reader read, LinkConfig& config) {
  const auto* node = all.get(key);
  if (node == nullptr) return {};
  const auto* array = node->as_array();
  if (array == nullptr) return wrong(fmt::format("'{}' must be written as [[{}]].", key, key));
  for (const auto& item : *array) {
    if (!item.is_table()) return wrong(fmt::format("'{}' must be written as [[{}]].", key, key));
    TRY(read(*item.as_table(), config));
  }
  return {};
}

Result<void> read_all(const toml::table& all, LinkConfig& config) {
  TRY(only_known(all, "",
                 {"seed", "id", "truth", "differ_in", "missing", "person", "key", "field", "blocking", "threshold"}));
  TRY(read_number(all, "seed", 0, 9e15, config.seed));
  TRY(read_text(all, "id", config.id));
  TRY(read_text(all, "truth", config.truth));
  TRY(read_text(all, "differ_in", config.differ_in));
  TRY(read_texts(all, "missing", config.missing));
  TRY(read_sections(all, "person", &read_person, config));
  TRY(read_sections(all, "key", &read_key, config));
  TRY(read_sections(all, "field", &read_field, config));
  TRY(read_section(all, "blocking", &read_blocking, config));
  return read_section(all, "threshold", &read_thresholds, config);
}

Result<void> check_field(const FieldConfig& field, const LinkConfig& config) {
  if (field.name.empty()) return wrong("A [[field]] needs a name.");
  if (std::ranges::count(config.fields, field.name, &FieldConfig::name) > 1)
    return wrong(fmt::format("Two fields are called '{}'.", field.name));
  if (field.columns.size() > 1 && (field.kind != Kind::kDate || field.columns.size() != 3))
    return wrong(
        fmt::format("Field '{}': only a date may have several columns, and then three: year, month, day.", field.name));
  if (field.levels.size() > kLevelsMax)
    return wrong(fmt::format("Field '{}' has more than {} levels.", field.name, kLevelsMax));
  const bool partner = std::ranges::count(config.fields, field.swapped_with, &FieldConfig::name) == 1;
  if (!field.swapped_with.empty() && (!partner || field.swapped_with == field.name))
    return wrong(
        fmt::format("Field '{}' is swapped with '{}', which is no other field.", field.name, field.swapped_with));
  return {};
}

}  // namespace

std::vector<Level> default_levels(Kind kind, bool swapped) {
  // Thresholds follow Winkler 1990 (0.88 and above as "nearly equal" in the census files) and the defaults that the
  // users of Splink and fastLink share (0.92 and 0.88); none was chosen by looking at a labelled file.
  std::vector<Level> levels;
  if (swapped) levels.push_back({Likeness::kSwapped});
  const auto add = [&](std::initializer_list<Level> more) { levels.insert(levels.end(), more); };
  switch (kind) {
    case Kind::kName:
      add({{Likeness::kLatin}, {Likeness::kInitial}, {Likeness::kEdits, 1}, {Likeness::kJaroWinkler, 0.88}});
      break;
    case Kind::kText:
      add({{Likeness::kEdits, 1},
           {Likeness::kJaroWinkler, 0.92},
           {Likeness::kWords, 0.5},
           {Likeness::kJaroWinkler, 0.8}});
      break;
    case Kind::kDate:
      add({{Likeness::kDaySwapped},
           {Likeness::kEdits, 1},
           {Likeness::kEdits, 2},
           {Likeness::kDays, 31},
           {Likeness::kYear}});
      break;
    case Kind::kNumber: add({{Likeness::kWithin, 1}, {Likeness::kRatio, 0.1}}); break;
    case Kind::kSet: add({{Likeness::kOverlap, 0.5}, {Likeness::kOverlap, 0}}); break;
    case Kind::kId: add({{Likeness::kEdits, 1}, {Likeness::kEdits, 2}}); break;
    case Kind::kEmail: add({{Likeness::kEdits, 2}, {Likeness::kUser}, {Likeness::kJaroWinkler, 0.9}}); break;
  }
  return levels;
}

Result<LinkConfig> parse_config(std::string_view toml) {
  if (const std::size_t line = line_refused(toml); line > 0)
    return wrong(
        fmt::format("Line {} is not TOML: only texts in quotes and comments may hold anything but ASCII, and a "
                    "section needs a name.",
                    line));
  const toml::parse_result parsed = toml::parse(toml);
  if (!parsed)
    return wrong(
        fmt::format("Line {} is not TOML: {}.", parsed.error().source().begin.line, parsed.error().description()));
  LinkConfig config;
  TRY(read_all(parsed.table(), config));
  TRY(check(config));
  return config;
}

Result<void> check(const LinkConfig& config) {
  if (config.fields.empty() && config.keys.empty())
    return wrong("Nothing to compare: name at least one [[field]] or [[key]].");
  if (config.fields.size() > kFieldsMax) return wrong(fmt::format("More than {} fields.", kFieldsMax));
  if (config.blocking.rules.size() > kRulesMax) return wrong(fmt::format("More than {} blocking rules.", kRulesMax));
  if (config.threshold.review > config.threshold.link)
    return wrong("threshold.review must not be above threshold.link.");
  for (const PersonColumns& person : config.people)
    if (person.from.empty() || person.into.size() != 3)
      return wrong("[[person]] needs 'from', a column, and 'into', three names: family name, given name, patronymic.");
  for (const auto& key : config.keys)
    if (key.empty()) return wrong("A [[key]] needs at least one column.");
  for (const FieldConfig& field : config.fields) TRY(check_field(field, config));
  for (const Rule& rule : config.blocking.rules)
    for (const KeyPart& part : rule) {
      const bool date = part.transform == Transform::kYear || part.transform == Transform::kDayMonth;
      if (part.field >= config.fields.size() || (date && config.fields[part.field].kind != Kind::kDate))
        return wrong("year(…) and day_month(…) in a blocking rule need a field that is a date.");
    }
  return {};
}

std::string text_of(const Rule& rule, const LinkConfig& config) {
  std::string text;
  for (const KeyPart& part : rule) {
    if (!text.empty()) text += " & ";
    const std::string& name = config.fields[part.field].name;
    if (part.transform == Transform::kWhole)
      text += name;
    else if (part.transform == Transform::kPrefix)
      text += fmt::format("prefix({}, {})", name, part.length);
    else
      text += fmt::format("{}({})", name_in(kTransforms, part.transform), name);
  }
  return text.empty() ? "all pairs" : text;
}

std::string text_of(const Level& level) {
  const std::string_view name = name_in(kLikenesses, level.likeness);
  return needs_limit(level.likeness) ? fmt::format("{} {}", name, level.limit) : std::string{name};
}

std::string_view text_of(Kind kind) { return name_in(kKinds, kind); }

}  // namespace waymark::linkage
