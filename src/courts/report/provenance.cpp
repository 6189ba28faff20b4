#include "courts/report/provenance.h"

#include <fmt/format.h>

#include <map>

#include "base/encoding.h"
#include "courts/archive/reader.h"
#include "report/csv_rows.h"

namespace waymark::courts {
namespace {

constexpr std::string_view kWhere = "courts/report";

/// Pages that spoke of a case by then.
Result<std::vector<Sighting>> pages_of(ArchiveReader& reader, std::int64_t case_id, std::int32_t as_of) {
  LET(auto sightings, reader.sightings(case_id));
  if (as_of != kNoDay) std::erase_if(sightings, [&](const Sighting& one) { return one.seen > as_of; });
  return sightings;
}

/// A terminal obeys control characters, and these texts are from strangers' pages.
std::string printable(std::string text) {
  for (char& c : text)
    if (static_cast<unsigned char>(c) < ' ' || c == 0x7f) c = ' ';
  return text;
}

Result<std::string> page_lines(ArchiveReader& reader, std::int64_t case_id, std::int32_t as_of) {
  LET(const auto pages, pages_of(reader, case_id, as_of));
  std::string lines;
  for (const Sighting& page : pages)
    lines += fmt::format("   seen {}  {}  sha256 {}{}\n", iso_day(page.seen), printable(page.source),
                         to_hex(page.sha256), page.url.empty() ? "" : "  " + printable(page.url));
  return lines;
}

/// The words an outcome rests on; as of a day they may have been others, so none are given.
Result<std::string> rests_on(ArchiveReader& reader, const Reason& reason, std::int32_t as_of) {
  std::string sentence;
  if (as_of != kNoDay) return sentence;
  const std::int64_t id = reason.counted.fact.id;
  TRY(reader.for_each_text({.first = id, .last = id}, [&](const FactTexts& texts) { sentence = texts.sentence; }));
  return sentence.empty() ? sentence : ": \"" + printable(sentence) + "\"";
}

Result<std::string> lines_of(ArchiveReader& reader, const Reason& reason, Unit unit, std::int32_t as_of) {
  const Fact& fact = reason.counted.fact;
  LET(const CaseFile file, reader.case_file(fact.case_id));
  LET(const std::string sentence, rests_on(reader, reason, as_of));
  const bool differs = reason.counted.differs_in(Dimension::kOutcome);
  std::string lines = printable(file.key);
  if (unit == Unit::kPersons) lines += fmt::format(", accused {} of {}", fact.person + 1, fact.persons);
  lines += fmt::format("  {}{}\n", differs ? kDiffersWord : name_of(fact.outcome), differs ? "" : sentence);
  LET(const std::string pages, page_lines(reader, fact.case_id, as_of));
  lines += pages;
  for (const std::int64_t other : reason.others) {
    LET(const CaseFile same, reader.case_file(other));
    LET(const std::string more, page_lines(reader, other, as_of));
    lines += "   the same case as " + printable(same.key) + ":\n" + more;
  }
  return lines;
}

Result<void> add_records(ArchiveReader& reader, const std::string& cell, const Reason& reason, std::int32_t as_of,
                         report::Table& table) {
  const Fact& fact = reason.counted.fact;
  std::vector<std::int64_t> cases{fact.case_id};
  cases.insert(cases.end(), reason.others.begin(), reason.others.end());
  for (const std::int64_t id : cases) {
    LET(const CaseFile file, reader.case_file(id));
    LET(const auto pages, pages_of(reader, id, as_of));
    for (const Sighting& page : pages) {
      std::vector<report::Cell> row{cell, file.key, report::Number{static_cast<double>(fact.person + 1), 0}};
      for (int i = 0; i < kMeasures; ++i)
        row.emplace_back(report::Number{reason.counted.has(static_cast<Measure>(i)) ? 1.0 : 0.0, 0});
      row.insert(row.end(), {iso_day(page.seen), to_hex(page.sha256), page.source, page.url});
      table.rows.push_back(std::move(row));
    }
  }
  return {};
}

/// What a name asks of records.csv: the row and the column that must hold 1.
struct Asked {
  std::string row;
  std::string measure;
  bool everything;  ///< the total
};

Asked asked_of(const std::string& name, const Cell& cell) {
  const std::size_t slash = name.rfind('/');
  return {.row = slash == std::string::npos ? name : name.substr(0, slash),
          .measure = std::string{name_of(cell.measure)},
          .everything = cell.words.empty()};
}

/// The columns of records.csv by name; nothing if one is missing.
std::optional<std::map<std::string, std::size_t>> places_of(const std::vector<std::string>& keys) {
  std::map<std::string, std::size_t> places;
  for (std::size_t i = 0; i < keys.size(); ++i) places[keys[i]] = i;
  for (const char* key : {"cell", "record", "accused", "count", "decided", "in_force", "sentences", "known",
                          "suspended", "seen", "sha256", "source", "url"})
    if (!places.contains(key)) return std::nullopt;
  return places;
}

/// "cases" after its number: "1 case", "2 cases".
std::string_view after_number(std::size_t number, std::string_view plural) {
  return plural.substr(0, plural.size() - (number == 1 ? 1 : 0));
}

}  // namespace

Result<std::string> reasons_in_release(const std::string& records_csv, const std::string& name) {
  LET(const Cell cell, cell_named(name));
  const auto rows = report::csv_rows(records_csv);
  const auto places = rows && !rows->empty() ? places_of(rows->front()) : std::nullopt;
  if (!places) return fail(Code::kMalformed, kWhere, "records.csv is not as a release writes it.");
  const Asked asked = asked_of(name, cell);
  std::string lines;
  std::string last;
  std::size_t number = 0;
  for (std::size_t i = 1; i < rows->size(); ++i) {
    const auto at = [&](const char* key) { return printable((*rows)[i][places->at(key)]); };
    if ((!asked.everything && at("cell") != asked.row) || at(asked.measure.c_str()) != "1") continue;
    if (const std::string record = at("record") + ", accused " + at("accused"); record != last) {
      lines += fmt::format("{}. {}\n", ++number, record);
      last = record;
    }
    lines += fmt::format("   seen {}  {}  sha256 {}  {}\n", at("seen"), at("source"), at("sha256"), at("url"));
  }
  return lines + fmt::format("{} {}.\n", number, after_number(number, "records"));
}

Result<std::string> reasons_as_lines(const TallySource& source, const Cell& cell) {
  LET(const auto reasons, reasons_for(source, cell));
  LET(const auto reader, ArchiveReader::open(source.archive));
  std::string lines;
  std::size_t number = 0;
  for (const Reason& reason : reasons) {
    LET(const std::string some, lines_of(*reader, reason, cell.query.unit, cell.query.as_of));
    lines += fmt::format("{}. {}", ++number, some);
  }
  return lines + fmt::format("{} {}.\n", number, after_number(number, name_of(cell.query.unit)));
}

Result<report::Table> records_of(const TallySource& source, const Tally& tally) {
  report::Table table{.columns = {{"cell", "Cell"}, {"record", "Record"}, {"accused", "Accused"}}, .rows = {}};
  for (int i = 0; i < kMeasures; ++i) {
    const std::string name{name_of(static_cast<Measure>(i))};
    table.columns.push_back({name, name});
  }
  for (const char* key : {"seen", "sha256", "source", "url"}) table.columns.push_back({key, key});
  LET(const auto reader, ArchiveReader::open(source.archive));
  LET(const auto reasons, all_reasons(source, tally.query));
  for (const RowReason& one : reasons) TRY(add_records(*reader, one.cell, one.reason, tally.query.as_of, table));
  return table;
}

}  // namespace waymark::courts
