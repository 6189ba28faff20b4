// No form, however long or odd, stops the clerk: it is answered, and the next person is served.
#include <gtest/gtest.h>

#include <functional>

#include "clerk/clerk.h"
#include "clerk/test_browser.h"
#include "clerk/test_relay.h"
#include "clerk/underway.h"

namespace waymark::clerk {
namespace {

using testing::Browser;
using testing::kToday;
using testing::TestRelay;

struct Bounded {
  explicit Bounded(const std::function<void(pack::Pack&)>& change = {}) {
    auto pack = pack::read_pack(WAYMARK_SOURCE_DIR "/packs/military-refusal");
    if (change) change(*pack);
    clerk = std::make_unique<Clerk>(
        ClerkOptions{.instance = relay.instance,
                     .site = {.leave = {"https://ru.example/x", "https://uk.example/", "https://en.example/"}}},
        std::move(*pack), *Book::load(embedded_pages(), *text::Catalogue::embedded()),
        ClerkWorld{clock, log, random, relay});
    EXPECT_TRUE(clerk->refresh().has_value());
    clerk->add_routes(routes);
  }
  const Log log = Log::to_nothing();
  TestRelay relay;
  ManualClock clock{start_of_day(kToday) + std::chrono::hours{12}};
  crypto::SystemRandom random;
  std::unique_ptr<Clerk> clerk;
  http::Routes routes;
};

/// A question whose answers no blob can carry; the checker refuses such a pack (pack/worst.h).
void ask_too_much(pack::Pack& pack) {
  pack::Question many{.id = "many", .kind = pack::QuestionKind::kMany};
  for (int i = 0; i < 200; ++i) many.answers.push_back({.code = std::string(100, 'a') + std::to_string(i)});
  for (auto& [language, texts] : pack.texts) {
    texts["question.many"] = "Many?";
    for (const pack::Answer& answer : many.answers) texts["answer.many." + answer.code] = "One";
  }
  pack.questions.insert(pack.questions.begin(), std::move(many));
}

// Two such forms stopped the clerk, and every visit was lost.
TEST(ClerkBounds, AVisitThatCannotBeSealedGetsAnErrorPage) {
  Bounded office{ask_too_much};
  Browser browser{office.routes};
  browser.get("/en/write");
  std::string body = "asked=many&asked=text&asked=consent&consent=yes&text=help";
  for (int i = 0; i < 200; ++i) body += "&many=" + std::string(100, 'a') + std::to_string(i);
  browser.post("/en/visit", body + "&go_answers=x");
  EXPECT_EQ(browser.response().status, 500);
  EXPECT_FALSE(browser.shows("help")) << "what cannot be carried on is not shown as if it were";
  browser.get("/en/write");
  EXPECT_EQ(browser.response().status, 200) << "and the next person is served";
}

// A text of quotation marks is six times as long in a page; a page over the largest size stopped the clerk.
TEST(ClerkBounds, AFormFullOfMarksIsAnswered) {
  Bounded office;
  Browser browser{office.routes};
  for (const char mark : {'"', '<', '\''}) {
    browser.get("/en/write");
    browser.post("/en/visit", "asked=text&asked=consent&consent=yes&go_answers=x&text=" + std::string(90'000, mark));
    EXPECT_EQ(browser.response().status, 200) << mark;
  }
  std::string ampersands = "asked=text&asked=consent&consent=yes&go_answers=x&text=";
  for (int i = 0; i < 30'000; ++i) ampersands += "%26";
  browser.get("/en/write");
  browser.post("/en/visit", ampersands);
  EXPECT_EQ(browser.response().status, 200);
}

TEST(ClerkBounds, OnePageSentAgainAndAgainTakesTwoPlaces) {
  Underway underway;
  const Underway::Id one{1};
  const Underway::Id other{2};
  {
    const Underway::Place first = underway.enter(one);
    const Underway::Place second = underway.enter(one);
    EXPECT_TRUE(first.taken() && second.taken()) << "Send was pressed twice";
    EXPECT_FALSE(underway.enter(one).taken());
    EXPECT_FALSE(underway.enter(one).taken()) << "a refusal takes nothing and gives nothing back";
    EXPECT_TRUE(underway.enter(other).taken());
  }
  EXPECT_TRUE(underway.enter(one).taken());
}

}  // namespace
}  // namespace waymark::clerk
