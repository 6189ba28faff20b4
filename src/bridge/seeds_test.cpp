#include "bridge/seeds.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "base/encoding.h"
#include "bridge/limits.h"
#include "crypto/xwing_open.h"

namespace waymark::bridge {
namespace {

namespace fs = std::filesystem;
constexpr std::uint32_t kToday = 20'779;

class Seeds : public ::testing::Test {
 protected:
  Seeds() {
    std::string name = (fs::temp_directory_path() / "waymark-seeds-XXXXXX").string();
    EXPECT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
    file_ = folder_ / "keys";
  }
  ~Seeds() override {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  std::string content() {
    std::ifstream in{file_, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
  }
  Code code_of(const std::string& text) {
    std::ofstream{file_, std::ios::binary} << text;
    const auto read = read_seeds(file_);
    return read ? Code::kInvalid : read.error().code;
  }
  fs::path folder_, file_;
  crypto::SeededRandom random_{8};
};

TEST_F(Seeds, AreWrittenForTheOwnerAloneAndReadBack) {
  std::vector<DaySeed> seeds;
  make_ahead(seeds, kToday, random_);
  ASSERT_EQ(seeds.size(), kSeedDays);
  ASSERT_TRUE(write_seeds(file_, seeds).has_value());
  struct stat about{};
  ASSERT_EQ(stat(file_.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777U, 0600U);
  const auto read = read_seeds(file_);
  ASSERT_TRUE(read.has_value());
  ASSERT_EQ(read->size(), kSeedDays);
  for (std::size_t i = 0; i < seeds.size(); ++i) {
    EXPECT_EQ((*read)[i].day, kToday + i);
    EXPECT_TRUE((*read)[i].seed.equals(seeds[i].seed));
  }
}

TEST_F(Seeds, MadeAheadKeepWhatIsThereAndForgetWhatIsOver) {
  std::vector<DaySeed> seeds;
  make_ahead(seeds, kToday, random_);
  const crypto::XWingSeed known = seeds[10].seed.duplicate();
  const std::string gone = to_base64(seeds[0].seed.secret().view(), Padding::kRequired);
  forget_old(seeds, kToday + 10);
  make_ahead(seeds, kToday + 10, random_);
  EXPECT_EQ(seeds.front().day, kToday + 10 - kPollDaysBack);
  EXPECT_EQ(seeds.back().day, kToday + 10 + kSeedDays - 1);
  EXPECT_TRUE(seeds[kPollDaysBack].seed.equals(known));
  ASSERT_TRUE(write_seeds(file_, seeds).has_value());
  EXPECT_EQ(content().find(gone), std::string::npos);
}

TEST_F(Seeds, AFileThatIsNoneIsNamed) {
  EXPECT_EQ(read_seeds(file_).error().code, Code::kNotFound);
  const std::string good = to_base64(random_.array<32>(), Padding::kRequired);
  EXPECT_EQ(code_of("20779 " + good + "\n20779 " + good + "\n"), Code::kMalformed);
  EXPECT_EQ(code_of("20780 " + good + "\n20779 " + good + "\n"), Code::kMalformed);
  EXPECT_EQ(code_of("20779 " + good), Code::kMalformed);
  EXPECT_EQ(code_of("20779 " + good.substr(4) + "\n"), Code::kMalformed);
  EXPECT_EQ(code_of("x " + good + "\n"), Code::kMalformed);
  EXPECT_EQ(code_of("20779" + good + "\n"), Code::kMalformed);
  EXPECT_EQ(code_of(std::string(20'000, '1')), Code::kTooLarge);
}

TEST_F(Seeds, WhereNothingCanBeWrittenTheOldFileStays) {
  std::vector<DaySeed> seeds;
  make_ahead(seeds, kToday, random_);
  EXPECT_EQ(write_seeds(folder_ / "none" / "keys", seeds).error().code, Code::kStorage);
  ASSERT_TRUE(write_seeds(file_, seeds).has_value());
  const std::string before = content();
  fs::create_directory(folder_ / "keys.new");  // in the way
  EXPECT_EQ(write_seeds(file_, {}).error().code, Code::kStorage);
  EXPECT_EQ(content(), before);
}

TEST_F(Seeds, ThePublicOnesAreForTheOffice) {
  std::vector<DaySeed> seeds;
  make_ahead(seeds, kToday - 1, random_);
  const auto json = nlohmann::json::parse(public_keys_json({"a@mail.example", "b@mail.example"}, seeds, kToday));
  EXPECT_EQ(json.at("mails"), (std::vector<std::string>{"a@mail.example", "b@mail.example"}));
  ASSERT_EQ(json.at("keys").size(), kSeedDays - 1);
  EXPECT_EQ(json.at("keys")[0].at("day"), kToday);
  EXPECT_EQ(json.at("keys")[0].at("key"), to_base64(crypto::xwing_public_key(seeds[1].seed).bytes, Padding::kRequired));
}

}  // namespace
}  // namespace waymark::bridge
