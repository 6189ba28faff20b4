#include "relay/schema.h"

#include <array>

namespace waymark::relay {
namespace {

constexpr std::int32_t kApplicationId = 0x574d524c;  // 'WMRL'

// `tally` counts what is held for each day, so that a quota is one look-up. Triggers keep it true.
constexpr std::string_view kVersion1 = R"sql(
CREATE TABLE envelope (
  seq INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  day INTEGER NOT NULL,
  size_class INTEGER NOT NULL DEFAULT 1,
  blob BLOB NOT NULL
) STRICT;
CREATE TABLE tally (day INTEGER PRIMARY KEY, held INTEGER NOT NULL) STRICT;
CREATE TRIGGER envelope_in AFTER INSERT ON envelope BEGIN
  INSERT INTO tally(day, held) VALUES(NEW.day, 1) ON CONFLICT(day) DO UPDATE SET held = held + 1;
END;
CREATE TRIGGER envelope_out AFTER DELETE ON envelope BEGIN
  UPDATE tally SET held = held - 1 WHERE day = OLD.day;
  DELETE FROM tally WHERE day = OLD.day AND held = 0;
END;
CREATE TABLE reply (
  seq INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  token_hash BLOB NOT NULL,
  expires_day INTEGER NOT NULL,
  size_class INTEGER NOT NULL DEFAULT 1,
  blob BLOB NOT NULL
) STRICT;
CREATE INDEX reply_expires ON reply(expires_day);
CREATE TABLE roster (serial INTEGER PRIMARY KEY, note TEXT NOT NULL) STRICT;
CREATE TABLE day_keys (only_row INTEGER PRIMARY KEY CHECK(only_row = 1), serial INTEGER NOT NULL, note TEXT NOT NULL) STRICT;
CREATE TABLE pulse (only_row INTEGER PRIMARY KEY CHECK(only_row = 1), beats INTEGER NOT NULL) STRICT;
)sql";

// Messages of 8,192 bytes. What version 1 kept, no program reads any more. `sum` tells whether the bytes are still
// those that were pushed; an envelope's id does that for it.
constexpr std::string_view kVersion2 = R"sql(
DELETE FROM envelope;
DROP TABLE reply;
CREATE TABLE reply (
  seq INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  token_hash BLOB NOT NULL,
  expires_day INTEGER NOT NULL,
  sum BLOB NOT NULL,
  blob BLOB NOT NULL
) STRICT;
CREATE INDEX reply_expires ON reply(expires_day);
)sql";

// Halves of envelopes that wait for the other one.
constexpr std::string_view kVersion3 = R"sql(
CREATE TABLE half (
  seq INTEGER PRIMARY KEY,
  id BLOB NOT NULL,
  second INTEGER NOT NULL,
  day INTEGER NOT NULL,
  blob BLOB NOT NULL,
  UNIQUE(id, second)
) STRICT;
)sql";

// The public cards: one signed set, nothing of any before.
constexpr std::string_view kVersion4 = R"sql(
CREATE TABLE public_cards (only_row INTEGER PRIMARY KEY CHECK(only_row = 1), serial INTEGER NOT NULL, cards BLOB NOT NULL)
  STRICT;
)sql";

// The newest release of figures: it holds the ledger of all before it.
constexpr std::string_view kVersion5 = R"sql(
CREATE TABLE figures (only_row INTEGER PRIMARY KEY CHECK(only_row = 1), serial INTEGER NOT NULL, release BLOB NOT NULL)
  STRICT;
)sql";

// Second places. `copy`: another relay handed it on, and `receipt` is that one's word that it keeps it; otherwise
// `receipt` is the word of our second relay. `erasure`: replies that are deleted here and not yet there.
constexpr std::string_view kVersion6 = R"sql(
ALTER TABLE envelope ADD COLUMN copy INTEGER NOT NULL DEFAULT 0;
ALTER TABLE envelope ADD COLUMN receipt BLOB;
CREATE INDEX envelope_due ON envelope(seq) WHERE copy = 0 AND receipt IS NULL;
CREATE TABLE erasure (id BLOB PRIMARY KEY, token BLOB NOT NULL, day INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE own_key (only_row INTEGER PRIMARY KEY CHECK(only_row = 1), seed BLOB NOT NULL) STRICT;
)sql";

// Tokens that pass while work is asked: hashes alone, and whether they are spent; not by what, not when. `half.token`:
// what brought it in.
constexpr std::string_view kVersion7 = R"sql(
CREATE TABLE token (hash BLOB PRIMARY KEY, pool INTEGER NOT NULL, spent INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
CREATE INDEX token_pool ON token(pool);
ALTER TABLE half ADD COLUMN token BLOB;
CREATE INDEX half_token ON half(token) WHERE token IS NOT NULL;
)sql";

constexpr std::array kSteps{kVersion1, kVersion2, kVersion3, kVersion4, kVersion5, kVersion6, kVersion7};
constexpr store::Schema kSchema{kApplicationId, kSteps};

}  // namespace

const store::Schema& schema() { return kSchema; }

}  // namespace waymark::relay
