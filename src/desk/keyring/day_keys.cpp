#include "desk/keyring/day_keys.h"

#include "crypto/verify/hash.h"
#include "crypto/xwing_open.h"
#include "desk/keyring/key_file.h"
#include "desk/keyring/office_values.h"
#include "roster/day_keys.h"

namespace waymark::desk {
namespace {

constexpr std::string_view kListSerial = "list.serial";

Result<void> make_day_key(store::Connection& store, const CompartmentPublic& first_line, std::uint32_t day,
                          crypto::Random& random) {
  const crypto::XWingSeed seed = crypto::XWingSeed::generate(random);
  LET(const Bytes file, seal_key_file(std::span{&first_line.key, 1}, day_key_header(day), seed.secret(), random));
  TRY(
      store.execute("INSERT INTO day_key (day, version, public_key, compartment_version, seed_file) "
                    "SELECT ?, coalesce(max(version), 0) + 1, ?, ?, ? FROM day_key WHERE day = ?",
                    day, crypto::xwing_public_key(seed).bytes, first_line.version, file, day));
  return {};
}

Result<std::vector<roster::DayKey>> public_day_keys(store::Connection& store, std::uint32_t from) {
  LET(store::Rows rows,
      store.query("SELECT day, public_key FROM day_key WHERE day >= ? AND replaced_day IS NULL ORDER BY day", from));
  std::vector<roster::DayKey> keys;
  for (;;) {
    LET(const bool found, rows.next());
    if (!found) return keys;
    LET(const crypto::XWingPublicKey key, public_key_from(rows.blob(1)));
    keys.push_back({static_cast<std::uint32_t>(rows.integer(0)), key});
  }
}

}  // namespace

Result<unsigned> make_day_keys(store::Connection& store, std::uint32_t today, crypto::Random& random) {
  LET(const CompartmentPublic first_line, compartment_public(store, Compartment::kFirstLine));
  unsigned made = 0;
  for (std::uint32_t day = today; day < today + kKeyDays; ++day) {
    LET(const std::int64_t known,
        store.number("SELECT count(*) FROM day_key WHERE day = ? AND replaced_day IS NULL", day));
    if (known != 0) continue;
    TRY(make_day_key(store, first_line, day, random));
    ++made;
  }
  return made;
}

Result<void> retire_coming_day_keys(store::Connection& store, std::uint32_t today) {
  TRY(store.execute("UPDATE day_key SET replaced_day = ? WHERE day > ? AND replaced_day IS NULL", today, today + 1));
  return {};
}

Result<void> reseal_day_keys(store::Connection& store, const KeyRing& keys, crypto::Random& random) {
  LET(const CompartmentPublic first_line, compartment_public(store, Compartment::kFirstLine));
  std::vector<std::uint32_t> days;
  {
    LET(store::Rows rows, store.query("SELECT DISTINCT day FROM day_key WHERE seed_file IS NOT NULL"));
    for (;;) {
      LET(const bool found, rows.next());
      if (!found) break;
      days.push_back(static_cast<std::uint32_t>(rows.integer(0)));
    }
  }
  DaySeeds seeds(store, keys);
  for (const std::uint32_t day : days) {
    LET(const std::span<const DaySeed> left, seeds.of(day));
    for (const DaySeed& key : left) {
      LET(const Bytes file,
          seal_key_file(std::span{&first_line.key, 1}, day_key_header(day), key.seed.secret(), random));
      TRY(store.execute("UPDATE day_key SET compartment_version = ?, seed_file = ? WHERE day = ? AND version = ?",
                        first_line.version, file, day, key.version));
    }
  }
  return {};
}

Result<void> sign_lists(store::Connection& store, const crypto::ListSigningKey& key, std::uint32_t today) {
  LET(const crypto::InstanceId instance, instance_of(store));
  LET(const std::vector<roster::DayKey> keys, public_day_keys(store, today));
  if (keys.size() < kKeyDays || keys.front().day != today || keys[kKeyDays - 1].day != today + kKeyDays - 1)
    return fail(Code::kNotFound, "desk/day_keys");
  const auto last = office_number(store, kListSerial);
  auto serial = static_cast<std::uint32_t>(last.has_value() ? *last : 0);
  TRY(store.execute("DELETE FROM day_list"));
  for (std::uint32_t ahead = 0; ahead < kListDays; ++ahead) {
    roster::DayKeyList list{
        .instance = instance, .serial = ++serial, .issued_day = today + ahead, .hashes = {}, .keys = {}};
    for (std::uint32_t day = ahead; day <= ahead + kHashDaysAfter; ++day)
      if (day < kKeyDays) list.hashes.push_back({keys[day].day, crypto::sha256(keys[day].key.bytes)});
    list.keys = {keys[ahead], keys[ahead + 1]};
    const std::string note = roster::write_note(roster::sign_day_keys(list, key));
    TRY(store.execute("INSERT INTO day_list VALUES (?, ?, ?)", serial, today + ahead, view_of(note)));
  }
  return set_office_number(store, kListSerial, serial);
}

Result<std::optional<std::uint32_t>> lists_until(store::Connection& store) {
  LET(store::Rows rows, store.query("SELECT max(day) FROM day_list"));
  LET(const bool found, rows.next());
  if (!found || rows.is_null(0)) return std::nullopt;
  return static_cast<std::uint32_t>(rows.integer(0));
}

Result<std::optional<DayListText>> list_for(store::Connection& store, std::uint32_t today) {
  LET(store::Rows rows,
      store.query("SELECT serial, note FROM day_list WHERE day <= ? ORDER BY day DESC LIMIT 1", today));
  LET(const bool found, rows.next());
  if (!found) return std::nullopt;
  return DayListText{static_cast<std::uint32_t>(rows.integer(0)), to_string(rows.blob(1))};
}

Result<unsigned> destroy_old_seeds(store::Connection& store, std::uint32_t today) {
  const auto complete = office_number(store, kLastCompletePullValue);
  if (!complete.has_value()) return 0U;
  const std::uint64_t pulled = std::min<std::uint64_t>(*complete, today);
  LET(const std::int64_t destroyed,
      store.execute("UPDATE day_key SET seed_file = NULL WHERE seed_file IS NOT NULL AND day + ? < ? "
                    "AND NOT EXISTS (SELECT 1 FROM inbound)",
                    roster::kDayAcceptedDays, pulled));
  return static_cast<unsigned>(destroyed);
}

Result<std::span<const DaySeed>> DaySeeds::of(std::uint32_t day) {
  auto known = opened_.find(day);
  if (known == opened_.end()) {
    LET(std::vector<DaySeed> seeds, open(day));
    known = opened_.emplace(day, std::move(seeds)).first;
  }
  return std::span<const DaySeed>{known->second};
}

Result<std::vector<std::uint32_t>> DaySeeds::days_around(std::uint32_t centre) {
  LET(store::Rows rows, store_.query("SELECT DISTINCT day FROM day_key WHERE seed_file IS NOT NULL "
                                     "ORDER BY abs(day - ?), day",
                                     centre));
  std::vector<std::uint32_t> days;
  for (;;) {
    LET(const bool found, rows.next());
    if (!found) return days;
    days.push_back(static_cast<std::uint32_t>(rows.integer(0)));
  }
}

Result<std::vector<DaySeed>> DaySeeds::open(std::uint32_t day) {
  LET(store::Rows rows, store_.query("SELECT version, compartment_version, seed_file, replaced_day FROM day_key "
                                     "WHERE day = ? AND seed_file IS NOT NULL ORDER BY version DESC",
                                     day));
  std::vector<DaySeed> seeds;
  for (;;) {
    LET(const bool found, rows.next());
    if (!found) return seeds;
    const CompartmentKey* key = keys_.find(Compartment::kFirstLine, static_cast<std::uint32_t>(rows.integer(1)));
    if (key == nullptr) return fail(Code::kDenied, "desk/day_keys");
    LET(Secret<32> seed, open_key_file(key->identity(), rows.blob(2), day_key_header(day)));
    seeds.push_back({.day = day,
                     .version = static_cast<std::uint32_t>(rows.integer(0)),
                     .seed = crypto::XWingSeed(std::move(seed)),
                     .replaced_day = rows.is_null(3) ? std::optional<std::uint32_t>{}
                                                     : static_cast<std::uint32_t>(rows.integer(3))});
  }
}

}  // namespace waymark::desk
