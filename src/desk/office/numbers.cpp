#include "desk/office/numbers.h"

#include "base/encoding.h"
#include "desk/keyring/office_values.h"
#include "desk/office/core.h"

namespace waymark::desk::office {
namespace {

constexpr std::string_view kWhere = "desk/numbers";
constexpr std::string_view kLastRelease = "figures.last_release";
constexpr std::size_t kHashBytes = 32;

}  // namespace

Result<Session*> Numbers::enter(const SessionToken& token) {
  LET(Session * session, core_.enter(token));
  if (!session->keys.holds(Compartment::kFirstLine)) return fail(Code::kDenied, kWhere);
  return session;
}

Result<std::vector<StatRow>> Numbers::rows(const SessionToken& token) {
  const std::lock_guard lock(core_.mutex);
  LET(Session * session, enter(token));
  LET(Unit unit, core_.begin());
  LET(std::vector<StatRow> rows, read_stat_rows(core_.store(), session->keys));
  TRY(core_.log_deed(*session, "numbers.counted", nullptr));
  TRY(unit.commit());
  return rows;
}

Result<std::optional<std::string>> Numbers::last_release(const SessionToken& token) {
  const std::lock_guard lock(core_.mutex);
  LET(Session * session, enter(token));
  (void)session;
  const auto kept = office_value(core_.store(), kLastRelease);
  if (kept.has_value()) return std::optional(to_hex(*kept));
  if (kept.error().code == Code::kNotFound) return std::optional<std::string>{};
  return std::unexpected(kept.error());
}

Result<void> Numbers::note_release(const SessionToken& token, std::string_view hash) {
  const auto bytes = from_hex(hash);
  if (!bytes.has_value() || bytes->size() != kHashBytes) return fail(Code::kInvalid, kWhere, "hash");
  const std::lock_guard lock(core_.mutex);
  LET(Session * session, enter(token));
  LET(Unit unit, core_.begin());
  TRY(set_office_value(core_.store(), kLastRelease, *bytes));
  TRY(core_.log_deed(*session, "numbers.released", nullptr));
  return unit.commit();
}

}  // namespace waymark::desk::office
