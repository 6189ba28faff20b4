// Library items: writing cards and ready replies, having them approved, and who was told what is not so any more.
#include <algorithm>

#include "desk/api/core.h"
#include "desk/queue/code_names.h"
#include "desk/staff/roles.h"

namespace waymark::desk::api {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kContentCodePointsMax = 40'000;
constexpr std::size_t kRowsOfAll = 1'000'000;

/// What the list needs of a content: its name in the reader's language, or in any.
struct Head {
  std::string name = {};
  std::string jurisdiction = {};
  std::string confidence = {};
  std::string review_by = {};
  bool past_review = false;
  bool example = false;
};

template <class Map, class Text>
std::string in_language(const Map& texts, Language reader, Text text) {
  const auto own = texts.find(reader);
  if (own != texts.end() && !text(own->second).empty()) return text(own->second);
  for (const auto& [language, one] : texts)
    if (!text(one).empty()) return text(one);
  return "";
}

Head head_of(LibraryKind kind, const std::string& content, Language reader, TimePoint now) {
  if (kind == LibraryKind::kReady) {
    const auto ready = pack::parse_ready(content);
    if (!ready.has_value()) return {};
    return {.name = in_language(ready->names, reader, [](const std::string& name) { return name; })};
  }
  const auto card = pack::parse_card(content);
  if (!card.has_value()) return {};
  return {.name = in_language(card->texts, reader, [](const pack::CardText& text) { return text.title; }),
          .jurisdiction = card->jurisdiction,
          .confidence = std::string{name_of(card->confidence)},
          .review_by = card->review_by,
          .past_review = !card->review_by.empty() && pack::past_review(*card, now),
          .example = card->example};
}

/// What stands in the list: what is being written counts first, then what is in force or was withdrawn.
std::string_view state_of(const LibraryItem& item) {
  if (item.pending) return name_of(item.pending->state);
  return name_of(item.current->state);
}

Json write_row(const LibraryItemView& view, Language reader, TimePoint now) {
  const LibraryItem& item = view.item;
  const LibraryVersion& shown = item.pending ? *item.pending : *item.current;
  const Head head = head_of(item.kind, shown.content, reader, now);
  // Red is what people are told today, whatever is being written.
  const bool late = item.current && item.current->state == LibraryState::kInForce &&
                    head_of(item.kind, item.current->content, reader, now).past_review;
  return {{"kind", name_of(item.kind)},
          {"id", item.id},
          {"name", head.name.empty() ? item.id : head.name},
          {"state", state_of(item)},
          {"in_force", item.current && item.current->state == LibraryState::kInForce},
          {"version", item.current ? item.current->version : 0},
          {"edition", item.edition},
          {"jurisdiction", or_null(head.jurisdiction)},
          {"confidence", or_null(head.confidence)},
          {"review_by", or_null(head.review_by)},
          {"past_review", late},
          {"example", head.example},
          {"authors", item.pending ? Json(item.pending->authors) : Json::array()},
          {"uses", view.uses.has_value() ? Json(*view.uses) : Json(nullptr)},
          {"publicity", item.kind == LibraryKind::kCard ? Json(name_of(view.place.publicity)) : Json(nullptr)},
          {"public_since", view.place.since ? Json(utc(*view.place.since)) : Json(nullptr)},
          {"may_approve", view.may_approve}};
}

Json write_version(const std::optional<LibraryVersion>& version) {
  if (!version.has_value()) return nullptr;
  return {{"state", name_of(version->state)},
          {"version", version->version},
          {"content", version->content},
          {"authors", version->authors},
          {"reviewer", or_null(version->reviewer)},
          {"reason", or_null(version->reason)},
          {"at", version->row == RecordId{} ? Json(nullptr) : Json(utc(version->at))}};
}

/// "ru.title" of "card.absence: ru.title"; empty where the finding is of the whole.
std::string place_of(const pack::Finding& finding) {
  const std::size_t colon = finding.place.find(": ");
  return colon == std::string::npos ? "" : finding.place.substr(colon + 2);
}

Json write_findings(const std::vector<pack::Finding>& findings) {
  Json all = Json::array();
  for (const pack::Finding& finding : findings)
    all.push_back({{"rule", name_of(finding.rule)},
                   {"place", place_of(finding)},
                   {"refused", finding.severity == pack::Severity::kRefused}});
  return all;
}

Result<LibraryState> step_from(std::string_view name) {
  if (name == "review") return LibraryState::kReview;
  if (name == "approve") return LibraryState::kInForce;
  if (name == "withdraw") return LibraryState::kWithdrawn;
  if (name == "drop") return LibraryState::kDropped;
  return fail(Code::kInvalid, "desk/api", "step");
}

Result<std::pair<LibraryKind, std::string>> item_of(const Call& call) {
  LET(const LibraryKind kind, library_kind_from(call.request.parts[0]));
  return std::pair{kind, call.request.parts[1]};
}

}  // namespace

void DeskApi::Core::add_library_items(http::Routes& routes) {
  const http::PathRule with_body{.body_bytes_max = kBodyBytesMax};
  routes.on("GET", "/api/library/items", handler(&Core::show_items))
      .on("GET", "/api/library/item/*/*", handler(&Core::show_item))
      .on("POST", "/api/library/item/*/*/save", handler(&Core::save_item), with_body)
      .on("POST", "/api/library/item/*/*/step", handler(&Core::move_item), with_body)
      .on("POST", "/api/library/publish", handler(&Core::publish_again), with_body)
      .on("GET", "/api/library/told/*", handler(&Core::show_told))
      .on("POST", "/api/library/told/*/case/*", handler(&Core::correct_told), with_body);
}

