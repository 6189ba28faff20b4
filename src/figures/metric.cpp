#include "figures/metric.h"

#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

namespace waymark::figures {
namespace {

template <class T, std::size_t N>
std::optional<T> named(const std::array<std::pair<std::string_view, T>, N>& names, std::string_view name) {
  for (const auto& [one, value] : names)
    if (one == name) return value;
  return std::nullopt;
}

template <class T>
using Name = std::pair<std::string_view, T>;
constexpr std::array kUnits{Name<Unit>{"contact", Unit::kContact}, Name<Unit>{"request", Unit::kRequest},
                            Name<Unit>{"person", Unit::kPerson}, Name<Unit>{"case", Unit::kCase},
                            Name<Unit>{"outcome", Unit::kOutcome}};
constexpr std::array kMeasures{Name<Measure>{"count", Measure::kCount}, Name<Measure>{"median", Measure::kMedian},
                               Name<Measure>{"ninetieth", Measure::kNinetieth},
                               Name<Measure>{"share_within", Measure::kShareWithin}};
constexpr std::array kMoments{Name<Moment>{"day", Moment::kDay}, Name<Moment>{"received", Moment::kReceived},
                              Name<Moment>{"date", Moment::kDate}};
constexpr std::array<std::string_view, 10> kKinds{"request", "stage",    "first_reply", "outcome",  "closed",
                                                  "aside",   "reopened", "erased",      "incident", "card_told"};
constexpr std::array<std::string_view, 6> kProperties{"code",      "evidence", "language",
                                                      "assurance", "aside",    "duplicate"};
constexpr std::array<std::string_view, 13> kMembers{
    "id", "version", "unit", "measure", "moment", "within_seconds", "since", "kinds", "where", "by", "ru", "uk", "en"};
constexpr std::array<std::string_view, 4> kTexts{"name", "definition", "is_not", "counted"};

bool is_property(std::string_view name) {
  return std::ranges::find(kProperties, name) != kProperties.end() ||
         (name.starts_with("answer.") && name.size() > std::string_view("answer.").size());
}

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= 40 && std::ranges::all_of(text, [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '_';
  });
}

/// Reads one file; the first error ends it.
class Reader {
 public:
  explicit Reader(const toml::table& table) : table_(table) {}
  std::expected<Metric, std::string> run() {
    read_names();
    read_how();
    read_which();
    read_texts();
    if (error_.has_value()) return std::unexpected(*error_);
    return std::move(metric_);
  }

 private:
  void refuse(std::string about) {
    if (!error_.has_value()) error_ = std::move(about);
  }
  std::string text(std::string_view member, std::string_view otherwise = "") {
    const auto node = table_[member];
    if (!node) return std::string(otherwise);
    if (!node.is_string()) refuse("'" + std::string(member) + "' must be a text.");
    return node.value_or(std::string{});
  }
  std::set<std::string> texts(const toml::node* node, const std::string& member) {
    std::set<std::string> all;
    const toml::array* array = node == nullptr ? nullptr : node->as_array();
    if (array == nullptr || array->empty()) {
      refuse("'" + member + "' must be a list of texts that is not empty.");
      return all;
    }
    for (const toml::node& one : *array) {
      if (!one.is_string()) refuse("'" + member + "' must be a list of texts.");
      all.insert(one.value_or(std::string{}));
    }
    return all;
  }

  void read_names() {
    for (const auto& [member, node] : table_)
      if (std::ranges::find(kMembers, member.str()) == kMembers.end())
        refuse("There is no member '" + std::string(member.str()) + "'.");
    metric_.id = text("id");
    if (!is_id(metric_.id)) refuse("'id' must be 1 to 40 of a-z, 0-9 and _.");
    const auto version = table_["version"].value<std::int64_t>();
    if (!version || *version < 1 || *version > 999) refuse("'version' must be a number from 1 to 999.");
    metric_.version = static_cast<int>(version.value_or(1));
    const auto since = Month::parse(text("since"));
    if (!since.has_value()) refuse("'since' must be a month such as \"2026-11\".");
    metric_.since = since.value_or(Month{});
  }

