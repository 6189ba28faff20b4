// Whose case it is and whose words: drafts, repeated calls, checks of facts, giving back, what became of a case.
#include "office_story.h"

#include <fstream>

#include "desk/casefile/draft_store.h"
#include "desk/casefile/fact_ref.h"

namespace waymark::desk {
namespace {

class HandoverTest : public OfficeStory {
 protected:
  void SetUp() override {
    OfficeStory::SetUp();
    anna_ = hire("anna", {"first_line"});
    boris_ = hire("boris", {"first_line"});
    lead_ = sign_in(*mira_);
    a_ = sign_in(*anna_);
    b_ = sign_in(*boris_);
    requester_.emplace(Requester::make(random_));
    send(*requester_, "первое письмо");
    round();
    id_ = only_case(a_);
  }
  RecordId operation() { return RecordId{random_.array<RecordId::kSize>()}; }
  /// The requester wants it gone.
  void erase() {
    envelope::Message message = message_from(*requester_, "");
    message.kind = envelope::Kind::kErase;
    message.text.reset();
    message.answers.clear();
    message.contact.reset();
    message.pack.reset();
    send(message);
    round();
  }
  std::size_t replies() {
    std::size_t count = 0;
    const CaseView view = office_->cases().open(a_, id_).value();
    for (const Entry& entry : view.entries) count += entry.kind == EntryKind::kReply ? 1 : 0;
    return count;
  }
  /// Whether the bytes lie anywhere in the office's folder.
  bool is_on_disk(std::string_view text) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_.path())) {
      if (!entry.is_regular_file()) continue;
      std::ifstream in(entry.path(), std::ios::binary);
      const std::string all((std::istreambuf_iterator<char>(in)), {});
      if (all.find(text) != std::string::npos) return true;
    }
    return false;
  }

  std::optional<Person> anna_, boris_;
  SessionToken lead_, a_, b_;
  std::optional<Requester> requester_;
  CaseId id_;
};

// ---- one act, one effect -------------------------------------------------------------------------------------------

TEST_F(HandoverTest, TheSameReplyTwiceGoesOutOnce) {
  ASSERT_TRUE(office_->cases().take(a_, id_));
  const RecordId once = operation();
  const HeldReply first = office_->answers().hold_reply(a_, id_, "ответ", once).value();
  const HeldReply again = office_->answers().hold_reply(a_, id_, "ответ", once).value();
  EXPECT_EQ(first.record, again.record);
  EXPECT_EQ(first.hold_until, again.hold_until);
  EXPECT_EQ(replies(), 1U);
  EXPECT_EQ(office_->answers().hold_reply(a_, id_, "другое", once).error().code, Code::kConflict);
  ASSERT_TRUE(office_->answers().undo_reply(a_, id_, first.record));
  EXPECT_EQ(office_->answers().hold_reply(a_, id_, "ответ", once).error().code, Code::kConflict) << "it was taken back";
  clock_.advance(kReplyHold + Seconds{1});
  round();
  EXPECT_TRUE(replies_for(*requester_).empty());
}

TEST_F(HandoverTest, TheSameNoteTwiceIsOneNote) {
  const RecordId once = operation();
  EXPECT_EQ(office_->answers().add_note(a_, id_, "заметка", once).value(),
            office_->answers().add_note(a_, id_, "заметка", once).value());
  EXPECT_EQ(office_->answers().add_note(a_, id_, "другая", once).error().code, Code::kConflict);
}

TEST_F(HandoverTest, AMessageThatNobodySawStaysUnread) {
  ASSERT_TRUE(office_->cases().take(a_, id_));
  const RecordId seen = newest_message(a_, id_);
  send(*requester_, "второе письмо");
  round();
  EXPECT_EQ(office_->cases().mark_read(a_, id_, seen).error().code, Code::kConflict);
  EXPECT_EQ(office_->cases().open(a_, id_)->row.situation.unread, 2U);
  ASSERT_TRUE(office_->cases().mark_read(a_, id_, newest_message(a_, id_)));
  EXPECT_EQ(office_->cases().open(a_, id_)->row.situation.unread, 0U);
}

