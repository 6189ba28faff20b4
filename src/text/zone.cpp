#include "text/zone.h"

#include <unicode/basictz.h>
#include <unicode/strenum.h>
#include <unicode/timezone.h>

#include "base/check.h"

namespace waymark::text {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::minutes;
using std::chrono::sys_days;

constexpr double kMillisecondsPerSecond = 1000.0;

/// The digits at [at, at+count) as a number; -1 if one is not a digit.
int digits(std::string_view text, std::size_t at, std::size_t count) {
  int value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

bool is_date_form(std::string_view text) {
  if (text.size() != 10 && text.size() != 16) return false;
  if (text[4] != '-' || text[7] != '-') return false;
  return text.size() == 10 || (text[10] == 'T' && text[13] == ':');
}

TimePoint as_if_utc(const LocalTime& local) { return sys_days{local.day} + local.of_day; }

}  // namespace

Result<LocalTime> local_time_from(std::string_view text) {
  if (!is_date_form(text)) return fail(Code::kMalformed, "text/zone");
  const int year = digits(text, 0, 4);
  const int month = digits(text, 5, 2);
  const int day = digits(text, 8, 2);
  const int hour = text.size() == 16 ? digits(text, 11, 2) : 0;
  const int minute = text.size() == 16 ? digits(text, 14, 2) : 0;
  if (year < kYearMin || year > kYearMax || month < 1 || day < 1) return fail(Code::kMalformed, "text/zone");
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return fail(Code::kMalformed, "text/zone");
  const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok()) return fail(Code::kMalformed, "text/zone");
  return LocalTime{date, minutes{hour * 60 + minute}};
}

struct Zone::Handle {
  std::unique_ptr<icu::BasicTimeZone> zone;
};

Zone::Zone(std::string name, std::unique_ptr<Handle> handle) : name_(std::move(name)), handle_(std::move(handle)) {}
Zone::Zone(Zone&&) noexcept = default;
Zone& Zone::operator=(Zone&&) noexcept = default;
Zone::~Zone() = default;

Result<Zone> Zone::named(std::string_view name) {
  const icu::UnicodeString id =
      icu::UnicodeString::fromUTF8(icu::StringPiece(name.data(), static_cast<std::int32_t>(name.size())));
  std::unique_ptr<icu::TimeZone> zone(icu::TimeZone::createTimeZone(id));
  if (zone == nullptr || *zone == icu::TimeZone::getUnknown()) return fail(Code::kMalformed, "text/zone");
  auto* basic = dynamic_cast<icu::BasicTimeZone*>(zone.get());
  CHECK(basic != nullptr);  // ICU: every zone made by createTimeZone is a BasicTimeZone
  zone.release();           // NOLINT: the same object, owned below
  return Zone(std::string(name), std::make_unique<Handle>(Handle{std::unique_ptr<icu::BasicTimeZone>(basic)}));
}

TimePoint Zone::to_utc(const LocalTime& local) const {
  const TimePoint naive = as_if_utc(local);
  std::int32_t raw_ms = 0;
  std::int32_t saving_ms = 0;
  UErrorCode status = U_ZERO_ERROR;
  handle_->zone->getOffsetFromLocal(static_cast<double>(naive.time_since_epoch().count()) * kMillisecondsPerSecond,
                                    UCAL_TZ_LOCAL_FORMER, UCAL_TZ_LOCAL_FORMER, raw_ms, saving_ms, status);
  CHECK(U_SUCCESS(status));
  const std::int32_t offset_s = (raw_ms + saving_ms) / 1000;
  return naive - Seconds{offset_s};
}

Seconds Zone::offset(TimePoint time) const {
  std::int32_t raw_ms = 0;
  std::int32_t saving_ms = 0;
  UErrorCode status = U_ZERO_ERROR;
  handle_->zone->getOffset(static_cast<double>(time.time_since_epoch().count()) * kMillisecondsPerSecond, /*local=*/0,
                           raw_ms, saving_ms, status);
  CHECK(U_SUCCESS(status));
  return Seconds{(raw_ms + saving_ms) / 1000};
}

LocalTime Zone::to_local(TimePoint time) const {
  const TimePoint wall = time + offset(time);
  const auto midnight = floor<days>(wall);
  return {std::chrono::year_month_day{midnight}, floor<minutes>(wall - midnight)};
}

std::vector<std::string> zones_of_country(std::string_view country) {
  std::vector<std::string> names;
  if (country.size() != 2) return names;
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::StringEnumeration> ids(icu::TimeZone::createTimeZoneIDEnumeration(
      UCAL_ZONE_TYPE_CANONICAL_LOCATION, std::string(country).c_str(), nullptr, status));
  if (U_FAILURE(status) || ids == nullptr) return names;
  while (const char* id = ids->next(nullptr, status)) names.emplace_back(id);
  return names;
}

LocalTime add_months(const LocalTime& local, int months) {
  const std::chrono::year_month_day moved = local.day + std::chrono::months{months};
  if (moved.ok()) return {moved, local.of_day};
  return {std::chrono::year_month_day{moved.year() / moved.month() / std::chrono::last}, local.of_day};
}

}  // namespace waymark::text
