// The idle lock, as the desk itself keeps it.
#include <algorithm>

#include "desk/api/acts_fixture.h"

namespace waymark::desk::api {
namespace {

class IdleLock : public ActsFixture {
 protected:
  std::string leave_ = office_.add({"what_next=leave_ends;date=2026-11-25;precision=day"}, "second").text();
};

// The page asks by itself each second: it kept every session for its eight hours, whoever had left the room.
TEST_F(IdleLock, AScreenThatAsksByItselfDoesNotPutOffTheIdleLock) {
  sign_in("anton");
  sign_in("vera");
  const auto minutes_alone = [this](int minutes, const std::vector<std::string>& asked) {
    int status = 200;
    for (int minute = 0; minute < minutes && status == 200; ++minute) {
      clock_.advance(Seconds{60});
      for (const std::string& path : asked) status = std::max(status, call("GET", path).status);
    }
    return status;
  };
  const std::vector<std::string> by_itself{"/api/pulse?case=" + leave_ + "&doing=reading", "/api/queue",
                                           "/api/case/" + leave_, "/api/lost"};
  EXPECT_EQ(minutes_alone(14, by_itself), 200);
  EXPECT_EQ(call("GET", "/api/me").status, 200) << "somebody moved";
  EXPECT_EQ(minutes_alone(14, by_itself), 200);
  EXPECT_EQ(call("POST", "/api/case/" + leave_ + "/take").status, 200);
  EXPECT_EQ(minutes_alone(14, by_itself), 200);
  EXPECT_EQ(minutes_alone(2, by_itself), 401);
}

}  // namespace
}  // namespace waymark::desk::api