Reply DeskApi::Core::show_items(Call& call) {
  LET(const std::vector<LibraryItemView> items, parts_.office.library().items(call.token));
  Json all = Json::array();
  for (const LibraryItemView& view : items) all.push_back(write_row(view, call.language, parts_.clock.now()));
  LET(const bool held, parts_.office.library().is_held(call.token));
  return Json{{"items", std::move(all)}, {"held", held}};
}

Reply DeskApi::Core::publish_again(Call& call) {
  LET(Body body, Body::of(call.request));
  TRY(body.done());
  TRY(parts_.office.library().publish_again(call.token));
  return done(call.token);
}

Reply DeskApi::Core::show_item(Call& call) {
  LET(const auto named, item_of(call));
  LET(const LibraryItemView view, parts_.office.library().item(call.token, named.first, named.second));
  Json json = write_row(view, call.language, parts_.clock.now());
  json["current"] = write_version(view.item.current);
  json["pending"] = write_version(view.item.pending);
  json["findings"] = write_findings(view.findings);
  json["may_write"] = view.may_write;
  json["may_withdraw"] = view.may_withdraw;
  return json;
}

Reply DeskApi::Core::save_item(Call& call) {
  LET(const auto named, item_of(call));
  LET(Body body, Body::of(call.request));
  LET(const std::string content, body.text("content", kContentCodePointsMax));
  LET(const std::uint64_t edition, body.number("edition", UINT32_MAX - 1));
  TRY(body.done());
  LET(const std::uint32_t next, parts_.office.library().save(call.token, named.first, named.second, content,
                                                             static_cast<std::uint32_t>(edition)));
  return Json{{"edition", next}};
}

Reply DeskApi::Core::move_item(Call& call) {
  LET(const auto named, item_of(call));
  LET(Body body, Body::of(call.request));
  LET(const std::string name, body.word("step"));
  LET(const LibraryState to, step_from(name));
  LET(const std::string reason, body.optional_text("reason", kLibraryReasonCodePointsMax));
  LET(const std::uint64_t edition, body.number("edition", UINT32_MAX - 1));
  TRY(body.done());
  LET(const std::uint32_t next, parts_.office.library().move(call.token, named.first, named.second, to,
                                                             static_cast<std::uint32_t>(edition), reason));
  return Json{{"edition", next}};
}

Result<std::string> DeskApi::Core::correction(const Call& call, std::string_view card, Language person) const {
  LET(const LibraryItemView view, parts_.office.library().item(call.token, LibraryKind::kCard, card));
  if (!view.item.current) return fail(Code::kNotFound, "desk/api");
  LET(const pack::Card now, pack::parse_card(view.item.current->content));
  const auto text = now.texts.find(person);
  if (text == now.texts.end()) return fail(Code::kNotFound, "desk/api");
  const bool gone = view.item.current->state == LibraryState::kWithdrawn;
  return parts_.catalogue.text(person, gone ? "queue.correction.withdrawn" : "queue.correction.changed",
                               {{"title", text->second.title}, {"short", text->second.brief}});
}

Reply DeskApi::Core::show_told(Call& call) {
  const std::string& card = call.request.parts[0];
  LET(const Me me, parts_.office.doors().me(call.token));
  LET(const std::vector<ToldCase> told, parts_.office.library().told(call.token, card));
  const queue::Speech speech = speech_for(call, me.alias);
  const TimePoint now = parts_.clock.now();
  const queue::Sight sight = has_role(me.roles, "lead") ? queue::Sight::kEverybodys : queue::Sight::kOwn;
  Json all = Json::array();
  TRY(boards_.with(call.token, me, [&](const queue::Board& board, std::uint64_t) {
    // In the order of the list: whose next moment comes first is told first.
    for (const queue::BoardRow& row : board.page(queue::View::kAll, me.alias, now, 0, kRowsOfAll, sight).rows) {
      const auto one = std::ranges::find(told, row.entry->id, &ToldCase::case_id);
      if (one == told.end()) continue;
      const Situation& situation = row.entry->derived.situation;
      all.push_back(
          {{"case_id", one->case_id.text()},
           {"code_name", name_in(speech, row.entry->code_name)},
           {"owner", or_null(situation.owner)},
           {"mine", situation.owner == me.alias},
           {"may_open", row.open},
           {"version", one->version},
           {"done", one->done},
           {"sentence", row.open ? Json(speech.reason(row.entry->derived, row.placement, now)) : Json(nullptr)},
           {"language", row.open ? Json(code_of(situation.language)) : Json(nullptr)}});
    }
  }));
  return Json{{"cases", std::move(all)}};
}

Reply DeskApi::Core::correct_told(Call& call) {
  const std::string card = call.request.parts[0];
  LET(const CaseId id, CaseId::from_text(call.request.parts[1]));
  LET(Body body, Body::of(call.request));
  TRY(body.done());
  LET(const Me me, parts_.office.doors().me(call.token));
  std::optional<Language> person;
  TRY(boards_.with(call.token, me, [&](const queue::Board& board, std::uint64_t) {
    if (const auto entry = board.find(id)) person = entry->derived.situation.language;
  }));
  if (!person) return fail(Code::kNotFound, "desk/api");
  LET(const std::string text, correction(call, card, *person));
  LET(const bool drafted, parts_.office.library().put_correction(call.token, card, id, text));
  LET(Json json, done(call.token));
  json["drafted"] = drafted;
  json["text"] = text;
  return json;
}

}  // namespace waymark::desk::api
