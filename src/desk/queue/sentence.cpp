#include "desk/queue/sentence.h"

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
               std::string reader)
    : catalogue_(catalogue),
      pack_(pack),
      zone_(zone),
      language_(language),
      reader_(std::move(reader)),
      dates_(language, zone) {}

std::string Speech::say(std::string_view key, const text::Arguments& arguments) const {
  return catalogue_.text(language_, key, arguments);
}

std::string Speech::sentence(const Derived& derived, const Placement& placement, TimePoint now) const {
  std::string all;
  if (placement.danger) add(all, about_danger(derived));
  add(all, about_override(derived, placement, now));
  if (placement.clock.has_value()) {
    const RunningClock& clock = derived.clocks[*placement.clock];
    add(all, clock.asks() ? about_ask(derived, clock, now)
                          : about_dated(derived.situation.facts[clock.fact.value()], clock, now));
  } else {
    add(all, about_waiting(derived, placement, now));
  }
  add(all, about_owner(derived.situation, now));
  return all;
}

std::string Speech::clock_name(const RunningClock& clock) const {
  return std::string(pack_.text(language_, "clock." + clock.kind).value_or(clock.kind));
}

std::string Speech::clock_label(const RunningClock& clock) const {
  const auto label = pack_.text(language_, "clock_short." + clock.kind);
  return label.has_value() ? std::string(*label) : say("queue.clock." + clock.kind);
}

std::string Speech::clock_label(OwnClock own) const {
  switch (own) {
    case OwnClock::kPromise: return say("queue.clock.promise");
    case OwnClock::kSilence: return say("queue.clock.silence");
    case OwnClock::kWake: return say("queue.clock.wake");
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
  const bool hour_known = fact.precision == Precision::kHour || fact.precision == Precision::kExact;
  return dates_.day(*clock.moment, now) + (hour_known ? " " + dates_.hour(*clock.moment) : "");
}

std::string Speech::source(const Fact& fact) const {
  std::string said = fact.verification == Verification::kVerified
                         ? say("queue.said.verified")
                         : say("queue.said." + std::string(name_of(fact.said_by)));
  if (!fact.attributes.contains("date")) return said;
  const bool needs_note =
      fact.precision == Precision::kDay || fact.precision == Precision::kAbout || fact.precision == Precision::kMonth;
  return needs_note ? said + "; " + say("queue.precision." + std::string(name_of(fact.precision))) : said;
}

std::string Speech::about_danger(const Derived& derived) const {
  std::string what;
  for (const std::size_t index : danger_facts(pack_, derived.situation.facts)) {
    const std::string label = short_label(pack_, derived.situation.facts[index], language_);
    if (label.empty() || what.find(label) != std::string::npos) continue;
    what += (what.empty() ? "" : ", ") + label;
  }
  return say("queue.why.danger", {{"what", what}});
}

std::string Speech::about_override(const Derived& derived, const Placement& placement, TimePoint now) const {
  if (!placement.override_.has_value()) return "";
  if (*placement.override_ == Override::Direction::kRaised) return say("queue.why.raised");
  return say("queue.why.lowered", {{"until", dates_.moment(derived.situation.override_->at + kLoweredFor, now)}});
}

std::string Speech::about_dated(const Fact& fact, const RunningClock& clock, TimePoint now) const {
  std::string all =
      say("queue.why.clock",
          {{"clock", clock_name(clock)}, {"date", moment_date(fact, clock, now)}, {"source", source(fact)}});
  if (*clock.moment < now) {
    // Two spans where there is a lead: the clock beside the sentence counts from the last safe moment.
    add(all, say(clock.lead == Seconds{0} ? "queue.safe.over" : "queue.safe.over_lead",
                 {{"lead", dates_.span(clock.lead)},
                  {"moment", dates_.moment(clock.latest_safe, now)},
                  {"late", dates_.span(between(clock.latest_safe, now))},
                  {"span", dates_.span(now - *clock.moment)}}));
    return all;
  }
  const char* key = clock.latest_safe < now ? "queue.safe.missed" : "queue.safe.ahead";
  if (clock.lead == Seconds{0}) key = "queue.safe.no_lead";
  add(all, say(key, {{"lead", dates_.span(clock.lead)},
                     {"moment", dates_.moment(clock.latest_safe, now)},
                     {"span", dates_.span(between(clock.latest_safe, now))}}));
  return all;
}

std::string Speech::about_ask(const Derived& derived, const RunningClock& clock, TimePoint now) const {
  std::string all = !clock.fact.has_value() ? say("queue.why.silent")
                    : clock.kind == "ask"   ? say("queue.why.open")
                                            : say("queue.why.no_date", {{"clock", clock_name(clock)}});
  const TimePoint until = latest_safe(derived, clock);
  const bool asked = until != clock.latest_safe;
  const char* key = asked ? "queue.ask.again" : until < now ? "queue.ask.late" : "queue.ask.ahead";
  add(all, say(key, {{"until", dates_.moment(until, now)}, {"span", dates_.span(between(until, now))}}));
  return all;
}

std::string Speech::about_waiting(const Derived& derived, const Placement& placement, TimePoint now) const {
  const Situation& situation = derived.situation;
  const TimePoint replied = situation.last_reply_at.value_or(situation.received_at);
  switch (placement.own) {
    case OwnClock::kPromise: {
      const TimePoint until = *placement.waiting_since + kReplyPromise;
      const std::string which = situation.first_reply_at.has_value() ? "next" : "first";
      return say("queue.promise." + which + (until < now ? ".late" : ".ahead"),
                 {{"until", dates_.moment(until, now)}, {"span", dates_.span(between(until, now))}});
    }
    case OwnClock::kWake:
      return say("queue.why.wake", {{"moment", dates_.moment(situation.wakes_at.value_or(placement.due), now)}});
    case OwnClock::kSilence: return say("queue.why.silence", {{"span", dates_.span(between(replied, now))}});
    case OwnClock::kNone: break;
  }
  return say("queue.why.closed");
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
