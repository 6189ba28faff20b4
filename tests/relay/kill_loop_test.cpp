// kill -9 in a loop, whole process: clients put, the desk pulls and acknowledges, and the relay is killed at any moment
// of it. What was acknowledged to either side holds through all rounds. 200 rounds; 10,000 in a long run.
#include <gtest/gtest.h>
#include <signal.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <thread>

#include "base/comes_true.h"
#include "base/test_long.h"
#include "http/raw_socket.h"
#include "load.h"
#include "relay/envelopes.h"
#include "relay_program.h"

namespace waymark::relay {
namespace {

constexpr std::size_t kClients = 4;

class KillLoop : public Program {
 protected:
  static int rounds() {
    const char* const wanted = std::getenv("WAYMARK_KILL_ROUNDS");
    if (wanted != nullptr) return std::atoi(wanted);
    return is_long_run() ? 10'000 : 200;
  }

  /// Puts new envelopes, every other one in halves, until the relay answers no more.
  void put_until_it_dies(std::size_t client) {
    Bytes frame = frames_[client];
    while (true) {
      make_unique_envelope(frame, ++numbers_[client] * kClients + client);
      const RowId id = row_id_of(today_, frame);
      if (!put_whole_or_in_halves(frame, id, numbers_[client] % 2 == 1)) return;
      stored_by_[client].push_back(id);
      ++acknowledged_;
    }
  }
  bool put_whole_or_in_halves(ByteView frame, const RowId& id, bool whole) {
    if (whole) return put(frame) == "stored";
    const auto half = [&](std::uint8_t which) {
      return put(ByteWriter{}.put(id).u8(which).put(frame.subspan(which * kHalfBytes, kHalfBytes)).view());
    };
    return half(0) == "first" && half(1) == "stored";
  }

  /// One turn of the desk: pulls, acknowledges. @return false when nothing was there or the relay went away
  bool file_some() {
    const std::string answer = http::body_of(desk("/desk/v1/pull", ByteWriter{}.u16(64).view()));
    ByteReader reader{view_of(answer)};
    const std::uint16_t count = reader.u16().value_or(0);
    ByteWriter ack;
    ack.u16(count);
    std::vector<RowId> ids;
    for (std::uint16_t i = 0; i < count; ++i) {
      ids.push_back(*reader.array<16>());
      const std::uint32_t day = *reader.u32();
      EXPECT_EQ(row_id_of(day, *reader.take(envelope::kEnvelopeBytes)), ids.back()) << "bytes that nobody put";
      EXPECT_FALSE(filed_.contains(ids.back())) << "handed out again after its acknowledgement was confirmed";
      seen_.insert(ids.back());
      ack.put(ids.back());
    }
    if (count == 0) return false;
    const std::string purged = http::body_of(desk("/desk/v1/ack", ack.view()));
    if (purged.size() != 2) return false;
    filed_.insert(ids.begin(), ids.end());
    return true;
  }

  void round(std::mt19937& chance) {
    const auto relay = start();
    ASSERT_NE(public_port_, 0) << relay->errors();
    const int until = acknowledged_ + static_cast<int>(chance() % 12);
    std::vector<std::thread> threads;
    for (std::size_t client = 0; client < kClients; ++client)
      threads.emplace_back([this, client] { put_until_it_dies(client); });
    if (chance() % 3 == 0)
      threads.emplace_back([this] {
        while (file_some()) {
        }
      });
    EXPECT_TRUE(comes_true([&] { return acknowledged_ >= until; }));
    relay->signal(SIGKILL);
    EXPECT_EQ(relay->wait(), 128 + SIGKILL);
    for (std::thread& thread : threads) thread.join();
  }

  std::vector<Bytes> frames_;
  std::vector<std::uint64_t> numbers_ = std::vector<std::uint64_t>(kClients);
  std::vector<std::vector<RowId>> stored_by_{kClients};
  std::atomic<int> acknowledged_ = 0;
  std::set<RowId> seen_;   ///< handed out at least once
  std::set<RowId> filed_;  ///< and their acknowledgement was confirmed
};

TEST_F(KillLoop, NothingAcknowledgedIsLostAndNothingFiledComesAgain) {
  for (std::size_t client = 0; client < kClients; ++client) frames_.push_back(office_.envelope());
  {
    const auto first = start();
    open_for_requests();
  }
  std::mt19937 chance{20'261'129};
  for (int i = 0; i < rounds() && !HasFatalFailure(); ++i) round(chance);
  const auto last = start();
  ASSERT_NE(public_port_, 0) << last->errors();
  while (file_some()) {
  }
  std::size_t lost = 0;
  for (const auto& list : stored_by_)
    for (const RowId& id : list) lost += seen_.contains(id) ? 0 : 1;
  EXPECT_EQ(lost, 0u);
  EXPECT_GE(acknowledged_, rounds()) << "killed too early to prove anything";
  // Handed out and let go of, but the answer that said so was cut off: more were seen than confirmed.
  EXPECT_GE(seen_.size(), filed_.size());
  std::printf("%d rounds of kill -9: %d acknowledged, %zu lost, %zu filed\n", rounds(), acknowledged_.load(), lost,
              filed_.size());
}

}  // namespace
}  // namespace waymark::relay
