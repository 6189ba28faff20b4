-- A database as version 1 of the relay's schema left it. Never edited: the next version gets its own file.
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
INSERT INTO envelope(id, day, blob) VALUES(x'11111111111111111111111111111111', 20778, zeroblob(16384));
INSERT INTO envelope(id, day, blob) VALUES(x'22222222222222222222222222222222', 20779, zeroblob(16384));
INSERT INTO reply(id, token_hash, expires_day, blob)
  VALUES(x'33333333333333333333333333333333', x'4444444444444444444444444444444444444444444444444444444444444444', 20809, zeroblob(16384));
PRAGMA application_id = 0x574d524c;
PRAGMA user_version = 1;
