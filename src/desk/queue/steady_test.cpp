// A board that remembers where cases stand, beside one that is made anew for each look: on random cases, changes and
// times they say the same. Times lie on full hours and a second beside them, where comparisons turn.
#include "desk/queue/steady.h"

#include <array>
#include <random>

#include <gtest/gtest.h>

#include "desk/queue/board.h"
#include "desk/queue/sample_case.h"

namespace waymark::desk::queue {
namespace {

class Steady : public ::testing::Test {
 protected:
  std::int64_t below(std::int64_t count) {
    return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(count));
  }
  bool one_in(std::int64_t count) { return below(count) == 0; }
  TimePoint some_time(std::int64_t hours_before, std::int64_t hours_after) {
    return start_ + Seconds{3'600 * (below(hours_before + hours_after + 1) - hours_before)};
  }
  std::optional<TimePoint> perhaps(std::int64_t one_of) {
    return one_in(one_of) ? std::optional(some_time(240, 48)) : std::nullopt;
  }
  Fact some_fact() {
    static const std::array<std::string, 10> kAnswers{"what_next=leave_ends;date=2026-11-25;precision=day",
                                                      "what_next=leave_ends;date=2026-11-22T18:00;precision=hour",
                                                      "what_next=summons_date;date=2026-11-29;precision=day",
                                                      "what_next=court_date;date=2026-11-30T10:00;precision=exact",
                                                      "what_next=court_date;date=2026-11-23;precision=day",
                                                      "what_next=unknown",
                                                      "left=yes;date=2026-11-10;precision=about",
                                                      "left=yes;date=2026-10-01;precision=month",
                                                      "danger=unknown",
                                                      "danger=none"};
    return sample::fact(kAnswers.at(static_cast<std::size_t>(below(10))), some_time(200, 0),
                        one_in(3) ? Speaker::kStaff : Speaker::kRequester);
  }
  Due some_due() {
    Due due;
    due.kind = kDueRules.at(static_cast<std::size_t>(below(kDueRules.size()))).kind;
    due.at = some_time(48, 240);
    due.precision = one_in(3) ? Precision::kDay : Precision::kHour;
    return due;
  }
  void add_decisions(Situation& situation) {
    if (one_in(3)) situation.owner = one_in(2) ? "vera" : "anton";
    situation.wakes_at = perhaps(4);
    situation.attended_at = perhaps(4);
    if (one_in(5)) {
      const bool raised = one_in(2);
      situation.override_ = {raised ? Override::Direction::kRaised : Override::Direction::kLowered, some_time(48, 0),
                             raised && one_in(2) ? perhaps(1) : std::nullopt};
    }
    if (one_in(6)) situation.stage = one_in(2) ? Stage::kClosed : Stage::kWaitingDate;
    if (one_in(6)) situation.language = Language::kUkrainian;
    if (one_in(4))
      for (const Due& due : situation.dues)
        situation.court_seen.push_back({.at = due.at, .step = static_cast<int>(1 + 2 * below(4)), .by = "vera"});
  }
  Situation some_case() {
    Situation situation = sample::request({}, some_time(240, 0));
    for (std::int64_t left = below(4); left > 0; --left) situation.facts.push_back(some_fact());
    for (std::int64_t left = below(3); left > 0; --left) situation.dues.push_back(some_due());
    situation.last_message_at = perhaps(1);
    if (one_in(2)) {
      situation.unread = 0;
      situation.oldest_unread_at.reset();
    }
    situation.first_reply_at = situation.last_reply_at = perhaps(2);
    add_decisions(situation);
    return situation;
  }
  CaseId some_id() {
    CaseId id;
    id.bytes[0] = static_cast<std::uint8_t>(below(40));
    return id;
  }
  Filter some_filter() {
    Filter filter;
    if (one_in(4)) filter.turn = one_in(2) ? Turn::kUs : Turn::kThem;
    if (one_in(6)) filter.late = kToLead;
    if (one_in(6)) filter.language = Language::kUkrainian;
    if (one_in(6)) filter.yesterday = true;
    if (one_in(6)) filter.clock = "hearing";
    return filter;
  }
  /// Full hours, and the seconds beside them.
  TimePoint some_present() { return some_time(24, 400) + Seconds{below(3) - 1}; }

  std::mt19937_64 random_{20'261'129};
  TimePoint start_ = sample::at("2026-11-22T12:00");
  pack::Pack pack_ = sample::shipped_pack();
  text::Zone zone_ = sample::moscow();
};

/// All that a screen could show of a page.
std::string shown(const Page& page) {
  std::string text;
  const auto row_text = [](const BoardRow& row) {
    return row.entry->id.text().substr(0, 2) + (row.open ? "" : "untold") +
           std::to_string(row.placement.due.time_since_epoch().count()) + std::string(name_of(row.placement.section)) +
           " ";
  };
  for (const BoardRow& row : page.rows) text += row_text(row);
  if (page.oldest) text += "oldest " + row_text(*page.oldest);
  for (const auto& [kind, count] : page.facets.clocks) text += kind + std::to_string(count) + " ";
  for (const auto& [stage, count] : page.facets.stages) text += std::string(name_of(stage)) + std::to_string(count);
  for (const auto& [language, count] : page.facets.languages)
    text += std::string(code_of(language)) + std::to_string(count);
  for (const std::size_t count :
       {page.total, page.mine, page.unowned, page.waiting, page.all, page.closed, page.owed, page.facets.self,
        page.facets.other, page.facets.us, page.facets.them, page.facets.yesterday, page.facets.late_lead,
        page.facets.late_coordinator, page.facets.broken})
    text += " " + std::to_string(count);
  return text;
}

TEST_F(Steady, ABoardThatRemembersSaysWhatAFreshOneSays) {
  constexpr std::array kViews{View::kMine, View::kUnowned, View::kWaiting, View::kAll, View::kClosed};
  Board kept(pack_, zone_);
  std::map<CaseId, Situation> cases;
  for (int step = 0; step < 1'500; ++step) {
    const CaseId id = some_id();
    if (one_in(8)) {
      kept.remove(id);
      cases.erase(id);
    } else {
      kept.set(id, 0, sample::packed(cases[id] = some_case()));
    }
    Board fresh(pack_, zone_);
    for (const auto& [one, situation] : cases) fresh.set(one, 0, sample::packed(situation));
    const TimePoint now = some_present();
    const Filter filter = some_filter();
    const Sight sight = one_in(3) ? Sight::kEverybodys : Sight::kOwn;
    const View view = kViews.at(static_cast<std::size_t>(below(5)));
    ASSERT_EQ(shown(kept.page(view, "vera", now, 0, 20, sight, filter)),
              shown(fresh.page(view, "vera", now, 0, 20, sight, filter)))
        << "step " << step;
  }
}

/// What two boards would both have wrong: where a case stands does not change before the moment that is named.
TEST_F(Steady, NothingMovesBeforeTheMomentThatIsNamed) {
  std::size_t moved = 0;
  for (int round = 0; round < 20'000; ++round) {
    const Derived derived = derive(pack_, some_case(), zone_);
    const Present present = Present::at(some_present(), zone_);
    const TimePoint until = steady_until(derived, present);
    ASSERT_GT(until, present.now);
    const auto same = [&](TimePoint then) {
      const Present later = Present::at(then, zone_);
      const Placement a = place(derived, present), b = place(derived, later);
      const Placement c = place_untold(derived, present), d = place_untold(derived, later);
      return a.section == b.section && a.due == b.due && a.clock == b.clock && a.own == b.own && a.band == b.band &&
             a.override_ == b.override_ && a.waiting_since == b.waiting_since && a.silent_since == b.silent_since &&
             a.overdue_since == b.overdue_since && a.court_since == b.court_since &&
             a.court_late_since == b.court_late_since && c.section == d.section && c.due == d.due;
    };
    const std::int64_t room = std::min<std::int64_t>((until - present.now).count(), 90 * 86'400);
    EXPECT_TRUE(same(until - Seconds{1})) << "round " << round;
    EXPECT_TRUE(same(present.now + Seconds{below(room)})) << "round " << round;
    moved += same(until) ? 0U : 1U;
  }
  EXPECT_GT(moved, 500U) << "the cases of this test do move";
}

}  // namespace
}  // namespace waymark::desk::queue
