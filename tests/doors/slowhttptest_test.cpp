// slowhttptest, a known tool for this, against relay, clerk and desk: slow heads, slow bodies, slow readers. Whoever
// comes meanwhile is served. Skipped where the tool is not installed.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <iostream>

#include "base/comes_true.h"
#include "base/process.h"
#include "base/test_long.h"
#include "doors.h"
#include "http/raw_socket.h"

namespace waymark::doors {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// What most visitors may wait, while the tool holds a thousand connections. On an idle machine it is some
/// milliseconds.
constexpr milliseconds kServedWithin{1'000};
constexpr const char* kTool = "/usr/bin/slowhttptest";

/// "/v1/poll" of "POST /v1/poll HTTP/1.1…".
std::string path_of(const std::string& request) {
  const std::size_t begin = request.find(' ') + 1;
  return request.substr(begin, request.find(' ', begin) - begin);
}

class SlowHttp : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    if (::access(kTool, X_OK) != 0) GTEST_SKIP() << "slowhttptest is not installed";
    (void)raise_open_files();
    ASSERT_TRUE(comes_true([&] { return is_served(); })) << "the program does not answer";
  }
  [[nodiscard]] const Door& door() const { return running_.door(); }
  [[nodiscard]] bool is_served() const { return http::status_of(http::ask(door().port, door().probe)) == door().good; }
  /// Runs the tool with these words and visits the door as long as it runs.
  void besiege(const std::string& what, std::vector<std::string> words) {
    const std::string seconds = is_long_run() ? "20" : "3";
    words.insert(words.end(), {"-c", "1000", "-r", "1000", "-i", "1", "-l", seconds, "-p", "60"});
    relay::RunningProgram tool{kTool, words, folder_.path()};
    std::vector<milliseconds> waits;
    do {
      const auto start = Clock::now();  // sleep: how long a visitor waits is what is measured
      EXPECT_TRUE(is_served()) << what;
      waits.push_back(std::chrono::duration_cast<milliseconds>(Clock::now() - start));
    } while (tool.wait(milliseconds{20}) == -1 && waits.size() < 100'000);
    std::ranges::sort(waits);
    EXPECT_GT(waits.size(), 3U) << what << ": the tool did not run:\n" << tool.output();
    EXPECT_NE(tool.output().find("Test ended"), std::string::npos) << what << ":\n" << tool.output();
    EXPECT_LT(waits[waits.size() / 2], kServedWithin) << what;
    EXPECT_TRUE(running_.alive()) << what;
    std::cout << door().name << ", " << what << ": " << waits.size() << " visitors, half of them in "
              << waits[waits.size() / 2].count() << " ms, all in " << waits.back().count() << " ms\n";
  }
  [[nodiscard]] std::string url(const std::string& request) const {
    return "http://127.0.0.1:" + std::to_string(door().port) + path_of(request);
  }

  Running running_{GetParam()};
  store::TemporaryFolder folder_ = *store::TemporaryFolder::make();
};

TEST_P(SlowHttp, WhoeverComesMeanwhileIsServed) {
  besiege("slow heads", {"-H", "-u", url(door().page)});
  besiege("slow bodies", {"-B", "-s", std::to_string(door().body_bytes), "-u", url(door().body_head)});
  besiege("slow readers", {"-X", "-u", url(door().page)});
}

INSTANTIATE_TEST_SUITE_P(All, SlowHttp, testing::Values("relay", "clerk", "desk"),
                         [](const auto& which) { return std::string{which.param}; });

}  // namespace
}  // namespace waymark::doors
