// The promise of placement.h about danger, over all answers of the shipped packs.
//
// What an answer can do to the order it does by one of these: its danger or at_risk, its being exclusive, a clock that
// it starts, a clock's `when` that names it, a zone that it names. InertAnswersChangeNothing proves for every other
// answer that it changes nothing, LikeAnswersDoTheSame that one answer can stand for those like it; of what is left all
// combinations are tried, with each kind of date for the dated ones.
#include <algorithm>

#include <gtest/gtest.h>

#include "desk/queue/sample_case.h"

namespace waymark::desk::queue {
namespace {

constexpr const char* kPacks[] = {"military-refusal", "general-legal-aid"};

/// What one question contributes: nothing, or one of these answers.
struct Choice {
  std::string answer;  ///< as in an envelope; empty: not answered
  bool danger = false;
  bool says_no_danger = false;
  bool near = false;  ///< a moment inside a week
  bool open = false;  ///< a date that is not known or not believable: it may be inside a week
};
using Question = std::vector<Choice>;

class DangerSeenTest : public ::testing::TestWithParam<const char*> {
 protected:
  [[nodiscard]] bool matters(const pack::Question& question) const {
    for (const pack::Answer& answer : question.answers)
      if (answer.danger || answer.at_risk) return true;
    for (const pack::Clock& clock : pack_.clocks) {
      if (clock.question == question.id) return true;
      for (const pack::Atom& atom : clock.when)
        if (atom.question == question.id) return true;
    }
    return false;
  }
  [[nodiscard]] const pack::Clock* clock_of(const pack::Question& question, const pack::Answer& answer) const {
    for (const pack::Clock& clock : pack_.clocks)
      if (clock.question == question.id && std::ranges::find(clock.codes, answer.code) != clock.codes.end())
        return &clock;
    return nullptr;
  }
  /// The first answer of the question that does the same to the order: itself, where it starts a clock or is named in
  /// one.
  [[nodiscard]] const pack::Answer& alike(const pack::Question& question, const pack::Answer& answer) const {
    const auto is_own = [&](const pack::Answer& one) {
      if (clock_of(question, one) != nullptr || one.date != pack::AnswerDate::kNone) return true;
      for (const pack::Clock& clock : pack_.clocks)
        for (const pack::Atom& atom : clock.when)
          if (atom.question == question.id && std::ranges::find(atom.codes, one.code) != atom.codes.end()) return true;
      return false;
    };
    if (is_own(answer)) return answer;
    return *std::ranges::find_if(question.answers, [&](const pack::Answer& other) {
      return !is_own(other) && other.danger == answer.danger && other.at_risk == answer.at_risk &&
             other.exclusive == answer.exclusive;
    });
  }
  void add(Question& all, const pack::Question& question, const pack::Answer& answer) const {
    const std::string words = question.id + "=" + answer.code;
    const bool can_be_danger = std::any_of(question.answers.begin(), question.answers.end(),
                                           [](const pack::Answer& one) { return one.danger; });
    const bool risk = answer.danger || answer.at_risk;
    if (answer.date == pack::AnswerDate::kNone) {
      const bool runs = clock_of(question, answer) != nullptr;  // from the moment that the message came
      all.push_back({words, risk, can_be_danger && !risk, runs, false});
      return;
    }
    all.push_back({words, risk, false, false, true});
    all.push_back({words + ";date=2026-11-25;precision=day", risk, false, true, false});
    const bool past = answer.date == pack::AnswerDate::kPast;
    all.push_back({words + ";date=2027-03-10;precision=day", risk, false, false, past});
    all.push_back({words + ";date=2062-03-10;precision=about", risk, false, false, true});
    all.push_back({words + ";date=2026-08-20;precision=day", risk, false, false, true});
  }
  [[nodiscard]] std::vector<Question> questions() const {
    std::vector<Question> all;
    for (const pack::Question& question : pack_.questions) {
      if (!matters(question)) continue;
      Question choices = {Choice{}};
      for (const pack::Answer& answer : question.answers)
        if (&answer == &alike(question, answer)) add(choices, question, answer);
      all.push_back(std::move(choices));
    }
    return all;
  }
  [[nodiscard]] Placement place_of(const std::vector<std::string>& answers, Seconds age, bool read = false) const {
    Situation situation = sample::request({}, now_ - age);
    if (read) {
      situation.unread = 0;
      situation.oldest_unread_at.reset();
    }
    for (const std::string& answer : answers)
      if (!answer.empty()) situation.facts.push_back(sample::fact(answer, now_ - age));
    return place(derive(pack_, situation, zone_), Present::at(now_, zone_));
  }

