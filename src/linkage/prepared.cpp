#include "linkage/prepared.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include "base/absent.h"
#include "base/check.h"
#include "base/csv_shape.h"

namespace waymark::linkage {
namespace {

constexpr std::string_view kWhere = "linkage/prepared";

Result<std::size_t> column_of(const Table& table, const std::string& name) {
  if (const auto found = table.column_named(name)) return *found;
  return fail(Code::kNotFound, kWhere, fmt::format("The table has no column '{}'.", name));
}

bool is_missing(std::string_view folded, const FieldConfig& field, const std::vector<std::string>& missing) {
  if (folded.empty()) return true;
  if (std::ranges::find(missing, folded) != missing.end()) return true;
  return field.kind == Kind::kName && is_hidden_name(folded);
}

std::optional<double> number_of(std::string_view text) {
  std::string plain{text};
  std::ranges::replace(plain, ',', '.');
  double number = 0;
  const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), number);
  if (error != std::errc{} || end != plain.data() + plain.size()) return std::nullopt;
  return number;
}

/// Tokens in normal form, sorted, each once.
std::vector<std::string> tokens_of(std::string_view text, std::string_view separators) {
  std::set<std::string> tokens;
  while (true) {
    const std::size_t end = text.find_first_of(separators);
    if (std::string token = folded_text(text.substr(0, end)); !token.empty()) tokens.insert(std::move(token));
    if (end == std::string_view::npos) return {tokens.begin(), tokens.end()};
    text.remove_prefix(end + 1);
  }
}

/// The normal form of a value, empty for "missing"; `unreadable` if it was something, but nothing of this kind.
std::string normal_form(std::string_view text, const FieldConfig& field, const std::vector<std::string>& missing,
                        bool& unreadable) {
  const std::string folded = folded_text(text);
  if (is_missing(folded, field, missing)) return {};
  switch (field.kind) {
    case Kind::kName: return folded_name(text);
    case Kind::kText: return folded_name(text);
    case Kind::kId:
    case Kind::kEmail: return folded_id(text);
    case Kind::kSet: return fmt::format("{}", fmt::join(tokens_of(folded, field.separators), ";"));
    case Kind::kNumber: {
      const auto number = number_of(folded_id(text));
      unreadable = !number;
      return number ? fmt::format("{}", *number) : std::string{};
    }
    case Kind::kDate: {
      const auto date = date_of(folded);
      unreadable = !date && folded.find_first_of("123456789") != std::string::npos;
      return date ? fmt::format("{:04}-{:02}-{:02}", date->year, date->month, date->day) : std::string{};
    }
  }
  return {};
}

/// Numbers texts from 1 on; the empty text is kMissing.
class Numbering {
 public:
  explicit Numbering(StringPool& pool) : pool_(pool) { pool_.intern(""); }
  ValueId of(std::string_view text) { return pool_.intern(text); }

 private:
  StringPool& pool_;
};

struct Filled {
  PreparedField field;
  std::vector<ValueId> of_row;
};

/// One column: each distinct value is brought to its normal form once.
void fill_from_column(const Column& column, const std::vector<std::string>& missing, Filled& filled) {
  Numbering numbering{filled.field.texts};
  std::vector<ValueId> of_value(column.values.size());
  std::vector<bool> unreadable(column.values.size(), false), absent(column.values.size(), false);
  for (ValueId id = 0; id < column.values.size(); ++id) {
    bool bad = false;
    const std::string_view text = column.values.at(id);
    absent[id] =
        !cell_of(text).empty() && means_absent(text) && std::ranges::find(missing, folded_text(text)) == missing.end();
    of_value[id] = numbering.of(absent[id] ? "" : normal_form(text, filled.field.config, missing, bad));
    unreadable[id] = bad;
    if (absent[id] && filled.field.absent_word.empty()) filled.field.absent_word = cell_of(text);
  }
  filled.of_row.reserve(column.ids.size());
  for (const ValueId id : column.ids) {
    filled.of_row.push_back(of_value[id]);
    filled.field.unreadable += unreadable[id];
    filled.field.absent += absent[id];
  }
}

