// The whole way without scripts, against a relay in memory.
#include "clerk/clerk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "clerk/limits.h"
#include "clerk/test_office.h"

namespace waymark::clerk {
namespace {

using testing::Browser;
using testing::Fields;
using testing::joined;
using testing::kToday;
using testing::Office;
using testing::TestRelay;
using testing::walk_to_send;

TEST(Clerk, AWholeVisitThereAndBack) {
  Office office;
  Browser browser{office.routes};
  browser.get("/");
  EXPECT_TRUE(browser.shows("/uk/"));
  browser.get("/ru/");
  EXPECT_TRUE(browser.shows("Допомога Example"));
  const auto words = walk_to_send(browser, {{"need", "legal_question"}, {"status", "mobilised"}, {"text", "Привет"}});
  EXPECT_TRUE(office.relay.puts.empty());
  browser.press("go_send");
  EXPECT_TRUE(browser.shows("Письмо принято и сохранено"));
  ASSERT_EQ(office.relay.puts.size(), 1U);

  const envelope::Message message = office.relay.opened(0);
  EXPECT_EQ(message.assurance, envelope::Assurance::kClerk);
  EXPECT_EQ(message.kind, envelope::Kind::kMessage);
  EXPECT_EQ(message.language, Language::kRussian);
  EXPECT_EQ(text_of(message.text->view()), "Привет");
  EXPECT_EQ(message.pack->id, "military-refusal");
  std::vector<std::string> answers;
  for (const auto& answer : message.answers) answers.push_back(envelope::write_answer(answer));
  EXPECT_THAT(answers, ::testing::UnorderedElementsAre("status=mobilised", "need=legal_question", "consent=yes"));

  office.relay.answer(message, 0, "Первый ответ\nвторая строка <b>");
  office.relay.answer(message, 1, "Второй ответ");
  office.relay.answer(message, 2, "Третий ответ");
  browser.get("/ru/return");
  browser.press("go_open", {{"words", joined(words)}});
  EXPECT_TRUE(browser.shows("Первый ответ\nвторая строка &lt;b&gt;"));
  EXPECT_TRUE(browser.shows("Третий ответ"));
  browser.press("go_delete_" + std::to_string(mailbox::week_of_day(kToday)) + "_0");
  EXPECT_FALSE(browser.shows("Первый ответ"));
  EXPECT_TRUE(browser.shows("Ответ удалён"));

  browser.press("go_more");
  browser.press("go_send_more", {{"text", "Ещё строка"}});
  EXPECT_TRUE(browser.shows("Ваше письмо сохранено"));
  ASSERT_EQ(office.relay.puts.size(), 2U);
  const envelope::Message more = office.relay.opened(1);
  EXPECT_EQ(text_of(more.text->view()), "Ещё строка");
  EXPECT_NE(more.id, message.id);
  EXPECT_TRUE(more.mailbox_secret.equals(message.mailbox_secret));

  browser.press("go_erase");
  browser.press("go_erase_all");
  ASSERT_EQ(office.relay.puts.size(), 3U);
  EXPECT_EQ(office.relay.opened(2).kind, envelope::Kind::kErase);
  EXPECT_TRUE(office.relay.replies.empty());
  EXPECT_TRUE(office.logged.empty()) << office.logged;
}

TEST(Clerk, BranchesAskOnlyWhatFollows) {
  Office office;
  Browser browser{office.routes};
  browser.get("/en/write");
  EXPECT_FALSE(browser.shows("Does this person know"));
  browser.press("go_answers", {{"who", "relative"},
                               {"what_next", "leave_ends"},
                               {"danger", "armed_search"},
                               {"need", "unknown"},
                               {"consent", "yes"}});
  EXPECT_TRUE(browser.shows("Does this person know"));
  EXPECT_TRUE(browser.shows("what_next.leave_ends:date"));
  EXPECT_TRUE(browser.shows("If this person is in danger now"));
  EXPECT_FALSE(browser.shows("What is your situation"));
  browser.press("go_answers", {{"knows", "no"}, {"what_next.leave_ends:date", "31.02.2026"}});
  EXPECT_TRUE(browser.shows("There is no such date"));
  EXPECT_TRUE(browser.shows("value=\"31.02.2026\""));
  browser.press("go_answers", {{"who", "relative"},
                               {"knows", "no"},
                               {"what_next", "leave_ends"},
                               {"danger", "armed_search"},
                               {"need", "unknown"},
                               {"consent", "yes"},
                               {"what_next.leave_ends:date", "25.11.2026"},
                               {"what_next.leave_ends:hour", "9:30"}});
  EXPECT_TRUE(browser.shows("Check what will be sent"))
      << browser.page().substr(browser.page().find("<fieldset"), 1500);
  EXPECT_TRUE(browser.shows("25 Nov"));
  EXPECT_TRUE(browser.shows(", 09:30)"));
  EXPECT_FALSE(browser.shows("2026-11-25"));
}

// All questions stand on one page, so somebody who cannot write safely may have marked a danger as well.
TEST(Clerk, TheShortWayLosesNothingThatWasMarked) {
  Office office;
  Browser browser{office.routes};
  walk_to_send(browser, {{"safe", "no"}, {"danger", "armed_search"}, {"need", "money"}, {"text", "one line"}}, "en");
  browser.press("go_send");
  ASSERT_EQ(office.relay.puts.size(), 1U);
  std::string sent;
  for (const envelope::Answer& answer : office.relay.opened(0).answers)
    sent += answer.question + "=" + answer.code + " ";
  EXPECT_EQ(sent, "safe=no danger=armed_search need=money consent=yes ");
}

TEST(Clerk, TheShortWayStillShowsTheCrisisCardAndAsksNoMore) {
  Office office;
  Browser browser{office.routes};
  browser.get("/en/write");
  browser.press("go_answers", {{"safe", "no"}, {"danger", "armed_search"}, {"text", "x"}, {"consent", "yes"}});
  EXPECT_TRUE(browser.shows("Check what will be sent"));
  EXPECT_TRUE(browser.shows("class=\"crisis\""));
  EXPECT_TRUE(browser.shows("Armed people are searching"));
}

TEST(Clerk, SkippingAQuestionIsAnAnswerOfItsOwn) {
  Office office;
  Browser browser{office.routes};
  browser.get("/en/write");
  EXPECT_TRUE(browser.shows("name=\"status\" value=\"-\" checked> No answer"));
  EXPECT_TRUE(browser.shows("value=\"only_here\" checked"));
  walk_to_send(browser, {{"safe", "-"}, {"status", "-"}, {"text", "x"}}, "en");
  browser.press("go_send");
  ASSERT_EQ(office.relay.puts.size(), 1U);
  ASSERT_EQ(office.relay.opened(0).answers.size(), 1U);
  EXPECT_EQ(office.relay.opened(0).answers[0].question, "consent");
}

TEST(Clerk, NeedOrTextAndConsentAreAskedForAndNothingIsLost) {
  Office office;
  Browser browser{office.routes};
  browser.get("/uk/write");
  browser.press("go_answers", {{"status", "officer"}});
  EXPECT_TRUE(browser.shows("Позначте, що вам потрібно"));
  EXPECT_TRUE(browser.shows("Без вашої згоди"));
  EXPECT_TRUE(browser.shows("value=\"officer\" checked"));
  EXPECT_TRUE(browser.field("visit").empty());
}

TEST(Clerk, PressingSendAgainSendsOnce) {
  Office office;
  Browser browser{office.routes};
  walk_to_send(browser, {{"text", "once"}}, "en");
  const std::string body = browser.form_of("go_send", {});
  browser.post("/en/visit", body);
  EXPECT_TRUE(browser.shows("Your message is stored"));
  browser.post("/en/visit", body);
  EXPECT_TRUE(browser.shows("Your message is stored"));
  EXPECT_EQ(office.relay.puts.size(), 1U);
}

TEST(Clerk, AFailedSendKeepsItsMessageId) {
  Office office;
  Browser browser{office.routes};
  walk_to_send(browser, {{"text", "later"}}, "en");
  office.relay.next_put = PutAnswer::kUnreachable;
  browser.press("go_send");
  EXPECT_EQ(browser.response().status, 503);
  EXPECT_TRUE(browser.shows("Not sent"));
  office.relay.next_put = PutAnswer::kStored;
  browser.press("go_send");
  EXPECT_TRUE(browser.shows("Your message is stored"));
  EXPECT_EQ(office.relay.puts.size(), 1U);
}

TEST(Clerk, WrongPicksAreNamedAndNothingIsSent) {
  Office office;
  Browser browser{office.routes};
  browser.get("/en/write");
  browser.press("go_answers", {{"text", "x"}, {"consent", "yes"}});
  browser.press("go_words");
  browser.press("go_practice");
  browser.press("go_check", {{"pick0", "99"}});
  EXPECT_TRUE(browser.shows("That is not word number"));
  browser.press("go_send");
  EXPECT_EQ(browser.response().status, 400);
  EXPECT_TRUE(office.relay.puts.empty());
}

TEST(Clerk, WordsThatAreMistypedAreNamed) {
  Office office;
  Browser browser{office.routes};
  browser.get("/en/return");
  browser.press("go_open", {{"words", "one two"}});
  EXPECT_EQ(browser.response().status, 200);
  EXPECT_TRUE(browser.shows("role=\"alert\""));
  browser.press("go_open", {{"words", "<script>alert(1)</script> b c d e f g h"}});
  EXPECT_FALSE(browser.shows("<script"));
  EXPECT_TRUE(browser.shows("is not in our lists"));
  browser.press("go_open", {{"words", "baloon"}});
  EXPECT_TRUE(browser.shows("“baloon”. Perhaps “balloon”?"));
}

TEST(Clerk, ABlobIsOverAfterAQuarterOfAnHour) {
  Office office;
  Browser browser{office.routes};
  walk_to_send(browser, {{"text", "late"}}, "en");
  const std::string body = browser.form_of("go_send", {});
  office.clock.advance(kBlobLife);
  browser.post("/en/visit", body);
  EXPECT_EQ(browser.response().status, 410);
  EXPECT_TRUE(browser.shows("This page is over"));
  EXPECT_TRUE(office.relay.puts.empty());
}

TEST(Clerk, FinishEndsTheVisitForEveryPageOfIt) {
  Office office;
  Browser browser{office.routes};
  const auto words = walk_to_send(browser, {{"text", "bye"}}, "en");
  const std::string before = browser.form_of("go_words", {});
  browser.press("go_send");
  browser.press("go_end");
  EXPECT_EQ(browser.response().status, 303);
  browser.post("/en/visit", before);
  EXPECT_EQ(browser.response().status, 410);
  for (const std::string& word : words) EXPECT_FALSE(browser.shows(">" + word + "<"));
}

TEST(Clerk, EveryAnswerAllowsNothingAndHasASizeOfItsClass) {
  Office office;
  Browser browser{office.routes};
  const auto header = [&](std::string_view name) {
    for (const auto& [key, value] : browser.response().headers) {
      if (key == name) return value;
    }
    return std::string{};
  };
  const auto check = [&] {
    EXPECT_THAT(kPageSizes, ::testing::Contains(browser.page().size()));
    EXPECT_EQ(header("Cache-Control"), "no-store");
    EXPECT_EQ(header("Referrer-Policy"), "no-referrer");
    EXPECT_EQ(header("Set-Cookie"), "");
    EXPECT_EQ(header("Content-Security-Policy").find("script"), std::string::npos);
    EXPECT_TRUE(header("Content-Security-Policy").starts_with("default-src 'none'; style-src 'sha256-"));
    const std::size_t leave = browser.page().find("id=\"leave\"");
    EXPECT_LT(leave, browser.page().find("<main>"));
    EXPECT_EQ(browser.page().find("<a "), browser.page().rfind('<', leave)) << "Leave is the first link";
    EXPECT_FALSE(browser.shows("<script"));
  };
  for (const char* path : {"/", "/ru/", "/uk/write", "/en/return", "/en/visit"}) {
    browser.get(path);
    check();
  }
  walk_to_send(browser, {{"text", "size"}}, "en");
  check();
  browser.press("go_send");
  check();
}

TEST(Clerk, TheStyleCarriesNoTokenThatNothingAsksForAndEachThatIsAskedFor) {
  Office office;
  Browser browser{office.routes};
  browser.get("/ru/");
  const std::string page = browser.page();
  const std::size_t start = page.find("<style>");
  const std::string style = page.substr(start, page.find("</style>") - start);
  std::set<std::string> declared;
  std::set<std::string> asked;
  for (std::size_t at = style.find("--"); at != std::string::npos; at = style.find("--", at + 2)) {
    const std::string name = style.substr(at, style.find_first_of(":),", at) - at);
    (style[at - 1] == '(' ? asked : declared).insert(name);
  }
  EXPECT_GT(asked.size(), 5u);
  EXPECT_EQ(declared, asked);
}

TEST(Clerk, HostileTextInEveryFieldStaysText) {
  const std::string hostile =
      "<script>alert(1)</script>\"'>{{LEAVE}}{{#NAV}}</textarea></dd>\xE2\x80\xAE\xD7\xA9\xF0\x9F\x98\x80&amp;";
  Office office;
  Browser browser{office.routes};
  std::string text = hostile + "\r\nline two\r" + std::string(1, '\0');
  browser.get("/en/write");
  browser.press("go_answers", {{"who", "relative"},
                               {"contact", "only_here_hours"},
                               {"status", hostile},
                               {"where", "abroad"},
                               {"what_next", "leave_ends"},
                               {"documents.international_passport", "have"},
                               {"text", text},
                               {"consent", "yes"}});
  EXPECT_FALSE(browser.shows("<script"));
  browser.press("go_answers", {{"contact_words", hostile},
                               {"where.abroad:country", "<>"},
                               {"what_next.leave_ends:days", "\"><b>"},
                               {"documents.international_passport:year", "'x'"}});
  EXPECT_TRUE(browser.shows("There is no such date"));
  EXPECT_FALSE(browser.shows("<script"));
  EXPECT_FALSE(browser.shows("\"><b>"));
  EXPECT_FALSE(browser.shows("https://en.example/{{"));
  Fields fields{{"who", "relative"},
                {"contact", "only_here_hours"},
                {"where", "abroad"},
                {"what_next", "leave_ends"},
                {"text", text},
                {"consent", "yes"},
                {"contact_words", hostile},
                {"what_next.leave_ends:days", "3"},
                {"where.abroad:country", "KZ"}};
  browser.press("go_answers", fields);
  EXPECT_TRUE(browser.shows("Check what will be sent"))
      << browser.page().substr(browser.page().find("<fieldset"), 1500);
  EXPECT_FALSE(browser.shows("<script"));
  EXPECT_TRUE(browser.shows("{{LEAVE}}"));
}

/// `bytes` bytes of text in sentences.
std::string sentences(std::size_t bytes) {
  std::string text;
  while (text.size() + 40 < bytes) text += "\xF0\x9F\x98\x80 Short sentence. ";
  return text + std::string(bytes - text.size(), 'z');
}

TEST(Clerk, ATextLongerThanOneMessageGoesInTwoAndLosesNothing) {
  Office office;
  Browser browser{office.routes};
  const std::string text = sentences(7'900);
  browser.get("/en/write");
  EXPECT_TRUE(browser.shows("About 4,000 letters fit"))
      << browser.page().substr(browser.page().find("textarea") - 300, 300);
  walk_to_send(browser, {{"text", text}}, "en");
  browser.press("go_send");
  ASSERT_EQ(office.relay.puts.size(), 1U);
  EXPECT_TRUE(browser.shows("That is not all yet"));
  browser.press("go_rest");
  const std::string first{text_of(office.relay.opened(0).text->view())};
  EXPECT_TRUE(browser.shows("Short sentence."));
  EXPECT_EQ(office.relay.puts.size(), 1U) << "nothing goes without a word";
  browser.press("go_send_more", {{"text", browser.area()}});
  ASSERT_EQ(office.relay.puts.size(), 2U);
  const envelope::Message second = office.relay.opened(1);
  EXPECT_TRUE(second.mailbox_secret.equals(office.relay.opened(0).mailbox_secret));
  EXPECT_NE(second.id, office.relay.opened(0).id);
  EXPECT_TRUE(second.answers.empty());
  const std::string end = " [\u2026]";
  ASSERT_TRUE(first.ends_with(end));
  const std::string_view went_on = text_of(second.text->view());
  ASSERT_TRUE(went_on.starts_with(end.substr(1) + " "));
  EXPECT_EQ(first.substr(0, first.size() - end.size()) + " " + std::string{went_on.substr(end.size())}, text);
  EXPECT_TRUE(browser.shows("Your message is stored")) << "nothing is left, so the replies are shown";
}

TEST(Clerk, AFurtherMessageGoesInPartsToo) {
  Office office;
  Browser browser{office.routes};
  const auto words = walk_to_send(browser, {{"text", "first"}}, "en");
  browser.press("go_send");
  browser.get("/en/return");
  browser.press("go_open", {{"words", joined(words)}});
  browser.press("go_more");
  browser.press("go_send_more", {{"text", sentences(8'000)}});
  ASSERT_EQ(office.relay.puts.size(), 2U);
  EXPECT_TRUE(browser.shows("The first part is sent"));
  browser.press("go_send_more", {{"text", browser.area()}});
  EXPECT_EQ(office.relay.puts.size(), 3U);
}

TEST(Clerk, ATextTheFormCannotCarryIsKeptAndSaid) {
  Office office;
  Browser browser{office.routes};
  browser.get("/en/write");
  browser.press("go_answers", {{"text", std::string(8'010, 'a')}, {"consent", "yes"}});
  EXPECT_TRUE(browser.shows("Too long for this page by 10 letters"));
  EXPECT_TRUE(browser.shows(std::string(8'010, 'a')));
}

TEST(Clerk, TextThatIsNotUtf8IsRefused) {
  Office office;
  Browser browser{office.routes};
  browser.get("/en/write");
  browser.press("go_answers", {{"text", "\xFF\xFE"}, {"consent", "yes"}});
  EXPECT_EQ(browser.response().status, 400);
}

TEST(Clerk, AFloodOfWordsIsToldToComeBackAndSendersStillGetThrough) {
  Office office{{.workers = 1, .waiting_max = 2}};
  Browser sender{office.routes};
  const auto words = walk_to_send(sender, {{"text", "I was first"}}, "en");
  sender.press("go_send");
  ASSERT_TRUE(sender.shows("Your message is stored"));
  walk_to_send(sender, {{"text", "I need to get through"}}, "en");
  constexpr int kVisitors = 12;
  std::atomic<int> busy = 0;
  std::atomic<int> served = 0;
  std::vector<std::thread> flood;
  for (int i = 0; i < kVisitors; ++i) {
    flood.emplace_back([&] {
      Browser visitor{office.routes};
      visitor.get("/en/return");
      visitor.press("go_open", {{"words", joined(words)}});
      (visitor.response().status == 503 ? busy : served) += 1;
      EXPECT_EQ(visitor.response().status == 503, visitor.shows("Many people are here now"));
    });
  }
  sender.press("go_send");
  EXPECT_TRUE(sender.shows("Your message is stored"));
  for (std::thread& one : flood) one.join();
  EXPECT_GE(busy, 1);
  EXPECT_GE(served, 2);
  EXPECT_EQ(busy + served, kVisitors);
}

TEST(Clerk, WithoutKeysItSaysSoAndRecovers) {
  TestRelay relay;
  relay.down = true;
  ManualClock clock{start_of_day(kToday)};
  const Log log = Log::to_nothing();
  crypto::SystemRandom random;
  Clerk clerk{{.instance = relay.instance,
               .site = {.leave = {"https://a.example/", "https://a.example/", "https://a.example/"}}},
              *pack::read_pack(WAYMARK_SOURCE_DIR "/packs/military-refusal"),
              *Book::load(embedded_pages(), *text::Catalogue::embedded()),
              {clock, log, random, relay}};
  http::Routes routes;
  clerk.add_routes(routes);
  Browser browser{routes};
  browser.get("/en/");
  EXPECT_EQ(browser.response().status, 503);
  EXPECT_TRUE(browser.shows("does not answer"));
  relay.down = false;
  EXPECT_TRUE(clerk.refresh().has_value());
  browser.get("/en/");
  EXPECT_EQ(browser.response().status, 200);
  clock.advance(std::chrono::days{40});
  browser.get("/en/write");
  EXPECT_EQ(browser.response().status, 503);
  EXPECT_TRUE(browser.shows("have expired"));
  EXPECT_TRUE(browser.shows("1 Jan")) << "the clerk's own date";
  EXPECT_TRUE(browser.shows("22 Dec")) << "and that of the keys";
}

}  // namespace
}  // namespace waymark::clerk
