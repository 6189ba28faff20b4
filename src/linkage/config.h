// What to link and how: fields, deterministic keys, blocking rules, thresholds. Read from TOML (docs/linkage.md) or
// filled by a program; the same configuration, seed and table always give the same bytes.
//
// Everything has a default but the fields: `{.fields = {{.name = "surname", .kind = Kind::kName}}}` is enough.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace waymark::linkage {

/// What a field holds; chooses its normal form, its levels, and the keys that blocking may learn from it.
enum class Kind : std::uint8_t {
  kName,    ///< one word or part of a person's name, or an initial
  kText,    ///< words: an address, a town
  kDate,    ///< one column in any usual order, or three columns year, month, day
  kNumber,  ///< a decimal number
  kSet,     ///< several tokens in any order: articles of a charge
  kId,      ///< a number or code, typed exactly or with an error: telephone, passport, number of a case
  kEmail,
};

/// One way two different values can be alike. A field has a list of them, from likest to least; the first that holds
/// is the level of the pair. Equal values (level "exact") and "different" need not be listed.
enum class Likeness : std::uint8_t {
  kSwapped,      ///< equal across: my value is your `swapped_with` and the other way round
  kLatin,        ///< one in Latin, one in Cyrillic letters, equal by latin_spelling
  kInitial,      ///< one is a single letter, and the other begins with it
  kEdits,        ///< at most `limit` edits (Damerau-Levenshtein)
  kJaroWinkler,  ///< similarity of `limit` or more
  kWords,        ///< the words overlap (Jaccard) by `limit` or more
  kDaySwapped,   ///< date: day and month changed places
  kDays,         ///< date: at most `limit` days apart
  kYear,         ///< date: the same year
  kWithin,       ///< number: at most `limit` apart
  kRatio,        ///< number: at most `limit` times the larger one apart
  kOverlap,      ///< set: Jaccard of `limit` or more; limit 0: at least one token in common
  kUser,         ///< e-mail: the same before the @
};

struct Level {
  Likeness likeness;
  double limit = 0;
};

struct FieldConfig {
  std::string name;                       ///< as rules, reports and explanations call it
  std::vector<std::string> columns = {};  ///< one, or three for a date; empty: the column called `name`
  Kind kind = Kind::kName;
  std::vector<Level> levels = {};           ///< empty: default_levels(kind)
  std::optional<bool> term_frequency = {};  ///< rare values weigh more; unset: yes for names, texts, dates, sets
  std::string swapped_with = {};            ///< another field with which people confuse this one
  std::string separators = ";,";            ///< of a set's tokens
};

enum class Transform : std::uint8_t {
  kWhole,    ///< the normal form
  kPrefix,   ///< its first `length` letters
  kSound,    ///< sound_of
  kYear,     ///< of a date
  kDayMonth  ///< of a date, in either order
};

/// A part of a blocking key: `prefix(surname, 4)`.
struct KeyPart {
  std::size_t field = 0;  ///< index into LinkConfig::fields
  Transform transform = Transform::kWhole;
  unsigned length = 0;  ///< for kPrefix
  bool operator==(const KeyPart&) const = default;
};
/// Records whose parts all agree, none missing, are compared.
using Rule = std::vector<KeyPart>;

struct BlockingConfig {
  std::vector<Rule> rules = {};        ///< declared; empty: learnt from the table (linkage/learn_blocking.h)
  std::size_t block_rows_max = 1'000;  ///< larger blocks are not compared all with all …
  std::size_t window = 12;             ///< … but each record with so many after it (Hernandez and Stolfo 1995)
  double pairs_per_record_max = 25;    ///< what learnt rules may cost together, beside kPairsFree
};
/// So many pairs are compared in any case: a small table is compared all with all.
inline constexpr std::uint64_t kPairsFree = 2'000'000;

struct Thresholds {
  double link = 0.5;     ///< pairs of this probability or more are linked
  double review = 0.05;  ///< pairs between this and `link` are listed for people to decide
};

/// Cuts full names in one column into family name, given name and patronymic, each a column of its own.
struct PersonColumns {
  std::string from;
  std::vector<std::string> into;  ///< three names
};

struct LinkConfig {
  std::uint64_t seed = 1;
  std::string id = {};         ///< column of the record's own id; empty: the number of the record
  std::string truth = {};      ///< column of the known answer, used only to measure
  std::string differ_in = {};  ///< only records that differ in this column are compared (two sources); empty: any
  std::vector<std::string> missing = {};  ///< values that mean "unknown", beside empty and hidden names
  std::vector<PersonColumns> people = {};
  std::vector<std::vector<std::string>> keys = {};  ///< columns that, all equal and none missing, are proof
  std::vector<FieldConfig> fields = {};
  BlockingConfig blocking = {};
  Thresholds threshold = {};
};

inline constexpr std::size_t kFieldsMax = 16;  ///< a pattern has 4 bits a field in 64
inline constexpr std::size_t kLevelsMax = 12;  ///< of one field, beside missing, exact and different
inline constexpr std::size_t kRulesMax = 16;

/// The levels of a kind when the configuration names none.
std::vector<Level> default_levels(Kind kind, bool swapped);

/// Reads a configuration. Unknown settings are refused, so that a typing error is not silently a default.
/// @return a configuration that check() accepts
/// @error kInvalid  with one sentence in `detail` that says which setting is wrong and what it may be
Result<LinkConfig> parse_config(std::string_view toml);

/// @error kInvalid  with a sentence: no field, too many, an unknown name in a rule, a threshold outside 0…1
Result<void> check(const LinkConfig& config);

/// "prefix(surname, 4) & year(born)", as parse_config reads it.
std::string text_of(const Rule& rule, const LinkConfig& config);
/// "edits 1", "jaro-winkler 0.9", as parse_config reads it.
std::string text_of(const Level& level);
std::string_view text_of(Kind kind);

}  // namespace waymark::linkage