  pack::Pack pack_ = sample::whole_pack(GetParam());
  text::Zone zone_ = sample::moscow();
  TimePoint now_ = sample::at("2026-11-22T12:00");
};

std::string words_of(const std::vector<std::string>& answers) {
  std::string all;
  for (const std::string& answer : answers) all += answer + " ";
  return all;
}

/// Calls `visit` with every combination of the choices.
template <class Visit>
void each_combination(const std::vector<Question>& all, Visit visit) {
  std::vector<std::size_t> at(all.size(), 0);
  for (bool more = true; more;) {
    std::vector<const Choice*> chosen;
    for (std::size_t i = 0; i < all.size(); ++i) chosen.push_back(&all[i][at[i]]);
    visit(chosen);
    more = false;
    for (std::size_t i = 0; i < all.size() && !more; ++i) {
      at[i] = (at[i] + 1) % all[i].size();
      more = at[i] != 0;
    }
  }
}

// Over all answers: words that nobody read in time stand above everything that was read and tells of no danger,
// whatever its dates are, and also above what has come within the promise.
TEST_P(DangerSeenTest, WordsThatNobodyReadInTimeStandBelowDangersOnly) {
  std::optional<Placement> lowest;
  std::optional<Placement> highest;
  std::string lowest_words, highest_words;
  each_combination(questions(), [&](const std::vector<const Choice*>& chosen) {
    std::vector<std::string> answers;
    for (const Choice* choice : chosen) answers.push_back(choice->answer);
    const Placement late = place_of(answers, Seconds{2 * 3600});
    if (!lowest.has_value() || before(*lowest, late)) lowest = late, lowest_words = words_of(answers);
    for (const Placement& other : {place_of(answers, Seconds{3 * 3600}, true), place_of(answers, Seconds{60})})
      if (other.section != Section::kDanger && (!highest.has_value() || before(other, *highest)))
        highest = other, highest_words = words_of(answers);
  });
  ASSERT_TRUE(lowest.has_value() && highest.has_value());
  EXPECT_TRUE(before(*lowest, *highest)) << "unread: " << lowest_words << "\nnot: " << highest_words;
}

// The lowest of those who may be in danger stands above the highest of those who are not.
TEST_P(DangerSeenTest, NobodyInDangerStandsBelowSomebodyWhoIsNot) {
  const std::vector<Question> all = questions();
  std::optional<Placement> lowest;
  std::optional<Placement> highest;
  std::string lowest_words;
  std::string highest_words;
  std::size_t tried = 0;
  each_combination(all, [&](const std::vector<const Choice*>& chosen) {
    std::vector<std::string> answers;
    bool danger = false, no_danger = false, near = false, open = false, told = false;
    for (const Choice* choice : chosen) {
      answers.push_back(choice->answer);
      danger |= choice->danger;
      no_danger |= choice->says_no_danger;
      near |= choice->near;
      open |= choice->open;
      told |= !choice->answer.empty();
    }
    for (const Seconds age : {Seconds{60}, Seconds{3 * 3600}}) {
      if (danger || !told || (!no_danger && !near)) {
        const Placement placement = place_of(answers, age);
        if (!lowest.has_value() || before(*lowest, placement)) lowest = placement, lowest_words = words_of(answers);
        ++tried;
      } else if (no_danger && !near && !open) {
        const Placement placement = place_of(answers, age);
        if (!highest.has_value() || before(placement, *highest)) highest = placement, highest_words = words_of(answers);
        ++tried;
      }
    }
  });
  ASSERT_TRUE(lowest.has_value() && highest.has_value());
  EXPECT_GT(tried, 1'000U);
  EXPECT_TRUE(before(*lowest, *highest)) << "in danger: " << lowest_words << "\nnot: " << highest_words;
}

TEST_P(DangerSeenTest, InertAnswersChangeNothing) {
  for (const pack::Question& question : pack_.questions) {
    if (matters(question)) continue;
    for (const pack::Answer& answer : question.answers) {
      if (!answer.zones.empty() || answer.country) continue;
      for (const std::string& base : {std::string(), std::string("danger=none"), std::string("safe=no")}) {
        const Placement without = place_of({base}, Seconds{60});
        const Placement with = place_of({base, question.id + "=" + answer.code}, Seconds{60});
        EXPECT_EQ(with.due, without.due) << question.id << "=" << answer.code;
        EXPECT_EQ(with.section, without.section) << question.id << "=" << answer.code;
      }
    }
  }
}

TEST_P(DangerSeenTest, LikeAnswersDoTheSame) {
  for (const pack::Question& question : pack_.questions) {
    if (!matters(question)) continue;
    for (const pack::Answer& answer : question.answers) {
      const pack::Answer& first = alike(question, answer);
      for (const std::string& base : {std::string(), std::string("danger=none"), std::string("safe=no"),
                                      std::string("what_next=court_date;date=2026-11-25;precision=day")}) {
        if (base.starts_with(question.id + "=")) continue;
        const Placement one = place_of({base, question.id + "=" + first.code}, Seconds{60});
        const Placement other = place_of({base, question.id + "=" + answer.code}, Seconds{60});
        EXPECT_EQ(one.section, other.section) << question.id << "=" << answer.code << " " << base;
        EXPECT_EQ(one.due, other.due) << question.id << "=" << answer.code << " " << base;
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(BothPacks, DangerSeenTest, ::testing::ValuesIn(kPacks));

}  // namespace
}  // namespace waymark::desk::queue
