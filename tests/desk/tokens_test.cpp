// Tokens of replies: every reply has its own, and none where a page might not read them or no relay knows them.
#include <algorithm>
#include <fstream>
#include <set>
#include <thread>

#include "desk/keyring/token_pool.h"
#include "office_story.h"

namespace waymark::desk {
namespace {

class Tokens : public OfficeStory {
 protected:
  /// A case of mira's, from somebody who writes this way.
  CaseId taken(const Requester& requester, envelope::Assurance way = envelope::Assurance::kBrowser) {
    envelope::Message message = message_from(requester, "Что мне делать?");
    message.assurance = way;
    send(message);
    round();
    const auto rows = office_->list().rows(token_).value();
    for (const AgendaRow& row : rows)
      if (!row.situation.owner) {
        EXPECT_TRUE(office_->cases().take(token_, row.case_id).has_value());
        return row.case_id;
      }
    ADD_FAILURE() << "no new case";
    return {};
  }
  RecordId answer(const CaseId& id, std::string_view text) {
    const auto held = office_->answers().hold_reply(token_, id, text);
    EXPECT_TRUE(held.has_value()) << describe(held.error());
    return held.value_or(RecordId{});
  }
  void let_go() {
    clock_.advance(kReplyHold);
    round();
  }
  /// Of all replies that lie at the relay for somebody.
  std::vector<envelope::Token> tokens_for(const Requester& requester) {
    const auto roster = roster::verify_first(relay_.rosters().at(0)).value();
    const crypto::XWingPublicKey key = crypto::xwing_public_key(requester.reply_seed);
    std::vector<envelope::Token> tokens;
    for (const auto& [place, id] : mailbox::polled_places(requester.mailbox_secret, today())) {
      const auto found = relay_.replies().find(id);
      if (found == relay_.replies().end()) continue;
      const auto reply = envelope::open_reply(requester.reply_seed, found->second,
                                              {.instance = instance_,
                                               .requester = key,
                                               .week = place.week,
                                               .slot = place.slot,
                                               .keys = roster.roster.reply_keys});
      EXPECT_TRUE(reply.has_value());
      if (reply.has_value()) tokens.insert(tokens.end(), reply->tokens.begin(), reply->tokens.end());
    }
    return tokens;
  }
  bool at_relay(const envelope::Token& token) const {
    const auto pool = relay_.tokens.find(mailbox::week_of_day(today()));
    return pool != relay_.tokens.end() && pool->second.contains(to_bytes(work::hash_of(token)));
  }
  void SetUp() override {
    OfficeStory::SetUp();
    token_ = sign_in(*mira_);
  }

