// Words: periods, numbers and sentences about figures as people of three languages write them. Only what is printed
// goes in; a hidden number is told as hidden.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "figures/release.h"
#include "figures/series.h"
#include "text/catalogue.h"

namespace waymark::figures {

class Words {
 public:
  /// @param registry, catalogue  borrowed. @error kMalformed if a metric's "counted" is no pattern, with its name
  static Result<Words> of(const Registry& registry, const text::Catalogue& catalogue, Language language);

  [[nodiscard]] Language language() const { return language_; }
  [[nodiscard]] std::string say(std::string_view key, const text::Arguments& arguments = {}) const;
  /// "в октябре 2023 года", "in September–November 2023"
  [[nodiscard]] std::string in(const Period& period) const;
  /// "октябрь 2023 года": after "for"
  [[nodiscard]] std::string of(const Period& period) const;
  /// "29 ноября 2026 года", "29 November 2026": a day since 1970
  [[nodiscard]] std::string day(std::int64_t day) const;
  /// "октябрь 2023": in a table
  [[nodiscard]] std::string label(Month month) const;
  /// "577", "около 575", "больше 1 000", "200 (± 6)", "3 ч 20 мин", "60 %", or that it is not published.
  [[nodiscard]] std::string number(const PrintedFigure& figure, const Metric& metric) const;
  /// "577 обращений"; as number() where there is more to say than the number.
  [[nodiscard]] std::string counted(const PrintedFigure& figure, const Metric& metric) const;

 private:
  Words(const text::Catalogue& catalogue, text::Catalogue metrics, Language language)
      : catalogue_(&catalogue), metrics_(std::move(metrics)), language_(language) {}
  [[nodiscard]] std::string grouped(std::int64_t number) const;
  [[nodiscard]] std::string period_text(const Period& period, std::string_view key, std::string_view months) const;

  const text::Catalogue* catalogue_;
  text::Catalogue metrics_;
  Language language_;
};

/// Whose series stands beside ours, what they count and where they published it.
std::string other_says(const Words& words, const OtherSeries& other);
/// "1 216", "больше 3 000", "около 500"
std::string other_number(const Words& words, const SeriesPoint& point);
/// What is wrong with a file of a series, where.
std::string series_error(const text::Catalogue& catalogue, Language language, const SeriesError& error);

/// One metric's series as it was printed: what the sentences are about.
struct Series {
  const Metric* metric = nullptr;
  const PrintedFigure* total = nullptr;       ///< of the period
  const PrintedFigure* against = nullptr;     ///< of the period that it is compared with
  const PrintedFigure* cumulative = nullptr;  ///< from a month on, to the end of the period
  std::vector<const PrintedFigure*> months;   ///< ascending; of several versions if there is a break
};

/// "577 requests in September–November 2023, 89% more than in June–August (305). Most in October (218), fewest in June
/// (54). More than 1,000 since April 2023, more than half of them in autumn."
/// Nothing is compared across a break, and nothing is computed from what is hidden.
std::vector<std::string> sentences(const Words& words, const Series& series);

}  // namespace waymark::figures
