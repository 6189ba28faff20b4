-- A database as version 5 of the relay's schema left it. Never edited: the next version gets its own file.
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
  sum BLOB NOT NULL,
  blob BLOB NOT NULL
) STRICT;
CREATE INDEX reply_expires ON reply(expires_day);
CREATE TABLE roster (serial INTEGER PRIMARY KEY, note TEXT NOT NULL) STRICT;
CREATE TABLE day_keys (only_row INTEGER PRIMARY KEY CHECK(only_row = 1), serial INTEGER NOT NULL, note TEXT NOT NULL) STRICT;
CREATE TABLE pulse (only_row INTEGER PRIMARY KEY CHECK(only_row = 1), beats INTEGER NOT NULL) STRICT;
INSERT INTO envelope(id, day, blob) VALUES(x'fc1ef5ebbbead72b7b28240309e59b89', 20778, zeroblob(8192));
INSERT INTO envelope(id, day, blob) VALUES(x'16a66b8486dbecd93247a13d89b4ad7f', 20779, zeroblob(8192));
INSERT INTO reply(id, token_hash, expires_day, sum, blob)
  VALUES(x'33333333333333333333333333333333', x'4444444444444444444444444444444444444444444444444444444444444444', 20809, x'9f1dcbc35c350d6027f98be0f5c8b43b42ca52b7604459c0c42be3aa88913d47', zeroblob(8192));
CREATE TABLE half (
  seq INTEGER PRIMARY KEY,
  id BLOB NOT NULL,
  second INTEGER NOT NULL,
  day INTEGER NOT NULL,
  blob BLOB NOT NULL,
  UNIQUE(id, second)
) STRICT;
INSERT INTO half(id, second, day, blob) VALUES(x'55555555555555555555555555555555', 1, 20779, zeroblob(4096));
CREATE TABLE public_cards (only_row INTEGER PRIMARY KEY CHECK(only_row = 1), serial INTEGER NOT NULL, cards BLOB NOT NULL)
  STRICT;
CREATE TABLE figures (only_row INTEGER PRIMARY KEY CHECK(only_row = 1), serial INTEGER NOT NULL, release BLOB NOT NULL)
  STRICT;
PRAGMA application_id = 0x574d524c;
PRAGMA user_version = 5;
