#include "desk/casefile/event.h"

#include <gtest/gtest.h>

#include "crypto/xwing_open.h"

namespace waymark::desk {
namespace {

const TimePoint kNow{Seconds{1'795'000'000}};

TEST(Event, EveryKindIsReadBack) {
  crypto::SeededRandom random(1);
  for (int kind = 0; kind <= static_cast<int>(EventKind::kCourtSeen); ++kind) {
    Event event = staff_event(static_cast<EventKind>(kind), "anna", kNow, random);
    event.text = "текст \"quoted\" \\ \n \u202E";
    event.week = 2'969;
    event.slot = 7;
    event.hold_s = 10;
    event.undone = {random.array<16>()};
    event.fact = Fact{.key = "what_next",
                      .value = "leave_ends",
                      .attributes = {{"date", "2026-11-25"}},
                      .precision = Precision::kDay};
    event.direction = Override::Direction::kLowered;
    event.stage = Stage::kWaitingDate;
    event.from = "birch";
    event.owner = "larch";
    event.wakes_at = kNow + Seconds{60};
    event.outcome = Outcome{"advised", "2026-11-20", Evidence::kThirdParty};
    event.other = CaseId{random.array<16>()};
    event.act = {random.array<16>()};
    event.dropped = true;
    event.to = kNow + Seconds{86'400};
    event.step = 3;
    event.item = Item{.id = {random.array<16>()},
                      .kind = ItemKind::kMatter,
                      .text = "розмова з адвокатом",
                      .owner = "larch",
                      .codes = {{"article", "337 ч. 5"}, {"stage", "court"}},
                      .dates = {{"hearing", {kNow, Precision::kHour}}, {"opened", {kNow, Precision::kDay}}}};
    const auto read = event_from_json(to_json(event));
    ASSERT_TRUE(read.has_value()) << kind;
    EXPECT_EQ(to_json(*read), to_json(event)) << kind;
    EXPECT_EQ(read->kind, event.kind);
    EXPECT_EQ(read->operation, event.operation);
    if (event.kind == EventKind::kItem) {
      EXPECT_EQ(read->item, event.item);
    }
  }
}

TEST(Event, AReplyKeepsTheCardsItCarriedAndOneWithoutReadsAsBefore) {
  crypto::SeededRandom random(4);
  Event event = staff_event(EventKind::kReply, "anna", kNow, random);
  event.text = "words";
  const std::string without = to_json(event);
  EXPECT_EQ(without.find("cards"), std::string::npos) << "as every version before wrote it";
  EXPECT_TRUE(event_from_json(without)->cards.empty());
  event.cards = {{.id = "absence-terms", .version = 3}, {.id = "refusal", .version = 1}};
  EXPECT_EQ(event_from_json(to_json(event))->cards, event.cards);
  for (const char* bad : {"refusal", "@1", "refusal@", "refusal@x", "refusal@-1", "refusal@1x"}) {
    std::string text = to_json(event);
    text.replace(text.find("refusal@1"), 9, bad);
    EXPECT_EQ(event_from_json(text).error().code, Code::kMalformed) << bad;
  }
}

TEST(Event, AMessageKeepsTextAnswersAndKeys) {
  crypto::SeededRandom random(2);
  envelope::Message message{.assurance = envelope::Assurance::kClerk,
                            .language = Language::kUkrainian,
                            .instance = {},
                            .day = 20'779,
                            .id = random.array<16>(),
                            .reply_key = crypto::xwing_public_key(crypto::XWingSeed::generate(random)),
                            .mailbox_secret = crypto::MailboxSecret::generate(random)};
  const std::string text{"a\0b\u2028", 6};
  message.text = SecretBytes::copy_of(view_of(text));
  message.contact = SecretBytes::copy_of(view_of("після восьмої"));
  message.pack = envelope::PackName{"military-refusal", 3};
  message.answers.push_back(envelope::parse_answer("left=yes;date=2026-11-20;precision=about").value());
  message.odd = {"what_next", std::string{envelope::kOddRest}};
  const Event event = event_from_json(to_json(message_event(message, kNow, true))).value();
  EXPECT_EQ(event.text, text);
  EXPECT_EQ(event.contact, "після восьмої");
  EXPECT_EQ(event.assurance, "clerk");
  EXPECT_EQ(event.language, Language::kUkrainian);
  EXPECT_EQ(event.pack, "military-refusal@3");
  EXPECT_EQ(event.answers, std::vector<std::string>{"left=yes;date=2026-11-20;precision=about"});
  EXPECT_EQ(event.odd, (std::vector<std::string>{"what_next", "rest:"}));
  EXPECT_EQ(event.reply_key, to_bytes(message.reply_key.bytes));
  EXPECT_TRUE(equal_constant_time(event.mailbox, message.mailbox_secret.secret().view()));
  EXPECT_TRUE(event_from_json(to_json(message_event(message, kNow, false)))->mailbox.empty());
}

TEST(Event, WhatNoWriterMakesIsRefused) {
  crypto::SeededRandom random(3);
  const std::string good = to_json(staff_event(EventKind::kTaken, "anna", kNow, random));
  ASSERT_TRUE(event_from_json(good).has_value());
  for (
      const char* bad :
      {"", "[]", "{}", "null", R"({"op":"00","at":1,"kind":"taken"})",
       R"({"op":"00000000000000000000000000000000","at":"1","kind":"taken"})",
       R"({"op":"00000000000000000000000000000000","at":1,"kind":"reply"})",
       R"({"op":"00000000000000000000000000000000","at":1,"kind":"item"})",
       R"({"op":"00000000000000000000000000000000","at":1,"kind":"item","item":[]})",
       R"({"op":"00000000000000000000000000000000","at":1,"kind":"item","item":{"kind":"wish","text":""}})",
       R"({"op":"00000000000000000000000000000000","at":1,"kind":"item","item":{"kind":"task","text":"","dates":{"due":[1]}}})",
       R"({"op":"00000000000000000000000000000000","at":1,"kind":"item","item":{"kind":"task","text":"","dates":{"due":[1,"soon"]}}})",
       R"({"op":"00000000000000000000000000000000","at":1,"kind":"item","item":{"kind":"task","text":"","codes":{"a":1}}})",
       R"({"op":"00000000000000000000000000000000","at":1,"kind":"item-ended","item":"x"})",
       R"({"op":"00000000000000000000000000000000","at":1,"kind":"court-seen","court":5})",
       R"({"op":"00000000000000000000000000000000","at":1,"kind":"court-seen","court":5,"step":8})",
       R"({"op":"00000000000000000000000000000000","at":1,"kind":"message","day":1,"assurance":"x","language":"de","text":"","contact":"","pack":"","answers":[]})"})
    EXPECT_EQ(event_from_json(bad).error().code, Code::kMalformed) << bad;
  EXPECT_EQ(event_from_json(R"({"op":"00000000000000000000000000000000","at":1,"kind":"later"})").error().code,
            Code::kUnsupported);
}

}  // namespace
}  // namespace waymark::desk
