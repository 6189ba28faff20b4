#include "desk/api/write.h"

#include <fmt/format.h>
#include <algorithm>

#include "desk/casefile/fact_ref.h"
#include "desk/queue/code_names.h"
#include "desk/queue/labels.h"

namespace waymark::desk::api {
namespace {

using Json = nlohmann::json;

/// Up to here a warning, as in `waymark doctor`: a coordinator still has two weeks to sign in.
constexpr std::int64_t kDayListsWarnDays = 14;
constexpr std::int64_t kRosterComfortableDays = 14;
/// The renewal of the roster replaces them before, when it comes in time.
constexpr std::int64_t kSigningKeysComfortableDays = 14;

Json or_null(const std::optional<TimePoint>& time) { return time.has_value() ? Json(utc(*time)) : Json(nullptr); }
Json or_null(const std::optional<std::string>& text) { return text.has_value() ? Json(*text) : Json(nullptr); }
Json or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

std::string_view own_name(queue::OwnClock own) {
  switch (own) {
    case queue::OwnClock::kPromise: return "promise";
    case queue::OwnClock::kSilence: return "silence";
    case queue::OwnClock::kWake: return "wake";
    case queue::OwnClock::kNone: break;
  }
  return "";
}

Json write_clock(const queue::Derived& derived, const queue::RunningClock& clock, const Reader& reader) {
  const TimePoint latest = queue::latest_safe(derived, clock);
  return {{"kind", clock.kind},
          {"label", reader.speech.clock_label(clock)},
          {"latest_safe", utc(latest)},
          {"remaining_s", (latest - reader.now).count()},
          {"moment", or_null(clock.moment)},
          {"precision", clock.asks() ? name_of(Precision::kUnknown)
                                     : name_of(derived.situation.facts[clock.fact.value()].precision)}};
}

Json write_own(queue::OwnClock own, TimePoint due, const Reader& reader) {
  return {{"kind", own_name(own)},   {"label", reader.speech.clock_label(own)},
          {"latest_safe", utc(due)}, {"remaining_s", (due - reader.now).count()},
          {"moment", utc(due)},      {"precision", name_of(Precision::kExact)}};
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

Json write_placement(const queue::Derived& derived, const queue::Placement& placement, const Reader& reader) {
  return {{"section", queue::name_of(placement.section)},
          {"band", queue::name_of(placement.band)},
          {"danger", placement.danger},
          {"override", write_override(placement)},
          {"clock", write_leading(derived, placement, reader)},
          {"second", write_second(derived, placement, reader)},
          {"sentence", reader.speech.sentence(derived, placement, reader.now)}};
}

std::string name_in(const queue::Speech& speech, std::uint32_t code_name) {
  return queue::code_name(speech.catalogue(), speech.language(), code_name);
}

// ---- one case --------------------------------------------------------------------------------------------------

std::string_view kind_of(EntryKind kind) {
  switch (kind) {
    case EntryKind::kMessage: return "message";
    case EntryKind::kReply: return "reply";
    case EntryKind::kNote: return "note";
    case EntryKind::kEvent: break;
  }
  return "event";
}

std::string_view state_of(const Entry& entry) {
  if (entry.kind == EntryKind::kMessage) return "received";
  if (entry.kind != EntryKind::kReply) return "done";
  switch (entry.state) {
    case ReplyState::kHeld: return "held";
    case ReplyState::kQueued: return "queued";
    case ReplyState::kStored: return "sent";
    case ReplyState::kFailed: return "refused";
    case ReplyState::kUndone: break;
  }
  return "undone";
}

std::string text_of_entry(const Entry& entry, const Reader& reader) {
  if (entry.kind != EntryKind::kEvent) return entry.text;
  std::string what;
  if (entry.fact.has_value()) {
    what = queue::fact_label(reader.speech.pack(), *entry.fact, reader.speech.language()) + ": " +
           queue::value_label(reader.speech.pack(), *entry.fact, reader.speech.language());
    const std::string date = reader.speech.date_label(*entry.fact, entry.at);
    if (!date.empty()) what += ", " + date;
  }
  return reader.speech.catalogue().text(reader.speech.language(), "log.event." + entry.what,
                                        {{"who", entry.author}, {"owner", entry.owner}, {"what", what}});
}

/// What of a message could not be read, in the words of the one who reads: names of questions, or kinds of fields.
Json write_not_read(const Entry& entry, const pack::Pack& pack, const Reader& reader) {
  const Language language = reader.speech.language();
  Json all = Json::array();
  for (const std::string& name : entry.odd) {
    const std::string kind = name.ends_with(':') ? name.substr(0, name.size() - 1) : "answer";
    all.push_back(pack.question(name) != nullptr ? queue::fact_label(pack, Fact{.key = name, .value = ""}, language)
                                                 : reader.speech.catalogue().text(language, "log.not_read." + kind));
  }
  return all;
}

Json write_entry(const Entry& entry, bool unread, const pack::Pack& pack, const Reader& reader) {
  const bool is_message = entry.kind == EntryKind::kMessage;
  return {{"id", entry.id.text()},
          {"kind", kind_of(entry.kind)},
          {"at", utc(entry.at)},
          {"day", is_message ? Json(utc_day(entry.day)) : Json(nullptr)},
          {"author", or_null(entry.author)},
          {"assurance", is_message ? or_null(entry.assurance) : Json(nullptr)},
          {"language", is_message ? Json(code_of(entry.language)) : Json(nullptr)},
          {"text", text_of_entry(entry, reader)},
          {"reason", entry.kind == EntryKind::kEvent ? or_null(entry.text) : Json(nullptr)},
          {"state", state_of(entry)},
          {"hold_until", state_of(entry) == "held" ? or_null(entry.hold_until) : Json(nullptr)},
          {"not_read", write_not_read(entry, pack, reader)},
          {"unread", unread}};
}

/// The newest `unread` texts of the requester are the unread ones.
Json write_entries(const CaseView& view, const pack::Pack& pack, const Reader& reader) {
  unsigned messages = 0;
  for (const Entry& entry : view.entries) messages += entry.kind == EntryKind::kMessage ? 1U : 0U;
  Json all = Json::array();
  unsigned seen = 0;
  for (const Entry& entry : view.entries) {
    const bool is_message = entry.kind == EntryKind::kMessage;
    seen += is_message ? 1U : 0U;
    all.push_back(write_entry(entry, is_message && seen + view.row.situation.unread > messages, pack, reader));
  }
  return all;
}

/// The last mark that somebody set on a fact; null when it was never looked into.
Json write_check(const Fact& fact, const CaseView& view) {
  const auto is_check = [&fact](const Entry& entry) {
    return entry.what.starts_with("checked-") && entry.fact.has_value() && same_statement(*entry.fact, fact);
  };
  const auto found = std::find_if(view.entries.rbegin(), view.entries.rend(), is_check);
  if (found == view.entries.rend()) return nullptr;
  return {{"by", found->author}, {"at", utc(found->at)}, {"note", or_null(found->text)}};
}

Json write_fact(const Fact& fact, std::size_t number, const pack::Pack& pack, const Reader& reader) {
  const pack::Question* question = pack.question(fact.key);
  const pack::Answer* chosen = question == nullptr ? nullptr : question->answer(fact.value);
  return {{"id", fact_ref(fact, number)},
          {"key", fact.key},
          {"label", queue::fact_label(pack, fact, reader.speech.language())},
          {"value", fact.value},
          {"value_label", queue::value_label(pack, fact, reader.speech.language())},
          {"attributes", Json(fact.attributes)},
          {"date_label", or_null(reader.speech.date_label(fact, reader.now))},
          {"precision", name_of(fact.precision)},
          {"said_by", name_of(fact.said_by)},
          {"author", or_null(fact.author)},
          {"said_at", utc(fact.said_at)},
          {"verification", name_of(fact.verification)},
          {"danger", chosen != nullptr && chosen->danger},
          {"superseded", fact.superseded}};
}

Json write_facts(const CaseView& view, const pack::Pack& pack, const Reader& reader) {
  std::vector<Fact> facts = view.facts;
  queue::mark_superseded(pack, facts);
  Json all = Json::array();
  for (std::size_t number = 0; number < facts.size(); ++number) {
    Json one = write_fact(facts[number], number, pack, reader);
    one["check"] = write_check(facts[number], view);
    all.push_back(std::move(one));
  }
  return all;
}

std::string_view name_of_rule(pack::ContactRule rule) {
  switch (rule) {
    case pack::ContactRule::kFree: return "free";
    case pack::ContactRule::kNote: return "note";
    case pack::ContactRule::kWarn: return "warn";
    case pack::ContactRule::kBlock: break;
  }
  return "block";
}

Json write_safe_contact(const CaseView& view, const pack::Pack& pack, const Reader& reader) {
  const queue::ContactAdvice advice = queue::contact_advice(pack, view.facts, reader.speech.language());
  std::string words;
  for (const Entry& entry : view.entries)
    if (!entry.contact_words.empty()) words = entry.contact_words;
  std::string all;
  for (const std::string& text : advice.texts) all += (all.empty() ? "" : " ") + text;
  return {{"rule", name_of_rule(advice.rule)},
          {"text", all},
          {"words", or_null(words)},
          {"blocks", advice.rule == pack::ContactRule::kBlock}};
}

Json write_may(const May& may) {
  return {{"take", may.take},  {"give_back", may.give_back}, {"reply", may.reply},  {"note", may.note},
          {"raise", may.move}, {"lower", may.move},          {"fact", may.set_fact}};
}

Json write_clocks(const queue::Derived& derived, const Reader& reader) {
  Json all = Json::array();
  for (const std::size_t index : queue::leading_clocks(derived, reader.now))
    all.push_back(write_clock(derived, derived.clocks[index], reader));
  return all;
}

// ---- oversight -------------------------------------------------------------------------------------------------

Json write_relay(const Health& health) {
  const char* state = health.relay_reachable ? "ok" : health.last_pull.has_value() ? "bad" : "unknown";
  return {{"state", state},
          {"error", or_null(health.relay_error)},
          {"waiting", health.relay_reachable ? Json(health.waiting_at_relay) : Json(nullptr)},
          {"clock_skew_s", health.clock_skew_s}};
}

Json write_day_keys(const Health& health, TimePoint now) {
  if (!health.lists_until_day.has_value()) return {{"state", "bad"}, {"newest_day", nullptr}, {"days_left", nullptr}};
  const std::int64_t left = std::int64_t{*health.lists_until_day} - std::int64_t{unix_day(now)};
  const char* state = left > kDayListsWarnDays ? "ok" : left >= 0 ? "warn" : "bad";
  return {{"state", state}, {"newest_day", utc_day(*health.lists_until_day)}, {"days_left", left}};
}

Json write_answer_of_pack(const pack::Pack& pack, const pack::Question& question, const pack::Answer& one,
                          Language language) {
  const std::string key = "answer." + question.id + "." + one.code;
  Json date = nullptr;
  if (one.date == pack::AnswerDate::kFuture) date = "future";
  if (one.date == pack::AnswerDate::kPast) date = "past";
  return {{"code", one.code},
          {"label", pack.text(language, key).value_or(one.code)},
          {"date", date},
          {"country", one.country},
          {"year", or_null(one.year)},
          {"danger", one.danger}};
}

}  // namespace

std::string utc(TimePoint time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{time - day};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), clock.hours().count(),
                     clock.minutes().count(), clock.seconds().count());
}

