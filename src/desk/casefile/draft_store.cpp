#include "desk/casefile/draft_store.h"

#include <nlohmann/json.hpp>

namespace waymark::desk {
namespace {

using nlohmann::json;

constexpr std::string_view kWhere = "desk/drafts";

std::string to_json(const Draft& draft) {
  const json out{{"by", draft.by}, {"kind", name_of(draft.kind)}, {"text", draft.text}, {"version", draft.version}};
  return out.dump(-1, ' ', false, json::error_handler_t::replace);
}

Result<Draft> draft_from_json(const RecordId& id, std::string_view text) {
  const json in = json::parse(text, nullptr, false);
  const auto is_text = [&in](const char* key) { return in.contains(key) && in[key].is_string(); };
  if (!in.is_object() || !is_text("by") || !is_text("kind") || !is_text("text")) return fail(Code::kMalformed, kWhere);
  if (!in.contains("version") || !in["version"].is_number_unsigned()) return fail(Code::kMalformed, kWhere);
  LET(const DraftKind kind, draft_kind_from(in["kind"].get_ref<const std::string&>()));
  return Draft{.id = id,
               .by = in["by"].get<std::string>(),
               .kind = kind,
               .text = in["text"].get<std::string>(),
               .version = in["version"].get<std::uint32_t>()};
}

}  // namespace

Result<std::vector<Draft>> read_drafts(store::Connection& store, const CaseKey& key) {
  LET(store::Rows rows, store.query("SELECT id, key_version, blob FROM draft WHERE case_id = ?", key.id().view()));
  std::vector<Draft> drafts;
  for (;;) {
    LET(const bool found, rows.next());
    if (!found) return drafts;
    if (rows.integer(1) != key.version()) return fail(Code::kAuthentication, kWhere, "key version");
    LET(const RecordId id, RecordId::from_bytes(rows.blob(0)));
    LET(const std::string text, key.open_draft(id, rows.blob(2)));
    LET(Draft draft, draft_from_json(id, text));
    drafts.push_back(std::move(draft));
  }
}

Result<void> write_draft(store::Connection& store, const CaseKey& key, const Draft& draft, crypto::Random& random) {
  TRY(
      store.execute("INSERT INTO draft VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
                    "key_version = excluded.key_version, blob = excluded.blob",
                    draft.id.view(), key.id().view(), key.version(), key.seal_draft(draft.id, to_json(draft), random)));
  return {};
}

Result<bool> drop_draft_of(store::Connection& store, const CaseKey& key, std::string_view alias, DraftKind kind) {
  LET(const std::vector<Draft> drafts, read_drafts(store, key));
  bool dropped = false;
  for (const Draft& draft : drafts) {
    if (draft.by != alias || draft.kind != kind) continue;
    TRY(store.execute("DELETE FROM draft WHERE id = ?", draft.id.view()));
    dropped = true;
  }
  return dropped;
}

Result<void> reseal_drafts(store::Connection& store, const CaseKey& old_key, const CaseKey& key,
                           crypto::Random& random) {
  LET(const std::vector<Draft> drafts, read_drafts(store, old_key));
  for (const Draft& draft : drafts) TRY(write_draft(store, key, draft, random));
  return {};
}

Result<std::vector<CaseId>> cases_with_drafts(store::Connection& store) {
  LET(store::Rows rows, store.query("SELECT DISTINCT case_id FROM draft"));
  std::vector<CaseId> cases;
  for (;;) {
    LET(const bool found, rows.next());
    if (!found) return cases;
    LET(const CaseId id, CaseId::from_bytes(rows.blob(0)));
    cases.push_back(id);
  }
}

}  // namespace waymark::desk
