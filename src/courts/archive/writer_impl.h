// The writer's inside: writer.cpp takes pages in, writer_order.cpp puts days and wholes in order.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "base/check.h"
#include "base/encoding.h"
#include "courts/archive/archive.h"
#include "courts/archive/card_json.h"
#include "courts/archive/derived_rows.h"
#include "courts/archive/fact_store.h"
#include "courts/archive/packed.h"
#include "courts/archive/runs.h"
#include "courts/archive/schema.h"
#include "courts/archive/store_cards.h"
#include "courts/archive/timeline.h"
#include "courts/archive/wholes.h"

namespace waymark::courts {

inline constexpr std::size_t kPackedFrom = 300;  // smaller bodies do not shrink

class ArchiveWriter::Impl {
 public:
  explicit Impl(std::unique_ptr<store::Connection> db) : db_(std::move(db)), facts_(*db_) {}

  Result<void> start() {
    TRY(store::migrate(*db_, archive_schema()));
    TRY(facts_.load_terms());
    TRY(read_head());
    LET(const std::int64_t owed,
        db_->number("SELECT EXISTS(SELECT 1 FROM case_file) AND NOT EXISTS(SELECT 1 FROM fact)"));
    if (owed == 0) return {};
    TRY(write_old_members());
    return rebuild_facts();  // an upgrade left them to us
  }

  Result<void> read_head() {
    LET(auto rows, db_->query("SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1"));
    LET(const bool any, rows.next());
    if (!any) return {};
    if (rows.blob(1).size() != head_.size())
      return fail(Code::kMalformed, "courts/archive", "the newest entry has no hash");
    seq_ = rows.integer(0);
    std::copy(rows.blob(1).begin(), rows.blob(1).end(), head_.begin());
    return {};
  }

  Result<bool> begin_import(std::string_view name, std::string_view snapshot, std::int32_t day);
  Result<bool> item_done(std::string_view item) {
    LET(const std::int64_t count, db_->number("SELECT count(*) FROM item WHERE run = ? AND name = ?", run_, item));
    return count > 0;
  }
  Result<PutCounts> put_page(std::string_view item, const PageRecord& page, std::span<const Card> cards);
  Result<void> commit() {
    if (!transaction_) return {};
    TRY(append_taken());
    TRY(transaction_->commit());
    transaction_.reset();
    return {};
  }
  Result<std::int64_t> end_import(std::span<const std::string> courts_with_non_answers, bool non_answer_without_court);
  Result<void> rebuild_facts();

 private:
  struct Stated {
    std::int64_t state = 0;
    std::int64_t case_id = 0;
    std::int64_t entry = 0;
    int view = 0;
    std::string key = {};
    bool new_case = false;
    bool changed = false;       ///< facts must be derived anew
    bool moved = false;         ///< only the day of seeing moved
    bool out_of_order = false;  ///< its timeline must be put in order once the page is there
  };

  Result<void> need_transaction() {
    if (transaction_) return {};
    LET(auto begun, store::Transaction::begin(*db_));
    transaction_.emplace(std::move(begun));
    return {};
  }
  /// What was taken in since the last commit becomes an entry, so that nobody can make an import pass over pages.
  Result<void> append_taken() {
    if (taken_.empty()) return {};
    TRY(append(EntryKind::kTaken, run_day_, run_, body_of_taken(taken_)));
    taken_.clear();
    return {};
  }
  Result<std::int64_t> append(EntryKind kind, std::int32_t day, std::int64_t subject, const std::string& body);
  Result<std::int64_t> put_blob(const crypto::Sha256& sha256, std::string_view bytes);
  Result<Stated> put_card(const Card& card, std::int32_t seen, PutCounts& counts);
  Result<void> file_for(const Card& card, std::int32_t seen, Stated& stated);
  Result<Stated> first_state(const Card& card, std::int32_t seen, ByteView content, const std::string& body,
                             Stated stated);
  Result<std::int64_t> append_revision(const Card& card, std::int32_t seen, const std::string& body,
                                       std::int64_t case_id);
  Result<std::int64_t> revision_with(std::int64_t case_id, int view, const std::string& body);
  Result<Appended> put_in_order(std::int64_t case_id, int view, const std::string& key);
  Result<void> refresh_facts(std::int64_t case_id);
  Result<std::set<Member>> forget_reading(std::int64_t blob, const PageRecord& page);
  Result<void> write_old_members();
  Result<std::int64_t> revision_differs(std::int64_t page, const Stated& stated);
  Result<std::int64_t> order_all(const std::set<Member>& records, PutCounts& counts);
  Result<void> update_facts(const Card& card, const Stated& stated, std::int32_t seen);
  Result<void> put_page_entry(const PageRecord& page, std::int64_t blob, const std::vector<Stated>& said);
  Result<std::int64_t> write_whole(std::span<const std::string> left_out, bool whole);

  std::unique_ptr<store::Connection> db_;
  FactStore facts_;
  Packer packer_;
  std::optional<store::Transaction> transaction_;
  std::int64_t seq_ = 0;
  crypto::Sha256 head_{};
  std::int64_t run_ = 0;
  std::string snapshot_;
  std::int32_t run_day_ = 0;
  std::vector<std::string> taken_;  ///< items since the last commit
};

}  // namespace waymark::courts
