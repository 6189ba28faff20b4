// Queue: the list, the pulse that says when it has changed, and the words of the pack.
#include <algorithm>
#include <charconv>

#include "base/check.h"
#include "desk/api/body.h"
#include "desk/api/case_json.h"
#include "desk/api/core.h"
#include "desk/api/queue_json.h"
#include "desk/queue/code_names.h"
#include "envelope/pasted.h"

namespace waymark::desk::api {
namespace {

constexpr std::uint64_t kRowsMax = 500;
constexpr std::uint64_t kRowsUsual = 50;
constexpr std::uint64_t kOffsetMax = 1'000'000;

Result<queue::View> view_of(const http::Request& request) {
  LET(const std::vector<http::FormField> fields, http::parse_form(request.query));
  const std::string_view name = http::value_of(fields, "view").value_or("all");
  if (name == "mine") return queue::View::kMine;
  if (name == "unowned") return queue::View::kUnowned;
  if (name == "waiting") return queue::View::kWaiting;
  if (name == "all") return queue::View::kAll;
  if (name == "closed") return queue::View::kClosed;
  return fail(Code::kInvalid, "desk/api");
}

/// A parameter that is one of two words. @error kInvalid for any other
Result<std::optional<bool>> one_of(const std::vector<http::FormField>& fields, std::string_view name,
                                   std::string_view yes, std::string_view no) {
  const auto value = http::value_of(fields, name);
  if (!value.has_value()) return std::optional<bool>{};
  if (*value != yes && *value != no) return fail(Code::kInvalid, "desk/api");
  return std::optional<bool>{*value == yes};
}

Result<std::optional<Seconds>> late_of(const std::vector<http::FormField>& fields) {
  const auto value = http::value_of(fields, "late");
  if (!value.has_value()) return std::optional<Seconds>{};
  if (*value == "lead") return std::optional{queue::kToLead};
  if (*value == "coordinator") return std::optional{queue::kToCoordinator};
  if (*value == "broken") return std::optional{queue::kPromiseBroken};
  return fail(Code::kInvalid, "desk/api");
}

/// Sixteen hexadecimal digits, not all zero. @error kInvalid
Result<std::uint64_t> wave_key(std::string_view text) {
  std::uint64_t key = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), key, 16);
  if (text.size() != 16 || error != std::errc{} || end != text.data() + text.size() || key == 0)
    return fail(Code::kInvalid, "desk/api");
  return key;
}

/// @error kInvalid for a value that none of the filters knows
Result<queue::Filter> filter_of(const http::Request& request) {
  LET(const std::vector<http::FormField> fields, http::parse_form(request.query));
  queue::Filter filter;
  if (const auto code = http::value_of(fields, "writes")) {
    filter.language = language_from_code(*code);
    if (!filter.language.has_value()) return fail(Code::kInvalid, "desk/api");
  }
  LET(filter.third_person, one_of(fields, "who", "other", "self"));
  LET(const std::optional<bool> us, one_of(fields, "turn", "us", "them"));
  LET(const std::optional<bool> yesterday, one_of(fields, "yesterday", "yes", "no"));
  LET(filter.late, late_of(fields));
  if (us.has_value()) filter.turn = *us ? queue::Turn::kUs : queue::Turn::kThem;
  if (const auto name = http::value_of(fields, "stage")) {
    LET(filter.stage, stage_from(*name));
  }
  filter.yesterday = yesterday.value_or(false);
  filter.clock = http::value_of(fields, "clock").value_or("");
  if (const auto key = http::value_of(fields, "wave")) {
    LET(filter.alike, wave_key(*key));
  }
  return filter;
}

/// Waves as one row each, where the page asks for it.
Result<queue::Waves> waves_of(const http::Request& request) {
  LET(const std::vector<http::FormField> fields, http::parse_form(request.query));
  LET(const std::optional<bool> folded, one_of(fields, "waves", "folded", "open"));
  return folded.value_or(false) ? queue::Waves::kFolded : queue::Waves::kOpen;
}

std::string_view name_of(PasteReport::Outcome outcome) {
  switch (outcome) {
    case PasteReport::Outcome::kNewCase: return "new-case";
    case PasteReport::Outcome::kFurther: return "further";
    case PasteReport::Outcome::kErased: return "erased";
    case PasteReport::Outcome::kKnown: return "known";
    case PasteReport::Outcome::kGone: return "gone";
  }
  CHECK(false);
}

/// The cases whose unread texts the page may show, and where their rows are in it.
struct UnreadRows {
  std::vector<CaseId> ids;
  std::vector<std::size_t> at;
};

UnreadRows unread_rows(const queue::Page& page) {
  UnreadRows rows;
  for (std::size_t index = 0; index < page.rows.size(); ++index) {
    const queue::BoardRow& row = page.rows[index];
    if (!row.open || row.entry->derived.situation.unread == 0) continue;
    rows.ids.push_back(row.entry->id);
    rows.at.push_back(index);
  }
  return rows;
}

}  // namespace

