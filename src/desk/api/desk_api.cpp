#include "desk/api/desk_api.h"

#include <charconv>

#include "desk/api/case_json.h"
#include "desk/api/core.h"

namespace waymark::desk::api {
namespace {

/// Longest name of the zone database, with room.
constexpr std::size_t kZoneNameBytesMax = 64;

/// The IANA zone in which the reader's browser lives. A zone that nobody knows is no error: the hour beside is left
/// out.
std::optional<text::Zone> zone_of(const http::Request& request) {
  const std::string_view name = request.header("waymark-zone");
  if (name.empty() || name.size() > kZoneNameBytesMax) return std::nullopt;
  auto zone = text::Zone::named(name);
  return zone.has_value() ? std::optional(std::move(*zone)) : std::nullopt;
}

/// What a screen only reads it also asks for by itself, many times a minute, also when nobody sits before it. Whoever
/// moves or types says so with kSaysSomebodyIsThere.
SessionToken token_of(const http::Request& request) {
  constexpr std::string_view kSaysSomebodyIsThere = "/api/me";
  return {.text = std::string(request.header("waymark-session")),
          .by_hand = request.method != "GET" || request.path == kSaysSomebodyIsThere};
}

}  // namespace

Result<std::unique_ptr<DeskApi>> DeskApi::create(const DeskApiParts& parts, DeskApiOptions options) {
  http::StaticFiles files;
  if (!options.web_root.empty()) {
    LET(files, http::StaticFiles::load(options.web_root, http::CacheRule::kNoStore));
  }
  std::vector<pack::Ready> ready = pack::ready_of(parts.pack);
  ready.insert(ready.end(), parts.ready.begin(), parts.ready.end());
  parts.office.library().know_pack(parts.pack, parts.cards, ready);
  return std::unique_ptr<DeskApi>(new DeskApi(std::make_unique<Core>(parts, std::move(options), std::move(files))));
}

DeskApi::DeskApi(std::unique_ptr<Core> core) : core_(std::move(core)) {}
DeskApi::~DeskApi() = default;

void DeskApi::tidy() { core_->tidy(); }

http::Routes DeskApi::routes() {
  http::Routes routes;
  core_->add_doors(routes);
  core_->add_queue(routes);
  core_->add_library(routes);
  core_->add_library_items(routes);
  core_->add_case(routes);
  core_->add_ends(routes);
  core_->add_facts(routes);
  core_->add_items(routes);
  core_->add_texts(routes);
  core_->add_search(routes);
  core_->add_docket(routes);
  core_->add_log(routes);
  core_->add_incidents(routes);
  core_->add_numbers(routes);
  core_->add_people(routes);
  core_->add_account(routes);
  core_->add_pages(routes);
  return routes;
}

// ---- what all handlers share -----------------------------------------------------------------------------------

http::Handler DeskApi::Core::handler(Method method) {
  return [this, method](http::Request request, http::Responder respond) { respond(run(method, request)); };
}

http::Response DeskApi::Core::run(Method method, http::Request& request) {
  if (const auto refusal = access_.refusal(request)) return refuse(*refusal);
  Call call{request, token_of(request), language_of(request)};
  const Reply reply = (this->*method)(call);
  if (reply.has_value()) return answer(*reply);
  if (!call.due.is_null()) return refuse_due(call.due);
  return call.changed.is_null() ? refuse_and_log(reply.error()) : refuse_changed(call.changed);
}

Result<Seen> DeskApi::Core::seen_in(Body& body) {
  constexpr std::uint64_t kVersionMax = 1'000'000'000;
  LET(const std::optional<std::uint64_t> seen, body.optional_number("seen", kVersionMax));
  return seen ? Seen{static_cast<std::uint32_t>(*seen)} : Seen{};
}

Result<void> DeskApi::Core::unless_changed(Call& call, const CaseId& id, Seen seen, Result<void> result) {
  if (result.has_value() || !seen || result.error().detail != kChangedSince) return result;
  LET(const Me me, parts_.office.doors().me(call.token));
  LET(const std::vector<Entry> since, parts_.office.cases().changes(call.token, id, *seen));
  const queue::Speech speech = speech_for(call, me.alias);
  const Reader reader{speech, parts_.zone, me.alias, parts_.clock.now()};
  call.changed = write_changes(since, parts_.pack, reader);
  return result;
}

http::Response DeskApi::Core::refuse_and_log(const Error& error) const {
  const bool is_ours = error.code == Code::kStorage || error.code == Code::kUnavailable;
  if (is_ours) parts_.log.event("api-failed", {{"code", static_cast<std::int64_t>(error.code)}});
  return refuse(error.code);
}

Language DeskApi::Core::language_of(const http::Request& request) const {
  if (const auto fields = http::parse_form(request.query); fields.has_value())
    if (const auto wanted = http::value_of(*fields, "lang"))
      if (const auto language = language_from_code(*wanted)) return *language;
  return language_from_code(request.header("accept-language").substr(0, 2)).value_or(Language::kEnglish);
}

queue::Speech DeskApi::Core::speech_for(Call& call, std::string alias) const {
  call.zone = zone_of(call.request);
  return queue::Speech(parts_.catalogue, parts_.pack, parts_.zone, call.language, std::move(alias),
                       call.zone.has_value() ? &*call.zone : nullptr);
}

Reply DeskApi::Core::done(const SessionToken& token) {
  LET(const std::uint64_t counter, parts_.office.list().change_counter(token));
  return nlohmann::json{{"counter", counter}};
}

Result<std::uint64_t> DeskApi::Core::number_in_query(const http::Request& request, std::string_view name,
                                                     std::uint64_t low, std::uint64_t high, std::uint64_t otherwise) {
  LET(const std::vector<http::FormField> fields, http::parse_form(request.query));
  const auto text = http::value_of(fields, name);
  if (!text.has_value()) return otherwise;
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error != std::errc{} || end != text->data() + text->size()) return fail(Code::kInvalid, "desk/api");
  if (number < low || number > high) return fail(Code::kInvalid, "desk/api");
  return number;
}

Result<CaseId> DeskApi::Core::case_of(const Call& call) { return CaseId::from_text(call.request.parts[0]); }

// ---- pages -----------------------------------------------------------------------------------------------------

void DeskApi::Core::add_pages(http::Routes& routes) {
  routes.otherwise(
      [this](http::Request request, http::Responder respond) {
        http::Response response = access_.refusal(request) ? refuse(Code::kDenied) : files_.answer(request);
        add_page_headers(response);
        respond(std::move(response));
      },
      {.body_bytes_max = 0, .where = http::PathRule::Where::kInline});
}

}  // namespace waymark::desk::api
