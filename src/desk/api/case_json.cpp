// One case as the screen shows it.
#include "desk/api/case_json.h"
#include "desk/api/items_json.h"

#include <algorithm>

#include "desk/casefile/fact_ref.h"
#include "desk/queue/code_names.h"
#include "desk/queue/labels.h"

namespace waymark::desk::api {

using Json = nlohmann::json;

namespace {

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
  if (entry.item.has_value()) what = item_label(*entry.item, reader);
  if (entry.court_at.has_value()) what = reader.speech.time_label(*entry.court_at, entry.at);
  if (entry.outcome.has_value())
    what = reader.speech.pack()
               .text(reader.speech.language(), "outcome." + entry.outcome->code)
               .value_or(entry.outcome->code);
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
          {"group", question == nullptr || question->group.empty() ? "other" : question->group},
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
  return {{"take", may.take},  {"give_back", may.give_back}, {"reply", may.reply},   {"note", may.note},
          {"raise", may.move}, {"lower", may.move},          {"fact", may.set_fact}, {"end", may.end}};
}

Json write_outcomes(const CaseView& view, const pack::Pack& pack, const Reader& reader) {
  Json all = Json::array();
  for (const NotedOutcome& one : view.outcomes)
    all.push_back(
        {{"id", one.id.text()},
         {"code", one.outcome.code},
         {"label", pack.text(reader.speech.language(), "outcome." + one.outcome.code).value_or(one.outcome.code)},
         {"date", one.outcome.date},
         {"evidence", name_of(one.outcome.evidence)},
         {"by", one.by},
         {"at", utc(one.at)}});
  return all;
}

/// Texts that end a case kindly, in the language of whoever wrote.
Json write_ready(Language language, const Reader& reader) {
  Json all = Json::object();
  for (const char* name : {"out_of_mandate", "contact_lost"})
    all[name] = reader.speech.catalogue().text(language, std::string("queue.ready.") + name);
  return all;
}

/// Somebody who does not answer: since when that is too long, and what is to be done.
Json write_silence(const queue::Derived& derived, const queue::Placement& placement, const Reader& reader) {
  if (!placement.silent_since.has_value()) return nullptr;
  return {{"since", utc(*placement.silent_since)}, {"text", reader.speech.silence_text(derived)}};
}

Json write_merged(const CaseView& view) {
  Json all = Json::array();
  for (const CaseId& id : view.merged) all.push_back(id.text());
  return all;
}

Json write_clocks(const queue::Derived& derived, const Reader& reader) {
  Json all = Json::array();
  for (const std::size_t index : queue::leading_clocks(derived, reader.now))
    all.push_back(write_clock(derived, derived.clocks[index], reader));
  return all;
}

}  // namespace

Json write_case(const CaseView& view, const pack::Pack& pack, const Reader& reader) {
  const Situation& situation = view.row.situation;
  const queue::Derived derived = queue::derive(pack, situation, reader.zone);
  const queue::Placement placement = queue::place(derived, queue::Present::at(reader.now, reader.zone));
  Json log = Json::array();
  for (const LogLine& line : view.log) log.push_back(write_log_line(line, reader.speech));
  return {{"case_id", view.row.case_id.text()},
          {"version", view.version},
          {"changed", view.changed},
          {"code_name", name_in(reader.speech, view.row.code_name)},
          {"stage", name_of(situation.stage)},
          {"side", or_null(std::string(name_of(situation.side)))},
          {"junk", or_null(std::string(name_of(situation.junk)))},
          {"wakes_at", or_null(situation.wakes_at)},
          {"silence", write_silence(derived, placement, reader)},
          {"outcomes", write_outcomes(view, pack, reader)},
          {"merged_into", view.merged_into ? Json(view.merged_into->text()) : Json(nullptr)},
          {"merged", write_merged(view)},
          {"ready", write_ready(situation.language, reader)},
          {"undo_act", view.undo_act ? Json(view.undo_act->text()) : Json(nullptr)},
          {"owner", or_null(situation.owner)},
          {"mine", view.row.mine},
          {"compartment", view.compartment},
          {"language", code_of(situation.language)},
          {"received_at", utc(situation.received_at)},
          {"placement", write_placement(derived, placement, reader)},
          {"situation", queue::situation_labels(pack, situation.facts, reader.speech.language())},
          {"clocks", write_clocks(derived, reader)},
          {"items", write_items(view, reader)},
          {"timeline", write_timeline(view, derived, reader)},
          {"safe_contact", write_safe_contact(view, pack, reader)},
          {"third_person", queue::third_person(pack, view.facts)},
          {"messages", write_entries(view, pack, reader)},
          {"facts", write_facts(view, pack, reader)},
          {"log", std::move(log)},
          {"access", view.access},
          {"replies_left", view.replies_left},
          {"may", write_may(view.may)}};
}

Json write_changes(const std::vector<Entry>& entries, const pack::Pack& pack, const Reader& reader) {
  Json all = Json::array();
  for (const Entry& entry : entries) all.push_back(write_entry(entry, false, pack, reader));
  return all;
}

Json write_standing(const CaseStanding& standing) {
  const char* kind = standing.kind == CaseStanding::Kind::kOpen    ? "open"
                     : standing.kind == CaseStanding::Kind::kTaken ? "taken"
                                                                   : "gone";
  return {{"standing", kind},
          {"owner", or_null(standing.owner)},
          {"since", or_null(standing.since)},
          {"changed", standing.changed}};
}

}  // namespace waymark::desk::api
