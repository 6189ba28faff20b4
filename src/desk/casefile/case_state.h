// CaseState: what a case is after its events. Pure: no clock, no store, no keys.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "crypto/keys.h"
#include "crypto/xwing_key.h"
#include "desk/casefile/event.h"
#include "desk/casefile/fact_limit.h"
#include "desk/casefile/views.h"
#include "mailbox/mailbox.h"

namespace waymark::desk {

/// What one event changes in the agenda's part of a case; used alone while the case itself cannot be opened.
/// `kUndo` changes nothing here: only the whole fold knows what is left.
/// @param is_danger  which facts stay when there are too many
void apply_to_situation(Situation& situation, const Event& event, const IsDanger& is_danger);

class CaseState {
 public:
  explicit CaseState(IsDanger is_danger = {}) : is_danger_(std::move(is_danger)) {}
  /// Applies the next event; an operation that was applied is passed over.
  void apply(const RecordId& record, const Event& event);

  [[nodiscard]] const Situation& situation() const { return situation_; }
  /// Goes up with everything that happens to the case, but for what is merely read.
  [[nodiscard]] std::uint32_t version() const { return version_; }
  /// Whether something came after a version that matters to whoever saw that one.
  [[nodiscard]] bool changed_since(std::uint32_t seen, const std::function<bool(const Entry&)>& matters) const;
  [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }
  [[nodiscard]] const crypto::MailboxSecret* mailbox() const { return mailbox_ ? &*mailbox_ : nullptr; }
  [[nodiscard]] const std::optional<crypto::XWingPublicKey>& reply_key() const { return reply_key_; }
  [[nodiscard]] unsigned messages() const { return messages_; }
  [[nodiscard]] std::uint32_t last_message_day() const { return last_message_day_; }
  /// The first free place of this week or the next; nothing when all 16 are used.
  [[nodiscard]] std::optional<mailbox::Place> free_place(std::uint32_t today) const;
  [[nodiscard]] unsigned places_left(std::uint32_t today) const;
  /// The record that an operation made; nothing when it was never applied.
  [[nodiscard]] std::optional<RecordId> record_of(const RecordId& operation) const;
  /// nullptr for a record that is not shown, such as an undone reply.
  [[nodiscard]] const Entry* entry(const RecordId& record) const;
  /// The last text of the requester; nullptr when there is none.
  [[nodiscard]] const Entry* newest_message() const;
  /// The first text of the requester that nobody has read and that is not empty; nullptr when there is none.
  [[nodiscard]] const Entry* oldest_unread() const;

  /// Who took the case or gave it back last.
  struct AccessChange {
    EventKind kind;
    std::string by;
    std::string from;
    TimePoint at;
  };
  [[nodiscard]] const std::optional<AccessChange>& last_access() const { return last_access_; }

  /// Outcomes that were noted and not taken back, oldest first.
  [[nodiscard]] const std::vector<NotedOutcome>& outcomes() const { return outcomes_; }
  /// The case that this one went into, while it is so.
  [[nodiscard]] const std::optional<CaseId>& merged_into() const { return merged_into_; }
  /// Those that went into this one.
  [[nodiscard]] const std::vector<CaseId>& merged() const { return merged_; }

  /// Items that were written down and not dropped, oldest first.
  [[nodiscard]] const std::vector<NotedItem>& items() const { return items_; }

  /// The last act that ended something, as long as nothing came since that would be undone with it.
  struct LastAct {
    RecordId act;
    std::string by;
    TimePoint at;
    std::optional<RecordId> reply;  ///< its last message
  };
  [[nodiscard]] const std::optional<LastAct>& last_act() const { return last_act_; }

 private:
  struct Sent {
    RecordId record;
    mailbox::Place place;
    TimePoint at;
    std::vector<ToldCard> cards;
  };
  /// What the replies that were sent and not undone have told.
  [[nodiscard]] std::vector<ToldCard> told() const;
  void add_entry(const RecordId& record, const Event& event);
  void undo(const RecordId& reply);
  void apply_end(const RecordId& record, const Event& event);
  void apply_item(const RecordId& record, const Event& event);
  void end_item(const Event& event);
  void gather_dues();
  void begin_act(const Event& event);
  void undo_act(const Event& event);
  [[nodiscard]] bool is_used(mailbox::Place place) const;

  IsDanger is_danger_;
  std::uint32_t version_ = 0;
  Situation situation_;
  std::vector<Entry> entries_;
  std::map<RecordId, RecordId> operations_;
  std::optional<AccessChange> last_access_;
  std::vector<NotedOutcome> outcomes_;
  std::map<RecordId, RecordId> outcome_acts_;  ///< outcome → its act
  std::vector<NotedItem> items_;
  std::map<RecordId, RecordId> item_acts_;  ///< item → the act that set it
  std::optional<CaseId> merged_into_;
  std::vector<CaseId> merged_;
  /// What the last act changed, as it was before.
  struct Before {
    Stage stage;
    Side side;
    Junk junk;
    std::optional<TimePoint> wakes_at;
    std::optional<TimePoint> attended_at;
  };
  /// Texts that nobody had read before an act said that they were.
  struct ReadByAct {
    RecordId act;
    unsigned unread;
    std::optional<TimePoint> since;
  };
  std::optional<ReadByAct> read_by_act_;
  std::optional<LastAct> last_act_;
  std::optional<Before> before_;
  std::vector<Sent> sent_;
  std::optional<crypto::MailboxSecret> mailbox_;
  std::optional<crypto::XWingPublicKey> reply_key_;
  unsigned messages_ = 0;
  std::uint32_t last_message_day_ = 0;
};

}  // namespace waymark::desk
