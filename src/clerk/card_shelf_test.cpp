// The public cards at the clerk: what the organisation signed is shown, and a relay that lies gets nothing shown.
#include "clerk/card_shelf.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "clerk/limits.h"
#include "clerk/test_office.h"
#include "roster/test_roster.h"

namespace waymark::clerk {
namespace {

using testing::Browser;
using testing::kToday;

struct Story {
  Story() {
    all = *pack::read_cards(WAYMARK_SOURCE_DIR "/packs/military-refusal");
    std::erase_if(all, [](const pack::Card& card) { return !card.withdrawn.empty(); });
    EXPECT_TRUE(office.clerk->refresh().has_value());
  }
  const crypto::ReplySigningKey& key() { return office.relay.organisation.reply_key; }
  void publish(std::uint32_t serial, const std::vector<pack::Card>& cards) {
    office.relay.publish_cards(cards, serial, key());
  }
  Code refused() {
    const auto done = office.clerk->refresh_cards();
    return done.has_value() ? Code::kInvalid : done.error().code;
  }
  bool shows(std::string_view words) {
    Browser browser{office.routes};
    browser.get("/ru/cards");
    return browser.shows(words);
  }
  bool lists(std::size_t at) { return shows(all.at(at).texts.at(Language::kRussian).title); }