/// Three columns of one date.
void fill_from_columns(const std::array<const Column*, 3>& columns, const std::vector<std::string>& missing,
                       Filled& filled) {
  Numbering numbering{filled.field.texts};
  for (Row row = 0; row < columns[0]->ids.size(); ++row) {
    std::array<int, 3> parts{};
    for (std::size_t i = 0; i < 3; ++i) {
      const std::string_view text = columns[i]->values.at(columns[i]->ids[row]);
      if (std::ranges::find(missing, folded_text(text)) == missing.end())
        std::from_chars(text.data(), text.data() + text.size(), parts[i]);
    }
    bool bad = false;
    const std::string date = fmt::format("{:04}-{:02}-{:02}", parts[0], parts[1], parts[2]);
    filled.of_row.push_back(numbering.of(normal_form(date, filled.field.config, {}, bad)));
    filled.field.unreadable += bad;
  }
}

void add_letters(PreparedField& field) {
  const auto is_ascii = [](std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  };
  std::size_t latin = 0;
  for (ValueId id = 0; id < field.texts.size(); ++id) {
    std::string text{field.texts.at(id)};
    if (field.config.kind == Kind::kDate) std::erase(text, '-');
    field.letters.add(text);
    field.is_latin.push_back(is_ascii(text));
    latin += id != kMissing && field.is_latin.back();
  }
  const bool words = field.config.kind == Kind::kName || field.config.kind == Kind::kText;
  field.has_two_scripts = words && latin > 0 && latin + 1 < field.texts.size();
  if (!field.has_two_scripts) {
    field.is_latin = {};
    return;
  }
  for (ValueId id = 0; id < field.texts.size(); ++id) field.latin.add(latin_spelling(field.texts.at(id)));
}

void add_tokens(PreparedField& field) {
  StringPool words;
  const std::string_view separators = field.config.kind == Kind::kSet ? ";" : " ";
  for (ValueId id = 0; id < field.texts.size(); ++id) {
    auto& tokens = field.tokens.emplace_back();
    for (const std::string& token : tokens_of(field.texts.at(id), separators)) tokens.push_back(words.intern(token));
    std::ranges::sort(tokens);
  }
}

bool has_level(const PreparedField& field, Likeness likeness) {
  return std::ranges::find(field.config.levels, likeness, &Level::likeness) != field.config.levels.end();
}

/// What the kind is compared by.
void add_details(PreparedField& field) {
  const Kind kind = field.config.kind;
  add_letters(field);
  if (kind == Kind::kSet || has_level(field, Likeness::kWords)) add_tokens(field);
  for (ValueId id = 0; id < field.texts.size(); ++id) {
    if (kind == Kind::kNumber) field.numbers.push_back(number_of(field.texts.at(id)).value_or(0));
    if (kind != Kind::kDate) continue;
    field.dates.push_back(date_of(field.texts.at(id)).value_or(DateParts{}));
    field.day_numbers.push_back(day_number(field.dates.back()).value_or(kNoDay));
  }
}

void count_values(Filled& filled) {
  filled.field.counts.assign(filled.field.texts.size(), 0);
  for (const ValueId id : filled.of_row) ++filled.field.counts[id];
  filled.field.present = filled.of_row.size() - filled.field.counts[kMissing];
}

void fill(const Table& table, const std::vector<std::size_t>& columns, const std::vector<std::string>& missing,
          Filled& filled) {
  const auto& all = table.columns();
  if (columns.size() == 3)
    fill_from_columns({&all[columns[0]], &all[columns[1]], &all[columns[2]]}, missing, filled);
  else
    fill_from_column(all[columns[0]], missing, filled);
  count_values(filled);
  add_details(filled.field);
}

/// The number that each text of `mine` has in `other`. @pre both pools can still be searched
void join_partner(PreparedField& mine, std::size_t other_index, const PreparedField& other) {
  mine.swapped_with = other_index;
  for (ValueId id = 0; id < mine.texts.size(); ++id)
    mine.partner.push_back(other.texts.find(mine.texts.at(id)).value_or(kMissing));
}

