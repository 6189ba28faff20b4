// What a relay keeps and what its calls carry: rows of envelopes, halves, replies and documents, and how they are read
// from the bodies of calls. No store is in here; the promises about them are in relay/store.h.
// @source docs/spec/relay.md
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "crypto/verify/hash.h"
#include "crypto/verify/verify.h"
#include "envelope/frame_row.h"
#include "relay/limits.h"
#include "work/pass.h"

namespace waymark::relay {

/// Fills all bytes with unpredictable ones. Safe from any thread.
using FillRandom = std::function<void(std::span<std::uint8_t>)>;

using envelope::row_id_of;
using envelope::RowId;
static_assert(sizeof(RowId) == kRowIdBytes);

struct EnvelopeCounts {
  std::uint32_t held = 0;
  std::uint32_t oldest_day = 0;  ///< 0 when none is held
};

/// So many halves wait for their other one; the oldest give way. 34 MB on the disk.
inline constexpr std::int64_t kHalvesKept = 8'192;

/// One half as it comes: id of the whole envelope's row ‖ which u8 (0 the first, 1 the second) ‖ 4,096 bytes.
struct Half {
  RowId id{};
  bool second = false;
  Bytes bytes;
};

/// @param body kHalfPutBytes long @error kMalformed: which is neither 0 nor 1; kWrongSize
Result<Half> parse_half(ByteView body);

/// The question what is here: an answer may be lost whose half has come. @param body kHalfAskBytes long
/// @error kMalformed: it does not end in kHalfAsk; kWrongSize
Result<RowId> parse_half_question(ByteView body);

/// The envelope that a half makes with the other one; nothing if they are not that envelope, or make none.
std::optional<envelope::Envelope> join_halves(std::uint32_t day, const Half& half, ByteView other);

/// What is here of an envelope.
enum class HalfOutcome {
  kNone,       ///< nothing of it is here
  kFirst,      ///< only the first half
  kSecond,     ///< only the second half
  kStored,     ///< both were here and the envelope is stored, or it was stored before
  kCopied,     ///< stored, and the second relay has said that it keeps it too; only to the question
  kMalformed,  ///< they are not that envelope, or what they make is none: both are gone
};

/// What becomes of an envelope that is not held yet.
enum class Entry : std::uint8_t { kOpen, kWork, kFull };

/// Written by the store before it answers, when an envelope was not held before.
struct Arrival {
  bool stored = false;
  bool by_token = false;
};

/// Whether an envelope or a half that is not held yet may come in. @source docs/spec/work.md
struct Admission {
  Entry plain = Entry::kOpen;                 ///< without a token that is good
  Entry by_token = Entry::kOpen;              ///< with one
  std::optional<work::TokenHash> token = {};  ///< spent only if it is needed, in the commit that stores
  std::shared_ptr<Arrival> arrival = {};      ///< of interest to whoever asks
};

/// Whether the quotas of what is held leave a place.
struct Rooms {
  bool plain = false;
  bool by_token = false;
};
/// @param of_day, in_all  envelopes held
Rooms rooms_within(const Quotas& quotas, std::int64_t of_day, std::int64_t in_all);

enum class Way { kPlain, kToken };
/// How it comes in. @error kRateLimited: work is asked; kFull
Result<Way> way_in(const Admission& admission, const Rooms& rooms, bool token_is_good);
/// Tells whoever wants to know that an envelope is stored that was not held.
void arrived(const Admission& admission, Way way);

/// A week's tokens, as far as they are here.
struct TokenPool {
  std::uint32_t number = 0;  ///< 0: none
  std::uint16_t count = 0;
};

struct PushedReply {
  RowId id;
  crypto::Sha256 token_hash;
  std::uint8_t keep_days;  ///< 0 … kReplyDays
  envelope::Envelope blob;
};
/// The byte that push answers for each reply.
enum class PushOutcome : std::uint8_t { kStored = 0, kSameIsThere = 1, kAnotherIsThere = 2, kFull = 3 };

struct PollQuestion {
  std::uint16_t skip = 0;
  std::array<RowId, kPollIds> ids;
};
/// Exactly kPollBytes. @error kWrongSize
Result<PollQuestion> parse_poll(ByteView body);

struct FoundReplies {
  std::uint16_t total = 0;  ///< under all the ids that were asked for
  struct Reply {
    RowId id{};
    Bytes blob;
  };
  std::vector<Reply> returned;  ///< the first after those to skip, at most kPollReplies
};
/// Always kPollAnswerBytes; what holds no reply is random.
Bytes poll_answer(const FoundReplies& found, const FillRandom& fill);

struct Deletion {
  RowId id;
  crypto::Sha256 token_hash;
  ByteArray<kTokenBytes> token = {};  ///< for the second relay
};
/// Exactly kDeleteBytes. @error kWrongSize
Result<std::vector<Deletion>> parse_deletions(ByteView body);

/// An envelope that the second relay has not got yet.
struct DueCopy {
  std::int64_t number = 0;  ///< grows; for asking on
  RowId id{};
  std::uint32_t day = 0;
  Bytes blob;
};

/// The second relay's word for an envelope.
struct KeptReceipt {
  RowId id{};
  crypto::Signature receipt{};
};

/// A reply that is deleted here and not yet at the second relay.
struct DueErasure {
  RowId id{};
  ByteArray<kTokenBytes> token{};
};

/// The kinds of POST /desk/v1/publish, and what came through POST /desk/v1/figures.
enum class DocumentKind : std::uint8_t { kRoster = 1, kDayKeys = 2, kPublicCards = 3, kFigures = 4 };

/// What is kept of the desk's documents, as they came.
struct KeptDocuments {
  std::uint64_t version = 0;            ///< another one after every change
  std::string chain;                    ///< all rosters, first to last, each followed by a NUL byte
  std::optional<std::string> day_keys;  ///< the newest list
  std::uint32_t cards_serial = 0;       ///< of the set that was kept last, 0 when there was none
  Bytes cards;                          ///< that set
  std::uint32_t figures_serial = 0;     ///< of the release of figures that was kept last, 0 when there was none
  Bytes figures;                        ///< that release, as roster/figures_set.h writes it
};

}  // namespace waymark::relay
