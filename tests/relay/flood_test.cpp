// A flood over HTTP: what is asked, what passes, what is refused, and what is told of it. The gate alone:
// src/relay/gate_test.cpp; tokens in both stores: store_token_contract.cpp.
#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include "http/raw_socket.h"
#include "relay_under_test.h"
#include "work/demand.h"

namespace waymark::relay {
namespace {

constexpr std::uint32_t kPool = (kToday + 3) / 7;

class Flood : public testing::Test {
 protected:
  void SetUp() override { under_test_.open_for_requests(); }
  std::string put(const Bytes& envelope, const std::optional<work::Pass>& pass = {}) {
    ByteWriter body;
    body.put(envelope);
    if (pass) body.put(work::write_pass(*pass));
    return said(under_test_.put(kToday, body.view()));
  }
  std::string put_half(const Bytes& envelope, bool second, const std::optional<work::Pass>& pass = {}) {
    ByteWriter body;
    body.put(row_id_of(kToday, envelope)).u8(second ? 1 : 0);
    body.put(ByteView{envelope}.subspan(second ? kHalfBytes : 0, kHalfBytes));
    if (pass) body.put(work::write_pass(*pass));
    return said(under_test_.put(kToday, body.view()));
  }
  void flood(int count = 20) {
    for (int i = 0; i < count; ++i) ASSERT_EQ(put(under_test_.office().envelope()), "200 stored");
  }
  static work::Demand demand_of(const std::string& answer) {
    EXPECT_TRUE(answer.starts_with("429 ")) << answer;
    return work::parse_demand(std::string_view{answer}.substr(4)).value_or(work::Demand{});
  }
  work::Pass work_for(const Bytes& envelope, const work::Demand& demand) {
    const work::Task task{under_test_.office().instance(), row_id_of(kToday, envelope), demand.challenge};
    return work::DoneWork{.epoch = demand.epoch,
                          .nonce = *work::solve(task, demand.level, random_, [] { return true; })};
  }
  std::string push_tokens(std::uint32_t pool, const std::vector<work::Token>& tokens) {
    ByteWriter body;
    body.u32(pool).u16(static_cast<std::uint16_t>(tokens.size()));
    for (const work::Token& token : tokens) body.put(work::hash_of(token));
    const auto answer = under_test_.desk("/desk/v1/tokens", body.view());
    return answer.status == 200 ? std::to_string(*ByteReader{answer.body}.u16()) : said(answer);
  }
  long lines(std::string_view line) const {
    const auto all = under_test_.log_lines();
    return std::ranges::count(all, line);
  }

