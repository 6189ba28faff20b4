// The part of the contract that is about second places: what is due, whose word is kept, what is owed, the own key.
#include <future>

#include "store_contract.h"

namespace waymark::relay {
namespace {

PushedReply reply_of(Office& office, std::uint8_t id, std::uint8_t keep_days) {
  PushedReply made{
      .id = {}, .token_hash = {}, .keep_days = keep_days, .blob = *envelope::Envelope::from_bytes(office.envelope())};
  made.id.fill(id);
  made.token_hash.fill(9);
  return made;
}

Result<HalfOutcome> put_copy(Store& store, std::uint32_t day, const Bytes& envelope, std::uint8_t word_byte) {
  std::promise<Result<HalfOutcome>> promise;
  auto answer = promise.get_future();
  crypto::Signature word;
  word.fill(word_byte);
  store.put_copy(day, row_id_of(day, envelope), *envelope::Envelope::from_bytes(envelope), word, {},
                 [&promise](const Result<HalfOutcome>& outcome) { promise.set_value(outcome); });
  return answer.get();
}

}  // namespace

TEST_P(StoreContract, WhatComesFromSendersIsDueUntilTheSecondRelayHasGivenItsWord) {
  const Bytes old = office().envelope();
  const Bytes first = office().envelope();
  const Bytes second = office().envelope();
  EXPECT_TRUE(put(kDay - 20, old));
  EXPECT_TRUE(put(kDay, first));
  EXPECT_TRUE(put_half(kDay, second, false));
  EXPECT_TRUE(put_half(kDay, second, true));
  auto due = store().due_copies(kDay - 14, 0, 10).value();
  ASSERT_EQ(due.size(), 2U) << "what is too old for any second place is not tried for ever";
  EXPECT_EQ(due[0].blob, first);
  EXPECT_EQ(due[1].id, row_id_of(kDay, second));
  EXPECT_EQ(due[1].day, kDay);
  EXPECT_EQ(store().due_copies(0, due[0].number, 10).value().size(), 1U);
  EXPECT_EQ(store().due_copies(0, 0, 1).value().size(), 1U);
  EXPECT_EQ(store().count_due_copies(0).value(), 3U);

  KeptReceipt kept{.id = due[0].id, .receipt = {}};
  kept.receipt.fill(7);
  ASSERT_TRUE(store().keep_receipts(std::span{&kept, 1}));
  reopen();
  EXPECT_EQ(store().count_due_copies(kDay - 14).value(), 1U);
  EXPECT_EQ(find(due[0].id).value(), HalfOutcome::kCopied);
  EXPECT_EQ(find(due[1].id).value(), HalfOutcome::kStored);
  const std::array<RowId, 2> asked{due[1].id, due[0].id};
  const auto words = store().receipts(asked).value();
  EXPECT_FALSE(words[0].has_value());
  EXPECT_EQ(words[1], kept.receipt);
  EXPECT_EQ(put(kDay, first).value(), HalfOutcome::kStored);
  EXPECT_EQ(find(due[0].id).value(), HalfOutcome::kCopied) << "sent again, it is still in two places";
}

TEST_P(StoreContract, WhatTheDeskHasFiledIsDueNoMore) {
  const Bytes envelope = office().envelope();
  EXPECT_TRUE(put(kDay, envelope));
  const RowId id = row_id_of(kDay, envelope);
  EXPECT_EQ(store().acknowledge(std::span{&id, 1}).value(), 1);
  EXPECT_EQ(store().count_due_copies(0).value(), 0U);
  const KeptReceipt late{.id = id, .receipt = {}};
  EXPECT_TRUE(store().keep_receipts(std::span{&late, 1})) << "its word came too late, which is no trouble";
  EXPECT_EQ(find(id).value(), HalfOutcome::kNone);
}

TEST_P(StoreContract, ACopyIsHandedOnOnlyWhenItsSenderPutsItHereToo) {
  const auto copy = [&](const Bytes& envelope) { return put_copy(store(), kDay, envelope, 9); };
  const Bytes whole = office().envelope();
  const Bytes halves = office().envelope();
  const Bytes own = office().envelope();
  EXPECT_TRUE(put(kDay, own));
  for (const Bytes* envelope : {&whole, &halves, &own, &whole})
    EXPECT_EQ(copy(*envelope).value(), HalfOutcome::kStored);
  EXPECT_EQ(store().count_due_copies(0).value(), 1U) << "what its sender put first stays due";
  EXPECT_EQ(pulled().size(), 3U) << "the desk gets copies as everything else";
  EXPECT_EQ(find(row_id_of(kDay, whole)).value(), HalfOutcome::kStored);
  const std::array<RowId, 1> asked{row_id_of(kDay, whole)};
  EXPECT_EQ(store().receipts(asked).value()[0]->front(), 9) << "the word of the relay that handed it on";
  const KeptReceipt not_asked_for{.id = asked[0], .receipt = {}};
  EXPECT_TRUE(store().keep_receipts(std::span{&not_asked_for, 1}));
  EXPECT_EQ(store().receipts(asked).value()[0]->front(), 9);

  EXPECT_EQ(put(kDay, whole).value(), HalfOutcome::kStored);
  EXPECT_EQ(put_half(kDay, halves, true).value(), HalfOutcome::kStored);
  EXPECT_EQ(store().count_due_copies(0).value(), 3U);
  EXPECT_EQ(copy(whole).value(), HalfOutcome::kStored);
  EXPECT_EQ(store().count_due_copies(0).value(), 3U);
}

TEST_P(StoreContract, CopiesKeepToTheQuotas) {
  reopen({.per_day = 1, .in_all = 10, .reserve = 0, .disk_reserve_bytes = 0});
  const Bytes first = office().envelope();
  const Bytes second = office().envelope();
  const auto copy = [&](const Bytes& envelope) { return put_copy(store(), kDay, envelope, 0); };
  EXPECT_TRUE(copy(first));
  EXPECT_EQ(copy(second).error().code, Code::kFull);
  EXPECT_TRUE(copy(first)) << "it is held, so that is the true answer";
  EXPECT_EQ(put(kDay, first).value(), HalfOutcome::kStored);
  EXPECT_EQ(store().count_due_copies(0).value(), 1U);
}

TEST_P(StoreContract, OwesDeletionsToTheSecondRelayUntilItHasThem) {
  for (const std::uint8_t id : {std::uint8_t{1}, std::uint8_t{2}, std::uint8_t{3}})
    EXPECT_EQ(push(reply_of(office(), id, id), kDay), PushOutcome::kStored);
  std::array<Deletion, 4> deletions{};
  for (std::uint8_t i = 0; i < 4; ++i) {
    deletions[i].id.fill(static_cast<std::uint8_t>(i + 1));
    deletions[i].token_hash.fill(i == 1 ? 8 : 9);
    deletions[i].token.fill(5);
  }
  EXPECT_TRUE(store().remove(std::span{deletions}.subspan(2, 1), SecondPlace::kNone));
  EXPECT_TRUE(store().remove(deletions, SecondPlace::kThere));
  EXPECT_TRUE(store().remove(deletions, SecondPlace::kThere)) << "again, nothing more is owed";
  reopen();
  const auto due = store().due_erasures(kDay, 10).value();
  ASSERT_EQ(due.size(), 1U) << "a wrong token, none, and one from before there was a second relay owe nothing";
  EXPECT_EQ(due[0].id, deletions[0].id);
  EXPECT_EQ(due[0].token, deletions[0].token);
  EXPECT_EQ(store().due_erasures(kDay + 2, 10).value().size(), 0U) << "over there its last day is over too";
  EXPECT_TRUE(store().forget_erasures(std::span{&due[0].id, 1}));
  EXPECT_EQ(store().due_erasures(kDay, 10).value().size(), 0U);
}

TEST_P(StoreContract, HasOneKeyForEver) {
  const auto seed_of = [](std::uint8_t byte) {
    crypto::SigningSeed seed;
    seed.writable()[0] = byte;
    return seed;
  };
  const auto first = store().own_seed(seed_of(1));
  EXPECT_TRUE(first.value().equals(seed_of(1)));
  reopen();
  const auto again = store().own_seed(seed_of(2));
  EXPECT_TRUE(again.value().equals(seed_of(1)));
}

}  // namespace waymark::relay
