// The part of the contract that is about tokens: pools, spending with the storing, halves, reserves.
#include <future>

#include "store_contract.h"

namespace waymark::relay {
namespace {

work::TokenHash hash_of(std::uint16_t number) {
  work::TokenHash hash{};
  hash[0] = static_cast<std::uint8_t>(number >> 8U);
  hash[1] = static_cast<std::uint8_t>(number);
  return hash;
}

std::vector<work::TokenHash> hashes(std::uint16_t from, std::uint16_t count) {
  std::vector<work::TokenHash> all;
  for (std::uint16_t i = 0; i < count; ++i) all.push_back(hash_of(static_cast<std::uint16_t>(from + i)));
  return all;
}

Admission with(std::uint16_t token, Entry plain = Entry::kWork) {
  return {.plain = plain, .by_token = Entry::kOpen, .token = hash_of(token), .arrival = std::make_shared<Arrival>()};
}

Admission without() { return {.plain = Entry::kWork, .arrival = std::make_shared<Arrival>()}; }

}  // namespace

TEST_P(StoreContract, WhereWorkIsAskedOnlyWhatIsHeldIsAnswered) {
  const Bytes held = office().envelope();
  const Bytes halved = office().envelope();
  ASSERT_TRUE(put(kDay, held));
  ASSERT_TRUE(put_half(kDay, halved, false));
  EXPECT_EQ(put(kDay, held, without()).value(), HalfOutcome::kStored);
  EXPECT_EQ(put_half(kDay, held, true, without()).value(), HalfOutcome::kStored);
  EXPECT_EQ(put(kDay, office().envelope(), without()).error().code, Code::kRateLimited);
  EXPECT_EQ(put_half(kDay, halved, true, without()).error().code, Code::kRateLimited);
  EXPECT_EQ(put(kDay, office().envelope(), with(1)).error().code, Code::kRateLimited) << "a token that is none";
  EXPECT_EQ(put_half(kDay, halved, true).value(), HalfOutcome::kStored) << "the first half has waited";
  EXPECT_EQ(pulled().size(), 2U);
}

TEST_P(StoreContract, ATokenPassesOnce) {
  ASSERT_EQ(store().keep_tokens(2'969, hashes(0, 8)).value(), 8);
  const Bytes first = office().envelope();
  const Admission admission = with(3);
  EXPECT_EQ(put(kDay, first, admission).value(), HalfOutcome::kStored);
  EXPECT_TRUE(admission.arrival->stored);
  EXPECT_TRUE(admission.arrival->by_token);
  EXPECT_EQ(put(kDay, first, with(3)).value(), HalfOutcome::kStored) << "the answer was lost: same token, same row";
  EXPECT_EQ(put(kDay, office().envelope(), with(3)).error().code, Code::kRateLimited);
  reopen();
  EXPECT_EQ(put(kDay, office().envelope(), with(3)).error().code, Code::kRateLimited) << "spent across a restart";
  EXPECT_EQ(store().keep_tokens(2'969, hashes(0, 8)).value(), 8);
  EXPECT_EQ(put(kDay, office().envelope(), with(3)).error().code, Code::kRateLimited) << "pushing brings none back";
  EXPECT_EQ(put(kDay, office().envelope(), with(4)).value(), HalfOutcome::kStored);
  const RowId id = row_id_of(kDay, first);
  EXPECT_EQ(store().acknowledge(std::span{&id, 1}).value(), 1);
  EXPECT_EQ(put(kDay, first, with(3)).error().code, Code::kRateLimited) << "filed, and its token is spent";
}

TEST_P(StoreContract, ATokenThatIsNotNeededStaysGood) {
  ASSERT_TRUE(store().keep_tokens(2'969, hashes(0, 1)));
  const Admission open = with(0, Entry::kOpen);
  EXPECT_TRUE(put(kDay, office().envelope(), open));
  EXPECT_TRUE(open.arrival->stored);
  EXPECT_FALSE(open.arrival->by_token);
  EXPECT_TRUE(put(kDay, office().envelope(), with(0)));
}

// Attack: one token in many puts at once.
TEST_P(StoreContract, OneTokenInManyPutsAtOnceBringsInOne) {
  ASSERT_TRUE(store().keep_tokens(2'969, hashes(0, 1)));
  constexpr int kPuts = 40;
  std::vector<std::promise<Code>> answers(kPuts);
  for (auto& answer : answers) {
    const Bytes envelope = office().envelope();
    store().put(kDay, row_id_of(kDay, envelope), *envelope::Envelope::from_bytes(envelope), with(0),
                [&answer](const Result<HalfOutcome>& outcome) {
                  answer.set_value(outcome ? Code::kReplayed : outcome.error().code);
                });
  }
  int stored = 0;
  for (auto& answer : answers) stored += answer.get_future().get() == Code::kReplayed ? 1 : 0;
  EXPECT_EQ(stored, 1);
  EXPECT_EQ(pulled().size(), 1U);
}

TEST_P(StoreContract, BothHalvesCarryTheTokenAndTheSecondSpendsIt) {
  ASSERT_TRUE(store().keep_tokens(2'969, hashes(0, 2)));
  const Bytes envelope = office().envelope();
  EXPECT_EQ(put_half(kDay, envelope, true, with(0)).value(), HalfOutcome::kSecond);
  EXPECT_EQ(put_half(kDay, envelope, true, with(0)).value(), HalfOutcome::kSecond) << "its answer was lost";
  EXPECT_EQ(put_half(kDay, envelope, false, with(0)).value(), HalfOutcome::kStored);
  EXPECT_EQ(put_half(kDay, office().envelope(), true, with(0)).error().code, Code::kRateLimited);
}

// Attack: first halves with one token in a row, to push out the halves of others.
TEST_P(StoreContract, OneTokenHoldsThePlaceOfOneRow) {
  ASSERT_TRUE(store().keep_tokens(2'969, hashes(0, 2)));
  const Bytes others = office().envelope();
  ASSERT_EQ(put_half(kDay, others, false, with(1)).value(), HalfOutcome::kFirst);
  std::vector<Bytes> tried;
  for (int i = 0; i < 5; ++i) {
    tried.push_back(office().envelope());
    EXPECT_EQ(put_half(kDay, tried.back(), false, with(0)).value(), HalfOutcome::kFirst);
  }
  for (int i = 0; i < 4; ++i) EXPECT_EQ(find(row_id_of(kDay, tried[i])).value(), HalfOutcome::kNone);
  EXPECT_EQ(find(row_id_of(kDay, tried[4])).value(), HalfOutcome::kFirst);
  EXPECT_EQ(put_half(kDay, others, true, with(1)).value(), HalfOutcome::kStored);
  EXPECT_EQ(put_half(kDay, tried[4], true, with(0)).value(), HalfOutcome::kStored);
}

TEST_P(StoreContract, TheLastPlacesAreForThoseWithAToken) {
  reopen({.per_day = 8, .in_all = 100, .reserve = 0, .token_reserve = 2, .disk_reserve_bytes = 0});
  ASSERT_TRUE(store().keep_tokens(2'969, hashes(0, 8)));
  for (int i = 0; i < 6; ++i) EXPECT_TRUE(put(kDay, office().envelope()));
  EXPECT_EQ(put(kDay, office().envelope()).error().code, Code::kFull);
  EXPECT_EQ(put_half(kDay, office().envelope(), false).error().code, Code::kFull);
  EXPECT_TRUE(put(kDay, office().envelope(), with(0)));
  EXPECT_TRUE(put(kDay, office().envelope(), with(1, Entry::kOpen)));
  EXPECT_EQ(put(kDay, office().envelope(), with(2)).error().code, Code::kFull);
  const Bytes other_day = office().envelope();
  EXPECT_TRUE(put(kDay - 1, other_day, with(2))) << "a token that was refused for want of room is not spent";
}

TEST_P(StoreContract, KeepsTheEightNewestPools) {
  EXPECT_EQ(store().newest_tokens().value().number, 0U);
  for (std::uint16_t pool = 1; pool <= 9; ++pool)
    EXPECT_EQ(store().keep_tokens(pool + 100U, hashes(static_cast<std::uint16_t>(pool * 10), 3)).value(), 3);
  EXPECT_EQ(store().newest_tokens().value().number, 109U);
  EXPECT_EQ(store().newest_tokens().value().count, 3);
  EXPECT_EQ(put(kDay, office().envelope(), with(10)).error().code, Code::kRateLimited) << "its pool is gone";
  EXPECT_TRUE(put(kDay, office().envelope(), with(20)));
  EXPECT_EQ(store().keep_tokens(101, hashes(10, 3)).value(), 0) << "older than all that are kept";
  EXPECT_EQ(store().keep_tokens(105, hashes(53, 2)).value(), 5) << "the rest of one that came in part";
  EXPECT_EQ(store().keep_tokens(109, hashes(20, 1)).value(), 3) << "one of another pool stays there";
  reopen();
  EXPECT_TRUE(put(kDay, office().envelope(), with(54)));
}

TEST_P(StoreContract, APoolIsBounded) {
  for (std::uint16_t piece = 0; piece < 8; ++piece)
    EXPECT_EQ(store().keep_tokens(7, hashes(static_cast<std::uint16_t>(piece * 512), 512)).value(), (piece + 1) * 512);
  EXPECT_EQ(store().keep_tokens(7, hashes(5'000, 512)).value(), 4'096);
  EXPECT_EQ(put(kDay, office().envelope(), with(5'000)).error().code, Code::kRateLimited);
  EXPECT_TRUE(put(kDay, office().envelope(), with(4'095)));
}

}  // namespace waymark::relay
