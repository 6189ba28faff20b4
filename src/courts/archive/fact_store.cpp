#include "courts/archive/fact_store.h"

#include "courts/archive/fact_numbers.h"
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
  Fact fact = draft.fact;
  LET(fact.court, term(draft.court));
  LET(fact.articles, term(draft.articles));
  LET(fact.main_article, term(draft.main_article));
  TRY(db_.execute("INSERT INTO fact(case_id, first_seen, last_seen, gone, numbers) VALUES(?,?,?,?,?)", case_id,
                  day_bound(fact.first_seen), day_bound(fact.last_seen), day_bound(fact.gone), fact_numbers(fact)));
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