// ---- facts ---------------------------------------------------------------------------------------------------------

TEST_F(HandoverTest, ACheckIsAMarkOfItsOwnAndOutlivesARestart) {
  const Fact said{.key = "what_next",
                  .value = "court_date",
                  .attributes = {{"date", "2026-12-07T10:00"}},
                  .precision = Precision::kHour,
                  .said_by = Speaker::kRequester,
                  .author = "anna",
                  .said_at = clock_.now()};
  ASSERT_TRUE(office_->facts().set(a_, id_, said));
  const std::string ref = fact_ref(said, office_->cases().open(a_, id_)->facts.size() - 1);
  ASSERT_TRUE(office_->facts().check(b_, id_, ref, Verification::kVerified, "видел повестку"));
  restart();
  a_ = sign_in(*anna_);
  const CaseView view = office_->cases().open(a_, id_).value();
  Fact kept = view.facts.back();
  EXPECT_EQ(kept.verification, Verification::kVerified);
  kept.verification = Verification::kUnverified;
  EXPECT_EQ(kept, said);
  EXPECT_EQ(view.row.situation.facts.back().verification, Verification::kVerified) << "the queue knows it too";
  EXPECT_EQ(view.entries.back().author, "boris");
  EXPECT_EQ(view.entries.back().text, "видел повестку");
  EXPECT_EQ(office_->facts().check(a_, id_, "0-0", Verification::kVerified, "").error().code, Code::kInvalid);
}

TEST_F(HandoverTest, ACorrectionIsWholeOrNotAtAll) {
  const Fact old{.key = "what_next", .value = "court_date", .said_at = clock_.now()};
  ASSERT_TRUE(office_->facts().set(a_, id_, old));
  const std::size_t before = office_->cases().open(a_, id_)->facts.size();
  const std::string ref = fact_ref(old, before - 1);
  clock_.advance(Seconds{60});
  const Fact next{.key = "what_next", .value = "leave_ends", .author = "anna", .said_at = clock_.now()};
  Fact other = next;
  other.key = "where";
  EXPECT_EQ(office_->facts().correct(a_, id_, other, ref).error().code, Code::kInvalid);
  EXPECT_EQ(office_->cases().open(a_, id_)->facts.size(), before);
  ASSERT_TRUE(office_->facts().correct(a_, id_, next, ref));
  const std::vector<Fact> facts = office_->cases().open(a_, id_)->facts;
  ASSERT_EQ(facts.size(), before + 2);
  EXPECT_EQ(facts[before].verification, Verification::kContradicted);
  EXPECT_EQ(facts.back().value, "leave_ends");
}

// ---- unsent texts --------------------------------------------------------------------------------------------------

TEST_F(HandoverTest, DraftsOutliveLocksAndRestartsForTheirAuthorAlone) {
  EXPECT_EQ(office_->answers().put_draft(a_, id_, DraftKind::kReply, "недописанный ответ", 0).value(), 1U);
  EXPECT_EQ(office_->answers().put_draft(a_, id_, DraftKind::kReply, "недописанный ответ, длиннее", 1).value(), 2U);
  EXPECT_EQ(office_->answers().put_draft(a_, id_, DraftKind::kReply, "из второй вкладки", 1).error().code,
            Code::kConflict);
  EXPECT_TRUE(office_->answers().drafts(b_)->empty());
  EXPECT_TRUE(office_->answers().drafts(lead_)->empty()) << "not a lead's either";
  office_->doors().lock(a_);
  restart();
  b_ = sign_in(*boris_);
  a_ = sign_in(*anna_);
  EXPECT_TRUE(office_->answers().drafts(b_)->empty());
  const std::vector<DraftView> mine = office_->answers().drafts(a_).value();
  ASSERT_EQ(mine.size(), 1U);
  EXPECT_EQ(mine[0].text, "недописанный ответ, длиннее");
  EXPECT_EQ(mine[0].version, 2U);
  EXPECT_FALSE(is_on_disk("недописанный"));
  lead_ = sign_in(*mira_);
  const std::vector<LogLine> lines = office_->oversight().access_log(lead_, 0, 500).value();
  for (const LogLine& line : lines) EXPECT_EQ(line.what.find("draft"), std::string::npos);
}

