// verify_facts: what is counted must follow from what the chain holds.
#include <algorithm>

#include "courts/archive/archive.h"
#include "courts/archive/derived_rows.h"
#include "courts/archive/fact_numbers.h"
#include "courts/archive/open_to_read.h"
#include "courts/archive/reader.h"
#include "courts/archive/schema.h"
#include "courts/archive/store_cards.h"

namespace waymark::courts {
namespace {

bool same_texts(const FactTexts& a, const FactTexts& b) {
  return a.name == b.name && a.number == b.number && a.uid == b.uid && a.judge == b.judge && a.sentence == b.sentence &&
         a.category_sentence == b.category_sentence && a.lower_court == b.lower_court &&
         a.lower_number == b.lower_number;
}

class FactVerifier {
 public:
  FactVerifier(store::Connection& db, ArchiveReader& reader, std::vector<std::string> terms)
      : db_(db), reader_(reader), terms_(std::move(terms)) {}

  /// Whether the stored facts of a case are those that its views give.
  Result<bool> holds(std::int64_t case_id) {
    LET(const std::vector<ViewNow> views, views_of(db_, case_id));
    std::vector<DraftFact> drafts;
    if (!views.empty()) drafts = derive_facts(views);
    LET(const auto decided_seen, decided_seen_of(db_, case_id));
    LET(const bool days, holds_days(case_id, decided_seen.value_or(kNoDay)));
    if (!days) return false;
    LET(const std::vector<Fact> facts, reader_.facts_of(case_id));
    facts_ += static_cast<std::int64_t>(facts.size());
    if (facts.size() != drafts.size()) return false;
    LET(const std::vector<FactTexts> texts, texts_of(facts));
    if (texts.size() != facts.size()) return false;
    for (std::size_t i = 0; i < facts.size(); ++i) {
      drafts[i].fact.decided_seen = decided_seen.value_or(kNoDay);
      if (!same(facts[i], drafts[i]) || !same_texts(texts[i], drafts[i].texts)) return false;
    }
    return true;
  }
  /// Facts met so far.
  [[nodiscard]] std::int64_t facts() const { return facts_; }

 private:
  /// The days that stand beside a case: first seen, and first seen decided.
  Result<bool> holds_days(std::int64_t case_id, std::int32_t decided_seen) {
    LET(auto rows,
        db_.query("SELECT first_seen, decided_seen, (SELECT min(first_seen) FROM state WHERE case_id = c.id) FROM "
                  "case_file c WHERE id = ?",
                  case_id));
    LET(const bool any, rows.next());
    return any && (rows.is_null(2) || rows.integer(0) == rows.integer(2)) && day_at(rows, 1) == decided_seen;
  }
  Result<std::vector<FactTexts>> texts_of(const std::vector<Fact>& facts) {
    std::vector<FactTexts> texts;
    if (facts.empty()) return texts;
    TRY(reader_.for_each_text({.first = facts.front().id, .last = facts.back().id}, [&](const FactTexts& one) {
      const auto is_its = [&](const Fact& fact) { return fact.id == one.fact; };
      if (std::any_of(facts.begin(), facts.end(), is_its)) texts.push_back(one);
    }));
    return texts;
  }
  /// @return whether it is that text, and gives the draft the number of the stored fact
  bool is_term(std::int32_t stored, const std::string& text, std::int32_t& drafted) const {
    drafted = stored;
    return stored >= 0 && static_cast<std::size_t>(stored) < terms_.size() &&
           terms_[static_cast<std::size_t>(stored)] == text;
  }
  bool same(const Fact& stored, DraftFact& draft) const {
    const bool terms = is_term(stored.court, draft.court, draft.fact.court) &&
                       is_term(stored.articles, draft.articles, draft.fact.articles) &&
                       is_term(stored.main_article, draft.main_article, draft.fact.main_article);
    return terms && fact_numbers(stored) == fact_numbers(draft.fact) && stored.first_seen == draft.fact.first_seen &&
           stored.last_seen == draft.fact.last_seen && stored.gone == draft.fact.gone;
  }

  store::Connection& db_;
  ArchiveReader& reader_;
  const std::vector<std::string> terms_;
  std::int64_t facts_ = 0;
};

}  // namespace

Result<FactVerification> verify_facts(const std::filesystem::path& file) {
  LET(const auto reader, ArchiveReader::open(file));
  LET(const auto db, open_to_read(file));
  LET(auto terms, reader->terms());
  FactVerifier verifier(*db, *reader, std::move(terms));
  FactVerification found;
  LET(auto rows, db->query("SELECT id, key FROM case_file ORDER BY id"));
  while (true) {
    LET(const bool more, rows.next());
    if (!more) break;
    LET(const bool holds, verifier.holds(rows.integer(0)));
    if (holds) continue;
    if (found.cases_wrong++ == 0) found.first_wrong = rows.text(1);
  }
  LET(const std::int64_t all, reader->fact_count());
  found.strays = all - verifier.facts();
  LET(found.rows_wrong, derived_rows_wrong(*db));
  return found;
}

}  // namespace waymark::courts
