#include "pack/public_piece.h"

#include <gtest/gtest.h>

#include "pack/sample_pack.h"
#include "pack/test_folder.h"

namespace waymark::pack {
namespace {

using namespace std::chrono_literals;
const TimePoint kToday = std::chrono::sys_days{2026y / 11 / 22};
const std::set<Language> kAll{Language::kRussian, Language::kUkrainian, Language::kEnglish};
constexpr std::size_t kBytes = 24'576;

Card open_card() {
  Card card = *parse_card(sample::card().dump());
  card.is_public = true;
  card.fits = {"left.yes"};
  return card;
}

TEST(PublicPiece, ALineIsOneLanguageAndNothingOfTheDesk) {
  const Card card = open_card();
  const std::string line = public_line(card, Language::kUkrainian);
  EXPECT_EQ(line.back(), '\n');
  EXPECT_EQ(line.find("left.yes"), std::string::npos);
  EXPECT_EQ(line.find("A law"), std::string::npos) << "the title of a source in English";
  const auto back = parse_public_piece(line + line, Language::kUkrainian, kBytes);
  ASSERT_TRUE(back.has_value());
  ASSERT_EQ(back->size(), 2U);
  EXPECT_EQ(back->front().texts.at(Language::kUkrainian).body, card.texts.at(Language::kUkrainian).body);
}

TEST(PublicPiece, RefusesWhatNoDeskWrites) {
  const Card card = open_card();
  const std::string line = public_line(card, Language::kRussian);
  EXPECT_EQ(parse_public_piece(line, Language::kEnglish, kBytes).error().code, Code::kMalformed) << "other language";
  EXPECT_EQ(parse_public_piece(line.substr(0, line.size() - 1), Language::kRussian, kBytes).error().code,
            Code::kMalformed);
  EXPECT_EQ(parse_public_piece(line, Language::kRussian, line.size() - 1).error().code, Code::kTooLarge);
  EXPECT_FALSE(parse_public_piece(write_card(card) + "\n", Language::kRussian, kBytes).has_value()) << "of the desk";
  Card gone = card;
  gone.withdrawn = "2026-11-20";
  EXPECT_FALSE(parse_public_piece(public_line(gone, Language::kRussian), Language::kRussian, kBytes).has_value());
}

TEST(PublicPiece, WhatAnybodyMayRead) {
  EXPECT_TRUE(is_public_on(open_card(), kAll, kToday));
  Card card = open_card();
  card.is_public.reset();
  EXPECT_FALSE(is_public_on(card, kAll, kToday)) << "not said: the desk's own";
  card.crisis = true;
  EXPECT_TRUE(is_public_on(card, kAll, kToday)) << "the crisis card always";
  card.withdrawn = "2026-11-01";
  EXPECT_FALSE(is_public_on(card, kAll, kToday)) << "but not once it is withdrawn";
  card = open_card();
  card.valid_from = "2026-11-23";
  EXPECT_FALSE(is_public_on(card, kAll, kToday));
  EXPECT_TRUE(is_public_on(card, kAll, kToday + std::chrono::days{1}));
  card = open_card();
  card.review_by = "2026-11-01";
  EXPECT_TRUE(is_public_on(card, kAll, kToday)) << "the page says that it is past its review";
  card.sources.clear();
  EXPECT_FALSE(is_public_on(card, kAll, kToday));
  card = open_card();
  card.texts.erase(Language::kUkrainian);
  EXPECT_FALSE(is_public_on(card, kAll, kToday));
}

TEST(PublicPiece, WhetherItIsPublicIsKeptByItsFile) {
  Card card = open_card();
  EXPECT_EQ(parse_card(write_card(card))->is_public, true);
  card.is_public = false;
  EXPECT_EQ(parse_card(write_card(card))->is_public, false);
  card.is_public.reset();
  EXPECT_EQ(parse_card(write_card(card))->is_public, std::nullopt);
}

}  // namespace
}  // namespace waymark::pack
