#include "desk/keyring/schema.h"

#include <gtest/gtest.h>

#include "crypto/xwing_open.h"
#include "desk/keyring/case_key.h"
#include "store/temporary_folder.h"

namespace waymark::desk {
namespace {

/// Every version there ever was can be brought to the newest: from an empty file through each step.
TEST(DeskSchema, EveryVersionIsUpgraded) {
  const store::Schema& newest = desk_schema();
  for (std::size_t version = 0; version <= newest.steps.size(); ++version) {
    auto connection = store::Connection::open_in_memory().value();
    const store::Schema old{.application_id = newest.application_id, .steps = newest.steps.first(version)};
    if (version > 0) {
      ASSERT_TRUE(store::migrate(*connection, old).has_value());
      ASSERT_TRUE(connection->run_script("INSERT INTO office VALUES ('instance', x'01')").has_value());
    }
    ASSERT_TRUE(store::migrate(*connection, newest).has_value());
    EXPECT_EQ(store::version_of(*connection, newest).value(), static_cast<std::int64_t>(newest.steps.size()));
    if (version > 0) {
      EXPECT_EQ(connection->number("SELECT count(*) FROM office").value(), 1);
    }
  }
}

/// A case of version 1 keeps its shares and opens after the upgrade.
TEST(DeskSchema, ACaseOfVersion1OpensAfterTheUpgrade) {
  crypto::SeededRandom random{1};
  const auto seed = crypto::XWingSeed::generate(random);
  const crypto::XWingPublicKey lead = crypto::xwing_public_key(seed);
  const CompartmentKey first_line = CompartmentKey::generate(Compartment::kFirstLine, 1, random);
  const CaseId id{random.array<CaseId::kSize>()};
  const RecordId record{random.array<RecordId::kSize>()};
  const CaseKey key = CaseKey::generate(id, 1, random);
  const Bytes sealed = key.seal_record(record, "{}", random);

  auto store = store::Connection::open_in_memory().value();
  const store::Schema& newest = desk_schema();
  ASSERT_TRUE(store::migrate(*store, {.application_id = newest.application_id, .steps = newest.steps.first(1)}));
  ASSERT_TRUE(store->execute("INSERT INTO case_file VALUES (?, 'first_line', 1, ?, ?, NULL)", id.view(),
                             key.wrap(first_line, random), key.seal_file(std::span{&lead, 1}, random).value()));
  ASSERT_TRUE(store::migrate(*store, newest));

  auto rows =
      store->query("SELECT key_file, first_line, filing_key, filing_share FROM case_file WHERE id = ?", id.view());
  ASSERT_TRUE(rows.value().next().value());
  EXPECT_EQ(CaseKey::open_file(seed, rows->blob(0), id, 1)->open_record(record, sealed), "{}");
  EXPECT_EQ(CaseKey::unwrap(first_line, rows->blob(1), id, 1)->open_record(record, sealed), "{}");
  EXPECT_TRUE(rows->is_null(2));
  EXPECT_TRUE(rows->is_null(3));
}

/// Version 5: day keys stay what they were and are the published ones; ids that the relay had chosen say nothing any
/// more; a reply that waits stays.
TEST(DeskSchema, DayKeysAndWaitingRepliesOfVersion4AreKept) {
  auto store = store::Connection::open_in_memory().value();
  const store::Schema& newest = desk_schema();
  ASSERT_TRUE(store::migrate(*store, {.application_id = newest.application_id, .steps = newest.steps.first(4)}));
  ASSERT_TRUE(
      store->run_script("INSERT INTO day_key VALUES (20779, x'0A', 2, x'0B');"
                        "INSERT INTO day_key VALUES (20770, x'0C', 1, NULL);"
                        "INSERT INTO handled VALUES (x'01', 20779);"
                        "INSERT INTO inbound (row_id, day, blob) VALUES (x'02', 20779, x'03');"
                        "INSERT INTO outbound VALUES (x'04', 5, x'06', x'07', x'08', 0);"));
  ASSERT_TRUE(store::migrate(*store, newest));
  EXPECT_EQ(store->number("SELECT count(*) FROM day_key WHERE version = 1 AND replaced_day IS NULL").value(), 2);
  EXPECT_EQ(store
                ->number("SELECT count(*) FROM day_key WHERE day = 20779 AND public_key = x'0A' "
                         "AND compartment_version = 2 AND seed_file = x'0B'")
                .value(),
            1);
  EXPECT_EQ(store->number("SELECT count(*) FROM day_key WHERE seed_file IS NULL").value(), 1) << "destroyed stays so";
  EXPECT_EQ(store->number("SELECT count(*) FROM handled").value(), 0);
  EXPECT_EQ(store->number("SELECT count(*) FROM inbound").value(), 1);
  EXPECT_EQ(store->number("SELECT count(*) FROM outbound WHERE blob = x'08' AND week IS NULL").value(), 1);
}

/// Version 6: nobody has a known device yet; people and what was counted against them stay.
TEST(DeskSchema, PeopleOfVersion5AreKeptAndHaveNoDevice) {
  auto store = store::Connection::open_in_memory().value();
  const store::Schema& newest = desk_schema();
  ASSERT_TRUE(store::migrate(*store, {.application_id = newest.application_id, .steps = newest.steps.first(5)}));
  ASSERT_TRUE(
      store->run_script("INSERT INTO staff VALUES (x'01', 1, x'02', x'03', 8, 1, x'04', x'05', 1, x'06', 7);"
                        "INSERT INTO attempt VALUES (x'08', 3, 99);"));
  ASSERT_TRUE(store::migrate(*store, newest));
  EXPECT_EQ(store->number("SELECT count(*) FROM staff WHERE id = x'01' AND generation = 7").value(), 1);
  EXPECT_EQ(store->number("SELECT count(*) FROM attempt WHERE failures = 3 AND not_before = 99").value(), 1);
  EXPECT_EQ(store->number("SELECT count(*) FROM device").value(), 0);
  ASSERT_TRUE(store->run_script("INSERT INTO device VALUES (x'09', x'01', 1, NULL)"));
}

/// Version 8: no set was signed yet; the library stays. There is one row at most.
TEST(DeskSchema, TheLibraryOfVersion7IsKeptAndHasNoPublicSet) {
  auto store = store::Connection::open_in_memory().value();
  const store::Schema& newest = desk_schema();
  ASSERT_TRUE(store::migrate(*store, {.application_id = newest.application_id, .steps = newest.steps.first(7)}));
  ASSERT_TRUE(store->run_script("INSERT INTO library (id, key_version, blob) VALUES (x'01', 1, x'02');"));
  ASSERT_TRUE(store::migrate(*store, newest));
  EXPECT_EQ(store->number("SELECT count(*) FROM library WHERE blob = x'02'").value(), 1);
  EXPECT_EQ(store->number("SELECT count(*) FROM public_cards").value(), 0);
  ASSERT_TRUE(store->run_script("INSERT INTO public_cards VALUES (1, 9, 1, x'03', NULL, '{}');"));
  EXPECT_FALSE(store->run_script("INSERT INTO public_cards VALUES (2, 9, 1, x'03', NULL, '{}');").has_value());
}

/// Version 11: rows from before stay and lie on UTC days, for there is no calendar yet.
TEST(DeskSchema, RowsOfVersion10AreKeptAndHaveNoCalendar) {
  auto store = store::Connection::open_in_memory().value();
  const store::Schema& newest = desk_schema();
  ASSERT_TRUE(store::migrate(*store, {.application_id = newest.application_id, .steps = newest.steps.first(10)}));
  ASSERT_TRUE(store->run_script("INSERT INTO stat_row VALUES (x'01', 'first_line', 1, x'02');"));
  ASSERT_TRUE(store::migrate(*store, newest));
  EXPECT_EQ(store->number("SELECT count(*) FROM stat_row WHERE blob = x'02'").value(), 1);
  EXPECT_EQ(store->number("SELECT count(*) FROM stat_calendar").value(), 0);
}

/// Version 12: a reply that waits goes to every relay of the office; nothing is known of any relay yet.
TEST(DeskSchema, RepliesThatWaitInVersion11AreAtNoRelayYet) {
  auto store = store::Connection::open_in_memory().value();
  const store::Schema& newest = desk_schema();
  ASSERT_TRUE(store::migrate(*store, {.application_id = newest.application_id, .steps = newest.steps.first(11)}));
  ASSERT_TRUE(store->run_script("INSERT INTO outbound VALUES (x'04', 5, x'06', x'07', x'08', 0, 2969);"));
  ASSERT_TRUE(store::migrate(*store, newest));
  EXPECT_EQ(store->number("SELECT count(*) FROM outbound WHERE blob = x'08' AND state = 0").value(), 1);
  for (const auto* const empty : {"SELECT count(*) FROM outbound_at", "SELECT count(*) FROM relay_pull",
                                  "SELECT count(*) FROM relay_key", "SELECT count(*) FROM relay_word"})
    EXPECT_EQ(store->number(empty).value(), 0);
}

/// Version 13: nobody else's series is here yet; releases and drafts stay.
TEST(DeskSchema, ReleasesOfVersion12AreKeptAndNoSeriesStandsBesideThem) {
  auto store = store::Connection::open_in_memory().value();
  const store::Schema& newest = desk_schema();
  ASSERT_TRUE(store::migrate(*store, {.application_id = newest.application_id, .steps = newest.steps.first(12)}));
  ASSERT_TRUE(
      store->run_script("INSERT INTO figures_release VALUES (1, '{}', NULL, NULL, NULL);"
                        "INSERT INTO stat_calendar VALUES (5, 'Europe/Kyiv');"));
  ASSERT_TRUE(store::migrate(*store, newest));
  EXPECT_EQ(store->number("SELECT count(*) FROM figures_release").value(), 1);
  EXPECT_EQ(store->number("SELECT count(*) FROM stat_calendar").value(), 1);
  EXPECT_EQ(store->number("SELECT count(*) FROM figures_series").value(), 0);
}

TEST(DeskSchema, ANewerFileIsRefused) {
  const auto folder = store::TemporaryFolder::make().value();
  const auto file = folder.path() / "desk.sqlite";
  {
    auto connection = open_desk_store(file).value();
    ASSERT_TRUE(connection->run_script("PRAGMA user_version = 99").has_value());
  }
  EXPECT_EQ(open_desk_store(file).error().code, Code::kUnsupported);
}

}  // namespace
}  // namespace waymark::desk
