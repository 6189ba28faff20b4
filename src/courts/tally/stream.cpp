#include "courts/tally/stream.h"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "base/check.h"
#include "courts/archive/court_names.h"
#include "courts/archive/reader.h"

namespace waymark::courts {
namespace {

constexpr std::int64_t kBoundarySearch = 4096;  // ids in which a case surely begins; widened when none does

std::int32_t earlier(std::int32_t a, std::int32_t b) { return a == kNoDay ? b : b == kNoDay ? a : std::min(a, b); }

/// Runs a piece of work for each thread; the first error wins.
Result<void> on_threads(unsigned threads, const std::function<Result<void>(unsigned)>& work) {
  std::vector<Result<void>> done(threads);
  {
    std::vector<std::jthread> others;
    for (unsigned i = 1; i < threads; ++i) others.emplace_back([&, i] { done[i] = work(i); });
    done[0] = work(0);
  }
  for (auto& one : done) TRY(one);
  return {};
}

/// A УИД begins with two digits, those of its region: ranges of regions split the work.
std::string region_bound(unsigned i, unsigned threads) {
  if (i == 0) return {};
  return i == threads ? std::string{} : fmt::format("{:02}", kRegions * i / threads);
}

Result<SharedCases> shared_by_uid(const std::filesystem::path& archive, unsigned threads) {
  std::vector<std::vector<std::vector<std::int64_t>>> groups(threads);
  TRY(on_threads(threads, [&](unsigned i) -> Result<void> {
    LET(const auto reader, ArchiveReader::open(archive));
    return reader->for_each_shared_uid(
        region_bound(i, threads), region_bound(i + 1, threads),
        [&](std::span<const std::int64_t> cases) { groups[i].emplace_back(cases.begin(), cases.end()); });
  }));
  SharedCases shared;
  std::int64_t number = 0;
  for (const auto& some : groups) {
    for (const auto& cases : some) {
      ++number;
      for (const std::int64_t one : cases) shared.put(one, number);
    }
  }
  return shared;
}

/// Cases of a court that a page names in words → the same case under the code of that court.
using Twins = std::unordered_map<std::int64_t, std::int64_t>;

/// Courts that have cases under a name in words.
Result<std::vector<std::string>> courts_in_words(ArchiveReader& reader, const std::vector<std::string>& texts) {
  std::vector<std::string> courts;
  for (const std::string& text : texts) {
    if (text.empty() || looks_like_code(text)) continue;
    LET(const auto any, reader.cases_of_court(text, 1));
    if (!any.empty()) courts.push_back(text);
  }
  return courts;
}

/// An act on a page of its own, or a row of a search over several courts, names its court in words: with the number of
/// a case of that court it is that case, not a second one.
/// @param day  the twin must have been seen by then; kNoDay: ever
Result<Twins> twins_of(ArchiveReader& reader, const std::vector<std::string>& texts, std::int32_t day) {
  constexpr int kCasesMax = 10'000'000;
  Twins twins;
  LET(const auto in_words, courts_in_words(reader, texts));
  if (in_words.empty()) return twins;
  LET(const CourtNames names, CourtNames::of_courts(reader, texts));
  for (const std::string& court : in_words) {
    const std::string code = names.code_or_name(court);
    if (code == court) continue;
    LET(const auto cases, reader.cases_of_court(court, kCasesMax));
    for (const std::int64_t named : cases) {
      LET(const CaseFile file, reader.case_file(named));
      const auto coded = reader.find_case(code + file.key.substr(court.size()));
      if (!coded && coded.error().code != Code::kNotFound) return std::unexpected<Error>(coded.error());
      if (coded && (day == kNoDay || coded->first_seen <= day)) twins.emplace(named, coded->id);
    }
  }
  return twins;
}

/// Where pages name a court in words only, the code that its own cards give: terms by terms, each its own but these.
using CourtTerms = std::vector<std::int32_t>;

bool asks_for_courts(const Query& query) {
  const auto of_place = [](Dimension dimension) {
    return dimension == Dimension::kCourt || dimension == Dimension::kRegion;
  };
  return std::any_of(query.by.begin(), query.by.end(), of_place) ||
         std::any_of(query.filters.begin(), query.filters.end(),
                     [&](const Filter& filter) { return of_place(filter.dimension); });
}

Result<CourtTerms> court_terms(ArchiveReader& reader, const Query& query, const Terms& terms) {
  CourtTerms courts;
  if (!asks_for_courts(query)) return courts;
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < terms.size(); ++i) texts.push_back(terms.text(static_cast<std::int32_t>(i)));
  LET(const CourtNames names, CourtNames::of_courts(reader, texts));
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const auto own = static_cast<std::int32_t>(i);
    courts.push_back(looks_like_code(texts[i]) ? own : terms.term_of_text(names.code_or_name(texts[i])).value_or(own));
  }
  return courts;
}

