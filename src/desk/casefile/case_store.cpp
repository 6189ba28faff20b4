#include "desk/casefile/case_store.h"

#include "crypto/xwing_open.h"
#include "desk/keyring/office_values.h"
#include "desk/keyring/sealed_row.h"
#include "envelope/age_open.h"
#include "envelope/age_seal.h"

namespace waymark::desk {
namespace {

constexpr std::string_view kWhere = "desk/case_store";

struct Shares {
  std::uint32_t version;
  std::optional<Bytes> first_line;
  Bytes file;
};

Result<Shares> shares_of(store::Connection& store, const CaseId& id) {
  LET(store::Rows rows, store.query("SELECT key_version, first_line, key_file FROM case_file WHERE id = ?", id.view()));
  LET(const bool found, rows.next());
  if (!found) return fail(Code::kNotFound, kWhere);
  Shares shares{.version = static_cast<std::uint32_t>(rows.integer(0)),
                .first_line = std::nullopt,
                .file = to_bytes(rows.blob(2))};
  if (!rows.is_null(1)) shares.first_line = to_bytes(rows.blob(1));
  return shares;
}

/// Tries one identity on the age file; nothing when it is not among the recipients.
Result<std::optional<CaseKey>> try_file(const crypto::XWingSeed& identity, const Shares& shares, const CaseId& id) {
  auto key = CaseKey::open_file(identity, shares.file, id, shares.version);
  if (key.has_value()) return std::optional<CaseKey>(*std::move(key));
  if (key.error().code == Code::kNotForUs) return std::optional<CaseKey>{};
  return std::unexpected(key.error());
}

Result<Bytes> seal_shares(store::Connection& store, const CaseKey& key, const CaseAccess& access,
                          crypto::Random& random) {
  std::vector<crypto::XWingPublicKey> recipients;
  if (access.owner) recipients.push_back(*access.owner);
  LET(const CompartmentPublic lead, compartment_public(store, Compartment::kFirstLineLead));
  recipients.push_back(lead.key);
  LET(const crypto::XWingPublicKey recovery, recovery_key(store));
  recipients.push_back(recovery);
  return key.seal_file(recipients, random);
}

}  // namespace

Result<void> put_case_key(store::Connection& store, const CaseKey& key, const CaseAccess& access,
                          const CompartmentKey& first_line, crypto::Random& random) {
  LET(const Bytes file, seal_shares(store, key, access, random));
  constexpr std::string_view sql =
      "INSERT INTO case_file VALUES (?, 'first_line', ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET key_version = "
      "excluded.key_version, first_line = excluded.first_line, key_file = excluded.key_file, inbox_public = "
      "excluded.inbox_public";
  if (access.owner) {
    const crypto::XWingPublicKey inbox = crypto::xwing_public_key(key.inbox_identity());
    TRY(store.execute(sql, key.id().view(), key.version(), nullptr, file, inbox.bytes));
  } else {
    TRY(store.execute(sql, key.id().view(), key.version(), key.wrap(first_line, random), file, nullptr));
  }
  return {};
}

Result<std::uint32_t> case_key_version(store::Connection& store, const CaseId& id) {
  LET(store::Rows rows, store.query("SELECT key_version FROM case_file WHERE id = ?", id.view()));
  LET(const bool found, rows.next());
  if (!found) return fail(Code::kNotFound, kWhere);
  return static_cast<std::uint32_t>(rows.integer(0));
}

Result<CaseKey> open_case_key(store::Connection& store, const KeyRing& keys, const CaseId& id) {
  LET(const Shares shares, shares_of(store, id));
  if (shares.first_line) {
    LET(const std::uint32_t version, CaseKey::share_version(*shares.first_line));
    if (const CompartmentKey* key = keys.find(Compartment::kFirstLine, version))
      return CaseKey::unwrap(*key, *shares.first_line, id, shares.version);
  }
  LET(std::optional<CaseKey> own, try_file(keys.seed(), shares, id));
  if (own) return *std::move(own);
  const CompartmentKey* lead = keys.newest(Compartment::kFirstLineLead);
  for (std::uint32_t version = lead == nullptr ? 0 : lead->version(); version > 0; --version) {
    const CompartmentKey* key = keys.find(Compartment::kFirstLineLead, version);
    if (key == nullptr) continue;
    LET(std::optional<CaseKey> opened, try_file(key->identity(), shares, id));
    if (opened) return *std::move(opened);
  }
  return fail(Code::kDenied, kWhere);
}

Result<RecordId> append_event(store::Connection& store, const CaseKey& key, const Event& event,
                              crypto::Random& random) {
  const RecordId id{random.array<RecordId::kSize>()};
  const Bytes sealed = key.seal_record(id, to_json(event), random);
  TRY(store.execute("INSERT INTO record (id, case_id, key_version, blob) VALUES (?, ?, ?, ?)", id.view(),
                    key.id().view(), key.version(), sealed));
  return id;
}

Result<std::vector<StoredEvent>> read_events(store::Connection& store, const CaseKey& key) {
  LET(store::Rows rows,
      store.query("SELECT id, key_version, blob FROM record WHERE case_id = ? ORDER BY seq", key.id().view()));
  std::vector<StoredEvent> events;
  for (;;) {
    LET(const bool found, rows.next());
    if (!found) return events;
    if (rows.integer(1) != key.version()) return fail(Code::kAuthentication, kWhere, "key version");
    LET(const RecordId id, RecordId::from_bytes(rows.blob(0)));
    LET(const std::string text, key.open_record(id, rows.blob(2)));
    LET(Event event, event_from_json(text));
    events.push_back({id, std::move(event)});
  }
}

Result<CaseKey> rotate_case_key(store::Connection& store, const CaseKey& old_key, const CaseAccess& access,
                                const CompartmentKey& first_line, crypto::Random& random) {
  LET(const std::vector<StoredEvent> events, read_events(store, old_key));
  CaseKey key = CaseKey::generate(old_key.id(), old_key.version() + 1, random);
  for (const StoredEvent& stored : events) {
    const Bytes sealed = key.seal_record(stored.id, to_json(stored.event), random);
    TRY(store.execute("UPDATE record SET key_version = ?, blob = ? WHERE id = ?", key.version(), sealed,
                      stored.id.view()));
  }
  TRY(put_case_key(store, key, access, first_line, random));
  return key;
}

Result<void> put_in_inbox(store::Connection& store, const CaseId& id, const Event& event, crypto::Random& random) {
  crypto::XWingPublicKey inbox;
  {
    LET(store::Rows rows, store.query("SELECT inbox_public FROM case_file WHERE id = ?", id.view()));
    LET(const bool found, rows.next());
    if (!found || rows.is_null(0)) return fail(Code::kNotFound, kWhere, "inbox");
    LET(inbox, public_key_from(rows.blob(0)));
  }
  LET(const Bytes file, envelope::age_seal(std::span{&inbox, 1}, pad_row(to_json(event)).view(), random));
  TRY(store.execute("INSERT INTO inbox (case_id, blob) VALUES (?, ?)", id.view(), file));
  return {};
}

Result<unsigned> drain_inbox(store::Connection& store, const CaseKey& key, crypto::Random& random) {
  std::vector<Event> events;
  {
    const crypto::XWingSeed identity = key.inbox_identity();
    LET(store::Rows rows, store.query("SELECT blob FROM inbox WHERE case_id = ? ORDER BY seq", key.id().view()));
    for (;;) {
      LET(const bool found, rows.next());
      if (!found) break;
      LET(const SecretBytes plaintext, envelope::age_open(identity, rows.blob(0)));
      LET(const std::string text, unpad_row(plaintext.view()));
      LET(Event event, event_from_json(text));
      events.push_back(std::move(event));
    }
  }
  for (const Event& event : events) TRY(append_event(store, key, event, random));
  if (!events.empty()) TRY(store.execute("DELETE FROM inbox WHERE case_id = ?", key.id().view()));
  return static_cast<unsigned>(events.size());
}

Result<std::vector<CaseId>> cases_with_inbox(store::Connection& store) {
  LET(store::Rows rows, store.query("SELECT DISTINCT case_id FROM inbox"));
  std::vector<CaseId> ids;
  for (;;) {
    LET(const bool found, rows.next());
    if (!found) return ids;
    LET(const CaseId id, CaseId::from_bytes(rows.blob(0)));
    ids.push_back(id);
  }
}

Result<void> shred_case_rows(store::Connection& store, const CaseId& id) {
  TRY(store.execute("DELETE FROM outbound WHERE record_id IN (SELECT id FROM record WHERE case_id = ?)", id.view()));
  TRY(store.execute("DELETE FROM record WHERE case_id = ?", id.view()));
  TRY(store.execute("DELETE FROM inbox WHERE case_id = ?", id.view()));
  TRY(store.execute("DELETE FROM mailbox WHERE case_id = ?", id.view()));
  TRY(store.execute("DELETE FROM case_file WHERE id = ?", id.view()));
  return {};
}

}  // namespace waymark::desk
