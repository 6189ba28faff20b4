// Figures from the signature to everybody: what is approved comes to the relay whole, in pieces that let replies pass;
// a relay that lost it gets it again, one that is ahead gets nothing, one that lies makes nobody spin, and a key of
// before is replaced.
#include <filesystem>
#include <fstream>

#include "desk/ceremonies/renewal.h"
#include "desk/keyring/office_values.h"
#include "desk/sync/http_relay_link.h"
#include "figures_story.h"
#include "relay/figures_upload.h"
#include "relay/relay.h"
#include "report/small_pages.h"
#include "roster/figures_set.h"

namespace waymark::desk {
namespace {

static_assert(kFigurePieceBytes == relay::kFigurePieceBytes);

class FiguresPublic : public FiguresStory {
 protected:
  void approve(FiguresRequest asked = request()) {
    const FiguresDraft draft = proposed(anna_token_, std::move(asked));
    const auto made = numbers().approve(mira_token_, draft.id);
    ASSERT_TRUE(made.has_value()) << describe(made.error());
    ASSERT_TRUE(made->has_value()) << made->error().code;
  }
  /// Rounds until nothing more is to be done at once. @return how many
  int rounds() {
    for (int count = 1; count < 200; ++count)
      if (!round().more) return count;
    ADD_FAILURE() << "no end";
    return 0;
  }
  /// What lies at the relay, believed as the relay believes it.
  std::optional<roster::FiguresNote> at_relay(const MemoryRelay& relay) {
    if (!relay.figures()) return std::nullopt;
    const auto files = roster::parse_figure_set(*relay.figures()).value();
    const auto store = open_desk_store(file()).value();
    const auto note = roster::verify_figure_set(files, newest_roster(*store).value());
    EXPECT_TRUE(note.has_value()) << describe(note.error());
    return note.has_value() ? std::optional{*note} : std::nullopt;
  }
  std::string place() {
    const auto relays = numbers().at_relays(mira_token_).value();
    return relays.contains("relay") ? std::string{name_of(relays.at("relay").place)} : "unknown";
  }
  void later() { clock_.advance(kFiguresAskEvery); }
};

TEST_F(FiguresPublic, WhatIsApprovedComesToTheRelayWholeAndOnce) {
  rounds();
  EXPECT_FALSE(relay_.figures().has_value());
  EXPECT_EQ(place(), "nothing");
  approve();
  rounds();
  ASSERT_TRUE(at_relay(relay_).has_value());
  EXPECT_EQ(at_relay(relay_)->serial, 1U);
  EXPECT_EQ(place(), "published");
  const SignedFigures ours = numbers().release(mira_token_, 1).value();
  EXPECT_EQ(*relay_.figures(), *roster::write_figure_set({ours.files.begin(), ours.files.end()}));
  const unsigned pieces = relay_.figure_pieces();
  later();
  rounds();
  EXPECT_EQ(relay_.figure_pieces(), pieces) << "it has it";
  approve(request("2026-10"));
  rounds();
  EXPECT_EQ(at_relay(relay_)->serial, 2U);
}

TEST_F(FiguresPublic, ItGoesInPiecesAndNobodysReplyWaits) {
  approve();
  const RoundReport first = round();
  EXPECT_TRUE(first.more) << "the rest at once, behind everything else";
  EXPECT_EQ(relay_.figure_pieces(), kFigurePiecesPerRound);
  EXPECT_EQ(place(), "waits");
  const std::size_t waiting = relay_.waiting();
  send(Requester::make(random_), "в это время пишут");
  EXPECT_EQ(relay_.waiting(), waiting + 1);
  round();
  EXPECT_EQ(relay_.waiting(), waiting) << "the next round brings it in";
  relay_.down = true;
  (void)courier_->round();
  relay_.down = false;
  start_again();
  rounds();
  EXPECT_EQ(at_relay(relay_)->serial, 1U) << "it goes on where it was";
}

TEST_F(FiguresPublic, ARelayThatLostItGetsItAgainWithoutAnybody) {
  approve();
  rounds();
  relay_.forget_figures();
  (void)office_->doors().sign_out(mira_token_);
  (void)office_->doors().sign_out(anna_token_);
  later();
  rounds();
  EXPECT_EQ(at_relay(relay_)->serial, 1U);
}

TEST_F(FiguresPublic, AnOfficeThatWasRestoredSendsNothingOverWhatItForgot) {
  approve();
  std::filesystem::copy_file(file(), folder_.path() / "copy");
  approve(request("2026-10"));
  rounds();
  const Bytes there = *relay_.figures();
  ASSERT_TRUE(open_desk_store(file()).value()->execute("DELETE FROM figures_release WHERE serial = 2").has_value());
  ASSERT_TRUE(open_desk_store(file()).value()->execute("DELETE FROM figures_file WHERE serial = 2").has_value());
  start_again();
  rounds();
  EXPECT_EQ(place(), "newer");
  approve(request("2026-09"));
  rounds();
  later();
  rounds();
  EXPECT_EQ(place(), "differs") << "another release under the same number stays where it was made";
  EXPECT_EQ(*relay_.figures(), there);
}

TEST_F(FiguresPublic, WhatARelayRefusesIsTriedAgainLater) {
  relay_.refuse_figures = true;
  approve();
  rounds();
  EXPECT_EQ(place(), "refused");
  const unsigned pieces = relay_.figure_pieces();
  round();
  EXPECT_EQ(relay_.figure_pieces(), pieces) << "not at once";
  relay_.refuse_figures = false;
  later();
  rounds();
  EXPECT_EQ(place(), "published");
}

TEST_F(FiguresPublic, ARelayOfAnOlderVersionIsAskedNowAndThenAndNothingElseStops) {
  relay_.knows_no_figures = true;
  approve();
  send(Requester::make(random_), "и в это время пишут");
  EXPECT_FALSE(round().more);
  EXPECT_EQ(relay_.waiting(), 0U);
  EXPECT_EQ(place(), "refused");
  relay_.knows_no_figures = false;
  round();
  EXPECT_EQ(relay_.figure_pieces(), 0U) << "not in each round";
  later();
  rounds();
  EXPECT_EQ(place(), "published");
}

TEST_F(FiguresPublic, ARelayThatWantsTheSamePieceForEverMakesNobodySpin) {
  relay_.figures_in_circles = true;
  approve();
  EXPECT_FALSE(round().more);
  EXPECT_EQ(place(), "refused");
  EXPECT_FALSE(round().more);
}

TEST_F(FiguresPublic, UnderANewKeyTheSameReleaseIsSignedAnew) {
  approve();
  const SignedFigures before = numbers().release(mira_token_, 1).value();
  {
    const auto store = open_desk_store(file()).value();
    ASSERT_TRUE(renew_roster(*store, *root_, {.keys = SigningKeys::kDistrustOld}, clock_.now(), random_).has_value());
  }
  restart();
  rounds();
  EXPECT_FALSE(relay_.figures().has_value()) << "the old key is nobody's any more, and nobody is here";
  know(*office_);
  mira_token_ = sign_in(*mira_);
  EXPECT_EQ(place(), "waits_signing");
  anna_token_ = sign_in(*anna_);
  rounds();
  ASSERT_TRUE(at_relay(relay_).has_value());
  EXPECT_EQ(place(), "published");
  const SignedFigures after = numbers().release(mira_token_, 1).value();
  EXPECT_NE(after.files.at(kNoteFile), before.files.at(kNoteFile));
  EXPECT_TRUE(after.files.at(kChainFile).starts_with(before.files.at(kChainFile)));
  EXPECT_GT(after.files.at(kChainFile).size(), before.files.at(kChainFile).size());
  EXPECT_EQ(after.files.at(kSumsFile), before.files.at(kSumsFile)) << "what was signed stays the same";
}

TEST_F(FiguresPublic, AReleaseWithoutItsFilesIsSaidToBeSo) {
  approve();
  ASSERT_TRUE(open_desk_store(file()).value()->execute("DELETE FROM figures_file").has_value());
  rounds();
  EXPECT_EQ(place(), "no_files");
  EXPECT_FALSE(relay_.figures().has_value());
  approve(request("2026-10"));
  rounds();
  EXPECT_EQ(place(), "published");
}

/// Each page passes a line that falls silent after 25 packets, and whoever follows the links gets every file.
TEST_F(FiguresPublic, ThePagesOfTheShippedReportAreSmallAndLeadEverywhere) {
  FiguresRequest asked = request("2026-11");
  const auto registry = figures::Registry::read(WAYMARK_SOURCE_DIR "/figures/metrics").value();
  asked.plan = figures::read_plan(WAYMARK_SOURCE_DIR "/figures/reports/monthly.toml", registry).value();
  approve(asked);
  const SignedFigures made = numbers().release(mira_token_, 1).value();
  std::set<std::string> reached{"index.html"};
  std::vector<std::string> open{"index.html"};
  std::size_t largest = 0;
  while (!open.empty()) {
    const std::string name = open.back();
    open.pop_back();
    ASSERT_TRUE(made.files.contains(name)) << "a link to nothing: " << name;
    if (!name.ends_with(".html")) continue;
    const std::string& html = made.files.at(name);
    EXPECT_EQ(html.find("<script"), std::string::npos) << name;
    if (!name.starts_with("report.")) {
      largest = std::max(largest, report::gzip_size(html));
      EXPECT_LE(report::gzip_size(html), report::kSmallPageBytesMax) << name;
    }
    for (std::size_t at = html.find("href=\""); at != std::string::npos; at = html.find("href=\"", at + 1)) {
      const std::string target = html.substr(at + 6, html.find('"', at + 6) - at - 6);
      if (target != "data:," && reached.insert(target).second) open.push_back(target);
    }
  }
  for (const auto& [name, content] : made.files) EXPECT_TRUE(reached.contains(name)) << name << " is linked nowhere";
  for (const char* language : {"ru", "uk", "en"}) {
    const std::string& feed = made.files.at("feed." + std::string(language) + ".atom");
    EXPECT_LE(report::gzip_size(feed), report::kSmallPageBytesMax);
    EXPECT_NE(feed.find("<entry>"), std::string::npos);
  }
  std::size_t all = 0;
  for (const auto& [name, content] : made.files) all += content.size();
  RecordProperty("largest_page", std::to_string(largest));
  RecordProperty("release_bytes", std::to_string(all));
}

class AtARealRelay : public FiguresPublic {
 protected:
  void SetUp() override {
    FiguresPublic::SetUp();
    start_relay();
  }
  void start_relay() {
    server_.reset();
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
    real_ = std::make_unique<Courier>(*office_, *link_, clock_);
  }
  RoundReport real_round() {
    const auto done = real_->round();
    EXPECT_TRUE(done.has_value()) << describe(done.error());
    return done.value_or(RoundReport{});
  }
  std::string get(const std::string& name) {
    const auto answer = client_.send(
        {.method = "GET", .url = "http://127.0.0.1:" + std::to_string(server_->public_port()) + "/figures/" + name});
    return answer.has_value() && answer->status == 200 ? to_string(answer->body) : "";
  }
  /// Copied file by file, as anybody would. @return the serial that it is signed under; 0: not whole
  std::uint32_t copied() {
    roster::FigureSet files;
    for (const char* name : {roster::kFigureSums, roster::kFigureNote, roster::kFigureChain}) files[name] = get(name);
    const auto sums = roster::parse_sums(files[roster::kFigureSums]);
    if (!sums.has_value()) return 0;
    for (const auto& [name, sum] : *sums) files[name] = get(name);
    const auto note = roster::verify_kept_figure_set(files, instance_);
    return note.has_value() ? note->serial : 0;
  }
  Log log_ = Log::to_nothing();
  crypto::TransportSigningKey transport_ = crypto::TransportSigningKey::generate(random_);
  std::unique_ptr<relay::Relay> server_;
  http::Client client_{{}};
  std::unique_ptr<HttpRelayLink> link_;
  std::unique_ptr<Courier> real_;
};

TEST_F(AtARealRelay, AnybodyCopiesTheReleaseAndARestartInBetweenBeginsItAgain) {
  approve();
  EXPECT_TRUE(real_round().more);
  start_relay();
  EXPECT_EQ(copied(), 0U);
  int rounds = 1;
  while (real_round().more) ++rounds;
  EXPECT_GT(rounds, 1);
  EXPECT_EQ(place(), "published");
  EXPECT_EQ(copied(), 1U);
  approve(request("2026-10"));
  EXPECT_TRUE(real_round().more);
  EXPECT_EQ(copied(), 1U) << "the old one, whole, while the next is on its way";
  start_relay();
  EXPECT_EQ(copied(), 1U);
  while (real_round().more) {
  }
  EXPECT_EQ(copied(), 2U);
  EXPECT_EQ(get(kReleaseFile), numbers().release(mira_token_, 2)->files.at(kReleaseFile));
}

TEST_F(AtARealRelay, ANewKeyIsFollowedAndThePublishedReleaseStays) {
  approve();
  while (real_round().more) {
  }
  {
    const auto store = open_desk_store(file()).value();
    ASSERT_TRUE(renew_roster(*store, *root_, {.keys = SigningKeys::kDistrustOld}, clock_.now(), random_).has_value());
  }
  start_again();
  start_relay();
  EXPECT_EQ(copied(), 1U);
  const std::string before = get(kChainFile);
  while (real_round().more) {
  }
  EXPECT_EQ(place(), "published");
  EXPECT_EQ(copied(), 1U);
  EXPECT_GT(get(kChainFile).size(), before.size()) << "verified by the key of now";
}

}  // namespace
}  // namespace waymark::desk
