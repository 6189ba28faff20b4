#include "courts/archive/derived_rows.h"

#include <algorithm>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <tuple>

#include "courts/archive/card_json.h"
#include "courts/archive/runs.h"
#include "courts/archive/store_cards.h"
#include "courts/archive/timeline.h"
#include "text/json.h"

namespace waymark::courts {
namespace {

using Json = nlohmann::json;

/// One page entry: what its row says, and the cases it speaks of, each with the revision that it rests on.
struct PageSaid {
  std::int64_t entry = 0, blob = 0, day = 0;
  std::string source = {};
  std::set<std::pair<std::int64_t, std::int64_t>> says = {};
};

Result<PageSaid> page_said(const store::Rows& rows) {
  PageSaid page{.entry = rows.integer(0), .blob = rows.integer(1), .day = rows.integer(2)};
  LET(const std::string body, body_at(rows, 3, 4));
  LET(const Json json, text::parse_json(body, {.bytes_max = kBodyBytesMax, .depth_max = 16}));
  LET(page.source, text::string_member(json, "source"));
  const auto says = json.find("says");
  if (says == json.end() || !says->is_array()) return fail(Code::kMalformed, "courts/archive");
  for (const Json& one : *says) {
    if (!one.is_array() || one.size() < 2 || !one[0].is_number_integer() || !one[1].is_number_integer())
      return fail(Code::kMalformed, "courts/archive");
    page.says.emplace(one[0].get<std::int64_t>(), one[1].get<std::int64_t>());
  }
  return page;
}

/// As it stands in a body: bytes that are no UTF-8 are replaced there.
std::string as_in_body(std::string_view text) {
  return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// Every page once: one that was read again, by a newer reader, as it was read last.
Result<void> for_each_page(store::Connection& db, const std::function<Result<void>(const PageSaid&)>& take) {
  using Sight = std::tuple<std::int64_t, std::int64_t, std::string>;
  std::map<Sight, std::int64_t> last;
  for (const bool taking : {false, true}) {
    LET(auto rows, db.query("SELECT seq, subject, day, size, body FROM entry WHERE kind = 2 ORDER BY seq"));
    while (true) {
      LET(const bool more, rows.next());
      if (!more) break;
      LET(const PageSaid page, page_said(rows));
      std::int64_t& entry = last[{page.blob, page.day, as_in_body(page.source)}];
      if (!taking) entry = page.entry;
      if (taking && entry == page.entry) TRY(take(page));
    }
  }
  return {};
}

/// Through which view a revision speaks; 0 if there is none.
Result<std::int64_t> view_of_revision(store::Connection& db, std::int64_t entry) {
  return db.number("SELECT coalesce((SELECT view FROM revision WHERE entry = ?), 0)", entry);
}

/// Every valid УИД of a case, once. One that an older revision bore stays: it was said.
Result<void> for_each_uid(store::Connection& db,
                          const std::function<Result<void>(const std::string& uid, std::int64_t case_id)>& take,
                          std::int64_t* views_wrong = nullptr) {
  LET(auto rows, db.query("SELECT r.case_id, e.size, e.body, r.view FROM revision r JOIN entry e ON e.seq = r.entry "
                          "WHERE r.gone % 10 = 0 ORDER BY r.case_id"));
  std::set<std::string> of_case;
  std::int64_t case_id = 0;
  while (true) {
    LET(const bool more, rows.next());
    if (!more) return {};
    if (rows.integer(0) != case_id) of_case.clear();
    case_id = rows.integer(0);
    LET(const std::string body, body_at(rows, 1, 2));
    LET(const Card card, card_of_body(body));
    if (views_wrong != nullptr && static_cast<std::int64_t>(card.view) != rows.integer(3)) ++*views_wrong;
    const auto uid = card.uid.key();
    if (uid && of_case.insert(*uid).second) TRY(take(*uid, case_id));
  }
}

Result<bool> has_row(store::Connection& db, const PageSaid& page) {
  LET(auto rows, db.query("SELECT blob, day, source FROM page WHERE entry = ?", page.entry));
  LET(const bool any, rows.next());
  return any && rows.integer(0) == page.blob && rows.integer(1) == page.day &&
         as_in_body(rows.text(2)) == as_in_body(page.source);
}

/// Rows that are there although nothing asks for them: all that are counted less those that were found.
std::int64_t too_many(std::int64_t there, std::int64_t wanted, std::int64_t missing) {
  return std::max<std::int64_t>(0, there - (wanted - missing));
}

Result<std::int64_t> pages_wrong(store::Connection& db) {
  std::int64_t pages = 0, pages_missing = 0, said = 0, said_missing = 0, changed = 0;
  TRY(for_each_page(db, [&](const PageSaid& page) -> Result<void> {
    LET(const std::int64_t there, db.number("SELECT count(*) FROM page WHERE entry = ?", page.entry));
    LET(const bool holds, has_row(db, page));
    ++pages;
    if (there == 0) ++pages_missing;
    if (there != 0 && !holds) ++changed;
    std::set<std::pair<std::int64_t, std::int64_t>> views;
    for (const auto& [case_id, revision] : page.says) {
      LET(const std::int64_t view, view_of_revision(db, revision));
      views.emplace(case_id, view);
    }
    for (const auto& [case_id, view] : views) {
      LET(const std::int64_t revision,
          db.number("SELECT coalesce((SELECT revision FROM said WHERE case_id = ? AND page = ? AND view = ?), 0)",
                    case_id, page.entry, view));
      ++said;
      if (!page.says.contains({case_id, revision})) ++said_missing;
    }
    return {};
  }));
  LET(const std::int64_t page_rows, db.number("SELECT count(*) FROM page"));
  LET(const std::int64_t said_rows, db.number("SELECT count(*) FROM said"));
  return changed + pages_missing + too_many(page_rows, pages, pages_missing) + said_missing +
         too_many(said_rows, said, said_missing);
}

Result<std::int64_t> uids_wrong(store::Connection& db) {
  std::int64_t uids = 0, missing = 0, views_wrong = 0;
  TRY(for_each_uid(
      db,
      [&](const std::string& uid, std::int64_t case_id) -> Result<void> {
        LET(const std::int64_t there,
            db.number("SELECT count(*) FROM uid WHERE uid = ? AND case_id = ?", uid, case_id));
        ++uids;
        if (there == 0) ++missing;
        return {};
      },
      &views_wrong));
  LET(const std::int64_t rows, db.number("SELECT count(*) FROM uid"));
  return views_wrong + missing + too_many(rows, uids, missing);
}

Result<std::int64_t> timelines_wrong(store::Connection& db) {
  LET(const std::vector<Member> all, all_views(db));
  std::int64_t wrong = 0;
  for (const auto& [case_id, view] : all) {
    LET(const Timeline timeline, timeline_of(db, case_id, view));
    LET(const std::int64_t rows, timeline_rows_wrong(db, case_id, view, timeline));
    wrong += rows;
  }
  return wrong;
}

}  // namespace

Result<std::vector<Member>> all_views(store::Connection& db) {
  std::vector<Member> views;
  LET(auto rows, db.query("SELECT case_id, view FROM said UNION SELECT case_id, view FROM state ORDER BY 1, 2"));
  while (true) {
    LET(const bool more, rows.next());
    if (!more) return views;
    views.emplace_back(rows.integer(0), static_cast<int>(rows.integer(1)));
  }
}

Result<std::int64_t> derived_rows_wrong(store::Connection& db) {
  LET(const std::int64_t pages, pages_wrong(db));
  LET(const std::int64_t uids, uids_wrong(db));
  LET(const std::int64_t courts,
      db.number("SELECT count(*) FROM case_file WHERE court <> substr(key, 1, instr(key, '|') - 1)"));
  LET(const std::int64_t wholes, wholes_wrong(db));
  LET(const std::int64_t timelines, timelines_wrong(db));
  LET(const std::int64_t runs, runs_wrong(db));
  return pages + uids + courts + wholes + timelines + runs;
}

Result<void> derive_rows(store::Connection& db) {
  for (const std::string_view sql : {"DELETE FROM page", "DELETE FROM said", "DELETE FROM uid",
                                     "UPDATE case_file SET court = substr(key, 1, instr(key, '|') - 1)"})
    TRY(db.execute(sql));
  const auto write = [&](const PageSaid& page) -> Result<void> {
    TRY(db.execute("INSERT INTO page(entry, blob, day, source) VALUES(?,?,?,?)", page.entry, page.blob, page.day,
                   page.source));
    for (const auto& [case_id, revision] : page.says) {
      LET(const std::int64_t view, view_of_revision(db, revision));
      TRY(db.execute("INSERT OR REPLACE INTO said(case_id, page, view, revision) VALUES(?,?,?,?)", case_id, page.entry,
                     view, revision));
    }
    return {};
  };
  TRY(for_each_page(db, write));
  TRY(derive_wholes(db));
  TRY(derive_runs(db));
  return for_each_uid(db, [&](const std::string& uid, std::int64_t case_id) -> Result<void> {
    TRY(db.execute("INSERT INTO uid(uid, case_id) VALUES(?,?)", uid, case_id));
    return {};
  });
}

}  // namespace waymark::courts
