#include "courts/archive/schema.h"

#include <array>

namespace waymark::courts {
namespace {

constexpr std::string_view kFirst = R"sql(
CREATE TABLE entry(seq INTEGER PRIMARY KEY, kind INTEGER NOT NULL, day INTEGER NOT NULL, subject INTEGER NOT NULL,
  size INTEGER NOT NULL, body BLOB NOT NULL, hash BLOB NOT NULL);
CREATE TABLE blob(id INTEGER PRIMARY KEY, sha256 BLOB NOT NULL UNIQUE, size INTEGER NOT NULL, bytes BLOB NOT NULL);
CREATE TABLE import_run(id INTEGER PRIMARY KEY, name TEXT NOT NULL, snapshot TEXT NOT NULL, day INTEGER NOT NULL,
  entry INTEGER NOT NULL, finished INTEGER NOT NULL DEFAULT 0);
CREATE TABLE item(run INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY(run, name)) WITHOUT ROWID;
CREATE TABLE case_file(id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, court TEXT NOT NULL, first_seen INTEGER NOT NULL,
  decided_seen INTEGER);
CREATE TABLE state(id INTEGER PRIMARY KEY, case_id INTEGER NOT NULL, view INTEGER NOT NULL, entry INTEGER NOT NULL,
  content BLOB NOT NULL, first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL, gone INTEGER, UNIQUE(case_id, view));
CREATE TABLE revision(entry INTEGER PRIMARY KEY, case_id INTEGER NOT NULL, view INTEGER NOT NULL, day INTEGER NOT NULL,
  gone INTEGER NOT NULL);
CREATE INDEX revision_case ON revision(case_id, view, day);
CREATE TABLE page(entry INTEGER PRIMARY KEY, blob INTEGER NOT NULL, day INTEGER NOT NULL, source TEXT NOT NULL,
  UNIQUE(blob, day, source));
CREATE TABLE said(case_id INTEGER NOT NULL, page INTEGER NOT NULL, PRIMARY KEY(case_id, page)) WITHOUT ROWID;
CREATE TABLE member(snapshot TEXT NOT NULL, state INTEGER NOT NULL, run INTEGER NOT NULL, PRIMARY KEY(snapshot, state)) WITHOUT ROWID;
CREATE TABLE term(id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
INSERT INTO term(id, text) VALUES(0, '');
CREATE TABLE fact(id INTEGER PRIMARY KEY, case_id INTEGER NOT NULL, person INTEGER NOT NULL, persons INTEGER NOT NULL,
  court INTEGER NOT NULL, region INTEGER NOT NULL, stage INTEGER NOT NULL, view INTEGER NOT NULL, received INTEGER, decided INTEGER,
  in_force INTEGER, articles INTEGER NOT NULL, main_article INTEGER NOT NULL, outcome INTEGER NOT NULL, basis INTEGER NOT NULL,
  category INTEGER NOT NULL, first_seen INTEGER, decided_seen INTEGER, last_seen INTEGER, gone INTEGER, flags INTEGER NOT NULL);
CREATE INDEX fact_case ON fact(case_id);
CREATE TABLE fact_text(fact INTEGER PRIMARY KEY, name TEXT NOT NULL, number TEXT NOT NULL, uid TEXT NOT NULL, judge TEXT NOT NULL,
  sentence TEXT NOT NULL, category_sentence TEXT NOT NULL, lower_court TEXT NOT NULL, lower_number TEXT NOT NULL);
CREATE TABLE uid(uid TEXT NOT NULL, case_id INTEGER NOT NULL, PRIMARY KEY(uid, case_id)) WITHOUT ROWID;
)sql";

/// The numbers of a fact in one value (fact_numbers.h). Facts are derived: the writer makes them anew when it finds
/// none.
constexpr std::string_view kNumbersInOne = R"sql(
DROP TABLE fact;
DELETE FROM fact_text;
CREATE TABLE fact(id INTEGER PRIMARY KEY, case_id INTEGER NOT NULL, first_seen INTEGER, last_seen INTEGER, gone INTEGER,
  numbers BLOB NOT NULL);
CREATE INDEX fact_case ON fact(case_id);
)sql";

/// What a page says of a case names its revision, and wholes are entries: order of days does not matter (timeline.h).
/// The writer fills these anew, since it finds no facts.
constexpr std::string_view kOrderOfDays = R"sql(
DROP TABLE said;
CREATE TABLE said(case_id INTEGER NOT NULL, page INTEGER NOT NULL, view INTEGER NOT NULL, revision INTEGER NOT NULL,
  PRIMARY KEY(case_id, page, view)) WITHOUT ROWID;
CREATE TABLE whole(entry INTEGER PRIMARY KEY, snapshot TEXT NOT NULL, day INTEGER NOT NULL);
CREATE TABLE miss(case_id INTEGER NOT NULL, view INTEGER NOT NULL, day INTEGER NOT NULL, snapshot TEXT NOT NULL,
  PRIMARY KEY(case_id, view, day, snapshot)) WITHOUT ROWID;
CREATE INDEX miss_snapshot ON miss(snapshot);
DELETE FROM fact_text;
DELETE FROM fact;
)sql";

/// What an unfinished import has taken in stands in entries. What older versions noted of that no entry says, so it is
/// forgotten: continued, such an import reads all its items again, which changes nothing.
constexpr std::string_view kItemsInEntries = R"sql(
DELETE FROM item;
)sql";

constexpr std::array<std::string_view, 4> kSteps = {kFirst, kNumbersInOne, kOrderOfDays, kItemsInEntries};

}  // namespace

const store::Schema& archive_schema() {
  static constexpr store::Schema kSchema{.application_id = 0x574d4341, .steps = kSteps};  // "WMCA"
  return kSchema;
}

}  // namespace waymark::courts