TEST_F(HandoverTest, ADraftMovesWithTheKeyAndIsOnlyReadByWhoHasBoth) {
  ASSERT_TRUE(office_->answers().put_draft(a_, id_, DraftKind::kNote, "мысль", 0));
  ASSERT_TRUE(office_->cases().take(b_, id_));
  EXPECT_TRUE(office_->answers().drafts(a_)->empty()) << "the case is another's";
  EXPECT_TRUE(office_->answers().drafts(b_)->empty()) << "the words are another's";
  ASSERT_TRUE(office_->cases().give_back(b_, id_));
  ASSERT_EQ(office_->answers().drafts(a_)->size(), 1U);
  EXPECT_EQ(office_->answers().drafts(a_)->front().text, "мысль");
}

TEST_F(HandoverTest, WhatWasSentIsNoDraftAnyMore) {
  ASSERT_TRUE(office_->cases().take(a_, id_));
  ASSERT_TRUE(office_->answers().put_draft(a_, id_, DraftKind::kReply, "ответ", 0));
  ASSERT_TRUE(office_->answers().put_draft(a_, id_, DraftKind::kNote, "заметка", 0));
  ASSERT_TRUE(office_->answers().hold_reply(a_, id_, "ответ", operation()));
  ASSERT_EQ(office_->answers().drafts(a_)->size(), 1U);
  EXPECT_EQ(office_->answers().drafts(a_)->front().kind, DraftKind::kNote);
  ASSERT_TRUE(office_->answers().drop_draft(a_, id_, DraftKind::kNote));
  EXPECT_TRUE(office_->answers().drafts(a_)->empty());
}

TEST_F(HandoverTest, DraftsDieWithTheCase) {
  ASSERT_TRUE(office_->answers().put_draft(a_, id_, DraftKind::kReply, "ответ", 0));
  erase();
  EXPECT_TRUE(office_->answers().drafts(a_)->empty());
  EXPECT_EQ(office_->answers().put_draft(a_, id_, DraftKind::kReply, "ответ", 1).error().code, Code::kNotFound);
  auto store = open_desk_store(file()).value();
  EXPECT_EQ(store->number("SELECT count(*) FROM draft").value(), 0);
}

// ---- whose case it is ----------------------------------------------------------------------------------------------

TEST_F(HandoverTest, AScreenLearnsThatACaseIsGoneOrAnothers) {
  EXPECT_EQ(office_->cases().standing(a_, id_)->kind, CaseStanding::Kind::kOpen);
  clock_.advance(Seconds{60});
  ASSERT_TRUE(office_->cases().take(b_, id_));
  const CaseStanding taken = office_->cases().standing(a_, id_).value();
  EXPECT_EQ(taken.kind, CaseStanding::Kind::kTaken);
  EXPECT_EQ(taken.owner, "boris");
  EXPECT_EQ(taken.since, clock_.now());
  EXPECT_EQ(office_->cases().standing(b_, id_)->kind, CaseStanding::Kind::kOpen);
  EXPECT_EQ(office_->cases().standing(lead_, id_)->kind, CaseStanding::Kind::kOpen);
  clock_.advance(Seconds{60});
  erase();
  const CaseStanding gone = office_->cases().standing(b_, id_).value();
  EXPECT_EQ(gone.kind, CaseStanding::Kind::kGone);
  EXPECT_EQ(gone.since, clock_.now());
}

TEST_F(HandoverTest, AskingWhatBecameOfACaseIsNoActivity) {
  clock_.advance(Seconds{14 * 60});
  ASSERT_TRUE(office_->cases().standing(a_, id_));
  clock_.advance(Seconds{2 * 60});
  EXPECT_EQ(office_->cases().standing(a_, id_).error().code, Code::kExpired);
}

