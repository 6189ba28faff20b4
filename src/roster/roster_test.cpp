#include "roster/roster.h"

#include <gtest/gtest.h>

#include "roster/check_words.h"
#include "roster/test_roster.h"

namespace waymark::roster {
namespace {

using testing::kToday;
using testing::Organisation;
using testing::replaced;

class RosterOf : public ::testing::Test {
 protected:
  Organisation organisation_;
  const Roster first_ = organisation_.first_roster();
  const VerifiedRoster verified_ = *verify_first(organisation_.signed_note(first_));
};

TEST_F(RosterOf, ReadsWhatItWrote) {
  const std::string text = write_roster(first_);
  const auto parsed = parse_roster(text);
  ASSERT_TRUE(parsed.has_value());
  EXPECT_EQ(write_roster(*parsed), text);
  EXPECT_EQ(parsed->name, "Допомога Example");
  EXPECT_EQ(parsed->issued_day, kToday);
  EXPECT_EQ(parsed->roots.size(), 1U);
  EXPECT_EQ(parsed->relays, first_.relays);
  EXPECT_NE(text.find("issued 2026-11-22\nexpires 2026-12-22\n"), std::string::npos);
}

TEST_F(RosterOf, InstanceIsTheHashOfTheFirstText) {
  EXPECT_EQ(verified_.instance.bytes, crypto::sha256(view_of(write_roster(first_))));
  EXPECT_EQ(verified_.text_hash, verified_.instance.bytes);
}

TEST_F(RosterOf, NeedsItsRoot) {
  EXPECT_TRUE(verify_first(organisation_.signed_note(first_, 3)).has_value()) << "further signatures do no harm";
  const std::string by_others = write_note(sign_roster(first_, std::span{organisation_.roots}.subspan(1)));
  EXPECT_EQ(verify_first(by_others).error().code, Code::kAuthentication);
  Note other_name{.text = write_roster(first_), .signatures = {}};
  for (const auto& root : organisation_.roots) sign_note(other_name, "list", root);
  EXPECT_EQ(verify_first(write_note(other_name)).error().code, Code::kAuthentication);
}

TEST_F(RosterOf, ChainFollowsTheRootsOfTheOneBefore) {
  Roster second = organisation_.next_roster(verified_);
  crypto::SeededRandom random{99};
  const auto new_root = crypto::RootSigningKey::generate(random);
  second.roots = {new_root.verify_key()};
  const auto next = verify_next(organisation_.signed_note(second), verified_);
  ASSERT_TRUE(next.has_value());
  EXPECT_EQ(next->instance, verified_.instance);

  Roster third = organisation_.next_roster(*next);
  EXPECT_EQ(verify_next(organisation_.signed_note(third), *next).error().code, Code::kAuthentication);
  const std::string good_third = write_note(sign_roster(third, {&new_root, 1}));
  EXPECT_TRUE(verify_next(good_third, *next).has_value());

  const std::string chain = verified_.note + '\0' + next->note + '\0' + good_third + '\0';
  const auto last = verify_chain(chain, verified_.instance);
  ASSERT_TRUE(last.has_value());
  EXPECT_EQ(last->roster.serial, 3U);
  EXPECT_EQ(verify_chain(chain, {}).error().code, Code::kWrongInstance);
  EXPECT_FALSE(verify_chain(chain.substr(0, chain.size() - 1), verified_.instance).has_value());
  EXPECT_FALSE(verify_chain(verified_.note + '\0' + good_third + '\0', verified_.instance).has_value());
  EXPECT_FALSE(verify_chain("", verified_.instance).has_value());
}

TEST_F(RosterOf, NextMustFit) {
  const Roster good = organisation_.next_roster(verified_);
  Roster skipped = good;
  skipped.serial = 3;
  EXPECT_EQ(verify_next(organisation_.signed_note(skipped), verified_).error().code, Code::kConflict);
  Roster forked = good;
  forked.previous = crypto::Sha256{};
  EXPECT_EQ(verify_next(organisation_.signed_note(forked), verified_).error().code, Code::kConflict);
  Roster foreign = good;
  foreign.instance = crypto::InstanceId{};
  EXPECT_EQ(verify_next(organisation_.signed_note(foreign), verified_).error().code, Code::kWrongInstance);
  EXPECT_EQ(verify_next(verified_.note, verified_).error().code, Code::kConflict);
  EXPECT_EQ(verify_first(organisation_.signed_note(good)).error().code, Code::kConflict);
}

TEST_F(RosterOf, Dates) {
  const auto noon = [](std::uint32_t day) { return start_of_day(day) + Seconds{43'200}; };
  EXPECT_TRUE(check_date(first_, noon(kToday)).has_value());
  EXPECT_TRUE(check_date(first_, noon(kToday + 30)).has_value());
  EXPECT_EQ(check_date(first_, noon(kToday + 31)).error().code, Code::kExpired);
  EXPECT_TRUE(check_date(first_, noon(kToday - 1)).has_value()) << "a clock that is a day behind";
  EXPECT_EQ(check_date(first_, noon(kToday - 2)).error().code, Code::kWrongDay);
  EXPECT_EQ(days_left(first_, noon(kToday)), 30);
  EXPECT_EQ(days_left(first_, noon(kToday + 30)), 0);
  EXPECT_EQ(days_left(first_, noon(kToday + 32)), -2);
}

struct Refusal {
  std::string from, to;
  Code code;
};

TEST_F(RosterOf, RefusesOtherText) {
  const std::string text = write_roster(first_);
  const std::string root_line =
      text.substr(text.find("root "), text.find('\n', text.find("root ")) + 1 - text.find("root "));
  const std::vector<Refusal> refusals{
      {"waymark roster v1", "waymark roster v2", Code::kUnsupported},
      {"name ", "nom ", Code::kMalformed},
      {"name Допомога Example\n", "name \n", Code::kMalformed},
      {"name Допомога Example\n", "", Code::kMalformed},
      {"serial 1\n", "serial 01\n", Code::kMalformed},
      {"serial 1\n", "serial 0\n", Code::kMalformed},
      {"serial 1\n", "serial 2\n", Code::kMalformed},
      {"serial 1\n", "serial 1\nserial 1\n", Code::kMalformed},
      {"serial 1\n", "serial 9999999999\n", Code::kMalformed},
      {"serial 1\n", "serial -1\n", Code::kMalformed},
      {"instance self", "instance AAAA", Code::kMalformed},
      {"previous none", "previous self", Code::kMalformed},
      {"issued 2026-11-22", "issued 2026-13-22", Code::kMalformed},
      {"issued 2026-11-22", "issued 2026-02-30", Code::kMalformed},
      {"issued 2026-11-22", "issued 22.11.2026", Code::kMalformed},
      {"issued 2026-11-22", "issued 2026-11-21", Code::kMalformed},  // 31 days
      {"expires 2026-12-22", "expires 2026-11-21", Code::kMalformed},
      {"threshold 1", "threshold 0", Code::kUnsupported},
      {"threshold 1", "threshold 2", Code::kUnsupported},
      {root_line, root_line + root_line, Code::kTooLarge},
      {root_line, "root AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n", Code::kInvalid},
      {root_line, "root AAAA\n", Code::kMalformed},
      {"list ", "list  ", Code::kMalformed},
      {"reply ", "replies ", Code::kMalformed},
      {"relay http://127", "relay ftp://127", Code::kMalformed},
      {"relay http://127", "relay javascript:alert(1)//", Code::kMalformed},
      {"clerk https://clerk", "clerk https://cl\"erk", Code::kMalformed},
      {"clerk https://clerk", "clerk https://cl erk", Code::kMalformed},
      {"mirror ", "unknown x\nmirror ", Code::kMalformed},
      {"clerk https", "mirror https", Code::kMalformed},  // order: nothing may follow mirrors but mirrors and mails
  };
  for (const Refusal& refusal : refusals) {
    std::string changed = replaced(text, refusal.from, refusal.to);
    if (refusal.from == "clerk https")
      changed = replaced(text, "clerk https://clerk.example\n", "") + "clerk https://clerk.example\n";
    ASSERT_FALSE(changed.empty()) << refusal.from;
    const auto parsed = parse_roster(changed);
    ASSERT_FALSE(parsed.has_value()) << refusal.from << " -> " << refusal.to;
    EXPECT_EQ(parsed.error().code, refusal.code) << refusal.from << " -> " << refusal.to;
  }
  EXPECT_FALSE(parse_roster(text.substr(0, text.size() - 1)).has_value());
  EXPECT_FALSE(parse_roster(text + "more x\n").has_value());
  EXPECT_FALSE(parse_roster("").has_value());
}

TEST_F(RosterOf, MailAddressesOfBridgesStandLast) {
  Roster with_mail = first_;
  with_mail.mails = {"box-1@mail.example", "a.b+c_d@post.mail.example"};
  const std::string text = write_roster(with_mail);
  const auto read = parse_roster(text);
  ASSERT_TRUE(read.has_value()) << describe(read.error());
  EXPECT_EQ(read->mails, with_mail.mails);
  for (const char* bad : {"box", "@mail.example", "box@", "a@b@c", "box@mail example", "box@mail.example?cc=x",
                          "b\"x@mail.example", "box@mail.example\r", "коробка@mail.example"}) {
    with_mail.mails = {bad};
    EXPECT_FALSE(parse_roster(write_roster(with_mail)).has_value()) << bad;
  }
  with_mail.mails.assign(kMailsMax + 1, "box@mail.example");
  EXPECT_EQ(parse_roster(write_roster(with_mail)).error().code, Code::kTooLarge);
}

TEST_F(RosterOf, TooManyOfAnythingIsRefused) {
  Roster many = first_;
  many.relays.assign(kRelaysMax + 1, "http://a.example");
  EXPECT_EQ(parse_roster(write_roster(many)).error().code, Code::kTooLarge);
  many = first_;
  many.mirrors.assign(kMirrorsMax + 1, "http://a.example");
  EXPECT_EQ(parse_roster(write_roster(many)).error().code, Code::kTooLarge);
  many = first_;
  many.name = std::string(kNameBytesMax + 1, 'a');
  EXPECT_EQ(parse_roster(write_roster(many)).error().code, Code::kTooLarge);
  EXPECT_DEATH((void)sign_roster(many, organisation_.roots), "CHECK failed");
}

TEST_F(RosterOf, CheckWordsDependOnTheRoot) {
  const auto words = check_words(first_.roots);
  for (const std::uint16_t word : words) EXPECT_LT(word, 2'048U);
  EXPECT_EQ(words, check_words(first_.roots));
  const auto other = organisation_.roots[1].verify_key();
  EXPECT_NE(words, check_words({&other, 1}));
}

// A threshold that no command can sign for would only look like safety.
TEST_F(RosterOf, SeveralRootsAreAnotherVersion) {
  Roster several = first_;
  several.roots.push_back(organisation_.roots[1].verify_key());
  EXPECT_EQ(parse_roster(write_roster(several)).error().code, Code::kTooLarge);
  several.threshold = 2;
  EXPECT_FALSE(parse_roster(write_roster(several)).has_value());
}

// Computed by Python: hashlib.pbkdf2_hmac("sha256", key, b"waymark/v1/check words", 600000, 32), first 66 bits, for the
// public key of RFC 8032 section 7.1 test 2.
TEST(CheckWords, KnownValue) {
  const ByteArray<32> bytes{0x3d, 0x40, 0x17, 0xc3, 0xe8, 0x43, 0x89, 0x5a, 0x92, 0xb7, 0x0a,
                            0xa7, 0x4d, 0x1b, 0x7e, 0xbc, 0x9c, 0x98, 0x2c, 0xcf, 0x2e, 0xc4,
                            0x96, 0x8c, 0xc0, 0xcd, 0x55, 0xf1, 0x2a, 0xf4, 0x66, 0x0c};
  const auto root = *crypto::RootVerifyKey::from_bytes(bytes);
  EXPECT_EQ(check_words({&root, 1}), (std::array<std::uint16_t, kCheckWords>{1236, 1518, 1810, 845, 1627, 1634}));
}

}  // namespace
}  // namespace waymark::roster
