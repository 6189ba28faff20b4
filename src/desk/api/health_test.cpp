// What the health view says of the tokens of this week's replies: as replies meet it, and never more than it knows.
#include "desk/api/acts_fixture.h"
#include "mailbox/mailbox.h"

namespace waymark::desk::api {
namespace {

class HealthOfTokens : public ActsFixture {
 protected:
  static constexpr const char* kRelay = "relay";

  void SetUp() override {
    sign_in();
    id_ = office_.add({"danger=none", "what_next=nothing_dated"}, "first").text();
    post(path("take"));
    read(id_);
  }
  [[nodiscard]] std::string path(const std::string& act) const { return "/api/case/" + id_ + "/" + act; }
  Json tokens() { return get("/api/health")["tokens"]; }
  static Json said(const char* state, const char* why, int left) {
    return {{"state", state}, {"why", why}, {"replies_left", left}};
  }
  void make() { EXPECT_TRUE(office_->upkeep().housekeeping().has_value()); }
  void confirm(const char* relay, std::size_t count = kPoolTokens) {
    const std::uint32_t week = mailbox::week_of_day(unix_day(clock_.now()));
    EXPECT_TRUE(office_->upkeep().token_pools_for(relay, week).has_value());
    EXPECT_TRUE(office_->upkeep().tokens_arrived(relay, week, count).has_value());
  }
  Json reply() { return post(path("reply"), {{"text", "Hello"}, {"operation_id", operation()}}); }
  std::string id_;
};

TEST_F(HealthOfTokens, AreNotMadeThenAtNoRelayThenWell) {
  EXPECT_EQ(tokens(), said("unknown", "not_made", 0));
  make();
  EXPECT_EQ(tokens(), said("warn", "at_no_relay", 2'048));
  confirm("somebody else's");
  EXPECT_EQ(tokens(), said("warn", "at_no_relay", 2'048)) << "it is no relay of this office";
  confirm(kRelay, kPoolTokens - 1);
  EXPECT_EQ(tokens(), said("warn", "at_no_relay", 2'048)) << "half a pool is none";
  confirm(kRelay);
  EXPECT_EQ(tokens(), said("ok", "well", 2'048));
}

TEST_F(HealthOfTokens, AReplyTakesItsOwnAndBringsThemNotBack) {
  make();
  EXPECT_EQ(reply()["error"], nullptr);
  EXPECT_EQ(tokens()["replies_left"], 2'048) << "it went out without";
  confirm(kRelay);
  const Json sent = reply();
  EXPECT_EQ(tokens()["replies_left"], 2'047);
  EXPECT_EQ(call("POST", path("reply/" + sent["message_id"].get<std::string>() + "/undo")).status, 200);
  EXPECT_EQ(tokens()["replies_left"], 2'047) << "what was taken back takes them with it";
}

TEST_F(HealthOfTokens, OneRelayOfBeforeTokensIsNamedAsTheReason) {
  make();
  confirm(kRelay);
  EXPECT_TRUE(office_->upkeep().tokens_unknown("somebody else's").has_value());
  EXPECT_EQ(tokens()["why"], "well");
  EXPECT_TRUE(office_->upkeep().tokens_unknown(kRelay).has_value());
  EXPECT_EQ(tokens(), said("warn", "old_relay", 2'048));
  reply();
  EXPECT_EQ(tokens()["replies_left"], 2'048) << "it went out without";
  confirm(kRelay);
  EXPECT_EQ(tokens(), said("ok", "well", 2'048)) << "it was updated";
}

TEST_F(HealthOfTokens, AreToldToNobodyWithoutASession) {
  make();
  token_.clear();
  EXPECT_EQ(call("GET", "/api/health").status, 401);
  EXPECT_FALSE(get("/api/health").contains("tokens"));
}

}  // namespace
}  // namespace waymark::desk::api
