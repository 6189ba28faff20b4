// Move: what a relay keeps in a SQLite file, into PostgreSQL. It may be killed at any moment and begun again: each row
// goes over once, also if it has been handed out and filed over there meanwhile, and leaves the file only when it is
// durable on the other side. Halves stay: nothing was promised for them.
// @source docs/spec/relay.md "From SQLite to PostgreSQL"
#pragma once

#include <filesystem>

#include "crypto/sign.h"
#include "relay/postgres/session.h"
#include "relay/refusal.h"

namespace waymark::relay {

enum class MoveWhat {
  kDocuments,   ///< rosters, day keys, cards: before the new relay starts
  kEverything,  ///< replies and envelopes too: after the old relay has stopped
};
struct Moved {
  std::int64_t replies = 0;
  std::int64_t envelopes = 0;
};

/// @param from  folder of relay.db
/// @param fresh  the relay's own key, should it have none yet
/// @return how much went over in this run, or a sentence that says what to do
OrRefusal<Moved> move_to_postgres(const std::filesystem::path& from, const PostgresPlace& to, MoveWhat what,
                                  const crypto::SigningSeed& fresh);

}  // namespace waymark::relay
