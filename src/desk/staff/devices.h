// Devices: browsers that somebody has signed in from. Each keeps 32 random bytes and sends them with the next sign-in.
//
// They open nothing. They only keep the tries of a person's own devices apart from those of strangers, so that
// strangers cannot make somebody wait: tries are counted, and wait in line, for the device alone. A door code is the
// same for a device that is still unknown: a coordinator makes it, it lives for a day and works once.
// @source docs/spec/desk-store.md "Devices and door codes"
#pragma once

#include <optional>
#include <string_view>

#include "base/clock.h"
#include "desk/keyring/staff_key.h"
#include "store/connection.h"

namespace waymark::desk {

inline constexpr std::size_t kDeviceSecretBytes = 32;
/// Of each person; the one that was used longest ago goes.
inline constexpr std::int64_t kDevicesPerPersonMax = 8;
/// A door code is good on the day it was made and the next.
inline constexpr std::uint32_t kDoorCodeDays = 1;

/// A device or door code that the office knows.
struct KnownDevice {
  StaffId tag;           ///< what its tries are counted under
  bool is_code = false;  ///< a door code: it becomes a device when it lets somebody in
};

/// Nothing for a text that is unknown, of another person or too old.
Result<std::optional<KnownDevice>> find_device(store::Connection& store, const StaffId& id, std::string_view typed,
                                               std::uint32_t today);
/// Makes a device known; its secret, 43 characters of URL-safe text, for the browser to keep. @param offered  a secret
/// that the browser keeps already, from another person's sign-in or another office: it serves this person, too
Result<std::string> add_device(store::Connection& store, const StaffId& id, crypto::Random& random,
                               std::string_view offered = {});
/// Makes a door code, in place of an older one; written like an invitation.
Result<std::string> add_door_code(store::Connection& store, const StaffId& id, std::uint32_t today,
                                  crypto::Random& random);
/// It was used now: it becomes the last that is forgotten.
Result<void> touch_device(store::Connection& store, const StaffId& id, const KnownDevice& device);
Result<void> forget_device(store::Connection& store, const KnownDevice& device);
/// All devices and door codes of a person, with what was counted for them.
Result<void> forget_devices(store::Connection& store, const StaffId& id);

}  // namespace waymark::desk
