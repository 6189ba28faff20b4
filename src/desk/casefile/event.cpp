#include "desk/casefile/event.h"

#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

#include "base/check.h"
#include "base/encoding.h"

namespace waymark::desk {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 20> kKindNames{
    "message", "reply",    "undo",  "note",       "taken",       "given-back",      "read",
    "fact",    "moved",    "stage", "checked",    "outcome",     "outcome-dropped", "act-undone",
    "merged",  "unmerged", "item",  "item-ended", "item-opened", "court-seen"};

constexpr std::size_t kCardIdBytesMax = 64;

std::int64_t seconds_of(TimePoint time) { return time.time_since_epoch().count(); }
TimePoint time_of(std::int64_t seconds) { return TimePoint{Seconds{seconds}}; }

void put_message(json& out, const Event& event) {
  out["day"] = event.day;
  out["assurance"] = event.assurance;
  out["language"] = code_of(event.language);
  out["text"] = event.text;
  out["contact"] = event.contact;
  out["pack"] = event.pack;
  out["answers"] = event.answers;
  if (!event.odd.empty()) out["odd"] = event.odd;
  if (event.mailbox.empty()) return;
  out["mailbox"] = to_base64(event.mailbox, Padding::kRequired);
  out["reply_key"] = to_base64(event.reply_key, Padding::kRequired);
}

/// Facts are written by the one writer that knows them: inside a situation that holds nothing else.
std::string fact_text(const Fact& fact) {
  Situation holder;
  holder.facts.push_back(fact);
  return to_json(holder);
}

/// Reads members and remembers whether all were there and of the right kind.
class Members {
 public:
  explicit Members(const json& object) : object_(object) {}

  std::string text(const char* key) {
    const auto it = object_.find(key);
    if (it == object_.end() || !it->is_string()) return missing<std::string>();
    return it->get<std::string>();
  }
  std::string optional_text(const char* key) { return object_.contains(key) ? text(key) : std::string{}; }
  std::int64_t number(const char* key) {
    const auto it = object_.find(key);
    if (it == object_.end() || !it->is_number_integer()) return missing<std::int64_t>();
    return it->get<std::int64_t>();
  }
  std::vector<std::string> texts(const char* key) {
    const auto it = object_.find(key);
    if (it == object_.end() || !it->is_array()) return missing<std::vector<std::string>>();
    std::vector<std::string> all;
    for (const json& item : *it) {
      if (!item.is_string()) return missing<std::vector<std::string>>();
      all.push_back(item.get<std::string>());
    }
    return all;
  }
  Bytes bytes(const char* key) {
    auto raw = from_base64(optional_text(key), Padding::kRequired);
    if (!raw.has_value()) return missing<Bytes>();
    return *std::move(raw);
  }
  RecordId id(const char* key) {
    const auto id = RecordId::from_text(text(key));
    if (!id.has_value()) return missing<RecordId>();
    return *id;
  }
  RecordId optional_id(const char* key) { return has(key) ? id(key) : RecordId{}; }
  CaseId case_id(const char* key) {
    const auto id = CaseId::from_text(text(key));
    return id.has_value() ? *id : missing<CaseId>();
  }
  /// @param read  from the name to the value
  template <class T>
  T named(Result<T> (*read)(std::string_view), const char* key, T otherwise) {
    if (!has(key)) return otherwise;
    const auto value = read(text(key));
    return value.has_value() ? *value : missing<T>();
  }
  /// nullptr when there is none.
  [[nodiscard]] const json* object(const char* key) const {
    const auto it = object_.find(key);
    return it == object_.end() || !it->is_object() ? nullptr : &*it;
  }
  template <class T>
  T missing() {
    good_ = false;
    return T{};
  }
  [[nodiscard]] bool has(const char* key) const { return object_.contains(key); }
  [[nodiscard]] bool good() const { return good_; }

