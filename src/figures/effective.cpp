// Rows that count: what was taken back is left out, and what became of a case is told of each of its rows.
#include <algorithm>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "figures/rows.h"

namespace waymark::figures {
namespace {

constexpr std::string_view kNone = "none";

/// What became of a case, from all its rows.
struct End {
  std::tuple<std::int64_t, std::size_t> duplicate_at{-1, 0};
  std::tuple<std::int64_t, std::size_t> aside_at{-1, 0};
  bool duplicate = false;
  std::string aside;
  std::vector<std::string> answers;
};

void follow(End& end, const CountedRow& row, std::size_t place) {
  const std::tuple at{row.day, place};
  const bool back = row.kind == "reopened" || row.kind == "unmerged";
  if ((back || row.kind == "closed") && at >= end.duplicate_at) {
    end.duplicate_at = at;
    end.duplicate = row.kind == "closed" && row.code == "duplicate";
  }
  if ((back || row.kind == "aside") && at >= end.aside_at) {
    end.aside_at = at;
    end.aside = row.kind == "aside" ? row.code : "";
    if (end.aside == "duplicate") end.duplicate = true;
  }
  if (row.kind == "request") end.answers = row.answers;
}

void leave_out_undone(std::vector<CountedRow>& rows) {
  std::unordered_set<std::string> undone;
  for (const CountedRow& row : rows)
    if (row.kind == "undone" && !row.act.empty()) undone.insert(row.act);
  std::erase_if(rows, [&](const CountedRow& row) {
    return row.kind == "undone" || (!row.act.empty() && undone.contains(row.act));
  });
}

/// Of one case the first outcome of that code and evidence goes, whichever it was: they count alike.
void leave_out_dropped(std::vector<CountedRow>& rows) {
  const auto outcome_of = [](const CountedRow& row) { return std::tuple(row.subject, row.code, row.evidence); };
  std::map<std::tuple<std::string, std::string, std::string>, int> dropped;
  for (const CountedRow& row : rows)
    if (row.kind == "outcome_dropped") ++dropped[outcome_of(row)];
  if (dropped.empty()) return;
  std::erase_if(rows, [&](const CountedRow& row) {
    if (row.kind == "outcome_dropped") return true;
    if (row.kind != "outcome") return false;
    const auto found = dropped.find(outcome_of(row));
    return found != dropped.end() && found->second-- > 0;
  });
}

/// A number for each different text.
class Numbers {
 public:
  /// @return the number, and whether it is a new one
  std::pair<std::uint32_t, bool> of(const std::string& text) {
    const auto [at, is_new] = numbers_.try_emplace(text, static_cast<std::uint32_t>(numbers_.size()));
    return {at->second, is_new};
  }

 private:
  std::unordered_map<std::string, std::uint32_t> numbers_;
};

/// No code has a line feed.
void add_part(std::string& key, std::string_view part) { key.append(part) += '\n'; }

std::vector<std::string> answers_to(const Profile& profile, std::string_view question) {
  std::vector<std::string> found;
  for (const std::string& answer : profile.answers)
    if (answer.size() > question.size() && answer.starts_with(question) && answer[question.size()] == '=')
      found.push_back(answer.substr(question.size() + 1));
  return found;
}

Property property_of(const std::vector<Profile>& profiles, const auto& values_of) {
  Property property;
  std::map<std::vector<std::string>, std::uint32_t> numbers;
  property.set_of.reserve(profiles.size());
  for (const Profile& profile : profiles) {
    std::vector<std::string> values = values_of(profile);
    if (values.empty() || (values.size() == 1 && values.front().empty())) values = {std::string(kNone)};
    const auto [at, is_new] = numbers.try_emplace(values, static_cast<std::uint32_t>(numbers.size()));
    if (is_new) property.sets.push_back(std::move(values));
    property.set_of.push_back(at->second);
  }
  return property;
}

}  // namespace

std::vector<bool> Property::meet(const std::set<std::string>& values) const {
  std::vector<bool> found;
  found.reserve(sets.size());
  for (const auto& set : sets)
    found.push_back(std::ranges::any_of(set, [&](const std::string& value) { return values.contains(value); }));
  return found;
}

/// What became of each case, and which rows are alike.
class EffectiveRows::Join {
 public:
  explicit Join(EffectiveRows& to) : to_(to) {}

