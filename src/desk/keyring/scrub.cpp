#include "desk/keyring/scrub.h"

#include "desk/keyring/office_values.h"

namespace waymark::desk {

Result<void> owe_scrub(store::Connection& store) { return set_office_number(store, kScrubOwedValue, 1); }

bool scrub_if_owed(store::Connection& store) {
  const auto owed = office_number(store, kScrubOwedValue);
  if (!owed.has_value()) return owed.error().code == Code::kNotFound;
  if (*owed == 0) return true;
  if (!store.scrub_log().has_value()) return false;
  return set_office_number(store, kScrubOwedValue, 0).has_value();
}

}  // namespace waymark::desk
