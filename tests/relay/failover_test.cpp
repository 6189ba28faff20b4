// The machine of the leading database is taken away, again and again, while people write: PostgreSQL under Patroni, one
// relay, clients that go on. Five times; a hundred in a long run. Every envelope that was acknowledged comes out
// exactly once. How long nobody could write is printed.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <mutex>
#include <random>
#include <thread>

#include "base/comes_true.h"
#include "base/test_long.h"
#include "http/raw_socket.h"
#include "load.h"
#include "patroni_cluster.h"
#include "relay/envelopes.h"
#include "relay_program.h"

namespace waymark::relay {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t kClients = 4;

int rounds() {
  const char* const wanted = std::getenv("WAYMARK_FAILOVERS");
  if (wanted != nullptr) return std::atoi(wanted);
  return is_long_run() ? 100 : 5;
}

class Failover : public Program {
 protected:
  void SetUp() override {
    Program::SetUp();
    cluster_ = PatroniCluster::start();
    if (!cluster_)
      GTEST_SKIP() << "no Patroni, etcd or PostgreSQL on this machine; script/bootstrap test installs them";
    ASSERT_TRUE(cluster_->settle()) << cluster_->log(0);
    store_ = cluster_->make_database();
    for (std::size_t client = 0; client < kClients; ++client) frames_.push_back(office_.envelope());
  }

  /// One envelope after the other, each asked for until it is stored.
  void write_on(std::size_t client) {
    Bytes& frame = frames_[client];
    for (std::uint64_t number = 0; !ends_;) {
      make_unique_envelope(frame, number * kClients + client);
      const bool stored = put(frame) == "stored";
      if (stored) {
        const std::lock_guard lock{mutex_};
        acknowledged_[row_id_of(today_, frame)] = 0;
        last_stored_ = SteadyClock::now();  // sleep: how long nobody could write is what is measured
        ++number;
      }
      // sleep: people, not a flood: it is the failover that is tried
      std::this_thread::sleep_for(std::chrono::milliseconds{stored ? 20 : 100});
    }
  }

  /// The desk, as it files: pulls and acknowledges until nothing is there.
  void file_all() {
    for (;;) {
      const std::string answer = http::body_of(desk("/desk/v1/pull", ByteWriter{}.u16(128).view()));
      ByteReader reader{view_of(answer)};
      const std::uint16_t count = reader.u16().value_or(0);
      if (count == 0) return;
      ByteWriter ack;
      ack.u16(count);
      std::vector<RowId> ids;
      for (std::uint16_t i = 0; i < count; ++i) {
        ids.push_back(*reader.array<16>());
        (void)*reader.u32();
        (void)reader.take(envelope::kEnvelopeBytes);
        ack.put(ids.back());
      }
      // Only what the relay says that it let go of is filed once and for all: before that it comes again.
      if (http::body_of(desk("/desk/v1/ack", ack.view())).size() != 2) return;
      for (const RowId& id : ids) ++filed_[id];
    }
  }

  /// @return how long nothing could be stored
  std::chrono::duration<double> lose_the_leader() {
    // sleep: settle() returns at a beat of Patroni's; a machine is lost at any moment between two
    std::this_thread::sleep_for(std::chrono::milliseconds{chance_() % 10'000});
    std::optional<std::size_t> first;
    EXPECT_TRUE(comes_true([&] { return (first = cluster_->leader()).has_value(); })) << "a busy machine may change it";
    if (!first) return {};
    cluster_->kill(*first);
    const auto lost = SteadyClock::now();  // sleep: as above
    const bool back = comes_true(
        [&] {
          const std::lock_guard lock{mutex_};
          return last_stored_ > lost + std::chrono::milliseconds{50};
        },
        std::chrono::minutes{3});
    EXPECT_TRUE(back) << "nothing could be stored for three minutes";
    const std::lock_guard lock{mutex_};
    const std::chrono::duration<double> took = last_stored_ - lost;
    cluster_->start(*first);
    return took;
  }

  std::unique_ptr<PatroniCluster> cluster_;
  std::string store_;
  std::vector<Bytes> frames_;
  std::atomic<bool> ends_ = false;
  std::mt19937 chance_{20'261'130};
  std::mutex mutex_;
  SteadyClock::time_point last_stored_;
  std::map<RowId, int> acknowledged_;
  std::map<RowId, int> filed_;
};

TEST_F(Failover, ALeaderThatIsLostLosesNothingThatWasAcknowledged) {
  settings_ = "store = \"" + store_ + "\"\n";
  const auto relay = start();
  ASSERT_NE(public_port_, 0) << relay->errors();
  open_for_requests();
  std::vector<std::thread> clients;
  for (std::size_t client = 0; client < kClients; ++client) clients.emplace_back([this, client] { write_on(client); });
  std::vector<double> seconds;
  for (int i = 0; i < rounds() && !HasFailure(); ++i) {
    seconds.push_back(lose_the_leader().count());
    file_all();
    EXPECT_TRUE(cluster_->settle()) << "the lost node does not come back: " << cluster_->log(0);
  }
  ends_ = true;
  for (std::thread& client : clients) client.join();
  file_all();
  std::size_t lost = 0, twice = 0;
  for (const auto& [id, none] : acknowledged_) lost += filed_.contains(id) ? 0 : 1;
  for (const auto& [id, times] : filed_) twice += times > 1 ? 1 : 0;
  EXPECT_EQ(lost, 0U);
  EXPECT_EQ(twice, 0U);
  EXPECT_GT(acknowledged_.size(), static_cast<std::size_t>(rounds()) * 10) << "too few to prove anything";
  std::ranges::sort(seconds);
  if (!seconds.empty())
    std::printf(
        "%zu leaders lost: %zu acknowledged, %zu lost, %zu twice; nobody could write for %.1f s (median), %.1f to "
        "%.1f\n",
        seconds.size(), acknowledged_.size(), lost, twice, seconds[seconds.size() / 2], seconds.front(),
        seconds.back());
}

}  // namespace
}  // namespace waymark::relay
