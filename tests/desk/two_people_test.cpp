// Two people write about the same from two mailboxes: a soldier and his mother. Neither is ever shown a word of the
// other: not in replies, quotes, drafts, notes of the link, nor in what the desk reads out of a case.
#include <algorithm>

#include "office_story.h"

namespace waymark::desk {
namespace {

class TwoPeople : public OfficeStory {
 protected:
  void SetUp() override {
    OfficeStory::SetUp();
    anna_ = hire("anna", {"first_line"});
    token_ = sign_in(*anna_);
    send(soldier_, kSoldierSays);
    round();
    his_ = only_case(token_);
    send(mother_, kMotherSays);
    round();
    const std::vector<AgendaRow> rows = office_->list().rows(token_).value();
    for (const AgendaRow& row : rows)
      if (row.case_id != his_) hers_ = row.case_id;
    ASSERT_TRUE(office_->cases().take(token_, his_).has_value());
    ASSERT_TRUE(office_->cases().take(token_, hers_).has_value());
  }
  RecordId act() { return {random_.array<16>()}; }
  CaseView view(const CaseId& id) { return office_->cases().open(token_, id).value(); }
  Result<void> link() { return office_->items().link(token_, hers_, his_, "parent", "self", act()); }
  /// Everything that a case hands out as text.
  std::string words_of(const CaseId& id) {
    std::string all;
    const CaseView shown = view(id);
    for (const Entry& entry : shown.entries) all += entry.text + "\n" + entry.contact_words + "\n";
    for (const Fact& fact : shown.facts) {
      all += fact.key + "=" + fact.value + "\n";
      for (const auto& [name, value] : fact.attributes) all += name + "=" + value + "\n";
    }
    for (const NotedItem& one : shown.items) {
      all += one.item.text + "\n";
      for (const auto& [name, value] : one.item.codes) all += name + "=" + value + "\n";
    }
    for (const LogLine& line : shown.log) all += line.why + "\n";
    const std::vector<DraftView> drafts = office_->answers().drafts(token_).value();
    for (const DraftView& draft : drafts)
      if (draft.case_id == id) all += draft.text + "\n";
    return all;
  }
  static constexpr std::string_view kSoldierSays = "Я ушёл ночью, мама не знает";
  static constexpr std::string_view kMotherSays = "Сын пропал, отцу я не сказала";

  Requester soldier_ = Requester::make(random_);
  Requester mother_ = Requester::make(random_);
  std::optional<Person> anna_;
  SessionToken token_;
  CaseId his_, hers_;
};

TEST_F(TwoPeople, EachCaseNamesTheOtherAndWhoWritesThere) {
  ASSERT_TRUE(link().has_value());
  const auto person_of = [this](const CaseId& id) { return view(id).items.at(0).item; };
  EXPECT_EQ(person_of(hers_).codes.at("case"), his_.text());
  EXPECT_EQ(person_of(hers_).codes.at("relation"), "self");
  EXPECT_EQ(person_of(his_).codes.at("case"), hers_.text());
  EXPECT_EQ(person_of(his_).codes.at("relation"), "parent");
  EXPECT_NE(view(his_).row.situation.stage, Stage::kClosed) << "both are worked on";
  EXPECT_EQ(link().error().code, Code::kConflict);
  EXPECT_EQ(office_->items().link(token_, his_, his_, "self", "self", act()).error().code, Code::kInvalid);
  EXPECT_EQ(office_->items().link(token_, his_, hers_, "self", "boss", act()).error().code, Code::kInvalid);
  Item forged{.kind = ItemKind::kPerson, .codes = {{"relation", "friend"}, {"case", hers_.text()}}};
  EXPECT_EQ(office_->items().put(token_, his_, forged, {}).error().code, Code::kInvalid) << "no link by hand";
}

TEST_F(TwoPeople, NoWordOfOneIsInTheCaseOfTheOtherWhateverIsDoneInEither) {
  ASSERT_TRUE(link().has_value());
  ASSERT_TRUE(office_->answers().put_draft(token_, hers_, DraftKind::kReply, "черновик для матери", 0).has_value());
  ASSERT_TRUE(office_->answers().add_note(token_, his_, "заметка о сыне", act()).has_value());
  send(soldier_, "Меня ищут, скажите что делать");
  round();
  const std::string hers = words_of(hers_);
  const std::string his = words_of(his_);
  for (const std::string_view secret :
       {kSoldierSays, std::string_view("заметка о сыне"), std::string_view("Меня ищут")})
    EXPECT_EQ(hers.find(secret), std::string::npos) << secret;
  for (const std::string_view secret : {kMotherSays, std::string_view("черновик для матери")})
    EXPECT_EQ(his.find(secret), std::string::npos) << secret;
  EXPECT_NE(his.find("Меня ищут"), std::string::npos) << "and nothing is lost where it belongs";
  EXPECT_NE(hers.find("черновик для матери"), std::string::npos);
}

TEST_F(TwoPeople, AReplyGoesToOneMailboxAlone) {
  ASSERT_TRUE(link().has_value());
  ASSERT_TRUE(office_->answers().hold_reply(token_, hers_, "Мы ищем вашего сына").has_value());
  clock_.advance(kReplyHold + Seconds{1});
  round();
  EXPECT_EQ(replies_for(mother_), std::vector<std::string>{"Мы ищем вашего сына"});
  EXPECT_TRUE(replies_for(soldier_).empty());
}

TEST_F(TwoPeople, WhoCanOpenOnlyOneOfThemCannotLinkThemAndLearnsNothing) {
  Person boris = hire("boris", {"first_line"});
  const SessionToken his_reader = sign_in(boris);
  const auto tried = office_->items().link(his_reader, hers_, his_, "parent", "self", act());
  EXPECT_EQ(tried.error().code, Code::kDenied);
  EXPECT_TRUE(view(hers_).items.empty());
  EXPECT_TRUE(view(his_).items.empty()) << "nothing of half a link stays";
}

TEST_F(TwoPeople, WhenOneErasesEverythingTheOtherStays) {
  ASSERT_TRUE(link().has_value());
  envelope::Message erase = message_from(soldier_, "");
  erase.kind = envelope::Kind::kErase;
  erase.text.reset();
  erase.pack.reset();
  erase.answers.clear();
  send(erase);
  round();
  EXPECT_EQ(office_->cases().open(token_, his_).error().code, Code::kNotFound);
  EXPECT_NE(words_of(hers_).find(kMotherSays), std::string::npos);
}

}  // namespace
}  // namespace waymark::desk