  SessionToken token_;
};

TEST_F(Tokens, AReplyBringsTwoThatTheRelayKnows) {
  round();
  EXPECT_EQ(relay_.tokens.size(), 2U) << "this week's and the coming one's, before anybody needs them";
  const Requester soldier = Requester::make(random_);
  const CaseId id = taken(soldier);
  answer(id, "Мы рядом.");
  answer(id, "И ещё одно.");
  let_go();
  const std::vector<envelope::Token> tokens = tokens_for(soldier);
  EXPECT_EQ(tokens.size(), 4U);
  EXPECT_EQ(std::set(tokens.begin(), tokens.end()).size(), 4U);
  for (const envelope::Token& token : tokens) EXPECT_TRUE(at_relay(token));
}

TEST_F(Tokens, WhatWasTakenBackGivesNothingTwice) {
  round();
  const Requester soldier = Requester::make(random_);
  const Requester mother = Requester::make(random_);
  const CaseId his = taken(soldier);
  const CaseId hers = taken(mother);
  const RecordId wrong = answer(his, "не то");
  ASSERT_TRUE(office_->answers().undo_reply(token_, his, wrong).has_value());
  answer(his, "то");
  answer(hers, "и вам");
  let_go();
  EXPECT_EQ(open_desk_store(file()).value()->number("SELECT max(given) FROM token_pool").value(), 6)
      << "those of the reply that was taken back are lost";
  std::vector<envelope::Token> all = tokens_for(soldier);
  const std::vector<envelope::Token> others = tokens_for(mother);
  all.insert(all.end(), others.begin(), others.end());
  EXPECT_EQ(std::set(all.begin(), all.end()).size(), 4U);
}

TEST_F(Tokens, TwoRepliesAtOnceHaveTheirOwn) {
  round();
  constexpr unsigned kCases = 4;
  constexpr unsigned kReplies = 5;
  std::vector<Requester> requesters;
  std::vector<CaseId> cases;
  for (unsigned i = 0; i < kCases; ++i) {
    requesters.push_back(Requester::make(random_));
    cases.push_back(taken(requesters.back()));
  }
  {
    std::vector<std::jthread> hands;
    for (const CaseId& id : cases)
      hands.emplace_back([this, id] {
        for (unsigned i = 0; i < kReplies; ++i) answer(id, "Ответ " + std::to_string(i));
      });
  }
  let_go();
  std::set<envelope::Token> given;
  for (const Requester& requester : requesters) {
    const auto tokens = tokens_for(requester);
    EXPECT_EQ(tokens.size(), 2 * kReplies);
    given.insert(tokens.begin(), tokens.end());
  }
  EXPECT_EQ(given.size(), 2 * kReplies * kCases);
}

TEST_F(Tokens, NoneToPagesThatMayBeOldAndToLetters) {
  round();
  for (const auto way : {envelope::Assurance::kPortable, envelope::Assurance::kBridge}) {
    const Requester requester = Requester::make(random_);
    const CaseId id = taken(requester, way);
    answer(id, "Мы рядом.");
    let_go();
    EXPECT_EQ(replies_for(requester).size(), 1U);
    EXPECT_TRUE(tokens_for(requester).empty());
    // The way of the last message decides.
    send(requester, "теперь со страницы");
    round();
    answer(id, "Видим.");
    let_go();
    EXPECT_EQ(tokens_for(requester).size(), 2U);
  }
  const Requester by_clerk = Requester::make(random_);
  answer(taken(by_clerk, envelope::Assurance::kClerk), "Мы рядом.");
  let_go();
  EXPECT_EQ(tokens_for(by_clerk).size(), 2U);
}

TEST_F(Tokens, ARelayOfBeforeIsNoTrouble) {
  relay_.knows_no_tokens = true;
  round();
  const Requester soldier = Requester::make(random_);
  const CaseId id = taken(soldier);
  answer(id, "Мы рядом.");
  let_go();
  EXPECT_EQ(replies_for(soldier).size(), 1U);
  EXPECT_TRUE(tokens_for(soldier).empty());
  relay_.knows_no_tokens = false;
  clock_.advance(Seconds{3'600});
  round();
  token_ = sign_in(*mira_);
  answer(id, "Ещё.");
  let_go();
  EXPECT_EQ(tokens_for(soldier).size(), 2U) << "as soon as it was renewed";
}

TEST_F(Tokens, PushedOnceAndAgainToARelayThatLostThem) {
  relay_.down = true;
  (void)courier_->round();
  relay_.down = false;
  round();
  const unsigned calls = relay_.token_calls;
  EXPECT_EQ(calls, 2 * kPoolTokens / kTokensMax);
  for (unsigned i = 0; i < 30; ++i) {
    clock_.advance(Seconds{600});
    round();
  }
  EXPECT_EQ(relay_.token_calls, calls) << "it is asked, and has them";
  relay_.tokens.begin()->second.clear();
  relay_.tokens.erase(std::prev(relay_.tokens.end()));
  clock_.advance(Seconds{3'600});
  round();
  EXPECT_EQ(relay_.token_calls, 2 * calls);
  restart();
  round();
  EXPECT_EQ(relay_.token_calls, 2 * calls) << "known after a start too";
  clock_.advance(Seconds{7 * 86'400});
  round();
  EXPECT_EQ(relay_.token_calls, 2 * calls + kPoolTokens / kTokensMax) << "one week later one pool more";
  EXPECT_EQ(relay_.tokens.size(), 3U);
}

TEST_F(Tokens, TheFileOfTheDeskShowsNone) {
  round();
  const Requester soldier = Requester::make(random_);
  answer(taken(soldier), "Мы рядом.");
  let_go();
  const std::vector<envelope::Token> tokens = tokens_for(soldier);
  ASSERT_EQ(tokens.size(), 2U);
  office_.reset();
  std::ifstream in{file(), std::ios::binary};
  const std::string bytes{std::istreambuf_iterator<char>{in}, {}};
  for (const envelope::Token& token : tokens) EXPECT_EQ(bytes.find(text_of(token)), std::string::npos);
  EXPECT_NE(bytes.find(text_of(work::hash_of(tokens[0]))), std::string::npos) << "its hash lies open";
}

}  // namespace
}  // namespace waymark::desk