std::string utc_day(std::uint32_t day) { return utc(start_of_day(day)).substr(0, 10); }

Json write_me(const Me& me) {
  return {{"alias", me.alias},
          {"roles", me.roles},
          {"lease_until", utc(me.lease_until)},
          {"idle_lock_s", me.idle_lock.count()}};
}

Json write_row(const queue::BoardRow& row, const Reader& reader) {
  if (!row.open) return write_untold_row(row, reader);
  const queue::Derived& derived = row.entry->derived;
  const Situation& situation = derived.situation;
  Json json = write_placement(derived, row.placement, reader);
  json.update({{"case_id", row.entry->id.text()},
               {"code_name", name_in(reader.speech, row.entry->code_name)},
               {"situation", queue::situation_labels(reader.speech.pack(), situation.facts, reader.speech.language())},
               {"stage", name_of(situation.stage)},
               {"unread", situation.unread},
               {"first_words", nullptr},
               {"owner", or_null(situation.owner)},
               {"mine", situation.owner == reader.alias},
               {"may_open", true},
               {"waiting_since", or_null(row.placement.waiting_since)},
               {"received_at", utc(situation.received_at)},
               {"language", code_of(situation.language)}});
  return json;
}

Json write_page(const queue::Page& page, const Reader& reader) {
  Json rows = Json::array();
  for (const queue::BoardRow& row : page.rows) rows.push_back(write_row(row, reader));
  return {{"now", utc(reader.now)},
          {"rows", std::move(rows)},
          {"total", page.total},
          {"counts",
           {{"mine", page.mine},
            {"owed", page.owed},
            {"unowned", page.unowned},
            {"waiting", page.waiting},
            {"all", page.all}}}};
}

