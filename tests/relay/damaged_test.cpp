// A database that is damaged anywhere: the relay says so and does not start, instead of saying "stored".
#include <gtest/gtest.h>

#include <fstream>

#include "relay_under_test.h"

namespace waymark::relay {
namespace {

class Damaged : public testing::Test {
 protected:
  void SetUp() override {
    under_test_.open_for_requests();
    for (int i = 0; i < 80; ++i) ASSERT_EQ(under_test_.put(kToday, under_test_.office().envelope()).status, 200);
    under_test_.stop();  // the log is written back into the file
    size_ = std::filesystem::file_size(file());
    ASSERT_GT(size_, 60 * kPage);
  }
  [[nodiscard]] std::filesystem::path file() const { return under_test_.folder() / "relay.db"; }
  void overwrite(std::uint64_t at, std::size_t bytes, char with) {
    std::fstream out{file(), std::ios::binary | std::ios::in | std::ios::out};
    out.seekp(static_cast<std::streamoff>(at));
    const std::string rubbish(bytes, with);
    out.write(rubbish.data(), static_cast<std::streamsize>(rubbish.size()));
    ASSERT_TRUE(out.good());
  }
  std::optional<Refusal> refusal() {
    const ManualClock clock{start_of_day(kToday)};
    const Log log = Log::to_nothing();
    auto relay = Relay::start(under_test_.config({}), {.clock = clock, .log = log, .fill_random = [](auto) {}});
    if (relay) return std::nullopt;
    return relay.error();
  }
  static constexpr std::uint64_t kPage = 8'192;
  RelayUnderTest under_test_;
  std::uint64_t size_ = 0;
};

TEST_F(Damaged, AWholeFileStarts) { EXPECT_FALSE(refusal().has_value()); }

TEST_F(Damaged, InTheMiddleOfTheFileItDoesNotStart) {
  overwrite(size_ / 2 / kPage * kPage, 3 * kPage, '\x5a');
  const auto refused = refusal();
  ASSERT_TRUE(refused.has_value()) << "or it would say stored and lose it";
  EXPECT_EQ(refused->exit, Exit::kStorage);
  EXPECT_NE(refused->sentence.find("damaged"), std::string::npos) << refused->sentence;
}

TEST_F(Damaged, EmptiedItIsNotTakenForANewOne) {
  std::filesystem::resize_file(file(), 0);
  const auto refused = refusal();
  ASSERT_TRUE(refused.has_value()) << "or all that was stored would be gone without a word";
  EXPECT_EQ(refused->exit, Exit::kStorage);
  EXPECT_NE(refused->sentence.find("damaged"), std::string::npos) << refused->sentence;
}

TEST_F(Damaged, OtherBytesInAnEnvelopeOrAReply) {
  // What SQLite alone does not notice: pages in order, with another content.
  const std::string reply =
      "INSERT INTO reply(id, token_hash, expires_day, sum, blob) VALUES(randomblob(16), randomblob(32), 30000, ";
  const std::string good_sum = "x'9f1dcbc35c350d6027f98be0f5c8b43b42ca52b7604459c0c42be3aa88913d47'";  // of 8,192 zeros
  auto db = [&] { return *store::Connection::open(file()); };
  ASSERT_TRUE(db()->run_script(reply + good_sum + ", zeroblob(8192));"));
  EXPECT_FALSE(refusal().has_value());
  for (const std::string& change : {reply + "randomblob(32), zeroblob(8192));",
                                    std::string{"UPDATE envelope SET blob = zeroblob(8192) WHERE seq = 7;"}}) {
    std::filesystem::copy_file(file(), under_test_.folder() / "good",
                               std::filesystem::copy_options::overwrite_existing);
    ASSERT_TRUE(db()->run_script(change));
    const auto refused = refusal();
    EXPECT_TRUE(refused.has_value() && refused->exit == Exit::kStorage) << change;
    std::filesystem::copy_file(under_test_.folder() / "good", file(),
                               std::filesystem::copy_options::overwrite_existing);
  }
}

TEST_F(Damaged, WhereverAStretchOfItIsZeros) {
  for (std::uint64_t at = kPage; at + 4 * kPage < size_; at += size_ / 7 / kPage * kPage) {
    std::filesystem::copy_file(file(), under_test_.folder() / "good",
                               std::filesystem::copy_options::overwrite_existing);
    overwrite(at, 4 * kPage, '\0');
    const auto refused = refusal();
    EXPECT_TRUE(refused.has_value() && refused->exit == Exit::kStorage) << "at byte " << at;
    std::filesystem::copy_file(under_test_.folder() / "good", file(),
                               std::filesystem::copy_options::overwrite_existing);
  }
}

}  // namespace
}  // namespace waymark::relay
