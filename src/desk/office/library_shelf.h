// LibraryShelf: the office's own cards and ready replies over those of the pack, as they stand now.
//
// What was approved, corrected or withdrawn is a sealed row each, and stays: it is known what was said when. What is
// being written is one row that the next saving replaces. Not thread-safe; the office's lock guards it.
// @source docs/spec/desk-store.md "Library"
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "desk/keyring/ids.h"
#include "desk/keyring/key_ring.h"
#include "pack/card.h"
#include "pack/ready.h"
#include "store/connection.h"

namespace waymark::desk {

enum class LibraryKind : std::uint8_t { kCard, kReady };
/// "card", "ready"
std::string_view name_of(LibraryKind kind);
/// @error kMalformed
Result<LibraryKind> library_kind_from(std::string_view name);

/// kDraft: being written. kReview: wants a second reviewer. kDropped: what was being written was thrown away.
enum class LibraryState : std::uint8_t { kDraft, kReview, kInForce, kWithdrawn, kDropped };
/// "draft", "review", "in_force", "withdrawn", "dropped"
std::string_view name_of(LibraryState state);

/// One text as it was at one moment.
struct LibraryVersion {
  LibraryState state = LibraryState::kDraft;
  int version = 0;                        ///< that people are told; 0 while it is being written
  std::string content = {};               ///< a card or a ready reply in the form of its file
  std::vector<std::string> authors = {};  ///< aliases, in the order in which they wrote; none: of the pack
  std::string reviewer = {};              ///< who approved or withdrew it
  std::string reason = {};                ///< withdrawn: why
  TimePoint at = {};
  RecordId row = {};  ///< nothing for what is of the pack
};

struct LibraryItem {
  LibraryKind kind = LibraryKind::kCard;
  std::string id = {};
  std::uint32_t edition = 0;                   ///< goes up with every change; 0: as the pack has it
  std::optional<LibraryVersion> current = {};  ///< in force, or withdrawn
  std::optional<LibraryVersion> pending = {};  ///< being written
};

class LibraryShelf {
 public:
  using Key = std::pair<LibraryKind, std::string>;

  void know_pack(pack::Pack pack, const std::vector<pack::Card>& cards, const std::vector<pack::Ready>& ready);
  [[nodiscard]] const pack::Pack& pack() const { return pack_; }

  /// Reads the rows that came since the last look. @error kStorage; a row that does not open is left out
  Result<void> follow(store::Connection& store, const KeyRing& keys);
  /// Forgets what is the office's own.
  void close();

  /// nullptr if there is none.
  [[nodiscard]] const LibraryItem* find(LibraryKind kind, std::string_view id) const;
  [[nodiscard]] const std::map<Key, LibraryItem>& items() const { return items_; }
  /// The cards in force, in the order of the pages; the same for ready replies, and what they do.
  [[nodiscard]] std::vector<pack::Card> cards() const;
  [[nodiscard]] std::vector<pack::Ready> ready() const;
  /// Goes up with every change of what is here.
  [[nodiscard]] std::uint64_t revision() const { return revision_; }
  /// The pack is known and every row opened: nothing that was withdrawn looks as if it were not.
  [[nodiscard]] bool is_whole() const { return !pack_.languages.empty() && !has_gap_; }
  /// Every version of every card that was ever in force, oldest first; one that was withdrawn ends with that.
  [[nodiscard]] const std::map<std::string, std::vector<pack::Card>>& said() const { return said_; }

  /// Writes a row. What was being written before goes if this replaces it. Visible after follow().
  /// @param next  of `kind` and `id`; its row is made here
  /// @error kTooLarge; kDenied without the team's key
  Result<void> write(store::Connection& store, const KeyRing& keys, const LibraryItem& before, LibraryVersion next,
                     crypto::Random& random);

 private:
  void put(const std::string& text, const RecordId& row);
  void say(const LibraryItem& item);
  [[nodiscard]] std::string said_whether_public(const std::string& id, std::string content) const;

  pack::Pack pack_;
  std::map<Key, LibraryItem> of_pack_;
  std::map<Key, LibraryItem> items_;
  std::map<std::string, std::vector<pack::Card>> said_;
  std::int64_t seen_ = 0;  ///< the last row that was read
  std::uint64_t revision_ = 1;
  bool has_gap_ = false;
};

}  // namespace waymark::desk
