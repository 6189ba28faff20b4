// PostgresStore passes the contract of any store, and keeps what is its own alone: several relays on one database,
// partitions of days, standbys, connections that break.
#include "relay/postgres/store.h"

#include <future>

#include "base/comes_true.h"
#include "postgres_server.h"
#include "relay/postgres/schema.h"
#include "store/connection.h"
#include "store_contract.h"

namespace waymark::relay {
namespace {

constexpr std::uint32_t kDay = 20'779;

/// One for all tests of this program; null when the machine has none.
PostgresServer* shared_server() {
  static const std::unique_ptr<PostgresServer> server = PostgresServer::start();
  return server.get();
}

class InADatabase final : public StoreUnderTest {
 public:
  std::unique_ptr<Store> open(const Quotas& quotas) override {
    auto store = PostgresStore::open(place(), quotas, log_);
    return store ? std::move(*store) : nullptr;
  }
  PostgresPlace place(bool standby = false) const {
    return {.address = *store::PgAddress::parse(url_), .instance = office_.instance(), .standby = standby};
  }
  [[nodiscard]] const std::string& url() const { return url_; }
  Office& office() { return office_; }
  const std::vector<std::string>& lines() const { return lines_; }

  /// The test's own look into the database.
  std::int64_t number(const char* sql) const {
    const auto rows = shared_server()->connect(url_)->run(store::PgCall{store::PgStatement{nullptr, sql}});
    return rows && rows->size() == 1 ? rows->integer(0, 0) : -1;
  }
  void run(const std::string& sql) const { ASSERT_TRUE(shared_server()->connect(url_)->run_script(sql)) << sql; }

