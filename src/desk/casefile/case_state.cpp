#include "desk/casefile/case_state.h"

#include <algorithm>

#include "desk/casefile/fact_ref.h"
#include "desk/keyring/office_values.h"

namespace waymark::desk {
namespace {

Fact fact_of(const envelope::Answer& answer, TimePoint at) {
  Fact fact{.key = answer.question, .value = answer.code};
  for (const auto& [key, value] : answer.details)
    if (key != "precision") fact.attributes.emplace(key, value);
  fact.precision = answer.precision();
  fact.said_at = at;
  return fact;
}

void add_fact(Situation& situation, Fact fact, const IsDanger& is_danger) {
  situation.facts.push_back(std::move(fact));
  if (situation.facts.size() > kSituationFactsMax) drop_one_fact(situation.facts, is_danger);
}

void apply_message(Situation& situation, const Event& event, const IsDanger& is_danger) {
  if (situation.received_at == TimePoint{}) situation.received_at = event.at;
  situation.last_message_at = event.at;
  situation.language = event.language;
  if (!situation.oldest_unread_at) situation.oldest_unread_at = event.at;
  ++situation.unread;
  // Whoever moved it down had not read this.
  if (situation.override_.has_value() && situation.override_->direction == Override::Direction::kLowered)
    situation.override_.reset();
  // Whoever writes is not closed any more, and not waited for: not even somebody who was set aside.
  if (situation.stage == Stage::kClosed) {
    situation.stage = situation.owner.has_value() ? Stage::kActive : Stage::kNew;
    situation.side = Side::kReopened;
    situation.wakes_at.reset();
  } else if (situation.stage == Stage::kWaitingPerson) {
    situation.stage = Stage::kActive;
    situation.wakes_at.reset();
  }
  for (const std::string& text : event.answers)
    if (const auto answer = envelope::parse_answer(text); answer.has_value())
      add_fact(situation, fact_of(*answer, event.at), is_danger);
}

/// The mark goes to the newest fact that was said so; nothing of the fact itself is touched.
void check_fact(Situation& situation, const Fact& marked) {
  const auto found = std::find_if(situation.facts.rbegin(), situation.facts.rend(),
                                  [&marked](const Fact& fact) { return same_statement(fact, marked); });
  if (found != situation.facts.rend()) found->verification = marked.verification;
}

/// One acknowledgement each of a person, a day and a step; those of days long past go.
void see_court(Situation& situation, const Event& event) {
  if (!event.to) return;
  const CourtSeen one{*event.to, event.step, event.by};
  std::erase_if(situation.court_seen,
                [&](const CourtSeen& old) { return old == one || old.at + Seconds{30 * 86'400} < event.at; });
  if (event.dropped) return;
  situation.court_seen.push_back(one);
  if (situation.court_seen.size() > kCourtSeenMax) situation.court_seen.erase(situation.court_seen.begin());
}

/// The sentence of the log that fits: "stage" for what has none of its own.
std::string what_of_stage(const Event& event) {
  if (event.stage == Stage::kClosed) {
    if (event.junk != Junk::kNone) return "aside-" + std::string{name_of(event.junk)};
    if (event.side == Side::kNone) return "closed";
    return "closed-" + std::string{name_of(event.side)};
  }
  if (event.side == Side::kReopened) return "reopened";
  if (event.stage && is_waiting(*event.stage)) return std::string{name_of(*event.stage)};
  return "stage";
}

std::string what_of(const Event& event) {
  switch (event.kind) {
    case EventKind::kTaken: return event.owner.empty() ? "taken" : "returned";
    case EventKind::kGivenBack: return "given-back";
    case EventKind::kFact: return "fact";
    case EventKind::kChecked: return "checked-" + std::string{name_of(event.fact->verification)};
    case EventKind::kStage: return what_of_stage(event);
    case EventKind::kOutcome: return "outcome";
    case EventKind::kOutcomeDropped: return "outcome-dropped";
    case EventKind::kActUndone: return "act-undone";
    case EventKind::kMerged: return event.into ? "merged-into" : "merged-from";
    case EventKind::kUnmerged: return "unmerged";
    case EventKind::kItem: return event.item->id == RecordId{} ? "item" : "item-changed";
    case EventKind::kItemEnded: return event.dropped ? "item-dropped" : "item-ended";
    case EventKind::kItemOpened: return "item-opened";
    case EventKind::kCourtSeen: return event.dropped ? "court-unseen" : "court-seen";
    case EventKind::kMoved: return event.direction == Override::Direction::kRaised ? "raised" : "lowered";
    default: return "";
  }
}

}  // namespace

void apply_to_situation(Situation& situation, const Event& event, const IsDanger& is_danger) {
  switch (event.kind) {
    case EventKind::kMessage: apply_message(situation, event, is_danger); break;
    case EventKind::kReply:
      if (!situation.first_reply_at) situation.first_reply_at = event.at;
      situation.last_reply_at = event.at;
      break;
    case EventKind::kTaken:
      situation.owner = event.owner.empty() ? event.by : event.owner;
      if (situation.stage == Stage::kNew || situation.stage == Stage::kTriage) situation.stage = Stage::kActive;
      break;
    case EventKind::kGivenBack: situation.owner.reset(); break;
    case EventKind::kRead:
      situation.unread = 0;
      situation.oldest_unread_at.reset();
      break;
    case EventKind::kFact:
      if (event.fact) add_fact(situation, *event.fact, is_danger);
      // Whoever writes down what a letter says has begun to look through it.
      if (situation.stage == Stage::kNew) situation.stage = Stage::kTriage;
      break;
    case EventKind::kMoved:
      if (event.direction) situation.override_ = Override{*event.direction, event.at, event.to};
      break;
    case EventKind::kStage:
      if (event.stage) situation.stage = *event.stage;
      situation.wakes_at = event.wakes_at;
      situation.side = event.side;
      if (event.stage && is_waiting(*event.stage)) situation.attended_at = event.at;
      if (event.junk != Junk::kNone) situation.junk = event.junk;
      break;
    case EventKind::kChecked:
      if (event.fact) check_fact(situation, *event.fact);
      break;
    case EventKind::kCourtSeen: see_court(situation, event); break;
    case EventKind::kUndo:
    case EventKind::kOutcome:
    case EventKind::kOutcomeDropped:
    case EventKind::kActUndone:
    case EventKind::kMerged:
    case EventKind::kUnmerged:
    case EventKind::kItem:
    case EventKind::kItemEnded:
    case EventKind::kItemOpened:
    case EventKind::kNote: break;
  }
}

void CaseState::apply(const RecordId& record, const Event& event) {
  if (!operations_.emplace(event.operation, record).second) return;
  // What somebody has read changes nothing that another could overwrite.
  if (event.kind != EventKind::kRead) ++version_;
  if (event.kind == EventKind::kStage) begin_act(event);
  if (event.kind == EventKind::kRead)
    read_by_act_ = ReadByAct{event.act, situation_.unread, situation_.oldest_unread_at};
  apply_to_situation(situation_, event, is_danger_);
  apply_end(record, event);
  apply_item(record, event);
  if (event.kind == EventKind::kMessage) {
    ++messages_;
    last_message_day_ = event.day;
    if (!mailbox_ && event.mailbox.size() == 32) {
      mailbox_.emplace(Secret<32>::copy_of(ByteView{event.mailbox}.first<32>()));
      if (const auto key = public_key_from(event.reply_key); key.has_value()) reply_key_ = *key;
    }
  }
  if (event.kind == EventKind::kReply) {
    sent_.push_back({record, {event.week, event.slot}, event.at, event.cards});
    situation_.told = told();
  }
  if (event.kind == EventKind::kUndo) undo(event.undone);
  if (event.kind == EventKind::kTaken || event.kind == EventKind::kGivenBack)
    last_access_ = {event.kind, event.by, event.from, event.at};
  add_entry(record, event);
}

void CaseState::apply_item(const RecordId& record, const Event& event) {
  switch (event.kind) {
    case EventKind::kItem: {
      if (!event.item) return;
      const auto found = std::ranges::find(items_, event.item->id, [](const NotedItem& one) { return one.item.id; });
      if (event.item->id == RecordId{} && items_.size() < kItemsPerCaseMax) {
        items_.push_back({.item = *event.item, .by = event.by, .at = event.at});
        items_.back().item.id = record;
        if (event.act != RecordId{}) item_acts_.emplace(record, event.act);
      } else if (found != items_.end()) {
        found->item = *event.item;
        found->changed_by = event.by;
      }
      break;
    }
    case EventKind::kItemEnded:
    case EventKind::kItemOpened: end_item(event); break;
    default: return;
  }
  gather_dues();
}

void CaseState::end_item(const Event& event) {
  const auto found = std::ranges::find(items_, event.undone, [](const NotedItem& one) { return one.item.id; });
  if (found == items_.end()) return;
  const bool ended = event.kind == EventKind::kItemEnded;
  found->ended_at = ended ? std::optional(event.at) : std::nullopt;
  found->ended_by = ended ? event.by : "";
  found->dropped = ended && event.dropped;
}

/// What the agenda keeps of the items: the dates that are still to be kept, nearest first.
void CaseState::gather_dues() {
  situation_.dues.clear();
  for (const NotedItem& one : items_) {
    if (one.ended_at) continue;
    std::ranges::move(dues_of(one.item), std::back_inserter(situation_.dues));
  }
  std::ranges::stable_sort(situation_.dues, {}, &Due::at);
  if (situation_.dues.size() > kDuesMax) situation_.dues.resize(kDuesMax);
}

void CaseState::begin_act(const Event& event) {
  before_ = Before{situation_.stage, situation_.side, situation_.junk, situation_.wakes_at, situation_.attended_at};
  // The reply of an act is written before its stage.
  std::optional<RecordId> reply;
  if (last_act_ && last_act_->act == event.act) reply = last_act_->reply;
  last_act_ = LastAct{event.act, event.by, event.at, reply};
}

void CaseState::undo_act(const Event& event) {
  std::erase_if(outcomes_, [&](const NotedOutcome& one) { return outcome_acts_[one.id] == event.act; });
  const auto set_by_it = [&](const NotedItem& one) {
    const auto found = item_acts_.find(one.item.id);
    return found != item_acts_.end() && found->second == event.act;
  };
  if (std::erase_if(items_, set_by_it) > 0) gather_dues();
  if (before_ && last_act_ && last_act_->act == event.act) {
    situation_.stage = before_->stage;
    situation_.side = before_->side;
    situation_.junk = before_->junk;
    situation_.wakes_at = before_->wakes_at;
    situation_.attended_at = before_->attended_at;
    if (read_by_act_ && read_by_act_->act == event.act) {
      situation_.unread = read_by_act_->unread;
      situation_.oldest_unread_at = read_by_act_->since;
    }
  }
  last_act_.reset();
  before_.reset();
}

void CaseState::apply_end(const RecordId& record, const Event& event) {
  switch (event.kind) {
    case EventKind::kMessage:
    case EventKind::kTaken:
    case EventKind::kGivenBack: last_act_.reset(); break;
    case EventKind::kReply:
      last_act_.reset();
      if (event.act != RecordId{}) last_act_ = LastAct{event.act, event.by, event.at, record};
      break;
    case EventKind::kOutcome:
      if (!event.outcome) break;
      outcomes_.push_back({record, *event.outcome, event.by, event.at});
      outcome_acts_[record] = event.act;
      break;
    case EventKind::kOutcomeDropped:
      std::erase_if(outcomes_, [&event](const NotedOutcome& one) { return one.id == event.undone; });
      break;
    case EventKind::kActUndone: undo_act(event); break;
    case EventKind::kMerged:
      if (event.into)
        merged_into_ = event.other;
      else if (event.other)
        merged_.push_back(*event.other);
      break;
    case EventKind::kUnmerged:
      if (merged_into_ == event.other) merged_into_.reset();
      std::erase_if(merged_, [&event](const CaseId& one) { return one == event.other; });
      break;
    default: break;
  }
}

void CaseState::add_entry(const RecordId& record, const Event& event) {
  if (event.kind == EventKind::kUndo || event.kind == EventKind::kRead) return;
  Entry entry{.id = record,
              .version = version_,
              .at = event.at,
              .day = unix_day(event.at),
              .author = event.by,
              .language = event.language};
  entry.text = event.text;
  switch (event.kind) {
    case EventKind::kMessage:
      entry.kind = EntryKind::kMessage;
      entry.day = event.day;
      entry.assurance = event.assurance;
      entry.contact_words = event.contact;
      entry.odd = event.odd;
      break;
    case EventKind::kReply:
      entry.kind = EntryKind::kReply;
      entry.hold_until = event.at + Seconds{event.hold_s};
      break;
    case EventKind::kNote: entry.kind = EntryKind::kNote; break;
    default:
      entry.kind = EntryKind::kEvent;
      entry.what = what_of(event);
      entry.owner = event.owner;
      entry.fact = event.fact;
      entry.outcome = event.outcome;
      entry.wakes_at = event.wakes_at;
      entry.court_at = event.kind == EventKind::kCourtSeen ? event.to : std::nullopt;
      entry.item = event.item;
      if (const auto told = std::ranges::find(items_, event.undone, [](const NotedItem& one) { return one.item.id; });
          entry.what.starts_with("item-") && !event.item && told != items_.end())
        entry.item = told->item;
  }
  entries_.push_back(std::move(entry));
}

std::vector<ToldCard> CaseState::told() const {
  std::map<std::string, ToldCard> by_id;
  for (const Sent& sent : sent_)
    for (const ToldCard& card : sent.cards) {
      ToldCard& known = by_id[card.id];
      if (!known.id.empty() && known.version != card.version) known.before = known.version;
      known.id = card.id;
      known.version = card.version;
    }
  std::vector<ToldCard> all;
  for (auto& [id, card] : by_id)
    if (all.size() < kToldCardsMax) all.push_back(std::move(card));
  return all;
}

void CaseState::undo(const RecordId& reply) {
  std::erase_if(sent_, [&reply](const Sent& sent) { return sent.record == reply; });
  situation_.told = told();
  std::erase_if(entries_, [&reply](const Entry& entry) { return entry.id == reply; });
  situation_.first_reply_at.reset();
  situation_.last_reply_at.reset();
  if (sent_.empty()) return;
  situation_.first_reply_at = sent_.front().at;
  situation_.last_reply_at = sent_.back().at;
}

std::optional<RecordId> CaseState::record_of(const RecordId& operation) const {
  const auto found = operations_.find(operation);
  return found == operations_.end() ? std::nullopt : std::optional<RecordId>(found->second);
}

const Entry* CaseState::entry(const RecordId& record) const {
  const auto found = std::ranges::find(entries_, record, &Entry::id);
  return found == entries_.end() ? nullptr : &*found;
}

const Entry* CaseState::oldest_unread() const {
  // Counted from the end: what was read is what came before the last `unread` texts.
  unsigned left = situation_.unread;
  const Entry* oldest = nullptr;
  for (auto entry = entries_.rbegin(); entry != entries_.rend() && left > 0; ++entry) {
    if (entry->kind != EntryKind::kMessage) continue;
    --left;
    if (!entry->text.empty()) oldest = &*entry;
  }
  return oldest;
}

const Entry* CaseState::newest_message() const {
  const auto found = std::find_if(entries_.rbegin(), entries_.rend(),
                                  [](const Entry& entry) { return entry.kind == EntryKind::kMessage; });
  return found == entries_.rend() ? nullptr : &*found;
}

bool CaseState::changed_since(std::uint32_t seen, const std::function<bool(const Entry&)>& matters) const {
  return std::ranges::any_of(entries_, [&](const Entry& entry) { return entry.version > seen && matters(entry); });
}

bool CaseState::is_used(mailbox::Place place) const {
  return std::ranges::any_of(sent_, [place](const Sent& sent) { return sent.place == place; });
}

std::optional<mailbox::Place> CaseState::free_place(std::uint32_t today) const {
  for (const std::uint32_t candidate : mailbox::weeks_for_reply(today))
    for (std::uint8_t slot = 0; slot < mailbox::kSlots; ++slot)
      if (!is_used({candidate, slot})) return mailbox::Place{candidate, slot};
  return std::nullopt;
}

unsigned CaseState::places_left(std::uint32_t today) const {
  unsigned left = 0;
  for (const std::uint32_t week : mailbox::weeks_for_reply(today))
    for (std::uint8_t slot = 0; slot < mailbox::kSlots; ++slot) left += is_used({week, slot}) ? 0U : 1U;
  return left;
}

}  // namespace waymark::desk
