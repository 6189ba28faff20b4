#include "desk/keyring/schema.h"

#include <array>

namespace waymark::desk {
namespace {

constexpr std::int32_t kApplicationId = 0x574D444B;  // WMDK

constexpr std::string_view kVersion1 = R"sql(
CREATE TABLE office (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE roster (serial INTEGER PRIMARY KEY, note BLOB NOT NULL) STRICT;
CREATE TABLE day_list (serial INTEGER PRIMARY KEY, day INTEGER NOT NULL, note BLOB NOT NULL) STRICT;

CREATE TABLE staff (
  id BLOB PRIMARY KEY, state INTEGER NOT NULL, public_key BLOB NOT NULL,
  salt BLOB NOT NULL, memory_kib INTEGER NOT NULL, passes INTEGER NOT NULL,
  sealed_seed BLOB NOT NULL, sealed_totp BLOB NOT NULL,
  entry_version INTEGER NOT NULL, entry BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE invitation (
  tag BLOB PRIMARY KEY, staff_id BLOB NOT NULL, sealed_seed BLOB NOT NULL, expires_day INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE attempt (tag BLOB PRIMARY KEY, failures INTEGER NOT NULL, not_before INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE compartment (
  name TEXT NOT NULL, version INTEGER NOT NULL, public_key BLOB NOT NULL, recovery_file BLOB NOT NULL,
  PRIMARY KEY (name, version)
) STRICT, WITHOUT ROWID;
CREATE TABLE membership (
  staff_id BLOB NOT NULL, name TEXT NOT NULL, version INTEGER NOT NULL, key_file BLOB NOT NULL,
  PRIMARY KEY (staff_id, name, version)
) STRICT, WITHOUT ROWID;
CREATE TABLE office_secret (
  name TEXT NOT NULL, compartment TEXT NOT NULL, compartment_version INTEGER NOT NULL, key_file BLOB NOT NULL,
  PRIMARY KEY (name, compartment)
) STRICT, WITHOUT ROWID;
CREATE TABLE day_key (day INTEGER PRIMARY KEY, public_key BLOB NOT NULL, compartment_version INTEGER NOT NULL, seed_file BLOB) STRICT;

CREATE TABLE inbound (seq INTEGER PRIMARY KEY, row_id BLOB NOT NULL UNIQUE, day INTEGER NOT NULL, blob BLOB NOT NULL) STRICT;
CREATE TABLE handled (row_id BLOB PRIMARY KEY, day INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE refused (code TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE mailbox (tag BLOB PRIMARY KEY, case_id BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE seen (tag BLOB PRIMARY KEY, day INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE case_file (
  id BLOB PRIMARY KEY, compartment TEXT NOT NULL, key_version INTEGER NOT NULL,
  first_line BLOB, key_file BLOB NOT NULL, inbox_public BLOB
) STRICT, WITHOUT ROWID;
CREATE TABLE record (
  seq INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, case_id BLOB NOT NULL, key_version INTEGER NOT NULL, blob BLOB NOT NULL
) STRICT;
CREATE INDEX record_of_case ON record (case_id);
CREATE TABLE inbox (seq INTEGER PRIMARY KEY, case_id BLOB NOT NULL, blob BLOB NOT NULL) STRICT;
CREATE INDEX inbox_of_case ON inbox (case_id);
CREATE TABLE agenda (case_id BLOB PRIMARY KEY, compartment TEXT NOT NULL, version INTEGER NOT NULL, blob BLOB NOT NULL)
  STRICT, WITHOUT ROWID;
CREATE TABLE stat_row (id BLOB PRIMARY KEY, compartment TEXT NOT NULL, version INTEGER NOT NULL, blob BLOB NOT NULL)
  STRICT, WITHOUT ROWID;
CREATE TABLE outbound (
  record_id BLOB PRIMARY KEY, not_before INTEGER NOT NULL, mailbox_id BLOB, token_hash BLOB, blob BLOB, state INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX outbound_due ON outbound (state, not_before);

CREATE TABLE access_log (
  seq INTEGER PRIMARY KEY, kind INTEGER NOT NULL, blob BLOB NOT NULL, hash BLOB NOT NULL, signature BLOB
) STRICT;
)sql";

// Filing keys: a case that was just filed has a share under its batch's key instead of an age file of its own.
constexpr std::string_view kVersion2 = R"sql(
CREATE TABLE filing_key (id BLOB PRIMARY KEY, key_file BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE case_file_2 (
  id BLOB PRIMARY KEY, compartment TEXT NOT NULL, key_version INTEGER NOT NULL,
  first_line BLOB, key_file BLOB, filing_key BLOB, filing_share BLOB, inbox_public BLOB,
  CHECK ((key_file IS NULL) = (filing_key IS NOT NULL)), CHECK ((filing_key IS NULL) = (filing_share IS NULL))
) STRICT, WITHOUT ROWID;
INSERT INTO case_file_2 (id, compartment, key_version, first_line, key_file, inbox_public)
  SELECT id, compartment, key_version, first_line, key_file, inbox_public FROM case_file;
DROP TABLE case_file;
ALTER TABLE case_file_2 RENAME TO case_file;
CREATE INDEX case_of_filing_key ON case_file (filing_key) WHERE filing_key IS NOT NULL;
)sql";

// Removing people: sessions of an older generation are over; stale cases wait for somebody who can give them a new key.
constexpr std::string_view kVersion3 = R"sql(
ALTER TABLE staff ADD COLUMN generation INTEGER NOT NULL DEFAULT 0;
CREATE TABLE stale_case (case_id BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
)sql";

// Unsent texts of staff. Whose they are is inside the sealed value: a column would say who works on which case.
constexpr std::string_view kVersion4 = R"sql(
CREATE TABLE draft (id BLOB PRIMARY KEY, case_id BLOB NOT NULL, key_version INTEGER NOT NULL, blob BLOB NOT NULL)
  STRICT, WITHOUT ROWID;
CREATE INDEX draft_of_case ON draft (case_id);
)sql";

// A day can have several keys: the one that is published, and older ones that pages in circulation have pinned. Row ids
// of `handled` are made by the desk from here on (docs/spec/desk-store.md), so the old ones say nothing any more. A
// reply that waits knows the week of its place.
constexpr std::string_view kVersion5 = R"sql(
CREATE TABLE day_key_4 (
  day INTEGER NOT NULL, version INTEGER NOT NULL, public_key BLOB NOT NULL, compartment_version INTEGER NOT NULL,
  seed_file BLOB, replaced_day INTEGER,
  PRIMARY KEY (day, version)
) STRICT;
INSERT INTO day_key_4 SELECT day, 1, public_key, compartment_version, seed_file, NULL FROM day_key;
DROP TABLE day_key;
ALTER TABLE day_key_4 RENAME TO day_key;
DELETE FROM handled;
ALTER TABLE outbound ADD COLUMN week INTEGER;
)sql";

// Devices that have signed in: their tries are counted apart from strangers'. `slot` orders them by last use.
constexpr std::string_view kVersion6 = R"sql(
CREATE TABLE device (
  tag BLOB PRIMARY KEY, staff_id BLOB NOT NULL, slot INTEGER NOT NULL, expires_day INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX device_of_staff ON device (staff_id, slot);
)sql";

// The office's own cards and ready replies. Which is which is inside the sealed value.
constexpr std::string_view kVersion7 = R"sql(
CREATE TABLE library (seq INTEGER PRIMARY KEY AUTOINCREMENT, id BLOB NOT NULL UNIQUE, key_version INTEGER NOT NULL,
  blob BLOB NOT NULL) STRICT;
)sql";

// The public cards as they were signed last. All of it is public; what the relay has confirmed is known by `shown`.
constexpr std::string_view kVersion8 = R"sql(
CREATE TABLE public_cards (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1), serial INTEGER NOT NULL, issued_day INTEGER NOT NULL,
  cards BLOB NOT NULL, published_at INTEGER, shown TEXT NOT NULL
) STRICT;
)sql";

// What happened to many at once and belongs to no case.
constexpr std::string_view kVersion9 = R"sql(
CREATE TABLE incident (id BLOB PRIMARY KEY, compartment TEXT NOT NULL, version INTEGER NOT NULL, blob BLOB NOT NULL)
  STRICT, WITHOUT ROWID;
)sql";

// Releases of figures: what was printed is public and lies open, who made it does not. Drafts are sealed in parts.
constexpr std::string_view kVersion10 = R"sql(
CREATE TABLE figures_release (serial INTEGER PRIMARY KEY, line TEXT NOT NULL, compartment TEXT, version INTEGER,
  hands BLOB) STRICT;
CREATE TABLE figures_file (serial INTEGER NOT NULL, name TEXT NOT NULL, content BLOB NOT NULL,
  PRIMARY KEY (serial, name)) STRICT, WITHOUT ROWID;
CREATE TABLE figures_draft (id BLOB NOT NULL, part INTEGER NOT NULL, compartment TEXT NOT NULL,
  version INTEGER NOT NULL, blob BLOB NOT NULL, PRIMARY KEY (id, part)) STRICT, WITHOUT ROWID;
)sql";

// On whose days rows for counting lie, and since when. Rows from before lie on UTC days; a desk from before would take
// the new ones for such, and may not open the file any more.
constexpr std::string_view kVersion11 = R"sql(
CREATE TABLE stat_calendar (since INTEGER PRIMARY KEY, zone TEXT NOT NULL) STRICT;
)sql";

// Several relays: which of them has a reply, when each was last emptied, what each gave and what each has said to keep.
constexpr std::string_view kVersion12 = R"sql(
CREATE TABLE outbound_at (record_id BLOB NOT NULL, relay TEXT NOT NULL, stored INTEGER NOT NULL,
  PRIMARY KEY (record_id, relay)) STRICT, WITHOUT ROWID;
CREATE INDEX outbound_open ON outbound (not_before) WHERE blob IS NOT NULL;
CREATE TABLE relay_pull (relay TEXT PRIMARY KEY, complete_day INTEGER NOT NULL, repeats INTEGER NOT NULL)
  STRICT, WITHOUT ROWID;
CREATE TABLE relay_key (relay TEXT NOT NULL, key BLOB NOT NULL, PRIMARY KEY (relay, key)) STRICT, WITHOUT ROWID;
CREATE TABLE relay_gave (row_id BLOB NOT NULL, relay TEXT NOT NULL, day INTEGER NOT NULL,
  PRIMARY KEY (row_id, relay)) STRICT, WITHOUT ROWID;
CREATE INDEX relay_gave_day ON relay_gave (day);
CREATE TABLE relay_word (seq INTEGER PRIMARY KEY AUTOINCREMENT, row_id BLOB NOT NULL, relay TEXT NOT NULL,
  day INTEGER NOT NULL, broken INTEGER NOT NULL DEFAULT 0, UNIQUE (row_id, relay)) STRICT;
CREATE TABLE unknown_word (seq INTEGER PRIMARY KEY, row_id BLOB NOT NULL, word BLOB NOT NULL, day INTEGER NOT NULL)
  STRICT;
)sql";

// What other organisations have published, as it was imported. All of it is public.
constexpr std::string_view kVersion13 = R"sql(
CREATE TABLE figures_series (id TEXT PRIMARY KEY, content TEXT NOT NULL) STRICT, WITHOUT ROWID;
)sql";

