// A day in the life: a hundred requests, four volunteers, a lawyer and a coordinator, ten hours by a clock that the
// test moves. Every promise is kept or climbs at 60, 90 and 120 minutes, nobody who has gone holds a case, nothing is
// lost.
//
// The people do what people do, a thing every few minutes: answer whoever of their own waits, otherwise take the first
// of the list; a lawyer takes what was given back for one. In the sixth hour the power is cut for three hours, so
// that promises break; one of them leaves without handing anything over. What was promised to whom the test keeps by
// itself.
#include <cstdio>
#include <random>
#include <set>

#include "desk/queue/board.h"
#include "desk/queue/sample_case.h"
#include "office_story.h"

namespace waymark::desk {
namespace {

constexpr int kMinutes = 600;
constexpr std::size_t kRequests = 100;
constexpr int kActMinutes = 3;                  ///< what one act of a person takes
constexpr int kGoneAfterMinutes = 20;           ///< after which the coordinator hands over what an absent person holds
constexpr int kCutFrom = 300, kCutUntil = 490;  ///< nobody of the volunteers has electricity
constexpr std::string_view kForALawyer = "для юриста";

/// Somebody of the staff and when they are here, in minutes of the day.
struct Colleague {
  Person person;
  int comes = 0, goes = 0;
  int away_from = 0, away_until = 0;
  bool hands_over = true;
  SessionToken token = {};
  int free_at = 0;
  int gone_since = -1;
  [[nodiscard]] bool is_here(int minute) const {
    return minute >= comes && minute < goes && !(minute >= away_from && minute < away_until);
  }
};

/// Somebody who writes, and what we owe them, as they see it.
struct Writer {
  Requester keys;
  int first_minute = 0;
  int again_minute = -1;  ///< writes once more
  bool legal = false;
  std::vector<std::string> said = {};
  std::vector<std::string> answers = {};
  std::optional<TimePoint> waits_since = {};  ///< the oldest text without an answer
  std::optional<CaseId> case_id = {};
};

struct Counted {
  int acts = 0, answers = 0, in_time = 0, closed = 0, handed_over = 0;
  std::set<CaseId> to_lead, to_coordinator, broken;
  std::vector<std::int64_t> waits_s = {};  ///< of first answers
};

class Day : public OfficeStory {
 protected:
  void SetUp() override {
    OfficeStory::SetUp();
    add("vera", {"first_line"}, 0, 600, kCutFrom, kCutUntil);
    add("anton", {"first_line"}, 0, 300, 0, 0);
    add("daria", {"first_line"}, 60, 600, kCutFrom, kCutUntil);
    add("egor", {"first_line"}, 120, 330, 0, 0);
    staff_.back().hands_over = false;
    add("lev", {"first_line", "lawyer"}, 120, 560, kCutFrom, kCutUntil);
    staff_.push_back(
        {.person = {mira_->alias, mira_->passphrase, mira_->totp.duplicate()}, .comes = 0, .goes = kMinutes + 1});
    begins_ = clock_.now() + Seconds{60};
    std::uniform_int_distribution<int> any{0, kMinutes - 60};
    for (std::size_t number = 0; number < kRequests; ++number) {
      Writer writer{.keys = Requester::make(random_)};
      // A quarter of them all at once, after something was in the news.
      writer.first_minute = number % 4 == 0 ? 200 + static_cast<int>(number) / 10 : any(chance_);
      writer.legal = number % 7 == 0;
      if (number % 5 == 0) writer.again_minute = std::min(writer.first_minute + 45, kMinutes - 30);
      writers_.push_back(std::move(writer));
    }
  }
  void add(const std::string& alias, const std::vector<std::string>& roles, int comes, int goes, int from, int until) {
    staff_.push_back(
        {.person = hire(alias, roles), .comes = comes, .goes = goes, .away_from = from, .away_until = until});
  }

  // ---- whoever writes ------------------------------------------------------------------------------------------
  void write(Writer& writer, const std::string& text) {
    envelope::Message message = message_from(writer.keys, text);
    if (writer.legal) message.answers.push_back(envelope::parse_answer("need=legal_question").value());
    send(message);
    writer.said.push_back(text);
    if (!writer.waits_since) writer.waits_since = clock_.now();
  }
  void all_write(int minute) {
    for (std::size_t number = 0; number < writers_.size(); ++number) {
      Writer& writer = writers_[number];
      const std::string name = std::to_string(number);
      if (writer.first_minute == minute) write(writer, "Это " + name + ". Что мне делать?");
      if (writer.again_minute == minute) write(writer, "Это снова " + name + ".");
    }
  }
  /// Which case is whose is told by the texts, as a person reads them.
  void know_cases(const SessionToken& token) {
    const auto rows = office_->list().rows(token).value();
    for (const AgendaRow& row : rows) {
      if (cases_.contains(row.case_id)) continue;
      const CaseView view = office_->cases().open(token, row.case_id).value();
      const std::string& text = view.entries.at(0).text;
      Writer& writer = writers_.at(std::stoul(text.substr(text.find(' ') + 1)));
      writer.case_id = row.case_id;
      cases_.emplace(row.case_id, &writer);
    }
  }

