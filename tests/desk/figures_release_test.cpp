// A release of figures from the question to the signature: who may what, a second person, two at once, what has changed
// since, a clock that was set back, kill -9 at every write.
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <functional>

#include "base/encoding.h"
#include "crypto/verify/hash.h"
#include "desk/keyring/office_values.h"
#include "figures_story.h"
#include "roster/figures_note.h"
#include "write_counter.h"

namespace waymark::desk {
namespace {

class FiguresRelease : public FiguresStory {
 protected:
  void SetUp() override {
    count_writes();
    FiguresStory::SetUp();
  }
  std::string refusal(const SessionToken& token, const RecordId& id) {
    const auto made = numbers().approve(token, id);
    if (!made.has_value()) return describe(made.error());
    return made->has_value() ? "" : made->error().code;
  }
  std::string refusal_of(const SessionToken& token, FiguresRequest asked) {
    const auto made = numbers().make_draft(token, std::move(asked));
    if (!made.has_value()) return describe(made.error());
    return made->has_value() ? "" : made->error().code;
  }
  std::int64_t rows_of(const char* table) {
    return open_desk_store(file()).value()->number("SELECT count(*) FROM " + std::string(table)).value();
  }
};

TEST_F(FiguresRelease, OneProposesAnotherApprovesAndAnybodyVerifies) {
  const FiguresDraft draft = proposed(anna_token_);
  const auto files = numbers().preview(mira_token_, draft.id).value();
  EXPECT_TRUE(files.contains("report.ru.html"));
  const auto made = numbers().approve(mira_token_, draft.id);
  ASSERT_TRUE(made.has_value()) << describe(made.error());
  ASSERT_TRUE(made->has_value()) << made->error().code;
  EXPECT_EQ((*made)->serial, 1U);
  EXPECT_EQ((*made)->hash, figures::hash_of(draft.release));
  const SignedFigures out = numbers().release(anna_token_, 0).value();
  for (const auto& [name, content] : files) EXPECT_EQ(out.files.at(name), content) << name << ": as it was looked at";
  const auto store = open_desk_store(file()).value();
  const auto note = roster::verify_figures_note(out.files.at(kNoteFile), newest_roster(*store).value());
  ASSERT_TRUE(note.has_value());
  EXPECT_EQ(note->sums, crypto::sha256({view_of(out.files.at(kSumsFile))}));
  EXPECT_EQ(to_hex(ByteView{note->release}), (*made)->hash);
  const auto sums = roster::parse_sums(out.files.at(kSumsFile)).value();
  EXPECT_EQ(sums.size() + 3, out.files.size());
  for (const auto& [name, sum] : sums) EXPECT_EQ(sum, to_hex(ByteView{crypto::sha256({view_of(out.files.at(name))})}));
  EXPECT_TRUE(roster::verify_chain(out.files.at(kChainFile), instance_).has_value());
  const auto hands = numbers().hands(mira_token_, 1).value();
  ASSERT_TRUE(hands.has_value());
  EXPECT_EQ(hands->by, "anna");
  EXPECT_EQ(hands->approved_by, "mira");
  EXPECT_TRUE(numbers().drafts(anna_token_)->empty());
}

TEST_F(FiguresRelease, TheSecondPersonIsAnotherOneInCharge) {
  const FiguresDraft own = proposed(mira_token_);
  EXPECT_EQ(refusal(mira_token_, own.id), "own");
  EXPECT_EQ(refusal(anna_token_, own.id), "role");
  const SessionToken vera = sign_in(*vera_);
  EXPECT_EQ(refusal(vera, own.id), "role");
  EXPECT_EQ(rows_of("figures_release"), 0);
  const SessionToken boris = sign_in(*boris_);
  EXPECT_EQ(refusal(boris, own.id), "");
  EXPECT_EQ(refusal(mira_token_, own.id), "done");
}

TEST_F(FiguresRelease, ADraftIsItsAuthorsUntilItIsProposed) {
  const auto draft = numbers().make_draft(anna_token_, request()).value().value();
  EXPECT_TRUE(numbers().drafts(mira_token_)->empty());
  EXPECT_EQ(numbers().draft(mira_token_, draft.id).error().code, Code::kNotFound);
  EXPECT_EQ(refusal(mira_token_, draft.id), "not-proposed");
  EXPECT_EQ(numbers().propose(mira_token_, draft.id).error().code, Code::kNotFound);
  const auto second = numbers().make_draft(anna_token_, request("2026-10")).value().value();
  ASSERT_EQ(numbers().drafts(anna_token_)->size(), 1U) << "counted again: in the place of the one before";
  EXPECT_EQ(numbers().drafts(anna_token_)->front().id, second.id);
  EXPECT_TRUE(numbers().propose(anna_token_, second.id).has_value());
  EXPECT_EQ(numbers().drafts(mira_token_)->size(), 1U);
  start_again();
  const auto kept = numbers().drafts(mira_token_).value();
  ASSERT_EQ(kept.size(), 1U) << "a proposal waits through the night";
  EXPECT_EQ(kept.front().release, second.release);
  EXPECT_TRUE(numbers().drop(mira_token_, second.id).has_value());
  EXPECT_EQ(refusal(mira_token_, second.id), "done");
}

TEST_F(FiguresRelease, AnAnalystSeesNumbersWhileSomebodyOfTheFirstLineIsHere) {
  const SessionToken vera = sign_in(*vera_);
  EXPECT_FALSE(numbers().rights(vera)->sees_rows);
  EXPECT_EQ(numbers().rows(vera).error().code, Code::kDenied);
  const FiguresDraft draft = proposed(vera);
  const auto trace = numbers().trace(vera, draft.release.figures.front().id).value();
  EXPECT_EQ(trace.rows, 12);
  EXPECT_EQ(trace.by.at("kind").at("request"), 12);
  EXPECT_TRUE(trace.shown.empty());
  const auto rows = numbers().trace(mira_token_, draft.release.figures.front().id).value();
  ASSERT_EQ(rows.shown.size(), 12U);
  EXPECT_TRUE(rows.shown.front().case_id.has_value()) << "from the number to the case";
  (void)office_->doors().sign_out(mira_token_);
  (void)office_->doors().sign_out(anna_token_);
  EXPECT_EQ(numbers().drafts(vera).error().code, Code::kUnavailable);
}

TEST_F(FiguresRelease, OthersSeeNothing) {
  Person lawyer = hire("gleb", {"lawyer"});
  const SessionToken gleb = sign_in(lawyer);
  EXPECT_EQ(numbers().rights(gleb).error().code, Code::kDenied);
  EXPECT_EQ(numbers().make_draft(gleb, request()).error().code, Code::kDenied);
  EXPECT_EQ(numbers().release(gleb, 0).error().code, Code::kDenied);
}

TEST_F(FiguresRelease, OfTwoProposalsTheSecondIsOvertaken) {
  const FiguresDraft first = proposed(anna_token_);
  const SessionToken boris = sign_in(*boris_);
  const FiguresDraft second = proposed(boris, request("2026-10..2026-11"));
  EXPECT_EQ(refusal(mira_token_, first.id), "");
  EXPECT_EQ(refusal(mira_token_, second.id), "overtaken");
  EXPECT_EQ(rows_of("figures_release"), 1);
}

TEST_F(FiguresRelease, WhatHasChangedSinceIsCountedAgainAndRefused) {
  const FiguresDraft rounded = proposed(anna_token_);
  for (int i = 0; i < 5; ++i) send(Requester::make(random_), "ещё " + std::to_string(i));
  round();
  const auto made = numbers().approve(mira_token_, rounded.id).value();
  ASSERT_FALSE(made.has_value());
  EXPECT_EQ(made.error().code, "changed-since");
  EXPECT_EQ(made.error().combination, (std::vector<std::string>{"12", "17"}));
  EXPECT_EQ(rows_of("figures_release"), 0);
  EXPECT_EQ(rows_of("figures_file"), 0);
  EXPECT_EQ(numbers().drafts(anna_token_)->size(), 1U) << "its author sees why";
}

TEST_F(FiguresRelease, NoiseIsThatOfTheDraftAndABudgetIsSpentOnce) {
  const FiguresDraft noisy = proposed(anna_token_, request("2026-11", figures::How::kPrivate));
  EXPECT_EQ(refusal(mira_token_, noisy.id), "");
  const auto ledger = numbers().ledger(mira_token_).value();
  EXPECT_EQ(ledger.releases().front(), noisy.release) << "nothing is drawn again";
  FiguresRequest more = request("2026-11", figures::How::kPrivate);
  more.plan.sections.front().by = {};
  more.plan.sections.push_back({"outcomes", {}});
  more.plan.sections.push_back({"cases_closed", {}});
  more.plan.sections.push_back({"cards_told", {}});
  EXPECT_EQ(refusal_of(anna_token_, std::move(more)), "budget");
  EXPECT_EQ(rows_of("figures_release"), 1);
}

TEST_F(FiguresRelease, AClockSetBackAndAPeriodThatHasNotBeenAreRefused) {
  EXPECT_EQ(refusal_of(anna_token_, request("2026-12")), "impossible-period");
  const FiguresDraft draft = proposed(anna_token_);
  EXPECT_EQ(refusal(mira_token_, draft.id), "");
  clock_.set(clock_.now() - Seconds{2 * 86'400});
  EXPECT_EQ(refusal_of(anna_token_, request("2026-10")), "clock");
}

TEST_F(FiguresRelease, AnOfficeThatWasRestoredTakesOverWhatASignedLedgerHas) {
  EXPECT_EQ(refusal(mira_token_, proposed(anna_token_).id), "");
  const figures::Ledger whole = numbers().ledger(mira_token_).value();
  const auto store = open_desk_store(file()).value();
  ASSERT_TRUE(store->execute("DELETE FROM figures_release").has_value());
  EXPECT_EQ(numbers().take_over(mira_token_, whole), 1U);
  EXPECT_EQ(numbers().ledger(mira_token_)->head(), whole.head());
  EXPECT_EQ(numbers().take_over(mira_token_, whole), 0U);
  EXPECT_EQ(numbers().take_over(mira_token_, {}).error().code, Code::kConflict) << "a shorter one";
  EXPECT_EQ(numbers().release(mira_token_, 1)->files.at(kLedgerFile), whole.text());
}

constexpr const char* kCalls =
    "# id: calls\n# beside: requests\n# organisation: Other line\n# source: example.org\n# name.ru: Звонки\n"
    "# name.uk: Дзвінки\n# name.en: Calls\n# definition.ru: Все.\n# definition.uk: Усі.\n# definition.en: All.\n"
    "month,value\n2026-11,1216\n";

// What is looked at is what is printed: the draft carries the series as it was.
TEST_F(FiguresRelease, ASeriesThatIsThrownAwayLaterIsPrintedAsItWasLookedAt) {
  ASSERT_TRUE(numbers().import_series(anna_token_, kCalls)->has_value());
  FiguresRequest asked = request();
  asked.beside = {"calls"};
  const FiguresDraft draft = proposed(anna_token_, asked);
  ASSERT_TRUE(numbers().drop_series(mira_token_, "calls").has_value());
  EXPECT_EQ(numbers().drop_series(mira_token_, "calls").error().code, Code::kNotFound);
  EXPECT_EQ(refusal(mira_token_, draft.id), "");
  const SignedFigures out = numbers().release(anna_token_, 0).value();
  EXPECT_NE(out.files.at("others.csv").find("1216"), std::string::npos);
  EXPECT_NE(out.files.at("report.uk.html").find("опублікувала інша організація: Other line"), std::string::npos);
  EXPECT_EQ(numbers().make_draft(anna_token_, asked).error().code, Code::kNotFound) << "it is not here any more";
}

TEST_F(FiguresRelease, WhoMayNotCountImportsNothingAndAWrongFileIsNotKept) {
  Person lawyer = hire("gleb", {"lawyer"});
  EXPECT_EQ(numbers().import_series(sign_in(lawyer), kCalls).error().code, Code::kDenied);
  const auto wrong = numbers().import_series(anna_token_, std::string(kCalls) + "2026-10,7\n").value();
  ASSERT_FALSE(wrong.has_value());
  EXPECT_EQ(wrong.error().code, "order");
  EXPECT_EQ(rows_of("figures_series"), 0);
  for (int i = 0; i < static_cast<int>(kSeriesMax); ++i) {
    std::string one = kCalls;
    one.replace(one.find("calls"), 5, "calls-" + std::to_string(i));
    ASSERT_TRUE(numbers().import_series(anna_token_, one)->has_value());
  }
  EXPECT_EQ(numbers().import_series(anna_token_, kCalls).error().code, Code::kFull);
  FiguresRequest four = request();
  four.beside = {"calls-0", "calls-1", "calls-2", "calls-3"};
  EXPECT_EQ(numbers().make_draft(anna_token_, four).error().code, Code::kTooLarge);
}

/// A child approves and dies at its `step`th write. @return whether it died
bool approve_and_die(const std::function<bool()>& deed, int step) {
  const pid_t child = ::fork();
  if (child == 0) {
    die_at_write(step);
    const bool done = deed();
    die_at_write(0);
    ::_exit(done ? 0 : 1);
  }
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  return WIFSIGNALED(status);
}

TEST_F(FiguresRelease, KilledAtEveryWriteThereIsAReleaseOrThereIsNone) {
  const FiguresDraft draft = proposed(anna_token_);
  office_.reset();
  courier_.reset();
  int before = 0;
  for (int step = 1;; step += 3) {
    ASSERT_LT(step, 900);
    clock_.advance(Seconds{60});
    const std::string code = code_of_now(*mira_);
    const bool died = approve_and_die(
        [&] {
          auto office =
              Office::open({open_desk_store(file()).value(), clock_, random_, pepper_->duplicate(), "x"}).value();
          know(*office);
          const auto token = office->doors().sign_in("mira", SecretBytes::copy_of(view_of(mira_->passphrase)), code);
          const auto made = office->numbers().approve(token->token, draft.id);
          return made.has_value() && made->has_value();
        },
        step);
    const std::int64_t releases = rows_of("figures_release");
    EXPECT_EQ(rows_of("figures_draft") == 0, releases == 1) << step;
    EXPECT_EQ(rows_of("figures_file") > 0, releases == 1) << step;
    if (releases == 1) break;
    EXPECT_TRUE(died) << step;
    ++before;
  }
  EXPECT_GT(before, 2) << "the test killed nobody: it shows nothing";
  start_again();
  EXPECT_EQ(numbers().release(mira_token_, 1)->files.at(kReleaseFile), figures::write_release(draft.release) + "\n");
}

}  // namespace
}  // namespace waymark::desk