 private:
  const json& object_;
  bool good_ = true;
};

void read_message(Members& in, Event& event) {
  event.day = static_cast<std::uint32_t>(in.number("day"));
  event.assurance = in.text("assurance");
  const auto language = language_from_code(in.text("language"));
  if (!language) in.missing<int>();
  event.language = language.value_or(Language::kRussian);
  event.text = in.text("text");
  event.contact = in.text("contact");
  event.pack = in.text("pack");
  event.answers = in.texts("answers");
  if (in.has("odd")) event.odd = in.texts("odd");
  event.mailbox = in.bytes("mailbox");
  event.reply_key = in.bytes("reply_key");
}

void read_fact(Members& in, Event& event) {
  auto holder = situation_from_json(in.text("fact"));
  if (!holder.has_value() || holder->facts.size() != 1) {
    in.missing<int>();
    return;
  }
  event.fact = std::move(holder->facts.front());
}

void read_outcome(Members& in, Event& event) {
  event.outcome =
      Outcome{in.text("code"), in.text("date"), in.named(evidence_from, "evidence", Evidence::kSelfReported)};
  event.act = in.optional_id("act");
}

constexpr std::size_t kItemMembersMax = 16;

json write_item(const Item& item) {
  json out{{"kind", name_of(item.kind)}, {"text", item.text}};
  if (item.id != RecordId{}) out["id"] = item.id.text();
  if (!item.owner.empty()) out["owner"] = item.owner;
  if (!item.codes.empty()) out["codes"] = item.codes;
  for (const auto& [name, date] : item.dates)
    out["dates"][name] = {seconds_of(date.at), waymark::desk::name_of(date.precision)};
  return out;
}

/// A date is [seconds, precision]. @return whether all of them could be read
bool read_dates(const json& object, Item& item) {
  if (!object.is_object() || object.size() > kItemMembersMax) return false;
  for (const auto& [name, date] : object.items()) {
    if (!date.is_array() || date.size() != 2 || !date[0].is_number_integer() || !date[1].is_string()) return false;
    const auto precision = precision_from(date[1].get_ref<const std::string&>());
    if (!precision.has_value()) return false;
    item.dates.emplace(name, ItemDate{time_of(date[0].get<std::int64_t>()), *precision});
  }
  return true;
}

bool read_codes(const json& object, Item& item) {
  if (!object.is_object() || object.size() > kItemMembersMax) return false;
  for (const auto& [name, value] : object.items()) {
    if (!value.is_string()) return false;
    item.codes.emplace(name, value.get<std::string>());
  }
  return true;
}

void read_item(Members& in, const json& object, Event& event) {
  Item item;
  Members of(object);
  item.kind = of.named(item_kind_from, "kind", ItemKind::kTask);
  item.text = of.text("text");
  item.id = of.optional_id("id");
  item.owner = of.optional_text("owner");
  const bool codes = !of.has("codes") || read_codes(object["codes"], item);
  const bool dates = !of.has("dates") || read_dates(object["dates"], item);
  if (!of.good() || !codes || !dates) in.missing<int>();
  event.item = std::move(item);
}

void put_reply(json& out, const Event& event) {
  out["text"] = event.text;
  out["week"] = event.week;
  out["slot"] = event.slot;
  out["hold"] = event.hold_s;
  for (const ToldCard& card : event.cards) out["cards"].push_back(card.id + "@" + std::to_string(card.version));
}

/// "id@version"
std::optional<ToldCard> told_card_from(std::string_view text) {
  const std::size_t at = text.rfind('@');
  if (at == 0 || at == std::string_view::npos || at > kCardIdBytesMax) return std::nullopt;
  ToldCard card{.id = std::string{text.substr(0, at)}};
  const std::string_view digits = text.substr(at + 1);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), card.version);
  if (error != std::errc{} || end != digits.data() + digits.size() || card.version < 0) return std::nullopt;
  return card;
}

void read_reply(Members& in, Event& event) {
  event.text = in.text("text");
  event.week = static_cast<std::uint32_t>(in.number("week"));
  event.slot = static_cast<std::uint8_t>(in.number("slot"));
  event.hold_s = in.number("hold");
  event.act = in.optional_id("act");
  if (!in.has("cards")) return;
  for (const std::string& text : in.texts("cards")) {
    const auto card = told_card_from(text);
    event.cards.push_back(card ? *card : in.missing<ToldCard>());
  }
}

