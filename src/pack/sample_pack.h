// A small sound pack for tests: change one thing and see what the reader or the checker says.
#pragma once

#include <nlohmann/json.hpp>

#include "pack/pack.h"

namespace waymark::pack::sample {

inline nlohmann::json structure() {
  return nlohmann::json::parse(R"json({
    "format": "waymark pack 1", "id": "sample", "version": 3, "languages": ["ru", "uk", "en"], "zone": "Europe/Moscow",
    "options": {"protocol": false},
    "short_way": {"if": [{"question": "safe", "is": ["no"]}], "questions": ["safe", "text", "consent"]},
    "questions": [
      {"id": "safe", "kind": "one", "answers": [{"code": "yes"}, {"code": "no", "contact": "block"}]},
      {"id": "danger", "kind": "many", "answers": [{"code": "wound", "danger": true}, {"code": "harm", "danger": true, "needs": "protocol"}, {"code": "none", "exclusive": true}]},
      {"id": "what_next", "kind": "many", "when": [{"question": "safe", "is": ["yes"]}],
       "answers": [{"code": "leave_ends", "date": "future"}, {"code": "police_looking"}, {"code": "nothing_dated", "exclusive": true}]},
      {"id": "left", "kind": "one", "answers": [{"code": "yes", "date": "past"}, {"code": "no"}]},
      {"id": "documents", "kind": "table", "states": ["have", "taken"], "answers": [{"code": "passport", "year": "valid_until"}]},
      {"id": "text", "kind": "text"}, {"id": "consent", "kind": "consent"}],
    "clocks": [
      {"id": "leave_ends", "question": "what_next", "codes": ["leave_ends"], "from": "date", "offset": {"hours": 0}, "lead_hours": 18, "ask_within_hours": 2},
      {"id": "police", "question": "what_next", "codes": ["police_looking"], "from": "received", "offset": {"hours": 24}, "lead_hours": 12, "ask_within_hours": 2},
      {"id": "absence_two_days", "question": "left", "codes": ["yes"], "from": "date", "offset": {"hours": 48}, "lead_hours": 12, "ask_within_hours": 2, "chain": "absence"},
      {"id": "absence_one_month", "question": "left", "codes": ["yes"], "from": "date", "offset": {"months": 1}, "lead_hours": 72, "ask_within_hours": 2, "chain": "absence", "source": "a_law"}],
    "outcomes": ["advised", "unknown"]})json");
}

/// Every key that structure() implies, with itself as the text.
inline nlohmann::json texts() {
  nlohmann::json all;
  for (const char* key : {"pack.name", "crisis.title", "crisis.text", "crisis.wound", "crisis.harm", "hint.text",
                          "outcome.advised", "outcome.unknown", "question.text", "question.consent",
                          "contact_rule.safe.no", "source.a_law", "state.documents.have", "state.documents.taken"})
    all[key] = key;
  for (const char* question : {"safe", "danger", "what_next", "left", "documents"}) {
    all[std::string("question.") + question] = question;
    all[std::string("short.") + question] = question;
  }
  for (const char* answer :
       {"safe.yes", "safe.no", "danger.wound", "danger.harm", "danger.none", "what_next.leave_ends",
        "what_next.police_looking", "what_next.nothing_dated", "left.yes", "left.no", "documents.passport"}) {
    all[std::string("answer.") + answer] = answer;
    all[std::string("short.") + answer] = answer;
  }
  all["short.documents.passport.taken"] = "passport taken";
  for (const char* clock : {"leave_ends", "police", "absence_two_days", "absence_one_month"}) {
    all[std::string("clock.") + clock] = clock;
    all[std::string("clock_short.") + clock] = clock;
  }
  return all;
}

inline Result<Pack> parse(const nlohmann::json& structure_json, const nlohmann::json& texts_json) {
  const std::string text = texts_json.dump();
  return parse_pack(structure_json.dump(),
                    {{Language::kRussian, text}, {Language::kUkrainian, text}, {Language::kEnglish, text}});
}

inline Pack pack() { return *parse(structure(), texts()); }

}  // namespace waymark::pack::sample
