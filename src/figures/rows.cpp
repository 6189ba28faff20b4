#include "figures/rows.h"

#include <nlohmann/json.hpp>

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

}  // namespace

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
