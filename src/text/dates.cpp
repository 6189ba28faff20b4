#include "text/dates.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include <unicode/smpdtfmt.h>
#include <unicode/timezone.h>

#include "base/check.h"

namespace waymark::text {
namespace {

constexpr Seconds kHoursFrom{3600};
constexpr Seconds kMinutesUpTo{10 * 3600};
constexpr Seconds kDaysFrom{72 * 3600};
constexpr Seconds kWeekdayIsEnough{6 * 86400};

struct Units {
  std::string_view minutes, hours;
};

/// Short units as people write them; a no-break space stands before. None ends in a full stop, so that a sentence can.
Units units_of(Language language) {
  switch (language) {
    case Language::kRussian: return {"мин", "ч"};
    case Language::kUkrainian: return {"хв", "год"};
    case Language::kEnglish: break;
  }
  return {"min", "h"};
}

/// "1 день", "3 дня", "11 дней"
std::string_view days_word(Language language, std::int64_t count) {
  if (language == Language::kEnglish) return "d";
  const bool russian = language == Language::kRussian;
  const std::int64_t ten = count % 10;
  const bool teen = count % 100 / 10 == 1;
  if (ten == 1 && !teen) return "день";
  if (ten >= 2 && ten <= 4 && !teen) return russian ? "дня" : "дні";
  return russian ? "дней" : "днів";
}

std::unique_ptr<icu::SimpleDateFormat> make_format(const char16_t* pattern, Language language, const Zone& zone) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Locale locale(std::string(code_of(language)).c_str());
  auto format = std::make_unique<icu::SimpleDateFormat>(icu::UnicodeString(pattern), locale, status);
  CHECK(U_SUCCESS(status));
  format->adoptTimeZone(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(std::string(zone.name()))));
  return format;
}

std::string write(const icu::SimpleDateFormat& format, TimePoint time) {
  icu::UnicodeString out;
  format.format(static_cast<double>(time.time_since_epoch().count()) * 1000.0, out);
  std::string utf8;
  return out.toUTF8String(utf8);
}

}  // namespace

struct Dates::Formats {
  Language language;
  const Zone& zone;
  std::unique_ptr<icu::SimpleDateFormat> day, day_year, month, hour, weekday;
};

Dates::Dates(Language language, const Zone& zone) {
  const bool english = language == Language::kEnglish;
  formats_ = std::make_unique<Formats>(Formats{
      language, zone, make_format(english ? u"EEE d MMM" : u"EEE d MMMM", language, zone),
      make_format(english ? u"EEE d MMM y" : u"EEE d MMMM y", language, zone), make_format(u"LLLL y", language, zone),
      make_format(u"HH:mm", language, zone), make_format(u"EEE HH:mm", language, zone)});
}
Dates::Dates(Dates&&) noexcept = default;
Dates::~Dates() = default;

std::string Dates::day(TimePoint time, TimePoint now) const {
  const bool same_year = formats_->zone.to_local(time).day.year() == formats_->zone.to_local(now).day.year();
  return write(same_year ? *formats_->day : *formats_->day_year, time);
}

std::string Dates::month(TimePoint time) const { return write(*formats_->month, time); }

std::string Dates::hour(TimePoint time) const { return write(*formats_->hour, time); }

std::string Dates::moment(TimePoint time, TimePoint now) const {
  if (formats_->zone.to_local(time).day == formats_->zone.to_local(now).day) return hour(time);
  const Seconds away = time > now ? time - now : now - time;
  if (away < kWeekdayIsEnough) return write(*formats_->weekday, time);
  return day(time, now) + " " + hour(time);
}

std::string Dates::span(Seconds length) const {
  const Units units = units_of(formats_->language);
  const std::int64_t seconds = std::max<std::int64_t>(length.count(), 0);
  const auto with = [](std::int64_t count, std::string_view unit) {
    return std::to_string(count) + "\u00a0" + std::string(unit);
  };
  if (length < kHoursFrom) return with(seconds / 60, units.minutes);
  const std::int64_t minutes = seconds / 60 % 60;
  if (length < kMinutesUpTo && minutes != 0)
    return with(seconds / 3600, units.hours) + " " + with(minutes, units.minutes);
  if (length < kDaysFrom) return with(seconds / 3600, units.hours);
  return with(seconds / 86400, days_word(formats_->language, seconds / 86400));
}

}  // namespace waymark::text
