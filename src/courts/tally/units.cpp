#include "courts/tally/units.h"

#include <algorithm>
#include <tuple>

#include "base/check.h"

namespace waymark::courts {
namespace {

constexpr std::uint32_t bit(Dimension dimension) { return 1U << static_cast<unsigned>(dimension); }

/// Values of the dimensions that are small numbers in any archive.
constexpr std::size_t kSmallValues = 100;

bool of_set(Dimension dimension) { return dimension == Dimension::kArticle || dimension == Dimension::kPart; }

/// Which terms hold one of the words: a set of articles holds any of them, a court is one.
std::vector<bool> wanted_terms(const Filter& filter, const Terms& terms) {
  std::vector<bool> wanted(terms.size() + 1);
  const auto asked = [&](const std::string& word) {
    return std::find(filter.words.begin(), filter.words.end(), word) != filter.words.end();
  };
  for (std::size_t term = 1; term < terms.size(); ++term) {
    const std::string& text = terms.text(static_cast<std::int32_t>(term));
    if (!of_set(filter.dimension)) {
      wanted[term] = asked(text);
      continue;
    }
    const auto words = Terms::words_in(text, filter.dimension);
    wanted[term] = std::any_of(words.begin(), words.end(), asked);
  }
  wanted.back() = asked(std::string{kUnknownWord});
  return wanted;
}

std::vector<bool> wanted_values(const Filter& filter, const Terms& terms) {
  std::vector<bool> wanted(kSmallValues + 1);
  for (const std::string& word : filter.words) {
    const auto value = value_of_word(filter.dimension, word, terms);
    if (value == kUnknownValue) wanted.back() = true;
    if (value && *value >= 0 && *value < static_cast<Value>(kSmallValues))
      wanted[static_cast<std::size_t>(*value)] = true;
  }
  return wanted;
}

std::int32_t day_in(Dimension dimension, const Fact& fact) {
  return dimension == Dimension::kReceived  ? fact.received
         : dimension == Dimension::kDecided ? fact.decided
                                            : fact.in_force;
}

/// Larger where the case rather went on.
auto rank_of(const Fact& fact) {
  return std::tuple{fact.outcome != Outcome::kTransferred, fact.received, -static_cast<int>(fact.view), -fact.case_id};
}

std::int32_t earliest(std::int32_t a, std::int32_t b) { return a == kNoDay ? b : b == kNoDay ? a : std::min(a, b); }

/// Facts of one stage that may be one case, in the order of case files.
void join_group(std::span<Fact> group, bool at_one_court, Joined& joined) {
  const auto differ = [&](auto member) {
    return std::any_of(group.begin(), group.end(),
                       [&](const Fact& fact) { return fact.*member != group.front().*member; });
  };
  if (!differ(&Fact::case_id) || (!at_one_court && !differ(&Fact::court))) {
    joined.facts.insert(joined.facts.end(), group.begin(), group.end());
    return;
  }
  const std::int64_t counted = std::max_element(group.begin(), group.end(), [](const Fact& a, const Fact& b) {
                                 return rank_of(a) < rank_of(b);
                               })->case_id;
  std::int32_t received = kNoDay;
  std::int32_t first_seen = kNoDay;
  std::vector<std::int64_t>& others = joined.others[counted];
  for (const Fact& fact : group) {
    received = earliest(received, fact.received);
    first_seen = earliest(first_seen, fact.first_seen);
    if (fact.case_id != counted && (others.empty() || others.back() != fact.case_id)) others.push_back(fact.case_id);
  }
  for (Fact& fact : group) {
    if (fact.case_id != counted) continue;
    fact.received = received;
    fact.first_seen = first_seen;
    joined.facts.push_back(fact);
  }
}

}  // namespace

void SharedCases::put(std::int64_t case_id, std::int64_t number) {
  CHECK(case_id >= 0 && number >= 0);
  const auto at = static_cast<std::size_t>(case_id);
  if (at >= numbers_.size()) numbers_.resize(std::max(at + 1, numbers_.size() * 2), kAlone);
  numbers_[at] = number;
  largest_ = std::max(largest_, number);
}

bool stands_sentenced(const Fact& fact) {
  const bool later = fact.outcome == Outcome::kChanged || fact.outcome == Outcome::kSuspensionCancelled;
  return is_sentence(fact.outcome) || (later && fact.stage == Stage::kFirst);
}

/// A suspension that was cancelled is a known punishment, and no suspended one.
bool Counted::known() const {
  if (differs_in(Dimension::kOutcome)) return false;
  const bool cancelled = fact.outcome == Outcome::kSuspensionCancelled && fact.stage == Stage::kFirst;
  return is_known_punishment(fact.outcome) || cancelled;
}

bool Counted::has(Measure measure) const {
  switch (measure) {
    case Measure::kCount: return true;
    case Measure::kDecided: return decided();
    case Measure::kInForce: return fact.in_force != kNoDay;
    case Measure::kSentences: return sentence;
    case Measure::kKnown: return known();
    case Measure::kSuspended: return suspended();
  }
  return false;
}

Conditions::Conditions(const std::vector<Filter>& filters, const Terms& terms) : terms_(terms) {
  for (const Filter& filter : filters) {
    const bool by_term = of_set(filter.dimension) || filter.dimension == Dimension::kCourt;
    conditions_.push_back({.dimension = filter.dimension,
                           .from = filter.from,
                           .to = filter.to,
                           .wanted = by_term ? wanted_terms(filter, terms) : wanted_values(filter, terms)});
  }
}

Conditions::Answer Conditions::ask(const Condition& condition, const Fact& fact) const {
  std::int32_t index = 0;
  if (is_month(condition.dimension)) {
    const std::int32_t day = day_in(condition.dimension, fact);
    if (day == kNoDay) return condition.wanted.back() ? Answer::kYes : Answer::kUnknown;
    return condition.from != kNoDay && day >= condition.from && day <= condition.to ? Answer::kYes : Answer::kNo;
  }
  if (of_set(condition.dimension)) {
    index = fact.articles;
  } else {
    index = value_of(condition.dimension, fact, terms_);
  }
  const bool unknown = index == kUnknownValue || (of_set(condition.dimension) && index == kNoTerm);
  if (unknown) return condition.wanted.back() ? Answer::kYes : Answer::kUnknown;
  const auto at = static_cast<std::size_t>(index);
  return at + 1 < condition.wanted.size() && condition.wanted[at] ? Answer::kYes : Answer::kNo;
}

int Conditions::judge(const Fact& fact) const {
  int unknown = kPasses;
  for (std::size_t i = 0; i < conditions_.size(); ++i) {
    const Answer answer = ask(conditions_[i], fact);
    if (answer == Answer::kNo || (answer == Answer::kUnknown && unknown != kPasses)) return kFails;
    if (answer == Answer::kUnknown) unknown = static_cast<int>(i);
  }
  return unknown;
}

UnitMaker::UnitMaker(Unit unit, const Conditions& conditions, Take take)
    : unit_(unit), conditions_(conditions), take_(std::move(take)), left_out_(conditions.size()) {}

void UnitMaker::add(const Fact& fact) {
  const int answer = conditions_.judge(fact);
  if (answer >= 0) ++left_out_[static_cast<std::size_t>(answer)];
  if (answer != Conditions::kPasses) return;
  if (unit_ == Unit::kPersons) {
    if ((fact.flags & kNoPersonNamed) != 0) {
      ++unnamed_;
      return;
    }
    take_({.fact = fact, .differs = 0, .sentence = stands_sentenced(fact)});
    return;
  }
  if (any_ && case_.fact.case_id == fact.case_id) return merge(fact);
  finish();
  case_ = {.fact = fact, .differs = 0, .sentence = stands_sentenced(fact)};
  any_ = true;
}

void UnitMaker::merge(const Fact& fact) {
  Fact& whole = case_.fact;
  const Terms& terms = conditions_.terms();
  for (const Dimension dimension : {Dimension::kArticle, Dimension::kPart, Dimension::kOutcome, Dimension::kCategory}) {
    if (value_of(dimension, whole, terms) != value_of(dimension, fact, terms)) case_.differs |= bit(dimension);
  }
  case_.sentence = case_.sentence || stands_sentenced(fact);
  whole.decided = std::max(whole.decided, fact.decided);
  whole.in_force = std::max(whole.in_force, fact.in_force);
}

void UnitMaker::finish() {
  if (any_) take_(case_);
  any_ = false;
}

Joined join_transferred(std::vector<Fact> facts, const SharedCases& shared) {
  std::vector<std::pair<std::int64_t, std::uint32_t>> order;  // number of what may be one case, place in facts
  order.reserve(facts.size());
  for (std::uint32_t i = 0; i < facts.size(); ++i) order.emplace_back(shared.number_of(facts[i].case_id), i);
  const auto key = [&](const std::pair<std::int64_t, std::uint32_t>& one) {
    const Fact& fact = facts[one.second];
    return std::tuple{one.first, fact.stage, fact.case_id, fact.person};
  };
  std::sort(order.begin(), order.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
  Joined joined;
  joined.facts.reserve(facts.size());
  std::vector<Fact> group;
  for (std::size_t i = 0; i < order.size(); ++i) {
    group.push_back(facts[order[i].second]);
    const bool last = i + 1 == order.size() || order[i + 1].first != order[i].first ||
                      facts[order[i + 1].second].stage != group.front().stage;
    if (!last) continue;
    join_group(group, shared.at_one_court(), joined);
    group.clear();
  }
  return joined;
}

}  // namespace waymark::courts