  testing::Office office;
  std::vector<pack::Card> all;
};

TEST(CardShelf, ShowsTheSetAndAWithdrawnCardVanishes) {
  Story story;
  story.publish(1'000, story.all);
  ASSERT_TRUE(story.office.clerk->refresh_cards().has_value());
  EXPECT_TRUE(story.lists(1));
  std::vector<pack::Card> fewer = story.all;
  fewer.erase(fewer.begin() + 1);
  story.publish(1'001, fewer);
  ASSERT_TRUE(story.office.clerk->refresh_cards().has_value());
  EXPECT_FALSE(story.lists(1));
  EXPECT_TRUE(story.lists(2));
}

TEST(CardShelf, AClockThatWasSetBackPutsOffNoWithdrawal) {
  Story story;
  testing::Office& office = story.office;
  Organisation organisation{office.relay.instance, std::nullopt, office.relay, office.clock};
  ASSERT_TRUE(organisation.refresh().has_value());
  CardShelf shelf{{}, organisation, office.relay, office.clock};
  story.publish(1'000, story.all);
  office.clock.advance(std::chrono::hours{72});
  ASSERT_TRUE(shelf.refresh().has_value());
  office.clock.advance(std::chrono::hours{-72});
  std::vector<pack::Card> fewer = story.all;
  fewer.erase(fewer.begin() + 1);
  story.publish(1'001, fewer);
  shelf.refresh_if_old();
  EXPECT_EQ(shelf.current(Language::kRussian)->size(), fewer.size()) << "not three days later";
}

TEST(CardShelf, AnEmptySetShowsNoneAndNotThePacksOwn) {
  Story story;
  story.publish(1'000, {});
  ASSERT_TRUE(story.office.clerk->refresh_cards().has_value());
  EXPECT_FALSE(story.lists(1));
}

TEST(CardShelf, AnOlderSetIsRefusedOnceANewerOneWasSeen) {
  Story story;
  story.publish(1'001, {story.all[0]});
  ASSERT_TRUE(story.office.clerk->refresh_cards().has_value());
  story.publish(1'000, story.all);
  EXPECT_EQ(story.refused(), Code::kReplayed);
  EXPECT_FALSE(story.lists(1));
  story.publish(1'001, story.all);
  EXPECT_EQ(story.refused(), Code::kReplayed) << "another one with the same number";
}

TEST(CardShelf, ARelayThatServesNothingDoesNotBringBackThePacksOwn) {
  Story story;
  story.publish(1'000, {story.all[0]});
  ASSERT_TRUE(story.office.clerk->refresh_cards().has_value());
  story.office.relay.cards.note.clear();
  EXPECT_EQ(story.refused(), Code::kNotFound);
  EXPECT_FALSE(story.lists(1));
  story.office.relay.down = true;
  EXPECT_EQ(story.refused(), Code::kUnavailable);
  EXPECT_FALSE(story.lists(1));
}

TEST(CardShelf, APieceThatIsLeftOutOrOfAnotherSetIsRefused) {
  Story story;
  story.publish(1'000, {story.all[0], story.all[1]});
  ASSERT_TRUE(story.office.clerk->refresh_cards().has_value());
  story.publish(1'001, {story.all[0], story.all[2]});
  auto& pieces = story.office.relay.cards.pieces;
  const std::string right = pieces[1];
  pieces[1] = pack::public_line(story.all[1], Language::kRussian);  // of the set before
  EXPECT_EQ(story.refused(), Code::kAuthentication);
  pieces[1] = right;
  std::swap(pieces[0], pieces[1]);
  EXPECT_EQ(story.refused(), Code::kAuthentication) << "in another order";
  std::swap(pieces[0], pieces[1]);
  const auto last = pieces.back();
  pieces.pop_back();
  EXPECT_EQ(story.refused(), Code::kNotFound) << "left out";
  EXPECT_TRUE(story.lists(1)) << "what was known stays meanwhile";
  pieces.push_back(last);
  EXPECT_TRUE(story.office.clerk->refresh_cards().has_value());
  EXPECT_FALSE(story.lists(1));
}

TEST(CardShelf, AStrangersKeyOpensNothing) {
  Story story;
  crypto::SystemRandom random;
  story.office.relay.publish_cards(story.all, 9'000, crypto::ReplySigningKey::generate(random));
  EXPECT_EQ(story.refused(), Code::kAuthentication);
  EXPECT_TRUE(story.lists(1)) << "never a set: the pack's own";
}

TEST(CardShelf, WhatAKeyOfBeforeSignedIsGoneOnceItsRosterIs) {
  Story story;
  story.publish(1'000, story.all);
  ASSERT_TRUE(story.office.clerk->refresh_cards().has_value());
  auto& relay = story.office.relay;
  crypto::SystemRandom random;
  const auto fresh = crypto::ReplySigningKey::generate(random);
  const auto first = roster::verify_first(relay.rosters.front());
  roster::Roster next = relay.organisation.next_roster(*first);
  next.reply_keys = {fresh.verify_key()};
  relay.rosters.push_back(relay.organisation.signed_note(next));
  ASSERT_TRUE(story.office.clerk->refresh().has_value());
  EXPECT_FALSE(story.lists(1)) << "at once, whatever the relay serves";
  story.publish(2'000, story.all);  // by the volunteer who left
  EXPECT_EQ(story.refused(), Code::kAuthentication);
  relay.publish_cards({story.all[1]}, 1'001, fresh);
  ASSERT_TRUE(story.office.clerk->refresh_cards().has_value());
  EXPECT_TRUE(story.lists(1));
}

TEST(CardShelf, ASetEndsAfterThirtyDays) {
  Story story;
  story.office.relay.publish_cards(story.all, 1'000, story.key(), kToday - 31);
  EXPECT_EQ(story.refused(), Code::kExpired);
  story.office.relay.publish_cards(story.all, 1'000, story.key(), kToday - 30);
  ASSERT_TRUE(story.office.clerk->refresh_cards().has_value());
  EXPECT_TRUE(story.lists(1));
  story.office.clock.advance(std::chrono::days{1});
  EXPECT_FALSE(story.lists(1)) << "what may have been withdrawn is not shown for ever";
}

TEST(CardShelf, ALongListGoesOnAnotherPageAndEachPassesABadLine) {
  Story story;
  std::vector<pack::Card> many;
  for (int copy = 0; copy < 6; ++copy)
    for (const pack::Card& card : story.all) {
      if (card.crisis && copy > 0) continue;
      many.push_back(card);
      many.back().id = fmt::format("copy{}-{}", copy, many.size());
    }
  // Several to a piece: one for each is more than a set holds.
  story.publish(1'000, {});
  auto& relay = story.office.relay;
  relay.cards_named.pieces.clear();
  for (const Language language : kLanguages)
    for (std::size_t at = 0; at < many.size(); at += 5) {
      std::string piece;
      for (std::size_t i = at; i < std::min(at + 5, many.size()); ++i)
        if (const std::string line = pack::public_line(many[i], language); piece.size() + line.size() < 24'000)
          piece += line;
      relay.cards.pieces.push_back(piece);
      relay.cards_named.pieces.push_back({language, crypto::sha256(view_of(piece))});
    }
  relay.cards.note = roster::write_note(roster::sign_public_cards(relay.cards_named, story.key()));
  ASSERT_TRUE(story.office.clerk->refresh_cards().has_value());
  Browser browser{story.office.routes};
  std::string address = "/ru/cards";
  int pages = 0;
  while (!address.empty() && pages < 50) {
    EXPECT_LE(browser.get_compressed(address).size(), 8'192U) << address;
    browser.get(address);
    const std::size_t button = browser.page().find("class=\"button\" href=\"/ru/cards/from-");
    address = button == std::string::npos
                  ? ""
                  : browser.page().substr(button + 21, browser.page().find('"', button + 21) - button - 21);
    ++pages;
  }
  EXPECT_GT(pages, 1);
  EXPECT_LT(pages, 50);
}

}  // namespace
}  // namespace waymark::clerk
