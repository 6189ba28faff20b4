#include "courts/review/review_api.h"

#include <gtest/gtest.h>

#include <atomic>
#include <nlohmann/json.hpp>
#include <thread>

#include "courts/review/test_folder.h"

namespace waymark::courts {
namespace {

using nlohmann::json;
const ManualClock kClock{TimePoint{Seconds{1'767'225'600}}};
constexpr const char* kPairs =
    "left,right,probability,bits,why,start,left.name,right.name\n"
    "a,b,0.5,0,likeness,-6,Осинов,Осинова\nc,d,0.4,-1,uid,-6,<b>x</b>,y\ne,f,0.3,-1,likeness,-6,x,y\n";

struct Answer {
  int status = 0;
  json body;
  http::Response whole;
  [[nodiscard]] std::string error() const { return body.is_object() ? body.value("error", "") : ""; }
};

class ReviewScreen : public testing::Test {
 protected:
  ReviewScreen() {
    folder_.write("review.csv", kPairs);
    folder_.write("tally/by-month.svg", "<svg/>");
    folder_.write("tally/deep/by-court.csv", "court,n\n");
    folder_.write("tally/.hidden.csv", "x");
    folder_.write("secret.csv", "not in the folder");
    std::filesystem::create_symlink(folder_ / "secret.csv", folder_ / "tally/link.csv");
    review_ = *Review::open(folder_.path(), folder_ / "d.csv", kClock);
    http::StaticFiles pages;
    pages.add("/index.html", {std::make_shared<const Bytes>(Bytes{'x'}), nullptr, "text/html", "e"});
    access_ = std::make_unique<ReviewAccess>([this] { return "key" + std::to_string(++keys_); },
                                             [this](std::string_view key) { printed_ = key; });
    access_->set_port(8123);
    api_ = std::make_unique<ReviewApi>(*review_, *access_, Figures(folder_ / "tally"), std::move(pages));
    routes_ = api_->routes();
  }

  Answer send(http::Request request) {
    Answer answer;
    routes_.handle(std::move(request),
                   http::Responder([&](http::Response response) { answer.whole = std::move(response); }));
    answer.status = answer.whole.status;
    answer.body = json::parse(to_string(answer.whole.content()), nullptr, false);
    return answer;
  }
  static http::Request get(std::string path, const std::string& session) {
    return {.method = "GET",
            .path = std::move(path),
            .headers = {{"host", "127.0.0.1:8123"}, {"waymark-session", session}}};
  }
  static http::Request post(std::string path, const std::string& session, const std::string& body = "{}") {
    return {.method = "POST",
            .path = std::move(path),
            .headers = {{"host", "127.0.0.1:8123"},
                        {"origin", "http://127.0.0.1:8123"},
                        {"content-type", "application/json"},
                        {"waymark-session", session}},
            .body = to_wiping(view_of(body))};
  }
  std::string enter() {
    http::Request request = post("/api/enter", "");
    request.headers.push_back({"waymark-auth", printed_});
    return send(std::move(request)).body.value("session", "");
  }
  Answer decide(const std::string& session, const std::string& left, const std::string& right, const std::string& was,
                const std::string& now) {
    return send(
        post("/api/decisions", session, json{{"left", left}, {"right", right}, {"was", was}, {"now", now}}.dump()));
  }

  TestFolder folder_;
  std::unique_ptr<Review> review_;
  std::unique_ptr<ReviewAccess> access_;
  std::unique_ptr<ReviewApi> api_;
  http::Routes routes_;
  int keys_ = 0;
  std::string printed_;
};

TEST_F(ReviewScreen, AKeyWorksOnceAndTheNextIsPrinted) {
  const std::string first = printed_;
  const std::string session = enter();
  EXPECT_FALSE(session.empty());
  EXPECT_NE(printed_, first);
  http::Request again = post("/api/enter", "");
  again.headers.push_back({"waymark-auth", first});
  EXPECT_EQ(send(again).status, 403);
  EXPECT_EQ(send(post("/api/enter", "")).status, 403);
  EXPECT_NE(enter(), session);
}

TEST_F(ReviewScreen, NothingWithoutASession) {
  for (const std::string session : {"", "key1", "key99", "' OR 1"}) {
    for (const char* path : {"/api/state", "/api/pairs/0", "/api/figures", "/api/figures/by-month.svg"})
      EXPECT_EQ(send(get(path, session)).status, 401) << path;
    for (const char* path : {"/api/decisions", "/api/undo", "/api/reload"})
      EXPECT_EQ(send(post(path, session)).status, 401) << path;
  }
  EXPECT_EQ(folder_.read("d.csv"), "left,right,decision,at\n");
}

TEST_F(ReviewScreen, ForeignHostsAndOriginsAreDenied) {
  const std::string session = enter();
  for (const char* host :
       {"evil.example:8123", "127.0.0.1", "127.0.0.1:80", "[::1]:8123", "127.0.0.1.nip.io:8123", ""}) {
    http::Request request = get("/api/state", session);
    request.headers[0].value = host;
    EXPECT_EQ(send(request).status, 403) << host;
    http::Request page = get("/", "");
    page.headers[0].value = host;
    EXPECT_EQ(send(page).status, 403) << host;
  }
  for (const char* origin : {"http://evil.example", "https://127.0.0.1:8123", "null", "http://127.0.0.1:9000",
                             "http://localhost:8123", ""}) {
    http::Request request = post("/api/undo", session);
    request.headers[1].value = origin;
    EXPECT_EQ(send(request).status, 403) << origin;
  }
  http::Request form = post("/api/undo", session);
  form.headers[2].value = "text/plain";
  EXPECT_EQ(send(form).status, 400);
}

TEST_F(ReviewScreen, EveryAnswerForbidsWhatPagesMayNotDo) {
  for (const Answer& answer : {send(get("/", "")), send(get("/api/state", "")), send(get("/api/state", enter()))}) {
    std::string policy;
    for (const auto& header : answer.whole.headers)
      if (header.name == "Content-Security-Policy") policy += header.value;
    EXPECT_NE(policy.find("default-src 'none'"), std::string::npos);
    EXPECT_EQ(policy.find("unsafe"), std::string::npos);
    EXPECT_NE(policy.find("frame-ancestors 'none'"), std::string::npos);
  }
}

TEST_F(ReviewScreen, DecidesUndoesAndKeepsBoth) {
  const std::string session = enter();
  const Answer pair = send(get("/api/pairs/1", session));
  EXPECT_EQ(pair.body["fields"][0]["left"], "<b>x</b>");
  EXPECT_EQ(send(get("/api/pairs/3", session)).status, 404);
  EXPECT_EQ(send(get("/api/pairs/1x", session)).status, 404);
  EXPECT_EQ(decide(session, "b", "a", "undone", "same").body["verdicts"], "s..");
  EXPECT_EQ(decide(session, "c", "d", "undone", "unsure").body["verdicts"], "su.");
  EXPECT_EQ(send(post("/api/undo", session)).body, (json{{"place", 1}, {"now", "undone"}}));
  EXPECT_EQ(send(get("/api/state", session)).body["undo_steps"], 1);
  EXPECT_EQ(send(post("/api/undo", session)).body["place"], 0);
  EXPECT_EQ(send(post("/api/undo", session)).status, 404);
  EXPECT_EQ(send(get("/api/state", session)).body["verdicts"], "...");
}

TEST_F(ReviewScreen, TwoScreensNeverOverwriteEachOtherUnseen) {
  const std::string one = enter(), two = enter();
  EXPECT_EQ(decide(one, "a", "b", "undone", "same").status, 200);
  EXPECT_EQ(decide(two, "a", "b", "undone", "different").error(), "conflict");
  EXPECT_EQ(decide(two, "a", "b", "same", "different").body["verdicts"], "d..");
  // The first takes nothing of the second back, and its own step is gone.
  EXPECT_EQ(send(post("/api/undo", one)).error(), "conflict");
  EXPECT_EQ(send(post("/api/undo", one)).status, 404);
  EXPECT_EQ(send(post("/api/undo", two)).body["now"], "same");
}

TEST_F(ReviewScreen, MalformedDecisionsWriteNothing) {
  const std::string session = enter();
  for (const char* body : {"", "[]", "{", R"({"left":"a","right":"b","was":"undone"})",
                           R"({"left":1,"right":"b","was":"undone","now":"same"})",
                           R"({"left":"a","right":"b","was":"undone","now":"merge"})",
                           R"({"left":"a","right":"b","was":"undone","now":"same","more":1})"})
    EXPECT_EQ(send(post("/api/decisions", session, body)).status, 400) << body;
  EXPECT_EQ(decide(session, "a", "d", "undone", "same").status, 404);
  EXPECT_EQ(folder_.read("d.csv"), "left,right,decision,at\n");
}

TEST_F(ReviewScreen, ScreensAtOnceLoseNoDecision) {
  std::string many = "left,right,probability,left.x,right.x\n";
  constexpr int kEach = 40;
  for (int i = 0; i < 2 * kEach; ++i) many += "l" + std::to_string(i) + ",r" + std::to_string(i) + ",0.5,,\n";
  folder_.write("review.csv", many);
  const std::string sessions[] = {enter(), enter()};
  EXPECT_EQ(send(get("/api/state", sessions[0])).body["changed"], true);
  EXPECT_EQ(send(post("/api/reload", sessions[0])).body["changed"], false);
  std::atomic<int> kept = 0;
  std::thread threads[2];
  for (int t = 0; t < 2; ++t)
    threads[t] = std::thread([&, t] {
      for (int i = t; i < 2 * kEach; i += 2)
        kept += decide(sessions[t], "l" + std::to_string(i), "r" + std::to_string(i), "undone", "same").status == 200;
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(kept, 2 * kEach);
  review_.reset();
  const auto again = DecisionLog::open(folder_ / "d.csv", kClock);
  for (int i = 0; i < 2 * kEach; ++i)
    EXPECT_EQ((*again)->verdict(pair_of("l" + std::to_string(i), "r" + std::to_string(i))), Verdict::kSame);
}

TEST_F(ReviewScreen, FiguresStayInTheirFolder) {
  const std::string session = enter();
  const json list = send(get("/api/figures", session)).body["figures"];
  ASSERT_EQ(list.size(), 2u);
  EXPECT_EQ(list[0]["name"], "by-month.svg");
  EXPECT_EQ(list[1]["name"], "deep/by-court.csv");
  const Answer picture = send(get("/api/figures/by-month.svg", session));
  EXPECT_EQ(picture.status, 200);
  EXPECT_EQ(picture.whole.headers[0].value, "image/svg+xml");
  EXPECT_EQ(to_string(send(get("/api/figures/deep%2Fby-court.csv", session)).whole.content()), "court,n\n");
  for (const char* name : {"..%2Fsecret.csv", "%2Fetc%2Fpasswd", "link.csv", ".hidden.csv", "deep", "%00", "%zz"})
    EXPECT_NE(send(get(std::string("/api/figures/") + name, session)).status, 200) << name;
}

TEST_F(ReviewScreen, ALostFileOfDecisionsIsSaid) {
  const std::string session = enter();
  std::filesystem::remove(folder_ / "d.csv");
  EXPECT_EQ(send(get("/api/state", session)).error(), "not-found");
  EXPECT_EQ(decide(session, "a", "b", "undone", "same").error(), "not-found");
  folder_.write("review.csv", "broken");
  EXPECT_NE(send(post("/api/reload", session)).status, 200);
  EXPECT_EQ(send(get("/api/pairs/2", session)).body["left"], "e");
}

}  // namespace
}  // namespace waymark::courts