  static constexpr Quotas kSmall{.work_from = 60, .disk_reserve_bytes = 0};  // a burst is 20
  RelayUnderTest under_test_{{.quotas = kSmall}};
  crypto::SeededRandom random_{11};
};

TEST_F(Flood, WhoIsAskedWorksAndPasses) {
  const Bytes first = under_test_.office().envelope();
  ASSERT_EQ(put(first), "200 stored");
  flood(19);
  const Bytes envelope = under_test_.office().envelope();
  const work::Demand demand = demand_of(put(envelope));
  EXPECT_EQ(demand.level, work::kUsualLevel);
  EXPECT_EQ(put(first), "200 stored") << "what is held is answered so, whatever is asked";
  EXPECT_EQ(put(envelope, work_for(envelope, demand)), "200 stored");
  EXPECT_EQ(put(envelope), "200 stored") << "its answer was lost";
  EXPECT_EQ(under_test_.pull().size(), 21U);
}

TEST_F(Flood, HalvesCarryTheSamePass) {
  flood();
  const Bytes envelope = under_test_.office().envelope();
  const work::Pass pass = work_for(envelope, demand_of(put_half(envelope, false)));
  EXPECT_EQ(put_half(envelope, false, pass), "200 first");
  EXPECT_TRUE(put_half(envelope, true).starts_with("429 work "));
  EXPECT_EQ(put_half(envelope, true, pass), "200 stored");
  EXPECT_EQ(put_half(envelope, true), "200 stored");
}

// Attack: a pass that somebody else worked for, of an epoch long ago, or of made-up bytes.
TEST_F(Flood, NoPassOpensForAnotherRowOrAtAnotherTime) {
  flood();
  const Bytes mine = under_test_.office().envelope();
  const work::Pass pass = work_for(mine, demand_of(put(mine)));
  int passed = 0;
  for (int i = 0; i < 10; ++i) passed += put(under_test_.office().envelope(), pass) == "200 stored" ? 1 : 0;
  EXPECT_LE(passed, 1);
  for (int i = 0; i < 10; ++i) {
    const work::Pass made_up = work::DoneWork{.epoch = demand_of(put(mine)).epoch, .nonce = random_.array<16>()};
    EXPECT_TRUE(put(under_test_.office().envelope(), made_up).starts_with("429 work ")) << "1 in 512 passes";
  }
  under_test_.clock().advance(std::chrono::minutes{10});
  for (int i = 0; i < 30; ++i) put(under_test_.office().envelope());
  EXPECT_TRUE(put(mine, pass).starts_with("429 work "));
}

TEST_F(Flood, BytesThatAreNoPassAreRefusedAsSuch) {
  Bytes envelope = under_test_.office().envelope();
  envelope.resize(envelope.size() + work::kPassBytes);
  EXPECT_EQ(said(under_test_.put(kToday, envelope)), "400 malformed");
  envelope.pop_back();
  EXPECT_EQ(said(under_test_.put(kToday, envelope)), "400 wrong-size");
  EXPECT_EQ(said(under_test_.put(kToday, Bytes(17 + work::kPassBytes))), "400 wrong-size");
}

TEST_F(Flood, ATokenPassesBeforeTheWork) {
  const std::vector<work::Token> tokens{{1}, {2}, {3}};
  ASSERT_EQ(push_tokens(kPool, tokens), "3");
  flood();
  const Bytes first = under_test_.office().envelope();
  const Bytes halves = under_test_.office().envelope();
  EXPECT_EQ(put(first, tokens[0]), "200 stored");
  EXPECT_EQ(put(first, tokens[0]), "200 stored") << "its answer was lost: same token, same row";
  EXPECT_TRUE(put(under_test_.office().envelope(), tokens[0]).starts_with("429 work "));
  EXPECT_TRUE(put(under_test_.office().envelope(), work::Token{9}).starts_with("429 work "));
  EXPECT_EQ(put_half(halves, false, tokens[1]), "200 first");
  EXPECT_EQ(put_half(halves, true, tokens[1]), "200 stored");
  under_test_.restart({.quotas = kSmall});
  flood();
  EXPECT_TRUE(put(under_test_.office().envelope(), tokens[1]).starts_with("429 work ")) << "spent is spent";
}

// Attack: the relay's database was seized. What is in it passes nowhere.
TEST_F(Flood, WhatTheDatabaseHoldsOpensNothing) {
  const work::Token token = random_.array<work::kTokenBytes>();
  ASSERT_EQ(push_tokens(kPool, {token}), "1");
  flood();
  auto db = *store::Connection::open(under_test_.folder() / "relay.db");
  auto rows = *db->query("SELECT hash, pool, spent FROM token");
  ASSERT_TRUE(*rows.next());
  const work::Token seized = *ByteReader{rows.blob(0)}.array<work::kTokenBytes>();
  EXPECT_NE(seized, token);
  EXPECT_TRUE(put(under_test_.office().envelope(), seized).starts_with("429 work "));
  EXPECT_EQ(files_with(under_test_.folder(), Bytes(token.begin(), token.end())), 0);
}

// Attack: somebody who carries another's envelope puts it with a token of their own, or with none.
TEST_F(Flood, WhoeverCarriesAnEnvelopeSpendsTheirOwnTokenAndTakesNothing) {
  const std::vector<work::Token> tokens{{1}, {2}};
  ASSERT_EQ(push_tokens(kPool, tokens), "2");
  flood();
  const Bytes carried = under_test_.office().envelope();
  EXPECT_EQ(put(carried, tokens[0]), "200 stored");
  EXPECT_EQ(put(carried, tokens[1]), "200 stored") << "its owner, later";
  EXPECT_EQ(put(under_test_.office().envelope(), tokens[1]), "200 stored") << "whose token was not spent by that";
}

TEST_F(Flood, TokensAreTakenInPiecesAndWithinTheirWeeks) {
  EXPECT_EQ(under_test_.desk("/desk/v1/tokens", {}).body, Bytes(6));
  EXPECT_EQ(push_tokens(kPool + 2, {{1}, {2}}), "2");
  EXPECT_EQ(push_tokens(kPool + 2, {{2}, {3}}), "3");
  EXPECT_EQ(push_tokens(kPool + 3, {{4}}), "400 invalid");
  const Bytes newest = under_test_.desk("/desk/v1/tokens", {}).body;
  EXPECT_EQ(newest, (ByteWriter{}.u32(kPool + 2).u16(3).finish()));
  EXPECT_EQ(push_tokens(kPool, {}), "400 malformed");
  EXPECT_EQ(said(under_test_.desk("/desk/v1/tokens", Bytes(7))), "400 malformed");
  EXPECT_EQ(under_test_.desk("/desk/v1/tokens", Bytes(6 + 513 * 16)).status, 413);
  EXPECT_EQ(said(under_test_.desk_with("/desk/v1/tokens", {}, "v2 x")).substr(0, 3), "401");
}

TEST_F(Flood, OnlyKnownRelaysHandOnWhileWorkIsAsked) {
  const crypto::RelaySigningKey other{crypto::SigningSeed::copy_of(ByteArray<32>{5})};
  const auto copy = [&](const Bytes& envelope, const crypto::Signature& word) {
    const Bytes body = ByteWriter{}.put(under_test_.office().instance().bytes).put(word).put(envelope).finish();
    return under_test_.post("/v1/copy/" + std::to_string(kToday), body);
  };
  const auto word_for = [&](const Bytes& envelope) {
    return ReceiptKey{crypto::SigningSeed::copy_of(ByteArray<32>{5}), under_test_.office().instance()}.sign(
        row_id_of(kToday, envelope));
  };
  under_test_.restart({.quotas = kSmall, .copies_from = {other.verify_key()}});
  for (int i = 0; i < 30; ++i) {
    const Bytes envelope = under_test_.office().envelope();
    EXPECT_EQ(copy(envelope, word_for(envelope)).status, 200) << "no load: " << i;
  }
  flood();
  const Bytes envelope = under_test_.office().envelope();
  EXPECT_EQ(copy(envelope, {}).status, 429);
  EXPECT_EQ(copy(under_test_.office().envelope(), word_for(envelope)).status, 429) << "a word for another one";
  EXPECT_EQ(copy(envelope, word_for(envelope)).status, 200);
  EXPECT_EQ(copy(envelope, {}).status, 200) << "it is held";
}

TEST_F(Flood, IsToldAsAStateAndAsTwoLines) {
  const auto metric = [&](std::string_view name) {
    const std::string text = http::body_of(http::ask(under_test_.relay().operator_port(),
                                                     "GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
    const std::string line = "\nwaymark_relay_" + std::string{name} + " ";
    const std::size_t at = text.find(line);
    return at == std::string::npos ? -99 : std::stoi(text.substr(at + line.size()));
  };
  EXPECT_EQ(metric("work_asked"), 0);
  for (int minute = 0; minute < 3; ++minute) {
    for (int i = 0; i < 30; ++i) put(under_test_.office().envelope());
    under_test_.clock().advance(Seconds{60});
  }
  EXPECT_EQ(metric("work_asked"), 1);
  EXPECT_EQ(lines("work-asked"), 1);
  EXPECT_EQ(lines("store-fails"), 0);
  EXPECT_EQ(lines("store-full"), 0);
  under_test_.clock().advance(std::chrono::minutes{30});
  EXPECT_EQ(metric("work_asked"), 0);
  EXPECT_EQ(metric("work_level"), 0);
  EXPECT_EQ(lines("work-no-longer-asked"), 1);
}

TEST_F(Flood, WhoPassesByATokenWhereItIsFullLeavesNoLine) {
  under_test_.restart(
      {.quotas = {.per_day = 8, .in_all = 100, .reserve = 0, .token_reserve = 2, .disk_reserve_bytes = 0}});
  ASSERT_EQ(push_tokens(kPool, {{1}, {2}}), "2");
  flood(6);
  EXPECT_EQ(put(under_test_.office().envelope()), "507 full");
  const Bytes halves = under_test_.office().envelope();
  EXPECT_EQ(put_half(halves, false, work::Token{1}), "200 first");
  EXPECT_EQ(put_half(halves, true, work::Token{1}), "200 stored");
  EXPECT_EQ(put(under_test_.office().envelope(), work::Token{2}), "200 stored");
  EXPECT_EQ(put(under_test_.office().envelope()), "507 full");
  EXPECT_EQ(lines("store-full"), 1);
  EXPECT_EQ(lines("store-works-again"), 0) << "it would say when somebody who was answered wrote";
}

TEST_F(Flood, TheHoursQuotaIsSaidAsFullAndToTheOperator) {
  under_test_.restart({.quotas = {.work_from = 100'000, .per_hour = 12, .token_reserve = 2, .disk_reserve_bytes = 0}});
  ASSERT_EQ(push_tokens(kPool, {{1}}), "1");
  for (int i = 0; i < 10; ++i) EXPECT_EQ(put(under_test_.office().envelope()), "200 stored");
  EXPECT_EQ(put(under_test_.office().envelope()), "507 full");
  EXPECT_EQ(put(under_test_.office().envelope(), work::Token{1}), "200 stored");
  EXPECT_EQ(put(under_test_.office().envelope()), "507 full");
  EXPECT_EQ(lines("hour-full"), 1);
  EXPECT_EQ(lines("store-full"), 0);
  const std::string health = http::body_of(
      http::ask(under_test_.relay().operator_port(), "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
  EXPECT_NE(health.find("quota.per_hour"), std::string::npos);
  under_test_.clock().advance(std::chrono::hours{1});
  EXPECT_EQ(put(under_test_.office().envelope()), "200 stored");
}

}  // namespace
}  // namespace waymark::relay