/// What all parts know.
struct Around {
  const Query& query;
  const Conditions& conditions;
  const SharedCases& shared;
  const Twins& twins;
  const FinalOutcomes* final;  ///< may be null
  const CourtTerms& courts;    ///< empty: nobody asks for courts
  std::size_t parts;
};

/// One thread's part of the facts.
class Part {
 public:
  Part(const Around& around, Consumer& consumer)
      : around_(around),
        maker_(around.query.unit, around.conditions, [&consumer](const Counted& one) { consumer.take(one); }),
        set_aside_(around.parts) {}

  void take(std::span<const Fact> facts) {
    for (const Fact& fact : facts) {
      ++pass_.facts;
      pass_.first_seen = earlier(pass_.first_seen, fact.first_seen);
      pass_.last_seen = std::max(pass_.last_seen, fact.last_seen);
      if (fact.region > 0 && static_cast<std::size_t>(fact.region) < kRegions)
        pass_.regions.set(static_cast<std::size_t>(fact.region));
      if (const auto twin = around_.twins.find(fact.case_id); twin != around_.twins.end()) {
        if (fact.person == 0) pass_.others[twin->second].push_back(fact.case_id);
        continue;
      }
      if (const std::int64_t number = around_.shared.number_of(fact.case_id); number != SharedCases::kAlone) {
        set_aside_[static_cast<std::size_t>(number) % set_aside_.size()].push_back(in_the_end(fact));
      } else {
        count(around_.final == nullptr ? fact : in_the_end(fact));
      }
    }
  }
  /// Facts that this part has already taken, set aside because their cases may be joined: the share of one part, so
  /// that all of what may be one case come together there.
  [[nodiscard]] const std::vector<Fact>& set_aside(std::size_t share) const { return set_aside_[share]; }
  void join(std::vector<Fact> facts) {
    joined_ = join_transferred(std::move(facts), around_.shared);
    for (const Fact& fact : joined_.facts) count(fact);
  }
  void finish_into(Pass& pass) {
    maker_.finish();
    for (const auto* const some : {&joined_.others, &pass_.others})
      for (const auto& [counted, cases] : *some) {
        auto& others = pass.others[counted];
        others.insert(others.end(), cases.begin(), cases.end());
      }
    pass.facts += pass_.facts;
    pass.first_seen = earlier(pass.first_seen, pass_.first_seen);
    pass.last_seen = std::max(pass.last_seen, pass_.last_seen);
    pass.regions |= pass_.regions;
    pass.unnamed += maker_.unnamed();
    pass.left_out.resize(maker_.left_out().size());
    for (std::size_t i = 0; i < pass.left_out.size(); ++i) pass.left_out[i] += maker_.left_out()[i];
  }

 private:
  /// After the joining, which tells a court that is named in words from the same court named by its code.
  void count(const Fact& fact) {
    const auto term = static_cast<std::size_t>(fact.court);
    if (term >= around_.courts.size() || around_.courts[term] == fact.court) return maker_.add(fact);
    Fact known = fact;
    known.court = around_.courts[term];
    known.region = region_of(around_.conditions.terms().text(known.court));
    maker_.add(known);
  }
  [[nodiscard]] Fact in_the_end(Fact fact) const {
    if (around_.final == nullptr) return fact;
    if (const auto found = around_.final->find(accused_key(fact.case_id, fact.person)); found != around_.final->end())
      fact.outcome = found->second;
    return fact;
  }

  const Around& around_;
  UnitMaker maker_;
  Pass pass_;
  std::vector<std::vector<Fact>> set_aside_;  ///< by share
  Joined joined_;
};

