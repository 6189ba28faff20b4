// FiguresPublisher: which relay serves which release of figures, and what each of them should be sent. A release is for
// ever, so nothing is ever taken back: a relay gets the newest one, whole, or keeps the one it has.
//
// What a relay serves is what the relay says: whether it tells everybody the same, only somebody outside can see
// (`waymark figures published`). Not thread-safe; the office's lock guards it.
// @source docs/spec/figures-release.md "On its way"
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "crypto/verify/hash.h"
#include "desk/keyring/key_ring.h"
#include "store/connection.h"

namespace waymark::desk {

/// A relay that has the newest release is asked again so often; one that refused it is tried again so late.
inline constexpr Seconds kFiguresAskEvery{600};

/// kWaits: it is on its way. kWaitsSigning: the key that signed it is not the organisation's any more; somebody of the
/// first line or a lawyer has to sign in. kNewer: the relay has a release that this office, restored from a copy, does
/// not know. kDiffers: it has another release under this number. kRefused: it did not take it. kNoFiles: the release
/// was taken over from a folder, or is of a version without pages, or too large.
enum class FiguresPlace : std::uint8_t {
  kNothing,
  kWaits,
  kWaitsSigning,
  kPublished,
  kNewer,
  kDiffers,
  kRefused,
  kNoFiles
};
/// "nothing", "waits", "waits_signing", "published", "newer", "differs", "refused", "no_files"
std::string_view name_of(FiguresPlace place);

/// What a relay said that it serves.
struct HeldFigures {
  std::uint32_t serial = 0;  ///< 0: no release
  std::string note = {};
};

/// A whole release for its way.
struct FiguresParcel {
  crypto::Sha256 sum = {};                  ///< of the bytes
  std::shared_ptr<const Bytes> bytes = {};  // shared with the courier, who sends without the lock
};

struct FiguresAtRelay {
  FiguresPlace place = FiguresPlace::kNothing;
  std::uint32_t serial = 0;  ///< that the relay serves
  TimePoint asked = {};
};

class FiguresPublisher {
 public:
  /// Whether this relay should be asked now what it serves. @error kStorage
  Result<bool> should_ask(store::Connection& store, const std::string& relay, TimePoint now);
  /// What the relay serves. @param keys  of anybody who holds the reply key, or null: with them a release whose key was
  /// replaced is signed anew. Inside the caller's transaction.
  /// @return what it should be sent; nothing if it has the newest, or must not get it. @error kStorage
  Result<std::optional<FiguresParcel>> hear(store::Connection& store, const KeyRing* keys, const std::string& relay,
                                            const HeldFigures& held, TimePoint now);
  void refused(const std::string& relay, TimePoint now);

  [[nodiscard]] const std::map<std::string, FiguresAtRelay>& relays() const { return relays_; }

 private:
  struct Ours {
    std::uint32_t serial = 0;
    crypto::Sha256 release = {};  ///< of its line
    std::string note = {};        ///< empty without files
  };
  static Result<Ours> newest(store::Connection& store);
  static Result<bool> sign_anew(store::Connection& store, const KeyRing* keys, Ours& ours, TimePoint now);
  FiguresPlace compare(const Ours& ours, const HeldFigures& held) const;
  Result<bool> pack(store::Connection& store, const Ours& ours);

  std::map<std::string, FiguresAtRelay> relays_;
  std::string packed_note_;  ///< of the release that is packed
  FiguresParcel parcel_;
};

}  // namespace waymark::desk
