#include "courts/archive/wholes.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <tuple>

#include "courts/archive/card_json.h"
#include "courts/archive/chain.h"
#include "courts/archive/packed.h"
#include "courts/archive/store_cards.h"
#include "text/json.h"

namespace waymark::courts {
namespace {

using Json = nlohmann::json;
constexpr std::int64_t kViewsPerCase = 8;  // a member is case × 8 + view; the list holds the distances between them

struct Whole {
  std::int64_t entry = 0;
  std::int32_t day = 0;
  std::string snapshot = {};
  std::set<Member> members = {};
  std::set<std::string> left_out = {};
  bool whole = false;
};

Result<Whole> whole_of(store::Connection& db, std::int64_t entry) {
  LET(auto rows, db.query("SELECT day, size, body FROM entry WHERE seq = ? AND kind = ?", entry,
                          static_cast<int>(EntryKind::kWhole)));
  LET(const bool any, rows.next());
  if (!any) return fail(Code::kMalformed, "courts/archive", "an entry about a whole is missing");
  Whole whole{.entry = entry, .day = static_cast<std::int32_t>(rows.integer(0))};
  LET(const std::string body, body_at(rows, 1, 2));
  LET(const Json json, text::parse_json(body, {.bytes_max = kBodyBytesMax, .depth_max = 16}));
  LET(whole.snapshot, text::string_member(json, "snapshot"));
  const auto members = json.find("members"), left_out = json.find("left_out"), is_whole = json.find("whole");
  if (members == json.end() || !members->is_array() || left_out == json.end() || !left_out->is_array() ||
      is_whole == json.end() || !is_whole->is_boolean())
    return fail(Code::kMalformed, "courts/archive");
  std::int64_t at = 0;
  for (const Json& step : *members) {
    if (!step.is_number_integer()) return fail(Code::kMalformed, "courts/archive");
    at += step.get<std::int64_t>();
    whole.members.emplace(at / kViewsPerCase, static_cast<int>(at % kViewsPerCase));
  }
  for (const Json& court : *left_out)
    if (court.is_string()) whole.left_out.insert(court.get<std::string>());
  whole.whole = is_whole->get<bool>();
  return whole;
}

Result<std::vector<Whole>> wholes_of(store::Connection& db, const std::string& snapshot) {
  std::vector<std::int64_t> entries;
  {
    LET(auto rows, db.query("SELECT entry FROM whole WHERE snapshot = ? ORDER BY day, entry", snapshot));
    while (true) {
      LET(const bool more, rows.next());
      if (!more) break;
      entries.push_back(rows.integer(0));
    }
  }
  std::vector<Whole> wholes;
  for (const std::int64_t entry : entries) {
    LET(wholes.emplace_back(), whole_of(db, entry));
  }
  return wholes;
}

Result<std::map<std::int64_t, std::string>> courts_of_cases(store::Connection& db) {
  std::map<std::int64_t, std::string> courts;
  LET(auto rows, db.query("SELECT id, court FROM case_file"));
  while (true) {
    LET(const bool more, rows.next());
    if (!more) return courts;
    courts.emplace(rows.integer(0), rows.text(1));
  }
}

using Miss = std::tuple<std::int64_t, int, std::int32_t>;  // case, view, day

/// What the days of one snapshot lack of the days before: at courts that they looked at.
Result<std::set<Miss>> misses_of(store::Connection& db, const std::vector<Whole>& wholes) {
  LET(const auto courts, courts_of_cases(db));
  const auto court_of = [&](std::int64_t case_id) {
    const auto found = courts.find(case_id);
    return found == courts.end() ? std::string{} : found->second;
  };
  std::map<std::int32_t, std::set<Member>> held;
  std::map<std::int32_t, std::set<std::pair<std::string, int>>> looked_at;
  for (const Whole& whole : wholes) {
    held[whole.day].insert(whole.members.begin(), whole.members.end());
    for (const auto& [case_id, view] : whole.members)
      if (whole.whole && !whole.left_out.contains(court_of(case_id)))
        looked_at[whole.day].emplace(court_of(case_id), view);
  }
  std::set<Miss> misses;
  std::set<Member> before;
  for (const auto& [day, members] : held) {
    const auto& there = looked_at[day];
    for (const auto& [case_id, view] : before)
      if (!members.contains({case_id, view}) && there.contains({court_of(case_id), view}))
        misses.emplace(case_id, view, day);
    before.insert(members.begin(), members.end());
  }
  return misses;
}

Result<std::set<Miss>> stored_misses(store::Connection& db, const std::string& snapshot) {
  std::set<Miss> misses;
  LET(auto rows, db.query("SELECT case_id, view, day FROM miss WHERE snapshot = ?", snapshot));
  while (true) {
    LET(const bool more, rows.next());
    if (!more) return misses;
    misses.emplace(rows.integer(0), static_cast<int>(rows.integer(1)), static_cast<std::int32_t>(rows.integer(2)));
  }
}

/// Makes the rows of `miss` of one snapshot what its wholes say. @return the records of the rows that changed
Result<std::set<Member>> settle(store::Connection& db, const std::string& snapshot) {
  LET(const auto wholes, wholes_of(db, snapshot));
  LET(const auto wanted, misses_of(db, wholes));
  LET(const auto there, stored_misses(db, snapshot));
  std::set<Member> changed;
  for (const auto& [case_id, view, day] : there) {
    if (wanted.contains({case_id, view, day})) continue;
    TRY(db.execute("DELETE FROM miss WHERE case_id = ? AND view = ? AND day = ? AND snapshot = ?", case_id, view, day,
                   snapshot));
    changed.emplace(case_id, view);
  }
  for (const auto& [case_id, view, day] : wanted) {
    if (there.contains({case_id, view, day})) continue;
    TRY(db.execute("INSERT INTO miss(case_id, view, day, snapshot) VALUES(?,?,?,?)", case_id, view, day, snapshot));
    changed.emplace(case_id, view);
  }
  return changed;
}

Result<std::map<std::int64_t, Whole>> all_wholes(store::Connection& db) {
  std::vector<std::int64_t> entries;
  {
    LET(auto rows, db.query("SELECT seq FROM entry WHERE kind = ? ORDER BY seq", static_cast<int>(EntryKind::kWhole)));
    while (true) {
      LET(const bool more, rows.next());
      if (!more) break;
      entries.push_back(rows.integer(0));
    }
  }
  std::map<std::int64_t, Whole> wholes;
  for (const std::int64_t entry : entries) {
    LET(Whole whole, whole_of(db, entry));
    wholes.emplace(entry, std::move(whole));
  }
  return wholes;
}

/// Tombstones of archives whose wholes are no entries yet: nothing else says what was missed.
Result<std::set<Miss>> misses_of_old(store::Connection& db) {
  std::set<Miss> misses;
  LET(auto rows,
      db.query("SELECT subject, day, size, body FROM entry WHERE kind = ?", static_cast<int>(EntryKind::kTombstone)));
  while (true) {
    LET(const bool more, rows.next());
    if (!more) return misses;
    LET(const std::string body, body_at(rows, 2, 3));
    LET(const Json json, text::parse_json(body, {.bytes_max = kBodyBytesMax, .depth_max = 16}));
    const auto view = json.find("view");
    if (json.contains("of_days") || view == json.end() || !view->is_number_integer()) continue;
    misses.emplace(rows.integer(0), view->get<int>(), static_cast<std::int32_t>(rows.integer(1)));
  }
}

}  // namespace

std::string body_of_whole(std::string_view snapshot, const std::set<Member>& members,
                          std::span<const std::string> left_out, bool whole) {
  Json steps = Json::array(), courts = Json::array();
  std::int64_t before = 0;
  for (const auto& [case_id, view] : members) {
    const std::int64_t at = case_id * kViewsPerCase + view;
    steps.push_back(at - before);
    before = at;
  }
  for (const std::string& court : std::set<std::string>(left_out.begin(), left_out.end())) courts.push_back(court);
  const Json body{{"snapshot", snapshot}, {"members", steps}, {"left_out", courts}, {"whole", whole}};
  return body.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<std::set<Member>> add_whole(store::Connection& db, std::int64_t entry) {
  LET(const Whole whole, whole_of(db, entry));
  TRY(db.execute("INSERT OR IGNORE INTO whole(entry, snapshot, day) VALUES(?,?,?)", entry, whole.snapshot, whole.day));
  return settle(db, whole.snapshot);
}

Result<void> derive_wholes(store::Connection& db) {
  LET(const auto wholes, all_wholes(db));
  for (const std::string_view sql : {"DELETE FROM whole", "DELETE FROM miss"}) TRY(db.execute(sql));
  LET(const auto old, misses_of_old(db));
  for (const auto& [case_id, view, day] : old)
    TRY(db.execute("INSERT INTO miss(case_id, view, day, snapshot) VALUES(?,?,?,'')", case_id, view, day));
  std::set<std::string> snapshots;
  for (const auto& [entry, whole] : wholes) {
    TRY(db.execute("INSERT INTO whole(entry, snapshot, day) VALUES(?,?,?)", entry, whole.snapshot, whole.day));
    snapshots.insert(whole.snapshot);
  }
  for (const std::string& snapshot : snapshots) TRY(settle(db, snapshot));
  return {};
}

Result<std::int64_t> wholes_wrong(store::Connection& db) {
  LET(const auto wholes, all_wholes(db));
  std::int64_t wrong = 0;
  std::map<std::string, std::vector<Whole>> by_snapshot;
  for (const auto& [entry, whole] : wholes) {
    LET(const std::int64_t there, db.number("SELECT count(*) FROM whole WHERE entry = ? AND snapshot = ? AND day = ?",
                                            entry, whole.snapshot, whole.day));
    wrong += there == 1 ? 0 : 1;
    by_snapshot[whole.snapshot].push_back(whole);
  }
  LET(const std::int64_t rows, db.number("SELECT count(*) FROM whole"));
  wrong += std::max<std::int64_t>(0, rows - static_cast<std::int64_t>(wholes.size()));
  LET(std::int64_t rest, db.number("SELECT count(*) FROM miss"));
  LET(const auto old, misses_of_old(db));
  LET(const auto old_there, stored_misses(db, {}));
  wrong += old == old_there ? 0 : 1;
  rest -= static_cast<std::int64_t>(old_there.size());
  for (const auto& [snapshot, all] : by_snapshot) {
    LET(const auto wanted, misses_of(db, all));
    LET(const auto there, stored_misses(db, snapshot));
    for (const Miss& miss : wanted) wrong += there.contains(miss) ? 0 : 1;
    for (const Miss& miss : there) wrong += wanted.contains(miss) ? 0 : 1;
    rest -= static_cast<std::int64_t>(there.size());
  }
  return wrong + rest;
}

}  // namespace waymark::courts
