// The public cards from the library to the relay: what is approved comes, what is withdrawn goes, whoever is restored
// from a copy brings nothing back, and a key of before opens nothing.
#include <filesystem>

#include "crypto/verify/hash.h"
#include "desk/keyring/office_values.h"
#include "desk/office/public_pieces.h"
#include "desk/sync/http_relay_link.h"
#include "office_story.h"
#include "pack/public_piece.h"
#include "relay/relay.h"
#include "roster/public_cards.h"

namespace waymark::desk {
namespace {

constexpr const char* kPack = WAYMARK_SOURCE_DIR "/packs/military-refusal";
constexpr const char* kCard = "absence-terms";

class PublicCardsStory : public OfficeStory {
 protected:
  void SetUp() override {
    OfficeStory::SetUp();
    know_pack();
  }
  void know_pack() { office_->library().know_pack(*pack::read_pack(kPack), *pack::read_cards(kPack), {}); }
  void start_again() {
    restart();
    know_pack();
  }
  /// Ids at the relay, checked as any reader checks them.
  std::set<std::string> at_relay() {
    std::set<std::string> ids;
    if (relay_.cards().empty()) return ids;
    const auto set = roster::parse_public_set(view_of(relay_.cards())).value();
    const auto store = open_desk_store(file()).value();
    const auto cards = roster::verify_public_set(set, newest_roster(*store).value());
    EXPECT_TRUE(cards.has_value());
    if (!cards.has_value()) return ids;
    serial_ = cards->serial;
    for (std::size_t i = 0; i < set.pieces.size(); ++i) {
      const auto piece = pack::parse_public_piece(set.pieces[i], cards->pieces[i].language, roster::kCardPieceBytesMax);
      EXPECT_TRUE(piece.has_value());
      for (const pack::Card& card : *piece) ids.insert(std::string{code_of(cards->pieces[i].language)} + card.id);
    }
    return ids;
  }
  bool shows(const std::string& id) { return at_relay().contains("ru" + id); }
  std::uint32_t serial() { return at_relay(), serial_; }
  LibraryItemView item(const SessionToken& token, const char* id = kCard) {
    return *office_->library().item(token, LibraryKind::kCard, id);
  }
  void withdraw(const SessionToken& token, const char* id = kCard) {
    const auto done = office_->library().move(token, LibraryKind::kCard, id, LibraryState::kWithdrawn,
                                              item(token, id).item.edition, "the law has changed");
    ASSERT_TRUE(done.has_value()) << describe(done.error());
  }

