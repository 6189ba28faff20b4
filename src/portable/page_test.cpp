#include "portable/page.h"

#include <gtest/gtest.h>

#include "portable/pins_json.h"
#include "roster/test_roster.h"

namespace waymark::portable {
namespace {

using roster::testing::kToday;
using roster::testing::Organisation;
using roster::testing::replaced;

constexpr std::string_view kTemplate =
    "<!doctype html>\n<meta http-equiv=\"Content-Security-Policy\" content=\"connect-src @@WAYMARK-CONNECT@@\">\n"
    "<script type=\"application/json\" id=\"pins\">@@WAYMARK-PINS@@</script>\n<script>run()</script>\n";

class Page : public ::testing::Test {
 protected:
  void SetUp() override {
    pins_ = {.made_day = kToday, .chain = {organisation_.signed_note(organisation_.first_roster())}, .list_serial = 7};
    for (std::uint32_t day = kToday; day < kToday + 28; ++day)
      pins_.keys.push_back({day, crypto::xwing_public_key(crypto::XWingSeed::generate(organisation_.random))});
  }
  /// A bridge with keys of the same days.
  [[nodiscard]] roster::PinnedBridge bridge() const { return {.mails = {"box@mail.example"}, .keys = pins_.keys}; }
  [[nodiscard]] std::string made(const Organisation& signer) const {
    const std::string page = *fill_template(kTemplate, pins_);
    roster::Note note{.text = roster::write_page_note(*roster::page_note_for(pins_, view_of(page))), .signatures = {}};
    roster::sign_note(note, "list", signer.list_key);
    return attach_signature(page, note);
  }
  Organisation organisation_;
  roster::Pins pins_;
};

TEST_F(Page, IsReadBackWithThePinsItWasMadeWith) {
  const std::string file = made(organisation_);
  const auto checked = check_file(file);
  ASSERT_TRUE(checked.has_value()) << describe(checked.error());
  EXPECT_TRUE(file.starts_with(checked->page));
  EXPECT_EQ(checked->pins.chain, pins_.chain);
  EXPECT_EQ(checked->pins.list_serial, 7U);
  ASSERT_EQ(checked->pins.keys.size(), 28U);
  EXPECT_EQ(checked->pins.keys.back().day, kToday + 27);
  EXPECT_EQ(checked->pins.keys.back().key.bytes, pins_.keys.back().key.bytes);
  EXPECT_EQ(checked->note.made_day, kToday);
  EXPECT_EQ(checked->note.until_day, kToday + 29);
  EXPECT_EQ(checked->signer, roster::PageSigner::kList);
  EXPECT_EQ(*fill_template(kTemplate, checked->pins), checked->page) << "the same pins give the same page";
}

TEST_F(Page, ItsBridgesAreReadBack) {
  pins_.bridges = {bridge(), bridge()};
  const auto checked = check_file(made(organisation_));
  ASSERT_TRUE(checked.has_value()) << describe(checked.error());
  ASSERT_EQ(checked->pins.bridges.size(), 2U);
  EXPECT_EQ(checked->pins.bridges[1].mails, bridge().mails);
  ASSERT_EQ(checked->pins.bridges[1].keys.size(), 28U);
  EXPECT_EQ(checked->pins.bridges[1].keys[27].key, pins_.keys[27].key);
}

TEST_F(Page, ABridgeThatIsNoneIsRefused) {
  EXPECT_EQ(parse_bridge("").error().code, Code::kMalformed);
  EXPECT_EQ(parse_bridge("{\"mails\":[],\"keys\":[]}").error().code, Code::kMalformed);
  const auto refused = [&](roster::PinnedBridge changed) {
    pins_.bridges = {std::move(changed)};
    return !check_file(made(organisation_)).has_value();
  };
  EXPECT_FALSE(refused(bridge()));
  roster::PinnedBridge changed = bridge();
  changed.mails = {"box@mail.example?subject=x"};
  EXPECT_TRUE(refused(changed));
  changed = bridge();
  changed.mails.clear();
  EXPECT_TRUE(refused(changed));
  changed = bridge();
  changed.keys[3].day += 1;
  EXPECT_TRUE(refused(changed));
  changed = bridge();
  changed.keys.clear();
  EXPECT_TRUE(refused(changed));
}

TEST_F(Page, MayConnectToRelaysAndMirrorsOnly) {
  const std::string page = *fill_template(kTemplate, pins_);
  EXPECT_NE(page.find("connect-src http://127.0.0.1:8080 http://relayrelayrelay.onion https://mirror.example\""),
            std::string::npos);
  roster::Roster nowhere = organisation_.first_roster();
  nowhere.relays = {};
  nowhere.mirrors = {};
  pins_.chain = {organisation_.signed_note(nowhere)};
  EXPECT_NE(fill_template(kTemplate, pins_)->find("connect-src 'none'\""), std::string::npos);
}

TEST_F(Page, AnyChangedByteIsNoticed) {
  const std::string file = made(organisation_);
  for (std::size_t at = 0; at < file.size(); at += at < 300 || at + 600 > file.size() ? 5 : 2003) {
    std::string changed = file;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    EXPECT_FALSE(check_file(changed).has_value()) << at;
  }
}

TEST_F(Page, CutShortOrLengthenedItIsRefused) {
  const std::string file = made(organisation_);
  EXPECT_EQ(check_file(file.substr(0, file.size() - 1)).error().code, Code::kTruncated);
  EXPECT_EQ(check_file(file + "<script>more()</script>").error().code, Code::kTruncated);
  EXPECT_EQ(check_file(*fill_template(kTemplate, pins_)).error().code, Code::kTruncated) << "not signed";
  EXPECT_EQ(check_file("").error().code, Code::kTruncated);
  EXPECT_EQ(check_file("x" + file).error().code, Code::kAuthentication);
  EXPECT_EQ(check_file(std::string(kFileBytesMax + 1, 'x')).error().code, Code::kTooLarge);
}

TEST_F(Page, AnotherOrganisationsSignatureDecidesNothing) {
  Organisation other;
  other.list_key = crypto::ListSigningKey::generate(other.random);
  EXPECT_EQ(check_file(made(other)).error().code, Code::kAuthentication);
}

TEST_F(Page, PinsOfAnotherRosterDoNotFitTheSignature) {
  const std::string file = made(organisation_);
  roster::Pins others = pins_;
  others.list_serial = 6;
  const std::string swapped = replaced(file, write_pins(pins_), write_pins(others));
  ASSERT_FALSE(swapped.empty());
  EXPECT_EQ(check_file(swapped).error().code, Code::kAuthentication);
}

TEST_F(Page, ASecondBlockOfPinsIsRefused) {
  const std::string twice = "<script type=\"application/json\" id=\"pins\">{}</script>";
  EXPECT_EQ(check_file(twice + made(organisation_)).error().code, Code::kMalformed);
}

TEST_F(Page, ANameCannotEndTheElementItStandsIn) {
  roster::Roster named = organisation_.first_roster();
  named.name = "</script><script>alert(1)</script>";
  pins_.chain = {organisation_.signed_note(named)};
  const std::string page = *fill_template(kTemplate, pins_);
  EXPECT_EQ(page.find("alert(1)</script>"), std::string::npos);
  EXPECT_EQ(check_file(made(organisation_))->roster.roster.name, named.name);
}

TEST_F(Page, ATemplateNeedsEachMarkOnce) {
  EXPECT_EQ(fill_template("@@WAYMARK-PINS@@", pins_).error().code, Code::kMalformed);
  EXPECT_EQ(fill_template("@@WAYMARK-CONNECT@@", pins_).error().code, Code::kMalformed);
  EXPECT_EQ(fill_template(std::string{kTemplate} + "@@WAYMARK-PINS@@", pins_).error().code, Code::kMalformed);
}

TEST_F(Page, DaysFollowOneAnotherFromTheDayItWasMade) {
  roster::Pins gap = pins_;
  gap.keys.erase(gap.keys.begin() + 3);
  EXPECT_EQ(fill_template(kTemplate, gap).error().code, Code::kInvalid);
  EXPECT_EQ(parse_pins(write_pins(gap)).error().code, Code::kMalformed);
  gap.keys.clear();
  EXPECT_EQ(fill_template(kTemplate, gap).error().code, Code::kInvalid);
}

TEST_F(Page, PinsInAnotherSpellingAreRefused) {
  const std::string good = write_pins(pins_);
  ASSERT_TRUE(parse_pins(good).has_value());
  for (const auto& [from, to] : {std::pair{"\"version\":1", "\"version\":2"},
                                 {"\"list\":7", "\"list\":-7"},
                                 {"\"list\":7", "\"list\":\"7\""},
                                 {"\"list\":7", "\"list\":7,\"more\":1"},
                                 {"\"keys\":[{", "\"keys\":[3,{"}})
    EXPECT_FALSE(parse_pins(replaced(good, from, to)).has_value()) << to;
  for (const auto* bad : {"", "[]", "{}", "null", "{\"version\":1"}) EXPECT_FALSE(parse_pins(bad).has_value()) << bad;
}

}  // namespace
}  // namespace waymark::portable