Json write_standing(const CaseStanding& standing) {
  const char* kind = standing.kind == CaseStanding::Kind::kOpen    ? "open"
                     : standing.kind == CaseStanding::Kind::kTaken ? "taken"
                                                                   : "gone";
  return {{"standing", kind}, {"owner", or_null(standing.owner)}, {"since", or_null(standing.since)}};
}

Json write_case(const CaseView& view, const pack::Pack& pack, const Reader& reader) {
  const Situation& situation = view.row.situation;
  const queue::Derived derived = queue::derive(pack, situation, reader.zone);
  const queue::Placement placement = queue::place(derived, queue::Present::at(reader.now, reader.zone));
  Json log = Json::array();
  for (const LogLine& line : view.log) log.push_back(write_log_line(line, reader.speech));
  return {{"case_id", view.row.case_id.text()},
          {"code_name", name_in(reader.speech, view.row.code_name)},
          {"stage", name_of(situation.stage)},
          {"owner", or_null(situation.owner)},
          {"mine", view.row.mine},
          {"compartment", view.compartment},
          {"language", code_of(situation.language)},
          {"received_at", utc(situation.received_at)},
          {"placement", write_placement(derived, placement, reader)},
          {"situation", queue::situation_labels(pack, situation.facts, reader.speech.language())},
          {"clocks", write_clocks(derived, reader)},
          {"safe_contact", write_safe_contact(view, pack, reader)},
          {"third_person", queue::third_person(pack, view.facts)},
          {"messages", write_entries(view, pack, reader)},
          {"facts", write_facts(view, pack, reader)},
          {"log", std::move(log)},
          {"access", view.access},
          {"replies_left", view.replies_left},
          {"may", write_may(view.may)}};
}