void read_kind(Members& in, Event& event) {
  switch (event.kind) {
    case EventKind::kMessage: read_message(in, event); break;
    case EventKind::kReply: read_reply(in, event); break;
    case EventKind::kUndo: event.undone = in.id("reply"); break;
    case EventKind::kNote: event.text = in.text("text"); break;
    case EventKind::kFact: read_fact(in, event); break;
    case EventKind::kMoved:
      event.text = in.text("reason");
      event.direction = in.text("direction") == "raised" ? Override::Direction::kRaised : Override::Direction::kLowered;
      if (in.has("to")) event.to = time_of(in.number("to"));
      break;
    case EventKind::kStage: {
      const auto stage = stage_from(in.text("stage"));
      if (!stage.has_value())
        in.missing<int>();
      else
        event.stage = *stage;
      if (in.has("wakes")) event.wakes_at = time_of(in.number("wakes"));
      event.side = in.named(side_from, "side", Side::kNone);
      event.junk = in.named(junk_from, "junk", Junk::kNone);
      event.act = in.optional_id("act");
      break;
    }
    case EventKind::kOutcome: read_outcome(in, event); break;
    case EventKind::kOutcomeDropped: event.undone = in.id("outcome"); break;
    case EventKind::kActUndone: event.act = in.id("act"); break;
    case EventKind::kMerged:
    case EventKind::kUnmerged:
      event.other = in.case_id("other");
      event.into = in.has("into");
      event.act = in.optional_id("act");
      break;
    case EventKind::kChecked:
      read_fact(in, event);
      event.text = in.optional_text("note");
      break;
    case EventKind::kTaken:
    case EventKind::kGivenBack:
      event.from = in.optional_text("from");
      event.owner = in.optional_text("owner");
      event.text = in.optional_text("reason");
      break;
    case EventKind::kItem:
      if (const json* item = in.object("item"))
        read_item(in, *item, event);
      else
        in.missing<int>();
      event.act = in.optional_id("act");
      break;
    case EventKind::kItemEnded:
      event.undone = in.id("item");
      event.dropped = in.has("dropped");
      break;
    case EventKind::kItemOpened: event.undone = in.id("item"); break;
    case EventKind::kCourtSeen: {
      event.to = time_of(in.number("court"));
      const std::int64_t step = in.number("step");
      event.step = step < 1 || step > kCourtStepMax ? in.missing<int>() : static_cast<int>(step);
      event.dropped = in.has("dropped");
      break;
    }
    case EventKind::kRead: event.act = in.optional_id("act"); break;
  }
}

void put_act(json& out, const Event& event) {
  if (event.act != RecordId{}) out["act"] = event.act.text();
}

void put_court(json& out, const Event& event) {
  CHECK(event.to.has_value());
  out["court"] = seconds_of(*event.to);
  out["step"] = event.step;
  if (event.dropped) out["dropped"] = true;
}

/// Members that are missing where there is nothing to say: events of older versions have none of them.
void put_access(json& out, const Event& event) {
  if (!event.from.empty()) out["from"] = event.from;
  if (!event.owner.empty()) out["owner"] = event.owner;
  if (!event.text.empty()) out["reason"] = event.text;
}

}  // namespace

std::string_view name_of(envelope::Assurance assurance) {
  switch (assurance) {
    case envelope::Assurance::kBrowser: return "browser";
    case envelope::Assurance::kPortable: return "portable";
    case envelope::Assurance::kClerk: return "clerk";
    case envelope::Assurance::kBridge: return "bridge";
  }
  return "";
}

Event staff_event(EventKind kind, std::string_view by, TimePoint at, crypto::Random& random) {
  return {.operation = {random.array<RecordId::kSize>()}, .at = at, .by = std::string{by}, .kind = kind};
}