TEST_F(HandoverTest, GivingAwayAnothersCaseNeedsAReasonAndIsTold) {
  ASSERT_TRUE(office_->cases().take(a_, id_));
  EXPECT_EQ(office_->cases().give_back(lead_, id_, "").error().code, Code::kInvalid);
  ASSERT_TRUE(office_->cases().give_back(lead_, id_, "нужен тот, кто на смене ночью"));
  const Entry line = office_->cases().open(b_, id_)->entries.back();
  EXPECT_EQ(line.what, "given-back");
  EXPECT_EQ(line.text, "нужен тот, кто на смене ночью");
  const std::vector<LostCase> lost = office_->cases().lost(a_).value();
  ASSERT_EQ(lost.size(), 1U);
  EXPECT_EQ(lost[0].by, "mira");
  EXPECT_TRUE(lost[0].given_back);
  EXPECT_TRUE(office_->cases().lost(b_)->empty());
  const std::vector<LogLine> lines = office_->oversight().access_log(lead_, 0, 500).value();
  const auto given = std::ranges::find(lines, "case.give-back", &LogLine::what);
  ASSERT_NE(given, lines.end());
  EXPECT_EQ(given->from, "anna") << "the log says whose it was";
  EXPECT_TRUE(given->why.empty()) << "the reason is the case's";
}

TEST_F(HandoverTest, ATakeoverIsToldToWhoLostIt) {
  ASSERT_TRUE(office_->cases().take(a_, id_));
  office_->doors().sign_out(a_);
  ASSERT_TRUE(office_->cases().take(lead_, id_));
  a_ = sign_in(*anna_);
  const std::vector<LostCase> lost = office_->cases().lost(a_).value();
  ASSERT_EQ(lost.size(), 1U);
  EXPECT_FALSE(lost[0].given_back);
  office_->doors().sign_out(a_);
  a_ = sign_in(*anna_);
  EXPECT_TRUE(office_->cases().lost(a_)->empty()) << "told once";
}

TEST_F(HandoverTest, GivingBackIsUndoneToWhoeverLedIt) {
  ASSERT_TRUE(office_->cases().take(a_, id_));
  ASSERT_TRUE(office_->cases().give_back(lead_, id_, "по ошибке"));
  EXPECT_EQ(office_->cases().undo_give_back(b_, id_).error().code, Code::kConflict) << "not boris's act";
  EXPECT_EQ(office_->cases().lost(a_)->size(), 1U);
  ASSERT_TRUE(office_->cases().undo_give_back(lead_, id_));
  EXPECT_TRUE(office_->cases().lost(a_)->empty()) << "nothing is lost any more";
  EXPECT_EQ(office_->cases().open(a_, id_)->row.situation.owner, "anna");
  EXPECT_EQ(office_->cases().open(b_, id_).error().code, Code::kDenied) << "the new key is not for the first line";
  ASSERT_TRUE(office_->answers().hold_reply(a_, id_, "пишет снова она", operation()));
  EXPECT_EQ(office_->cases().undo_give_back(lead_, id_).error().code, Code::kConflict);
  ASSERT_TRUE(office_->cases().give_back(a_, id_, ""));
  clock_.advance(kGiveBackUndo + Seconds{1});
  EXPECT_EQ(office_->cases().undo_give_back(a_, id_).error().code, Code::kConflict) << "too late";
}

TEST_F(HandoverTest, ANoteCanBeLeftForWhoeverTookTheCase) {
  ASSERT_TRUE(office_->cases().take(b_, id_));
  EXPECT_EQ(office_->answers().add_note(a_, id_, "x").error().code, Code::kDenied);
  const RecordId once = operation();
  ASSERT_TRUE(office_->answers().leave_note(a_, id_, "мой недописанный ответ", once));
  ASSERT_TRUE(office_->answers().leave_note(a_, id_, "мой недописанный ответ", once));
  const std::vector<Entry> entries = office_->cases().open(b_, id_)->entries;
  EXPECT_EQ(entries.back().text, "мой недописанный ответ");
  EXPECT_EQ(entries.back().author, "anna");
  EXPECT_EQ(std::ranges::count(entries, EntryKind::kNote, &Entry::kind), 1);
}

}  // namespace
}  // namespace waymark::desk
