#include "desk/casefile/case_store.h"

#include "crypto/xwing_open.h"
#include "desk/casefile/draft_store.h"
#include "desk/keyring/key_file.h"
#include "desk/keyring/office_values.h"
#include "desk/keyring/sealed_row.h"
#include "envelope/age_open.h"
#include "envelope/age_seal.h"

namespace waymark::desk {
namespace {

constexpr std::string_view kWhere = "desk/case_store";

struct Shares {
  std::uint32_t version = 0;
  std::optional<Bytes> first_line = {};
  std::optional<Bytes> file = {};  ///< missing while the case is under its batch's filing key
  std::optional<FilingKeyId> filing_key = {};
  Bytes filing_share = {};
};

Result<Shares> shares_of(store::Connection& store, const CaseId& id) {
  LET(store::Rows rows,
      store.query("SELECT key_version, first_line, key_file, filing_key, filing_share FROM case_file WHERE id = ?",
                  id.view()));
  LET(const bool found, rows.next());
  if (!found) return fail(Code::kNotFound, kWhere);
  Shares shares{.version = static_cast<std::uint32_t>(rows.integer(0))};
  if (!rows.is_null(1)) shares.first_line = to_bytes(rows.blob(1));
  if (!rows.is_null(2)) shares.file = to_bytes(rows.blob(2));
  if (rows.is_null(3)) return shares;
  LET(shares.filing_key, FilingKeyId::from_bytes(rows.blob(3)));
  shares.filing_share = to_bytes(rows.blob(4));
  return shares;
}

Result<FilingKey> open_filing_key(store::Connection& store, const crypto::XWingSeed& identity, const FilingKeyId& id) {
  LET(store::Rows rows, store.query("SELECT key_file FROM filing_key WHERE id = ?", id.view()));
  LET(const bool found, rows.next());
  if (!found) return fail(Code::kStorage, kWhere, "no filing key");
  LET(Secret<32> key, open_key_file(identity, rows.blob(0), filing_key_header(id)));
  return FilingKey(std::move(key));
}

Result<CaseKey> open_with(store::Connection& store, const crypto::XWingSeed& identity, const Shares& shares,
                          const CaseId& id) {
  if (shares.file) return CaseKey::open_file(identity, *shares.file, id, shares.version);
  if (!shares.filing_key) return fail(Code::kStorage, kWhere, "a case without shares");
  LET(const FilingKey key, open_filing_key(store, identity, *shares.filing_key));
  return CaseKey::unwrap(key, shares.filing_share, id, shares.version);
}

/// Tries one identity on the age file; nothing when it is not among the recipients.
Result<std::optional<CaseKey>> try_identity(store::Connection& store, const crypto::XWingSeed& identity,
                                            const Shares& shares, const CaseId& id) {
  auto key = open_with(store, identity, shares, id);
  if (key.has_value()) return std::optional<CaseKey>(*std::move(key));
  if (key.error().code == Code::kNotForUs) return std::optional<CaseKey>{};
  return std::unexpected(key.error());
}

/// The owner if there is one, the leads, recovery.
Result<std::vector<crypto::XWingPublicKey>> recipients_of(store::Connection& store, const CaseAccess& access) {
  std::vector<crypto::XWingPublicKey> recipients;
  if (access.owner) recipients.push_back(*access.owner);
  LET(const CompartmentPublic lead, compartment_public(store, Compartment::kFirstLineLead));
  recipients.push_back(lead.key);
  LET(const crypto::XWingPublicKey recovery, recovery_key(store));
  recipients.push_back(recovery);
  return recipients;
}

Result<void> put_under_filing_key(store::Connection& store, const CaseKey& key, const StoredFilingKey& filing_key,
                                  const CompartmentKey& first_line, crypto::Random& random) {
  constexpr std::string_view sql =
      "INSERT INTO case_file (id, compartment, key_version, first_line, filing_key, filing_share) "
      "VALUES (?, 'first_line', ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET key_version = excluded.key_version, "
      "first_line = excluded.first_line, key_file = NULL, filing_key = excluded.filing_key, "
      "filing_share = excluded.filing_share, inbox_public = NULL";
  TRY(store.execute(sql, key.id().view(), key.version(), key.wrap(first_line, random), filing_key.id.view(),
                    key.wrap(filing_key.key, random)));
  return {};
}

}  // namespace

Result<void> put_case_key(store::Connection& store, const CaseKey& key, const CaseAccess& access,
                          const CompartmentKey& first_line, crypto::Random& random) {
  if (access.filing_key != nullptr && !access.owner)
    return put_under_filing_key(store, key, *access.filing_key, first_line, random);
  LET(const auto recipients, recipients_of(store, access));
  LET(const Bytes file, key.seal_file(recipients, random));
  constexpr std::string_view sql =
      "INSERT INTO case_file (id, compartment, key_version, first_line, key_file, inbox_public) "
      "VALUES (?, 'first_line', ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET key_version = excluded.key_version, "
      "first_line = excluded.first_line, key_file = excluded.key_file, filing_key = NULL, filing_share = NULL, "
      "inbox_public = excluded.inbox_public";
  if (access.owner) {
    const crypto::XWingPublicKey inbox = crypto::xwing_public_key(key.inbox_identity());
    TRY(store.execute(sql, key.id().view(), key.version(), nullptr, file, inbox.bytes));
  } else {
    TRY(store.execute(sql, key.id().view(), key.version(), key.wrap(first_line, random), file, nullptr));
  }
  return {};
}

Result<StoredFilingKey> make_filing_key(store::Connection& store, crypto::Random& random) {
  StoredFilingKey made{{random.array<FilingKeyId::kSize>()}, FilingKey::generate(random)};
  LET(const auto recipients, recipients_of(store, {}));
  LET(const Bytes file, seal_key_file(recipients, filing_key_header(made.id), made.key.secret(), random));
  TRY(store.execute("INSERT INTO filing_key VALUES (?, ?)", made.id.view(), file));
  return made;
}

Result<void> drop_unused_filing_keys(store::Connection& store) {
  TRY(store.execute(
      "DELETE FROM filing_key WHERE NOT EXISTS (SELECT 1 FROM case_file WHERE case_file.filing_key = filing_key.id)"));
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
  LET(std::optional<CaseKey> own, try_identity(store, keys.seed(), shares, id));
  if (own) return *std::move(own);
  const CompartmentKey* lead = keys.newest(Compartment::kFirstLineLead);
  for (std::uint32_t version = lead == nullptr ? 0 : lead->version(); version > 0; --version) {
    const CompartmentKey* key = keys.find(Compartment::kFirstLineLead, version);
    if (key == nullptr) continue;
    LET(std::optional<CaseKey> opened, try_identity(store, key->identity(), shares, id));
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

Result<CaseState> fold_case(store::Connection& store, const CaseKey& key, const IsDanger& is_danger) {
  LET(const std::vector<StoredEvent> events, read_events(store, key));
  CaseState state(is_danger);
  for (const StoredEvent& stored : events) state.apply(stored.id, stored.event);
  return state;
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
  TRY(reseal_drafts(store, old_key, key, random));
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

namespace {

/// With the case's own inbox key, or with any version of the leads' key; nothing when neither opens it.
Result<std::optional<Event>> open_inbox_file(const crypto::XWingSeed& own, const KeyRing* lead, ByteView file) {
  auto plaintext = envelope::age_open(own, file);
  const CompartmentKey* newest = lead == nullptr ? nullptr : lead->newest(Compartment::kFirstLineLead);
  for (std::uint32_t version = newest == nullptr ? 0 : newest->version();
       version > 0 && !plaintext.has_value() && plaintext.error().code == Code::kNotForUs; --version)
    if (const CompartmentKey* key = lead->find(Compartment::kFirstLineLead, version))
      plaintext = envelope::age_open(key->identity(), file);
  if (!plaintext.has_value() && plaintext.error().code == Code::kNotForUs) return std::nullopt;
  if (!plaintext.has_value()) return std::unexpected(plaintext.error());
  LET(const std::string text, unpad_row(plaintext->view()));
  LET(Event event, event_from_json(text));
  return event;
}

}  // namespace

Result<unsigned> drain_inbox(store::Connection& store, const CaseKey& key, const KeyRing* lead,
                             crypto::Random& random) {
  struct Waiting {
    std::int64_t seq;
    Event event;
  };
  std::vector<Waiting> waiting;
  {
    LET(store::Rows rows, store.query("SELECT seq, blob FROM inbox WHERE case_id = ? ORDER BY seq", key.id().view()));
    std::optional<crypto::XWingSeed> identity;
    for (;;) {
      LET(const bool found, rows.next());
      if (!found) break;
      if (!identity) identity.emplace(key.inbox_identity());
      LET(std::optional<Event> event, open_inbox_file(*identity, lead, rows.blob(1)));
      if (event) waiting.push_back({rows.integer(0), *std::move(event)});
    }
  }
  for (const Waiting& one : waiting) {
    TRY(append_event(store, key, one.event, random));
    TRY(store.execute("DELETE FROM inbox WHERE seq = ?", one.seq));
  }
  return static_cast<unsigned>(waiting.size());
}

Result<void> mark_stale(store::Connection& store, const CaseId& id) {
  LET(const CompartmentPublic lead, compartment_public(store, Compartment::kFirstLineLead));
  TRY(store.execute("INSERT OR IGNORE INTO stale_case VALUES (?)", id.view()));
  TRY(store.execute("UPDATE case_file SET inbox_public = ? WHERE id = ?", lead.key.bytes, id.view()));
  return {};
}

Result<void> unmark_stale(store::Connection& store, const CaseId& id) {
  TRY(store.execute("DELETE FROM stale_case WHERE case_id = ?", id.view()));
  return {};
}

Result<std::vector<CaseId>> stale_cases(store::Connection& store) {
  LET(store::Rows rows, store.query("SELECT case_id FROM stale_case"));
  std::vector<CaseId> ids;
  for (;;) {
    LET(const bool found, rows.next());
    if (!found) return ids;
    LET(const CaseId id, CaseId::from_bytes(rows.blob(0)));
    ids.push_back(id);
  }
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
  TRY(store.execute("DELETE FROM outbound_at WHERE record_id IN (SELECT id FROM record WHERE case_id = ?)", id.view()));
  TRY(store.execute("DELETE FROM outbound WHERE record_id IN (SELECT id FROM record WHERE case_id = ?)", id.view()));
  TRY(store.execute("DELETE FROM record WHERE case_id = ?", id.view()));
  TRY(store.execute("DELETE FROM draft WHERE case_id = ?", id.view()));
  TRY(store.execute("DELETE FROM inbox WHERE case_id = ?", id.view()));
  TRY(store.execute("DELETE FROM mailbox WHERE case_id = ?", id.view()));
  TRY(unmark_stale(store, id));
  TRY(store.execute("DELETE FROM case_file WHERE id = ?", id.view()));
  return {};
}

}  // namespace waymark::desk
