#include <fmt/format.h>

#include "courts/import/importer.h"

namespace waymark::courts {

std::string describe(const ImportReport& report) {
  std::string out;
  const auto line = [&](std::string_view what, std::int64_t count) {
    if (count > 0) out += fmt::format("  {:<46} {:>10}\n", what, count);
  };
  out += report.continued ? "An import that was cut short was continued.\n" : "";
  out += "Taken in:\n";
  line("pages and blocks of rows", report.items);
  line("rows of CSV and JSON lines", report.rows);
  line("already there from the cut-short import", report.skipped_done);
  line("records read", report.cards);
  line("new cases", report.put.new_cases);
  line("new revisions (first ones too)", report.put.new_revisions);
  line("unchanged", report.put.unchanged);
  line("rows that repeat a record", report.repeated_rows);
  line("there again after they had vanished", report.put.returned);
  line("vanished", report.tombstones);
  line("UID at several courts", report.uid_in_several_courts);
  out += "Kinds of pages:\n";
  for (const auto& [kind, count] : report.kinds)
    line(fmt::format("{}{}", name_of(kind), is_answer(kind) ? "" : "  [no answer]"), count);
  if (report.snapshot_incomplete)
    out +=
        "A page without an answer or a list that lacks pages does not say its court, or a file was broken: nothing was "
        "declared vanished.\n";
  for (const std::string& court : report.courts_left_out)
    out += fmt::format("Court {} gave no answer to something: nothing of it was declared vanished.\n", court);
  for (const std::string& court : report.courts_listed_in_part)
    out += fmt::format("Court {}: pages of its lists are missing: nothing of it was declared vanished.\n", court);
  if (report.not_understood.empty()) return out;
  out += "Not understood (everything is kept):\n";
  for (const auto& [kind, found] : report.not_understood) {
    line(kind, found.count);
    for (const std::string& example : found.examples) out += fmt::format("      {}\n", example);
  }
  return out;
}

}  // namespace waymark::courts
