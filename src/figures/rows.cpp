#include "figures/rows.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

namespace waymark::figures {
namespace {

constexpr std::string_view kWhere = "figures/rows";
constexpr std::size_t kLineBytesMax = 64 * 1'024;
using Json = nlohmann::json;

std::unexpected<Error> bad(std::size_t line, std::string_view member) {
  return fail(Code::kMalformed, kWhere, "line " + std::to_string(line) + ": " + std::string(member));
}

Result<CountedRow> parse_row(std::string_view text, std::size_t line) {
  if (text.size() > kLineBytesMax) return bad(line, "too long");
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return bad(line, "not an object");
  CountedRow row;
  for (const auto& [name, value] : json.items()) {
    std::string* const target = name == "kind"        ? &row.kind
                                : name == "subject"   ? &row.subject
                                : name == "language"  ? &row.language
                                : name == "assurance" ? &row.assurance
                                : name == "code"      ? &row.code
                                : name == "evidence"  ? &row.evidence
                                : name == "act"       ? &row.act
                                : name == "zone"      ? &row.zone
                                                      : nullptr;
    if (target != nullptr) {
      if (!value.is_string()) return bad(line, name);
      *target = value.get<std::string>();
    } else if (name == "day" || name == "received_day" || name == "date") {
      if (!value.is_string()) return bad(line, name);
      const auto day = day_of_text(value.get<std::string>());
      if (!day.has_value()) return bad(line, name);
      if (name == "date") {
        row.date = *day;
      } else {
        (name == "day" ? row.day : row.received_day) = *day;
      }
    } else if (name == "seconds") {
      if (!value.is_number_integer()) return bad(line, name);
      row.seconds = value.get<std::int64_t>();
    } else if (name == "answers") {
      if (!value.is_array()) return bad(line, name);
      for (const Json& answer : value) {
        if (!answer.is_string()) return bad(line, name);
        row.answers.push_back(answer.get<std::string>());
      }
    } else {
      return bad(line, name);
    }
  }
  if (row.kind.empty()) return bad(line, "kind");
  if (!json.contains("day")) return bad(line, "day");
  if (!json.contains("received_day")) row.received_day = row.day;
  return row;
}

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

using Dropped = std::map<std::tuple<std::string, std::string, std::string>, int>;

std::tuple<std::string, std::string, std::string> outcome_of(const CountedRow& row) {
  return {row.subject, row.code, row.evidence};
}

}  // namespace

std::vector<std::string> Effective::values(std::string_view property) const {
  const auto one = [](const std::string& value) { return std::vector{value.empty() ? std::string("none") : value}; };
  if (property == "code") return one(row.code);
  if (property == "evidence") return one(row.evidence);
  if (property == "language") return one(row.language);
  if (property == "assurance") return one(row.assurance);
  if (property == "aside") return one(aside);
  if (property == "duplicate") return {duplicate ? "yes" : "no"};
  std::vector<std::string> found;
  const std::string question = std::string(property.substr(std::string_view("answer.").size())) + "=";
  for (const std::string& answer : answers)
    if (answer.starts_with(question)) found.push_back(answer.substr(question.size()));
  if (found.empty()) found.emplace_back("none");
  return found;
}

void Effective::add_profile(std::string& to) const {
  for (const std::string* part : {&row.code, &row.evidence, &row.language, &row.assurance, &aside}) {
    to += *part;
    to += '\n';  // no code has one
  }
  to += duplicate ? 'd' : '-';
  for (const std::string& answer : answers) {
    to += '\n';
    to += answer;
  }
}

std::optional<std::int64_t> Effective::day(Moment moment) const {
  switch (moment) {
    case Moment::kDay: return row.day;
    case Moment::kReceived: return row.received_day;
    case Moment::kDate: return row.date;
  }
  return std::nullopt;
}

std::vector<Effective> effective(std::vector<CountedRow> rows) {
  std::unordered_set<std::string> undone;
  Dropped dropped;
  for (const CountedRow& row : rows)
    if (row.kind == "undone" && !row.act.empty()) undone.insert(row.act);
  std::erase_if(rows, [&](const CountedRow& row) {
    return row.kind == "undone" || (!row.act.empty() && undone.contains(row.act));
  });
  for (const CountedRow& row : rows)
    if (row.kind == "outcome_dropped") ++dropped[outcome_of(row)];
  std::unordered_map<std::string, End> ends;
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (!rows[i].subject.empty()) follow(ends[rows[i].subject], rows[i], i);
  std::vector<Effective> all;
  all.reserve(rows.size());
  for (CountedRow& row : rows) {
    if (row.kind == "outcome_dropped") continue;
    if (row.kind == "outcome" && !dropped.empty()) {
      const auto found = dropped.find(outcome_of(row));
      if (found != dropped.end() && found->second > 0) {
        --found->second;
        continue;
      }
    }
    Effective one{.row = std::move(row)};
    if (const auto end = ends.find(one.row.subject); end != ends.end()) {
      one.duplicate = end->second.duplicate;
      one.aside = end->second.aside;
      one.answers = end->second.answers;
    }
    all.push_back(std::move(one));
  }
  return all;
}

Result<std::vector<CountedRow>> parse_rows(std::string_view lines) {
  if (lines.size() > kRowsBytesMax) return fail(Code::kTooLarge, kWhere);
  std::vector<CountedRow> rows;
  std::size_t number = 0;
  while (!lines.empty()) {
    const std::size_t end = lines.find('\n');
    const std::string_view line = lines.substr(0, end);
    lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 1);
    ++number;
    if (line.empty()) continue;
    LET(CountedRow row, parse_row(line, number));
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string write_rows(const std::vector<CountedRow>& rows) {
  std::string out;
  for (const CountedRow& row : rows) {
    Json json{{"kind", row.kind}, {"day", text_of_day(row.day)}, {"received_day", text_of_day(row.received_day)}};
    for (const auto& [name, value] :
         {std::pair{"subject", &row.subject}, std::pair{"language", &row.language},
          std::pair{"assurance", &row.assurance}, std::pair{"code", &row.code}, std::pair{"evidence", &row.evidence},
          std::pair{"act", &row.act}, std::pair{"zone", &row.zone}})
      if (!value->empty()) json[name] = *value;
    if (row.date) json["date"] = text_of_day(*row.date);
    if (!row.answers.empty()) json["answers"] = row.answers;
    if (row.seconds >= 0) json["seconds"] = row.seconds;
    out += json.dump() + "\n";
  }
  return out;
}

}  // namespace waymark::figures