Json write_pack(const pack::Pack& pack, Language language) {
  Json questions = Json::array();
  for (const pack::Question& question : pack.questions) {
    if (question.answers.empty()) continue;
    const char* kind = question.kind == pack::QuestionKind::kOne    ? "one"
                       : question.kind == pack::QuestionKind::kMany ? "many"
                                                                    : "table";
    Json one = {{"id", question.id},
                {"label", pack.text(language, "short." + question.id).value_or(question.id)},
                {"kind", kind},
                {"answers", Json::array()},
                {"states", Json::array()}};
    for (const pack::Answer& chosen : question.answers)
      one["answers"].push_back(write_answer_of_pack(pack, question, chosen, language));
    for (const std::string& state : question.states)
      one["states"].push_back(
          {{"code", state}, {"label", pack.text(language, "state." + question.id + "." + state).value_or(state)}});
    questions.push_back(std::move(one));
  }
  return {{"id", pack.id}, {"version", pack.version}, {"questions", std::move(questions)}};
}

Json write_log_line(const LogLine& line, const queue::Speech& speech) {
  // Where the case was somebody else's, the sentence says whose.
  const std::string key = "log." + line.what + (line.from.empty() ? "" : ".from");
  const bool known = speech.catalogue().has(speech.language(), key);
  const std::string text = known ? speech.catalogue().text(speech.language(), key,
                                                           {{"from", line.from}, {"count", std::to_string(line.times)}})
                                 : speech.catalogue().text(speech.language(), "log.other", {{"what", line.what}});
  return {{"sequence", line.sequence},
          {"at", utc(line.at)},
          {"who", line.who},
          {"what", line.what},
          {"text", text},
          {"case_id", line.case_id.has_value() ? Json(line.case_id->text()) : Json(nullptr)},
          {"code_name", line.code_name.has_value() ? Json(name_in(speech, *line.code_name)) : Json(nullptr)},
          {"reason", or_null(line.why)}};
}

