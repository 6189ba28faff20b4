// Public cards: only a newer set that a reply key of the organisation signed is served, in answers that each pass a
// line which falls silent after 25 packets.
#include <gtest/gtest.h>

#include "relay_under_test.h"

namespace waymark::relay {
namespace {

std::string serial_text(std::uint32_t serial) { return std::to_string(serial); }

class Cards : public testing::Test {
 protected:
  Cards() { under_test_.open_for_requests(); }
  std::string publish(const Bytes& set) { return said(under_test_.publish(DocumentKind::kPublicCards, text_of(set))); }
  http::ClientResponse get(const std::string& path) { return under_test_.get(path); }
  std::string text(const std::string& path) { return to_string(get(path).body); }
  Office& office() { return under_test_.office(); }
  RelayUnderTest under_test_;
  const std::vector<std::string> pieces_{"ru 1\n", "ru 2\n", "uk 1\n", "en 1\n"};
};

TEST_F(Cards, AreServedInPiecesAndSurviveARestart) {
  EXPECT_EQ(said(get("/v1/cards")), "404 not-found");
  ASSERT_EQ(publish(office().cards(5, kToday, pieces_)), "200 stored");
  under_test_.restart({});
  const auto first = roster::verify_first(office().first_roster());
  const auto cards = roster::verify_public_cards(text("/v1/cards"), *first);
  ASSERT_TRUE(cards.has_value());
  EXPECT_EQ(cards->serial, 5U);
  EXPECT_EQ(text("/v1/cards/5/ru/1"), pieces_[0]);
  EXPECT_EQ(text("/v1/cards/5/ru/2"), pieces_[1]);
  EXPECT_EQ(text("/v1/cards/5/uk/1"), pieces_[2]);
  EXPECT_EQ(text("/v1/cards/5/en/1"), pieces_[3]);
  for (const auto* none : {"/v1/cards/5/ru/3", "/v1/cards/5/ru/0", "/v1/cards/5/fr/1", "/v1/cards/4/ru/1"})
    EXPECT_EQ(said(get(none)), "404 not-found") << none;
  for (const auto* wrong : {"/v1/cards/x/ru/1", "/v1/cards/5/ru/01", "/v1/cards/5/ru/-1"})
    EXPECT_EQ(said(get(wrong)), "400 malformed") << wrong;
  EXPECT_EQ(get("/v1/cards/5/ru/1").header("connection"), "close");
  EXPECT_EQ(get("/v1/cards").header("cache-control"), "no-store");
}

TEST_F(Cards, AReplayOfAnOlderSetIsRefused) {
  const Bytes older = office().cards(5, kToday, pieces_);
  const Bytes newer = office().cards(6, kToday, {"ru 1\n"});
  ASSERT_EQ(publish(older), "200 stored");
  ASSERT_EQ(publish(newer), "200 stored");
  EXPECT_EQ(publish(newer), "200 stored") << "the desk may not know that the first try arrived";
  EXPECT_EQ(publish(older), "400 replayed");
  under_test_.restart({});
  EXPECT_EQ(publish(older), "400 replayed");
  EXPECT_EQ(said(get("/v1/cards/5/ru/1")), "404 not-found") << "what was withdrawn is nowhere";
  EXPECT_EQ(text("/v1/cards/6/ru/1"), "ru 1\n");
}

TEST_F(Cards, AThiefOfTheTransportKeyMakesNone) {
  Office thief{kToday, 99};
  EXPECT_EQ(publish(thief.cards(5, kToday, pieces_)).substr(0, 3), "400");
  Bytes changed = office().cards(5, kToday, pieces_);
  changed.back() ^= 1U;
  EXPECT_EQ(publish(changed), "400 authentication");
  EXPECT_EQ(said(get("/v1/cards")), "404 not-found");
  Bytes cut = office().cards(5, kToday, pieces_);
  cut.pop_back();
  EXPECT_EQ(publish(cut), "400 truncated");
  EXPECT_EQ(publish(Bytes{}), "400 truncated");
}

TEST_F(Cards, ARosterWithoutTheirKeyEndsThem) {
  ASSERT_EQ(publish(office().cards(5, kToday, pieces_)), "200 stored");
  const auto first = *roster::verify_first(office().first_roster());
  ASSERT_EQ(said(under_test_.publish(DocumentKind::kRoster, office().roster_with_new_reply_key(first))), "200 stored");
  EXPECT_EQ(said(get("/v1/cards")), "404 not-found") << "whoever left may have known the key";
  EXPECT_EQ(publish(office().cards(4, kToday, pieces_)), "400 replayed");
  EXPECT_EQ(publish(office().cards(6, kToday, pieces_)), "200 stored");
}

TEST_F(Cards, AfterDamageTheSameSetComesAgainAndNoOlderOne) {
  const Bytes set = office().cards(5, kToday, pieces_);
  ASSERT_EQ(publish(set), "200 stored");
  under_test_.stop();
  {
    auto db = *store::Connection::open(under_test_.folder() / "relay.db");
    ASSERT_TRUE(db->run_script("UPDATE public_cards SET cards = x'0102'"));
  }
  under_test_.restart({});
  EXPECT_EQ(said(get("/v1/cards")), "404 not-found");
  EXPECT_EQ(publish(office().cards(4, kToday, pieces_)), "400 replayed");
  EXPECT_EQ(publish(set), "200 stored");
  EXPECT_EQ(text("/v1/cards/5/ru/1"), pieces_[0]);
}

/// A piece as large as real text may make it: still one connection. Text that gzip cannot make small is refused whole.
TEST_F(Cards, EachAnswerIsSmall) {
  const std::string sentence = "Закон Российской Федерации: статья 51 Конституции, и что она значит сегодня. ";
  std::string large;
  while (large.size() + sentence.size() <= roster::kCardPieceBytesMax) large += sentence;
  ASSERT_EQ(publish(office().cards(5, kToday, {large})), "200 stored");
  const auto packed = under_test_.get("/v1/cards/5/ru/1", {{"Accept-Encoding", "gzip"}});
  EXPECT_EQ(packed.header("content-encoding"), "gzip");
  EXPECT_LE(packed.body.size(), kCardPieceGzipMax);
  EXPECT_EQ(text("/v1/cards/5/ru/1"), large);
  Bytes noise(roster::kCardPieceBytesMax);
  office().random().fill(noise);
  EXPECT_EQ(publish(office().cards(6, kToday, {to_string(noise)})), "400 too-large");
  EXPECT_EQ(text("/v1/cards/" + serial_text(5) + "/ru/1"), large) << "the one before stays";
}

}  // namespace
}  // namespace waymark::relay