 private:
  std::string url_ = shared_server()->make_database();
  Office office_{kDay};
  std::vector<std::string> lines_;
  Log log_{[this](std::string_view line) { lines_.emplace_back(line); }};
};

StoreKind postgres() {
  StoreKind kind{.name = "PostgreSQL", .make = nullptr};
  if (PostgresServer::is_installed()) kind.make = [] { return std::make_unique<InADatabase>(); };
  return kind;
}

INSTANTIATE_TEST_SUITE_P(Postgres, StoreContract, testing::Values(postgres()),
                         [](const auto& kind) { return kind.param.name; });

class Postgres : public testing::Test {
 protected:
  void SetUp() override {
    if (!PostgresServer::is_installed())
      GTEST_SKIP() << "no PostgreSQL on this machine; script/bootstrap test installs it";
    database_ = std::make_unique<InADatabase>();
  }
  std::unique_ptr<Store> open(const Quotas& quotas = kContractQuotas) { return database_->open(quotas); }
  std::string refusal(bool standby = false) {
    const auto store = PostgresStore::open(database_->place(standby), {}, log_);
    return store ? "opened" : store.error().sentence;
  }
  static std::future<Result<HalfOutcome>> put(Store& store, const Bytes& envelope, std::uint32_t day = kDay,
                                              Admission admission = {}) {
    const auto promise = std::make_shared<std::promise<Result<HalfOutcome>>>();
    store.put(day, row_id_of(day, envelope), *envelope::Envelope::from_bytes(envelope), std::move(admission),
              [promise](const Result<HalfOutcome>& outcome) { promise->set_value(outcome); });
    return promise->get_future();
  }
  static std::future<Result<HalfOutcome>> put_half(Store& store, const Bytes& envelope, bool second) {
    const auto promise = std::make_shared<std::promise<Result<HalfOutcome>>>();
    const auto at = envelope.begin() + (second ? kHalfBytes : 0);
    store.put_half(kDay, {.id = row_id_of(kDay, envelope), .second = second, .bytes = Bytes(at, at + kHalfBytes)}, {},
                   [promise](const Result<HalfOutcome>& outcome) { promise->set_value(outcome); });
    return promise->get_future();
  }
  Bytes envelope() { return database_->office().envelope(); }
  std::unique_ptr<InADatabase> database_;
  const Log log_ = Log::to_nothing();
};

constexpr const char* kPartitions =
    "SELECT count(*) FROM pg_inherits WHERE inhparent = 'waymark_relay.envelope'::regclass";
constexpr const char* kEndOthers =
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> "
    "pg_backend_pid()";

// Attack: one token shown to two relays at once. Each round has a token of its own.
TEST_F(Postgres, OneTokenAtTwoRelaysAtOnceBringsInOne) {
  const auto one = open();
  const auto other = open();
  constexpr std::uint8_t kRounds = 20;
  for (std::uint8_t round = 0; round < kRounds; ++round) {
    const work::TokenHash hash{round};
    ASSERT_TRUE(one->keep_tokens(2'969, std::span{&hash, 1}));
    const Admission admission{.plain = Entry::kWork, .by_token = Entry::kOpen, .token = hash, .arrival = nullptr};
    auto here = put(*one, envelope(), kDay, admission);
    auto there = put(*other, envelope(), kDay, admission);
    const auto first = here.get();
    const auto second = there.get();
    EXPECT_NE(first.has_value(), second.has_value()) << int{round};
    EXPECT_EQ((first ? second : first).error().code, Code::kRateLimited);
    // The same envelope at both: its owner tried two ways, and both say the truth.
    const work::TokenHash again{round, 1};
    ASSERT_TRUE(other->keep_tokens(2'969, std::span{&again, 1}));
    const Admission same{.plain = Entry::kWork, .by_token = Entry::kOpen, .token = again, .arrival = nullptr};
    const Bytes shared = envelope();
    auto mine = put(*one, shared, kDay, same);
    auto mine_there = put(*other, shared, kDay, same);
    EXPECT_TRUE(mine.get());
    EXPECT_TRUE(mine_there.get());
  }
  EXPECT_EQ(one->count_envelopes().value().held, 2U * kRounds);
}

TEST_F(Postgres, WhatOneRelayStoresEveryRelayHas) {
  const auto one = open();
  const auto other = open();
  const Bytes envelope = this->envelope();
  EXPECT_EQ(put(*one, envelope).get().value(), HalfOutcome::kStored);
  EXPECT_EQ(put(*other, envelope).get().value(), HalfOutcome::kStored);
  EXPECT_EQ(other->count_envelopes().value().held, 1u);
  const Bytes halved = this->envelope();
  EXPECT_EQ(put_half(*one, halved, false).get().value(), HalfOutcome::kFirst);
  EXPECT_EQ(put_half(*other, halved, true).get().value(), HalfOutcome::kStored);
  const std::array<RowId, 2> ids{row_id_of(kDay, envelope), row_id_of(kDay, halved)};
  EXPECT_EQ(other->acknowledge(ids).value(), 2);
  EXPECT_EQ(one->count_envelopes().value().held, 0u);
  const std::uint64_t version = one->documents_version().value();
  EXPECT_TRUE(one->keep(version, DocumentKind::kRoster, 1, view_of("one")));
  EXPECT_NE(other->documents_version().value(), version);
  EXPECT_EQ(other->keep(version, DocumentKind::kRoster, 2, view_of("two")).error().code, Code::kConflict);
}

TEST_F(Postgres, TwoRelaysThatGetTheSameAtOnceKeepItOnce) {
  const auto one = open();
  const auto other = open();
  std::vector<std::future<Result<HalfOutcome>>> answers;
  std::vector<RowId> ids;
  for (int i = 0; i < 60; ++i) {
    const Bytes whole = envelope();
    const Bytes halved = envelope();
    ids.push_back(row_id_of(kDay, whole));
    ids.push_back(row_id_of(kDay, halved));
    answers.push_back(put(*one, whole));
    answers.push_back(put(*other, whole));
    put_half(*one, halved, i % 2 == 0).wait();
    answers.push_back(put_half(*other, halved, i % 2 != 0));
  }
  for (auto& answer : answers) EXPECT_EQ(answer.get().value(), HalfOutcome::kStored);
  EXPECT_EQ(one->count_envelopes().value().held, ids.size());
  EXPECT_EQ(database_->number("SELECT count(*) FROM waymark_relay.waiting"), static_cast<std::int64_t>(ids.size()));
  EXPECT_EQ(other->acknowledge(ids).value(), ids.size());
}

TEST_F(Postgres, ADayIsDroppedWhenAllOfItIsFiledAndNotBefore) {
  const auto store = open();
  const Bytes filed = envelope();
  const Bytes waiting = envelope();
  EXPECT_TRUE(put(*store, filed, kDay).get());
  EXPECT_TRUE(put(*store, waiting, kDay - 1).get());
  EXPECT_EQ(database_->number(kPartitions), 2);
  const std::array<RowId, 1> ids{row_id_of(kDay, filed)};
  EXPECT_EQ(store->acknowledge(ids).value(), 1);
  EXPECT_TRUE(store->expire(kDay + 3));
  EXPECT_EQ(database_->number(kPartitions), 2) << "the day is still accepted";
  EXPECT_TRUE(store->expire(kDay + 4));
  EXPECT_EQ(database_->number(kPartitions), 1) << "and what nobody has filed never goes";
  EXPECT_EQ(store->count_envelopes().value().held, 1u);
  EXPECT_TRUE(put(*store, filed, kDay).get()) << "by a relay whose clock is behind: the partition is made again";
  EXPECT_EQ(database_->number(kPartitions), 2);
}

TEST_F(Postgres, BlobsAreNotCompressed) {
  const auto store = open();
  EXPECT_TRUE(put(*store, envelope()).get());
  EXPECT_EQ(
      database_->number("SELECT count(*) FROM pg_attribute WHERE attrelid = 'waymark_relay.envelope_20779'::regclass "
                        "AND attname = 'blob' AND attstorage = 'e'"),
      1);
}

// As of a file: what is not what was put goes to no desk, which would acknowledge it, and to no reader.
TEST_F(Postgres, WhatHasRottedIsHandedToNobody) {
  const auto store = open();
  const Bytes put_in = envelope();
  ASSERT_TRUE(put(*store, put_in).get());
  const PushedReply reply{{1}, {2}, 30, *envelope::Envelope::from_bytes(envelope())};
  ASSERT_TRUE(store->push(kDay, std::span{&reply, 1}));
  PollQuestion question;
  question.ids[0] = reply.id;
  ASSERT_EQ(store->poll(kDay, question)->returned.size(), 1U);
  database_->run("UPDATE waymark_relay.envelope SET blob = overlay(blob placing '\\x00ff'::bytea from 4000)");
  database_->run("UPDATE waymark_relay.reply_blob SET blob = overlay(blob placing '\\x00ff'::bytea from 4000)");
  EXPECT_TRUE(store::is_damage(store->pull(8).error()));
  EXPECT_TRUE(store::is_damage(store->due_copies(0, 0, 8).error()));
  EXPECT_TRUE(store::is_damage(store->poll(kDay, question).error()));
}

TEST_F(Postgres, AConnectionThatBreaksIsMadeAgain) {
  const auto store = open();
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(put(*store, envelope()).get());
    EXPECT_TRUE(store->pull(1));
    database_->run(kEndOthers);
  }
  EXPECT_TRUE(put(*store, envelope()).get());
  EXPECT_EQ(store->count_envelopes().value().held, 4u);
}

TEST_F(Postgres, AServerThatLacksWhatWasStoredIsToldOfAndStoresNothing) {
  const auto store = open();
  EXPECT_TRUE(put(*store, envelope()).get());
  EXPECT_TRUE(put(*store, envelope()).get());
  database_->run("UPDATE waymark_relay.node SET beats = 1");  // as on a standby that was behind
  database_->run(kEndOthers);
  EXPECT_EQ(put(*store, envelope()).get().error().code, Code::kStorage);
  EXPECT_EQ(put(*store, envelope()).get().error().code, Code::kStorage);
  EXPECT_EQ(database_->lines(), std::vector<std::string>{"database-lacks-what-was-stored"});
}

TEST_F(Postgres, AServerThatWaitsForNoStandbyIsRefused) {
  EXPECT_NE(refusal(true).find("waits for no standby"), std::string::npos);
  EXPECT_NE(refusal(true).find("promoted by hand"), std::string::npos);
}

TEST(PostgresStandby, ACommitWhoseWaitIsCancelledIsNotStored) {
  const auto server = PostgresServer::start({"synchronous_standby_names=nobody"});
  if (!server) GTEST_SKIP() << "no PostgreSQL on this machine; script/bootstrap test installs it";
  const auto admin = server->connect(server->url("postgres"));
  ASSERT_TRUE(admin->run_script("SET synchronous_commit = local"));
  ASSERT_TRUE(admin->run_script("CREATE DATABASE relay"));
  constexpr store::PgStatement kCancel{
      nullptr, "SELECT count(CASE WHEN wait_event = 'SyncRep' THEN pg_cancel_backend(pid) END) FROM pg_stat_activity"};
  const auto cancel_until_ready = [&](auto& future) {
    return comes_true([&] {
      (void)admin->run(store::PgCall{kCancel});
      return future.wait_for(std::chrono::milliseconds{0}) == std::future_status::ready;
    });
  };
  Office office{kDay};
  const Log log = Log::to_nothing();
  const PostgresPlace place{
      .address = *store::PgAddress::parse(server->url("relay")), .instance = office.instance(), .standby = true};
  auto opening = std::async(std::launch::async, [&] { return PostgresStore::open(place, kContractQuotas, log); });
  ASSERT_TRUE(cancel_until_ready(opening));
  EXPECT_FALSE(opening.get().has_value()) << "the tables stand on one server alone";
  auto again = PostgresStore::open(place, kContractQuotas, log);
  ASSERT_TRUE(again.has_value()) << again.error().sentence;
  const Bytes envelope = office.envelope();
  const auto promise = std::make_shared<std::promise<Result<HalfOutcome>>>();
  (*again)->put(kDay, row_id_of(kDay, envelope), *envelope::Envelope::from_bytes(envelope), {},
                [promise](const Result<HalfOutcome>& outcome) { promise->set_value(outcome); });
  auto answer = promise->get_future();
  ASSERT_TRUE(cancel_until_ready(answer));
  EXPECT_FALSE(answer.get().has_value()) << "or a machine that is lost takes an acknowledged envelope with it";
}

TEST_F(Postgres, TablesOfVersion1AreBroughtToThisOneWithEverythingInThem) {
  const Bytes envelope = database_->office().envelope();
  {
    const auto store = open();
    ASSERT_TRUE(put(*store, envelope).get());
  }
  database_->run(
      "DROP TABLE waymark_relay.erasure, waymark_relay.token; ALTER TABLE waymark_relay.half DROP COLUMN token; ALTER "
      "TABLE waymark_relay.waiting DROP COLUMN copy, DROP COLUMN receipt;"
      "ALTER TABLE waymark_relay.about DROP COLUMN seed; UPDATE waymark_relay.about SET version = 1");
  const auto store = open();
  ASSERT_TRUE(store);
  const auto due = store->due_copies(0, 0, 10).value();
  ASSERT_EQ(due.size(), 1U);
  EXPECT_EQ(due[0].blob, envelope);
  EXPECT_EQ(database_->number("SELECT version FROM waymark_relay.about"), kPostgresSchema);
}

TEST_F(Postgres, TablesOfVersion1ThatAreNotAllThereAreRefused) {
  ASSERT_TRUE(open());
  database_->run(
      "DROP TABLE waymark_relay.erasure, waymark_relay.token, waymark_relay.half; UPDATE waymark_relay.about SET "
      "version = 1");
  EXPECT_NE(refusal().find("not all there"), std::string::npos) << refusal();
}

TEST_F(Postgres, EachDatabaseThatIsNotOursIsRefusedWithASentence) {
  const auto refused_for = [&](const std::string& change, std::string_view why) {
    database_ = std::make_unique<InADatabase>();
    if (!change.starts_with("CREATE")) {
      ASSERT_TRUE(open());
    }
    database_->run(change);
    EXPECT_NE(refusal().find(why), std::string::npos) << change << " → " << refusal();
  };
  refused_for("CREATE TABLE public.bills (id int)", "another program");
  refused_for("CREATE SCHEMA waymark_relay", "not all there");
  refused_for("DROP TABLE waymark_relay.half", "not all there");
  refused_for("DROP TABLE waymark_relay.about", "not all there");
  refused_for("UPDATE waymark_relay.about SET version = 0", "version 0");
  refused_for("UPDATE waymark_relay.about SET version = 99", "newest waymark-relay");
  refused_for("UPDATE waymark_relay.about SET application = 'x'", "not the relay's");
  refused_for("UPDATE waymark_relay.about SET instance = 'x'", "another organisation");
}

TEST_F(Postgres, WhatIsOutOfReachIsRefusedWithASentence) {
  const auto sentence = [&](const std::string& url) {
    const PostgresPlace place{
        .address = *store::PgAddress::parse(url), .instance = database_->office().instance(), .standby = false};
    const auto store = PostgresStore::open(place, {}, log_);
    return store ? "opened" : store.error().sentence;
  };
  EXPECT_NE(sentence("postgresql://waymark@127.0.0.1:1/relay").find("no database server"), std::string::npos);
  EXPECT_NE(sentence(shared_server()->url("nothing")).find("no such database"), std::string::npos);
  const std::string stranger =
      "postgresql://stranger@127.0.0.1:" + std::to_string(shared_server()->port()) + "/postgres";
  EXPECT_NE(sentence(stranger).find("refuses this user"), std::string::npos);
}

TEST(PostgresAddress, HoldsNoPasswordAndNamesItsHosts) {
  EXPECT_EQ(store::PgAddress::parse("postgresql://w:secret@db1/relay").error().code, Code::kDenied);
  EXPECT_EQ(store::PgAddress::parse("postgresql://w@db1/relay?password=secret").error().code, Code::kDenied);
  EXPECT_EQ(store::PgAddress::parse("host=db1 dbname=relay").error().code, Code::kMalformed);
  EXPECT_EQ(store::PgAddress::parse("postgresql://w@db1:1,db2:2/relay")->hosts(), "db1:1, db2:2");
  EXPECT_EQ(store::PgAddress::parse("postgresql:///relay")->hosts(), "this machine");
}

}  // namespace
}  // namespace waymark::relay
