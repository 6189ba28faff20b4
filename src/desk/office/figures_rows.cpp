#include "desk/office/figures_rows.h"

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
                          .seconds = row.seconds};
  if (const auto day = figures::day_of_text(row.date); day.has_value()) one.date = *day;
  return one;
}

}  // namespace

std::vector<figures::Effective> effective_rows(std::vector<StatRow> rows) {
  std::vector<figures::CountedRow> all;
  all.reserve(rows.size());
  for (StatRow& row : rows) all.push_back(counted(std::move(row)));
  return figures::effective(std::move(all));
}

}  // namespace waymark::desk::office
