// Library items: a card is written by one person, approved by another, withdrawn, and those who were told it are found.
#include <gtest/gtest.h>

#include <algorithm>

#include "desk/api/acts_fixture.h"

namespace waymark::desk::api {
namespace {

using Json = nlohmann::json;

class LibraryItemsTest : public ActsFixture {
 protected:
  LibraryItemsTest() { sign_in(); }

  static constexpr const char* kCard = "/api/library/item/card/absence-terms";

  Json card(const std::string& id = "absence-terms") { return get("/api/library/item/card/" + id + "?lang=ru"); }
  static Json content_of(const Json& version) { return Json::parse(version["content"].get<std::string>()); }
  http::Response save(const Json& content, int edition, const std::string& id = "absence-terms") {
    return call("POST", "/api/library/item/card/" + id + "/save", {{"content", content.dump()}, {"edition", edition}});
  }
  http::Response step(const std::string& what, int edition, const std::string& reason = "",
                      const std::string& id = "absence-terms") {
    return call("POST", "/api/library/item/card/" + id + "/step",
                {{"step", what}, {"edition", edition}, {"reason", reason}});
  }
  std::string brief_of_pack(const char* language = "ru") {
    for (const pack::Card& one : cards_)
      if (one.id == "absence-terms") return one.texts.at(*language_from_code(language)).brief;
    return "";
  }
  std::string title_of_pack() {
    for (const pack::Card& one : cards_)
      if (one.id == "absence-terms") return one.texts.at(Language::kRussian).title;
    return "";
  }
  /// Saves a changed short form, asks for a reviewer, and has it approved. @return the edition afterwards
  int correct_card(const std::string& brief) {
    Json content = content_of(card()["current"]);
    content["texts"]["ru"]["short"] = brief;
    const int edition = card()["edition"];
    EXPECT_EQ(save(content, edition).status, 200);
    EXPECT_EQ(step("review", edition + 1).status, 200);
    sign_in("lada");
    EXPECT_EQ(step("approve", edition + 2).status, 200);
    sign_in();
    return edition + 3;
  }
  std::string tell(const std::string& text) {
    const std::string id =
        office_.add({"left=yes", "what_next=court_date;date=2026-12-07;precision=day"}, "text").text();
    post("/api/case/" + id + "/take");
    reply(id, text);
    return id;
  }
  Json reply(const std::string& id, const std::string& text) {
    const Json made = post("/api/case/" + id + "/reply", {{"text", text}, {"operation_id", operation()}});
    EXPECT_TRUE(made.contains("message_id")) << made;
    return made;
  }
  Json told() { return get("/api/library/told/absence-terms?lang=ru")["cases"]; }
};

TEST_F(LibraryItemsTest, TheOfficeBeginsWithThePack) {
  const Json items = get("/api/library/items?lang=ru")["items"];
  const auto find = [&](const std::string& id) {
    return *std::ranges::find_if(items, [&](const Json& one) { return one["id"] == id; });
  };
  EXPECT_EQ(find("absence-terms")["state"], "in_force");
  EXPECT_EQ(find("absence-terms")["edition"], 0);
  EXPECT_EQ(find("absence-terms")["version"], 2);
  EXPECT_EQ(find("received")["kind"], "ready");
  EXPECT_EQ(find("absence-terms")["uses"], 0);
}

TEST_F(LibraryItemsTest, ADraftChangesNothingUntilAnotherPersonApproves) {
  Json content = content_of(card()["current"]);
  content["texts"]["ru"]["short"] = "Новые слова.";
  ASSERT_EQ(save(content, 0).status, 200);
  EXPECT_EQ(card()["state"], "draft");
  EXPECT_EQ(card()["current"]["version"], 2);
  EXPECT_EQ(step("approve", 1).status, 403) << "nobody asked for a reviewer";
  ASSERT_EQ(step("review", 1).status, 200);
  EXPECT_EQ(step("approve", 2).status, 403) << "no reviewer's role, and the author";
  sign_in("lada");
  EXPECT_EQ(card()["may_approve"], true);
  ASSERT_EQ(step("approve", 2).status, 200);
  EXPECT_EQ(card()["current"]["version"], 3);
  EXPECT_EQ(card()["current"]["reviewer"], "lada");
  EXPECT_TRUE(card()["pending"].is_null());
  const Json cards = get("/api/library?lang=ru")["cards"];
  EXPECT_TRUE(std::ranges::any_of(cards, [](const Json& one) { return one["short"] == "Новые слова."; }));
  EXPECT_EQ(office_.logged("library.approved"), 1U);
}

TEST_F(LibraryItemsTest, NobodyApprovesWhatTheyWrote) {
  sign_in("lada");
  ASSERT_EQ(save(content_of(card()["current"]), 0).status, 200);
  ASSERT_EQ(step("review", 1).status, 200);
  EXPECT_EQ(card()["may_approve"], false);
  EXPECT_EQ(step("approve", 2).status, 403);
}

TEST_F(LibraryItemsTest, NorWhatTheyOnlyBegan) {
  sign_in("lada");
  ASSERT_EQ(save(content_of(card()["current"]), 0).status, 200);
  sign_in();
  ASSERT_EQ(save(content_of(card()["current"]), 1).status, 200);
  ASSERT_EQ(step("review", 2).status, 200);
  sign_in("lada");
  EXPECT_EQ(step("approve", 3).status, 403);
}

TEST_F(LibraryItemsTest, WithoutSourcesItCannotBeApprovedAndSaysWhy) {
  Json content = content_of(card()["current"]);
  content["sources"] = Json::array();
  ASSERT_EQ(save(content, 0).status, 200);
  EXPECT_EQ(step("review", 1).status, 400);
  const Json findings = card()["findings"];
  EXPECT_TRUE(std::ranges::any_of(findings, [](const Json& one) {
    return one["rule"] == "no-source" && one["place"] == "sources" && one["refused"] == true;
  })) << findings;
}

TEST_F(LibraryItemsTest, AnEditOfAnOldEditionOverwritesNothing) {
  Json mine = content_of(card()["current"]);
  Json theirs = mine;
  mine["texts"]["ru"]["short"] = "Моё.";
  theirs["texts"]["ru"]["short"] = "Чужое.";
  ASSERT_EQ(save(theirs, 0).status, 200);
  sign_in("anton");
  EXPECT_EQ(save(mine, 0).status, 409);
  EXPECT_EQ(content_of(card()["pending"])["texts"]["ru"]["short"], "Чужое.");
  EXPECT_EQ(step("drop", 0).status, 409);
  ASSERT_EQ(step("drop", 1).status, 200);
  EXPECT_TRUE(card()["pending"].is_null());
  EXPECT_EQ(card()["current"]["version"], 2);
}

TEST_F(LibraryItemsTest, WhatIsNoCardIsRefused) {
  EXPECT_EQ(save({{"format", "waymark card 1"}}, 0).status, 400);
  Json content = content_of(card()["current"]);
  EXPECT_EQ(save(content, 0, "other-name").status, 400) << "the content is of another id";
  content["id"] = "other-name";
  content["texts"] = Json::object();
  EXPECT_EQ(save(content, 0, "other-name").status, 200) << "a new card may be as incomplete as it likes";
  EXPECT_EQ(card("other-name")["current"], nullptr);
  sign_in("olha");
  EXPECT_EQ(save(content, 1, "other-name").status, 403) << "a coordinator writes no cards";
}

TEST_F(LibraryItemsTest, AWithdrawnCardIsOfferedNoMore) {
  EXPECT_EQ(step("withdraw", 0, "law changed").status, 403);
  sign_in("lada");
  EXPECT_EQ(step("withdraw", 0).status, 400) << "without a reason";
  ASSERT_EQ(step("withdraw", 0, "law changed").status, 200);
  EXPECT_EQ(card()["state"], "withdrawn");
  const Json cards = get("/api/library?lang=ru")["cards"];
  EXPECT_TRUE(std::ranges::none_of(cards, [](const Json& one) { return one["id"] == "absence-terms"; }));
}

TEST_F(LibraryItemsTest, WhatWasToldIsRememberedAndUndoneWithTheReply) {
  const std::string id = tell("Коротко: " + brief_of_pack() + " Вот.");
  EXPECT_EQ(card()["uses"], 1);
  const Json second = reply(id, "Ещё раз: " + brief_of_pack());
  EXPECT_EQ(card()["uses"], 1) << "a case counts once";
  tell(title_of_pack() + ".\nДругими словами.");
  EXPECT_EQ(card()["uses"], 2);
  tell("Без карточки.");
  EXPECT_EQ(card()["uses"], 2);
  const std::string undone = tell(brief_of_pack());
  EXPECT_EQ(card()["uses"], 3);
  const Json messages = get("/api/case/" + undone)["messages"];
  for (const Json& message : messages)
    if (message["kind"] == "reply")
      post("/api/case/" + undone + "/reply/" + message["id"].get<std::string>() + "/undo");
  EXPECT_EQ(card()["uses"], 2);
}

TEST_F(LibraryItemsTest, RecallFindsThoseWhoWereToldAndStrikesTheDone) {
  const std::string mine = tell(brief_of_pack());
  EXPECT_TRUE(told().empty()) << "nobody was told anything old";
  correct_card("Теперь иначе: это новая короткая форма.");
  ASSERT_EQ(told().size(), 1U);
  EXPECT_EQ(told()[0]["case_id"], mine);
  EXPECT_EQ(told()[0]["done"], false);
  const Json made = post("/api/library/told/absence-terms/case/" + mine);
  EXPECT_EQ(made["drafted"], true);
  EXPECT_NE(made["text"].get<std::string>().find("Теперь иначе: это новая короткая форма."), std::string::npos);
  EXPECT_EQ(get("/api/drafts")["drafts"][0]["text"], made["text"]) << "drafted, not sent";
  EXPECT_EQ(call("POST", "/api/library/told/absence-terms/case/" + mine).status, 409) << "an unsent text lies there";
  reply(mine, made["text"]);
  ASSERT_EQ(told().size(), 1U);
  EXPECT_EQ(told()[0]["done"], true);
  EXPECT_EQ(office_.logged("library.correction"), 1U);
}

TEST_F(LibraryItemsTest, APageThatStillShowsAnOldVersionIsFoundOut) {
  correct_card("Теперь иначе, и это новая короткая форма.");
  const std::string stale = tell(title_of_pack() + ".\n" + brief_of_pack());
  ASSERT_EQ(told().size(), 1U) << "what was sent is the old text";
  EXPECT_EQ(told()[0]["version"], 2);
  EXPECT_EQ(told()[0]["done"], false);
  std::string body;
  for (const pack::Card& one : cards_)
    if (one.id == "absence-terms") body = one.texts.at(Language::kRussian).body;
  Json content = content_of(card()["current"]);
  content["texts"]["ru"]["body"] = "Новый первый абзац, который всё меняет." + body.substr(body.find('\n'));
  ASSERT_EQ(save(content, card()["edition"]).status, 200);
  ASSERT_EQ(step("review", card()["edition"]).status, 200);
  sign_in("lada");
  ASSERT_EQ(step("approve", card()["edition"]).status, 200);
  sign_in();
  reply(stale, body);
  EXPECT_EQ(told()[0]["done"], false) << "the old first paragraph was sent with others that are still the same";
}

TEST_F(LibraryItemsTest, AWithdrawalIsToldToo) {
  const std::string mine = tell(brief_of_pack());
  sign_in("lada");
  ASSERT_EQ(step("withdraw", 0, "law changed").status, 200);
  sign_in();
  const Json made = post("/api/library/told/absence-terms/case/" + mine);
  EXPECT_NE(made["text"].get<std::string>().find("Больше не опирайтесь"), std::string::npos) << made;
  reply(mine, made["text"]);
  EXPECT_EQ(told()[0]["done"], true);
}

TEST_F(LibraryItemsTest, OfSomebodyElsesCaseOnlyNameAndOwnerAreShown) {
  const std::string veras = tell(brief_of_pack());
  correct_card("Теперь иначе: это новая короткая форма.");
  sign_in("anton");
  const Json cases = told();
  ASSERT_EQ(cases.size(), 1U);
  EXPECT_EQ(cases[0]["may_open"], false);
  EXPECT_EQ(cases[0]["owner"], "vera");
  EXPECT_TRUE(cases[0]["sentence"].is_null() && cases[0]["language"].is_null());
  EXPECT_EQ(post("/api/library/told/absence-terms/case/" + veras)["drafted"], false) << "a note to whoever leads it";
  sign_in();
  const Json messages = get("/api/case/" + veras)["messages"];
  EXPECT_TRUE(std::ranges::any_of(messages, [](const Json& one) {
    return one["kind"] == "note" &&
           one["text"].get<std::string>().find("Теперь иначе: это новая короткая форма.") != std::string::npos;
  }));
}

}  // namespace
}  // namespace waymark::desk::api
