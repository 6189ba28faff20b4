// PublicShelf: the cards of the library that anybody may read, as the set that was signed last, and what the relay has
// of it. What is signed follows the library alone; nothing is signed before the relay was heard, because an office that
// was restored from a copy must not bring back what it had withdrawn since.
//
// Not thread-safe; the office's lock guards it.
// @source docs/spec/public-cards.md "The desk"
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "base/clock.h"
#include "desk/keyring/key_ring.h"
#include "desk/office/library_shelf.h"
#include "roster/public_cards.h"
#include "store/connection.h"

namespace waymark::desk {

/// A set is signed anew when it is so old, so that it does not end while nobody is there.
inline constexpr std::uint32_t kPublicSetDays = 7;

/// kLater: from `valid_from` on. kNoRoom: larger than what passes a bad line, or the set is full. kWaitsSigning:
/// somebody with the reply key has to sign in. kLeaves…: the relay still shows what is withdrawn or not public any
/// more.
enum class Publicity : std::uint8_t {
  kNo,
  kLater,
  kNoRoom,
  kWaitsSigning,
  kWaitsRelay,
  kPublic,
  kLeavesSigning,
  kLeavesRelay
};
/// "no", "later", "no_room", "waits_signing", "waits_relay", "public", "leaves_signing", "leaves_relay"
std::string_view name_of(Publicity publicity);

struct PublicPlace {
  Publicity publicity = Publicity::kNo;
  std::optional<TimePoint> since = {};  ///< when the relay had this version first
};

class PublicShelf {
 public:
  /// What the relay has. The first time since the start, a serial that is not known here means that this office is
  /// older than what it published: then nothing is signed until `go_on`. @error kStorage
  Result<void> hear(store::Connection& store, std::uint32_t relay_serial, TimePoint now);
  /// Signs if the cards, the key or the week are other ones. @param keys  of anybody; without the reply key: nothing
  /// @error kStorage
  Result<void> sign(store::Connection& store, const LibraryShelf& shelf, const KeyRing& keys, TimePoint now);
  /// The whole set if the relay should have it. @error kStorage
  Result<std::optional<std::string>> to_send(store::Connection& store) const;
  /// The same for another relay than the one that was heard. @param relay_serial  what it has
  Result<std::optional<std::string>> to_send(store::Connection& store, std::uint32_t relay_serial) const;

  [[nodiscard]] PublicPlace place_of(const LibraryShelf& shelf, const std::string& card, TimePoint now) const;
  /// The relay has a newer set than this office knows of.
  [[nodiscard]] bool is_held() const { return held_; }
  /// Somebody looked through the cards: they stand as they are. @error kInvalid when nothing is held, or the relay's
  /// number is none that an office makes
  Result<void> go_on(TimePoint now);

 private:
  using Versions = std::map<std::string, int>;
  struct Shown {
    int version = 0;
    std::int64_t at = 0;
  };
  struct Mark {
    std::uint64_t shelf = 0;
    std::uint32_t day = 0;
    std::uint64_t roster = 0;
    bool operator==(const Mark&) const = default;
  };
  Result<void> load(store::Connection& store);
  Result<void> confirm(store::Connection& store, TimePoint now);

  bool loaded_ = false;
  bool heard_ = false;
  bool held_ = false;
  std::uint32_t relay_serial_ = 0;
  std::uint32_t allowed_ = 0;  ///< of the relay, that somebody said to go on above
  std::uint32_t serial_ = 0;   ///< of the set here; 0: none
  std::uint32_t issued_day_ = 0;
  bool published_ = false;
  roster::PublicSet set_;
  Versions versions_;                   ///< in the set here
  std::map<std::string, Shown> shown_;  ///< in the set that the relay had last
  std::set<std::string> no_room_;
  Mark mark_;
};

}  // namespace waymark::desk
