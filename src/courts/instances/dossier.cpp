#include "courts/instances/dossier.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

#include "base/check.h"
#include "courts/archive/court_names.h"
#include "courts/ids/words.h"
#include "linkage/comparators.h"
#include "linkage/normal_form.h"

namespace waymark::courts {
namespace {

constexpr std::string_view kWhere = "courts/instances";

struct Row {
  Fact fact;
  FactTexts texts;
};

Result<std::vector<Row>> load_rows(ArchiveReader& reader) {
  std::vector<Row> rows;
  TRY(reader.for_each_fact({}, [&](std::span<const Fact> facts) {
    for (const Fact& fact : facts) rows.push_back({.fact = fact, .texts = {}});
  }));
  std::size_t at = 0;
  TRY(reader.for_each_text({}, [&](const FactTexts& texts) {
    while (at < rows.size() && rows[at].fact.id < texts.fact) ++at;
    if (at < rows.size() && rows[at].fact.id == texts.fact) rows[at].texts = texts;
  }));
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
    return std::tuple{a.fact.case_id, a.fact.person} < std::tuple{b.fact.case_id, b.fact.person};
  });
  return rows;
}

Accused accused_of(const Row& row, std::uint32_t of_case, const std::vector<std::string>& terms) {
  Accused one{.of_case = of_case, .index = row.fact.person, .named = (row.fact.flags & kNoPersonNamed) == 0};
  one.name = row.texts.name;
  if ((row.fact.flags & kNameHidden) == 0) one.parts = linkage::person_parts(one.name);
  one.articles = terms[static_cast<std::size_t>(row.fact.articles)];
  one.decided = row.fact.decided;
  one.outcome = row.fact.outcome;
  one.sentence = row.texts.sentence;
  return one;
}

CaseRecord case_of(const Row& row, std::string court, std::string key) {
  CaseRecord one{.id = row.fact.case_id, .key = std::move(key), .court = std::move(court)};
  one.region = row.fact.region;
  one.stage = row.fact.stage;
  one.received = row.fact.received;
  one.number = read_case_number(row.texts.number);
  one.uid = row.texts.uid;
  one.judge = row.texts.judge;
  one.lower_written = row.texts.lower_court;
  one.lower_court = plain(row.texts.lower_court);
  one.lower_number = row.texts.lower_number;
  return one;
}

void name_courts(Dossier& dossier, const CourtNames& names) {
  for (CaseRecord& one : dossier.cases) {
    if (!looks_like_code(one.court)) one.court = names.code_or_name(one.court);
    one.court_name = names.name_of(one.court);
    if (!one.lower_court.empty()) one.lower_court = names.code_or_name(one.lower_court);
    if (one.region == 0 && looks_like_code(one.court)) one.region = region_of(one.court);
  }
}

}  // namespace

std::string Dossier::record_id(const Accused& one) const {
  return cases[one.of_case].key + "#" + std::to_string(one.index + 1);
}

Result<Dossier> load_dossier(ArchiveReader& reader) {
  LET(const auto terms, reader.terms());
  LET(const std::vector<Row> rows, load_rows(reader));
  Dossier dossier;
  for (const Row& row : rows) {
    const auto highest = static_cast<std::size_t>(std::max({row.fact.court, row.fact.articles, 0}));
    if (highest >= terms.size()) return fail(Code::kMalformed, kWhere, "A fact has a term that the archive has not.");
    if (dossier.cases.empty() || dossier.cases.back().id != row.fact.case_id) {
      LET(CaseFile file, reader.case_file(row.fact.case_id));
      dossier.cases.push_back(case_of(row, terms[static_cast<std::size_t>(row.fact.court)], std::move(file.key)));
      dossier.cases.back().first_accused = static_cast<std::uint32_t>(dossier.accused.size());
    }
    CaseRecord& one = dossier.cases.back();
    one.decided = std::max(one.decided, row.fact.decided);
    ++one.accused_count;
    dossier.accused.push_back(accused_of(row, static_cast<std::uint32_t>(dossier.cases.size() - 1), terms));
  }
  CourtNames names;
  for (const CaseRecord& one : dossier.cases) TRY(names.learn(reader, one.court, one.id));
  name_courts(dossier, names);
  return dossier;
}

NameWord compare_names(const std::array<std::string, 3>& a, const std::array<std::string, 3>& b) {
  constexpr std::size_t kLongName = 12;  // bytes: six Cyrillic letters
  if (a[0].empty() || b[0].empty()) return NameWord::kNothing;
  const unsigned edits = std::min(a[0].size(), b[0].size()) >= kLongName ? 2 : 1;
  const auto letters_a = linkage::letters_of(a[0]), letters_b = linkage::letters_of(b[0]);
  if (!linkage::within_edits(letters_a, letters_b, edits)) return NameWord::kContradict;
  for (const std::size_t part : {1U, 2U}) {
    if (a[part].empty() || b[part].empty()) continue;
    if (linkage::letters_of(a[part]).front() != linkage::letters_of(b[part]).front()) return NameWord::kContradict;
  }
  return NameWord::kAgree;
}

NameWord compare_accused(std::span<const Accused> a, std::span<const Accused> b) {
  NameWord word = NameWord::kContradict;
  bool compared = false;
  for (const Accused& one : a) {
    for (const Accused& other : b) {
      const NameWord said = compare_names(one.parts, other.parts);
      if (said == NameWord::kAgree) return said;
      if (said == NameWord::kNothing) word = said;  // somebody is hidden, and may be anybody
      compared = true;
    }
  }
  return compared ? word : NameWord::kNothing;
}

}  // namespace waymark::courts
