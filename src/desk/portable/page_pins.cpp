#include "desk/portable/page_pins.h"

#include <algorithm>

#include "desk/keyring/day_keys.h"
#include "desk/keyring/office_values.h"

namespace waymark::desk {
namespace {

constexpr std::string_view kWhere = "desk/page-pins";

Result<std::vector<std::string>> all_rosters(store::Connection& store) {
  LET(store::Rows rows, store.query("SELECT note FROM roster ORDER BY serial"));
  std::vector<std::string> chain;
  for (;;) {
    LET(const bool found, rows.next());
    if (!found) return chain;
    chain.push_back(to_string(rows.blob(0)));
  }
}

Result<std::vector<roster::DayKey>> keys_between(store::Connection& store, std::uint32_t first, std::uint32_t last) {
  LET(store::Rows rows,
      store.query("SELECT day, public_key FROM day_key WHERE day BETWEEN ? AND ? AND replaced_day IS NULL ORDER BY day",
                  first, last));
  std::vector<roster::DayKey> keys;
  for (;;) {
    LET(const bool found, rows.next());
    if (!found) break;
    LET(const crypto::XWingPublicKey key, public_key_from(rows.blob(1)));
    keys.push_back({static_cast<std::uint32_t>(rows.integer(0)), key});
  }
  if (keys.size() != last - first + 1) return fail(Code::kNotFound, kWhere, "day keys");
  return keys;
}

}  // namespace

Result<roster::Pins> gather_pins(store::Connection& store, TimePoint now) {
  LET(const roster::VerifiedRoster roster, newest_roster(store));
  TRY(roster::check_date(roster.roster, now));
  const std::uint32_t today = unix_day(now);
  LET(const auto until, lists_until(store));
  LET(const auto list, list_for(store, today));
  if (!until || *until < today || !list) return fail(Code::kNotFound, kWhere, "lists");
  roster::Pins pins{.made_day = today, .list_serial = list->serial};
  LET(pins.chain, all_rosters(store));
  const std::uint32_t last =
      std::min({*until, roster.roster.expires_day, today + static_cast<std::uint32_t>(roster::kPinnedKeysMax) - 1});
  LET(pins.keys, keys_between(store, today, last));
  return pins;
}

}  // namespace waymark::desk
