#include "desk/staff/access_epoch.h"

#include "desk/keyring/office_values.h"
#include "desk/staff/staff_views.h"

namespace waymark::desk {

Result<std::uint64_t> access_epoch(store::Connection& store) {
  const auto epoch = office_number(store, kAccessEpochValue);
  if (!epoch.has_value() && epoch.error().code == Code::kNotFound) return 0;
  return epoch;
}

Result<void> raise_access_epoch(store::Connection& store) {
  LET(const std::uint64_t epoch, access_epoch(store));
  return set_office_number(store, kAccessEpochValue, epoch + 1);
}

Result<std::optional<Standing>> standing_of(store::Connection& store, const StaffId& id) {
  LET(store::Rows rows, store.query("SELECT generation, public_key FROM staff WHERE id = ? AND state = ?", id.view(),
                                    static_cast<int>(StaffState::kActive)));
  LET(const bool found, rows.next());
  if (!found) return std::nullopt;
  LET(const crypto::XWingPublicKey key, public_key_from(rows.blob(1)));
  return Standing{static_cast<std::uint64_t>(rows.integer(0)), key};
}

Result<std::uint64_t> raise_generation(store::Connection& store, const StaffId& id) {
  TRY(store.execute("UPDATE staff SET generation = generation + 1 WHERE id = ?", id.view()));
  TRY(raise_access_epoch(store));
  LET(const std::int64_t generation, store.number("SELECT generation FROM staff WHERE id = ?", id.view()));
  return static_cast<std::uint64_t>(generation);
}

}  // namespace waymark::desk
