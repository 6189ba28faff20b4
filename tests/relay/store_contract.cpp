#include "store_contract.h"

#include <algorithm>
#include <atomic>
#include <future>
#include <set>
#include <thread>

#include "base/comes_true.h"
#include "roster/figures_set.h"

namespace waymark::relay {
namespace {

template <class T>
class Answer {
 public:
  Store::Done<T> done() {
    return [promise = promise_](const Result<T>& outcome) { promise->set_value(outcome); };
  }
  Result<T> wait() { return promise_->get_future().get(); }

 private:
  std::shared_ptr<std::promise<Result<T>>> promise_ = std::make_shared<std::promise<Result<T>>>();
};

Half half_of(std::uint32_t day, const Bytes& envelope, bool second) {
  const auto at = envelope.begin() + (second ? kHalfBytes : 0);
  return {.id = row_id_of(day, envelope), .second = second, .bytes = Bytes(at, at + kHalfBytes)};
}

envelope::Envelope envelope_of(const Bytes& bytes) { return *envelope::Envelope::from_bytes(bytes); }

PollQuestion question_for(std::initializer_list<std::uint8_t> ids, std::uint16_t skip = 0) {
  PollQuestion question{.skip = skip, .ids = {}};
  std::size_t next = 0;
  for (const std::uint8_t id : ids) question.ids[next++].fill(id);
  return question;
}

}  // namespace

void StoreContract::SetUp() {
  if (!GetParam().make) GTEST_SKIP() << "no server for " << GetParam().name << " on this machine";
  under_test_ = GetParam().make();
  reopen();
}

void StoreContract::reopen(const Quotas& quotas) {
  store_.reset();
  store_ = under_test_->open(quotas);
  ASSERT_TRUE(store_);
}

Result<HalfOutcome> StoreContract::put(std::uint32_t day, const Bytes& envelope, Admission admission) {
  Answer<HalfOutcome> answer;
  store().put(day, row_id_of(day, envelope), envelope_of(envelope), std::move(admission), answer.done());
  return answer.wait();
}

Result<HalfOutcome> StoreContract::put_half(std::uint32_t day, const Bytes& envelope, bool second,
                                            Admission admission) {
  return put_half(day, half_of(day, envelope, second), std::move(admission));
}

Result<HalfOutcome> StoreContract::put_half(std::uint32_t day, Half half, Admission admission) {
  Answer<HalfOutcome> answer;
  store().put_half(day, std::move(half), std::move(admission), answer.done());
  return answer.wait();
}

Result<HalfOutcome> StoreContract::find(const RowId& id) {
  Answer<HalfOutcome> answer;
  store().find_half(id, answer.done());
  return answer.wait();
}

std::vector<StoreContract::Pulled> StoreContract::pulled(std::size_t limit) {
  const Bytes bytes = store().pull(limit).value();
  ByteReader reader{bytes};
  std::vector<Pulled> all(reader.u16().value());
  for (Pulled& one : all) {
    one.id = reader.array<kRowIdBytes>().value();
    one.day = reader.u32().value();
    one.blob = to_bytes(reader.take(envelope::kEnvelopeBytes).value());
  }
  EXPECT_EQ(reader.remaining(), 0u);
  return all;
}

PushedReply StoreContract::reply(std::uint8_t id, std::uint8_t token, std::uint8_t keep_days) {
  PushedReply made{.id = {}, .token_hash = {}, .keep_days = keep_days, .blob = envelope_of(office_.envelope())};
  made.id.fill(id);
  made.token_hash.fill(token);
  return made;
}

PushOutcome StoreContract::push(const PushedReply& reply, std::uint32_t today) {
  return store().push(today, std::span{&reply, 1}).value().front();
}

TEST_P(StoreContract, HandsOutEnvelopesOldestFirst) {
  const Bytes first = office().envelope();
  const Bytes second = office().envelope();
  EXPECT_EQ(put(kDay, first).value(), HalfOutcome::kStored);
  EXPECT_EQ(put(kDay - 1, second).value(), HalfOutcome::kStored);
  const auto all = pulled();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].id, row_id_of(kDay, first));
  EXPECT_EQ(all[0].blob, first);
  EXPECT_EQ(all[0].day, kDay);
  EXPECT_EQ(all[1].blob, second);
  EXPECT_EQ(all[1].day, kDay - 1);
  EXPECT_EQ(pulled(1).size(), 1u);
  EXPECT_EQ(store().count_envelopes().value().held, 2u);
  EXPECT_EQ(store().count_envelopes().value().oldest_day, kDay - 1);
}

