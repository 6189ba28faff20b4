#include "courts/review/review_api.h"

#include <charconv>
#include <nlohmann/json.hpp>

#include "http/url.h"

namespace waymark::courts {
namespace {

using nlohmann::json;
constexpr std::string_view kWhere = "courts/review/api";
constexpr const char* kNothing =
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";
/// Pictures of the tally come as blobs, because they are asked for with the session in a header.
constexpr const char* kPage =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; base-uri "
    "'none'; form-action 'none'; frame-ancestors 'none'";

http::Response guarded(http::Response response, const char* policy) {
  std::erase_if(response.headers, [](const http::Header& header) {
    return header.name == "Cache-Control" || header.name == "X-Content-Type-Options";
  });
  for (const auto& [name, value] : {std::pair{"Content-Security-Policy", policy},
                                    {"Cache-Control", "no-store"},
                                    {"X-Content-Type-Options", "nosniff"},
                                    {"X-Frame-Options", "DENY"},
                                    {"Referrer-Policy", "no-referrer"},
                                    {"Cross-Origin-Opener-Policy", "same-origin"},
                                    {"Cross-Origin-Resource-Policy", "same-origin"}})
    response.headers.push_back({name, value});
  return response;
}

int status_of(Code code) {
  switch (code) {
    case Code::kExpired: return 401;
    case Code::kDenied: return 403;
    case Code::kNotFound: return 404;
    case Code::kConflict: return 409;
    case Code::kTooLarge: return 413;
    case Code::kStorage:
    case Code::kUnavailable: return 503;
    case Code::kFull: return 507;
    default: return 400;
  }
}

http::Response refuse(Code code) {
  return guarded(http::json_response(status_of(code), json{{"error", name_of(code)}}.dump()), kNothing);
}

http::Response answer(const json& content) {
  return guarded(http::json_response(200, content.dump(-1, ' ', false, json::error_handler_t::replace)), kNothing);
}

json write(const ReviewPair& pair) {
  json fields = json::array(), evidence = json::array();
  for (const SideBySide& field : pair.fields)
    fields.push_back({{"name", field.name}, {"left", field.left}, {"right", field.right}});
  for (const Evidence& one : pair.evidence)
    evidence.push_back({{"name", one.name}, {"level", one.level}, {"bits", one.bits}});
  return {{"left", pair.left},
          {"right", pair.right},
          {"probability", pair.probability},
          {"bits", pair.bits},
          {"start", pair.start},
          {"why", pair.why},
          {"fields", std::move(fields)},
          {"evidence", std::move(evidence)}};
}

/// The body of a decision: {"left","right","was","now"}, nothing else.
struct Decided {
  RecordPair pair;
  Verdict was, now;
};
Result<Decided> read_decision(ByteView body) {
  const json object = json::parse(body.begin(), body.end(), nullptr, false);
  if (!object.is_object() || object.size() != 4) return fail(Code::kMalformed, kWhere);
  for (const char* key : {"left", "right", "was", "now"})
    if (!object.contains(key) || !object[key].is_string()) return fail(Code::kMalformed, kWhere);
  LET(const Verdict was, verdict_of(object["was"].get<std::string>()));
  LET(const Verdict now, verdict_of(object["now"].get<std::string>()));
  return Decided{pair_of(object["left"].get<std::string>(), object["right"].get<std::string>()), was, now};
}

}  // namespace

http::Routes ReviewApi::routes() {
  const http::PathRule body{.body_bytes_max = kReviewBodyBytesMax};
  http::Routes routes;
  routes
      .on(
          "POST", "/api/enter",
          [this](const http::Request& request, http::Responder respond) { respond(enter(request)); }, body)
      .on("GET", "/api/state", handler(&ReviewApi::state))
      .on("GET", "/api/pairs/*", handler(&ReviewApi::pair))
      .on("POST", "/api/decisions", handler(&ReviewApi::decide), body)
      .on("POST", "/api/undo", handler(&ReviewApi::undo), body)
      .on("POST", "/api/reload", handler(&ReviewApi::reload), body)
      .on("GET", "/api/figures", handler(&ReviewApi::list_figures))
      .on("GET", "/api/figures/*", handler(&ReviewApi::figure))
      .otherwise(
          [this](const http::Request& request, http::Responder respond) {
            respond(access_.refusal(request) ? refuse(Code::kDenied) : guarded(pages_.answer(request), kPage));
          },
          {.body_bytes_max = 0, .where = http::PathRule::Where::kInline});
  return routes;
}

http::Handler ReviewApi::handler(Method method) {
  return [this, method](http::Request request, http::Responder respond) { respond(run(method, request)); };
}

http::Response ReviewApi::run(Method method, http::Request& request) {
  if (const auto refusal = access_.refusal(request)) return refuse(*refusal);
  const auto screen = access_.screen_of(request);
  if (!screen.has_value()) return refuse(screen.error().code);
  Call call{request, *screen};
  auto response = (this->*method)(call);
  return response.has_value() ? *std::move(response) : refuse(response.error().code);
}

http::Response ReviewApi::enter(const http::Request& request) {
  if (const auto refusal = access_.refusal(request)) return refuse(*refusal);
  const auto session = access_.enter(request.header("waymark-auth"));
  return session.has_value() ? answer({{"session", *session}}) : refuse(session.error().code);
}

Result<http::Response> ReviewApi::state(Call& call) {
  LET(const ReviewState state, review_.state(call.screen));
  return answer({{"file", state.file},
                 {"generation", state.generation},
                 {"revision", state.revision},
                 {"changed", state.changed},
                 {"verdicts", state.verdicts},
                 {"undo_steps", state.undo_steps},
                 {"figures", figures_.has_value()}});
}

Result<http::Response> ReviewApi::pair(Call& call) {
  const std::string& text = call.request.parts[0];
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), index);
  if (error != std::errc{} || end != text.data() + text.size()) return fail(Code::kNotFound, kWhere);
  LET(const ReviewPair pair, review_.pair(index));
  return answer(write(pair));
}

Result<http::Response> ReviewApi::decide(Call& call) {
  LET(const Decided decided, read_decision(call.request.body));
  TRY(review_.decide(call.screen, decided.pair, decided.was, decided.now));
  return state(call);
}

Result<http::Response> ReviewApi::undo(Call& call) {
  LET(const Undone undone, review_.undo(call.screen));
  return answer({{"place", undone.place ? json(*undone.place) : json(nullptr)}, {"now", word_of(undone.before)}});
}

Result<http::Response> ReviewApi::reload(Call& call) {
  TRY(review_.reload());
  return state(call);
}

Result<http::Response> ReviewApi::list_figures(Call&) {
  if (!figures_) return fail(Code::kNotFound, kWhere);
  LET(const auto figures, figures_->list());
  json list = json::array();
  for (const Figure& figure : figures)
    list.push_back({{"name", figure.name}, {"kind", figure.kind}, {"bytes", figure.bytes}});
  return answer({{"figures", std::move(list)}});
}

Result<http::Response> ReviewApi::figure(Call& call) {
  if (!figures_) return fail(Code::kNotFound, kWhere);
  LET(const std::string name, http::percent_decode(call.request.parts[0]));
  LET(const Bytes bytes, figures_->read(name));
  http::Response response;
  response.headers = {{"Content-Type", std::string(http::content_type_of(name))}};
  response.body = to_wiping(bytes);
  return guarded(std::move(response), kNothing);
}

}  // namespace waymark::courts
