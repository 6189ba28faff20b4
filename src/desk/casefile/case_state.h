// CaseState: what a case is after its events. Pure: no clock, no store, no keys.
#pragma once

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

 private:
  struct Sent {
    RecordId record;
    mailbox::Place place;
    TimePoint at;
  };
  void add_entry(const RecordId& record, const Event& event);
  void undo(const RecordId& reply);
  [[nodiscard]] bool is_used(mailbox::Place place) const;

  IsDanger is_danger_;
  Situation situation_;
  std::vector<Entry> entries_;
  std::map<RecordId, RecordId> operations_;
  std::optional<AccessChange> last_access_;
  std::vector<Sent> sent_;
  std::optional<crypto::MailboxSecret> mailbox_;
  std::optional<crypto::XWingPublicKey> reply_key_;
  unsigned messages_ = 0;
  std::uint32_t last_message_day_ = 0;
};

}  // namespace waymark::desk
