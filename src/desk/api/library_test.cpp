// Library: ready questions, replies and cards in the person's language, named in the reader's.
#include <gtest/gtest.h>

#include <algorithm>

#include "desk/api/acts_fixture.h"

namespace waymark::desk::api {
namespace {

using Json = nlohmann::json;

class LibraryTest : public ActsFixture {
 protected:
  LibraryTest() { sign_in(); }
  static Json named(const Json& list, const std::string& member, const std::string& value) {
    const auto found = std::ranges::find_if(list, [&](const Json& one) { return one[member] == value; });
    return found == list.end() ? Json() : *found;
  }
};

TEST_F(LibraryTest, IsInThePersonsLanguageAndNamedInTheReaders) {
  const Json library = get("/api/library?lang=ru&to=uk");
  EXPECT_EQ(library["language"], "uk");
  const Json question = named(library["questions"], "key", "left");
  EXPECT_EQ(question["name"], pack_.text(Language::kRussian, "short.left"));
  EXPECT_EQ(question["text"], pack_.text(Language::kUkrainian, "ask.left"));
  EXPECT_EQ(question["text_other"], pack_.text(Language::kUkrainian, "ask.left@other"));
  const Json received = named(library["templates"], "id", "received");
  EXPECT_EQ(received["name"], pack_.text(Language::kRussian, "template_name.received"));
  EXPECT_EQ(received["text"], pack_.text(Language::kUkrainian, "template.received"));
  const Json card = named(library["cards"], "id", "absence-terms");
  EXPECT_EQ(card["name"], cards_.at(1).texts.at(Language::kRussian).title);
  EXPECT_EQ(card["short"], cards_.at(1).texts.at(Language::kUkrainian).brief);
}

TEST_F(LibraryTest, WithoutALanguageOfThePersonItIsTheReaders) {
  EXPECT_EQ(get("/api/library?lang=en")["language"], "en");
}

TEST_F(LibraryTest, AnUnknownLanguageIsRefused) { EXPECT_EQ(call("GET", "/api/library?lang=en&to=xx").status, 400); }

TEST_F(LibraryTest, NeedsASession) {
  token_.clear();
  EXPECT_EQ(call("GET", "/api/library?lang=en").status, 401);
}

TEST_F(LibraryTest, ACardPastItsReviewSaysSo) {
  clock_.advance(std::chrono::days{365});
  sign_in();
  const Json cards = get("/api/library?lang=ru")["cards"];
  EXPECT_TRUE(std::ranges::all_of(cards, [](const Json& card) { return card["past_review"] == true; }));
}

// The page asks for the tick; whoever calls without it, or has had the page open since yesterday, is asked here.
TEST_F(LibraryTest, ATextWithAnOverdueCardWaitsForALawyersWord) {
  const std::string path = "/api/case/" + office_.add({}, "hello").text();
  clock_.advance(std::chrono::days{365});
  sign_in();
  post(path + "/take");
  const pack::CardText& card = cards_.at(1).texts.at(Language::kRussian);
  const auto body = [&](const std::string& text) { return Json{{"text", text}, {"operation_id", operation()}}; };
  for (const char* act : {"/reply", "/close", "/wait"}) {
    Json asked = body("Здравствуйте. " + card.brief);
    if (std::string_view{act} == "/wait") asked["stage"] = "waiting_person";
    EXPECT_EQ(call("POST", path + act, asked).status, 409) << act;
    EXPECT_EQ(post(path + act, asked)["due"], Json::array({cards_.at(1).texts.at(Language::kEnglish).title})) << act;
  }
  EXPECT_EQ(get(path)["stage"], "active") << "nothing was written";
  Json looked = body(card.brief);
  looked["confirm_due_cards"] = true;
  EXPECT_EQ(call("POST", path + "/reply", looked).status, 200);
  EXPECT_EQ(call("POST", path + "/reply", body("Здравствуйте.")).status, 200) << "no card, no question";
}

TEST_F(LibraryTest, ATextWithACardInItsTimeGoes) {
  const std::string path = "/api/case/" + office_.add({}, "hello").text();
  post(path + "/take");
  const std::string text = cards_.at(1).texts.at(Language::kRussian).brief;
  EXPECT_EQ(call("POST", path + "/reply", {{"text", text}, {"operation_id", operation()}}).status, 200);
}

}  // namespace
}  // namespace waymark::desk::api