  std::uint32_t serial_ = 0;
};

TEST_F(PublicCardsStory, ThePacksCardsComeInThreeLanguagesWhenSomebodySignsIn) {
  round();
  EXPECT_TRUE(relay_.cards().empty()) << "nobody can sign";
  const SessionToken token = sign_in(*mira_);
  EXPECT_EQ(item(token).place.publicity, Publicity::kWaitsSigning);
  round();
  for (const char* language : {"ru", "uk", "en"}) EXPECT_TRUE(at_relay().contains(language + std::string{kCard}));
  EXPECT_EQ(serial(), today() * 1'000);
  EXPECT_EQ(item(token).place.publicity, Publicity::kPublic);
  EXPECT_EQ(item(token).place.since, clock_.now());
  const std::string before = relay_.cards();
  round();
  EXPECT_EQ(relay_.cards(), before) << "nothing has changed";
}

TEST_F(PublicCardsStory, AWithdrawnCardGoesWithTheNextRoundAndStaysAway) {
  const SessionToken token = sign_in(*mira_);
  round();
  withdraw(token);
  EXPECT_EQ(item(token).place.publicity, Publicity::kLeavesSigning);
  relay_.down = true;
  (void)courier_->round();
  relay_.down = false;
  EXPECT_TRUE(shows(kCard));
  round();
  EXPECT_FALSE(shows(kCard));
  EXPECT_EQ(item(token).place.publicity, Publicity::kNo);
  start_again();
  sign_in(*mira_);
  round();
  EXPECT_FALSE(shows(kCard)) << "also after the program was started again";
}

TEST_F(PublicCardsStory, ASetThatWasSignedGoesWithoutAnybodyAfterARestart) {
  sign_in(*mira_);
  round();
  relay_.publish(PublishKind::kPublicCards, "").value();  // the relay lost its data
  start_again();
  round();
  EXPECT_TRUE(shows(kCard)) << "what is signed needs nobody";
}

TEST_F(PublicCardsStory, WhatTheOfficeWritesIsPublicOnlyWhenItSaysSo) {
  const SessionToken token = sign_in(*mira_);
  round();
  pack::Card card = *pack::parse_card(item(token).item.current->content);
  EXPECT_EQ(card.is_public, true);
  card.is_public = false;
  ASSERT_TRUE(office_->library().save(token, LibraryKind::kCard, kCard, write_card(card), 0).has_value());
  round();
  EXPECT_TRUE(shows(kCard)) << "a draft changes nothing";
  ASSERT_TRUE(office_->library().move(token, LibraryKind::kCard, kCard, LibraryState::kReview, 1, "").has_value());
  Person lada = hire("lada", {"card_editor"});
  const SessionToken editor = sign_in(lada);
  ASSERT_TRUE(office_->library().move(editor, LibraryKind::kCard, kCard, LibraryState::kInForce, 2, "").has_value());
  round();
  EXPECT_FALSE(shows(kCard));
}

TEST_F(PublicCardsStory, ARestoredCopyBringsNoWithdrawnCardBackByItself) {
  SessionToken token = sign_in(*mira_);
  round();
  office_->doors().sign_out(token);
  restart();
  const auto copy = folder_.path() / "copy.sqlite";
  std::filesystem::copy_file(file(), copy);
  know_pack();
  token = sign_in(*mira_);
  round();
  withdraw(token);
  round();
  ASSERT_FALSE(shows(kCard));
  const std::uint32_t newest = serial();
  clock_.advance(std::chrono::days{3});
  courier_.reset();
  office_.reset();
  for (const char* tail : {"-wal", "-shm"}) std::filesystem::remove(file().string() + tail);
  std::filesystem::copy_file(copy, file(), std::filesystem::copy_options::overwrite_existing);
  start_again();
  token = sign_in(*mira_);
  round();
  EXPECT_EQ(serial(), newest) << "the relay's stays";
  EXPECT_TRUE(office_->library().is_held(token).value());
  withdraw(token);  // somebody looks through the cards
  ASSERT_TRUE(office_->library().publish_again(token).has_value());
  round();
  EXPECT_FALSE(shows(kCard));
  EXPECT_GT(serial(), newest);
  EXPECT_FALSE(office_->library().is_held(token).value());
  EXPECT_EQ(office_->library().publish_again(token).error().code, Code::kInvalid) << "nothing is held";
}

TEST_F(PublicCardsStory, ARelayCannotDriveTheNumbersUp) {
  const SessionToken token = sign_in(*mira_);
  ASSERT_TRUE(office_->upkeep().public_cards_after(UINT32_MAX).has_value());
  EXPECT_TRUE(office_->library().is_held(token).value());
  EXPECT_EQ(office_->library().publish_again(token).error().code, Code::kInvalid);
  round();
  EXPECT_EQ(serial(), today() * 1'000) << "an honest relay again";
}

TEST_F(PublicCardsStory, AWeekLaterItIsSignedAnew) {
  sign_in(*mira_);
  round();
  const std::uint32_t first = serial();
  clock_.advance(std::chrono::days{6});
  sign_in(*mira_);
  round();
  EXPECT_EQ(serial(), first);
  clock_.advance(std::chrono::days{1});
  const SessionToken token = sign_in(*mira_);
  round();
  EXPECT_GT(serial(), first);
  EXPECT_LT(*item(token).place.since, clock_.now() - std::chrono::days{6}) << "public since the first day";
}

TEST_F(PublicCardsStory, ALineThatDoesNotOpenStopsSigning) {
  SessionToken token = sign_in(*mira_);
  round();
  withdraw(token);
  // As if the row that withdrew it were damaged.
  courier_.reset();
  office_.reset();
  ASSERT_TRUE(open_desk_store(file()).value()->run_script("UPDATE library SET blob = zeroblob(length(blob))"));
  start_again();
  clock_.advance(std::chrono::days{8});
  sign_in(*mira_);
  const std::uint32_t before = serial();
  round();
  EXPECT_EQ(serial(), before);
}

TEST(PublicPieces, EachPieceIsTakenByTheRelayAndWhatIsTooLongIsNamed) {
  std::vector<pack::Card> cards = *pack::read_cards(kPack);
  const std::size_t count = pack::shown(cards).size();
  std::erase_if(cards, [](const pack::Card& card) { return !card.withdrawn.empty(); });
  crypto::SystemRandom random;
  pack::Card noise = cards.front();
  noise.id = "noise";
  for (auto& [language, text] : noise.texts) {
    text.body.clear();
    for (int i = 0; i < 4'000; ++i) {
      const unsigned point = 0x4E00 + random.array<2>()[0] * 64U + random.array<2>()[1] % 64U;
      text.body += {static_cast<char>(0xE0 | point >> 12U), static_cast<char>(0x80 | (point >> 6U & 63U)),
                    static_cast<char>(0x80 | (point & 63U))};
    }
  }
  cards.push_back(noise);
  const CutCards cut = cut_cards(cards, {kLanguages.begin(), kLanguages.end()});
  EXPECT_EQ(cut.no_room, std::set<std::string>{"noise"});
  EXPECT_EQ(cut.versions.size(), count);
  ASSERT_EQ(cut.pieces.size(), cut.texts.size());
  for (std::size_t i = 0; i < cut.texts.size(); ++i)
    EXPECT_EQ(cut.pieces[i].hash, crypto::sha256(view_of(cut.texts[i])));
}

class AtARealRelay : public PublicCardsStory {
 protected:
  void SetUp() override {
    PublicCardsStory::SetUp();
    const relay::Config config{.data = folder_.path() / "relay",
                               .pages = {},
                               .instance = instance_,
                               .transport_key = transport_.verify_key(),
                               .public_listen = {"127.0.0.1", 0},
                               .desk_listen = {"127.0.0.1", 0},
                               .quotas = {}};
    std::filesystem::create_directories(config.data);
    auto started = relay::Relay::start(
        config, {.clock = clock_, .log = log_, .fill_random = [this](auto bytes) { random_.fill(bytes); }});
    ASSERT_TRUE(started.has_value());
    server_ = *std::move(started);
    link_ = std::make_unique<HttpRelayLink>(client_, "http://127.0.0.1:" + std::to_string(server_->desk_port()),
                                            RelayTarget{instance_}, transport_, clock_, random_);
  }
  std::string get(const std::string& path) {
    const auto answer =
        client_.send({.method = "GET", .url = "http://127.0.0.1:" + std::to_string(server_->public_port()) + path});
    return answer.has_value() && answer->status == 200 ? to_string(answer->body) : "";
  }
  Log log_ = Log::to_nothing();
  crypto::TransportSigningKey transport_ = crypto::TransportSigningKey::generate(random_);
  std::unique_ptr<relay::Relay> server_;
  http::Client client_{{}};
  std::unique_ptr<HttpRelayLink> link_;
};

TEST_F(AtARealRelay, ItTakesWhatTheDeskSignsAndServesTheNextOneAtOnce) {
  Courier courier(*office_, *link_, clock_);
  const SessionToken token = sign_in(*mira_);
  auto done = courier.round();
  ASSERT_TRUE(done.has_value()) << describe(done.error());
  const std::string first = "/v1/cards/" + std::to_string(today() * 1'000) + "/ru/";
  std::string all;
  for (int n = 1; n < 20; ++n) all += get(first + std::to_string(n));
  EXPECT_NE(all.find(kCard), std::string::npos);
  withdraw(token);
  done = courier.round();
  ASSERT_TRUE(done.has_value()) << describe(done.error());
  EXPECT_EQ(get(first + "1"), "") << "the set before is gone";
  all.clear();
  for (int n = 1; n < 20; ++n)
    all += get("/v1/cards/" + std::to_string(today() * 1'000 + 1) + "/ru/" + std::to_string(n));
  EXPECT_FALSE(all.empty());
  EXPECT_EQ(all.find("\"absence-terms\""), std::string::npos);
}

}  // namespace
}  // namespace waymark::desk
