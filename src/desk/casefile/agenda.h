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
#include "desk/queue/packed_situation.h"
#include "store/connection.h"

namespace waymark::desk {

struct AgendaItem {
  std::uint32_t code_name = 0;
  Situation situation;
};

/// The same as it is kept in memory for every case.
struct AgendaEntry {
  std::uint32_t code_name = 0;
  std::string owner = {};  ///< of the situation; empty: nobody
  PackedSituation situation = {};
  [[nodiscard]] AgendaItem item() const { return {code_name, situation.unpack()}; }
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

  /// The committed or staged entry; nullptr if there is none.
  [[nodiscard]] const AgendaEntry* find(const CaseId& id) const;
  [[nodiscard]] const std::map<CaseId, AgendaEntry>& entries() const { return entries_; }
  /// A code-name that no other case has.
  std::uint32_t free_code_name(crypto::Random& random);

  /// Writes the sealed row; visible in entries() after keep().
  Result<void> stage(store::Connection& store, const KeyRing& keys, const CaseId& id, const AgendaItem& item,
                     crypto::Random& random);
  Result<void> stage_removal(store::Connection& store, const CaseId& id);
  /// After a commit: which cases have changed. / After a rollback.
  std::vector<CaseId> keep();
  void drop();

 private:
  /// Ids come in order.
  void put(const CaseId& id, AgendaEntry entry);
  /// A row that cannot be read is made again from the case itself, where these keys open it: one damaged row must not
  /// shut the list for everybody.
  AgendaEntry from_case(store::Connection& store, const KeyRing& keys, const CaseId& id, std::uint32_t code_name) const;

  IsDanger is_danger_;
  bool loaded_ = false;
  std::map<CaseId, AgendaEntry> entries_;
  std::map<CaseId, std::optional<AgendaEntry>> staged_;
  /// Code names of entries_ and of what is staged; empty until somebody needs a new one.
  std::unordered_set<std::uint32_t> names_;
};

}  // namespace waymark::desk
