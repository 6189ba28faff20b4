#include "desk/casefile/recount.h"

#include <algorithm>

#include "desk/casefile/case_state.h"

namespace waymark::desk {
namespace {

class Recount {
 public:
  Recount(const CaseId& id, const StatCalendar& calendar, const IsDanger& is_danger)
      : id_(id), calendar_(calendar), state_(is_danger) {}

  void follow(const StoredEvent& stored) {
    const Event& event = stored.event;
    if (state_.record_of(event.operation)) return;  // applied already: whoever tried again counted nothing
    const bool first = state_.situation().received_at == TimePoint{};
    const Stage before = state_.situation().stage;
    const bool answered = state_.situation().first_reply_at.has_value();
    const bool comes_apart = event.kind == EventKind::kUnmerged && state_.merged_into().has_value();
    const auto dropped = event.kind == EventKind::kOutcomeDropped ? outcome_of(event.undone) : std::nullopt;
    state_.apply(stored.id, event);
    comes_apart_ |= comes_apart;
    if (first) return add_request(event);
    // As it is written: a message counts its return before the stage, a person's act after it.
    if (event.kind == EventKind::kMessage && before == Stage::kClosed) add(event, "reopened");
    if (event.kind != EventKind::kActUndone)
      if (auto stage = stage_row({id_, state_.situation(), event, calendar_}, before)) rows_.push_back(*stage);
    switch (event.kind) {
      case EventKind::kReply: return add_reply(stored, !answered);
      case EventKind::kUndo: return add_undone(event, event.undone);
      case EventKind::kActUndone: return add_undone(event, event.act);
      case EventKind::kOutcome: return add_outcome(stored);
      case EventKind::kOutcomeDropped:
        if (dropped) add_outcome_row(event, "outcome_dropped", *dropped);
        return;
      case EventKind::kStage: return add_end(event);
      default: return;
    }
  }
  [[nodiscard]] std::vector<StatRow> rows() && { return std::move(rows_); }

 private:
  StatRow& add(const Event& event, std::string kind) {
    StatRow row{.kind = std::move(kind), .subject = stat_subject(id_), .language = state_.situation().language};
    calendar_.stamp(row, event.at, state_.situation().received_at);
    return rows_.emplace_back(std::move(row));
  }

  void add_request(const Event& event) {
    StatRow& row = add(event, "request");
    row.assurance = event.assurance;
    for (const Fact& fact : state_.situation().facts) row.answers.push_back(fact.key + "=" + fact.value);
  }

  void add_reply(const StoredEvent& stored, bool first) {
    if (first) {
      StatRow& row = add(stored.event, "first_reply");
      row.act = stored.id.text();
      row.seconds = (stored.event.at - state_.situation().received_at).count();
    }
    for (const ToldCard& card : stored.event.cards) {
      StatRow& row = add(stored.event, "card_told");
      row.code = card.id;
      row.act = stored.id.text();
    }
  }

  void add_undone(const Event& event, const RecordId& act) { add(event, "undone").act = act.text(); }

  StatRow& add_outcome_row(const Event& event, std::string kind, const Outcome& outcome) {
    StatRow& row = add(event, std::move(kind));
    row.code = outcome.code;
    row.date = outcome.date;
    row.evidence = name_of(outcome.evidence);
    return row;
  }
  void add_outcome(const StoredEvent& stored) {
    if (!stored.event.outcome) return;
    StatRow& row = add_outcome_row(stored.event, "outcome", *stored.event.outcome);
    row.act = stored.event.act == RecordId{} ? stored.id.text() : stored.event.act.text();
  }
  [[nodiscard]] std::optional<Outcome> outcome_of(const RecordId& record) const {
    const auto found = std::ranges::find(state_.outcomes(), record, &NotedOutcome::id);
    return found == state_.outcomes().end() ? std::nullopt : std::optional(found->outcome);
  }

  void add_end(const Event& event) {
    if (event.stage == Stage::kClosed) {
      const bool aside = event.junk != Junk::kNone;
      StatRow& row = add(event, aside ? "aside" : "closed");
      row.code = aside ? name_of(event.junk) : name_of(event.side);
      row.act = event.act.text();
    } else if (event.side == Side::kReopened) {
      add(event, comes_apart_ ? "unmerged" : "reopened");
      comes_apart_ = false;
    }
  }

  const CaseId& id_;
  const StatCalendar& calendar_;
  CaseState state_;
  bool comes_apart_ = false;  ///< the stage that comes with it is no reopening of its own
  std::vector<StatRow> rows_;
};

}  // namespace

std::vector<StatRow> recount(const CaseId& id, std::span<const StoredEvent> events, const StatCalendar& calendar,
                             const IsDanger& is_danger) {
  Recount recount(id, calendar, is_danger);
  for (const StoredEvent& stored : events) recount.follow(stored);
  return std::move(recount).rows();
}

}  // namespace waymark::desk
