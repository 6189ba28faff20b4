#include "courts/archive/card_json.h"

#include <nlohmann/json.hpp>

#include "base/encoding.h"
#include "courts/pages/card_reader.h"

namespace waymark::courts {
namespace {

using Json = nlohmann::json;

void put(Json& json, const char* key, const std::string& text) {
  if (!text.empty()) json[key] = text;
}

void put(Json& json, const char* key, const CourtDate& date) {
  if (date.kind == CourtDate::Kind::kKnown) json[key] = iso_day(date.day);
  if (date.kind == CourtDate::Kind::kUnreadable) json[key] = Json{{"written", date.written}};
}

std::string text_at(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get_ref<const std::string&>() : std::string{};
}

CourtDate date_at(const Json& json, const char* key) {
  const auto found = json.find(key);
  if (found == json.end()) return {};
  if (found->is_object())
    return {.kind = CourtDate::Kind::kUnreadable, .day = 0, .written = text_at(*found, "written")};
  return found->is_string() ? read_date(found->get_ref<const std::string&>()) : CourtDate{};
}

const Json& list_at(const Json& json, const char* key) {
  static const Json kEmpty = Json::array();
  const auto found = json.find(key);
  return found != json.end() && found->is_array() ? *found : kEmpty;
}

std::vector<std::string> texts_of(const Json& list) {
  std::vector<std::string> texts;
  for (const Json& one : list) texts.push_back(one.is_string() ? one.get<std::string>() : std::string{});
  return texts;
}

Json json_of(const Section& section) {
  Json json = Json::object();
  put(json, "title", section.title);
  for (const Pair& pair : section.pairs) {
    json["pairs"].push_back(Json::array({pair.label, pair.value}));  // no address: see json_of(Card)
  }
  if (!section.columns.empty()) json["columns"] = section.columns;
  if (!section.rows.empty()) json["rows"] = section.rows;
  return json;
}

Section section_of(const Json& json) {
  Section section;
  section.title = text_at(json, "title");
  for (const Json& one : list_at(json, "pairs")) {
    std::vector<std::string> texts = texts_of(one.is_array() ? one : Json::array());
    texts.resize(3);
    section.pairs.push_back({.label = texts[0], .value = texts[1], .link = texts[2]});
  }
  section.columns = texts_of(list_at(json, "columns"));
  for (const Json& row : list_at(json, "rows")) section.rows.push_back(texts_of(row.is_array() ? row : Json::array()));
  return section;
}

Json json_of(const Person& person) {
  Json json = Json::object();
  put(json, "name", person.name);
  put(json, "role", person.role);
  put(json, "articles", person.articles_written);
  put(json, "decided", person.decided);
  put(json, "result", person.result);
  return json;
}

Person person_of(const Json& json, Stage stage) {
  Person person;
  person.name = text_at(json, "name");
  person.name_kind = name_kind_of(person.name);
  person.role = text_at(json, "role");
  person.articles_written = text_at(json, "articles");
  person.articles = read_articles(person.articles_written, assumed_code(stage));
  person.decided = date_at(json, "decided");
  person.result = text_at(json, "result");
  return person;
}

Json json_of(const Event& event) {
  Json json = Json::object();
  put(json, "section", event.section);
  put(json, "name", event.name);
  put(json, "date", event.date);
  put(json, "time", event.time);
  put(json, "place", event.place);
  put(json, "result", event.result);
  put(json, "ground", event.ground);
  put(json, "note", event.note);
  put(json, "placed", event.placed);
  return json;
}

Event event_of(const Json& json) {
  return {.section = text_at(json, "section"),
          .name = text_at(json, "name"),
          .date = date_at(json, "date"),
          .time = text_at(json, "time"),
          .place = text_at(json, "place"),
          .result = text_at(json, "result"),
          .ground = text_at(json, "ground"),
          .note = text_at(json, "note"),
          .placed = date_at(json, "placed")};
}

void put_lists(Json& json, const Card& card) {
  for (const Person& person : card.persons) json["persons"].push_back(json_of(person));
  for (const Event& event : card.events) json["events"].push_back(json_of(event));
  for (const Party& party : card.parties) json["parties"].push_back({party.role, party.name});
  for (const ActText& act : card.acts) json["acts"].push_back({act.title, to_hex(act.sha256)});
  for (const Section& section : card.sections) json["sections"].push_back(json_of(section));
}

Result<void> take_acts(Card& card, const Json& json) {
  for (const Json& one : list_at(json, "acts")) {
    std::vector<std::string> texts = texts_of(one.is_array() ? one : Json::array());
    texts.resize(2);
    LET(const Bytes bytes, from_hex(texts[1]));
    if (bytes.size() != crypto::kSha256Bytes) return fail(Code::kMalformed, "courts/card");
    ActText act{.title = texts[0], .text = {}, .sha256 = {}};
    std::copy(bytes.begin(), bytes.end(), act.sha256.begin());
    card.acts.push_back(std::move(act));
  }
  return {};
}

}  // namespace

/// Without addresses: the same page saved by another way has others, and no court said anything else. They stay in the
/// page's bytes.
Json json_of(const Card& card) {
  Json json = Json::object();
  put(json, "court_code", card.court_code);
  put(json, "court", card.court);
  put(json, "region", card.region);
  put(json, "title", card.title);
  put(json, "number", card.number.written);
  put(json, "uid", card.uid.written());
  put(json, "received", card.received);
  put(json, "decided", card.decided);
  put(json, "in_force", card.in_force);
  put(json, "judge", card.judge);
  put(json, "result", card.result);
  put(json, "category", card.category);
  put(json, "published", card.published);
  put(json, "lower_region", card.lower.region);
  put(json, "lower_court", card.lower.court);
  put(json, "lower_number", card.lower.number);
  put(json, "lower_judge", card.lower.judge);
  if (card.act_state != ActState::kNotLooked)
    json["act"] = card.act_state == ActState::kPublished ? "published" : "absent";
  put_lists(json, card);
  return json;
}

Result<Card> card_of(const Json& json) {
  if (!json.is_object()) return fail(Code::kMalformed, "courts/card");
  Card card;
  card.court_code = text_at(json, "court_code");
  card.court = text_at(json, "court");
  card.region = text_at(json, "region");
  card.title = text_at(json, "title");
  card.number = read_case_number(text_at(json, "number"));
  card.uid = Uid::read(text_at(json, "uid"));
  card.stage = stage_of(card.title, card.number, card.court_code);
  card.url = text_at(json, "url");
  card.received = date_at(json, "received");
  card.decided = date_at(json, "decided");
  card.in_force = date_at(json, "in_force");
  card.judge = text_at(json, "judge");
  card.result = text_at(json, "result");
  card.category = text_at(json, "category");
  card.published = text_at(json, "published");
  card.lower = {.region = text_at(json, "lower_region"),
                .court = text_at(json, "lower_court"),
                .number = text_at(json, "lower_number"),
                .judge = text_at(json, "lower_judge")};
  const std::string act = text_at(json, "act");
  card.act_state = act == "published" ? ActState::kPublished
                   : act == "absent"  ? ActState::kAbsent
                                      : ActState::kNotLooked;
  for (const Json& one : list_at(json, "persons")) card.persons.push_back(person_of(one, card.stage));
  for (const Json& one : list_at(json, "events")) card.events.push_back(event_of(one));
  for (const Json& one : list_at(json, "parties")) {
    std::vector<std::string> texts = texts_of(one.is_array() ? one : Json::array());
    texts.resize(2);
    card.parties.push_back({texts[0], texts[1]});
  }
  for (const Json& one : list_at(json, "sections")) card.sections.push_back(section_of(one));
  TRY(take_acts(card, json));
  return card;
}

}  // namespace waymark::courts