  void run() {
    number_cases();
    std::vector<std::uint32_t> fates;  // of each case: what it ended as, a number for each different one
    Numbers fate_numbers;
    for (const End& end : ends_) fates.push_back(fate_numbers.of(text_of(end)).first);
    Numbers profile_numbers;
    std::string key;
    for (std::size_t i = 0; i < to_.rows_.size(); ++i) {
      const CountedRow& row = to_.rows_[i];
      const std::uint32_t its_case = to_.case_of_[i];
      key.clear();
      for (const std::string* part : {&row.kind, &row.code, &row.evidence, &row.language, &row.assurance})
        add_part(key, *part);
      key += std::to_string(fates[its_case]);
      const auto [number, is_new] = profile_numbers.of(key);
      to_.profile_of_.push_back(number);
      if (is_new) to_.profiles_.push_back(profile(row, ends_[its_case]));
    }
  }

 private:
  void number_cases() {
    std::unordered_map<std::string_view, std::uint32_t> cases;
    cases.reserve(to_.rows_.size() / 4);
    for (std::size_t i = 0; i < to_.rows_.size(); ++i) {
      const CountedRow& row = to_.rows_[i];
      const auto [at, is_new] = cases.try_emplace(row.subject, static_cast<std::uint32_t>(cases.size()));
      if (is_new) ends_.emplace_back();
      to_.case_of_.push_back(at->second);
      if (!row.subject.empty()) follow(ends_[at->second], row, i);
    }
  }
  static std::string text_of(const End& end) {
    std::string text = end.duplicate ? "d" : "-";
    add_part(text, end.aside);
    for (const std::string& answer : end.answers) add_part(text, answer);
    return text;
  }
  static Profile profile(const CountedRow& row, const End& end) {
    return {.kind = row.kind,
            .code = row.code,
            .evidence = row.evidence,
            .language = row.language,
            .assurance = row.assurance,
            .aside = end.aside,
            .duplicate = end.duplicate,
            .answers = end.answers};
  }

  EffectiveRows& to_;
  std::vector<End> ends_;
};

EffectiveRows::EffectiveRows(std::vector<CountedRow> rows) : rows_(std::move(rows)) {
  leave_out_undone(rows_);
  // Before outcomes are left out: a place among the rows says what ended last, and no outcome ends anything.
  leave_out_dropped(rows_);
  profile_of_.reserve(rows_.size());
  case_of_.reserve(rows_.size());
  Join(*this).run();
  find_properties();
  months_.reserve(rows_.size());
  for (const CountedRow& row : rows_)
    months_.push_back({Month::of_day(row.day), Month::of_day(row.received_day),
                       row.date ? std::optional(Month::of_day(*row.date)) : std::nullopt});
}

std::optional<Month> EffectiveRows::month_of(std::size_t at, Moment moment) const {
  switch (moment) {
    case Moment::kDay: return months_[at].day;
    case Moment::kReceived: return months_[at].received;
    case Moment::kDate: return months_[at].date;
  }
  return std::nullopt;
}

void EffectiveRows::find_properties() {
  using Values = std::vector<std::string>;
  const auto add = [&](std::string name, const auto& values_of) {
    properties_.emplace(std::move(name), property_of(profiles_, values_of));
  };
  add("code", [](const Profile& one) { return Values{one.code}; });
  add("evidence", [](const Profile& one) { return Values{one.evidence}; });
  add("language", [](const Profile& one) { return Values{one.language}; });
  add("assurance", [](const Profile& one) { return Values{one.assurance}; });
  add("aside", [](const Profile& one) { return Values{one.aside}; });
  add("duplicate", [](const Profile& one) { return Values{one.duplicate ? "yes" : "no"}; });
  std::set<std::string> questions;
  for (const Profile& one : profiles_)
    for (const std::string& answer : one.answers)
      if (const std::size_t end = answer.find('='); end != std::string::npos) questions.insert(answer.substr(0, end));
  for (const std::string& question : questions)
    add("answer." + question, [&](const Profile& one) { return answers_to(one, question); });
  none_ = {.sets = {{std::string(kNone)}}, .set_of = std::vector<std::uint32_t>(profiles_.size(), 0)};
}

const Property& EffectiveRows::property(std::string_view name) const {
  const auto found = properties_.find(name);
  return found == properties_.end() ? none_ : found->second;
}

const std::vector<std::string>& EffectiveRows::values(std::size_t at, std::string_view property_name) const {
  const Property& asked = property(property_name);
  return asked.sets[asked.set_of[profile_of_[at]]];
}

}  // namespace waymark::figures
