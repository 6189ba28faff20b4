// What each relay has given us and what it has said to keep, so that one that says so and does not is found out.
//
// A relay's word is its signature over an envelope's id. Relays give it to each other when a copy goes over, and the
// desk is shown it with the envelope by whichever gives it first. A word whose relay then says that it has nothing
// more, and has never given that envelope, was not kept. Nobody but that relay can make such a word, so nobody can be
// blamed by another. Used only where an office has more than one relay.
// @source docs/spec/relay.md "Two places"
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/verify/instance_id.h"
#include "crypto/verify/relay_key.h"
#include "desk/casefile/filing.h"
#include "store/connection.h"

namespace waymark::desk {

/// What came with an envelope: another relay's word for it, if there was one.
struct RelayWord {
  std::uint32_t day = 0;
  Bytes blob;
  crypto::Signature word{};
};

/// A word is asked about for so many days after the day of its envelope: as long as relays hand on, and a desk may be
/// away. What a relay gave is remembered longer, so that nobody can be blamed with an old word.
inline constexpr std::uint32_t kWordDays = 25;
inline constexpr std::uint32_t kGivenDays = 40;
/// Rounds in a row in which a relay gives again what it has just said to have deleted. A sender who puts the same again
/// in that moment can bring about one.
inline constexpr std::int64_t kRepeatsNamed = 3;

struct RelayAudit {
  std::uint64_t broken_words = 0;  ///< envelopes that it has said to keep and has not given us
  std::uint64_t keys = 0;          ///< under which it gave its word; more than one: its database was replaced
  bool repeats = false;            ///< it gives again and again what it has said to have deleted
  std::optional<std::uint32_t> emptied_day = {};  ///< when it last had nothing more
};

/// In the transaction in which they are taken in, before they are. What was filed before anything was noted here counts
/// as given by all.
Result<void> note_given(store::Connection& store, std::string_view relay, std::span<const PulledEnvelope> pulled,
                        std::uint32_t today);
enum class KeyFrom : std::uint8_t { kRelay, kOperator };
/// A key that a relay says is its own, or that its operator has brought; words that came before it was known are looked
/// at again. In a transaction. A relay that names another key than it signs with escapes, unless its key was brought. A
/// key is one relay's: of two that name it the first one's, and whoever's its operator says at last, so that nobody
/// takes another's words upon themselves.
/// @param relays  the office's; what was named under another name counts no more
Result<void> learn_relay_key(store::Connection& store, std::string_view relay, const crypto::VerifyKeyBytes& key,
                             const crypto::InstanceId& instance, std::span<const std::string> relays,
                             KeyFrom from = KeyFrom::kRelay);
/// Keeps words whose relay is known, and those that may be of one whose key is not, for what is kept or filed here:
/// nobody owes us what opens nowhere.
Result<void> note_words(store::Connection& store, std::span<const RelayWord> words, const crypto::InstanceId& instance,
                        std::uint32_t today);
/// Words under keys that no relay of the office has named.
Result<std::uint64_t> unknown_words(store::Connection& store);
/// The number of the newest word; what comes later is no matter of a pull that has begun.
Result<std::int64_t> newest_word(store::Connection& store);
/// The relay has nothing more: words up to `newest` for what it never gave were not kept.
Result<void> judge_words(store::Connection& store, std::string_view relay, std::int64_t newest);
/// What this relay gave was no message: nothing is owed or remembered of it.
Result<void> forget_given(store::Connection& store, const ByteArray<16>& id);
/// The relay was emptied today.
Result<void> note_emptied(store::Connection& store, std::string_view relay, std::uint32_t today);
/// It gave what it had said to have deleted in the same round.
Result<void> note_repeat(store::Connection& store, std::string_view relay);
Result<RelayAudit> audit_of(store::Connection& store, std::string_view relay);
/// What is so old that no relay can give it any more. What was found out stays.
Result<void> forget_old_words(store::Connection& store, std::uint32_t today);

}  // namespace waymark::desk