  void read_how() {
    const auto unit = named(kUnits, text("unit"));
    if (!unit) refuse("'unit' must be contact, request, person, case or outcome.");
    metric_.unit = unit.value_or(Unit::kRequest);
    const auto measure = named(kMeasures, text("measure", "count"));
    if (!measure) refuse("'measure' must be count, median, ninetieth or share_within.");
    metric_.measure = measure.value_or(Measure::kCount);
    const auto moment = named(kMoments, text("moment", "day"));
    if (!moment) refuse("'moment' must be day, received or date.");
    metric_.moment = moment.value_or(Moment::kDay);
    const auto within = table_["within_seconds"].value<std::int64_t>();
    const bool share = metric_.measure == Measure::kShareWithin;
    if (share != within.has_value() || (within && (*within < 1 || *within > 366 * 86'400)))
      refuse("'within_seconds' must stand with share_within, and only there.");
    metric_.within_seconds = within.value_or(0);
  }

  void read_which() {
    metric_.kinds = texts(table_.get("kinds"), "kinds");
    for (const std::string& kind : metric_.kinds)
      if (std::ranges::find(kKinds, kind) == kKinds.end()) refuse("There are no rows of kind '" + kind + "'.");
    if (const toml::node* where = table_.get("where")) {
      const toml::table* conditions = where->as_table();
      if (conditions == nullptr) return refuse("'where' must be a table.");
      for (const auto& [name, values] : *conditions) {
        const std::string property(name.str());
        if (!is_property(property)) refuse("Rows have no property '" + property + "'.");
        metric_.where[property] = texts(&values, "where." + property);
      }
    }
    if (const toml::node* by = table_.get("by")) {
      for (const std::string& property : texts(by, "by")) {
        if (!is_property(property)) refuse("Rows have no property '" + property + "'.");
        metric_.by.push_back(property);
      }
    }
  }

  void read_texts() {
    for (const Language language : kLanguages) {
      const std::string code(code_of(language));
      const toml::table* table = table_[code].as_table();
      if (table == nullptr) {
        refuse("There is no definition in '" + code + "'.");
        continue;
      }
      const auto one = [&](std::string_view member) {
        const std::string text = (*table)[member].value_or(std::string{});
        if (text.empty() || text.size() > 2'000)
          refuse("'" + code + "." + std::string(member) + "' must be a text of at most 2,000 bytes.");
        return text;
      };
      metric_.texts[language] = {one("name"), one("definition"), one("is_not"), one("counted")};
      for (const auto& [member, node] : *table)
        if (std::ranges::find(kTexts, member.str()) == kTexts.end())
          refuse("There is no member '" + code + "." + std::string(member.str()) + "'.");
    }
  }

  const toml::table& table_;
  Metric metric_;
  std::optional<std::string> error_;
};

std::expected<Metric, std::string> parse_metric(std::string_view text) {
  if (text.size() > kMetricBytesMax) return std::unexpected("The file is too large.");
  const toml::parse_result parsed = toml::parse(text);
  if (!parsed) {
    const toml::source_position at = parsed.error().source().begin;
    return std::unexpected("Line " + std::to_string(at.line) + ": " + std::string(parsed.error().description()) + ".");
  }
  return Reader(parsed.table()).run();
}

/// Sets the end of each version from the beginning of the next.
void end_versions(std::vector<Metric>& metrics, std::vector<MetricError>& errors) {
  for (std::size_t i = 0; i + 1 < metrics.size(); ++i) {
    if (metrics[i].id != metrics[i + 1].id) continue;
    const std::string file = metrics[i + 1].name();
    if (metrics[i].version == metrics[i + 1].version) {
      errors.push_back({file, "Two files define this version."});
    } else if (metrics[i + 1].since <= metrics[i].since) {
      errors.push_back({file, "It has to count from a later month than version " + std::to_string(metrics[i].version) +
                                  ": two versions would count the same months."});
    } else {
      metrics[i].until = Month{metrics[i + 1].since.number - 1};
    }
  }
}

}  // namespace

std::string_view name_of(Unit unit) {
  for (const auto& [name, value] : kUnits)
    if (value == unit) return name;
  return "";
}

std::expected<Registry, std::vector<MetricError>> Registry::parse(const std::map<std::string, std::string>& files) {
  Registry registry;
  std::vector<MetricError> errors;
  if (files.size() > kMetricsMax) errors.push_back({"", "There are too many metrics."});
  for (const auto& [file, text] : files) {
    auto metric = parse_metric(text);
    if (metric.has_value()) {
      registry.metrics_.push_back(*std::move(metric));
    } else {
      errors.push_back({file, metric.error()});
    }
  }
  std::ranges::sort(registry.metrics_, [](const Metric& a, const Metric& b) {
    return std::tie(a.id, a.version) < std::tie(b.id, b.version);
  });
  end_versions(registry.metrics_, errors);
  if (!errors.empty()) return std::unexpected(std::move(errors));
  return registry;
}

std::expected<Registry, std::vector<MetricError>> Registry::read(const std::filesystem::path& folder) {
  std::map<std::string, std::string> files;
  std::error_code error;
  for (std::filesystem::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    if (at->path().extension() != ".toml") continue;
    std::ifstream file(at->path(), std::ios::binary);
    std::ostringstream content;
    content << file.rdbuf();
    if (!file) return std::unexpected(std::vector{MetricError{at->path().filename().string(), "It cannot be read."}});
    files[at->path().filename().string()] = std::move(content).str();
  }
  if (error) return std::unexpected(std::vector{MetricError{folder.string(), "The folder cannot be read."}});
  if (files.empty()) return std::unexpected(std::vector{MetricError{folder.string(), "It holds no metrics."}});
  return parse(files);
}

const Metric* Registry::at(std::string_view id, Month month) const {
  for (const Metric& metric : metrics_)
    if (metric.id == id && metric.since <= month && (!metric.until || month <= *metric.until)) return &metric;
  return nullptr;
}

const Metric* Registry::newest(std::string_view id) const {
  const Metric* found = nullptr;
  for (const Metric& metric : metrics_)
    if (metric.id == id) found = &metric;
  return found;
}

std::vector<const Metric*> Registry::versions(std::string_view id) const {
  std::vector<const Metric*> all;
  for (const Metric& metric : metrics_)
    if (metric.id == id) all.push_back(&metric);
  return all;
}

}  // namespace waymark::figures
