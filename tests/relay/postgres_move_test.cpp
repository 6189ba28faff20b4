// waymark-relay move: from a SQLite file into PostgreSQL, killed in the middle as often as it likes: every row is there
// once afterwards, and what was filed over there meanwhile does not come back.
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <fstream>
#include <future>
#include <set>

#include "base/comes_true.h"
#include "base/encoding.h"
#include "office.h"
#include "postgres_server.h"
#include "relay/postgres/store.h"
#include "relay/sqlite_store.h"
#include "running_program.h"

namespace waymark::relay {
namespace {

constexpr std::uint32_t kDay = 20'779;
/// More than a few commits of a move.
constexpr std::size_t kEnvelopes = 2'000;

class Move : public testing::Test {
 protected:
  void SetUp() override {
    server_ = PostgresServer::start();
    if (!server_) GTEST_SKIP() << "no PostgreSQL on this machine; script/bootstrap test installs it";
    url_ = server_->make_database();
    std::filesystem::create_directory(data());
  }
  [[nodiscard]] std::filesystem::path data() const { return folder_.path() / "data"; }

  void fill(std::size_t envelopes) {
    auto store = SqliteStore::open(data(), {.disk_reserve_bytes = 0});
    ASSERT_TRUE(store.has_value());
    ASSERT_TRUE((*store)->keep(1, DocumentKind::kRoster, 1, view_of(office_.first_roster())));
    ASSERT_TRUE((*store)->keep(2, DocumentKind::kDayKeys, 1, view_of(day_keys_)));
    std::atomic<std::size_t> stored = 0;
    for (std::size_t i = 0; i < envelopes; ++i) {
      const std::uint32_t day = kDay - static_cast<std::uint32_t>(i % 2);
      const Bytes envelope = office_.envelope();
      ids_.insert(row_id_of(day, envelope));
      ASSERT_TRUE(comes_true([&] { return i - stored < 512; }));
      (*store)->put(day, row_id_of(day, envelope), *envelope::Envelope::from_bytes(envelope), {},
                    [&](const Result<HalfOutcome>& outcome) { stored += outcome.has_value() ? 1 : 0; });
    }
    ASSERT_TRUE(comes_true([&] { return stored == envelopes; }));
    std::vector<PushedReply> replies;
    for (std::uint8_t id = 1; id <= 40; ++id) {
      replies.push_back(
          {.id = {}, .token_hash = {}, .keep_days = 30, .blob = *envelope::Envelope::from_bytes(office_.envelope())});
      replies.back().id.fill(id);
    }
    ASSERT_TRUE((*store)->push(kDay, replies));
  }

  std::unique_ptr<RunningProgram> move(const std::vector<std::string>& more = {}) {
    const auto text = [](ByteView bytes) { return to_base64(bytes, Padding::kRequired); };
    std::ofstream{folder_.path() / "relay.toml"}
        << "store = \"" << url_ << "\"\nstore_standby = false\ninstance = \"" << text(office_.instance().bytes)
        << "\"\ntransport_key = \"" << text(office_.transport_key().bytes())
        << "\"\n[public]\nlisten = \"127.0.0.1:0\"\n[desk]\nlisten = \"127.0.0.1:0\"\n";
    std::vector<std::string> words{"move", "--config", folder_.path() / "relay.toml", "--from", data()};
    words.insert(words.end(), more.begin(), more.end());
    return std::make_unique<RunningProgram>(WAYMARK_RELAY, words, folder_.path());
  }
  std::int64_t waiting() {
    const auto rows = server_->connect(url_)->run(
        store::PgCall{store::PgStatement{nullptr, "SELECT count(*) FROM waymark_relay.waiting"}});
    return rows ? rows->integer(0, 0) : 0;
  }
  std::unique_ptr<Store> open_new() {
    const PostgresPlace place{
        .address = *store::PgAddress::parse(url_), .instance = office_.instance(), .standby = false};
    auto store = PostgresStore::open(place, {.disk_reserve_bytes = 0}, log_);
    return store ? std::move(*store) : nullptr;
  }
  /// Pulls and acknowledges all; each id that comes twice is a failure.
  void file_all(Store& store) {
    while (true) {
      const Bytes bytes = store.pull(kPullMax).value();
      ByteReader reader{bytes};
      std::vector<RowId> ids(reader.u16().value());
      if (ids.empty()) return;
      for (RowId& id : ids) {
        id = reader.array<kRowIdBytes>().value();
        const std::uint32_t day = reader.u32().value();
        EXPECT_EQ(row_id_of(day, reader.take(envelope::kEnvelopeBytes).value()), id);
        EXPECT_TRUE(filed_.insert(id).second) << "handed out twice";
      }
      EXPECT_EQ(store.acknowledge(ids).value(), ids.size());
    }
  }

