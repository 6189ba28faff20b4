#include "desk/queue/situation.h"

#include <algorithm>
#include <array>
#include <utility>

#include "text/json.h"

namespace waymark::desk {
namespace {

using Json = nlohmann::json;
constexpr int kVersion = 1;
constexpr std::size_t kAttributesMax = 8;
constexpr std::size_t kWordBytesMax = 256;        // as much as any writer may say in a word (desk/api/body.h)
constexpr std::int64_t kTimeMax = 7'258'118'400;  // 2200-01-01, the last year a stated date may lie in
constexpr std::int64_t kUnreadMax = 1'000'000;
constexpr std::int64_t kCardVersionMax = 999'999;

template <class Enum>
using Name = std::pair<std::string_view, Enum>;

constexpr std::array kPrecisions = {
    Name<Precision>{"exact", Precision::kExact}, Name<Precision>{"hour", Precision::kHour},
    Name<Precision>{"day", Precision::kDay},     Name<Precision>{"about", Precision::kAbout},
    Name<Precision>{"month", Precision::kMonth}, Name<Precision>{"unknown", Precision::kUnknown}};
constexpr std::array kVerifications = {Name<Verification>{"unverified", Verification::kUnverified},
                                       Name<Verification>{"pending", Verification::kPending},
                                       Name<Verification>{"verified", Verification::kVerified},
                                       Name<Verification>{"contradicted", Verification::kContradicted}};
constexpr std::array kSpeakers = {
    Name<Speaker>{"requester", Speaker::kRequester}, Name<Speaker>{"subject", Speaker::kSubject},
    Name<Speaker>{"third_party", Speaker::kThirdParty}, Name<Speaker>{"staff", Speaker::kStaff}};
constexpr std::array kStages = {Name<Stage>{"new", Stage::kNew},
                                Name<Stage>{"triage", Stage::kTriage},
                                Name<Stage>{"active", Stage::kActive},
                                Name<Stage>{"waiting_person", Stage::kWaitingPerson},
                                Name<Stage>{"waiting_third", Stage::kWaitingThird},
                                Name<Stage>{"waiting_date", Stage::kWaitingDate},
                                Name<Stage>{"referred", Stage::kReferred},
                                Name<Stage>{"closed", Stage::kClosed},
                                Name<Stage>{"anonymised", Stage::kAnonymised}};
constexpr std::array kSides = {Name<Side>{"", Side::kNone},
                               Name<Side>{"out_of_mandate", Side::kOutOfMandate},
                               Name<Side>{"duplicate", Side::kDuplicate},
                               Name<Side>{"quarantine", Side::kQuarantine},
                               Name<Side>{"contact_lost", Side::kContactLost},
                               Name<Side>{"reopened", Side::kReopened}};
constexpr std::array kJunks = {Name<Junk>{"", Junk::kNone},
                               Name<Junk>{"provocation", Junk::kProvocation},
                               Name<Junk>{"press", Junk::kPress},
                               Name<Junk>{"test", Junk::kTest},
                               Name<Junk>{"wrong_service", Junk::kWrongService},
                               Name<Junk>{"abuse", Junk::kAbuse},
                               Name<Junk>{"duplicate", Junk::kDuplicate}};
constexpr std::array kDirections = {Name<Override::Direction>{"raised", Override::Direction::kRaised},
                                    Name<Override::Direction>{"lowered", Override::Direction::kLowered}};

std::unexpected<Error> malformed(std::string_view member) {
  return fail(Code::kMalformed, "desk/situation", std::string(member));
}

template <class Table, class Enum>
std::string_view name_in(const Table& table, Enum value) {
  for (const auto& [name, entry] : table)
    if (entry == value) return name;
  return "";
}

template <class Enum, class Table>
Result<Enum> value_in(const Table& table, std::string_view wanted) {
  for (const auto& [name, entry] : table)
    if (name == wanted) return entry;
  return malformed("name");
}

bool is_word(std::string_view text) { return !text.empty() && text.size() <= kWordBytesMax; }

std::int64_t seconds(TimePoint time) { return time.time_since_epoch().count(); }

Json write(const Fact& fact) {
  Json json = {{"key", fact.key},
               {"value", fact.value},
               {"precision", name_of(fact.precision)},
               {"by", name_of(fact.said_by)},
               {"at", seconds(fact.said_at)}};
  if (!fact.author.empty()) json["author"] = fact.author;
  if (!fact.attributes.empty()) json["attributes"] = fact.attributes;
  if (fact.verification != Verification::kUnverified) json["verification"] = name_of(fact.verification);
  if (fact.superseded) json["superseded"] = true;
  return json;
}

Result<std::string> word(const Json& json, const char* key) {
  LET(std::string text, text::string_member(json, key));
  if (!is_word(text)) return malformed(key);
  return text;
}

Result<TimePoint> time(const Json& json, const char* key) {
  LET(const std::int64_t value, text::integer_member(json, key, 0, kTimeMax));
  return TimePoint{Seconds{value}};
}

Result<std::optional<TimePoint>> optional_time(const Json& json, const char* key) {
  if (!json.contains(key)) return std::optional<TimePoint>{};
  LET(const TimePoint value, time(json, key));
  return std::optional<TimePoint>(value);
}

Result<std::map<std::string, std::string>> read_attributes(const Json& json) {
  std::map<std::string, std::string> attributes;
  const auto found = json.find("attributes");
  if (found == json.end()) return attributes;
  if (!found->is_object() || found->size() > kAttributesMax) return malformed("attributes");
  for (const auto& [key, value] : found->items()) {
    if (!value.is_string() || !is_word(key) || !is_word(value.get_ref<const std::string&>()))
      return malformed("attributes");
    attributes.emplace(key, value.get<std::string>());
  }
  return attributes;
}

Result<Fact> read_fact(const Json& json) {
  if (!json.is_object()) return malformed("fact");
  Fact fact;
  LET(fact.key, word(json, "key"));
  LET(fact.value, word(json, "value"));
  LET(fact.attributes, read_attributes(json));
  LET(const std::string precision, word(json, "precision"));
  LET(fact.precision, precision_from(precision));
  LET(const std::string speaker, word(json, "by"));
  LET(fact.said_by, speaker_from(speaker));
  LET(fact.said_at, time(json, "at"));
  if (json.contains("author")) {
    LET(fact.author, word(json, "author"));
  }
  if (json.contains("verification")) {
    LET(const std::string verification, word(json, "verification"));
    LET(fact.verification, verification_from(verification));
  }
  fact.superseded = json.value("superseded", Json(false)) == Json(true);
  return fact;
}

Result<std::optional<Override>> read_override(const Json& json) {
  const auto found = json.find("override");
  if (found == json.end()) return std::optional<Override>{};
  LET(const std::string direction, word(*found, "direction"));
  LET(const Override::Direction value, value_in<Override::Direction>(kDirections, direction));
  LET(const TimePoint at, time(*found, "at"));
  LET(const std::optional<TimePoint> to, optional_time(*found, "to"));
  return std::optional<Override>(Override{value, at, to});
}

Result<std::vector<Fact>> read_facts(const Json& json) {
  const auto found = json.find("facts");
  if (found == json.end() || !found->is_array()) return malformed("facts");
  if (found->size() > kSituationFactsMax) return fail(Code::kTooLarge, "desk/situation");
  std::vector<Fact> facts;
  for (const Json& item : *found) {
    LET(Fact fact, read_fact(item));
    facts.push_back(std::move(fact));
  }
  return facts;
}

Json write(const Due& due) {
  Json json = {{"kind", due.kind}, {"at", seconds(due.at)}, {"precision", name_of(due.precision)}};
  if (due.opens.has_value()) json["opens"] = seconds(*due.opens);
  if (!due.owner.empty()) json["owner"] = due.owner;
  if (due.every_days > 0) {
    json["every"] = due.every_days;
    json["times"] = due.times;
  }
  return json;
}

Result<Due> read_due(const Json& json) {
  if (!json.is_object()) return malformed("due");
  Due due;
  LET(due.kind, word(json, "kind"));
  if (due_rule(due.kind) == nullptr) return malformed("due");
  LET(due.at, time(json, "at"));
  LET(due.opens, optional_time(json, "opens"));
  LET(const std::string precision, word(json, "precision"));
  LET(due.precision, precision_from(precision));
  if (json.contains("owner")) {
    LET(due.owner, word(json, "owner"));
  }
  if (json.contains("every")) {
    LET(const std::int64_t every, text::integer_member(json, "every", 1, 7));
    LET(const std::int64_t times, text::integer_member(json, "times", 1, kWindowTimesMax));
    due.every_days = static_cast<int>(every);
    due.times = static_cast<int>(times);
  }
  return due;
}

/// Rows of older versions have none.
Result<std::vector<Due>> read_dues(const Json& json) {
  std::vector<Due> dues;
  const auto found = json.find("due");
  if (found == json.end()) return dues;
  if (!found->is_array()) return malformed("due");
  if (found->size() > kDuesMax) return fail(Code::kTooLarge, "desk/situation");
  for (const Json& item : *found) {
    LET(Due due, read_due(item));
    dues.push_back(std::move(due));
  }
  return dues;
}

Result<std::vector<ToldCard>> read_told(const Json& json) {
  std::vector<ToldCard> told;
  const auto found = json.find("told");
  if (found == json.end()) return told;
  if (!found->is_array() || found->size() > kToldCardsMax) return malformed("told");
  for (const Json& item : *found) {
    if (!item.is_object()) return malformed("told");
    ToldCard card;
    LET(card.id, word(item, "id"));
    LET(const std::int64_t version, text::integer_member(item, "version", 0, kCardVersionMax));
    LET(const std::int64_t before, text::integer_member(item, "before", 0, kCardVersionMax));
    card.version = static_cast<int>(version);
    card.before = static_cast<int>(before);
    told.push_back(std::move(card));
  }
  return told;
}

Result<std::vector<CourtSeen>> read_court_seen(const Json& json) {
  std::vector<CourtSeen> seen;
  const auto found = json.find("court");
  if (found == json.end()) return seen;
  if (!found->is_array() || found->size() > kCourtSeenMax) return malformed("court");
  for (const Json& item : *found) {
    if (!item.is_object()) return malformed("court");
    CourtSeen one;
    LET(one.at, time(item, "at"));
    LET(const std::int64_t step, text::integer_member(item, "step", 1, kCourtStepMax));
    one.step = static_cast<int>(step);
    LET(one.by, word(item, "by"));
    seen.push_back(std::move(one));
  }
  return seen;
}

void put(Json& json, const char* key, const std::optional<TimePoint>& time) {
  if (time.has_value()) json[key] = seconds(*time);
}

Result<Situation> read_situation(const Json& json) {
  Situation situation;
  LET(situation.received_at, time(json, "received"));
  LET(situation.oldest_unread_at, optional_time(json, "oldest_unread"));
  LET(const std::int64_t unread, text::integer_member(json, "unread", 0, kUnreadMax));
  situation.unread = static_cast<unsigned>(unread);
  if (json.contains("owner")) {
    LET(situation.owner, word(json, "owner"));
  }
  LET(const std::string language, word(json, "language"));
  const auto known = language_from_code(language);
  if (!known.has_value()) return malformed("language");
  situation.language = *known;
  LET(situation.facts, read_facts(json));
  LET(const std::string stage, word(json, "stage"));
  LET(situation.stage, stage_from(stage));
  if (json.contains("side")) {
    LET(const std::string side, word(json, "side"));
    LET(situation.side, side_from(side));
  }
  if (json.contains("junk")) {
    LET(const std::string junk, word(json, "junk"));
    LET(situation.junk, junk_from(junk));
  }
  LET(situation.first_reply_at, optional_time(json, "first_reply"));
  LET(situation.last_reply_at, optional_time(json, "last_reply"));
  LET(situation.last_message_at, optional_time(json, "last_message"));
  LET(situation.wakes_at, optional_time(json, "wakes"));
  LET(situation.attended_at, optional_time(json, "attended"));
  LET(situation.override_, read_override(json));
  LET(situation.dues, read_dues(json));
  LET(situation.told, read_told(json));
  LET(situation.court_seen, read_court_seen(json));
  return situation;
}

}  // namespace

std::string_view name_of(Precision precision) { return name_in(kPrecisions, precision); }
std::string_view name_of(Verification verification) { return name_in(kVerifications, verification); }
std::string_view name_of(Speaker speaker) { return name_in(kSpeakers, speaker); }
std::string_view name_of(Stage stage) { return name_in(kStages, stage); }
std::string_view name_of(Side side) { return name_in(kSides, side); }
std::string_view name_of(Junk junk) { return name_in(kJunks, junk); }
Result<Precision> precision_from(std::string_view name) { return value_in<Precision>(kPrecisions, name); }
Result<Verification> verification_from(std::string_view name) { return value_in<Verification>(kVerifications, name); }
Result<Speaker> speaker_from(std::string_view name) { return value_in<Speaker>(kSpeakers, name); }
Result<Stage> stage_from(std::string_view name) { return value_in<Stage>(kStages, name); }
Result<Side> side_from(std::string_view name) { return value_in<Side>(kSides, name); }
Result<Junk> junk_from(std::string_view name) { return value_in<Junk>(kJunks, name); }

std::string to_json(const Fact& fact) { return write(fact).dump(); }

Result<Fact> fact_from_json(std::string_view json_text) {
  LET(const Json json, text::parse_json(json_text, {.bytes_max = kSituationBytesMax, .depth_max = 4}));
  return read_fact(json);
}

std::string to_json(const Situation& situation) {
  Json json = {{"v", kVersion},
               {"received", seconds(situation.received_at)},
               {"unread", situation.unread},
               {"language", code_of(situation.language)},
               {"stage", name_of(situation.stage)},
               {"facts", Json::array()}};
  if (situation.side != Side::kNone) json["side"] = name_of(situation.side);
  if (situation.junk != Junk::kNone) json["junk"] = name_of(situation.junk);
  put(json, "oldest_unread", situation.oldest_unread_at);
  put(json, "first_reply", situation.first_reply_at);
  put(json, "last_reply", situation.last_reply_at);
  put(json, "last_message", situation.last_message_at);
  put(json, "wakes", situation.wakes_at);
  put(json, "attended", situation.attended_at);
  if (situation.owner.has_value()) json["owner"] = *situation.owner;
  if (situation.override_.has_value()) {
    json["override"] = {{"direction", name_in(kDirections, situation.override_->direction)},
                        {"at", seconds(situation.override_->at)}};
    put(json["override"], "to", situation.override_->to);
  }
  for (const Due& due : situation.dues) json["due"].push_back(write(due));
  for (const Fact& fact : situation.facts) json["facts"].push_back(write(fact));
  for (const ToldCard& card : situation.told)
    json["told"].push_back({{"id", card.id}, {"version", card.version}, {"before", card.before}});
  for (const CourtSeen& one : situation.court_seen)
    json["court"].push_back({{"at", seconds(one.at)}, {"step", one.step}, {"by", one.by}});
  return json.dump();
}

Result<Situation> situation_from_json(std::string_view json_text) {
  LET(const Json json, text::parse_json(json_text, {.bytes_max = kSituationBytesMax, .depth_max = 6}));
  if (!json.is_object()) return malformed("situation");
  if (json.value("v", Json()) != Json(kVersion)) return fail(Code::kUnsupported, "desk/situation");
  return read_situation(json);
}

}  // namespace waymark::desk
