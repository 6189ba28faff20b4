#include "courts/archive/fact_store.h"

#include "courts/archive/store_cards.h"

namespace waymark::courts {

Result<void> FactStore::load_terms() {
  LET(auto rows, db_.query("SELECT id, text FROM term"));
  while (true) {
    LET(const bool more, rows.next());
    if (!more) return {};
    terms_.emplace(std::string{rows.text(1)}, static_cast<std::int32_t>(rows.integer(0)));
  }
}

Result<std::int32_t> FactStore::term(const std::string& text) {
  if (const auto found = terms_.find(text); found != terms_.end()) return found->second;
  TRY(db_.execute("INSERT INTO term(text) VALUES(?)", text));
  const auto id = static_cast<std::int32_t>(db_.last_row_id());
  terms_.emplace(text, id);
  return id;
}

Result<void> FactStore::insert(const DraftFact& draft, std::int64_t case_id) {
  const Fact& fact = draft.fact;
  LET(const std::int32_t court, term(draft.court));
  LET(const std::int32_t articles, term(draft.articles));
  LET(const std::int32_t main_article, term(draft.main_article));
  TRY(db_.execute(
      "INSERT INTO fact(case_id, person, persons, court, region, stage, view, received, decided, in_force, articles, "
      "main_article, outcome, basis, category, first_seen, decided_seen, last_seen, gone, flags) "
      "VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
      case_id, fact.person, fact.persons, court, fact.region, static_cast<int>(fact.stage), static_cast<int>(fact.view),
      day_bound(fact.received), day_bound(fact.decided), day_bound(fact.in_force), articles, main_article,
      static_cast<int>(fact.outcome), static_cast<int>(fact.basis), static_cast<int>(fact.category),
      day_bound(fact.first_seen), day_bound(fact.decided_seen), day_bound(fact.last_seen), day_bound(fact.gone),
      fact.flags));
  const FactTexts& texts = draft.texts;
  TRY(
      db_.execute("INSERT OR REPLACE INTO fact_text(fact, name, number, uid, judge, sentence, category_sentence, "
                  "lower_court, lower_number) "
                  "VALUES(?,?,?,?,?,?,?,?,?)",
                  db_.last_row_id(), texts.name, texts.number, texts.uid, texts.judge, texts.sentence,
                  texts.category_sentence, texts.lower_court, texts.lower_number));
  return {};
}

Result<void> FactStore::replace(std::int64_t case_id, std::vector<DraftFact> drafts, std::int32_t decided_seen,
                                bool known_before) {
  if (known_before) {
    TRY(db_.execute("DELETE FROM fact_text WHERE fact IN (SELECT id FROM fact WHERE case_id = ?)", case_id));
    TRY(db_.execute("DELETE FROM fact WHERE case_id = ?", case_id));
  }
  for (DraftFact& draft : drafts) {
    draft.fact.decided_seen = decided_seen;
    TRY(insert(draft, case_id));
  }
  return {};
}

}  // namespace waymark::courts
