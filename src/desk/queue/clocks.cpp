#include "desk/queue/clocks.h"

#include <algorithm>
#include <numeric>
#include <set>

namespace waymark::desk::queue {
namespace {

using std::chrono::hours;

constexpr std::string_view kUnknown = "unknown";

const pack::Answer* answer_of(const pack::Pack& pack, const Fact& fact) {
  const pack::Question* question = pack.question(fact.key);
  return question == nullptr ? nullptr : question->answer(fact.value);
}

bool has_date(const Fact& fact) { return fact.precision != Precision::kUnknown && fact.attributes.contains("date"); }

/// "We do not know": the code unknown where the pack gives it no meaning of its own.
bool is_unknown_answer(const pack::Pack& pack, const Fact& fact) {
  return fact.value == kUnknown && answer_of(pack, fact) == nullptr;
}

bool is_exclusive(const pack::Pack& pack, const Fact& fact) {
  const pack::Answer* answer = answer_of(pack, fact);
  return answer != nullptr && answer->exclusive;
}

/// Whether `later` was said after `earlier`. Answers of one message have one time and stand side by side; what staff
/// wrote down, whoever said it, counts in the order of writing.
bool said_after(const Fact& later, std::size_t later_index, const Fact& earlier, std::size_t earlier_index) {
  if (later.said_at != earlier.said_at) return later.said_at > earlier.said_at;
  return (later.said_by == Speaker::kStaff || !later.author.empty()) && later_index > earlier_index;
}

/// Whether two facts are about the same thing, so that the later one takes the earlier one's place.
bool same_thing(const pack::Pack& pack, const Fact& later, const Fact& earlier) {
  if (later.key != earlier.key) return false;
  if (later.value == earlier.value) return true;
  const pack::Question* question = pack.question(earlier.key);
  if (question == nullptr) return false;
  if (question->kind == pack::QuestionKind::kOne || is_unknown_answer(pack, later)) return true;
  return is_exclusive(pack, later) || is_exclusive(pack, earlier) || is_unknown_answer(pack, earlier);
}

/// An answer that runs from a date, without the date.
bool leaves_date_open(const pack::Pack& pack, const Fact& fact) {
  const pack::Answer* answer = answer_of(pack, fact);
  return answer != nullptr && answer->date != pack::AnswerDate::kNone && !has_date(fact);
}

/// Whether `later` adds nothing to `earlier`: then the earlier fact keeps its clocks. So neither a "do not know" nor
/// saying the same again without a date can put a moment, or a question that is open, off.
bool adds_nothing(const pack::Pack& pack, const Fact& later, const Fact& earlier) {
  if (is_unknown_answer(pack, later)) return true;
  if (is_unknown_answer(pack, earlier) && leaves_date_open(pack, later)) return true;
  const pack::Question* question = pack.question(later.key);
  const bool is_table = question != nullptr && question->kind == pack::QuestionKind::kTable;
  const bool same_again = later.value == earlier.value && !is_table && !has_date(later);
  return same_again && later.verification != Verification::kContradicted;
}

bool is_replaced(const pack::Pack& pack, const std::vector<Fact>& facts, std::size_t index, bool unknown_replaces) {
  for (std::size_t other = 0; other < facts.size(); ++other) {
    if (other == index || !said_after(facts[other], other, facts[index], index)) continue;
    if (!same_thing(pack, facts[other], facts[index])) continue;
    if (unknown_replaces || !adds_nothing(pack, facts[other], facts[index])) return true;
  }
  return false;
}

bool is_closed(const Situation& situation) {
  return (situation.stage == Stage::kClosed || situation.stage == Stage::kAnonymised) && situation.unread == 0;
}

TimePoint with_offset(TimePoint anchor, const pack::Clock& rule, const text::Zone& zone) {
  if (rule.offset_months == 0) return anchor + hours{rule.offset_hours};
  return zone.to_utc(text::add_months(zone.to_local(anchor), rule.offset_months));
}

/// Whether what was said is to be asked about before it is believed. What one of us noted or checked is believed.
Doubt doubt_of(const pack::Pack& pack, const Fact& fact, const Window& said) {
  if (fact.said_by == Speaker::kStaff || fact.verification == Verification::kVerified) return Doubt::kNone;
  if (said.earliest > fact.said_at + kFarAhead) return Doubt::kFar;
  const pack::Answer* answer = answer_of(pack, fact);
  const bool has_happened = answer != nullptr && answer->date == pack::AnswerDate::kPast;
  return has_happened && said.earliest > fact.said_at ? Doubt::kAhead : Doubt::kNone;
}

/// What the facts of one situation are read with.
struct Reading {
  const pack::Pack& pack;
  const Situation& situation;
  const text::Zone& zone;
  std::vector<std::size_t> weighing;
  Hours hours;
};

bool starts(const Reading& reading, const pack::Clock& rule, const Fact& fact) {
  return rule.question == fact.key && std::find(rule.codes.begin(), rule.codes.end(), fact.value) != rule.codes.end() &&
         std::all_of(rule.when.begin(), rule.when.end(),
                     [&](const pack::Atom& atom) { return holds(reading.situation.facts, reading.weighing, atom); });
}

RunningClock start(const Reading& reading, const pack::Clock& rule, std::size_t index) {
  const Fact& fact = reading.situation.facts[index];
  RunningClock clock{.kind = rule.id, .chain = rule.chain.value_or(""), .fact = index, .moment = {}};
  clock.lead = hours{rule.lead_hours};
  clock.has_offset = rule.offset_hours != 0 || rule.offset_months != 0;
  clock.latest_safe = fact.said_at + hours{rule.ask_within_hours};
  const bool from_received = rule.from == pack::ClockFrom::kReceived;
  const auto said = from_received ? std::optional(Window{fact.said_at, fact.said_at}) : window_of(fact, reading.hours);
  if (!said.has_value()) return clock;
  const auto local = first_local(fact);
  if (!from_received && local.has_value()) clock.zone = reading.hours.leading(*local);
  clock.zone_told = reading.hours.told();
  const text::Zone& zone = clock.zone == nullptr ? reading.zone : *clock.zone;
  const Window moved{with_offset(said->earliest, rule, zone), with_offset(said->latest, rule, zone)};
  clock.over = moved.latest;
  clock.doubt = from_received ? Doubt::kNone : doubt_of(reading.pack, fact, *said);
  if (clock.doubt == Doubt::kNone) {
    clock.moment = moved.earliest;
    clock.latest_safe = moved.earliest - clock.lead;
  } else {
    clock.stated = moved;
    clock.latest_safe = fact.said_at + kAskOddDateWithin;
  }
  return clock;
}

/// Clocks of one chain cannot be told apart while the date is unknown: the first stands for all.
bool repeats_an_ask(const std::vector<RunningClock>& clocks, const RunningClock& fresh) {
  return fresh.asks() && !fresh.chain.empty() &&
         std::any_of(clocks.begin(), clocks.end(), [&fresh](const RunningClock& other) {
           return other.fact == fresh.fact && other.chain == fresh.chain && other.asks();
         });
}

bool can_be_danger(const pack::Question& question) {
  return std::any_of(question.answers.begin(), question.answers.end(),
                     [](const pack::Answer& answer) { return answer.danger; });
}

bool asks_about_danger(const pack::Pack& pack, const Fact& fact) {
  const pack::Question* question = pack.question(fact.key);
  return question != nullptr && is_unknown_answer(pack, fact) && can_be_danger(*question);
}

/// The answers of a question that a "do not know" leaves open and that run from a date.
void add_open_questions(const pack::Pack& pack, const Fact& fact, std::size_t index,
                        std::vector<RunningClock>& clocks) {
  if (asks_about_danger(pack, fact))
    clocks.push_back(
        {.kind = std::string{kAskKind}, .fact = index, .moment = {}, .latest_safe = fact.said_at + kAskDangerWithin});
  if (!is_unknown_answer(pack, fact)) return;
  const pack::Clock* soonest = nullptr;
  for (const pack::Clock& rule : pack.clocks)
    if (rule.question == fact.key && (soonest == nullptr || rule.ask_within_hours < soonest->ask_within_hours))
      soonest = &rule;
  if (soonest != nullptr)
    clocks.push_back({.kind = std::string{kAskKind},
                      .fact = index,
                      .moment = {},
                      .latest_safe = fact.said_at + hours{soonest->ask_within_hours}});
}

/// A moment that passed long ago while nobody of us wrote is not history: what has happened since is asked about. One
/// question for a chain, about its last moment.
void add_long_past(const Reading& reading, std::size_t from, std::vector<RunningClock>& clocks) {
  std::vector<RunningClock> asks;
  for (std::size_t i = from; i < clocks.size(); ++i) {
    const RunningClock& clock = clocks[i];
    if (clock.asks()) continue;
    RunningClock ask = clock;
    ask.doubt = Doubt::kLongPast;
    ask.stated = Window{*clock.moment, clock.over};
    ask.moment.reset();
    const TimePoint said_at = reading.situation.facts[*clock.fact].said_at;
    ask.latest_safe = std::max(said_at, clock.over + kPastCountsFor) + kAskOddDateWithin;
    const auto same = std::find_if(asks.begin(), asks.end(), [&ask](const RunningClock& other) {
      return !ask.chain.empty() && other.chain == ask.chain && other.fact == ask.fact;
    });
    if (same == asks.end())
      asks.push_back(std::move(ask));
    else if (same->over < ask.over)
      *same = std::move(ask);
  }
  clocks.insert(clocks.end(), asks.begin(), asks.end());
}

/// What somebody has written down for an hour. It says nothing of danger, so that no task makes a question superfluous.
/// One clock for each time that it comes. A window that comes again does so at the same hour of the clock where the
/// subject lives, also when our own clock is put forward or back.
void add_dues(const Reading& reading, std::vector<RunningClock>& clocks) {
  const std::vector<Due>& dues = reading.situation.dues;
  for (std::size_t index = 0; index < dues.size(); ++index) {
    const Due& due = dues[index];
    const DueRule* rule = due_rule(due.kind);
    if (rule == nullptr) continue;
    const bool whole_day = due.precision == Precision::kDay;
    for (int time = 0; time < due.times; ++time) {
      const TimePoint at = time == 0 ? due.at : reading.hours.days_later(due.at, time * due.every_days);
      RunningClock clock{.kind = due.kind, .fact = {}, .moment = at, .lead = rule->lead};
      clock.due = index;
      clock.latest_safe = at - rule->lead;
      clock.over = whole_day ? at + hours{24} : at;
      clocks.push_back(std::move(clock));
    }
  }
}

/// Who writes in danger often answers nothing, or cannot: until somebody has replied, silence about danger counts as
/// "do not know", said when the request came.
void add_silence_about_danger(const Reading& reading, std::vector<RunningClock>& clocks) {
  if (reading.situation.first_reply_at.has_value() || !danger_unsaid(reading.pack, reading.situation)) return;
  const TimePoint until = reading.situation.received_at + kAskDangerWithin;
  const bool asked_as_soon = std::any_of(clocks.begin(), clocks.end(), [until](const RunningClock& clock) {
    return clock.asks() && clock.doubt != Doubt::kLongPast && clock.latest_safe <= until;
  });
  if (!asked_as_soon) clocks.push_back({.kind = std::string{kAskKind}, .fact = {}, .moment = {}, .latest_safe = until});
}

}  // namespace

std::vector<std::size_t> weighing_facts(const pack::Pack& pack, const std::vector<Fact>& facts) {
  std::vector<std::size_t> all(facts.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  std::erase_if(all, [&](std::size_t index) {
    return facts[index].verification == Verification::kContradicted ||
           is_replaced(pack, facts, index, /*unknown_replaces=*/false);
  });
  return all;
}

bool holds(const std::vector<Fact>& facts, const std::vector<std::size_t>& weighing, const pack::Atom& atom) {
  const bool named = std::any_of(weighing.begin(), weighing.end(), [&](std::size_t index) {
    const Fact& fact = facts[index];
    return fact.key == atom.question && std::find(atom.codes.begin(), atom.codes.end(), fact.value) != atom.codes.end();
  });
  return named == atom.is;
}

void mark_superseded(const pack::Pack& pack, std::vector<Fact>& facts) {
  for (std::size_t index = 0; index < facts.size(); ++index)
    facts[index].superseded = is_replaced(pack, facts, index, /*unknown_replaces=*/true);
}

bool danger_unsaid(const pack::Pack& pack, const Situation& situation) {
  const std::vector<std::size_t> weighing = weighing_facts(pack, situation.facts);
  return std::any_of(pack.questions.begin(), pack.questions.end(), [&](const pack::Question& question) {
    if (!can_be_danger(question)) return false;
    bool unknown = false;
    for (const std::size_t index : weighing) {
      const Fact& fact = situation.facts[index];
      if (fact.key != question.id) continue;
      if (!is_unknown_answer(pack, fact)) return false;
      unknown = true;
    }
    return unknown || !situation.first_reply_at.has_value();
  });
}

std::vector<RunningClock> running_clocks(const pack::Pack& pack, const Situation& situation, const text::Zone& zone) {
  std::vector<RunningClock> clocks;
  if (is_closed(situation)) return clocks;
  const std::vector<std::size_t> weighing = weighing_facts(pack, situation.facts);
  const Reading reading{pack, situation, zone, weighing, Hours(pack, situation.facts, weighing, zone)};
  for (const std::size_t index : weighing) {
    add_open_questions(pack, situation.facts[index], index, clocks);
    const std::size_t before = clocks.size();
    for (const pack::Clock& rule : pack.clocks) {
      if (!starts(reading, rule, situation.facts[index])) continue;
      RunningClock fresh = start(reading, rule, index);
      if (!repeats_an_ask(clocks, fresh)) clocks.push_back(std::move(fresh));
    }
    add_long_past(reading, before, clocks);
  }
  add_dues(reading, clocks);
  add_silence_about_danger(reading, clocks);
  return clocks;
}

std::function<bool(const Fact&)> danger_rule(const pack::Pack& pack) {
  std::set<std::pair<std::string, std::string>> dangers;
  for (const pack::Question& question : pack.questions)
    for (const pack::Answer& answer : question.answers)
      if (answer.danger || answer.at_risk) dangers.emplace(question.id, answer.code);
  return [dangers = std::move(dangers)](const Fact& fact) { return dangers.contains({fact.key, fact.value}); };
}

std::vector<std::size_t> danger_facts(const pack::Pack& pack, const std::vector<Fact>& facts) {
  std::vector<std::size_t> found = weighing_facts(pack, facts);
  std::erase_if(found, [&](std::size_t index) {
    const pack::Answer* answer = answer_of(pack, facts[index]);
    return answer == nullptr || !(answer->danger || answer->at_risk);
  });
  std::stable_partition(found.begin(), found.end(),
                        [&](std::size_t index) { return answer_of(pack, facts[index])->danger; });
  return found;
}

}  // namespace waymark::desk::queue