/// Each part joins its share of what all of them set aside.
Result<void> join_shares(std::vector<Part>& parts) {
  return on_threads(static_cast<unsigned>(parts.size()), [&](unsigned share) -> Result<void> {
    std::vector<Fact> facts;
    for (const Part& part : parts)
      facts.insert(facts.end(), part.set_aside(share).begin(), part.set_aside(share).end());
    parts[share].join(std::move(facts));
    return {};
  });
}

/// The first id at or after `from` where a case begins.
Result<std::int64_t> case_begin(ArchiveReader& reader, std::int64_t from, std::int64_t last) {
  for (std::int64_t width = kBoundarySearch; from <= last; from += width) {
    std::int64_t found = 0;
    TRY(reader.for_each_fact({.first = from, .last = std::min(last, from + width - 1)},
                             [&](std::span<const Fact> facts) {
                               for (const Fact& fact : facts)
                                 if (found == 0 && fact.person == 0) found = fact.id;
                             }));
    if (found != 0) return found;
  }
  return last + 1;
}

/// Ranges of ids, one a thread, that split no case.
Result<std::vector<FactRange>> ranges_of(ArchiveReader& reader, unsigned threads) {
  LET(const std::int64_t last, reader.last_fact_id());
  std::vector<FactRange> ranges;
  std::int64_t begin = 1;
  for (unsigned i = 1; i <= threads; ++i) {
    std::int64_t end = last + 1;
    if (i < threads) {
      LET(end, case_begin(reader, std::max(begin, 1 + last * i / threads), last));
    }
    ranges.push_back({.first = begin, .last = end - 1});
    begin = end;
  }
  return ranges;
}

Result<void> read_range(const std::filesystem::path& archive, FactRange range, Part& part) {
  if (range.first > range.last) return {};
  LET(const auto reader, ArchiveReader::open(archive));
  return reader->for_each_fact(range, [&](std::span<const Fact> facts) { part.take(facts); });
}

Result<std::vector<Fact>> facts_as_of(ArchiveReader& reader, std::int32_t day) {
  std::vector<Fact> facts;
  TRY(reader.for_each_fact_as_of(
      day, [&](std::span<const Fact> some) { facts.insert(facts.end(), some.begin(), some.end()); }));
  return facts;
}

}  // namespace

Result<Pass> stream_units(const TallySource& source, const Query& query, unsigned threads, const MakeConsumers& make) {
  CHECK(threads >= 1 && threads <= kThreadsMax);
  LET(const auto reader, ArchiveReader::open(source.archive));
  const bool as_of = query.as_of != kNoDay;
  if (as_of) threads = 1;
  std::vector<Fact> facts;  // only as of a day: its terms are known when all facts are
  if (as_of) {
    LET(facts, facts_as_of(*reader, query.as_of));
  }
  LET(const std::vector<std::string> texts, reader->terms());
  Pass pass;
  pass.terms = std::make_unique<Terms>(texts);
  const Terms& terms = *pass.terms;
  SharedCases by_uid;
  Twins twins;
  if (source.shared == nullptr) {
    LET(by_uid, shared_by_uid(source.archive, threads));
    LET(twins, twins_of(*reader, texts, query.as_of));
  }
  const SharedCases& shared = source.shared == nullptr ? by_uid : *source.shared;
  LET(const std::vector<Consumer*> consumers, make(terms, threads));
  const Conditions conditions(query.filters, terms);
  LET(const CourtTerms courts, court_terms(*reader, query, terms));
  const Around around{.query = query,
                      .conditions = conditions,
                      .shared = shared,
                      .twins = twins,
                      .final = source.final,
                      .courts = courts,
                      .parts = consumers.size()};
  std::vector<Part> parts;
  for (Consumer* consumer : consumers) parts.emplace_back(around, *consumer);
  if (as_of) {
    parts.front().take(facts);
  } else {
    LET(const std::vector<FactRange> ranges, ranges_of(*reader, threads));
    TRY(on_threads(threads, [&](unsigned i) { return read_range(source.archive, ranges[i], parts[i]); }));
  }
  TRY(join_shares(parts));
  for (Part& part : parts) part.finish_into(pass);
  return pass;
}

}  // namespace waymark::courts
