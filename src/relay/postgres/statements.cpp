#include "relay/postgres/statements.h"

namespace waymark::relay {

Result<std::vector<store::PgRows>> commit_durably(store::PgConnection& db, std::vector<store::PgCall> calls,
                                                  std::int64_t slot, bool standby) {
  calls.push_back(store::PgCall{kNodeBeat}.number(slot));
  calls.emplace_back(store::kPgCommit);
  calls.emplace_back(kStandbyNow);
  LET(auto answers, db.run(calls));
  if (standby && answers.back().integer(0, 0) != 1)
    return fail(Code::kUnavailable, "relay/postgres", "no standby is waited for");
  answers.erase(answers.end() - 2, answers.end());
  return answers;
}

}  // namespace waymark::relay
