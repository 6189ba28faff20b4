#include "desk/office/figures_rows.h"

#include <algorithm>

#include "figures/period.h"

namespace waymark::desk::office {
namespace {

figures::CountedRow counted(StatRow&& row) {
  figures::CountedRow one{.kind = std::move(row.kind),
                          .day = row.day,
                          .received_day = row.received_day,
                          .subject = std::move(row.subject),
                          .language = std::string(code_of(row.language)),
                          .assurance = std::move(row.assurance),
                          .code = std::move(row.code),
                          .evidence = std::move(row.evidence),
                          .act = std::move(row.act),
                          .answers = std::move(row.answers),
                          .seconds = row.seconds,
                          .zone = std::move(row.zone)};
  if (const auto day = figures::day_of_text(row.date); day.has_value()) one.date = *day;
  return one;
}

}  // namespace

figures::EffectiveRows effective_rows(std::vector<StatRow> rows) {
  std::vector<figures::CountedRow> all;
  all.reserve(rows.size());
  for (StatRow& row : rows) all.push_back(counted(std::move(row)));
  return figures::EffectiveRows(std::move(all));
}

std::vector<figures::PastCalendar> calendars_before(const StatCalendar& calendar, std::string_view zone,
                                                    std::int64_t day) {
  std::vector<figures::PastCalendar> all;
  const auto& spans = calendar.spans();
  // The first one begins where counting begins; what lies before it was counted in UTC.
  const bool utc_first = spans.empty() || spans.front().since > TimePoint{};
  for (std::size_t i = utc_first ? 0 : 1; i <= spans.size(); ++i) {
    const std::string name = i == 0 ? std::string(kUtcZone) : std::string(spans[i - 1].zone->name());
    const std::int64_t until = i == spans.size() ? day : calendar.day_at(spans[i].since - Seconds{1});
    if (name != zone) all.push_back({name, std::min(until, day)});
  }
  return all;
}

}  // namespace waymark::desk::office
