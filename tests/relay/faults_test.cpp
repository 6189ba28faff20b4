// The fault matrix of the relay, whole process: what a disk, a clock and an operator can do to it. Every time: nothing
// that was acknowledged is lost, nothing is there twice, it does not end, it says so in one line, and it recovers
// alone.
#include <gtest/gtest.h>
#include <signal.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "base/comes_true.h"
#include "fault_story.h"
#include "http/raw_socket.h"
#include "relay/limits.h"

namespace waymark::relay {
namespace {

using Faults = FaultStory;

struct Case {
  const char* name;
  std::uint32_t fault;
  const char* answer;   ///< to a put while it lasts
  const char* event;    ///< the line of the log
  std::uint32_t every;  ///< under load each n-th such call fails: one in a few commits
};

class DiskFault : public FaultStory, public testing::WithParamInterface<Case> {};

TEST_P(DiskFault, RefusesPlainlyAndRecoversAlone) {
  begin();
  put_new(20);
  ASSERT_EQ(stored_.size(), 20u);
  set(GetParam().fault);
  put_new(10);
  EXPECT_EQ(stored_.size(), 20u) << "said stored while " << GetParam().name;
  for (const auto& [envelope, answer] : refused_) EXPECT_EQ(answer, GetParam().answer);
  EXPECT_TRUE(comes_true([&] { return health() == "not-writable"; }));
  EXPECT_TRUE(has_said(GetParam().event)) << relay_->errors();
  EXPECT_GE(bitten(), 10u) << "the fault did not bite";
  set(kNoFault);
  EXPECT_TRUE(comes_true([&] { return health() == "ok"; })) << "it must not need a restart";
  EXPECT_TRUE(all_refused_get_in());
  EXPECT_TRUE(has_said("store-works-again"));
  put_new(5);
  kill_and_begin();
  EXPECT_EQ(stored_.size(), 35u);
  expect_all_once();
}

TEST_P(DiskFault, SometimesUnderLoadLosesNothing) {
  begin();
  std::vector<std::vector<Bytes>> envelopes(8);
  for (auto& list : envelopes)
    for (int i = 0; i < 60; ++i) list.push_back(office_.envelope());
  set(GetParam().fault, GetParam().every);
  std::vector<std::thread> clients;
  for (auto& list : envelopes)
    clients.emplace_back([&] {
      for (Bytes& envelope : list)
        if (put(envelope) != "stored") envelope.clear();
    });
  for (std::thread& client : clients) client.join();
  EXPECT_GT(bitten(), 0u) << "the fault did not bite";
  for (auto& list : envelopes)
    for (Bytes& envelope : list)
      if (!envelope.empty()) stored_.insert(envelope);
  EXPECT_GT(stored_.size(), 0u);
  cut_power();
  begin();
  expect_all_once();
}

INSTANTIATE_TEST_SUITE_P(Matrix, DiskFault,
                         testing::Values(Case{"Full", kDiskFull, "full", "store-full", 97},
                                         Case{"ReadOnly", kReadOnlyDisk, "busy", "store-fails", 97},
                                         Case{"SyncFails", kSyncFails, "busy", "store-fails", 5},
                                         Case{"WriteFails", kWriteFails, "busy", "store-fails", 97}),
                         [](const auto& about) { return std::string{about.param.name}; });

TEST_F(Faults, ShortWritesAreFinished) {
  begin();
  set(kShortWrites);
  put_new(20);
  EXPECT_GE(bitten(), 20u) << "the fault did not bite";
  EXPECT_EQ(stored_.size(), 20u);
  cut_power();
  begin();
  expect_all_once();
}

TEST_F(Faults, WhatCannotBeReadIsRefusedAndNotTakenForNothing) {
  begin();
  put_new(300);  // more than what is kept in memory
  kill_and_begin();
  set(kReadFails);
  EXPECT_EQ(http::body_of(desk("/desk/v1/pull", Bytes{2, 0})), "busy") << "an empty answer would be a lie";
  EXPECT_GE(bitten(), 1u) << "the fault did not bite";
  // SQLite tells a page that the disk does not give out from one that is wrong as little as we can.
  EXPECT_TRUE(has_said("store-damaged")) << relay_->errors();
  put_new(1);
  EXPECT_EQ(refused_.size(), 1u);
  kill_and_begin();  // it looks at the whole file; left alone it does so every ten minutes
  EXPECT_TRUE(all_refused_get_in());
  expect_all_once();
}

TEST_F(Faults, WhatWasAcknowledgedOutlivesAPowerCut) {
  begin();
  put_new(50);
  cut_power();
  EXPECT_GT(control().undone, 0u) << "nothing was taken back: the cut proves nothing";
  begin();
  expect_all_once();
}

TEST_F(Faults, ADiskThatLiesIsNoticedByThisTest) {
  begin();
  set(kSyncLies);
  put_new(50);
  ASSERT_EQ(stored_.size(), 50u);
  cut_power();
  relay_ = start();
  const bool refused = public_port_ == 0;
  EXPECT_TRUE(refused || pulled_blobs().size() < 50) << "or no test here could see a lost envelope";
}

TEST_F(Faults, AfterAFailedSyncWhatIsSaidNextHolds) {
  // Linux reports a failed sync once and forgets the pages; who only syncs again is told that all is well.
  begin();
  put_new(10);
  for (int round = 0; round < 5; ++round) {
    set(kSyncFails);
    put_new(3);
    set(kNoFault);
    put_new(3);
  }
  EXPECT_GE(bitten(), 15u);
  EXPECT_EQ(stored_.size(), 25u);
  cut_power();
  begin();
  expect_all_once();
}

// --- what an operator does to a running relay

TEST_F(Faults, AFolderThatIsGoneAndComesBack) {
  begin();
  put_new(10);
  const auto away = folder_.path() / "away";
  std::filesystem::rename(data(), away);
  put_new(5);
  EXPECT_EQ(stored_.size(), 10u) << "said stored into a file that nobody will ever find again";
  EXPECT_TRUE(comes_true([&] { return health() == "not-writable"; }));
  EXPECT_TRUE(has_said("store-fails")) << relay_->errors();
  std::filesystem::rename(away, data());
  EXPECT_TRUE(comes_true([&] { return health() == "ok"; }));
  EXPECT_TRUE(all_refused_get_in());
  kill_and_begin();
  EXPECT_EQ(stored_.size(), 15u);
  expect_all_once();
}

TEST_F(Faults, ADatabaseThatIsDeletedUnderIt) {
  for (const char* name : {"relay.db", "relay.db-wal"}) {
    begin();
    put_new(3);
    const std::size_t before = stored_.size();
    ASSERT_TRUE(std::filesystem::remove(data() / name));
    put_new(3);
    EXPECT_EQ(stored_.size(), before) << "said stored although " << name << " is gone";
    for (const auto& [envelope, answer] : refused_) EXPECT_EQ(answer, "busy");
    EXPECT_TRUE(comes_true([&] { return health() == "not-writable"; }));
    refused_.clear();
    relay_->signal(SIGTERM);
    EXPECT_EQ(relay_->wait(), 0);
    stored_.clear();  // what was in the file is gone with it
    std::filesystem::remove_all(data());
    std::filesystem::create_directory(data());
    forget_opened();
  }
}

TEST_F(Faults, AnotherDatabaseIsPutInItsPlace) {
  begin();
  put_new(3);
  const auto copy = folder_.path() / "copy";
  std::filesystem::copy_file(data() / "relay.db", copy);
  std::filesystem::rename(copy, data() / "relay.db");
  put_new(3);
  EXPECT_EQ(stored_.size(), 3u) << "the file that it writes has no name any more";
  EXPECT_TRUE(comes_true([&] { return health() == "not-writable"; }));
}

TEST_F(Faults, APageThatRotsUnderItIsNeitherHandedOutNorBuiltOn) {
  begin();
  put_new(80);
  kill_and_begin();
  relay_->signal(SIGTERM);
  EXPECT_EQ(relay_->wait(), 0);  // the log is written back, so that the file holds all
  begin();
  {
    std::fstream file{data() / "relay.db", std::ios::binary | std::ios::in | std::ios::out};
    file.seekp(static_cast<std::streamoff>(std::filesystem::file_size(data() / "relay.db") / 2));
    file << std::string(12'000, '\x5a');
  }
  EXPECT_EQ(http::body_of(desk("/desk/v1/pull", Bytes{2, 0})), "busy") << "or the desk throws away what has rotted";
  EXPECT_TRUE(has_said("store-damaged")) << relay_->errors();
  put_new(3);
  EXPECT_EQ(stored_.size(), 80u) << "stored is only said over a file that is in order";
  EXPECT_TRUE(comes_true([&] { return health() == "not-writable"; }));
  relay_->signal(SIGTERM);
  EXPECT_EQ(relay_->wait(), 0);
  EXPECT_EQ(check(), 3);
  EXPECT_NE(said_.find("damaged"), std::string::npos) << said_;
}

// --- the clock

constexpr std::int64_t kThreeDays = 3 * 86'400;

TEST_F(Faults, AClockThatJumpsThreeDaysAhead) {
  begin();
  put_new(5);
  const Bytes id(16, 7);
  ASSERT_EQ(push(id, office_.envelope(), 2), 0);
  control().clock_ahead_s = kThreeDays;
  EXPECT_NE(desk("/desk/v1/status", {}).find("clock"), std::string::npos) << "the jump did not bite";
  put_new(5);  // of the right day: still accepted
  EXPECT_EQ(stored_.size(), 10u);
  EXPECT_EQ(health(), "ok");
  kill_and_begin();  // its chores run at the start, by the wrong clock
  EXPECT_TRUE(comes_true([&] { return waiting(id) == 0; })) << "asked by that clock its time is over";
  put_new(1);
  control().clock_ahead_s = 0;
  EXPECT_EQ(waiting(id), 1) << "a reply was destroyed because a clock was wrong for a moment";
  put_new(5);
  EXPECT_EQ(refused_.size(), 0u);
  kill_and_begin();
  EXPECT_EQ(waiting(id), 1);
  expect_all_once();
}

TEST_F(Faults, AClockThatJumpsThreeDaysBack) {
  begin();
  put_new(5);
  control().clock_ahead_s = -kThreeDays;
  EXPECT_NE(desk("/desk/v1/status", {}).find("clock"), std::string::npos) << "the jump did not bite";
  put_new(3);
  EXPECT_EQ(stored_.size(), 5u);
  for (const auto& [envelope, answer] : refused_) EXPECT_EQ(answer, "wrong-day");
  EXPECT_TRUE(comes_true([&] { return health() == "ok"; }));
  relay_->signal(SIGTERM);
  EXPECT_EQ(relay_->wait(), 0);
  relay_ = start(shimmed());
  EXPECT_EQ(relay_->wait(), 5) << "a clock before the roster's date is refused at the start";
  EXPECT_NE(relay_->errors().find("3 days before"), std::string::npos) << relay_->errors();
  control().clock_ahead_s = 0;
  begin();
  EXPECT_TRUE(all_refused_get_in());
  expect_all_once();
}

}  // namespace
}  // namespace waymark::relay
