// verify_archive: the whole chain, every kept page and text, and what is derived from them.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/encoding.h"
#include "courts/archive/card_json.h"
#include "courts/archive/open_to_read.h"
#include "courts/archive/packed.h"
#include "courts/archive/schema.h"
#include "courts/archive/store_cards.h"
#include "text/json.h"

namespace waymark::courts {
namespace {

bool same(ByteView a, ByteView b) { return std::equal(a.begin(), a.end(), b.begin(), b.end()); }

std::string record_of(std::string_view body) {
  const auto json = text::parse_json(body, {.bytes_max = kBodyBytesMax, .depth_max = 16});
  if (!json) return {};
  for (const char* key : {"key", "source", "name"}) {
    if (auto name = text::string_member(*json, key)) return *name;
  }
  return {};
}

class Verifier {
 public:
  explicit Verifier(store::Connection& db) : db_(db) {}

  Result<Verification> run() {
    TRY(chain());
    if (report_.intact) TRY(blobs());
    if (report_.intact) TRY(pages());
    if (report_.intact) TRY(states());
    return std::move(report_);
  }

 private:
  void bad(std::int64_t entry, std::string_view what, std::string record) {
    if (!report_.intact) return;
    report_.intact = false;
    report_.first_bad = entry;
    report_.what = what;
    report_.record = std::move(record);
  }

  Result<void> chain() {
    crypto::Sha256 previous{};
    LET(auto rows, db_.query("SELECT seq, kind, day, subject, size, body, hash FROM entry ORDER BY seq"));
    for (std::int64_t expected = 1;; ++expected) {
      LET(const bool more, rows.next());
      if (!more) break;
      if (rows.integer(0) != expected) {
        bad(expected, "an entry is missing", {});
        return {};
      }
      const EntryHead head{.seq = expected,
                           .kind = static_cast<EntryKind>(rows.integer(1)),
                           .day = static_cast<std::int32_t>(rows.integer(2)),
                           .subject = rows.integer(3)};
      const auto body = body_at(rows, 4, 5);
      if (!body) {
        bad(expected, "the body cannot be unpacked", {});
        return {};
      }
      const crypto::Sha256 hash = entry_hash(previous, head, view_of(*body));
      if (!same(hash, rows.blob(6))) {
        bad(expected, "the entry was changed", record_of(*body));
        return {};
      }
      previous = hash;
      report_.entries = expected;
    }
    report_.head = previous;
    return {};
  }

  /// The entry that first names a blob, for the report.
  Result<std::int64_t> entry_of_blob(std::int64_t blob) {
    return db_.number("SELECT coalesce(min(entry), 0) FROM page WHERE blob = ?", blob);
  }

  Result<void> blobs() {
    LET(auto rows, db_.query("SELECT id, sha256, size, bytes FROM blob ORDER BY id"));
    while (true) {
      LET(const bool more, rows.next());
      if (!more) return {};
      const auto text = unpacked(rows.blob(3), rows.integer(2));
      if (text && same(crypto::sha256(view_of(*text)), rows.blob(1))) {
        ++report_.blobs;
        continue;
      }
      LET(const std::int64_t entry, entry_of_blob(rows.integer(0)));
      bad(entry, "a kept page or text was changed", to_hex(rows.blob(1)));
      return {};
    }
  }

  /// Every page that the chain names is there under its hash.
  Result<void> pages() {
    LET(auto rows, db_.query("SELECT seq, subject, size, body FROM entry WHERE kind = 2 ORDER BY seq"));
    while (true) {
      LET(const bool more, rows.next());
      if (!more) return {};
      LET(const std::string body, body_at(rows, 2, 3));
      LET(const nlohmann::json json, text::parse_json(body, {.bytes_max = kBodyBytesMax, .depth_max = 16}));
      LET(const std::string named, text::string_member(json, "sha256"));
      LET(auto found, db_.query("SELECT sha256 FROM blob WHERE id = ?", rows.integer(1)));
      LET(const bool any, found.next());
      if (any && to_hex(found.blob(0)) == named) continue;
      bad(rows.integer(0), "the page it names is missing", record_of(body));
      return {};
    }
  }

  /// What is derived: every state's newest revision, and the list of revisions.
  Result<void> states() {
    LET(const std::int64_t stray,
        db_.number("SELECT coalesce((SELECT r.entry FROM revision r LEFT JOIN entry e ON "
                   "e.seq = r.entry AND e.subject = r.case_id AND "
                   "e.day = r.day AND e.kind = CASE r.gone % 10 WHEN 0 THEN 3 WHEN 1 THEN 4 ELSE "
                   "5 END WHERE e.seq IS NULL ORDER BY 1 LIMIT 1), 0)"));
    if (stray != 0) bad(stray, "a derived revision has no entry", {});
    LET(const std::int64_t lost, db_.number("SELECT coalesce((SELECT e.seq FROM entry e LEFT JOIN revision r ON "
                                            "r.entry = e.seq WHERE e.kind IN (3, 4, 5) AND "
                                            "r.entry IS NULL ORDER BY 1 LIMIT 1), 0)"));
    if (lost != 0) bad(lost, "a revision is missing among the derived ones", {});
    LET(auto rows,
        db_.query("SELECT s.entry, s.content, c.key, e.size, e.body FROM state s JOIN case_file c ON c.id = s.case_id "
                  "LEFT JOIN entry e ON e.seq = s.entry AND e.kind = 3 AND e.subject = s.case_id ORDER BY s.entry"));
    while (report_.intact) {
      LET(const bool more, rows.next());
      if (!more) return {};
      LET(const std::string body, body_at(rows, 3, 4));
      const crypto::Sha256 hash = crypto::sha256(view_of(body));
      if (!same(ByteView{hash}.first(16), rows.blob(1)) || record_of(body) != rows.text(2)) {
        bad(rows.integer(0), "a record's newest state does not match its revision", std::string{rows.text(2)});
      }
    }
    return {};
  }

  store::Connection& db_;
  Verification report_;
};

}  // namespace

Result<Verification> verify_archive(const std::filesystem::path& file) {
  LET(const auto db, open_to_read(file));
  LET(const std::int64_t version, store::version_of(*db, archive_schema()));
  // What it reads is the same in every version, so that an older archive is checked before it is upgraded.
  const auto newest = static_cast<std::int64_t>(archive_schema().steps.size());
  if (version < 1) return fail(Code::kUnsupported, "courts/archive", "That is no archive of court records.");
  if (version > newest)
    return fail(Code::kUnsupported, "courts/archive", "A newer version of this program made the archive.");
  TRY(check_tables(*db, version));
  return Verifier{*db}.run();
}

}  // namespace waymark::courts