// Tokens that replies carry: hashes lie open, what they are made from is sealed. A relay
// with a row for pool 0 knows none.
constexpr std::string_view kVersion14 = R"sql(
CREATE TABLE token_pool (pool INTEGER PRIMARY KEY, hashes BLOB NOT NULL, given INTEGER NOT NULL) STRICT;
CREATE TABLE token_key (pool INTEGER NOT NULL, compartment TEXT NOT NULL, compartment_version INTEGER NOT NULL,
  key_file BLOB NOT NULL, PRIMARY KEY (pool, compartment)) STRICT, WITHOUT ROWID;
CREATE TABLE token_at (relay TEXT NOT NULL, pool INTEGER NOT NULL, PRIMARY KEY (relay, pool)) STRICT, WITHOUT ROWID;
)sql";

constexpr std::array<std::string_view, 14> kSteps{kVersion1,  kVersion2,  kVersion3,  kVersion4, kVersion5,
                                                  kVersion6,  kVersion7,  kVersion8,  kVersion9, kVersion10,
                                                  kVersion11, kVersion12, kVersion13, kVersion14};

}  // namespace

const store::Schema& desk_schema() {
  static constexpr store::Schema schema{.application_id = kApplicationId, .steps = kSteps};
  return schema;
}

Result<std::unique_ptr<store::Connection>> open_desk_store(const std::filesystem::path& file) {
  constexpr std::int64_t kCacheKib = 32'768;
  LET(auto connection, store::Connection::open(file, {.cache_kib = kCacheKib}));
  TRY(store::migrate(*connection, desk_schema()));
  return connection;
}

}  // namespace waymark::desk
