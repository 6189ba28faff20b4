#include "desk/staff/attempts.h"

#include <algorithm>

#include "crypto/verify/hash.h"

namespace waymark::desk {
namespace {

std::int64_t seconds_of(TimePoint time) { return time.time_since_epoch().count(); }

Seconds wait_after(std::int64_t failures) {
  if (failures < kFreeTries) return Seconds{0};
  const std::int64_t doublings = std::min<std::int64_t>(failures - kFreeTries, 20);
  return std::min(kWaitMax, Seconds{kWaitFirst.count() << doublings});
}

}  // namespace

StaffId account_tag(const StaffId& id) {
  const crypto::Sha256 hash = crypto::sha256({view_of("waymark/v1/account tries"), id.view()});
  StaffId tag;
  std::copy_n(hash.begin(), tag.bytes.size(), tag.bytes.begin());
  return tag;
}

Result<Seconds> attempt_wait(store::Connection& store, const StaffId& id, TimePoint now) {
  LET(store::Rows rows, store.query("SELECT not_before FROM attempt WHERE tag = ?", id.view()));
  LET(const bool found, rows.next());
  if (!found) return Seconds{0};
  // A clock that was set back must not lock anybody out for longer than the longest wait.
  return std::clamp(Seconds{rows.integer(0) - seconds_of(now)}, Seconds{0}, kWaitMax);
}

Result<void> count_refused(store::Connection& store, const StaffId& id, TimePoint now) {
  std::int64_t failures = 1;
  {
    LET(store::Rows rows, store.query("SELECT failures FROM attempt WHERE tag = ?", id.view()));
    LET(const bool found, rows.next());
    if (found) failures = rows.integer(0) + 1;
  }
  const std::int64_t not_before = seconds_of(now) + wait_after(failures).count();
  TRY(store.execute("INSERT OR REPLACE INTO attempt VALUES (?, ?, ?)", id.view(), failures, not_before));
  TRY(store.execute(
      "DELETE FROM attempt WHERE tag IN (SELECT tag FROM attempt ORDER BY not_before DESC LIMIT -1 OFFSET ?)",
      kAttemptRowsMax));
  return {};
}

Result<void> forget_refused(store::Connection& store, const StaffId& id) {
  TRY(store.execute("DELETE FROM attempt WHERE tag = ?", id.view()));
  return {};
}

}  // namespace waymark::desk
