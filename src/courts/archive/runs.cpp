#include "courts/archive/runs.h"

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "courts/archive/card_json.h"
#include "courts/archive/chain.h"
#include "courts/archive/store_cards.h"
#include "text/json.h"

namespace waymark::courts {
namespace {

using Json = nlohmann::json;

struct Run {
  std::string name = {}, snapshot = {};
  std::int64_t day = 0, entry = 0;
  bool finished = false;
  bool operator==(const Run&) const = default;
};

/// What the entries say: imports by their number, and what those that did not end have taken in.
struct Runs {
  std::map<std::int64_t, Run> runs = {};
  std::set<std::pair<std::int64_t, std::string>> items = {};
};

Result<void> add_items(const Json& json, std::int64_t run, Runs& said) {
  const auto items = json.find("items");
  if (items == json.end() || !items->is_array()) return fail(Code::kMalformed, "courts/archive");
  for (const Json& one : *items) {
    if (!one.is_string()) return fail(Code::kMalformed, "courts/archive");
    said.items.emplace(run, one.get<std::string>());
  }
  return {};
}

Result<void> add_entry(const store::Rows& rows, Runs& said) {
  const auto kind = static_cast<EntryKind>(rows.integer(1));
  const std::int64_t run = rows.integer(3);
  if (kind == EntryKind::kEnd) {
    said.runs[run].finished = true;
    std::erase_if(said.items, [&](const auto& item) { return item.first == run; });
    return {};
  }
  LET(const std::string body, body_at(rows, 4, 5));
  LET(const Json json, text::parse_json(body, {.bytes_max = kBodyBytesMax, .depth_max = 16}));
  if (kind == EntryKind::kTaken) return add_items(json, run, said);
  Run& one = said.runs[run];
  LET(one.name, text::string_member(json, "name"));
  LET(one.snapshot, text::string_member(json, "snapshot"));
  one.entry = rows.integer(0);
  one.day = rows.integer(2);
  return {};
}

Result<Runs> runs_of_entries(store::Connection& db) {
  Runs said;
  LET(auto rows,
      db.query("SELECT seq, kind, day, subject, size, body FROM entry WHERE kind IN (1, 6, 8) ORDER BY seq"));
  while (true) {
    LET(const bool more, rows.next());
    if (!more) return said;
    TRY(add_entry(rows, said));
  }
}

Result<Runs> runs_of_rows(store::Connection& db) {
  Runs there;
  {
    LET(auto rows, db.query("SELECT id, name, snapshot, day, entry, finished FROM import_run"));
    while (true) {
      LET(const bool more, rows.next());
      if (!more) break;
      there.runs[rows.integer(0)] = {.name = std::string{rows.text(1)},
                                     .snapshot = std::string{rows.text(2)},
                                     .day = rows.integer(3),
                                     .entry = rows.integer(4),
                                     .finished = rows.integer(5) != 0};
    }
  }
  LET(auto rows, db.query("SELECT run, name FROM item"));
  while (true) {
    LET(const bool more, rows.next());
    if (!more) return there;
    there.items.emplace(rows.integer(0), std::string{rows.text(1)});
  }
}

/// As it stands in a body: bytes that are no UTF-8 are replaced there.
std::string as_in_body(const std::string& text) {
  return Json::parse(Json(text).dump(-1, ' ', false, Json::error_handler_t::replace), nullptr, false)
      .get<std::string>();
}

}  // namespace

std::string body_of_taken(std::span<const std::string> items) {
  Json names = Json::array();
  for (const std::string& one : items) names.push_back(one);
  return Json{{"items", std::move(names)}}.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<void> derive_runs(store::Connection& db) {
  LET(const Runs said, runs_of_entries(db));
  TRY(db.execute("DELETE FROM import_run"));
  TRY(db.execute("DELETE FROM item"));
  for (const auto& [id, run] : said.runs)
    TRY(db.execute("INSERT INTO import_run(id, name, snapshot, day, entry, finished) VALUES(?,?,?,?,?,?)", id, run.name,
                   run.snapshot, run.day, run.entry, run.finished ? 1 : 0));
  for (const auto& [run, name] : said.items) TRY(db.execute("INSERT INTO item(run, name) VALUES(?,?)", run, name));
  TRY(db.execute("DELETE FROM member WHERE run NOT IN (SELECT id FROM import_run WHERE finished = 0)"));
  return {};
}

Result<std::int64_t> runs_wrong(store::Connection& db) {
  LET(const Runs said, runs_of_entries(db));
  LET(const Runs there, runs_of_rows(db));
  std::int64_t wrong = 0;
  for (const auto& [id, run] : said.runs) {
    const auto found = there.runs.find(id);
    if (found == there.runs.end()) {
      ++wrong;
      continue;
    }
    Run row = found->second;
    row.name = as_in_body(row.name);
    row.snapshot = as_in_body(row.snapshot);
    if (row != run) ++wrong;
  }
  for (const auto& [id, run] : there.runs) wrong += said.runs.contains(id) ? 0 : 1;
  for (const auto& item : said.items) wrong += there.items.contains(item) ? 0 : 1;
  for (const auto& [run, name] : there.items) wrong += said.items.contains({run, as_in_body(name)}) ? 0 : 1;
  LET(const std::int64_t members,
      db.number("SELECT count(*) FROM member WHERE run NOT IN (SELECT id FROM import_run WHERE finished = 0)"));
  return wrong + members;
}

}  // namespace waymark::courts
