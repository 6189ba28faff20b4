// Rows of a large office, the same in every run: for benchmarks.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "figures/rows.h"

namespace waymark::figures::sample {

/// A case after the other over some years: its request, a stage, a first reply, and of most an outcome and an end.
inline std::vector<CountedRow> many_rows(std::size_t count, std::int64_t first_day, std::int64_t days) {
  constexpr const char* kNeeds[]{"legal_question", "leave_the_army", "money", "shelter", "psychologist", "relative"};
  constexpr const char* kStatus[]{"mobilised", "contract", "conscript", "called_up", "reserve"};
  constexpr const char* kOutcomes[]{"consulted", "discharged", "left", "court_won", "deferred"};
  constexpr const char* kCards[]{"first-steps", "commission", "deferment", "captivity"};
  constexpr const char* kEvidence[]{"self_reported", "document_seen", "third_party"};
  std::mt19937 draw(7);
  const auto any = [&](std::size_t of) { return draw() % of; };
  std::vector<CountedRow> rows;
  rows.reserve(count + 6);
  for (std::size_t number = 0; rows.size() < count; ++number) {
    std::string subject(32, '0');
    for (std::size_t rest = number, at = 31; rest > 0; rest /= 10) subject[at--] = static_cast<char>('0' + rest % 10);
    CountedRow row{.kind = "request",
                   .day = first_day + static_cast<std::int64_t>(any(static_cast<std::size_t>(days))),
                   .subject = subject,
                   .language = any(10) < 8   ? "ru"
                               : any(4) == 0 ? "en"
                                             : "uk",
                   .assurance = any(20) == 0 ? "clerk" : "browser",
                   .zone = "Europe/Moscow"};
    row.received_day = row.day;
    row.answers = {std::string("status=") + kStatus[any(5)], std::string("need=") + kNeeds[any(6)]};
    if (any(5) == 0) row.answers.push_back(std::string("need=") + kNeeds[any(6)]);
    rows.push_back(row);
    row.answers.clear();
    row.assurance.clear();
    row.kind = "stage";
    row.code = "active";
    rows.push_back(row);
    row.code.clear();
    row.kind = "first_reply";
    row.seconds = static_cast<std::int64_t>(60 + any(20'000));
    rows.push_back(row);
    row.seconds = -1;
    if (any(2) == 0) {
      row.kind = "card_told";
      row.code = kCards[any(4)];
      rows.push_back(row);
    }
    if (any(3) != 0) {
      row.kind = "outcome";
      row.code = kOutcomes[any(5)];
      row.evidence = kEvidence[any(3)];
      row.date = row.day;
      rows.push_back(row);
      row.evidence.clear();
      row.date.reset();
    }
    row.kind = any(12) == 0 ? "aside" : "closed";
    row.code = row.kind == "aside" ? "test" : "none";
    rows.push_back(row);
  }
  rows.resize(count);
  return rows;
}

}  // namespace waymark::figures::sample
