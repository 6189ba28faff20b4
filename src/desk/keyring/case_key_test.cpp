#include "desk/keyring/case_key.h"

#include <gtest/gtest.h>

#include "crypto/xwing_open.h"

namespace waymark::desk {
namespace {

class CaseKeyTest : public testing::Test {
 protected:
  CaseId case_id(std::uint8_t first) { return CaseId{{first}}; }
  RecordId record_id(std::uint8_t first) { return RecordId{{first}}; }
  crypto::SeededRandom random_{7};
};

TEST_F(CaseKeyTest, OpensFromEachShare) {
  const auto first_line = CompartmentKey::generate(Compartment::kFirstLine, 2, random_);
  const auto lead = CompartmentKey::generate(Compartment::kFirstLineLead, 1, random_);
  const auto recovery = crypto::XWingSeed::generate(random_);
  const auto key = CaseKey::generate(case_id(1), 4, random_);
  const Bytes sealed = key.seal_record(record_id(9), R"({"kind":"note"})", random_);

  const std::array recipients{lead.public_key(), crypto::xwing_public_key(recovery)};
  const Bytes file = key.seal_file(recipients, random_).value();
  EXPECT_EQ(CaseKey::open_file(lead.identity(), file, case_id(1), 4)->open_record(record_id(9), sealed).value(),
            R"({"kind":"note"})");
  EXPECT_EQ(CaseKey::open_file(recovery, file, case_id(1), 4)->open_record(record_id(9), sealed).value(),
            R"({"kind":"note"})");
  EXPECT_EQ(CaseKey::open_file(first_line.identity(), file, case_id(1), 4).error().code, Code::kNotForUs);
  EXPECT_EQ(CaseKey::open_file(recovery, file, case_id(2), 4).error().code, Code::kMalformed);

  const Bytes share = key.wrap(first_line, random_);
  EXPECT_EQ(CaseKey::share_version(share).value(), 2U);
  EXPECT_EQ(CaseKey::unwrap(first_line, share, case_id(1), 4)->open_record(record_id(9), sealed).value(),
            R"({"kind":"note"})");
  EXPECT_EQ(CaseKey::unwrap(first_line, share, case_id(1), 5).error().code, Code::kAuthentication);
}

TEST_F(CaseKeyTest, ARecordOpensOnlyInItsOwnPlace) {
  const auto key = CaseKey::generate(case_id(1), 1, random_);
  const auto next_version = CaseKey::generate(case_id(1), 2, random_);
  const Bytes sealed = key.seal_record(record_id(1), "{}", random_);
  EXPECT_EQ(key.open_record(record_id(2), sealed).error().code, Code::kAuthentication);
  EXPECT_EQ(next_version.open_record(record_id(1), sealed).error().code, Code::kAuthentication);
  for (std::size_t at = 0; at < sealed.size(); at += 37) {
    Bytes changed = sealed;
    changed[at] ^= 1;
    EXPECT_EQ(key.open_record(record_id(1), changed).error().code, Code::kAuthentication);
  }
}

TEST_F(CaseKeyTest, TheInboxFollowsFromTheKey) {
  const auto key = CaseKey::generate(case_id(1), 1, random_);
  const auto other = CaseKey::generate(case_id(1), 2, random_);
  EXPECT_TRUE(key.inbox_identity().equals(key.inbox_identity()));
  EXPECT_FALSE(key.inbox_identity().equals(other.inbox_identity()));
}

}  // namespace
}  // namespace waymark::desk