void DeskApi::Core::add_queue(http::Routes& routes) {
  routes.on("GET", "/api/pulse", handler(&Core::pulse))
      .on("GET", "/api/queue", handler(&Core::show_queue))
      .on("GET", "/api/lost", handler(&Core::show_lost))
      .on("GET", "/api/pack", handler(&Core::show_pack))
      .on("POST", "/api/paste", handler(&Core::file_pasted), {.body_bytes_max = kBodyBytesMax});
}

Reply DeskApi::Core::pulse(Call& call) {
  const TimePoint now = parts_.clock.now();
  LET(const std::vector<http::FormField> fields, http::parse_form(call.request.query));
  LET(const std::optional<bool> writes, one_of(fields, "doing", "writing", "reading"));
  std::optional<CaseId> here;
  if (const auto text = http::value_of(fields, "case")) {
    LET(here, CaseId::from_text(*text));
  }
  const std::vector<Present> present = presence_.all(now);
  std::vector<CaseId> looked_at;
  for (const Present& one : present) looked_at.push_back(one.case_id);
  LET(const office::List::Pulse pulse, parts_.office.list().pulse(call.token, here, looked_at));
  const bool reads = pulse.here && pulse.here->kind == CaseStanding::Kind::kOpen && writes.has_value();
  presence_.say(pulse.alias, reads ? here : std::nullopt, writes.value_or(false), now);
  nlohmann::json json{{"counter", pulse.counter},
                      {"now", utc(now)},
                      {"case", pulse.here ? write_standing(*pulse.here) : nlohmann::json()},
                      {"present", nlohmann::json::array()}};
  for (std::size_t at = 0; at < present.size(); ++at) {
    const Present& one = present[at];
    if (one.alias != pulse.alias && pulse.listed[at])
      json["present"].push_back({{"case_id", one.case_id.text()}, {"alias", one.alias}, {"writing", one.writing}});
  }
  return json;
}

Reply DeskApi::Core::show_lost(Call& call) {
  LET(const std::vector<LostCase> lost, parts_.office.cases().lost(call.token));
  nlohmann::json all = nlohmann::json::array();
  for (const LostCase& one : lost)
    all.push_back({{"case_id", one.case_id.text()},
                   {"code_name", queue::code_name(parts_.catalogue, call.language, one.code_name)},
                   {"by", one.by},
                   {"at", utc(one.at)},
                   {"given_back", one.given_back}});
  return nlohmann::json{{"lost", std::move(all)}};
}

Reply DeskApi::Core::show_queue(Call& call) {
  LET(const queue::View view, view_of(call.request));
  LET(const std::uint64_t limit, number_in_query(call.request, "limit", 1, kRowsMax, kRowsUsual));
  LET(const std::uint64_t offset, number_in_query(call.request, "offset", 0, kOffsetMax, 0));
  LET(const queue::Filter filter, filter_of(call.request));
  LET(const queue::Waves waves, waves_of(call.request));
  LET(const Me me, parts_.office.doors().me(call.token));
  const queue::Speech speech = speech_for(call, me.alias);
  const Reader reader{speech, parts_.zone, me.alias, parts_.clock.now()};
  queue::Page page;
  std::uint64_t counter = 0;
  TRY(boards_.with(call.token, me, [&](const queue::Board& board, std::uint64_t stands_for) {
    page = board.page(view, me.alias, reader.now, offset, limit, sight_of(me), filter, waves);
    counter = stands_for;
  }));
  nlohmann::json json = write_page(page, reader);
  json["counter"] = counter;
  const UnreadRows unread = unread_rows(page);
  LET(std::vector<std::string> words, parts_.office.list().first_words(call.token, unread.ids));
  for (std::size_t index = 0; index < words.size(); ++index)
    if (!words[index].empty()) json["rows"][unread.at[index]]["first_words"] = std::move(words[index]);
  return json;
}

Reply DeskApi::Core::file_pasted(Call& call) {
  LET(Body body, Body::of(call.request));
  LET(const std::string text, body.text("text", envelope::kPastedBytesMax));
  TRY(body.done());
  LET(const PasteReport report, parts_.office.pasted().file(call.token, text));
  LET(nlohmann::json json, done(call.token));
  json["outcome"] = name_of(report.outcome);
  json["case_id"] = report.case_id ? nlohmann::json(report.case_id->text()) : nlohmann::json();
  json["page_before"] = report.page_before_day ? nlohmann::json(utc_day(*report.page_before_day)) : nlohmann::json();
  return json;
}

Reply DeskApi::Core::show_pack(Call& call) {
  LET(const Me me, parts_.office.doors().me(call.token));
  return write_pack(parts_.pack, call.language);
}

}  // namespace waymark::desk::api
