#include "desk/keyring/token_pool.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <set>

#include "crypto/xwing_open.h"
#include "desk/keyring/schema.h"
#include "desk/keyring/token_stock.h"
#include "mailbox/mailbox.h"
#include "store/temporary_folder.h"

namespace waymark::desk {
namespace {

constexpr std::uint32_t kToday = 20'779;
const std::vector<std::string> kRelays{"relay"};

class TokenPoolTest : public testing::Test {
 protected:
  TokenPoolTest() {
    for (const CompartmentKey* key : {&first_line_, &closed_})
      EXPECT_TRUE(store_->execute("INSERT INTO compartment VALUES (?, 1, ?, x'00')", name_of(key->name()),
                                  key->public_key().bytes));
    std::vector<CompartmentKey> held;
    held.push_back(CompartmentKey::open(seed_, first_line_.seal_to(std::span{&public_, 1}, random_).value(),
                                        Compartment::kFirstLine, 1)
                       .value());
    keys_.emplace(StaffId{{1}}, seed_.duplicate(), std::move(held));
  }
  std::uint32_t week() const { return mailbox::week_of_day(kToday); }
  void make_and_confirm() {
    EXPECT_EQ(make_token_pools(*store_, kToday, random_).value(), 2U);
    EXPECT_TRUE(confirm_pool(*store_, "relay", week()));
  }
  std::vector<envelope::Token> take(std::uint32_t today = kToday) {
    return take_tokens(*store_, *keys_, today, kRelays).value();
  }
  std::set<Bytes> hashes_of(std::uint32_t pool) {
    std::set<Bytes> hashes;
    const auto pools = pools_for(*store_, kToday, "new", 0).value();
    for (const TokenPool& one : pools)
      for (ByteView rest{one.hashes}; one.pool == pool && !rest.empty(); rest = rest.subspan(kTokenHashBytes))
        hashes.insert(to_bytes(rest.first(kTokenHashBytes)));
    return hashes;
  }

