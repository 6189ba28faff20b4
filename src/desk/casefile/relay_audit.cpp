#include "desk/casefile/relay_audit.h"

#include <algorithm>

#include "desk/casefile/own_id.h"

namespace waymark::desk {
namespace {

constexpr std::string_view kLabel = "waymark/v1/kept\n";
/// Stands for every relay: what was filed before anything was noted.
constexpr std::string_view kAll = "";
/// Words of relays whose key is not known; the oldest give way.
constexpr std::int64_t kUnknownMax = 20'000;
/// Of one relay: more than one is told of already, and each costs time with every word.
constexpr std::int64_t kKeysMax = 4;
/// Those that the operator wrote down have room beside what a relay may have claimed before.
constexpr std::int64_t kOperatorKeysMax = kKeysMax + 100;

struct KnownKey {
  std::string relay;
  crypto::RelayVerifyKey key;
};

Result<std::vector<KnownKey>> known_keys(store::Connection& store) {
  LET(store::Rows rows, store.query("SELECT relay, key FROM relay_key"));
  std::vector<KnownKey> keys;
  for (;;) {
    LET(const bool more, rows.next());
    if (!more) return keys;
    LET(const auto bytes, ByteReader{rows.blob(1)}.array<crypto::kVerifyKeyBytes>());
    LET(auto key, crypto::RelayVerifyKey::from_bytes(bytes));
    keys.push_back({std::string{rows.text(0)}, key});
  }
}

bool too_old(std::uint32_t day, std::uint32_t today) { return day > today + 1 || day + kWordDays < today; }

/// It is kept here, or was opened.
Result<bool> is_known(store::Connection& store, const OwnId& id) {
  LET(const std::int64_t known, store.number("SELECT EXISTS (SELECT 1 FROM handled WHERE row_id = ?) OR "
                                             "EXISTS (SELECT 1 FROM inbound WHERE row_id = ?)",
                                             id, id));
  return known != 0;
}

/// A relay that has given it already owes nothing.
Result<void> expect(store::Connection& store, std::string_view relay, const OwnId& id, std::uint32_t today) {
  TRY(
      store.execute("INSERT OR IGNORE INTO relay_word (row_id, relay, day) SELECT ?, ?, ? "
                    "WHERE NOT EXISTS (SELECT 1 FROM relay_gave WHERE row_id = ? AND relay IN (?, ?))",
                    id, relay, today, id, relay, kAll));
  return {};
}

/// Another relay of the office has named this key before, or its operator has.
Result<bool> is_anothers(store::Connection& store, std::string_view relay, const crypto::VerifyKeyBytes& key,
                         std::span<const std::string> relays) {
  LET(store::Rows rows, store.query("SELECT relay FROM relay_key WHERE key = ? AND relay <> ?", key, relay));
  for (;;) {
    LET(const bool more, rows.next());
    if (!more) return false;
    if (std::ranges::find(relays, rows.text(0)) != relays.end()) return true;
  }
}

Result<void> keep_unknown(store::Connection& store, const OwnId& id, const crypto::Signature& word,
                          std::uint32_t today) {
  TRY(store.execute("INSERT INTO unknown_word (row_id, word, day) VALUES (?, ?, ?)", id, word, today));
  TRY(store.execute("DELETE FROM unknown_word WHERE seq <= (SELECT max(seq) FROM unknown_word) - ?", kUnknownMax));
  return {};
}

}  // namespace

Result<void> note_given(store::Connection& store, std::string_view relay, std::span<const PulledEnvelope> pulled,
                        std::uint32_t today) {
  for (const PulledEnvelope& row : pulled) {
    const OwnId id = own_id_of(row.day, row.blob);
    LET(const bool known, is_known(store, id));
    if (known)
      TRY(
          store.execute("INSERT OR IGNORE INTO relay_gave (row_id, relay, day) SELECT ?, ?, ? "
                        "WHERE NOT EXISTS (SELECT 1 FROM relay_gave WHERE row_id = ?)",
                        id, kAll, today, id));
    TRY(store.execute("INSERT OR IGNORE INTO relay_gave (row_id, relay, day) VALUES (?, ?, ?)", id, relay, today));
    // Late is not never.
    TRY(store.execute("DELETE FROM relay_word WHERE row_id = ? AND relay = ?", id, relay));
  }
  return {};
}

Result<void> learn_relay_key(store::Connection& store, std::string_view relay, const crypto::VerifyKeyBytes& key,
                             const crypto::InstanceId& instance, std::span<const std::string> relays, KeyFrom from) {
  const auto verify = crypto::RelayVerifyKey::from_bytes(key);
  if (!verify.has_value()) return {};
  if (from == KeyFrom::kOperator) {
    TRY(store.execute("DELETE FROM relay_key WHERE key = ? AND relay <> ?", key, relay));
  } else {
    LET(const bool anothers, is_anothers(store, relay, key, relays));
    if (anothers) return {};
  }
  LET(const std::int64_t fresh,
      store.execute("INSERT OR IGNORE INTO relay_key (relay, key) SELECT ?, ? "
                    "WHERE (SELECT count(*) FROM relay_key WHERE relay = ?) < ?",
                    relay, key, relay, from == KeyFrom::kOperator ? kOperatorKeysMax : kKeysMax));
  if (fresh == 0) return {};
  std::vector<std::pair<std::int64_t, std::pair<OwnId, std::uint32_t>>> found;
  {
    LET(store::Rows rows, store.query("SELECT seq, row_id, word, day FROM unknown_word"));
    for (;;) {
      LET(const bool more, rows.next());
      if (!more) break;
      LET(const auto id, ByteReader{rows.blob(1)}.array<16>());
      LET(const auto word, ByteReader{rows.blob(2)}.array<crypto::kSignatureBytes>());
      if (verify->verify({view_of(kLabel), instance.bytes, id}, word))
        found.push_back({rows.integer(0), {id, static_cast<std::uint32_t>(rows.integer(3))}});
    }
  }
  for (const auto& [number, word] : found) {
    LET(const bool known, is_known(store, word.first));
    if (known) TRY(expect(store, relay, word.first, word.second));
    TRY(store.execute("DELETE FROM unknown_word WHERE seq = ?", number));
  }
  return {};
}

Result<void> note_words(store::Connection& store, std::span<const RelayWord> words, const crypto::InstanceId& instance,
                        std::uint32_t today) {
  LET(const std::vector<KnownKey> keys, known_keys(store));
  for (const RelayWord& word : words) {
    if (std::ranges::all_of(word.word, [](std::uint8_t byte) { return byte == 0; })) continue;
    if (too_old(word.day, today)) continue;
    const OwnId id = own_id_of(word.day, word.blob);
    LET(const bool here, is_known(store, id));
    if (!here) continue;
    const auto whose = std::ranges::find_if(keys, [&](const KnownKey& known) {
      return known.key.verify({view_of(kLabel), instance.bytes, id}, word.word);
    });
    TRY(whose == keys.end() ? keep_unknown(store, id, word.word, today) : expect(store, whose->relay, id, today));
  }
  return {};
}

Result<std::uint64_t> unknown_words(store::Connection& store) {
  LET(const std::int64_t count, store.number("SELECT count(*) FROM unknown_word"));
  return static_cast<std::uint64_t>(count);
}

Result<std::int64_t> newest_word(store::Connection& store) {
  return store.number("SELECT coalesce(max(seq), 0) FROM relay_word");
}

Result<void> judge_words(store::Connection& store, std::string_view relay, std::int64_t newest) {
  TRY(store.execute("UPDATE relay_word SET broken = 1 WHERE relay = ? AND seq <= ? AND broken = 0", relay, newest));
  return {};
}

Result<void> forget_given(store::Connection& store, const ByteArray<16>& id) {
  TRY(store.execute("DELETE FROM relay_gave WHERE row_id = ?", id));
  TRY(store.execute("DELETE FROM relay_word WHERE row_id = ?", id));
  return {};
}

Result<void> note_emptied(store::Connection& store, std::string_view relay, std::uint32_t today) {
  TRY(
      store.execute("INSERT INTO relay_pull VALUES (?, ?, 0) ON CONFLICT (relay) DO UPDATE SET "
                    "complete_day = excluded.complete_day, repeats = 0 "
                    "WHERE complete_day <> excluded.complete_day OR repeats <> 0",
                    relay, today));
  return {};
}

Result<void> note_repeat(store::Connection& store, std::string_view relay) {
  TRY(
      store.execute("INSERT INTO relay_pull VALUES (?, -1, 1) ON CONFLICT (relay) DO UPDATE SET repeats = repeats + 1 "
                    "WHERE repeats < ?",
                    relay, kRepeatsNamed));
  return {};
}

Result<RelayAudit> audit_of(store::Connection& store, std::string_view relay) {
  RelayAudit audit;
  LET(const std::int64_t broken, store.number("SELECT count(*) FROM relay_word WHERE relay = ? AND broken = 1", relay));
  LET(const std::int64_t keys, store.number("SELECT count(*) FROM relay_key WHERE relay = ?", relay));
  audit.broken_words = static_cast<std::uint64_t>(broken);
  audit.keys = static_cast<std::uint64_t>(keys);
  LET(store::Rows rows, store.query("SELECT complete_day, repeats FROM relay_pull WHERE relay = ?", relay));
  LET(const bool found, rows.next());
  if (!found) return audit;
  if (rows.integer(0) >= 0) audit.emptied_day = static_cast<std::uint32_t>(rows.integer(0));
  audit.repeats = rows.integer(1) >= kRepeatsNamed;
  return audit;
}

Result<void> forget_old_words(store::Connection& store, std::uint32_t today) {
  // With every round: by its index.
  TRY(store.execute("DELETE FROM relay_gave WHERE day < ?", std::int64_t{today} - kGivenDays));
  TRY(store.execute("DELETE FROM relay_word WHERE broken = 0 AND day + ? < ?", kGivenDays, today));
  TRY(store.execute("DELETE FROM unknown_word WHERE day + ? < ?", kGivenDays, today));
  return {};
}

}  // namespace waymark::desk