Json write_health(const Health& health, const LogVerdict& log, TimePoint now) {
  Json refused = Json::array();
  for (const auto& [code, count] : health.refused) refused.push_back({{"code", code}, {"count", count}});
  const std::int64_t left = health.roster_days_left;
  const char* roster = left >= kRosterComfortableDays ? "ok" : left >= 0 ? "warn" : "bad";
  const std::int64_t keys_left = health.signing_key_days_left;
  const char* keys = keys_left >= kSigningKeysComfortableDays ? "ok" : keys_left >= 0 ? "warn" : "bad";
  return {{"now", utc(now)},
          {"relay", write_relay(health)},
          {"last_pull_at", or_null(health.last_pull)},
          {"refused", std::move(refused)},
          {"day_keys", write_day_keys(health, now)},
          {"roster", {{"state", roster}, {"days_left", left}}},
          {"signing_keys", {{"state", keys}, {"days_left", keys_left}}},
          {"stale_cases", health.stale_cases},
          {"unopened", health.unopened},
          {"unopened_max", health.unopened_max},
          {"redated", health.redated},
          {"replies_waiting", health.replies_waiting},
          {"log_verified", log.intact}};
}

Json write_enrolment(const Enrolment& enrolment) {
  return {{"alias", enrolment.alias}, {"totp_uri", enrolment.totp_uri}, {"totp_secret", enrolment.totp_secret}};
}

Json write_departure(const Departure& departure) {
  return {{"alias", departure.alias},
          {"cases", departure.cases},
          {"cases_waiting", departure.cases_waiting},
          {"knew_signing_keys", departure.knew_reply_key || departure.knew_list_key},
          {"replaced_day_keys", departure.replaced_day_keys}};
}

Json write_staff(const StaffRow& row, std::size_t cases) {
  const char* state = row.state == StaffState::kActive      ? "active"
                      : row.state == StaffState::kInvited   ? "invited"
                      : row.state == StaffState::kContested ? "contested"
                                                            : "confirming";
  // Who is here and how much everybody has goes together: for oversight alone.
  const bool overseen = row.signed_in.has_value();
  return {{"alias", row.alias},
          {"roles", row.roles},
          {"state", state},
          {"signed_in", overseen ? Json(*row.signed_in) : Json(nullptr)},
          {"cases", overseen ? Json(cases) : Json(nullptr)}};
}

}  // namespace waymark::desk::api
