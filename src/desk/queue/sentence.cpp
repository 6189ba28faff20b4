#include "desk/queue/sentence.h"

#include <cstdlib>

#include "desk/queue/court.h"
#include "desk/queue/labels.h"

namespace waymark::desk::queue {
namespace {

/// Adds a sentence to others, with a space between.
void add(std::string& all, const std::string& sentence) {
  if (sentence.empty()) return;
  if (!all.empty()) all += ' ';
  all += sentence;
}

Seconds between(TimePoint a, TimePoint b) { return a < b ? b - a : a - b; }

}  // namespace

Speech::Speech(const text::Catalogue& catalogue, const pack::Pack& pack, const text::Zone& zone, Language language,
               std::string reader, const text::Zone* reader_zone)
    : catalogue_(catalogue),
      pack_(pack),
      zone_(zone),
      language_(language),
      reader_(std::move(reader)),
      dates_(language, zone),
      reader_zone_(reader_zone) {
  if (reader_zone != nullptr) reader_dates_.emplace(language, *reader_zone);
}

std::string Speech::say(std::string_view key, const text::Arguments& arguments) const {
  return catalogue_.text(language_, key, arguments);
}

std::string Speech::sentence(const Derived& derived, const Placement& placement, TimePoint now) const {
  std::string all;
  if (placement.danger) add(all, about_danger(derived));
  add(all, about_override(derived, placement, now));
  if (placement.clock.has_value()) {
    const RunningClock& clock = derived.clocks[*placement.clock];
    if (clock.due.has_value())
      add(all, about_due(derived, clock, now));
    else
      add(all, clock.asks() ? about_ask(derived, clock, now)
                            : about_dated(derived.situation.facts[clock.fact.value()], clock, now));
    add(all, about_owed(derived, placement, now));
  } else {
    add(all, about_waiting(derived, placement, now));
  }
  add(all, about_overdue(derived, placement, now));
  add(all, about_court(derived, now));
  add(all, about_notes(derived.situation));
  add(all, about_owner(derived.situation, now));
  return all;
}

std::string Speech::clock_name(const RunningClock& clock) const {
  return std::string(pack_.text(language_, "clock." + clock.kind).value_or(clock.kind));
}

std::string Speech::clock_label(const RunningClock& clock) const { return clock_label(clock.kind); }

std::string Speech::clock_label(const std::string& kind) const {
  const auto label = pack_.text(language_, "clock_short." + kind);
  return label.has_value() ? std::string(*label) : say("queue.clock." + kind);
}

std::string Speech::untold_label() const { return say("queue.clock.term"); }

std::string Speech::untold_sentence(const Situation& situation) const {
  return say("queue.untold", {{"owner", situation.owner.value_or("")}});
}

std::string Speech::clock_label(OwnClock own) const {
  switch (own) {
    case OwnClock::kPromise: return say("queue.clock.promise");
    case OwnClock::kSilence: return say("queue.clock.silence");
    case OwnClock::kWake: return say("queue.clock.wake");
    case OwnClock::kRaised: return say("queue.clock.raised");
    case OwnClock::kNone: break;
  }
  return "";
}

std::string Speech::said_date(const Fact& fact, TimePoint now) const {
  const auto found = fact.attributes.find("date");
  const auto local = found == fact.attributes.end() ? Result<text::LocalTime>(fail(Code::kNotFound, ""))
                                                    : text::local_time_from(found->second);
  if (!local.has_value()) return "";
  const TimePoint said = zone_.to_utc(*local);
  switch (fact.precision) {
    case Precision::kMonth: return dates_.month(said);
    case Precision::kAbout: return say("queue.date.about", {{"date", dates_.day(said, now)}});
    case Precision::kDay: return dates_.day(said, now);
    case Precision::kExact:
    case Precision::kHour: return dates_.day(said, now) + (found->second.size() > 10 ? " " + dates_.hour(said) : "");
    case Precision::kUnknown: break;
  }
  return "";
}

std::string Speech::date_label(const Fact& fact, TimePoint now) const {
  std::string said = said_date(fact, now);
  if (!said.empty()) return said;
  const pack::Question* question = pack_.question(fact.key);
  const pack::Answer* answer = question == nullptr ? nullptr : question->answer(fact.value);
  const bool asks_for_date = answer != nullptr && answer->date != pack::AnswerDate::kNone;
  return asks_for_date ? say("queue.date.unknown") : "";
}

std::string Speech::moment_date(const Fact& fact, const RunningClock& clock, TimePoint now) const {
  if (!clock.has_offset) return said_date(fact, now);
  const TimePoint at = clock.moment.has_value() ? *clock.moment : clock.stated->earliest;
  // As the subject's own clock shows it, written by formats that are made for ours.
  const TimePoint wall = clock.zone == nullptr ? at : zone_.to_utc(clock.zone->to_local(at));
  const bool hour_known = fact.precision == Precision::kHour || fact.precision == Precision::kExact;
  return dates_.day(wall, now) + (hour_known ? " " + dates_.hour(wall) : "");
}

std::string Speech::zone_name(const text::Zone& zone, TimePoint at) const {
  constexpr std::int64_t kHour = 3600;
  const auto with = [](std::string name, std::int64_t seconds) {
    if (seconds == 0) return name;
    name += (seconds < 0 ? "\u2212" : "+") + std::to_string(std::abs(seconds) / kHour);
    const std::int64_t minutes = std::abs(seconds) % kHour / 60;
    if (minutes != 0) name += ":" + std::string(minutes < 10 ? "0" : "") + std::to_string(minutes);
    return name;
  };
  if (zone_.name() != "Europe/Moscow") return with("UTC", zone.offset(at).count());
  return with(say("queue.zone.moscow"), (zone.offset(at) - zone_.offset(at)).count());
}

std::string Speech::moment(TimePoint time, TimePoint now) const {
  std::string all = dates_.moment(time, now) + "\u00a0" + zone_name(zone_, time);
  if (reader_zone_ == nullptr || reader_zone_->offset(time) == zone_.offset(time)) return all;
  const bool same_day = reader_zone_->to_local(time).day == zone_.to_local(time).day;
  return all + " (" +
         say("queue.zone.yours", {{"time", same_day ? reader_dates_->hour(time) : reader_dates_->moment(time, now)}}) +
         ")";
}

std::string Speech::source(const Fact& fact, const RunningClock& clock) const {
  std::string said = fact.verification == Verification::kVerified
                         ? say("queue.said.verified")
                         : say("queue.said." + std::string(name_of(fact.said_by)));
  if (!fact.attributes.contains("date")) return said;
  const bool needs_note =
      fact.precision == Precision::kDay || fact.precision == Precision::kAbout || fact.precision == Precision::kMonth;
  if (needs_note) said += "; " + say("queue.precision." + std::string(name_of(fact.precision)));
  if (clock.zone == nullptr) return said;
  const TimePoint at = clock.moment.value_or(clock.over);
  if (clock.zone->offset(at) == zone_.offset(at)) return said;
  return said + "; " +
         say(clock.zone_told ? "queue.zone.told" : "queue.zone.unknown", {{"zone", zone_name(*clock.zone, at)}});
}

std::string Speech::about_danger(const Derived& derived) const {
  std::string what;
  bool told = false;
  for (const std::size_t index : danger_facts(pack_, derived.situation.facts)) {
    const Fact& fact = derived.situation.facts[index];
    told = told || pack_.question(fact.key)->answer(fact.value)->danger;
    const std::string label = short_label(pack_, fact, language_);
    if (label.empty() || what.find(label) != std::string::npos) continue;
    what += (what.empty() ? "" : ", ") + label;
  }
  return say(told ? "queue.why.danger" : "queue.why.at_risk", {{"what", what}});
}

std::string Speech::about_notes(const Situation& situation) const {
  std::string all;
  for (const std::size_t index : weighing_facts(pack_, situation.facts)) {
    const Fact& fact = situation.facts[index];
    add(all, std::string(pack_.text(language_, "note." + fact.key + "." + fact.value).value_or("")));
  }
  return all;
}

std::string Speech::about_override(const Derived& derived, const Placement& placement, TimePoint now) const {
  if (!placement.override_.has_value()) return "";
  const auto& to = derived.situation.override_->to;
  if (*placement.override_ == Override::Direction::kRaised)
    return to.has_value() ? say("queue.why.raised_to", {{"until", moment(*to, now)}}) : say("queue.why.raised");
  return say("queue.why.lowered", {{"until", moment(derived.situation.override_->at + kLoweredFor, now)}});
}

std::string Speech::about_dated(const Fact& fact, const RunningClock& clock, TimePoint now) const {
  std::string all =
      say("queue.why.clock",
          {{"clock", clock_name(clock)}, {"date", moment_date(fact, clock, now)}, {"source", source(fact, clock)}});
  add(all, about_reach(fact, clock, now));
  return all;
}

std::string Speech::due_date(const Due& due, TimePoint now) const {
  if (due.precision == Precision::kDay) return dates_.day(due.at, now);
  return moment(due.at, now);
}

/// What is due, when, and for whom; "late" only when it has passed.
std::string Speech::about_due(const Derived& derived, const RunningClock& clock, TimePoint now) const {
  const Due& due = derived.situation.dues[*clock.due];
  const std::string who = due.owner.empty() || due.owner == derived.situation.owner ? "" : due.owner;
  std::string all = say("queue.due." + due.kind, {{"date", due_date(due, now)}});
  if (!who.empty()) add(all, say("queue.due.owner", {{"owner", who}}));
  if (clock.over < now)
    add(all, say("queue.due.late", {{"span", dates_.span(now - clock.over)}}));
  else if (clock.latest_safe < now)
    add(all, say("queue.due.now"));
  else
    add(all, say("queue.due.ahead", {{"span", dates_.span(clock.latest_safe - now)}}));
  return all;
}

/// Tasks and calls of ours that are late, besides the one that the sentence is about already.
std::string Speech::about_overdue(const Derived& derived, const Placement& placement, TimePoint now) const {
  std::size_t told = 0;
  if (placement.clock.has_value()) {
    const RunningClock& clock = derived.clocks[*placement.clock];
    told = clock.due.has_value() && stays_until_done(clock.kind) && clock.over < now ? 1 : 0;
  }
  if (placement.overdue <= told) return "";
  return say("queue.overdue", {{"n", static_cast<std::int64_t>(placement.overdue - told)}});
}

/// A day in court that is to be acknowledged: by one of us, or the day before by two.
std::string Speech::about_court(const Derived& derived, TimePoint now) const {
  const std::optional<CourtDay> day = next_court_day(derived, now);
  if (!day.has_value() || day->done) return "";
  const std::string date = moment(day->at, now);
  if (day->wanted == 1) return say("queue.court.one", {{"date", date}});
  std::string who;
  for (const std::string& alias : day->seen) who += (who.empty() ? "" : ", ") + alias;
  return who.empty() ? say("queue.court.two", {{"date", date}})
                     : say("queue.court.two_seen", {{"date", date}, {"who", who}});
}

/// How much room is left. "Passed" is said only when every moment that the date can mean has passed.
std::string Speech::about_reach(const Fact& fact, const RunningClock& clock, TimePoint now) const {
  const bool exact = fact.precision == Precision::kHour || fact.precision == Precision::kExact;
  if (clock.over < now)
    return say(exact ? "queue.safe.over" : "queue.safe.over_day", {{"span", dates_.span(now - clock.over)}});
  if (*clock.moment <= now) return say("queue.safe.may_be_now");
  if (clock.latest_safe < now)
    return say("queue.safe.no_room", {{"lead", dates_.span(clock.lead)}, {"left", dates_.span(*clock.moment - now)}});
  return say(clock.lead == Seconds{0} ? "queue.safe.no_lead" : "queue.safe.ahead",
             {{"lead", dates_.span(clock.lead)},
              {"moment", moment(clock.latest_safe, now)},
              {"span", dates_.span(clock.latest_safe - now)}});
}

/// A date that is known, and yet is asked about: it is said as it was told.
std::string Speech::about_doubt(const Fact& fact, const RunningClock& clock, TimePoint now) const {
  if (clock.doubt == Doubt::kAhead)
    return say("queue.doubt.ahead", {{"what", value_label(pack_, fact, language_)}, {"date", said_date(fact, now)}});
  std::string all =
      say("queue.why.clock",
          {{"clock", clock_name(clock)}, {"date", moment_date(fact, clock, now)}, {"source", source(fact, clock)}});
  add(all, clock.doubt == Doubt::kFar ? say("queue.doubt.far")
                                      : say("queue.doubt.long_past", {{"span", dates_.span(now - clock.over)}}));
  return all;
}

std::string Speech::about_ask(const Derived& derived, const RunningClock& clock, TimePoint now) const {
  std::string all;
  if (clock.doubt != Doubt::kNone)
    all = about_doubt(derived.situation.facts[*clock.fact], clock, now);
  else if (clock.of_silence())
    all = say(derived.danger ? "queue.why.silent_at_risk" : "queue.why.silent");
  else
    all = clock.kind == kAskKind ? say("queue.why.open") : say("queue.why.no_date", {{"clock", clock_name(clock)}});
  const TimePoint until = latest_safe(derived, clock);
  const bool asked = until != clock.latest_safe;
  const char* key = asked ? "queue.ask.again" : until < now ? "queue.ask.late" : "queue.ask.ahead";
  add(all, say(key, {{"until", moment(until, now)}, {"span", dates_.span(between(until, now))}}));
  return all;
}

/// The answer that we owe, where it leads before a clock.
std::string Speech::about_owed(const Derived& derived, const Placement& placement, TimePoint now) const {
  if (placement.own != OwnClock::kPromise || !placement.reply_due.has_value()) return "";
  const TimePoint until = *placement.reply_due;
  const std::string which = derived.situation.first_reply_at.has_value() ? "next" : "first";
  return say("queue.owed." + which + (until < now ? ".late" : ".ahead"),
             {{"until", moment(until, now)}, {"span", dates_.span(between(until, now))}});
}

std::string Speech::about_waiting(const Derived& derived, const Placement& placement, TimePoint now) const {
  const Situation& situation = derived.situation;
  const TimePoint replied = situation.last_reply_at.value_or(situation.received_at);
  switch (placement.own) {
    case OwnClock::kPromise: {
      const TimePoint until = placement.reply_due.value_or(placement.due);
      const std::string which = situation.first_reply_at.has_value() ? "next" : "first";
      return say("queue.promise." + which + (until < now ? ".late" : ".ahead"),
                 {{"until", moment(until, now)}, {"span", dates_.span(between(until, now))}});
    }
    case OwnClock::kWake:
      return say("queue.why.wake", {{"moment", moment(situation.wakes_at.value_or(placement.due), now)}});
    case OwnClock::kRaised: return "";  // said by about_override
    case OwnClock::kSilence: return about_silence(derived, placement, dates_.span(between(replied, now)));
    case OwnClock::kNone: break;
  }
  return say("queue.why.closed");
}

/// That nobody answers, and once that has lasted too long what is to be done.
std::string Speech::about_silence(const Derived& derived, const Placement& placement, const std::string& span) const {
  std::string said = say("queue.why.silence", {{"span", span}});
  if (!placement.silent_since.has_value()) return said;
  const std::string todo = silence_text(derived);
  return todo.empty() ? said : said + " " + todo;
}

std::string Speech::silence_text(const Derived& derived) const {
  return std::string(pack_.text(language_, "silence." + derived.silence.rule).value_or(""));
}

std::string Speech::about_owner(const Situation& situation, TimePoint now) const {
  std::string who = say("queue.owner.nobody");
  if (situation.owner.has_value())
    who =
        *situation.owner == reader_ ? say("queue.owner.mine") : say("queue.owner.other", {{"owner", *situation.owner}});
  if (situation.unread == 0) return say("queue.owner.alone", {{"who", who}});
  const TimePoint oldest = situation.oldest_unread_at.value_or(situation.received_at);
  return say("queue.owner.unread",
             {{"who", who}, {"n", std::int64_t{situation.unread}}, {"age", dates_.span(now - oldest)}});
}

}  // namespace waymark::desk::queue
