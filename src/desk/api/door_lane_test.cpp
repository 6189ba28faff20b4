#include "desk/api/door_lane.h"

#include <algorithm>
#include <atomic>
#include <future>
#include <thread>

#include "desk/api/api_fixture.h"

namespace waymark::desk::api {
namespace {

using Line = DoorLane::Line;

/// A lane whose thread stands still until it is let go.
class HeldLane : public testing::Test {
 protected:
  void SetUp() override {
    std::promise<void> started;
    ASSERT_TRUE(lane_.submit(Line::kKnown, "holder", [&] {
      started.set_value();
      release_.get_future().wait();
    }));
    started.get_future().wait();
  }
  bool ask(Line line, const std::string& who) {
    return lane_.submit(line, who, [this, who] { served_.push_back(who); }).has_value();
  }
  void finish() {
    release_.set_value();
    // "last" would overtake strangers.
    while (lane_.waiting(Line::kKnown) + lane_.waiting(Line::kStrangers) > 0) std::this_thread::yield();
    std::promise<void> done;
    while (!lane_.submit(Line::kKnown, "last", [&] { done.set_value(); })) std::this_thread::yield();
    done.get_future().wait();
  }
  std::promise<void> release_;
  std::vector<std::string> served_;
  DoorLane lane_;
};

TEST_F(HeldLane, StrangersAreBoundedAndTakeNoPlaceOfKnownPeople) {
  std::size_t taken = 0;
  for (int count = 0; count < 1'000; ++count)
    taken += ask(Line::kStrangers, "stranger" + std::to_string(count)) ? 1 : 0;
  EXPECT_EQ(taken, DoorLane::kStrangersMax);
  EXPECT_TRUE(ask(Line::kKnown, "anna")) << "the door is full of strangers, and a known device still has a place";
  finish();
  ASSERT_EQ(served_.size(), DoorLane::kStrangersMax + 1);
  EXPECT_EQ(served_.front(), "anna") << "known people go first";
}

TEST_F(HeldLane, NobodyTakesTwoPlaces) {
  EXPECT_TRUE(ask(Line::kStrangers, "anna"));
  EXPECT_FALSE(ask(Line::kStrangers, "anna"));
  EXPECT_TRUE(ask(Line::kKnown, "anna")) << "what strangers do in her name does not keep her out";
  EXPECT_TRUE(ask(Line::kKnown, std::string{DoorLane::kInvited}));
  EXPECT_TRUE(ask(Line::kKnown, std::string{DoorLane::kInvited}));
  finish();
}

TEST_F(HeldLane, StrangersGetTheirTurnInARush) {
  for (int count = 0; count < 12; ++count) EXPECT_TRUE(ask(Line::kKnown, "known" + std::to_string(count)));
  EXPECT_TRUE(ask(Line::kStrangers, "new"));
  finish();
  const auto place = std::ranges::find(served_, "new") - served_.begin();
  EXPECT_LE(place, static_cast<std::ptrdiff_t>(DoorLane::kKnownInARow));
}

// A hundred strangers at the door: panic lock and pulse are answered while the lane stands still, the hundred get a
// sentence at once.
TEST_F(ApiFixture, AHundredStrangersHoldNeitherTheLockNorThePulse) {
  sign_in();
  std::promise<void> started;
  std::promise<void> release;
  auto released = release.get_future().share();
  std::atomic<int> derived = 0;
  const auto caller = std::this_thread::get_id();
  std::atomic<bool> apart = true;
  office_.before_deriving() = [&] {
    if (std::this_thread::get_id() == caller) apart = false;
    if (derived++ == 0) started.set_value();
    released.wait();
  };
  std::atomic<int> busy = 0;
  std::atomic<int> answered = 0;
  const auto knock = [&](const std::string& alias) {
    routes_.handle(request("POST", "/api/sign-in", {{"alias", alias}, {"passphrase", "x"}, {"code", "123456"}}),
                   http::Responder([&](http::Response response) {
                     if (response.status == 503) ++busy;
                     ++answered;
                   }));
  };
  knock("first");
  started.get_future().wait();
  for (int count = 0; count < 100; ++count) knock("stranger" + std::to_string(count));
  EXPECT_EQ(busy, 100 - static_cast<int>(DoorLane::kStrangersMax)) << "answered at once, not held";
  EXPECT_EQ(call("GET", "/api/pulse").status, 200);
  EXPECT_EQ(call("POST", "/api/lock").status, 200);
  EXPECT_EQ(call("GET", "/api/pulse").status, 401);
  EXPECT_TRUE(apart) << "no caller derives a key on its own thread";
  release.set_value();
  while (answered < 101) std::this_thread::yield();
}

TEST_F(ApiFixture, AKnownDeviceIsNotMadeToWaitAndANewOneIsGivenASecret) {
  Json body{{"alias", "vera"}, {"passphrase", TestOffice::kPassphrase}, {"code", office_.code_of("vera")}};
  const Json device = post("/api/sign-in", body)["device"];
  ASSERT_TRUE(device.is_string());
  body["passphrase"] = "x";
  int status = 0;
  for (int tries = 0; tries < 20 && status != 429; ++tries) status = call("POST", "/api/sign-in", body).status;
  ASSERT_EQ(status, 429);
  body["passphrase"] = TestOffice::kPassphrase;
  body["code"] = office_.code_of("vera");
  EXPECT_EQ(call("POST", "/api/sign-in", body).status, 429) << "strangers have tried in this name";
  body["device"] = device;
  EXPECT_EQ(post("/api/sign-in", body)["device"], nullptr) << "it has one";
}

TEST_F(ApiFixture, FiveWordsAreOfferedInTheReadersLanguage) {
  const std::string ru = get("/api/new-passphrase?lang=ru").at("passphrase");
  EXPECT_EQ(std::ranges::count(ru, ' '), 4);
  EXPECT_GE(static_cast<unsigned char>(ru.front()), 0xC0) << ru;
  EXPECT_NE(ru, get("/api/new-passphrase?lang=ru").at("passphrase").get<std::string>());
}

}  // namespace
}  // namespace waymark::desk::api
