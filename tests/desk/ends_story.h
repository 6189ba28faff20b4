// EndsStory: an office with one volunteer and one case that is theirs, for tests of how a case ends.
#pragma once

#include <algorithm>

#include "desk/casefile/stat_row.h"
#include "office_story.h"

namespace waymark::desk {

class EndsStory : public OfficeStory {
 protected:
  void SetUp() override {
    OfficeStory::SetUp();
    anna_ = hire("anna", {"first_line"});
    token_ = sign_in(*anna_);
    send(soldier_, "Что мне делать?");
    round();
    id_ = only_case(token_);
    ASSERT_TRUE(office_->cases().take(token_, id_).has_value());
  }
  RecordId act() { return {random_.array<16>()}; }
  CaseView view(const CaseId& id) { return office_->cases().open(token_, id).value(); }
  Situation situation(const CaseId& id) { return view(id).row.situation; }
  Result<Ended> close(const RecordId& act, std::string_view words = {}) {
    const Closing closing{.outcomes = {{"consulted", "2026-11-22", Evidence::kSelfReported}}, .last_words = words};
    return office_->ends().close(token_, id_, closing, act);
  }
  /// The rows for counting as "kind:code", without those that were undone and the stages; sorted.
  std::vector<std::string> counted() {
    auto store = open_desk_store(file()).value();
    const auto keys = KeyRing::open(*store, staff_id_of(*pepper_, "mira"), mira_seed()).value();
    const std::vector<StatRow> rows = read_stat_rows(*store, keys).value();
    std::vector<std::string> undone;
    for (const StatRow& row : rows)
      if (row.kind == "undone") undone.push_back(row.act);
    std::vector<std::string> all;
    for (const StatRow& row : rows)
      if (row.kind != "undone" && row.kind != "stage" &&
          (row.act.empty() || std::ranges::find(undone, row.act) == undone.end()))
        all.push_back(row.kind + ":" + row.code);
    std::ranges::sort(all);
    return all;
  }
  crypto::XWingSeed mira_seed() {
    auto store = open_desk_store(file()).value();
    const StaffId id = staff_id_of(*pepper_, "mira");
    const auto secrets = staff_secrets(*store, id).value().value();
    PassphraseGate gate;
    const auto wrap = gate.derive(view_of(mira_->passphrase), secrets.salt, secrets.cost).value();
    return open_seed(wrap, SeedUse::kPassphrase, id, secrets.sealed_seed).value();
  }

  Requester soldier_ = Requester::make(random_);
  std::optional<Person> anna_;
  SessionToken token_;
  CaseId id_;
};

}  // namespace waymark::desk
