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

constexpr std::array<std::string_view, 1> kSteps{kVersion1};
constexpr store::Schema kSchema{kApplicationId, kSteps};

}  // namespace

const store::Schema& schema() { return kSchema; }

}  // namespace waymark::relay
