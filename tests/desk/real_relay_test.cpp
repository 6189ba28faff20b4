// The desk's side of the relay protocol against the relay itself, over loopback.
#include "base/encoding.h"
#include "crypto/verify/hash.h"
#include "desk/sync/http_relay_link.h"
#include "office_story.h"
#include "relay/relay.h"

namespace waymark::desk {
namespace {

class RealRelay : public OfficeStory {
 protected:
  void SetUp() override {
    OfficeStory::SetUp();
    start_relay(0);
    link_ = std::make_unique<HttpRelayLink>(client_, "http://127.0.0.1:" + std::to_string(server_->desk_port()),
                                            RelayTarget{instance_}, transport_, clock_, random_);
  }
  void start_relay(std::uint16_t desk_port) {
    // The relay and HTTP live in real time; the office does as well, in these tests.
    const auto config = relay::Config{.data = folder_.path() / "relay",
                                      .pages = {},
                                      .instance = instance_,
                                      .transport_key = transport_.verify_key(),
                                      .public_listen = {"127.0.0.1", 0},
                                      .desk_listen = {"127.0.0.1", desk_port},
                                      .quotas = {}};
    std::filesystem::create_directories(config.data);
    auto started = relay::Relay::start(
        config, {.clock = clock_, .log = log_, .fill_random = [this](auto bytes) { random_.fill(bytes); }});
    ASSERT_TRUE(started.has_value()) << started.error().sentence;
    server_ = *std::move(started);
  }
  int put(const envelope::Message& message) {
    const Bytes blob = envelope::seal_message(message, day_key_of(message.day), random_).value().take();
    const auto answer = client_.send(
        {.method = "POST",
         .url = "http://127.0.0.1:" + std::to_string(server_->public_port()) + "/v1/put/" + std::to_string(message.day),
         .body = blob});
    return answer.has_value() ? answer->status : 0;
  }
  Log log_ = Log::to_nothing();
  crypto::TransportSigningKey transport_ = crypto::TransportSigningKey::generate(random_);
  std::unique_ptr<relay::Relay> server_;
  http::Client client_{{}};
  std::unique_ptr<HttpRelayLink> link_;
};

TEST_F(RealRelay, TheWholeWayOverHttp) {
  Courier courier(*office_, *link_, clock_);
  ASSERT_TRUE(courier.round().has_value());
  const Requester soldier = Requester::make(random_);
  ASSERT_EQ(put(message_from(soldier, "через настоящее реле")), 200);
  const SessionToken token = sign_in(*mira_);
  const auto round = courier.round();
  ASSERT_TRUE(round.has_value()) << describe(round.error());
  EXPECT_EQ(round->pulled, 1U);
  EXPECT_EQ(round->filed.new_cases, 1U);
  EXPECT_EQ(link_->status()->waiting, 0U) << "acknowledged and purged";
  const CaseId id = only_case(token);
  EXPECT_EQ(office_->cases().open(token, id)->entries[0].text, "через настоящее реле");
  ASSERT_TRUE(office_->cases().take(token, id).has_value());
  ASSERT_TRUE(office_->answers().hold_reply(token, id, "ответ").has_value());
  clock_.advance(kReplyHold);
  EXPECT_EQ(courier.round()->pushed, 1U);
  EXPECT_EQ(link_->status()->replies, 1U);
  const RelayStatus status = link_->status().value();
  EXPECT_EQ(status.roster_serial, 1U);
  EXPECT_GE(status.list_serial, 1U);
  EXPECT_EQ(status.newest_whole_day, today() + 1);
}

TEST_F(RealRelay, TokensArriveBeforeTheyAreGiven) {
  Courier courier(*office_, *link_, clock_);
  EXPECT_EQ(link_->held_tokens()->newest, 0U);
  ASSERT_TRUE(courier.round().has_value());
  const std::uint32_t week = mailbox::week_of_day(today());
  EXPECT_EQ(link_->held_tokens()->newest, week + 1);
  EXPECT_EQ(link_->held_tokens()->count, kPoolTokens);
  const std::uint16_t port = server_->desk_port();
  server_.reset();
  start_relay(port);
  EXPECT_EQ(link_->held_tokens()->count, kPoolTokens) << "kept on its disk";
  const auto store = open_desk_store(file()).value();
  EXPECT_EQ(store->number("SELECT count(*) FROM token_at WHERE pool IN (?, ?)", week, week + 1).value(), 2);
  // One that was pushed already does no harm, one of the far future is refused and stops nothing.
  const Bytes some(16 * kTokenHashBytes, 7);
  EXPECT_EQ(link_->push_tokens(week + 9, some).error().code, Code::kInvalid);
  ASSERT_TRUE(courier.round().has_value());
}

TEST_F(RealRelay, PushIsTruthful) {
  OutboundReply reply{RecordId{{1}}, {1}, crypto::sha256(view_of("token")), {}, mailbox::week_of_day(today())};
  reply.blob = envelope::seal_plaintext(Bytes(envelope::kPlaintextBytes), day_key_of(today()), random_).value().take();
  EXPECT_EQ(link_->push({&reply, 1})->front(), PushAnswer::kStored);
  EXPECT_EQ(link_->push({&reply, 1})->front(), PushAnswer::kSame);
  reply.blob = envelope::seal_plaintext(Bytes(envelope::kPlaintextBytes), day_key_of(today()), random_).value().take();
  EXPECT_EQ(link_->push({&reply, 1})->front(), PushAnswer::kOccupied);
}

TEST_F(RealRelay, AnotherTransportKeyIsRefused) {
  const auto other = crypto::TransportSigningKey::generate(random_);
  HttpRelayLink link(client_, "http://127.0.0.1:" + std::to_string(server_->desk_port()), {instance_}, other, clock_,
                     random_);
  EXPECT_EQ(link.pull(1).error().code, Code::kDenied);
}

TEST_F(RealRelay, CallsForAnotherRelayOrOfficeAreRefusedAndARestartIsNoticed) {
  const std::string url = "http://127.0.0.1:" + std::to_string(server_->desk_port());
  HttpRelayLink second(client_, url, {instance_, "second"}, transport_, clock_, random_);
  EXPECT_EQ(second.status().error().code, Code::kDenied);
  crypto::InstanceId other = instance_;
  other.bytes[0] ^= 1U;
  HttpRelayLink elsewhere(client_, url, {other}, transport_, clock_, random_);
  EXPECT_EQ(elsewhere.status().error().code, Code::kDenied);
  ASSERT_TRUE(link_->status().has_value());
  const std::uint16_t port = server_->desk_port();
  server_.reset();
  start_relay(port);
  EXPECT_TRUE(link_->status().has_value()) << "signed again for the new run, in the same call";
}

TEST_F(RealRelay, AClockTwoDaysOffIsSaidSo) {
  ManualClock late(clock_.now() - Seconds{2 * 86'400});
  HttpRelayLink link(client_, "http://127.0.0.1:" + std::to_string(server_->desk_port()), {instance_}, transport_, late,
                     random_);
  EXPECT_EQ(link.status().error().code, Code::kWrongDay);
  ASSERT_TRUE(link.relay_time().has_value());
  EXPECT_EQ(*link.relay_time() - late.now().time_since_epoch().count(), 2 * 86'400);
}

TEST_F(RealRelay, ARelayThatIsDownIsUnavailable) {
  server_.reset();
  EXPECT_EQ(link_->status().error().code, Code::kUnavailable);
  Courier courier(*office_, *link_, clock_);
  EXPECT_EQ(courier.round().error().code, Code::kUnavailable);
}

}  // namespace
}  // namespace waymark::desk
