// Answers: replies that are held before they go, notes for ourselves, texts that are not sent yet.
#pragma once

#include <string_view>
#include <vector>

#include "desk/casefile/views.h"
#include "desk/office/session_token.h"

namespace waymark::desk {

/// Replies wait this long before they go, so that they can be undone.
inline constexpr Seconds kReplyHold{10};
inline constexpr std::size_t kNoteCodePointsMax = 10'000;
inline constexpr std::size_t kDraftsPerCaseMax = 64;

namespace office {

class Answers {
 public:
  explicit Answers(Core& core) : core_(core) {}

  /// Seals the reply (1…envelope::kReplyBytesMax bytes) at once and lets it go after kReplyHold.
  /// @error kDenied for anybody but the owner, also while nobody has taken the case; kFull when no place is left in
  /// the mailbox until the week after next; kTooLarge; kInvalid for an empty text
  /// The same operation again is the same reply. @error kConflict when it has another text, or was undone
  Result<HeldReply> hold_reply(const SessionToken& token, const CaseId& id, std::string_view text,
                               const RecordId& operation);
  /// @error kConflict when it has gone already
  Result<void> undo_reply(const SessionToken& token, const CaseId& id, const RecordId& reply);

  /// A note (1…10,000 code points). The same operation again is the same note. @error kConflict with another text
  Result<RecordId> add_note(const SessionToken& token, const CaseId& id, std::string_view text,
                            const RecordId& operation = {});
  /// A note for whoever leads the case, from somebody of the first line who cannot open it any more.
  Result<void> leave_note(const SessionToken& token, const CaseId& id, std::string_view text,
                          const RecordId& operation);

  /// All my unsent texts in the cases that I can open.
  Result<std::vector<DraftView>> drafts(const SessionToken& token);
  /// Keeps an unsent text (1…10,000 code points), sealed under the case's key. Never logged.
  /// @param version  of the text that is replaced; 0 for a new one
  /// @return the new version @error kConflict when another version lies there; kFull at kDraftsPerCaseMax
  Result<std::uint32_t> put_draft(const SessionToken& token, const CaseId& id, DraftKind kind, std::string_view text,
                                  std::uint32_t version);
  /// Nothing happens when there is none.
  Result<void> drop_draft(const SessionToken& token, const CaseId& id, DraftKind kind);

  /// For callers that make every reply anew.
  Result<RecordId> hold_reply(const SessionToken& token, const CaseId& id, std::string_view text) {
    LET(const HeldReply held, hold_reply(token, id, text, RecordId{}));
    return held.record;
  }

 private:
  Core& core_;
};

}  // namespace office
}  // namespace waymark::desk
