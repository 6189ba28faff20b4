// Search: what somebody types, and the rows in which it is found. A POST, because what is typed belongs in no address.
#include "desk/search/query.h"

#include "base/check.h"
#include "desk/api/body.h"
#include "desk/api/core.h"
#include "desk/api/queue_json.h"

namespace waymark::desk::api {
namespace {

constexpr std::size_t kRowsMax = 20;
/// A small office needs no thread for its index: so many cases are read before a search, in some milliseconds.
constexpr std::size_t kReadAhead = 16;
/// More than anybody means to look for, so that whoever pasted a letter is told in words that it is too long.
constexpr std::size_t kTypedMax = 20'000;

std::string_view name_of(search::Misread::Why why) {
  switch (why) {
    case search::Misread::Why::kUnknownOperator: return "unknown-operator";
    case search::Misread::Why::kBadValue: return "bad-value";
    case search::Misread::Why::kTooLong: return "too-long";
  }
  CHECK(false);
}

/// Pieces of one line; null where no text says it.
nlohmann::json write_snippet(const search::Snippet& snippet) {
  if (snippet.empty()) return nullptr;
  nlohmann::json pieces = nlohmann::json::array();
  for (const search::Piece& piece : snippet) pieces.push_back({{"text", piece.text}, {"wanted", piece.wanted}});
  return pieces;
}

nlohmann::json misread_answer(const search::Misread& misread) {
  return {{"rows", nlohmann::json::array()},
          {"snippets", nlohmann::json::array()},
          {"total", 0},
          {"filling", false},
          {"problem", {{"why", name_of(misread.why)}, {"part", misread.part}}}};
}

}  // namespace

void DeskApi::Core::add_search(http::Routes& routes) {
  routes.on("POST", "/api/search", handler(&Core::search), {.body_bytes_max = kBodyBytesMax})
      .on("GET", "/api/case/*/alike", handler(&Core::show_alike))
      .on("POST", "/api/case/*/apart", handler(&Core::set_apart), {.body_bytes_max = kBodyBytesMax});
}

Reply DeskApi::Core::search(Call& call) {
  LET(Body body, Body::of(call.request));
  LET(const std::string typed, body.text("text", kTypedMax));
  TRY(body.done());
  LET(const Me me, parts_.office.doors().me(call.token));
  const queue::Speech speech = speech_for(call, me.alias);
  const TimePoint now = parts_.clock.now();
  const auto read = search::read_query(typed, me.alias, now, call.zone ? *call.zone : parts_.zone);
  if (const auto* misread = std::get_if<search::Misread>(&read)) return misread_answer(*misread);
  const auto& query = std::get<search::Query>(read);
  const std::vector<search::Wanted> wanted = search::wanted_by(query, text::Stemmer{});
  TRY(parts_.office.search().work(kReadAhead));
  LET(const office::Search::Found found, parts_.office.search().find(call.token, wanted));

  queue::Page page;
  TRY(boards_.with(call.token, me, [&](const queue::Board& board, std::uint64_t) {
    std::function<bool(const queue::Glance&)> meets;
    if (!query.conditions.empty())
      meets = [&](const queue::Glance& glance) { return search::meets(query, glance, now); };
    page = board.among(found.cases, meets, me.alias, now, kRowsMax, sight_of(me));
  }));
  const Reader reader{speech, parts_.zone, me.alias, now};
  nlohmann::json json{{"snippets", nlohmann::json::array()},
                      {"filling", found.filling},
                      {"problem", nullptr},
                      {"total", page.total},
                      {"rows", nlohmann::json::array()}};
  std::vector<CaseId> shown;
  for (const queue::BoardRow& row : page.rows) {
    json["rows"].push_back(write_row(row, reader));
    shown.push_back(row.entry->id);
  }
  LET(const std::vector<search::Snippet> snippets, parts_.office.search().snippets(call.token, shown, wanted));
  for (const search::Snippet& snippet : snippets) json["snippets"].push_back(write_snippet(snippet));
  return json;
}

Reply DeskApi::Core::show_alike(Call& call) {
  LET(const CaseId id, case_of(call));
  LET(const Me me, parts_.office.doors().me(call.token));
  TRY(parts_.office.search().work(kReadAhead));
  LET(const std::vector<search::Alike> alike, parts_.office.search().alike(call.token, id));
  const queue::Speech speech = speech_for(call, me.alias);
  nlohmann::json all = nlohmann::json::array();
  TRY(boards_.with(call.token, me, [&](const queue::Board& board, std::uint64_t) {
    for (const search::Alike& one : alike) {
      const auto entry = board.find(one.id);
      if (entry == nullptr) continue;
      const Situation& situation = entry->derived.situation;
      all.push_back({{"case_id", one.id.text()},
                     {"code_name", name_in(speech, entry->code_name)},
                     {"owner", or_null(situation.owner)},
                     {"stage", name_of(situation.stage)},
                     {"received_at", utc(situation.received_at)},
                     {"percent", static_cast<int>(one.share * 100)}});
    }
  }));
  return nlohmann::json{{"alike", std::move(all)}};
}

Reply DeskApi::Core::set_apart(Call& call) {
  LET(const CaseId id, case_of(call));
  LET(Body body, Body::of(call.request));
  LET(const std::string word, body.word("other"));
  TRY(body.done());
  LET(const CaseId other, CaseId::from_text(word));
  TRY(parts_.office.search().set_apart(call.token, id, other));
  return done(call.token);
}

}  // namespace waymark::desk::api
