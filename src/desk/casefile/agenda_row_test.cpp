// Rows of the agenda: of both forms, spoiled, and of yesterday's desk.
#include "desk/casefile/agenda_row.h"

#include <gtest/gtest.h>

#include "desk/keyring/sealed_row.h"
#include "desk/queue/situation_bytes.h"

namespace waymark::desk {
namespace {

TimePoint at(std::int64_t seconds) { return TimePoint{Seconds{seconds}}; }

/// Every member says something.
Situation full() {
  Situation one;
  one.received_at = at(1'763'800'000);
  one.oldest_unread_at = at(1'763'800'100);
  one.unread = 2;
  one.owner = "vera";
  one.language = Language::kUkrainian;
  one.facts = {{.key = "what_next",
                .value = "leave_ends",
                .attributes = {{"country", "KZ"}, {"date", "2026-11-25"}},
                .precision = Precision::kDay,
                .said_by = Speaker::kRequester,
                .said_at = at(1'763'800'000),
                .verification = Verification::kVerified,
                .superseded = true},
               {.key = "left",
                .value = "unknown",
                .precision = Precision::kUnknown,
                .said_by = Speaker::kStaff,
                .author = "vera",
                .said_at = at(1'763'800'500)}};
  one.stage = Stage::kWaitingPerson;
  one.side = Side::kReopened;
  one.junk = Junk::kPress;
  one.first_reply_at = at(1'763'800'200);
  one.last_reply_at = at(1'763'800'300);
  one.last_message_at = at(1'763'800'400);
  one.wakes_at = at(1'763'900'000);
  one.attended_at = at(1'763'800'401);
  one.override_ = Override{Override::Direction::kRaised, at(1'763'800'450), at(1'763'900'450)};
  one.dues = {{.kind = "window",
               .at = at(1'763'990'000),
               .opens = at(1'763'980'000),
               .owner = "anton",
               .every_days = 7,
               .times = 5},
              {.kind = "task", .at = at(1'763'995'000), .precision = Precision::kDay}};
  one.told = {{.id = "absence-terms", .version = 3, .before = 2}, {.id = "refusal", .version = 1}};
  one.court_seen = {{.at = at(1'763'990'000), .step = 3, .by = "vera"}};
  return one;
}

/// As desks wrote it before rows were bytes.
std::string old_row(const AgendaItem& item) { return std::to_string(item.code_name) + " " + to_json(item.situation); }

/// Facts as one line each.
std::vector<std::string> facts_seen(const PackedSituation& packed) {
  std::vector<std::string> all;
  const bool taken = packed.any_fact([&all](const FactView& fact) {
    std::string line = std::string(fact.key) + "=" + std::string(fact.value) + (fact.superseded ? " struck out" : "");
    const std::map<std::string_view, std::string_view> in_order(fact.attributes.begin(), fact.attributes.end());
    for (const auto& [name, value] : in_order) line += " " + std::string(name) + "=" + std::string(value);
    all.push_back(std::move(line));
    return false;
  });
  EXPECT_FALSE(taken);
  return all;
}
std::vector<std::string> facts_of(const Situation& situation) {
  std::vector<std::string> all;
  for (const Fact& fact : situation.facts) {
    all.push_back(fact.key + "=" + fact.value + (fact.superseded ? " struck out" : ""));
    for (const auto& [name, value] : fact.attributes) all.back() += " " + name + "=" + value;
  }
  return all;
}

TEST(AgendaRow, IsAskedWithoutSpreadingItOut) {
  const PackedSituation packed = PackedSituation::of(full()).value();
  EXPECT_EQ(packed.unpack(), full());
  EXPECT_EQ(facts_seen(packed), facts_of(full()));
  EXPECT_FALSE(facts_of(full()).empty());
  Situation head = full();
  head.facts.clear();
  head.dues.clear();
  head.told.clear();
  head.court_seen.clear();
  EXPECT_EQ(packed.unpack_head(), head);
  EXPECT_TRUE(packed.any_fact([](const FactView& fact) { return fact.key == full().facts.back().key; }));
  const PackedSituation copy = packed;
  EXPECT_EQ(copy.bytes().data(), packed.bytes().data()) << "copies share the bytes";
  Situation too_many = full();
  too_many.facts.assign(kSituationFactsMax + 1, full().facts.front());
  EXPECT_FALSE(PackedSituation::of(too_many).has_value());
}

// What the check takes is spread out later with a CHECK.
TEST(AgendaRow, IsCheckedByWhatSpreadsItOut) {
  const Bytes whole = to_bytes(full());
  const auto agree = [](ByteView bytes) {
    const auto spread_out = situation_from_bytes(bytes);
    auto checked = check_situation(bytes);
    ASSERT_EQ(checked.has_value(), spread_out.has_value());
    if (!checked.has_value()) {
      EXPECT_EQ(checked.error().code, spread_out.error().code);
      return;
    }
    checked->facts = spread_out->facts;
    EXPECT_EQ(*checked, *spread_out);
  };
  for (std::size_t size = 0; size <= whole.size(); ++size) agree(ByteView(whole).first(size));
  std::size_t refused = 0;
  for (std::size_t at = 0; at < whole.size(); ++at)
    for (const int flipped : {1, 2, 4, 8, 16, 32, 64, 128, 255}) {
      Bytes bytes = whole;
      bytes[at] = static_cast<std::uint8_t>(bytes[at] ^ flipped);
      agree(bytes);
      refused += check_situation(bytes).has_value() ? 0U : 1U;
    }
  EXPECT_GT(refused, whole.size());
  Bytes longer = whole;
  longer.push_back(0);
  agree(longer);
  Bytes facts = to_bytes(Situation{});
  facts[facts.size() - 8] = 0xFF;  // 65,280 facts
  agree(facts);
}

TEST(AgendaRow, ComesBackAsItWas) {
  for (const Situation& situation : {full(), Situation{}}) {
    const auto back = agenda_entry_from(agenda_row_of({7'654'321, situation}, {}));
    ASSERT_TRUE(back.has_value());
    EXPECT_EQ(back->code_name, 7'654'321U);
    EXPECT_EQ(back->situation.unpack(), situation);
  }
}

TEST(AgendaRow, AnOlderDesksRowIsReadAndBecomesBytes) {
  const auto item = agenda_entry_from(old_row({812, full()}));
  ASSERT_TRUE(item.has_value());
  EXPECT_EQ(item->code_name, 812U);
  EXPECT_EQ(item->situation.unpack(), full());
  EXPECT_EQ(item->owner, *full().owner);
  const std::string row = agenda_row_of(item->item(), {});
  EXPECT_EQ(row.front(), 2);
  EXPECT_LT(row.size(), old_row(item->item()).size());
  EXPECT_EQ(agenda_entry_from(row)->situation.unpack(), full());
}

TEST(AgendaRow, WhatIsCutOrLongerIsRefused) {
  const Bytes whole = to_bytes(full());
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_FALSE(situation_from_bytes(ByteView(whole).first(size)).has_value()) << size;
  Bytes longer = whole;
  longer.push_back(0);
  EXPECT_EQ(situation_from_bytes(longer).error().code, Code::kMalformed);
  EXPECT_FALSE(agenda_entry_from("").has_value());
  EXPECT_FALSE(agenda_entry_from("12").has_value());
  EXPECT_FALSE(agenda_entry_from(std::string("\x02\0\0", 3)).has_value());
  EXPECT_FALSE(agenda_entry_from("\x03").has_value());
}

/// Whatever one byte becomes, it is refused or read as something that can be written again as it was read.
TEST(AgendaRow, NoSpoiledByteIsReadAsWhatCannotBe) {
  const Bytes whole = to_bytes(full());
  for (std::size_t place = 0; place < whole.size(); ++place) {
    for (const int value : {0, 1, 9, 0x40, 0x7F, 0x80, 0xFF}) {
      Bytes spoiled = whole;
      spoiled[place] = static_cast<std::uint8_t>(value);
      const auto read = situation_from_bytes(spoiled);
      if (!read.has_value()) continue;
      EXPECT_EQ(situation_from_bytes(to_bytes(*read)), *read) << place;
      // What is read in part says the same, and is never refused.
      const PackedSituation packed = PackedSituation::from_bytes(spoiled).value();
      EXPECT_EQ(packed.unpack_head().owner, read->owner) << place;
      EXPECT_EQ(facts_seen(packed), facts_of(*read)) << place;
      EXPECT_TRUE(situation_from_json(to_json(*read)).has_value()) << "the JSON allows as much: " << place;
    }
  }
}

/// The numbers are on disk: a name that is added comes last.
TEST(AgendaRow, NumbersOfNamesStay) {
  EXPECT_EQ(static_cast<int>(Precision::kUnknown), 5);
  EXPECT_EQ(static_cast<int>(Verification::kContradicted), 3);
  EXPECT_EQ(static_cast<int>(Speaker::kStaff), 3);
  EXPECT_EQ(static_cast<int>(Stage::kWaitingDate), 5);
  EXPECT_EQ(static_cast<int>(Stage::kAnonymised), 8);
  EXPECT_EQ(static_cast<int>(Side::kReopened), 5);
  EXPECT_EQ(static_cast<int>(Junk::kDuplicate), 6);
  EXPECT_EQ(static_cast<int>(Override::Direction::kLowered), 1);
  EXPECT_EQ(static_cast<int>(Language::kEnglish), 3);
}

TEST(AgendaRow, FitsItsPageWhateverWasSaid) {
  AgendaItem item{1, full()};
  const Fact longest{
      .key = std::string(64, 'k'),
      .value = std::string(64, 'v'),
      .attributes = {{std::string(64, 'a'), std::string(64, 'b')}, {std::string(64, 'c'), std::string(64, 'd')}},
      .author = std::string(64, 'w')};
  item.situation.facts.assign(kSituationFactsMax, longest);
  item.situation.facts.front() = {.key = "danger", .value = "armed_search"};
  const std::string row = agenda_row_of(item, [](const Fact& fact) { return fact.key == "danger"; });
  EXPECT_LE(row.size(), kRowJsonBytesMax);
  const auto back = agenda_entry_from(row);
  ASSERT_TRUE(back.has_value());
  EXPECT_LT(back->item().situation.facts.size(), kSituationFactsMax);
  EXPECT_EQ(back->item().situation.facts.front().key, "danger");
}

}  // namespace
}  // namespace waymark::desk
