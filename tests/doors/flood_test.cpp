// Whatever a crowd of slow, half-open or idle connections does: somebody new is served, and memory stays within the
// bound of docs/spec/limits.md. For the relay, its listener for the desk, the clerk and the desk.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <iostream>

#include "base/comes_true.h"
#include "base/process.h"
#include "doors.h"
#include "http/raw_socket.h"

namespace waymark::doors {
namespace {

/// docs/spec/limits.md; the shipped service of the relay may take four times as much.
constexpr std::size_t kResidentMax = 128UL << 20U;
/// On an idle machine it is a few milliseconds (docs/measurements.md); a crowd used to cost 90 s.
constexpr std::chrono::seconds kServedWithin{20};
/// More than there are places.
constexpr std::size_t kCrowd = 5'000;
constexpr std::size_t kIdle = 10'000;

class Doors : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    files_ = raise_open_files();
    ASSERT_TRUE(wait_for_service()) << "the program does not answer";
    before_ = running_.resident();
  }
  bool wait_for_service() const {
    return comes_true([&] { return http::status_of(http::ask(door().port, door().probe)) == door().good; });
  }
  [[nodiscard]] const Door& door() const { return running_.door(); }
  [[nodiscard]] std::size_t at_most(std::size_t count) const { return std::min(count, files_ - 200); }
  /// Somebody new comes, several times.
  void expect_service(const char* when) {
    std::chrono::steady_clock::duration longest{};
    for (int visitor = 0; visitor < 5; ++visitor) {
      const auto start = std::chrono::steady_clock::now();  // sleep: how long a visitor waits is what is measured
      EXPECT_EQ(http::status_of(http::ask(door().port, door().probe)), door().good) << when;
      longest = std::max(longest, std::chrono::steady_clock::now() - start);
    }
    EXPECT_LT(longest, kServedWithin) << when;
    EXPECT_TRUE(running_.alive()) << when;
    EXPECT_LT(running_.resident(), kResidentMax) << when;
    std::cout << door().name << ", " << when << ": served in "
              << std::chrono::duration_cast<std::chrono::milliseconds>(longest).count() << " ms at most, "
              << (running_.resident() >> 10U) << " KiB resident (" << (before_ >> 10U) << " before)\n";
  }

  Running running_{GetParam()};
  std::size_t before_ = 0;
  std::size_t files_ = 0;
};

TEST_P(Doors, SlowBodies) {
  Crowd crowd{door().port};
  crowd.come(512, door().body_head);
  expect_service("512 bodies that never come");
  crowd.come(at_most(kCrowd) - 512, door().body_head);
  expect_service("5,000 bodies that never come");
  crowd.send("a");
  expect_service("5,000 bodies of one byte");
}

TEST_P(Doors, BodiesThatLackTheirLastByte) {
  Crowd crowd{door().port};
  crowd.come(at_most(kCrowd),
             door().body_head + std::string(std::min<std::size_t>(door().body_bytes, 60'000) - 1, 'a'));
  expect_service("5,000 bodies that lack their last byte");
}

TEST_P(Doors, IdleConnections) {
  Crowd crowd{door().port};
  crowd.come(at_most(kIdle), "");
  expect_service("10,000 idle connections");
}

TEST_P(Doors, HalfHeads) {
  Crowd crowd{door().port};
  crowd.come(at_most(kCrowd), "GET / HTTP/1.1\r\nX: " + std::string(7'000, 'a'));
  expect_service("5,000 heads without an end");
}

TEST_P(Doors, EndlessChunksAndTrailers) {
  for (const char* endless : {"1;", "0\r\nX: "}) {
    http::RawSocket socket{door().port};
    socket.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + std::string{endless});
    const std::string block(1UL << 20U, 'x');
    bool open = true;
    for (int mebibytes = 0; open && mebibytes < 300; ++mebibytes) open = socket.send(block);
    EXPECT_FALSE(open) << "300 MiB were taken";
  }
  expect_service("an endless chunk extension, an endless trailer");
}

INSTANTIATE_TEST_SUITE_P(All, Doors, testing::Values("relay", "relay-desk", "clerk", "desk"), [](const auto& which) {
  std::string name = which.param;
  std::erase(name, '-');
  return name;
});

// Where only 600 files may be open, the crowd is turned away sooner.
TEST(FewFiles, AProgramThatMayOpenFewFilesTakesFewerAndStillServes) {
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    const rlimit few{600, 600};
    if (::setrlimit(RLIMIT_NOFILE, &few) != 0) ::_exit(3);
    Running relay{"relay"};
    Crowd crowd{relay.door().port};
    crowd.come(400, relay.door().body_head);
    ::_exit(http::status_of(http::ask(relay.door().port, relay.door().probe)) == "200" ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace
}  // namespace waymark::doors
