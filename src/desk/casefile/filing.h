// Filing: opens envelopes that were pulled and turns each into an event of a case, exactly once.
//
// One call is one transaction: the envelope's row goes in the same commit in which its case appears, so a process that
// dies loses nothing and doubles nothing. Whatever is wrong with an envelope is counted by code and the envelope is
// dropped; nothing else is touched by it. The relay's word counts for little here: row ids are made of what came, the
// day it names only says which keys are tried first, and what never opened bars nothing that comes later.
// @source docs/spec/envelope.md "What the desk does with it"
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "base/clock.h"
#include "desk/casefile/agenda.h"
#include "desk/casefile/case_state.h"
#include "desk/casefile/case_store.h"
#include "desk/casefile/stat_calendar.h"
#include "desk/keyring/day_keys.h"

namespace waymark::desk {

struct FilingReport {
  unsigned taken_up = 0;  ///< envelopes that are dealt with, one way or the other
  unsigned new_cases = 0;
  unsigned further = 0;  ///< further messages of known cases
  unsigned erased = 0;
  unsigned refused = 0;
  unsigned redated = 0;   ///< opened and filed, but by the key of another day than the relay named
  bool shredded = false;  ///< the write-ahead log must be scrubbed after the commit
};

/// What filing may use. All references live as long as the call.
struct FilingDesk {
  store::Connection& store;
  const KeyRing& keys;  ///< of somebody of the first line
  Agenda& agenda;
  crypto::Random& random;
  const StatCalendar& calendar;
  TimePoint now;
  /// The key of a case if anybody signed in can open it; nothing otherwise.
  std::function<std::optional<CaseKey>(const CaseId&)> open_case;
  /// Called for a case that was shredded.
  std::function<void(const CaseId&)> forget_case;
};

/// One envelope as the relay hands it out.
struct PulledEnvelope {
  ByteArray<16> row_id;  ///< what the relay calls it; only good for telling the relay that it may forget it
  std::uint32_t day;
  Bytes blob;
};

/// Opens and files up to `limit` of the envelopes that were kept, inside the caller's transaction.
/// @error kDenied without the first line's keys; kStorage: roll back
Result<FilingReport> file_inbound(const FilingDesk& desk, unsigned limit);
/// The same for envelopes that have just come, without keeping them first.
Result<FilingReport> file_pulled(const FilingDesk& desk, std::span<const PulledEnvelope> pulled);
/// Keeps envelopes as they came for somebody who can open them, inside the caller's transaction. What is here, or was
/// opened already, is passed over; what is not an envelope by its frame is counted and dropped.
Result<void> keep_pulled(store::Connection& store, std::span<const PulledEnvelope> pulled);

/// What a pasted envelope became. Whose it is nobody says but the envelope, so every day key that is left is tried.
struct PasteFiling {
  FilingReport report;
  std::optional<CaseId> case_id;  ///< of its mailbox, after filing
  /// The key that opened it was replaced on this day: its page is older than that.
  std::optional<std::uint32_t> page_before_day;
};
/// Files one envelope that came by another way than the relay; nothing is stored or counted when it cannot be opened.
/// @param day  as the text in front of it says; only decides which key is tried first and which error is given
/// @error kDenied without the first line's keys; kNotForUs, kWrongDay; as envelope::open_message; kStorage: roll back
Result<PasteFiling> file_one_pasted(const FilingDesk& desk, ByteView blob, std::optional<std::uint32_t> day);

/// Counts one envelope under the name of its code.
Result<void> count_refused_envelope(store::Connection& store, Code code);
/// How many were filed although the relay named another day than theirs. @error kStorage
Result<std::uint64_t> redated_envelopes(store::Connection& store);

}  // namespace waymark::desk
