// Library: the office's cards and ready replies: writing them, having them approved by a second person, withdrawing
// them, and telling those again who were told what is not so any more.
//
// What is in force changes only by approving and withdrawing, each with its line in the log. Nothing overwrites
// what it was not made from: every change names the edition that it was made on.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "desk/office/library_shelf.h"
#include "desk/office/public_shelf.h"
#include "desk/office/session_token.h"
#include "desk/queue/situation.h"
#include "desk/staff/sessions.h"

namespace waymark::desk {

inline constexpr std::size_t kLibraryItemsMax = 400;
inline constexpr std::size_t kLibraryReasonCodePointsMax = 500;

/// One item with what somebody may do with it.
struct LibraryItemView {
  LibraryItem item;
  std::optional<std::size_t> uses = {};      ///< cases that were told it; nothing for those who see no cases
  std::vector<pack::Finding> findings = {};  ///< of what is being written, or of what is in force
  PublicPlace place = {};                    ///< of a card, on its way to the public page
  bool may_write = false;                    ///< and ask for a second reviewer
  bool may_approve = false;                  ///< what waits for a second reviewer
  bool may_withdraw = false;                 ///< what is in force
};

/// What is in force now.
struct LibraryShown {
  std::vector<pack::Card> cards;
  std::vector<pack::Ready> ready;
};

/// A case that was told an older version of a card.
struct ToldCase {
  CaseId case_id;
  int version = 0;    ///< that it was told
  bool done = false;  ///< has been told the newest since
};

namespace office {

class Library {
 public:
  explicit Library(Core& core) : core_(core) {}

  /// What the pack ships; the office's own stands over it.
  void know_pack(pack::Pack pack, const std::vector<pack::Card>& cards, const std::vector<pack::Ready>& ready);

  Result<LibraryShown> shown(const SessionToken& token);
  /// All, withdrawn ones too, in the order of their ids.
  Result<std::vector<LibraryItemView>> items(const SessionToken& token);
  /// @error kNotFound
  Result<LibraryItemView> item(const SessionToken& token, LibraryKind kind, std::string_view id);

  /// Keeps what is being written; what is in force stays. A draft that waited for a reviewer is a draft again.
  /// @param content  a card or ready reply in the form of its file, as incomplete as it may be; `id` is its own
  /// @param edition  that it was made from; 0 for a new one or one of the pack
  /// @return the new edition @error kConflict for another edition; kInvalid for a content that is none; kTooLarge;
  /// kDenied without a role that writes; kFull
  Result<std::uint32_t> save(const SessionToken& token, LibraryKind kind, std::string_view id, std::string_view content,
                             std::uint32_t edition);
  /// kReview: asks for a second reviewer. kInForce: approves, by somebody who has not written it. kWithdrawn.
  /// kDropped: throws away what is being written.
  /// @error kConflict for another edition; kInvalid when it is not complete, there is nothing to do it with, or the
  /// reason is empty or too long; kDenied
  Result<std::uint32_t> move(const SessionToken& token, LibraryKind kind, std::string_view id, LibraryState to,
                             std::uint32_t edition, std::string_view reason);

  /// Whether publishing stands still, because the relay has newer public cards than this office knows of.
  Result<bool> is_held(const SessionToken& token);
  /// Somebody looked through the cards: they are published as they stand. @error kDenied; kInvalid when nothing is held
  Result<void> publish_again(const SessionToken& token);

  /// Cases that were told a version of this card that is not the newest, in no order. @error kNotFound, kDenied
  Result<std::vector<ToldCase>> told(const SessionToken& token, std::string_view card);
  /// The cards that a text carries in a version whose review is overdue, or that was withdrawn since: before they go, a
  /// lawyer has to have looked. By id.
  /// @param id  the case it is for: who was told a card may be told that it was withdrawn
  Result<std::vector<pack::Card>> due_in(const SessionToken& token, const CaseId& id, std::string_view text,
                                         TimePoint now);
  /// Puts a correction into a case: as my unsent reply where I lead it or nobody does, else as a note to whoever does.
  /// Nothing is sent. @return whether it is an unsent reply of mine
  /// @error kConflict when another unsent reply of mine lies there; kNotFound, kInvalid, kTooLarge
  Result<bool> put_correction(const SessionToken& token, std::string_view card, const CaseId& id,
                              std::string_view text);

 private:
  Result<Session*> enter(const SessionToken& token);
  LibraryItemView view_of(const Session& session, const LibraryItem& item) const;
  [[nodiscard]] std::vector<pack::Finding> findings_of(const LibraryItem& item) const;
  Result<LibraryVersion> moved(const LibraryItemView& view, LibraryState to, const Session& session,
                               std::string_view reason) const;

  Core& core_;
};

/// The cards that a text carries, and which version of each: found by the short form, then by whole paragraphs (the
/// version most of which is there), then by the title alone. A page that still shows an old version is so found out.
/// Of a withdrawn card the title alone counts as the word that it was, where an older version had been told.
std::vector<ToldCard> cards_in(const LibraryShelf& shelf, std::string_view text, const std::vector<ToldCard>& told);

}  // namespace office
}  // namespace waymark::desk
