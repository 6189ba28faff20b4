#include "desk/staff/devices.h"

#include <algorithm>

#include "base/encoding.h"
#include "crypto/verify/hash.h"

namespace waymark::desk {
namespace {

constexpr std::size_t kTypedMax = 100;
constexpr std::size_t kDeviceTextBytes = 43;  ///< 32 bytes in base64 without padding

/// The secrets are random and long: a plain hash is enough, and the person's id keeps it from serving anybody else.
StaffId tag_of(const StaffId& id, std::string_view label, ByteView secret) {
  const crypto::Sha256 hash = crypto::sha256({view_of(label), id.view(), secret});
  StaffId tag;
  std::copy_n(hash.begin(), tag.bytes.size(), tag.bytes.begin());
  return tag;
}

/// A door code may be typed with capitals, blanks and without dashes; a device's text comes from a browser as it was.
std::vector<StaffId> tags_of(const StaffId& id, std::string_view typed) {
  std::vector<StaffId> tags{tag_of(id, "waymark/v1/device", view_of(typed))};
  if (const auto code = InvitationCode::from_text(typed); code.has_value())
    tags.push_back(tag_of(id, "waymark/v1/door code", code->tag()));
  return tags;
}

Result<void> insert(store::Connection& store, const StaffId& id, const StaffId& tag,
                    std::optional<std::uint32_t> expires) {
  LET(const std::int64_t last, store.number("SELECT coalesce(max(slot), 0) FROM device WHERE staff_id = ?", id.view()));
  if (expires)
    TRY(store.execute("INSERT INTO device VALUES (?, ?, ?, ?)", tag.view(), id.view(), last + 1, *expires));
  else
    TRY(store.execute("INSERT INTO device VALUES (?, ?, ?, NULL)", tag.view(), id.view(), last + 1));
  TRY(
      store.execute("DELETE FROM device WHERE tag IN (SELECT tag FROM device WHERE staff_id = ? ORDER BY slot DESC "
                    "LIMIT -1 OFFSET ?)",
                    id.view(), kDevicesPerPersonMax));
  return {};
}

}  // namespace

Result<std::optional<KnownDevice>> find_device(store::Connection& store, const StaffId& id, std::string_view typed,
                                               std::uint32_t today) {
  if (typed.empty() || typed.size() > kTypedMax) return std::nullopt;
  for (const StaffId& tag : tags_of(id, typed)) {
    LET(store::Rows rows,
        store.query("SELECT expires_day FROM device WHERE tag = ? AND staff_id = ?", tag.view(), id.view()));
    LET(const bool found, rows.next());
    if (!found) continue;
    const bool is_code = !rows.is_null(0);
    if (is_code && rows.integer(0) < static_cast<std::int64_t>(today)) continue;
    return KnownDevice{.tag = tag, .is_code = is_code};
  }
  return std::nullopt;
}

Result<std::string> add_device(store::Connection& store, const StaffId& id, crypto::Random& random,
                               std::string_view offered) {
  if (offered.size() == kDeviceTextBytes) {
    TRY(insert(store, id, tag_of(id, "waymark/v1/device", view_of(offered)), std::nullopt));
    return std::string{offered};
  }
  const auto secret = random.secret<kDeviceSecretBytes>();
  std::string text = to_base64(secret.view(), Padding::kNone);
  std::ranges::replace(text, '+', '-');
  std::ranges::replace(text, '/', '_');
  TRY(insert(store, id, tag_of(id, "waymark/v1/device", view_of(text)), std::nullopt));
  return text;
}

Result<std::string> add_door_code(store::Connection& store, const StaffId& id, std::uint32_t today,
                                  crypto::Random& random) {
  TRY(store.execute("DELETE FROM device WHERE staff_id = ? AND expires_day IS NOT NULL", id.view()));
  const InvitationCode code = InvitationCode::generate(random);
  TRY(insert(store, id, tag_of(id, "waymark/v1/door code", code.tag()), today + kDoorCodeDays));
  return code.text();
}

Result<void> touch_device(store::Connection& store, const StaffId& id, const KnownDevice& device) {
  TRY(store.execute("UPDATE device SET slot = (SELECT max(slot) + 1 FROM device WHERE staff_id = ?) WHERE tag = ?",
                    id.view(), device.tag.view()));
  return {};
}

Result<void> forget_device(store::Connection& store, const KnownDevice& device) {
  TRY(store.execute("DELETE FROM device WHERE tag = ?", device.tag.view()));
  TRY(store.execute("DELETE FROM attempt WHERE tag = ?", device.tag.view()));
  return {};
}

Result<void> forget_devices(store::Connection& store, const StaffId& id) {
  TRY(store.execute("DELETE FROM attempt WHERE tag IN (SELECT tag FROM device WHERE staff_id = ?)", id.view()));
  TRY(store.execute("DELETE FROM device WHERE staff_id = ?", id.view()));
  return {};
}

}  // namespace waymark::desk