Event message_event(const envelope::Message& message, TimePoint at, bool first) {
  Event event{.operation = {message.id}, .at = at, .kind = EventKind::kMessage};
  event.day = message.day;
  event.assurance = name_of(message.assurance);
  event.language = message.language;
  if (message.text) event.text = to_string(message.text->view());
  if (message.contact) event.contact = to_string(message.contact->view());
  if (message.pack) event.pack = message.pack->id + "@" + std::to_string(message.pack->version);
  for (const envelope::Answer& answer : message.answers) event.answers.push_back(envelope::write_answer(answer));
  event.odd = message.odd;
  if (first) {
    event.mailbox = to_bytes(message.mailbox_secret.secret().view());
    event.reply_key = to_bytes(message.reply_key.bytes);
  }
  return event;
}

std::string to_json(const Event& event) {
  json out{{"op", event.operation.text()},
           {"at", seconds_of(event.at)},
           {"kind", kKindNames[static_cast<std::size_t>(event.kind)]}};
  if (!event.by.empty()) out["by"] = event.by;
  switch (event.kind) {
    case EventKind::kMessage: put_message(out, event); break;
    case EventKind::kReply:
      put_reply(out, event);
      put_act(out, event);
      break;
    case EventKind::kUndo: out["reply"] = event.undone.text(); break;
    case EventKind::kNote: out["text"] = event.text; break;
    case EventKind::kFact:
      CHECK(event.fact.has_value());
      out["fact"] = fact_text(*event.fact);
      break;
    case EventKind::kMoved:
      CHECK(event.direction.has_value());
      out["direction"] = *event.direction == Override::Direction::kRaised ? "raised" : "lowered";
      out["reason"] = event.text;
      if (event.to) out["to"] = seconds_of(*event.to);
      break;
    case EventKind::kStage:
      CHECK(event.stage.has_value());
      out["stage"] = name_of(*event.stage);
      if (event.wakes_at) out["wakes"] = seconds_of(*event.wakes_at);
      if (event.side != Side::kNone) out["side"] = name_of(event.side);
      if (event.junk != Junk::kNone) out["junk"] = name_of(event.junk);
      put_act(out, event);
      break;
    case EventKind::kOutcome:
      CHECK(event.outcome.has_value());
      out["code"] = event.outcome->code;
      out["date"] = event.outcome->date;
      out["evidence"] = name_of(event.outcome->evidence);
      put_act(out, event);
      break;
    case EventKind::kOutcomeDropped: out["outcome"] = event.undone.text(); break;
    case EventKind::kActUndone: put_act(out, event); break;
    case EventKind::kMerged:
    case EventKind::kUnmerged:
      CHECK(event.other.has_value());
      out["other"] = event.other->text();
      if (event.into) out["into"] = true;
      put_act(out, event);
      break;
    case EventKind::kChecked:
      CHECK(event.fact.has_value());
      out["fact"] = fact_text(*event.fact);
      if (!event.text.empty()) out["note"] = event.text;
      break;
    case EventKind::kTaken:
    case EventKind::kGivenBack: put_access(out, event); break;
    case EventKind::kItem:
      CHECK(event.item.has_value());
      out["item"] = write_item(*event.item);
      put_act(out, event);
      break;
    case EventKind::kItemEnded:
      out["item"] = event.undone.text();
      if (event.dropped) out["dropped"] = true;
      break;
    case EventKind::kItemOpened: out["item"] = event.undone.text(); break;
    case EventKind::kCourtSeen: put_court(out, event); break;
    case EventKind::kRead: put_act(out, event); break;
  }
  return out.dump(-1, ' ', false, json::error_handler_t::replace);
}

Result<Event> event_from_json(std::string_view text) {
  const json object = json::parse(text, nullptr, false);
  if (!object.is_object()) return fail(Code::kMalformed, "desk/event");
  Members in(object);
  Event event{.operation = in.id("op"), .at = time_of(in.number("at")), .by = in.optional_text("by")};
  const std::string kind = in.text("kind");
  if (!in.good()) return fail(Code::kMalformed, "desk/event");
  const auto name = std::ranges::find(kKindNames, kind);
  if (name == kKindNames.end()) return fail(Code::kUnsupported, "desk/event");
  event.kind = static_cast<EventKind>(name - kKindNames.begin());
  read_kind(in, event);
  if (!in.good()) return fail(Code::kMalformed, "desk/event");
  return event;
}

}  // namespace waymark::desk