  crypto::SeededRandom random_{77};
  store::TemporaryFolder folder_ = *store::TemporaryFolder::make();
  std::unique_ptr<store::Connection> store_ = open_desk_store(folder_.path() / "desk.sqlite").value();
  const crypto::XWingSeed seed_ = crypto::XWingSeed::generate(random_);
  const crypto::XWingPublicKey public_ = crypto::xwing_public_key(seed_);
  const CompartmentKey first_line_ = CompartmentKey::generate(Compartment::kFirstLine, 1, random_);
  const CompartmentKey closed_ = CompartmentKey::generate(Compartment::kClosed, 1, random_);
  std::optional<KeyRing> keys_;
};

TEST_F(TokenPoolTest, IsMadeAheadOnceAndSorted) {
  EXPECT_TRUE(pools_missing(*store_, kToday).value());
  EXPECT_EQ(make_token_pools(*store_, kToday, random_).value(), 2U);
  EXPECT_FALSE(pools_missing(*store_, kToday).value());
  EXPECT_EQ(make_token_pools(*store_, kToday, random_).value(), 0U);
  const auto pools = pools_for(*store_, kToday, "relay", 0).value();
  ASSERT_EQ(pools.size(), 2U);
  EXPECT_EQ(pools[0].pool, week());
  EXPECT_EQ(pools[1].pool, week() + 1);
  EXPECT_EQ(hashes_of(week()).size(), kPoolTokens) << "no two are the same";
  for (const TokenPool& pool : pools) {
    std::vector<Bytes> in_order;
    for (ByteView rest{pool.hashes}; !rest.empty(); rest = rest.subspan(kTokenHashBytes))
      in_order.push_back(to_bytes(rest.first(kTokenHashBytes)));
    EXPECT_TRUE(std::ranges::is_sorted(in_order)) << "the order in which they are given shows nowhere";
  }
}

TEST_F(TokenPoolTest, TheStockSaysForHowManyRepliesThereAreSomeAndWhyNot) {
  const auto stock = [&] { return token_stock(*store_, kToday, kRelays).value(); };
  EXPECT_EQ(stock().state, TokenState::kNotMade);
  EXPECT_EQ(make_token_pools(*store_, kToday, random_).value(), 2U);
  EXPECT_EQ(stock().state, TokenState::kAtNoRelay);
  EXPECT_TRUE(confirm_pool(*store_, "of another office", week()));
  EXPECT_EQ(stock().state, TokenState::kAtNoRelay);
  EXPECT_TRUE(confirm_pool(*store_, "relay", week()));
  EXPECT_EQ(stock().state, TokenState::kWell);
  EXPECT_EQ(stock().replies_left, 2'048U);
  EXPECT_EQ(take().size(), 2U);
  EXPECT_EQ(stock().replies_left, 2'047U);
  const auto give_until = [&](std::uint32_t left) {
    EXPECT_TRUE(store_->execute("UPDATE token_pool SET given = ? WHERE pool = ?", kPoolTokens - 2 * left, week()));
    return stock().state;
  };
  EXPECT_EQ(give_until(kTokensLow), TokenState::kWell);
  EXPECT_EQ(give_until(kTokensLow - 1), TokenState::kLow);
  EXPECT_EQ(give_until(1), TokenState::kLow);
  EXPECT_EQ(take().size(), 2U);
  EXPECT_EQ(stock().state, TokenState::kUsedUp);
  EXPECT_EQ(take().size(), 0U) << "what the stock says is what a reply meets";
  EXPECT_TRUE(note_tokens_known(*store_, "relay", false));
  EXPECT_EQ(stock().state, TokenState::kOldRelay);
}

TEST_F(TokenPoolTest, EachIsGivenOnceAndIsOneThatTheRelayKnows) {
  make_and_confirm();
  const std::set<Bytes> known = hashes_of(week());
  std::set<envelope::Token> given;
  const auto transaction = store::Transaction::begin(*store_).value();  // one instead of a thousand
  for (std::size_t reply = 0; reply < kPoolTokens / envelope::kTokensInReply; ++reply) {
    const auto tokens = take();
    ASSERT_EQ(tokens.size(), envelope::kTokensInReply) << reply;
    for (const auto& token : tokens) {
      EXPECT_TRUE(known.contains(to_bytes(work::hash_of(token))));
      EXPECT_TRUE(given.insert(token).second);
    }
  }
  EXPECT_TRUE(take().empty()) << "used up";
  EXPECT_TRUE(take(kToday + 7).empty()) << "the next is confirmed by nobody yet";
}

TEST_F(TokenPoolTest, NoneBeforeARelayHasThemOrWhileOneIsOfBefore) {
  ASSERT_TRUE(make_token_pools(*store_, kToday, random_));
  EXPECT_TRUE(take().empty()) << "no relay has the pool";
  ASSERT_TRUE(confirm_pool(*store_, "stranger", week()));
  EXPECT_TRUE(take().empty()) << "none of ours";
  ASSERT_TRUE(confirm_pool(*store_, "relay", week()));
  EXPECT_EQ(take().size(), 2U);
  const std::vector<std::string> both{"relay", "old"};
  ASSERT_TRUE(note_tokens_known(*store_, "old", false));
  EXPECT_TRUE(take_tokens(*store_, *keys_, kToday, both)->empty()) << "its pages would not show such a reply";
  ASSERT_TRUE(note_tokens_known(*store_, "old", true));
  EXPECT_EQ(take_tokens(*store_, *keys_, kToday, both)->size(), 2U);
}

TEST_F(TokenPoolTest, OnlyWhoMayAnswerOpensThem) {
  make_and_confirm();
  const KeyRing nobody(StaffId{{2}}, crypto::XWingSeed::generate(random_), {});
  EXPECT_TRUE(take_tokens(*store_, nobody, kToday, kRelays)->empty());
  EXPECT_EQ(store_->number("SELECT given FROM token_pool WHERE pool = ?", week()).value(), 0) << "and none is lost";
}

TEST_F(TokenPoolTest, WhatARelayHasIsNotSentAgain) {
  make_and_confirm();
  EXPECT_TRUE(pools_to_push(*store_, kToday, "relay").value());
  ASSERT_EQ(pools_for(*store_, kToday, "relay", week() + 1)->size(), 1U);
  ASSERT_TRUE(confirm_pool(*store_, "relay", week() + 1));
  EXPECT_FALSE(pools_to_push(*store_, kToday, "relay").value());
  EXPECT_TRUE(pools_for(*store_, kToday, "relay", week() + 2)->empty());
  EXPECT_EQ(pools_for(*store_, kToday, "relay", 0)->size(), 2U) << "a relay that was set up anew gets all of them";
  EXPECT_TRUE(pools_to_push(*store_, kToday, "other").value());
}

TEST_F(TokenPoolTest, TheOldestGoAndAClockThatJumpsLocksNothing) {
  for (std::uint32_t ahead = 0; ahead < 15; ++ahead)
    ASSERT_TRUE(make_token_pools(*store_, kToday + 7 * ahead, random_));
  EXPECT_EQ(store_->number("SELECT count(*) FROM token_pool").value(), kPoolsAtRelay + kPoolsAhead);
  EXPECT_EQ(store_->number("SELECT count(*) FROM token_key").value(), 2 * (kPoolsAtRelay + kPoolsAhead));
  const std::uint32_t later = kToday + 7 * 14;
  EXPECT_EQ(pools_for(*store_, later, "relay", 0)->size(), kPoolsAtRelay) << "older ones no relay would keep";
  for (const std::uint32_t day : {0U, 3U, 4U, later - 3, later + 3, 200'000U, later}) {
    const bool missing = pools_missing(*store_, day).value();
    EXPECT_TRUE(!missing || make_token_pools(*store_, day, random_).has_value()) << day;
    const auto pools = pools_for(*store_, day, "relay", 0).value();
    for (const TokenPool& pool : pools)
      EXPECT_LE(pool.pool, mailbox::week_of_day(day) + kPoolsAhead) << "a relay would refuse it";
  }
  ASSERT_TRUE(confirm_pool(*store_, "relay", mailbox::week_of_day(later)));
  EXPECT_EQ(take(later).size(), 2U);
}

/// Killed anywhere: what is kept with a reply was given to no other. The parent reads what the child has committed.
TEST_F(TokenPoolTest, KilledAtAnyMomentEachIsInOneReplyAtMost) {
  make_and_confirm();
  ASSERT_TRUE(store_->run_script("CREATE TABLE reply (token BLOB PRIMARY KEY) STRICT"));
  store_.reset();
  for (unsigned round = 0; round < 12; ++round) {
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      const auto store = open_desk_store(folder_.path() / "desk.sqlite").value();
      for (;;) {
        auto transaction = store::Transaction::begin(*store).value();
        const auto tokens = take_tokens(*store, *keys_, kToday, kRelays).value();
        for (const auto& token : tokens)
          if (!store->execute("INSERT INTO reply VALUES (?)", token).has_value()) _exit(3);
        if (!transaction.commit().has_value()) _exit(4);
      }
    }
    ::usleep(20'000 + 7'000 * round);  // sleep: the moment at which it is killed, a different one each round
    ASSERT_EQ(::kill(child, SIGKILL), 0);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status)) << "a token came twice, or nothing could be kept: " << WEXITSTATUS(status);
  }
  store_ = open_desk_store(folder_.path() / "desk.sqlite").value();
  const std::int64_t kept = store_->number("SELECT count(*) FROM reply").value();
  EXPECT_GT(kept, 0);
  EXPECT_EQ(kept, store_->number("SELECT given FROM token_pool WHERE pool = ?", week()).value());
}

}  // namespace
}  // namespace waymark::desk
