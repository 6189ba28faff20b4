#include "desk/search/index.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

namespace waymark::desk::search {
namespace {

CaseId id_of(std::uint32_t number) {
  CaseId id{};
  std::memcpy(id.bytes.data(), &number, sizeof number);
  return id;
}

std::vector<CaseId> sorted(std::vector<CaseId> ids) {
  std::ranges::sort(ids);
  return ids;
}

Reach only(std::set<std::string> owners) { return {.owners = std::move(owners)}; }

Wanted word(std::string stem) { return {.stems = {std::move(stem)}}; }
Wanted beginning(std::string begins) { return {.stems = {}, .begins = std::move(begins)}; }

TEST(Index, FindsCasesInWhichEveryWordStands) {
  Index index;
  index.put(id_of(1), "", {"паспорт", "суд"});
  index.put(id_of(2), "", {"паспорт"});
  const std::vector both{word("паспорт"), word("суд")};
  EXPECT_EQ(index.find(only({""}), both), std::vector{id_of(1)});
  EXPECT_EQ(index.find(only({""}), std::vector{word("паспорт")}).size(), 2U);
  EXPECT_EQ(index.find(only({""}), std::vector{beginning("пас")}).size(), 2U);
  EXPECT_TRUE(index.find(only({""}), std::vector{word("пас")}).empty());
  EXPECT_EQ(index.find(only({""}), std::span<const Wanted>{}).size(), 2U) << "no word: all";
}

TEST(Index, ReadsOnlyTheShelvesThatItIsTold) {
  Index index;
  index.put(id_of(1), "vera", {"суд"});
  index.put(id_of(2), "anton", {"суд"});
  const std::vector wanted{word("суд")};
  EXPECT_EQ(index.find(only({"", "vera"}), wanted), std::vector{id_of(1)});
  EXPECT_TRUE(index.find(only({""}), wanted).empty());
  index.put(id_of(1), "anton", {"суд"});  // taken over
  EXPECT_TRUE(index.find(only({"", "vera"}), wanted).empty());
  EXPECT_EQ(index.find(only({"anton"}), wanted).size(), 2U);
  EXPECT_EQ(index.find({.everybodys = true}, wanted).size(), 2U);
  EXPECT_EQ(*index.shelf_of(id_of(1)), "anton");
  index.keep_only(only({""}));
  EXPECT_EQ(index.size(), 0U);
  EXPECT_EQ(index.shelf_of(id_of(1)), nullptr);
}

TEST(Index, WhatWasReplacedIsNotFoundByItsOldWords) {
  Index index;
  index.put(id_of(1), "", {"old"});
  index.put(id_of(1), "", {"new"});
  EXPECT_TRUE(index.find(only({""}), std::vector{word("old")}).empty());
  EXPECT_EQ(index.find(only({""}), std::vector{word("new")}).size(), 1U);
  index.remove(id_of(1));
  index.remove(id_of(1));
  EXPECT_TRUE(index.find(only({""}), std::vector{word("new")}).empty());
}

TEST(Index, StaysTrueAndSmallThroughManyChanges) {
  Shelf shelf;
  for (std::uint32_t round = 0; round < 30; ++round) {
    for (std::uint32_t number = 0; number < 500; ++number)
      shelf.put(id_of(number), {"all", number % 2 == 0 ? "even" : "odd", "round" + std::to_string(round)});
  }
  EXPECT_EQ(shelf.size(), 500U);
  EXPECT_EQ(shelf.find(std::vector{word("even")}).size(), 250U);
  EXPECT_EQ(shelf.find(std::vector{word("round29"), word("odd")}).size(), 250U);
  EXPECT_TRUE(shelf.find(std::vector{word("round28")}).empty());
  auto all = sorted(shelf.find(std::vector{word("all")}));
  EXPECT_EQ(std::ranges::unique(all).size(), 0U);
}

TEST(CaseWords, AFloodOfWordsIsCut) {
  const text::Stemmer stemmer;
  CaseWords words;
  std::string flood;
  for (std::size_t i = 0; i < kWordsOfCaseMax + 100; ++i) flood += std::to_string(i) + " ";
  words.add(stemmer, flood, Language::kEnglish);
  EXPECT_EQ(words.all().size(), kWordsOfCaseMax);
}

}  // namespace
}  // namespace waymark::desk::search