TEST_P(StoreContract, KeepsTheSameOnceAndAcrossARestart) {
  const Bytes envelope = office().envelope();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(put(kDay, envelope).value(), HalfOutcome::kStored);
  EXPECT_EQ(put(kDay - 1, envelope).value(), HalfOutcome::kStored) << "of another day it is another one";
  reopen();
  EXPECT_EQ(put(kDay, envelope).value(), HalfOutcome::kStored);
  EXPECT_EQ(pulled().size(), 2u);
  EXPECT_EQ(store().count_envelopes().value().held, 2u);
}

TEST_P(StoreContract, LetsGoOfWhatIsFiled) {
  const Bytes filed = office().envelope();
  const Bytes waiting = office().envelope();
  EXPECT_TRUE(put(kDay, filed));
  EXPECT_TRUE(put(kDay, waiting));
  const std::array<RowId, 2> ids{row_id_of(kDay, filed), RowId{}};
  EXPECT_EQ(store().acknowledge(ids).value(), 1);
  EXPECT_EQ(store().acknowledge(ids).value(), 0);
  ASSERT_EQ(pulled().size(), 1u);
  EXPECT_EQ(pulled()[0].blob, waiting);
  EXPECT_EQ(find(ids[0]).value(), HalfOutcome::kNone);
  EXPECT_EQ(put(kDay, filed).value(), HalfOutcome::kStored) << "sent again, the desk files it once";
  EXPECT_EQ(pulled().size(), 2u);
  EXPECT_EQ(pulled()[1].blob, filed);
  EXPECT_EQ(store().count_envelopes().value().held, 2u);
}

TEST_P(StoreContract, JoinsHalvesInWhateverOrderAndHoweverOften) {
  for (const bool second_first : {false, true}) {
    const Bytes envelope = office().envelope();
    const RowId id = row_id_of(kDay, envelope);
    EXPECT_EQ(find(id).value(), HalfOutcome::kNone);
    const HalfOutcome name = second_first ? HalfOutcome::kSecond : HalfOutcome::kFirst;
    for (int i = 0; i < 2; ++i) EXPECT_EQ(put_half(kDay, envelope, second_first).value(), name);
    EXPECT_EQ(find(id).value(), name);
    EXPECT_EQ(store().count_envelopes().value().held, second_first ? 1u : 0u);
    for (int i = 0; i < 2; ++i) EXPECT_EQ(put_half(kDay, envelope, !second_first).value(), HalfOutcome::kStored);
    EXPECT_EQ(put_half(kDay, envelope, second_first).value(), HalfOutcome::kStored);
    EXPECT_EQ(find(id).value(), HalfOutcome::kStored);
    EXPECT_EQ(pulled().back().blob, envelope);
  }
  EXPECT_EQ(pulled().size(), 2u);
}

TEST_P(StoreContract, ForgetsHalvesThatMakeNoEnvelope) {
  const Bytes envelope = office().envelope();
  Half wrong = half_of(kDay, envelope, true);
  wrong.bytes.back() ^= 1U;
  EXPECT_EQ(put_half(kDay, envelope, false).value(), HalfOutcome::kFirst);
  EXPECT_EQ(put_half(kDay, wrong).value(), HalfOutcome::kMalformed);
  EXPECT_EQ(find(wrong.id).value(), HalfOutcome::kNone);
  EXPECT_EQ(put_half(kDay, envelope, true).value(), HalfOutcome::kSecond);
  EXPECT_EQ(put_half(kDay, envelope, false).value(), HalfOutcome::kStored);
  EXPECT_EQ(pulled().size(), 1u);
}

