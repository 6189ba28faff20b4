#include "report/signed_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace waymark::report {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

class SignedFolder : public testing::Test {
 protected:
  SignedFolder()
      : folder_(fs::temp_directory_path() /
                (std::string("waymark-release-") + testing::UnitTest::GetInstance()->current_test_info()->name())) {
    fs::remove_all(folder_);
    fs::create_directories(folder_ / "below");
    put("table.csv", "a,b\n1,2\n");
    put("below/chart.svg", "<svg/>");
    EXPECT_TRUE(sign_folder(folder_, key_).has_value());
  }
  ~SignedFolder() override { fs::remove_all(folder_); }
  void put(const std::string& name, const std::string& text) {
    std::ofstream(folder_ / name, std::ios::binary | std::ios::trunc) << text;
  }
  [[nodiscard]] std::string get(const std::string& name) const {
    std::ifstream file(folder_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  [[nodiscard]] Result<FolderCheck> check() const { return check_folder(folder_, key_.verify_key()); }

  crypto::SeededRandom random_{1};
  crypto::ListSigningKey key_ = crypto::ListSigningKey::generate(random_);
  fs::path folder_;
};

TEST_F(SignedFolder, IsIntactAsSigned) {
  EXPECT_TRUE(check()->intact());
  EXPECT_EQ(get("SHA256SUMS"),
            "d4dc56669143034f31aa309635d4113d9ad76a02b1739da22c965ed2049be9e6  below/chart.svg\n"
            "492d5ea496056f1a6a6592241032fab764c321596317930b4fa0e1e8bc3b7470  table.csv\n");
  ASSERT_TRUE(sign_folder(folder_, key_).has_value()) << "signing again replaces the list";
  EXPECT_TRUE(check()->intact());
}

TEST_F(SignedFolder, FindsAChangedAMissingAndAnExtraFile) {
  put("table.csv", "a,b\n1,3\n");
  fs::remove(folder_ / "below/chart.svg");
  put("below/more.csv", "");
  EXPECT_THAT(check()->changed, ElementsAre("table.csv"));
  EXPECT_THAT(check()->missing, ElementsAre("below/chart.svg"));
  EXPECT_THAT(check()->extra, ElementsAre("below/more.csv"));
}

TEST_F(SignedFolder, ALinkInPlaceOfAFileIsAChange) {
  fs::rename(folder_ / "table.csv", folder_.string() + ".moved");
  fs::create_symlink(folder_.string() + ".moved", folder_ / "table.csv");
  EXPECT_THAT(check()->changed, ElementsAre("table.csv"));
  EXPECT_EQ(sign_folder(folder_, key_).error().code, Code::kUnsupported);
  fs::remove(folder_.string() + ".moved");
}

TEST_F(SignedFolder, AListThatWasMadeToFitIsNoLongerSigned) {
  const std::string list = get("SHA256SUMS");
  put("SHA256SUMS", list.substr(list.find('\n') + 1));
  EXPECT_EQ(check().error().code, Code::kAuthentication);
}

TEST_F(SignedFolder, AnotherKeysSignatureIsNone) {
  EXPECT_EQ(check_folder(folder_, crypto::ListSigningKey::generate(random_).verify_key()).error().code,
            Code::kAuthentication);
}

TEST_F(SignedFolder, RefusesAWrongOrMissingSignatureFile) {
  const std::string good = get("SHA256SUMS.sig");
  for (const std::string& bad : {std::string(), good.substr(1), good.substr(0, good.size() - 1), good + "x\n"}) {
    put("SHA256SUMS.sig", bad);
    EXPECT_FALSE(check().has_value()) << bad;
  }
  fs::remove(folder_ / "SHA256SUMS.sig");
  EXPECT_EQ(check().error().code, Code::kNotFound);
}

}  // namespace
}  // namespace waymark::report
