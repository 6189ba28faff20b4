// FactStore: writes facts, their texts and terms. Inside of the archive.
#pragma once

#include <string>
#include <unordered_map>

#include "courts/archive/derive.h"
#include "store/connection.h"

namespace waymark::courts {

class FactStore {
 public:
  explicit FactStore(store::Connection& db) : db_(db) {}
  Result<void> load_terms();
  /// Replaces the facts of a case. @param known_before  false spares looking for old ones
  Result<void> replace(std::int64_t case_id, std::vector<DraftFact> drafts, std::int32_t decided_seen,
                       bool known_before);

 private:
  Result<std::int32_t> term(const std::string& text);
  Result<void> insert(const DraftFact& draft, std::int64_t case_id);

  store::Connection& db_;
  std::unordered_map<std::string, std::int32_t> terms_;
};

}  // namespace waymark::courts
