// Items of a case: what the page may write.
#include <array>

#include "desk/api/body.h"
#include "desk/api/core.h"
#include "desk/api/item_date.h"
#include "desk/queue/court.h"

namespace waymark::desk::api {
namespace {

constexpr std::string_view kWhere = "desk/api";
constexpr std::chrono::minutes kMorning{9 * 60};
constexpr Seconds kAheadMax{10 * 366 * 86'400};
constexpr Seconds kBackMax{100LL * 366 * 86'400};

/// What nobody can do any more is not set as a task: a slip of the year is noticed here.
Result<void> check_ahead(const Item& item, const text::Zone& zone, TimePoint now) {
  if (item.kind != ItemKind::kTask && item.kind != ItemKind::kCall && item.kind != ItemKind::kWindow) return {};
  const auto found = item.dates.find(item.kind == ItemKind::kWindow ? "closes" : "due");
  if (found == item.dates.end()) return {};
  const bool over = found->second.precision == Precision::kDay
                        ? zone.to_local(found->second.at).day < zone.to_local(now).day
                        : found->second.at < now;
  return over ? fail(Code::kInvalid, kWhere, "lies behind") : Result<void>{};
}

Result<Item> read_item(Body& body, const DeskApiParts& parts) {
  Item item;
  LET(const std::string kind, body.word("kind"));
  LET(item.kind, item_kind_from(kind));
  LET(item.text, body.optional_text("text", kItemTextCodePointsMax));
  LET(const std::optional<std::string> owner, body.optional_word("owner"));
  item.owner = owner.value_or("");
  LET(item.codes, body.table("codes"));
  LET(const auto dates, body.table("dates"));
  const TimePoint now = parts.clock.now();
  for (const auto& [name, written] : dates) {
    LET(const ItemDate date, date_from(written, item.kind, parts.zone, now));
    item.dates.emplace(name, date);
  }
  LET(const std::optional<std::string> changes, body.optional_word("item_id"));
  if (changes.has_value()) {
    LET(item.id, RecordId::from_text(*changes));
  } else {
    TRY(check_ahead(item, parts.zone, now));
  }
  TRY(check_item(item));
  return item;
}

}  // namespace

Result<ItemDate> date_from(std::string_view written, ItemKind kind, const text::Zone& zone, TimePoint now) {
  LET(const text::LocalTime local, text::local_time_from(written));
  const bool by_day = !written.contains('T');
  const bool ours = kind == ItemKind::kTask || kind == ItemKind::kCall;
  ItemDate date{.precision = by_day ? Precision::kDay : Precision::kHour};
  date.at = zone.to_utc(by_day && ours ? text::LocalTime{local.day, kMorning} : local);
  if (date.at > now + kAheadMax || date.at < now - kBackMax || date.at < TimePoint{})
    return fail(Code::kInvalid, kWhere, "date");
  return date;
}

void DeskApi::Core::add_items(http::Routes& routes) {
  const http::PathRule with_body{.body_bytes_max = kBodyBytesMax};
  routes.on("POST", "/api/case/*/item", handler(&Core::put_item), with_body)
      .on("POST", "/api/case/*/link", handler(&Core::link_case), with_body)
      .on("POST", "/api/case/*/item/*/end", handler(&Core::end_item), with_body)
      .on("POST", "/api/case/*/item/*/open", handler(&Core::open_item), with_body)
      .on("POST", "/api/case/*/court", handler(&Core::see_court), with_body);
}

Reply DeskApi::Core::put_item(Call& call) {
  LET(const CaseId id, case_of(call));
  LET(Body body, Body::of(call.request));
  LET(const RecordId operation, operation_in(body));
  LET(const Item item, read_item(body, parts_));
  TRY(body.done());
  LET(const RecordId record, parts_.office.items().put(call.token, id, item, operation));
  LET(nlohmann::json json, done(call.token));
  json["message_id"] = record.text();
  return json;
}

Reply DeskApi::Core::link_case(Call& call) {
  LET(const CaseId id, case_of(call));
  LET(Body body, Body::of(call.request));
  LET(const std::string name, body.word("other"));
  LET(const CaseId other, CaseId::from_text(name));
  LET(const std::string here, body.word("here"));
  LET(const std::string there, body.word("there"));
  LET(const RecordId operation, operation_in(body));
  TRY(body.done());
  TRY(parts_.office.items().link(call.token, id, other, here, there, operation));
  return done(call.token);
}

Reply DeskApi::Core::end_item(Call& call) {
  LET(const CaseId id, case_of(call));
  LET(const RecordId item, RecordId::from_text(call.request.parts[1]));
  LET(Body body, Body::of(call.request));
  LET(const bool dropped, body.flag("dropped"));
  TRY(body.done());
  TRY(parts_.office.items().end(call.token, id, item, dropped));
  return done(call.token);
}

Reply DeskApi::Core::open_item(Call& call) {
  LET(const CaseId id, case_of(call));
  LET(const RecordId item, RecordId::from_text(call.request.parts[1]));
  TRY(parts_.office.items().open_again(call.token, id, item));
  return done(call.token);
}

/// The page sends the day that it shows: when another is the one by now, nothing is acknowledged unseen.
Reply DeskApi::Core::see_court(Call& call) {
  LET(const CaseId id, case_of(call));
  LET(Body body, Body::of(call.request));
  LET(const std::string at, body.word("at"));
  LET(const bool seen, body.flag("seen"));
  LET(const RecordId operation, operation_in(body));
  TRY(body.done());
  LET(const Me me, parts_.office.doors().me(call.token));
  const TimePoint now = parts_.clock.now();
  std::optional<queue::CourtDay> meant;
  bool known = false;
  bool open = false;
  TRY(boards_.with(call.token, me, [&](const queue::Board& board, std::uint64_t) {
    known = board.contains(id);
    // What somebody cannot open says nothing of its days.
    const queue::Page page = board.among(std::array{id}, {}, me.alias, now, 1, sight_of(me));
    open = !page.rows.empty();
    if (!open) return;
    for (const queue::CourtDay& day : queue::court_days(page.rows.front().entry->derived, now))
      if (utc(day.at) == at) meant = day;
  }));
  if (!open) return fail(known ? Code::kDenied : Code::kNotFound, kWhere);
  if (!meant.has_value()) return fail(Code::kConflict, kWhere, "day in court");
  TRY(parts_.office.items().see_court(call.token, id, meant->at, meant->step, seen, operation));
  return done(call.token);
}

}  // namespace waymark::desk::api