  // ---- whoever answers -----------------------------------------------------------------------------------------
  [[nodiscard]] queue::Page look(const std::string& alias, queue::View view, queue::Sight sight,
                                 const queue::Filter& filter = {}) {
    return board_.page(view, alias, clock_.now(), 0, 500, sight, filter);
  }
  void refresh_board() {
    const auto rows = office_->list().rows(coordinator().token).value();
    board_.begin(rows.size());
    for (const AgendaRow& row : rows)
      board_.set(row.case_id, row.code_name, PackedSituation::of(row.situation).value());
    board_.sweep();
  }
  Colleague& coordinator() { return staff_.back(); }

  void answer(Colleague& who, const CaseId& id) {
    Writer& writer = *cases_.at(id);
    ASSERT_TRUE(office_->cases().mark_read(who.token, id, newest_message(who.token, id)).has_value());
    const std::string words = "Мы прочли, ответ " + std::to_string(writer.answers.size() + 1) + ".";
    ASSERT_TRUE(office_->answers().hold_reply(who.token, id, words).has_value());
    ++counted_.answers;
    if (writer.waits_since) {
      const Seconds waited = clock_.now() - *writer.waits_since;
      counted_.in_time += waited <= queue::kReplyPromise ? 1 : 0;
      if (writer.answers.empty()) counted_.waits_s.push_back(waited.count());
    }
    writer.answers.push_back(words);
    writer.waits_since.reset();
  }
  /// One act. A lawyer is given what is for one; whoever has nothing to answer closes what was answered long ago.
  void act(Colleague& who) {
    const std::string& alias = who.person.alias;
    const bool lawyer = alias == "lev";
    for (const queue::BoardRow& row : look(alias, queue::View::kMine, queue::Sight::kOwn).rows)
      if (cases_.at(row.entry->id)->waits_since) return answer(who, row.entry->id);
    for (const queue::BoardRow& row : look(alias, queue::View::kUnowned, queue::Sight::kOwn).rows) {
      const Writer& writer = *cases_.at(row.entry->id);
      if (!writer.waits_since || (lawyer && !writer.legal)) continue;
      ASSERT_TRUE(office_->cases().take(who.token, row.entry->id).has_value());
      if (!writer.legal || lawyer || !writer.answers.empty()) return answer(who, row.entry->id);
      answer(who, row.entry->id);
      ASSERT_TRUE(office_->cases().give_back(who.token, row.entry->id, kForALawyer).has_value());
      return;
    }
    for (const queue::BoardRow& row : look(alias, queue::View::kMine, queue::Sight::kOwn).rows) {
      const Situation& situation = row.entry->derived.situation;
      if (situation.last_reply_at && clock_.now() - *situation.last_reply_at > Seconds{2 * 3'600}) {
        const Closing closing{.outcomes = {{"consulted", "2026-11-22", Evidence::kSelfReported}}};
        ASSERT_TRUE(office_->ends().close(who.token, row.entry->id, closing, {random_.array<16>()}).has_value());
        ++counted_.closed;
        return;
      }
    }
  }
  std::vector<CaseId> held_by(const std::string& alias) {
    std::vector<CaseId> held;
    const auto rows = office_->list().rows(coordinator().token).value();
    for (const AgendaRow& row : rows)
      if (row.situation.owner == alias && row.situation.stage != Stage::kClosed) held.push_back(row.case_id);
    return held;
  }
  void hand_over(const Colleague& who, const SessionToken& by) {
    for (const CaseId& id : held_by(who.person.alias)) {
      ASSERT_TRUE(office_->cases().give_back(by, id, "смена кончилась").has_value());
      ++counted_.handed_over;
    }
  }
  void come_and_go(int minute) {
    for (Colleague& who : staff_) {
      const bool here = who.is_here(minute);
      const bool stays = &who == &coordinator();
      if (here && (who.token.text.empty() || (stays && minute == 290))) {
        who.token = office_->doors()
                        .sign_in(who.person.alias, SecretBytes::copy_of(view_of(who.person.passphrase)),
                                 code_of_now(who.person))
                        .value()
                        .token;
        who.gone_since = -1;
      } else if (!here && !who.token.text.empty()) {
        if (who.hands_over) hand_over(who, who.token);
        office_->doors().sign_out(who.token);
        who.token = {};
        who.gone_since = minute;
      } else if (!here && who.gone_since >= 0 && minute - who.gone_since == kGoneAfterMinutes) {
        hand_over(who, coordinator().token);
      }
    }
  }
  /// A coordinator answers what has climbed to her, and nothing else.
  void coordinate(int minute) {
    // While the power is cut she finds generators.
    if (minute < coordinator().free_at || (minute >= kCutFrom && minute < kCutUntil)) return;
    const queue::Filter late{.late = queue::kToCoordinator};
    const auto rows = look("mira", queue::View::kUnowned, queue::Sight::kEverybodys, late).rows;
    if (rows.empty()) return;
    const CaseId id = rows.front().entry->id;
    ASSERT_TRUE(office_->cases().take(coordinator().token, id).has_value());
    answer(coordinator(), id);
    ASSERT_TRUE(office_->cases().give_back(coordinator().token, id, "ответила сама").has_value());
    coordinator().free_at = minute + kActMinutes;
    ++counted_.acts;
  }
  void work(int minute) {
    for (Colleague& who : staff_) {
      if (&who == &coordinator() || who.token.text.empty() || minute < who.free_at) continue;
      // Whoever looks at the list is here.
      ASSERT_TRUE(office_->list().rows(who.token).has_value()) << who.person.alias << " was signed out";
      refresh_board();
      act(who);
      who.free_at = minute + kActMinutes;
      ++counted_.acts;
    }
    refresh_board();
    coordinate(minute);
  }

  // ---- what must be so, each minute ----------------------------------------------------------------------------
  void check_climbing(Seconds late, std::set<CaseId>& ever) {
    std::set<CaseId> owed;
    for (const auto& [id, writer] : cases_)
      if (writer->waits_since && clock_.now() - *writer->waits_since >= late) owed.insert(id);
    std::set<CaseId> shown;
    for (const queue::BoardRow& row : look("mira", queue::View::kAll, queue::Sight::kEverybodys, {.late = late}).rows)
      shown.insert(row.entry->id);
    EXPECT_EQ(shown, owed) << "who waits " << late.count() / 60 << " minutes is shown, and nobody else";
    ever.insert(owed.begin(), owed.end());
  }
  void check(int minute) {
    refresh_board();
    check_climbing(queue::kToLead, counted_.to_lead);
    check_climbing(queue::kToCoordinator, counted_.to_coordinator);
    check_climbing(queue::kPromiseBroken, counted_.broken);
    for (const Colleague& who : staff_) {
      const bool long_gone = who.gone_since >= 0 && minute - who.gone_since >= kGoneAfterMinutes;
      EXPECT_TRUE(!long_gone || held_by(who.person.alias).empty())
          << who.person.alias << " is not here, at minute " << minute;
    }
  }
  void print() {
    std::ranges::sort(counted_.waits_s);
    ASSERT_FALSE(counted_.waits_s.empty());
    std::printf(
        "a day: %zu requests, %d acts, %d answers, %d of them within the promise; first answers after %lld s (half of "
        "them), %lld s (all); climbed to the lead %zu, to the coordinator %zu, broken %zu; %d cases closed, %d handed "
        "over\n",
        cases_.size(), counted_.acts, counted_.answers, counted_.in_time,
        static_cast<long long>(counted_.waits_s[counted_.waits_s.size() / 2]),
        static_cast<long long>(counted_.waits_s.back()), counted_.to_lead.size(), counted_.to_coordinator.size(),
        counted_.broken.size(), counted_.closed, counted_.handed_over);
  }

  std::vector<Colleague> staff_;
  std::vector<Writer> writers_;
  std::map<CaseId, Writer*> cases_;
  Counted counted_;
  std::mt19937 chance_{11};  // the same day in every run
  TimePoint begins_;
  pack::Pack pack_ = queue::sample::shipped_pack();
  text::Zone zone_ = queue::sample::moscow();
  queue::Board board_{pack_, zone_};
};

TEST_F(Day, EveryPromiseIsKeptOrClimbsAndNothingIsLost) {
  for (int minute = 0; minute <= kMinutes && !HasFatalFailure(); ++minute) {
    clock_.set(begins_ + Seconds{60 * minute});
    come_and_go(minute);
    if (minute < kMinutes) all_write(minute);
    round();
    know_cases(coordinator().token);
    work(minute);
    check(minute);
  }
  print();
  EXPECT_EQ(cases_.size(), kRequests);
  EXPECT_FALSE(counted_.broken.empty()) << "nobody waited too long: the climbing was not tried";
  clock_.advance(kReplyHold + Seconds{1});
  round();
  for (const Writer& writer : writers_) {
    EXPECT_EQ(replies_for(writer.keys).size(), writer.answers.size()) << "every answer has come";
    EXPECT_TRUE(!writer.answers.empty() || writer.waits_since) << "nobody is forgotten";
    const CaseView view = office_->cases().open(coordinator().token, *writer.case_id).value();
    std::vector<std::string> said;
    for (const Entry& entry : view.entries)
      if (entry.kind == EntryKind::kMessage) said.push_back(entry.text);
    EXPECT_EQ(said, writer.said) << "every word is there, in order";
  }
  EXPECT_TRUE(office_->oversight().verify_log().has_value());
}

}  // namespace
}  // namespace waymark::desk