TEST_P(StoreContract, HalvesThatComeAtOnceMakeEachEnvelopeOnce) {
  constexpr std::size_t kEnvelopes = 60;
  std::vector<Bytes> envelopes;
  for (std::size_t i = 0; i < kEnvelopes; ++i) envelopes.push_back(office().envelope());
  std::atomic<std::size_t> answered = 0;
  std::atomic<std::size_t> stored = 0;
  const auto done = [&](const Result<HalfOutcome>& outcome) {
    stored += outcome && *outcome == HalfOutcome::kStored ? 1 : 0;
    ++answered;
  };
  for (const Bytes& envelope : envelopes) {
    for (const bool second : {true, false}) store().put_half(kDay, half_of(kDay, envelope, second), {}, done);
  }
  ASSERT_TRUE(comes_true([&] { return answered == 2 * kEnvelopes; }));
  EXPECT_EQ(stored, kEnvelopes);
  std::set<Bytes> there;
  for (Pulled& one : pulled()) there.insert(std::move(one.blob));
  EXPECT_EQ(there, (std::set<Bytes>(envelopes.begin(), envelopes.end())));
}

TEST_P(StoreContract, OfHalvesTheOldestGiveWay) {
  const Bytes envelope = office().envelope();
  ASSERT_EQ(put_half(kDay, envelope, false).value(), HalfOutcome::kFirst);
  std::atomic<std::int64_t> kept = 0;
  for (std::int64_t i = 0; i < kHalvesKept; ++i) {
    Half other{.id = {}, .second = false, .bytes = Bytes(kHalfBytes)};
    office().random().fill(other.id);
    // So that never more wait than a store lets wait.
    ASSERT_TRUE(comes_true([&] { return i - kept < 512; }));
    store().put_half(kDay, std::move(other), {},
                     [&](const Result<HalfOutcome>& outcome) { kept += outcome.has_value() ? 1 : 0; });
  }
  ASSERT_TRUE(comes_true([&] { return kept == kHalvesKept; }));
  EXPECT_EQ(put_half(kDay, envelope, true).value(), HalfOutcome::kSecond) << "the first one had to go";
  EXPECT_EQ(put_half(kDay, envelope, false).value(), HalfOutcome::kStored);
}

TEST_P(StoreContract, KeepsToTheQuotaOfADay) {
  reopen({.per_day = 3, .in_all = 100, .reserve = 0, .disk_reserve_bytes = 0});
  const Bytes first = office().envelope();
  EXPECT_TRUE(put(kDay, first));
  for (int i = 0; i < 2; ++i) EXPECT_TRUE(put(kDay, office().envelope()));
  EXPECT_EQ(put(kDay, office().envelope()).error().code, Code::kFull);
  EXPECT_EQ(put_half(kDay, office().envelope(), false).error().code, Code::kFull);
  EXPECT_EQ(put(kDay, first).value(), HalfOutcome::kStored) << "it is stored, so that is the true answer";
  EXPECT_EQ(put_half(kDay, first, true).value(), HalfOutcome::kStored);
  EXPECT_TRUE(put(kDay - 1, office().envelope()));
  const std::array<RowId, 1> ids{row_id_of(kDay, first)};
  EXPECT_EQ(store().acknowledge(ids).value(), 1);
  EXPECT_TRUE(put(kDay, office().envelope()));
  EXPECT_EQ(put(kDay, first).error().code, Code::kFull);
}

TEST_P(StoreContract, LeavesTheReserveToDaysThatHoldLittle) {
  reopen({.per_day = 100, .in_all = 6, .reserve = 2, .token_reserve = 0, .disk_reserve_bytes = 0});
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(put(kDay - 1, office().envelope()));
  EXPECT_EQ(put(kDay - 1, office().envelope()).error().code, Code::kFull) << "the flood of one day stops here";
  for (int i = 0; i < 2; ++i) EXPECT_TRUE(put(kDay, office().envelope()));
  EXPECT_EQ(put(kDay, office().envelope()).error().code, Code::kFull);
  EXPECT_EQ(put(kDay - 2, office().envelope()).error().code, Code::kFull) << "in all is in all";
}

