#include "roster/page_note.h"

#include <gtest/gtest.h>

#include "roster/test_roster.h"

namespace waymark::roster {
namespace {

using testing::kToday;
using testing::Organisation;
using testing::replaced;

class PageNotes : public ::testing::Test {
 protected:
  [[nodiscard]] Pins pins() {
    Pins pins{
        .made_day = kToday, .chain = {organisation_.signed_note(organisation_.first_roster())}, .list_serial = 12};
    for (std::uint32_t day = kToday; day < kToday + 3; ++day)
      pins.keys.push_back({day, crypto::xwing_public_key(crypto::XWingSeed::generate(organisation_.random))});
    return pins;
  }
  Organisation organisation_;
};

TEST_F(PageNotes, ReadsWhatItWrote) {
  const PageNote note = *page_note_for(pins(), view_of("page"));
  EXPECT_EQ(*parse_page_note(write_page_note(note)), note);
  EXPECT_EQ(note.roster_serial, 1U);
  EXPECT_EQ(note.instance.bytes, note.roster_hash) << "the first roster's hash is the instance id";
  EXPECT_EQ(note.page_bytes, 4U);
  EXPECT_TRUE(write_page_note(note).starts_with("waymark portable v1\ninstance "));
}

TEST_F(PageNotes, SealsUntilTwoDaysAfterTheNewestKeyAndNeverLongerThanTheRoster) {
  Pins some = pins();
  const Roster roster = pinned_roster(some)->roster;
  EXPECT_EQ(last_sealing_day(some, roster), kToday + 4);
  some.keys.back().day = kToday + 29;
  EXPECT_EQ(last_sealing_day(some, roster), kToday + 30);
}

TEST_F(PageNotes, TheChainIsFollowedToItsLastRoster) {
  Pins some = pins();
  const VerifiedRoster first = *pinned_roster(some);
  some.chain.push_back(organisation_.signed_note(organisation_.next_roster(first)));
  EXPECT_EQ(pinned_roster(some)->roster.serial, 2U);
  EXPECT_EQ(page_note_for(some, {})->instance, first.instance);
  std::swap(some.chain[0], some.chain[1]);
  EXPECT_EQ(pinned_roster(some).error().code, Code::kConflict);
  EXPECT_EQ(pinned_roster({}).error().code, Code::kMalformed);
}

TEST_F(PageNotes, TheListKeySignsAloneAndSoDoesTheRoot) {
  const Pins some = pins();
  const Roster roster = pinned_roster(some)->roster;
  const std::string text = write_page_note(*page_note_for(some, view_of("page")));
  Note by_list{.text = text, .signatures = {}};
  sign_note(by_list, "list", organisation_.list_key);
  EXPECT_EQ(page_signer(by_list, roster), PageSigner::kList);
  Note by_root{.text = text, .signatures = {}};
  sign_note(by_root, "root", organisation_.roots[1]);
  EXPECT_EQ(page_signer(by_root, roster).error().code, Code::kAuthentication) << "a stranger";
  sign_note(by_root, "root", organisation_.roots[0]);
  EXPECT_EQ(page_signer(by_root, roster), PageSigner::kRoot);
  by_list.text = replaced(text, "bytes 4", "bytes 5");
  EXPECT_EQ(page_signer(by_list, roster).error().code, Code::kAuthentication);
}

TEST_F(PageNotes, ASignatureOverSomethingElseIsNoSignatureOverAPage) {
  const std::string roster_text = write_roster(organisation_.first_roster());
  EXPECT_EQ(parse_page_note(roster_text).error().code, Code::kUnsupported);
}

TEST_F(PageNotes, RefusesOtherText) {
  const std::string text = write_page_note(*page_note_for(pins(), view_of("page")));
  for (const auto& [from, to] : {std::pair{"roster 1", "roster 01"},
                                 {"made 2026-11-22", "made 2026-11-31"},
                                 {"list 12\n", ""},
                                 {"list 12\n", "list 12\nlist 12\n"},
                                 {"bytes 4", "bytes -4"}}) {
    const std::string changed = replaced(text, from, to);
    ASSERT_FALSE(changed.empty()) << from;
    EXPECT_EQ(parse_page_note(changed).error().code, Code::kMalformed) << to;
  }
  EXPECT_EQ(parse_page_note(text + "more 1\n").error().code, Code::kMalformed);
}

}  // namespace
}  // namespace waymark::roster
