#include "desk/keyring/compartment.h"

#include <gtest/gtest.h>

#include "crypto/xwing_open.h"
#include "desk/keyring/key_file.h"

namespace waymark::desk {
namespace {

TEST(Compartment, NamesAreReadBack) {
  for (const Compartment compartment : kCompartments)
    EXPECT_EQ(compartment_from(name_of(compartment)).value(), compartment);
  EXPECT_EQ(compartment_from("first_line.Lead").error().code, Code::kMalformed);
}

TEST(Compartment, MembersOpenWhatWasSealedToThem) {
  crypto::SeededRandom random(1);
  const auto key = CompartmentKey::generate(Compartment::kFirstLine, 3, random);
  const auto member = crypto::XWingSeed::generate(random);
  const auto recovery = crypto::XWingSeed::generate(random);
  const std::array recipients{crypto::xwing_public_key(member), crypto::xwing_public_key(recovery)};
  const Bytes file = key.seal_to(recipients, random).value();
  for (const auto* identity : {&member, &recovery}) {
    const auto opened = CompartmentKey::open(*identity, file, Compartment::kFirstLine, 3);
    ASSERT_TRUE(opened.has_value());
    EXPECT_EQ(opened->public_key(), key.public_key());
    EXPECT_TRUE(opened->agenda_key().equals(key.agenda_key()));
  }
}

TEST(Compartment, StrangersAndMovedFilesAreRefused) {
  crypto::SeededRandom random(2);
  const auto key = CompartmentKey::generate(Compartment::kFirstLine, 1, random);
  const auto member = crypto::XWingSeed::generate(random);
  const auto stranger = crypto::XWingSeed::generate(random);
  const std::array recipients{crypto::xwing_public_key(member)};
  const Bytes file = key.seal_to(recipients, random).value();
  EXPECT_EQ(CompartmentKey::open(stranger, file, Compartment::kFirstLine, 1).error().code, Code::kNotForUs);
  EXPECT_EQ(CompartmentKey::open(member, file, Compartment::kFirstLine, 2).error().code, Code::kMalformed);
  EXPECT_EQ(CompartmentKey::open(member, file, Compartment::kFirstLineLead, 1).error().code, Code::kMalformed);
}

TEST(Compartment, DerivedKeysDiffer) {
  crypto::SeededRandom random(3);
  const auto key = CompartmentKey::generate(Compartment::kTeam, 1, random);
  EXPECT_FALSE(key.agenda_key().equals(key.case_wrap()));
  EXPECT_FALSE(key.agenda_key().equals(key.identity().secret()));
}

TEST(KeyFile, ADayKeyIsNotTakenForAnotherDay) {
  crypto::SeededRandom random(4);
  const auto identity = crypto::XWingSeed::generate(random);
  const std::array recipients{crypto::xwing_public_key(identity)};
  const auto seed = random.secret<32>();
  const Bytes file = seal_key_file(recipients, day_key_header(20'779), seed, random).value();
  EXPECT_TRUE(open_key_file(identity, file, day_key_header(20'779)).value().equals(seed));
  EXPECT_EQ(open_key_file(identity, file, day_key_header(20'780)).error().code, Code::kMalformed);
  EXPECT_EQ(open_key_file(identity, file, office_secret_header("list")).error().code, Code::kMalformed);
}

}  // namespace
}  // namespace waymark::desk
