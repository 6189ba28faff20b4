// Metric: what a number counts, as a versioned definition in three languages.
//
// One file of figures/metrics each. A request is not a person, a person is not a case, a case is not an outcome: the
// unit says which. A changed definition is a new version with its own "since"; a series never goes on across versions.
// @source docs/spec/figures.md "Metrics"; design 05 "Metric registry"
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/language.h"
#include "base/result.h"
#include "figures/period.h"

namespace waymark::figures {

enum class Unit { kContact, kRequest, kPerson, kCase, kOutcome };
enum class Measure {
  kCount,        ///< rows; of persons and cases: each once in a month
  kMedian,       ///< of seconds
  kNinetieth,    ///< 90th percentile of seconds
  kShareWithin,  ///< in whole per cent: rows within `within_seconds`, of all rows
};
/// Which day of a row makes its month.
enum class Moment { kDay, kReceived, kDate };

struct MetricText {
  std::string name;        ///< "Requests"
  std::string definition;  ///< one or two sentences
  std::string is_not;      ///< what it must not be taken for
  std::string counted;  ///< noun phrase with {count, plural, …}: "{count, plural, one {# request} other {# requests}}"
};

struct Metric {
  std::string id;
  int version = 1;
  Unit unit = Unit::kRequest;
  Measure measure = Measure::kCount;
  Moment moment = Moment::kDay;
  std::int64_t within_seconds = 0;  ///< kShareWithin
  Month since;                      ///< the first month that this version counts
  std::optional<Month> until;       ///< the last one; set from the next version
  std::set<std::string> kinds;      ///< of rows
  /// Property → values that count; all of them have to hold. "code", "evidence", "language", "assurance", "aside",
  /// "duplicate" ("yes", "no"), "answer.QUESTION" (any of the answers).
  std::map<std::string, std::set<std::string>> where;
  std::vector<std::string> by;  ///< properties by which it may be told apart
  std::map<Language, MetricText> texts;

  [[nodiscard]] std::string name() const { return id + "@" + std::to_string(version); }
};

struct MetricError {
  std::string file;
  std::string about;  ///< English, for whoever writes the file; names the member and, where known, the line
};

/// Whether it counts rows, or whoever they are of; medians and shares do not.
constexpr bool is_count(const Metric& metric) { return metric.measure == Measure::kCount; }
/// Persons and cases: each once in a period, so that months do not add up.
constexpr bool counts_once(const Metric& metric) { return metric.unit == Unit::kPerson || metric.unit == Unit::kCase; }

class Registry {
 public:
  /// Reads every .toml of a folder. @return all errors, if there is one
  static std::expected<Registry, std::vector<MetricError>> read(const std::filesystem::path& folder);
  /// The same from texts by the names of their files.
  static std::expected<Registry, std::vector<MetricError>> parse(const std::map<std::string, std::string>& files);

  /// By id, then version. Borrowed.
  [[nodiscard]] const std::vector<Metric>& all() const { return metrics_; }
  /// The version that counts this month; null if none does. Borrowed.
  [[nodiscard]] const Metric* at(std::string_view id, Month month) const;
  [[nodiscard]] const Metric* newest(std::string_view id) const;
  [[nodiscard]] std::vector<const Metric*> versions(std::string_view id) const;

 private:
  std::vector<Metric> metrics_;
};

inline constexpr std::size_t kMetricsMax = 500;
inline constexpr std::size_t kMetricBytesMax = 64 * 1'024;

std::string_view name_of(Unit unit);

}  // namespace waymark::figures