  Office office_{kDay};
  const std::string day_keys_ = office_.day_keys(1, kDay);
  const Log log_ = Log::to_nothing();
  store::TemporaryFolder folder_ = *store::TemporaryFolder::make();
  std::unique_ptr<PostgresServer> server_;
  std::string url_;
  std::set<RowId> ids_;
  std::set<RowId> filed_;
};

TEST_F(Move, KilledAgainAndAgainItBringsEverythingOnce) {
  fill(kEnvelopes);
  int kills = 0;
  for (std::int64_t wanted = 1; wanted < static_cast<std::int64_t>(kEnvelopes); wanted += 500) {
    const auto moving = move();
    std::int64_t there = 0;
    ASSERT_TRUE(comes_true([&] { return (there = waiting() + static_cast<std::int64_t>(filed_.size())) >= wanted; }));
    moving->signal(SIGKILL);
    kills += moving->wait() == 128 + SIGKILL ? 1 : 0;
    if (const auto store = open_new()) file_all(*store);  // the desk is at work meanwhile
  }
  EXPECT_GE(kills, 2) << "or nothing was tried";
  const auto last = move();
  ASSERT_EQ(last->wait(), 0) << last->errors();
  const auto store = open_new();
  file_all(*store);
  EXPECT_EQ(filed_, ids_);
  EXPECT_EQ(store->count_replies().value(), 40u);
  EXPECT_EQ(store->count_envelopes().value().held, 0u);
  EXPECT_EQ(store->documents().value().chain, office_.first_roster() + '\0');
  EXPECT_EQ(store->documents().value().day_keys, day_keys_);
  const auto empty = SqliteStore::open(data(), {});
  EXPECT_EQ((*empty)->count_envelopes().value().held, 0u);
  EXPECT_EQ((*empty)->count_replies().value(), 0u);
}

TEST_F(Move, DocumentsGoAheadAlone) {
  fill(20);
  const auto moving = move({"--documents"});
  ASSERT_EQ(moving->wait(), 0) << moving->errors();
  const auto store = open_new();
  EXPECT_EQ(store->documents().value().chain, office_.first_roster() + '\0');
  EXPECT_EQ(store->count_envelopes().value().held, 0u);
}

TEST_F(Move, RostersThatDifferAreRefusedAndNothingGoes) {
  fill(20);
  const std::uint64_t version = open_new()->documents_version().value();
  ASSERT_TRUE(open_new()->keep(version, DocumentKind::kRoster, 1, view_of("another")));
  const auto moving = move();
  EXPECT_EQ(moving->wait(), static_cast<int>(Exit::kRoster));
  EXPECT_NE(moving->errors().find("different rosters"), std::string::npos) << moving->errors();
  EXPECT_EQ(waiting(), 0);
}

TEST_F(Move, FromAFolderWithoutAFileItSaysSo) {
  const auto moving = move();
  EXPECT_EQ(moving->wait(), static_cast<int>(Exit::kStorage));
  EXPECT_NE(moving->errors().find("no relay.db"), std::string::npos) << moving->errors();
}

}  // namespace
}  // namespace waymark::relay
