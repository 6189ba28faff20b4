#include "pack/kept.h"

#include <gtest/gtest.h>

#include "pack/test_folder.h"

namespace waymark::pack {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

const TimePoint kToday = std::chrono::sys_days{2026y / 11 / 22};

class Kept : public ::testing::Test {
 protected:
  [[nodiscard]] std::expected<PackInUse, PackRefusal> use() const {
    return pack_in_use(folder_.pack(), kept(), kToday);
  }
  [[nodiscard]] fs::path kept() const { return folder_.pack().parent_path() / "kept"; }
  void write_version(int version) const {
    nlohmann::json structure = sample::structure();
    structure["version"] = version;
    folder_.write("pack.json", structure.dump(1));
  }
  const sample::Folder folder_;
};

TEST_F(Kept, ASoundPackIsUsedAsItStands) {
  folder_.write("cards/terms.json", sample::card().dump());
  const auto used = use();
  ASSERT_TRUE(used.has_value()) << used.error().about;
  EXPECT_FALSE(used->refused.has_value());
  EXPECT_EQ(used->whole.cards.size(), 1U);
}

TEST_F(Kept, WithAnErrorTheOldOneStaysAndTheLineIsNamed) {
  folder_.write("cards/terms.json", sample::card().dump());
  write_version(7);
  ASSERT_TRUE(use().has_value());
  folder_.write("pack.json", "{\n  \"format\": \"waymark pack 1\",\n  \"id\": \n}");
  const auto used = use();
  ASSERT_TRUE(used.has_value());
  ASSERT_TRUE(used->refused.has_value());
  EXPECT_NE((used->refused->place + used->refused->about).find("pack.json"), std::string::npos);
  EXPECT_EQ(used->whole.pack.version, 7);
  EXPECT_EQ(used->whole.cards.size(), 1U);
}

TEST_F(Kept, AnErrorInACardOrAReadyReplyKeepsTheWholeOldPack) {
  folder_.write("cards/terms.json", sample::card().dump());
  ASSERT_TRUE(use().has_value());
  auto card = sample::card();
  card["sources"] = nlohmann::json::array();
  folder_.write("cards/terms.json", card.dump());
  const auto used = use();
  ASSERT_TRUE(used.has_value());
  ASSERT_TRUE(used->refused.has_value());
  EXPECT_NE((used->refused->place + used->refused->about).find("terms"), std::string::npos);
  EXPECT_EQ(used->whole.cards.front().sources.size(), 1U);
}

TEST_F(Kept, WhatIsMendedIsUsedAtOnce) {
  write_version(7);
  ASSERT_TRUE(use().has_value());
  folder_.write("pack.json", "{");
  ASSERT_TRUE(use()->refused.has_value());
  write_version(8);
  const auto used = use();
  ASSERT_TRUE(used.has_value());
  EXPECT_FALSE(used->refused.has_value());
  EXPECT_EQ(used->whole.pack.version, 8);
}

TEST_F(Kept, WithoutACopyTheErrorIsTheAnswer) {
  folder_.write("pack.json", "{");
  const auto used = use();
  ASSERT_FALSE(used.has_value());
  EXPECT_NE(used.error().about.find("pack.json"), std::string::npos);
}

TEST_F(Kept, ACopyThatWasCutOffGivesWayToTheOneBefore) {
  write_version(7);
  ASSERT_TRUE(use().has_value());
  write_version(8);
  ASSERT_TRUE(use().has_value());
  std::ofstream(kept() / "2" / "sample" / "pack.json") << "";
  folder_.write("pack.json", "{");
  const auto used = use();
  ASSERT_TRUE(used.has_value());
  EXPECT_EQ(used->whole.pack.version, 7);
}

TEST_F(Kept, TwoCopiesStayAndTheSameIsNotCopiedTwice) {
  for (const int version : {1, 2, 3, 3, 3, 4}) {
    write_version(version);
    ASSERT_TRUE(use().has_value());
  }
  EXPECT_TRUE(fs::exists(kept() / "3"));
  EXPECT_TRUE(fs::exists(kept() / "4"));
  EXPECT_EQ(std::distance(fs::directory_iterator(kept()), fs::directory_iterator()), 2);
}

TEST_F(Kept, AnotherPackNeverServesInItsPlace) {
  ASSERT_TRUE(use().has_value());
  const fs::path other = folder_.pack().parent_path() / "other";
  fs::create_directory(other);
  std::ofstream(other / "pack.json") << "{";
  EXPECT_FALSE(pack_in_use(other, kept(), kToday).has_value());
}

TEST_F(Kept, AFolderThatCannotBeWrittenIsNoReasonNotToStart) {
  std::ofstream(kept()) << "a file where the folder would be";
  EXPECT_TRUE(use().has_value());
}

}  // namespace
}  // namespace waymark::pack
