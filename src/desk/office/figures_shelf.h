// FiguresShelf: drafts of figures and the releases that were made, as they lie in the office's file. A draft is sealed
// for the first line; a release, its files and its signature are public and lie open; who made it is sealed.
//
// Every writing function works inside the caller's transaction.
// @source docs/spec/figures-release.md; docs/spec/desk-store.md "Figures"
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "crypto/random.h"
#include "desk/keyring/key_ring.h"
#include "desk/office/figures_draft.h"
#include "roster/figures_note.h"
#include "store/connection.h"

namespace waymark::desk {

inline constexpr std::size_t kDraftsMax = 20;

using FigureFiles = std::map<std::string, std::string>;  ///< name → content

// Names of files of a release.
inline constexpr const char* kLedgerFile = "ledger.jsonl";
inline constexpr const char* kReleaseFile = "release.json";
inline constexpr const char* kSumsFile = "SHA256SUMS";
inline constexpr const char* kNoteFile = "release.note";    ///< not in the sums: it signs them
inline constexpr const char* kChainFile = "rosters.chain";  ///< nor this: it says who may sign

/// Who made a release.
struct FigureHands {
  std::string by = {};
  std::string approved_by = {};
  TimePoint at = {};
};

/// @error kDenied without the first line's keys; kTooLarge above kDraftBytesMax; kFull at kDraftsMax
Result<void> put_draft(store::Connection& store, const KeyRing& keys, const FiguresDraft& draft,
                       crypto::Random& random);
/// All that these keys open, oldest first. @error kStorage, kAuthentication, kMalformed
Result<std::vector<FiguresDraft>> read_drafts(store::Connection& store, const KeyRing& keys);
/// @error kNotFound
Result<FiguresDraft> read_draft(store::Connection& store, const KeyRing& keys, const RecordId& id);
/// @error kNotFound
Result<void> drop_draft(store::Connection& store, const RecordId& id);

/// Everything that was ever released, in order. @error kMalformed for a row that does not follow
Result<figures::Ledger> read_ledger(store::Connection& store);

/// A release as it goes out.
struct SignedFigures {
  std::uint32_t serial = 0;
  FigureFiles files = {};  ///< of the report, the ledger up to it, its sums, its signature and the rosters
};
/// The files of a release that was made here. @param serial  0: the newest one
/// @error kNotFound for one that is not there, or that was only taken over into the ledger
Result<SignedFigures> signed_figures(store::Connection& store, std::uint32_t serial = 0);

/// All rosters, each followed by a NUL byte: who may sign. @error kStorage
Result<std::string> rosters_chain(store::Connection& store);
/// Whether anybody with this roster believes the key.
bool is_trusted(const roster::VerifiedRoster& roster, const crypto::ReplySigningKey& key);

/// @param files  of the report; the ledger and the line itself are not kept twice
/// @error kConflict when the release does not follow the ledger's last one
Result<void> put_figures(store::Connection& store, const KeyRing& keys, const figures::Release& release,
                         const FigureFiles& files, const FigureHands& hands, crypto::Random& random);
/// A line alone, of a ledger that was handed to us. @error kConflict
Result<void> put_line(store::Connection& store, const figures::Release& release);
/// Nothing for a release that these keys do not open, or that was taken over.
Result<std::optional<FigureHands>> hands_of(store::Connection& store, const KeyRing& keys, std::uint32_t serial);

}  // namespace waymark::desk
