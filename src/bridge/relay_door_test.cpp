// The bridge at a relay that asks for work: it works, for a bounded time, or leaves the letter for later.
#include "bridge/relay_door.h"

#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <utility>

#include "http/routes.h"
#include "http/server.h"
#include "work/demand.h"
#include "work/pass.h"

namespace waymark::bridge {
namespace {

constexpr std::uint32_t kDay = 20'779;

class DoorOfAFlood : public testing::Test {
 protected:
  void SetUp() override {
    routes_.on("POST", "/v1/put/*",
               [this](const http::Request& request, http::Responder respond) { respond(answer_to(request.body)); },
               {.body_bytes_max = 65'536});
    auto server = http::Server::start(
        {.listen = {"127.0.0.1", 0},
         .rule_of = [this](auto method, auto path) { return routes_.rule_of(method, path); },
         .handler = [this](http::Request q, http::Responder r) { routes_.handle(std::move(q), std::move(r)); }});
    ASSERT_TRUE(server.has_value());
    server_ = std::move(*server);
  }
  http::Response answer_to(ByteView body) {
    const std::lock_guard lock{mutex_};
    ++asked_;
    if (body.size() == envelope_.size()) return http::text_response(429, work::write_demand(demand_));
    const auto pass = work::parse_pass(body.last<work::kPassBytes>());
    const crypto::Sha256 hash = crypto::sha256({ByteWriter{}.u32(kDay).view(), envelope_});
    work::Task task{.instance = instance_, .row = {}, .challenge = demand_.challenge};
    std::copy_n(hash.begin(), task.row.size(), task.row.begin());
    const bool fits = pass && std::holds_alternative<work::DoneWork>(*pass) &&
                      work::check(task, std::get<work::DoneWork>(*pass).nonce, demand_.level);
    return fits && !deaf_ ? http::text_response(200, "stored") : http::text_response(429, work::write_demand(demand_));
  }
  Put put(std::optional<crypto::InstanceId> instance, std::function<bool()> cancelled = {}) {
    HttpRelayDoor door{
        "http://127.0.0.1:" + std::to_string(server_->port()), {.cancelled = std::move(cancelled)}, instance};
    return door.put(kDay, envelope_);
  }

  const crypto::InstanceId instance_{{1, 2, 3}};
  const Bytes envelope_ = Bytes(8'192, 7);
  work::Demand demand_{.level = 5, .epoch = 3, .challenge = {4}};
  bool deaf_ = false;
  std::atomic<int> asked_ = 0;
  std::mutex mutex_;
  http::Routes routes_;
  std::unique_ptr<http::Server> server_;
};

TEST_F(DoorOfAFlood, WorksAndIsLetIn) {
  EXPECT_EQ(put(instance_), Put::kStored);
  EXPECT_EQ(asked_, 2);
}

TEST_F(DoorOfAFlood, WithoutTheInstanceTheLetterWaits) {
  EXPECT_EQ(put(std::nullopt), Put::kLater);
  EXPECT_EQ(asked_, 1);
}

TEST_F(DoorOfAFlood, ALyingRelayIsWorkedForAFewTimesOrNotAtAll) {
  deaf_ = true;
  EXPECT_EQ(put(instance_), Put::kLater);
  EXPECT_EQ(asked_, 4);
  demand_.level = 200;
  EXPECT_EQ(put(instance_), Put::kLater);
  EXPECT_EQ(asked_, 5);
}

TEST_F(DoorOfAFlood, TheEndOfTheProgramEndsTheWork) {
  demand_.level = work::kMostLevel;
  bool over = false;
  EXPECT_EQ(put(instance_, [&] { return asked_ > 0 && std::exchange(over, true); }), Put::kLater);
}

}  // namespace
}  // namespace waymark::bridge