FieldConfig completed(FieldConfig field, const LinkConfig& config) {
  const auto partner = std::ranges::find(config.fields, field.name, &FieldConfig::swapped_with);
  if (field.swapped_with.empty() && partner != config.fields.end()) field.swapped_with = partner->name;
  if (field.columns.empty()) field.columns = {field.name};
  if (field.levels.empty()) field.levels = default_levels(field.kind, !field.swapped_with.empty());
  if (!field.term_frequency)
    field.term_frequency =
        field.kind == Kind::kName || field.kind == Kind::kText || field.kind == Kind::kDate || field.kind == Kind::kSet;
  return field;
}

}  // namespace

void LetterStore::add(std::string_view text) {
  const auto letters = letters_of(text);
  places_.push_back(
      {mask_of(letters), static_cast<std::uint32_t>(bytes_.size()), static_cast<std::uint32_t>(letters.size())});
  bytes_.insert(bytes_.end(), letters.begin(), letters.end());
}

Result<Prepared> Prepared::make(const Table& table, const LinkConfig& config, const Workers& workers) {
  std::vector<Filled> filled(config.fields.size());
  std::vector<std::vector<std::size_t>> columns(config.fields.size());
  for (std::size_t i = 0; i < filled.size(); ++i) {
    filled[i].field.config = completed(config.fields[i], config);
    for (const std::string& name : filled[i].field.config.columns) {
      LET(const std::size_t column, column_of(table, name));
      columns[i].push_back(column);
    }
  }
  std::vector<std::string> missing;
  for (const std::string& text : config.missing) missing.push_back(folded_text(text));
  workers.run(filled.size(), [&](std::size_t task, unsigned) { fill(table, columns[task], missing, filled[task]); });

  Prepared prepared;
  prepared.rows_ = table.rows();
  prepared.values_.resize(prepared.rows_ * filled.size());
  for (std::size_t i = 0; i < filled.size(); ++i)
    for (std::size_t row = 0; row < prepared.rows_; ++row)
      prepared.values_[row * filled.size() + i] = filled[i].of_row[row];
  for (Filled& one : filled) prepared.fields_.push_back(std::move(one.field));
  for (PreparedField& field : prepared.fields_) {
    if (!has_level(field, Likeness::kSwapped)) continue;
    const auto other = std::ranges::find(config.fields, field.config.swapped_with, &FieldConfig::name);
    if (other == config.fields.end())
      return fail(Code::kInvalid, kWhere,
                  fmt::format("Field '{}' has the level 'swapped', but no 'swapped_with'.", field.config.name));
    const auto index = static_cast<std::size_t>(other - config.fields.begin());
    join_partner(field, index, prepared.fields_[index]);
  }
  for (PreparedField& field : prepared.fields_) field.texts.finish();
  return prepared;
}

Result<void> add_person_columns(Table& table, const LinkConfig& config) {
  for (const PersonColumns& person : config.people) {
    LET(const std::size_t from, column_of(table, person.from));
    std::array<Column, 3> parts;
    std::vector<std::array<ValueId, 3>> of_value;
    for (std::size_t i = 0; i < 3; ++i) parts[i].name = person.into[i];
    const Column& source = table.columns()[from];
    for (ValueId id = 0; id < source.values.size(); ++id) {
      const auto texts = person_parts(source.values.at(id));
      auto& ids = of_value.emplace_back();
      for (std::size_t i = 0; i < 3; ++i) ids[i] = parts[i].values.intern(texts[i]);
    }
    for (const ValueId id : source.ids)
      for (std::size_t i = 0; i < 3; ++i) parts[i].ids.push_back(of_value[id][i]);
    for (Column& part : parts) table.add_column(std::move(part));
  }
  return {};
}

std::vector<std::string> columns_needed(const LinkConfig& config) {
  std::set<std::string> needed, made;
  for (const PersonColumns& person : config.people) {
    made.insert(person.into.begin(), person.into.end());
    needed.insert(person.from);
  }
  for (const FieldConfig& field : config.fields) {
    if (field.columns.empty()) needed.insert(field.name);
    needed.insert(field.columns.begin(), field.columns.end());
  }
  for (const auto& key : config.keys) needed.insert(key.begin(), key.end());
  for (const std::string& column : {config.id, config.truth, config.differ_in})
    if (!column.empty()) needed.insert(column);
  std::vector<std::string> columns;
  std::ranges::set_difference(needed, made, std::back_inserter(columns));
  return columns;
}

}  // namespace waymark::linkage
