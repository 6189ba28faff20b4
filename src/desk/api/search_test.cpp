// Search: what is found, by whom, and what is not.
#include <atomic>
#include <thread>

#include "desk/api/acts_fixture.h"

namespace waymark::desk::api {
namespace {

class Search : public ActsFixture {
 protected:
  Json found(const std::string& typed) { return post("/api/search", {{"text", typed}}); }
  std::vector<std::string> ids(const std::string& typed) {
    std::vector<std::string> all;
    const Json answer = found(typed);
    for (const Json& row : answer["rows"]) all.push_back(row["case_id"]);
    return all;
  }
  using Ids = std::vector<std::string>;

  std::string summons_ = office_.add({"status=mobilised"}, "Вчера пришла повестка из военкомата").text();
  std::string passport_ =
      office_.add({"documents=internal_passport;state=taken_by_command"}, "Командир забрал паспорт").text();
};

TEST_F(Search, FindsOtherFormsBeginningsAndConditions) {
  sign_in();
  EXPECT_EQ(ids("повестку"), Ids{summons_});
  EXPECT_EQ(ids("повес"), Ids{summons_}) << "while it is typed";
  EXPECT_EQ(ids("ПАСПОРТА забрали"), Ids{passport_});
  EXPECT_EQ(ids("doc:passport=taken"), Ids{passport_});
  EXPECT_EQ(ids("doc:passport=taken повестка"), Ids{});
  EXPECT_EQ(ids("owner:none").size(), 2U);
  EXPECT_EQ(ids("lang:ru").size(), 2U);
  const Json answer = found("паспорт");
  const Json marked = {{{"text", "Командир забрал "}, {"wanted", false}}, {{"text", "паспорт"}, {"wanted", true}}};
  EXPECT_EQ(answer["snippets"], Json::array({marked}));
  EXPECT_EQ(answer["rows"][0]["case_id"], passport_);
  EXPECT_EQ(office_.logged("case.open"), 0U) << "to look for something is not to open it";
}

TEST_F(Search, FollowsEveryText) {
  sign_in();
  EXPECT_EQ(ids("вокзал"), Ids{});
  office_.write_again(*CaseId::from_text(summons_), "Я на вокзале");
  EXPECT_EQ(ids("вокзал"), Ids{summons_});
  EXPECT_EQ(found("вокзал")["snippets"][0][1]["text"], "вокзале");
  post("/api/case/" + summons_ + "/take");
  post("/api/case/" + summons_ + "/note", {{"text", "перезвонить юристу"}, {"operation_id", operation()}});
  EXPECT_EQ(ids("юрист"), Ids{summons_});
  EXPECT_EQ(ids("owner:me"), Ids{summons_});
  office_.erase(*CaseId::from_text(summons_));
  EXPECT_EQ(ids("вокзал"), Ids{});
  EXPECT_EQ(ids("lang:ru"), Ids{passport_});
}

TEST_F(Search, NobodyFindsWhatTheyCannotOpen) {
  sign_in();
  post("/api/case/" + summons_ + "/take");
  EXPECT_EQ(ids("повестка"), Ids{summons_});
  sign_in("anton");
  const Json theirs = found("повестка");
  EXPECT_EQ(theirs["rows"].size(), 0U);
  EXPECT_EQ(theirs["total"], 0);
  for (const char* typed : {"owner:vera", "lang:ru", "от", "stage:mobilised"})
    EXPECT_EQ(std::ranges::count(ids(typed), summons_), 0) << typed;
  sign_in("ihor");
  EXPECT_EQ(ids("повестка"), Ids{summons_}) << "a lead holds every key";
}

TEST_F(Search, WhatOnlyOnePersonCanOpenGoesWithThem) {
  sign_in();
  const std::string vera = token_;
  post("/api/case/" + summons_ + "/take");
  EXPECT_EQ(ids("повестка"), Ids{summons_});
  sign_in("anton");
  const std::string anton = std::exchange(token_, vera);
  post("/api/sign-out");
  token_ = anton;
  EXPECT_EQ(ids("паспорт"), Ids{passport_});
  EXPECT_EQ(ids("повестка"), Ids{});
  sign_in();
  EXPECT_EQ(ids("повестка"), Ids{summons_}) << "and comes back with them";
}

TEST_F(Search, ThePanicLockTakesAllThatWasRead) {
  sign_in();
  EXPECT_EQ(ids("повестка"), Ids{summons_});
  // Whoever filed the requests has been idle for so long that their session ends; vera has not.
  clock_.advance(Seconds{600});
  EXPECT_EQ(ids("повестка"), Ids{summons_});
  clock_.advance(Seconds{400});
  ASSERT_TRUE(office_->upkeep().housekeeping().has_value());
  EXPECT_FALSE(office_->search().is_empty());
  post("/api/lock");
  EXPECT_TRUE(office_->search().is_empty()) << "at once";
  EXPECT_FALSE(*office_->search().work(1));
  EXPECT_EQ(call("POST", "/api/search", {{"text", "повестка"}}).status, 401);
}

TEST_F(Search, TwoReadersAndAWriterAtOnce) {
  sign_in();
  for (int i = 0; i < 20; ++i) office_.add({}, "общее слово");
  std::atomic<bool> stop = false;
  std::thread first([&] {
    while (!stop) (void)office_->search().work(3);
  });
  std::thread second([&] {
    while (!stop) (void)office_->search().work(3);
  });
  for (int i = 0; i < 20; ++i) office_.write_again(*CaseId::from_text(summons_), "слово" + std::to_string(i));
  stop = true;
  first.join();
  second.join();
  while (*office_->search().work(5)) {
  }
  EXPECT_EQ(found("общее")["total"], 20);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(ids("слово" + std::to_string(i) + " "), Ids{summons_}) << i;
}

TEST_F(Search, AGivenBackCaseIsEverybodysAgain) {
  sign_in();
  post("/api/case/" + summons_ + "/take");
  EXPECT_EQ(ids("повестка"), Ids{summons_});
  post("/api/case/" + summons_ + "/give-back", {{"reason", "to whoever comes next"}});
  sign_in("anton");
  EXPECT_EQ(ids("повестка"), Ids{summons_});
}

TEST_F(Search, WhatMeansNothingIsSaid) {
  sign_in();
  const Json unknown = found("суд unit:12345");
  EXPECT_EQ(unknown["problem"]["why"], "unknown-operator");
  EXPECT_EQ(unknown["problem"]["part"], "unit:12345");
  EXPECT_EQ(unknown["rows"].size(), 0U);
  EXPECT_EQ(found("clock:48")["problem"]["why"], "bad-value");
  EXPECT_EQ(found("a b c d e f g h i j k l m")["problem"]["why"], "too-long");
  std::string letter;
  for (int i = 0; i < 10'000; ++i) letter += "ж";
  EXPECT_EQ(found(letter)["problem"]["why"], "too-long");
}

TEST_F(Search, NeedsASession) {
  EXPECT_EQ(call("POST", "/api/search", {{"text", "суд"}}).status, 401);
  EXPECT_EQ(call("GET", "/api/search?text=x").status, 405);
}

TEST_F(Search, ManyCasesAreReadRoundByRound) {
  sign_in();
  for (int i = 0; i < 40; ++i) office_.add({}, "общее слово");
  EXPECT_EQ(found("общее")["filling"], true);
  while (*office_->search().work(5)) {
  }
  const Json all = found("общее");
  EXPECT_EQ(all["filling"], false);
  EXPECT_EQ(all["total"], 40);
}

}  // namespace
}  // namespace waymark::desk::api