TEST_P(StoreContract, AnswersEachOfManyAndHasWhatItSaid) {
  constexpr std::size_t kThreads = 4;
  constexpr std::size_t kEach = 100;
  std::vector<std::vector<Bytes>> envelopes(kThreads);
  for (auto& list : envelopes) {
    for (std::size_t i = 0; i < kEach; ++i) list.push_back(office().envelope());
  }
  std::atomic<std::size_t> stored = 0;
  std::vector<std::thread> threads;
  for (const auto& list : envelopes) {
    threads.emplace_back([&, this] {
      for (const Bytes& envelope : list) stored += put(kDay, envelope).has_value() ? 1 : 0;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(stored, kThreads * kEach);
  reopen();
  std::set<Bytes> there;
  for (Pulled& one : pulled()) there.insert(std::move(one.blob));
  EXPECT_EQ(there.size(), kThreads * kEach);
  EXPECT_EQ(store().count_envelopes().value().held, kThreads * kEach);
}

TEST_P(StoreContract, AnswersWhatItAcceptedBeforeItGoes) {
  std::atomic<int> answered = 0;
  for (int i = 0; i < 200; ++i) {
    const Bytes envelope = office().envelope();
    store().put(kDay, row_id_of(kDay, envelope), envelope_of(envelope), {}, [&](const auto&) { ++answered; });
  }
  TearDown();
  EXPECT_EQ(answered, 200);
}

TEST_P(StoreContract, PushesAReplyOnceUnderAnId) {
  const PushedReply first = reply(1, 9);
  EXPECT_EQ(push(first, kDay), PushOutcome::kStored);
  EXPECT_EQ(push(first, kDay + 1), PushOutcome::kSameIsThere);
  EXPECT_EQ(push(reply(1, 9), kDay), PushOutcome::kAnotherIsThere);
  PushedReply other_token = first;
  other_token.token_hash.fill(8);
  EXPECT_EQ(push(other_token, kDay), PushOutcome::kAnotherIsThere);
  const std::array<PushedReply, 3> several{reply(2, 9), first, reply(3, 9)};
  EXPECT_EQ(store().push(kDay, several).value(),
            (std::vector{PushOutcome::kStored, PushOutcome::kSameIsThere, PushOutcome::kStored}));
  EXPECT_EQ(store().count_replies().value(), 3u);
}

TEST_P(StoreContract, KeepsToTheQuotaOfReplies) {
  reopen({.replies = 2, .disk_reserve_bytes = 0});
  const std::array<PushedReply, 3> three{reply(1, 9), reply(2, 9), reply(3, 9)};
  EXPECT_EQ(store().push(kDay, three).value(),
            (std::vector{PushOutcome::kStored, PushOutcome::kStored, PushOutcome::kFull}));
  EXPECT_EQ(push(three[0], kDay), PushOutcome::kSameIsThere);
}

TEST_P(StoreContract, AnswersAPollOldestFirstOneAtATime) {
  const PushedReply first = reply(7, 9);
  const PushedReply second = reply(3, 9);
  EXPECT_EQ(push(first, kDay), PushOutcome::kStored);
  EXPECT_EQ(push(second, kDay), PushOutcome::kStored);
  reopen();
  const auto poll = [&](std::uint16_t skip) { return store().poll(kDay, question_for({3, 7, 7, 5}, skip)).value(); };
  EXPECT_EQ(poll(0).total, 2);
  ASSERT_EQ(poll(0).returned.size(), 1u);
  EXPECT_EQ(poll(0).returned[0].id, first.id);
  EXPECT_EQ(poll(0).returned[0].blob, to_bytes(first.blob.view()));
  EXPECT_EQ(poll(1).returned[0].id, second.id);
  EXPECT_EQ(poll(2).returned.size(), 0u);
  EXPECT_EQ(poll(2).total, 2);
  EXPECT_EQ(store().poll(kDay, question_for({5})).value().total, 0);
}

TEST_P(StoreContract, DeletesForWhoeverHasTheTokenAndNobodyElse) {
  EXPECT_EQ(push(reply(1, 9), kDay), PushOutcome::kStored);
  Deletion wrong{.id = {}, .token_hash = {}};
  wrong.id.fill(1);
  wrong.token_hash.fill(8);
  EXPECT_TRUE(store().remove(std::span{&wrong, 1}, SecondPlace::kNone));
  EXPECT_EQ(store().poll(kDay, question_for({1})).value().total, 1);
  std::array<Deletion, 2> right{wrong, wrong};
  right[0].token_hash.fill(9);
  EXPECT_TRUE(store().remove(right, SecondPlace::kNone));
  EXPECT_EQ(store().poll(kDay, question_for({1})).value().total, 0);
  EXPECT_EQ(store().count_replies().value(), 0u);
}

TEST_P(StoreContract, LetsGoOfRepliesAndHalvesWhoseDaysAreOver) {
  EXPECT_EQ(push(reply(1, 9, 2), kDay), PushOutcome::kStored);
  EXPECT_EQ(push(reply(2, 9, 3), kDay), PushOutcome::kStored);
  const Bytes envelope = office().envelope();
  EXPECT_EQ(put_half(kDay, envelope, false).value(), HalfOutcome::kFirst);
  const Bytes unfiled = office().envelope();
  EXPECT_TRUE(put(kDay, unfiled));
  EXPECT_EQ(store().poll(kDay + 3, question_for({1, 2})).value().total, 1) << "past its last day it is not shown";
  ASSERT_TRUE(store().expire(kDay + 3));
  EXPECT_EQ(store().count_replies().value(), 1u);
  EXPECT_EQ(find(row_id_of(kDay, envelope)).value(), HalfOutcome::kFirst) << "the day is accepted until it is over";
  ASSERT_TRUE(store().expire(kDay + 4));
  EXPECT_EQ(store().count_replies().value(), 0u);
  EXPECT_EQ(find(row_id_of(kDay, envelope)).value(), HalfOutcome::kNone);
  ASSERT_TRUE(store().expire(kDay + 1'000));
  EXPECT_EQ(pulled().size(), 1u) << "what nobody has filed never goes";
}

TEST_P(StoreContract, KeepsDocumentsAndTellsTheNewestFromOlder) {
  const KeptDocuments none = store().documents().value();
  EXPECT_TRUE(none.chain.empty());
  EXPECT_FALSE(none.day_keys.has_value());
  EXPECT_EQ(none.cards_serial, 0u);
  const auto keep = [&](std::uint64_t version, DocumentKind kind, std::uint32_t serial, std::string_view text) {
    return store().keep(version, kind, serial, view_of(text));
  };
  std::uint64_t version = keep(none.version, DocumentKind::kRoster, 1, "one").value();
  EXPECT_NE(version, none.version);
  EXPECT_EQ(keep(none.version, DocumentKind::kDayKeys, 1, "late").error().code, Code::kConflict);
  EXPECT_FALSE(keep(version, DocumentKind::kRoster, 1, "another one"));
  version = keep(version, DocumentKind::kRoster, 2, "two").value();
  version = keep(version, DocumentKind::kDayKeys, 5, "keys").value();
  version = keep(version, DocumentKind::kDayKeys, 6, "newer keys").value();
  version = keep(version, DocumentKind::kPublicCards, 3, "cards").value();
  version = keep(version, DocumentKind::kFigures, 7, "figures").value();
  version = keep(version, DocumentKind::kFigures, 8, "newer figures").value();
  EXPECT_EQ(store().documents_version().value(), version);
  EXPECT_EQ(store().documents().value().version, version);
  reopen();
  const KeptDocuments kept = store().documents().value();
  EXPECT_EQ(kept.chain, (std::string{"one\0two\0", 8}));
  EXPECT_EQ(kept.day_keys, "newer keys");
  EXPECT_EQ(kept.cards_serial, 3u);
  EXPECT_EQ(kept.cards, to_bytes(view_of("cards")));
  EXPECT_EQ(kept.figures_serial, 8u);
  EXPECT_EQ(kept.figures, to_bytes(view_of("newer figures")));
}

TEST_P(StoreContract, KeepsAReleaseOfFiguresAsLargeAsThereMayBe) {
  Bytes large(roster::kFigureSetBytesMax);
  office().random().fill(large);
  const std::uint64_t version = store().documents().value().version;
  ASSERT_TRUE(store().keep(version, DocumentKind::kFigures, 1, large).has_value());
  reopen();
  EXPECT_EQ(store().documents().value().figures, large);
}

TEST_P(StoreContract, SaysThatItCanWrite) {
  Answer<void> answer;
  store().try_to_write(answer.done());
  EXPECT_TRUE(answer.wait());
}

}  // namespace waymark::relay
