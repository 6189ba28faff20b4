// Agenda: one sealed row per case with what decides its place in the queue, and its copy in memory.
//
// Rows are opened once, when the first member of the compartment signs in; close() wipes the copy when the last one is
// gone. Changes go to the database first and reach the copy only when the transaction was committed.
// Not thread-safe; the office's lock guards it.
#pragma once

#include <map>
#include <optional>
#include <unordered_set>

#include "desk/casefile/fact_limit.h"
#include "desk/keyring/key_ring.h"
#include "desk/queue/situation.h"
#include "store/connection.h"

namespace waymark::desk {

struct AgendaItem {
  std::uint32_t code_name = 0;
  Situation situation;
};

/// Pairs of code-name words (64 qualities x 128 nouns).
inline constexpr std::uint32_t kCodeNamePairs = 8'192;

class Agenda {
 public:
  /// @param is_danger  which facts stay when a row would be too long
  explicit Agenda(IsDanger is_danger = {}) : is_danger_(std::move(is_danger)) {}
  void know_dangers(IsDanger is_danger) { is_danger_ = std::move(is_danger); }
  [[nodiscard]] const IsDanger& is_danger() const { return is_danger_; }

  /// Opens all rows that `keys` opens, if that was not done yet.
  Result<void> load(store::Connection& store, const KeyRing& keys);
  void close();
  [[nodiscard]] bool is_loaded() const { return loaded_; }

  /// The committed or staged item; nullptr if there is none.
  [[nodiscard]] const AgendaItem* find(const CaseId& id) const;
  [[nodiscard]] const std::map<CaseId, AgendaItem>& items() const { return items_; }
  /// A code-name that no other case has.
  std::uint32_t free_code_name(crypto::Random& random);

  /// Writes the sealed row; visible in items() after keep().
  Result<void> stage(store::Connection& store, const KeyRing& keys, const CaseId& id, AgendaItem item,
                     crypto::Random& random);
  Result<void> stage_removal(store::Connection& store, const CaseId& id);
  /// After a commit: which cases have changed. / After a rollback.
  std::vector<CaseId> keep();
  void drop();

 private:
  IsDanger is_danger_;
  bool loaded_ = false;
  std::map<CaseId, AgendaItem> items_;
  std::map<CaseId, std::optional<AgendaItem>> staged_;
  std::unordered_set<std::uint32_t> names_;
};

}  // namespace waymark::desk
