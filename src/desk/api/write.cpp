// What the screens share: times, names, and where a case stands in the queue.
#include "desk/api/write.h"

#include <fmt/format.h>
#include <algorithm>

#include "desk/queue/board.h"
#include "desk/queue/code_names.h"
#include "desk/queue/court.h"
#include "desk/queue/docket.h"

namespace waymark::desk::api {

using Json = nlohmann::json;

namespace {

Json write_own(queue::OwnClock own, TimePoint due, const Reader& reader) {
  return {{"kind", queue::name_of(own)}, {"label", reader.speech.clock_label(own)},
          {"latest_safe", utc(due)},     {"remaining_s", (due - reader.now).count()},
          {"moment", utc(due)},          {"precision", name_of(Precision::kExact)}};
}

/// What the order goes by; null for a closed case.
Json write_leading(const queue::Derived& derived, const queue::Placement& placement, const Reader& reader) {
  if (placement.own != queue::OwnClock::kNone) return write_own(placement.own, placement.due, reader);
  if (placement.clock.has_value()) return write_clock(derived, derived.clocks[*placement.clock], reader);
  return nullptr;
}

/// The other number that matters: the clock behind a promise that leads, or the promise behind a clock.
Json write_second(const queue::Derived& derived, const queue::Placement& placement, const Reader& reader) {
  if (placement.own != queue::OwnClock::kNone && placement.clock.has_value())
    return write_clock(derived, derived.clocks[*placement.clock], reader);
  if (placement.own == queue::OwnClock::kNone && placement.reply_due.has_value() && placement.clock.has_value())
    return write_own(queue::OwnClock::kPromise, *placement.reply_due, reader);
  return nullptr;
}

Json write_override(const queue::Placement& placement) {
  if (!placement.override_.has_value()) return nullptr;
  return *placement.override_ == Override::Direction::kRaised ? "raised" : "lowered";
}

}  // namespace

Json or_null(const std::optional<TimePoint>& time) { return time.has_value() ? Json(utc(*time)) : Json(nullptr); }

Json or_null(const std::optional<std::string>& text) { return text.has_value() ? Json(*text) : Json(nullptr); }

Json or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

Json write_me(const Me& me) {
  return {{"alias", me.alias},
          {"roles", me.roles},
          {"lease_until", utc(me.lease_until)},
          {"idle_lock_s", me.idle_lock.count()}};
}

Json write_enrolment(const Enrolment& enrolment) {
  return {{"alias", enrolment.alias}, {"totp_uri", enrolment.totp_uri}, {"totp_secret", enrolment.totp_secret}};
}

std::string utc(TimePoint time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{time - day};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), clock.hours().count(),
                     clock.minutes().count(), clock.seconds().count());
}

std::string utc_day(std::uint32_t day) { return utc(start_of_day(day)).substr(0, 10); }

Json write_clock(const queue::Derived& derived, const queue::RunningClock& clock, const Reader& reader) {
  const TimePoint latest = queue::latest_safe(derived, clock);
  Precision precision = Precision::kUnknown;
  if (clock.due.has_value())
    precision = derived.situation.dues[*clock.due].precision;
  else if (!clock.asks())
    precision = derived.situation.facts[clock.fact.value()].precision;
  return {{"kind", clock.kind},
          {"label", reader.speech.clock_label(clock)},
          {"latest_safe", utc(latest)},
          {"remaining_s", (latest - reader.now).count()},
          {"moment", or_null(clock.moment)},
          {"precision", name_of(precision)}};
}

Json write_court(const queue::Derived& derived, const Reader& reader) {
  const std::optional<queue::CourtDay> day = queue::next_court_day(derived, reader.now);
  if (!day.has_value()) return nullptr;
  const bool late = !day->done && day->wanted > 1 && reader.now - day->since >= queue::kToLead;
  return {{"at", utc(day->at)},
          {"step", day->step},
          {"wanted", day->wanted},
          {"seen", Json(day->seen)},
          {"mine", std::ranges::find(day->seen, reader.alias) != day->seen.end()},
          {"done", day->done},
          {"late", late}};
}

Json write_placement(const queue::Derived& derived, const queue::Placement& placement, const Reader& reader) {
  return {{"section", queue::name_of(placement.section)},
          {"band", queue::name_of(placement.band)},
          {"danger", placement.danger},
          {"override", write_override(placement)},
          {"clock", write_leading(derived, placement, reader)},
          {"second", write_second(derived, placement, reader)},
          {"court", write_court(derived, reader)},
          {"sentence", reader.speech.sentence(derived, placement, reader.now)},
          {"reason", reader.speech.reason(derived, placement, reader.now)}};
}

std::string name_in(const queue::Speech& speech, std::uint32_t code_name) {
  return queue::code_name(speech.catalogue(), speech.language(), code_name);
}

}  // namespace waymark::desk::api
