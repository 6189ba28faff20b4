// Each seed of the relay's socket once through the fuzzer's own code: it fails nowhere and is answered as it is meant
// to be, or the fuzzers would begin in front of a closed door.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "relay_talk.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern std::vector<std::pair<std::string, std::string>> last_talk;

namespace waymark::fuzz {
namespace {

const std::filesystem::path kSeeds = WAYMARK_SOURCE_DIR "/tests/fuzz/corpus/relay_socket";

/// "200 stored" for each answer but 100; of longer bodies the size.
std::vector<std::string> answers_to(const std::string& seed) {
  std::ifstream in{kSeeds / seed, std::ios::binary};
  const std::string bytes{std::istreambuf_iterator<char>{in}, {}};
  EXPECT_FALSE(bytes.empty()) << seed;
  LLVMFuzzerTestOneInput(view_of(bytes).data(), bytes.size());
  std::vector<std::string> all;
  for (const auto& [asked, answered] : last_talk) {
    for (const Answer& answer : read_answers(answered, asked.contains("HEAD "))) {
      const std::string body = answer.body.size() < 20 ? std::string{answer.body} : std::to_string(answer.body.size());
      if (answer.status != 100) all.push_back(std::to_string(answer.status) + " " + body);
    }
  }
  return all;
}

using Said = std::vector<std::string>;

TEST(RelaySocketSeeds, ReachWhatTheyAreFor) {
  EXPECT_EQ(answers_to("put"), Said{"200 stored"});
  EXPECT_EQ(answers_to("put-in-pieces"), Said{"200 stored"});
  EXPECT_EQ(answers_to("put-expects"), Said{"200 stored"});
  EXPECT_EQ(answers_to("put-yesterday"), Said{"200 stored"});
  EXPECT_EQ(answers_to("put-wrong-day"), Said{"409 wrong-day"});
  EXPECT_EQ(answers_to("put-no-envelope"), Said{"400 malformed"});
  EXPECT_EQ(answers_to("half-first"), Said{"200 first"});
  EXPECT_EQ(answers_to("half-second"), Said{"200 second"});
  EXPECT_EQ(answers_to("half-none"), Said{"200 none"});
  EXPECT_EQ(answers_to("places-absent"), Said{"200 absent"});
  EXPECT_EQ(answers_to("poll"), Said{"200 8212"});
  EXPECT_EQ(answers_to("poll-nothing"), Said{"200 8212"});
  EXPECT_EQ(answers_to("delete"), Said{"200 deleted"});
  EXPECT_EQ(answers_to("copy"), Said{"200 64"});
  EXPECT_EQ(answers_to("copy-foreign"), Said{"409 wrong-instance"});
  EXPECT_EQ(answers_to("kept-open"), (Said{"200 ok", "404 not-found", "200 none"}));
}

TEST(RelaySocketSeeds, MeetAFlood) {
  const auto demanded = [](const std::string& seed) {
    const Said all = answers_to(seed);
    return all.size() == 1 && all[0].starts_with("429 ");
  };
  EXPECT_TRUE(demanded("work-asked"));
  EXPECT_TRUE(demanded("copy-unknown"));
  EXPECT_EQ(answers_to("work-done"), Said{"200 stored"});
  EXPECT_EQ(answers_to("token"), Said{"200 stored"});
  EXPECT_EQ(answers_to("token"), Said{"200 stored"}) << "a fresh one each time";
  EXPECT_EQ(answers_to("copy-known"), Said{"200 64"});
  EXPECT_EQ(answers_to("pass-malformed"), Said{"400 malformed"});
}

TEST(RelaySocketSeeds, ReachTheDesksAndTheOperatorsSide) {
  EXPECT_EQ(answers_to("desk-status").at(0).substr(0, 4), "200 ");
  EXPECT_EQ(answers_to("desk-push").at(0).substr(0, 4), "200 ");
  EXPECT_EQ(answers_to("desk-receipts").at(0).substr(0, 4), "200 ");
  EXPECT_EQ(answers_to("desk-tokens").at(0).substr(0, 4), "200 ");
  EXPECT_EQ(answers_to("desk-unsigned"), Said{"401 denied"});
  EXPECT_EQ(answers_to("desk-other-run"), Said{"401 run"});
  EXPECT_EQ(answers_to("metrics").at(0).substr(0, 4), "200 ");
  EXPECT_EQ(answers_to("healthz").at(0), "200 ok\n");
}

// Twice, so that what one leaves behind would be seen by the next.
TEST(RelaySocketSeeds, AllAreHarmlessInAnyOrder) {
  std::vector<std::string> seeds;
  for (const auto& entry : std::filesystem::directory_iterator{kSeeds}) seeds.push_back(entry.path().filename());
  std::ranges::sort(seeds);
  ASSERT_GT(seeds.size(), 50U);
  for (const std::string& seed : seeds) answers_to(seed);
  std::ranges::reverse(seeds);
  for (const std::string& seed : seeds) answers_to(seed);
  EXPECT_EQ(answers_to("put"), Said{"200 stored"});
}

}  // namespace
}  // namespace waymark::fuzz
