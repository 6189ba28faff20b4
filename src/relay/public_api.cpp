#include "relay/public_api.h"

#include <algorithm>
#include <charconv>

#include "base/check.h"
#include "relay/pages.h"
#include "roster/freshness.h"

namespace waymark::relay {
namespace {

using http::PathRule;
using http::Request;
using http::Responder;
using http::text_response;

/// Decimal, as a program writes it: no sign, no leading zero.
std::optional<std::uint32_t> parse_number(std::string_view text) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || text != std::to_string(number)) return std::nullopt;
  return number;
}

http::Response document(const std::shared_ptr<const Bytes>& text) {
  http::Response response = text_response(text ? 200 : 404, text ? "" : "not-found");
  if (text) response.shared_body = text;
  return response;
}

/// The rosters from `serial` on, as many as fit into one piece. @source docs/spec/relay.md
http::Response chain_piece(const std::shared_ptr<const Bytes>& chain, std::string_view serial) {
  const std::optional<std::uint32_t> from = parse_number(serial);
  if (!from) return text_response(400, "malformed");
  const auto piece = chain ? roster::piece_from(text_of(*chain), *from) : std::nullopt;
  return piece ? text_response(200, *piece) : text_response(404, "not-found");
}

std::optional<work::Pass> read_pass(ByteView bytes) {
  const auto pass = work::parse_pass(bytes);
  return pass ? std::optional{*pass} : std::nullopt;
}

http::Response answer_to_put(HalfOutcome outcome) {
  switch (outcome) {
    case HalfOutcome::kStored:
    case HalfOutcome::kCopied: return text_response(200, "stored");
    case HalfOutcome::kNone: return text_response(200, "none");
    case HalfOutcome::kFirst: return text_response(200, "first");
    case HalfOutcome::kSecond: return text_response(200, "second");
    case HalfOutcome::kMalformed: return text_response(400, "malformed");
  }
  CHECK(false);
}

constexpr std::string_view kNoFiguresPage = "/no-figures.html";

/// A folder's links are below it only with the stroke at its end.
http::Response to_figures() {
  http::Response response = text_response(308, "");
  response.headers.push_back({"Location", "/figures/"});
  return response;
}

/// Six letters each: who watches the line learns nothing from the length.
http::Response answer_to_places(HalfOutcome outcome, SecondPlace second) {
  switch (outcome) {
    case HalfOutcome::kCopied: return text_response(200, "copied");
    case HalfOutcome::kStored: return text_response(200, second == SecondPlace::kThere ? "stored" : "single");
    default: return text_response(200, "absent");
  }
}

/// Copies of the last days are taken in too: their relay may have been alone for a week.
bool copy_is_accepted(std::uint32_t day, TimePoint now) {
  const std::uint32_t today = unix_day(now);
  return roster::day_is_accepted(day, now) || (day <= today && today - day <= kCopyDays);
}

/// A page that was opened from a file has the origin "null" and may read an answer only if the answer says so. Nothing
/// is opened by that: the calls know no cookie and no session, and whoever can reach the relay gets the same answers.
/// OPTIONS stays refused, so no foreign page can send headers or methods of its own. @source docs/spec/portable.md
/// Each call has a connection of its own, so that none falls silent for what another has carried (docs/spec/lines.md).
http::Handler public_call(http::Handler handler) {
  return [handler = std::move(handler)](Request request, Responder respond) {
    handler(std::move(request), Responder{[respond = std::move(respond)](http::Response response) mutable {
              response.headers.push_back({"Access-Control-Allow-Origin", "*"});
              response.closes = true;
              respond(std::move(response));
            }});
  };
}

}  // namespace

void PublicApi::add_routes(http::Routes& routes) {
  constexpr PathRule kQuick{.body_bytes_max = 0, .where = PathRule::Where::kInline};
  const auto bytes = [](std::size_t size) { return PathRule{.body_bytes_max = size + kBodySlackBytes}; };
  const auto call = [&](std::string_view method, std::string_view path, PathRule rule, http::Handler handler) {
    routes.on(method, path, public_call(std::move(handler)), rule);
  };
  call("GET", "/v1/roster", kQuick,
       [this](const Request&, Responder respond) { respond(document(services_.documents.current()->roster_text)); });
  call("GET", "/v1/roster/chain", kQuick,
       [this](const Request&, Responder respond) { respond(document(services_.documents.current()->chain_text)); });
  call("GET", "/v1/roster/chain/*", kQuick, [this](const Request& request, Responder respond) {
    respond(chain_piece(services_.documents.current()->chain_text, request.parts.front()));
  });
  call("GET", "/v1/day-keys", kQuick,
       [this](const Request&, Responder respond) { respond(document(services_.documents.current()->day_keys_text)); });
  call("GET", "/v1/cards", kQuick,
       [this](const Request&, Responder respond) { respond(cards_note(services_.documents.current()->cards)); });
  call("GET", "/v1/cards/*/*/*", kQuick, [this](const Request& request, Responder respond) {
    respond(cards_piece(services_.documents.current()->cards, request));
  });
  // Not for other origins' pages: whoever copies figures is no page.
  routes.on("GET", "/figures", [](const Request&, Responder respond) { respond(to_figures()); }, kQuick);
  routes.on(
      "GET", "/figures/*",
      [this](const Request& request, Responder respond) {
        respond(figures_file(services_.documents.current()->figures, request));
      },
      kQuick);
  // Inline: 20 us of checks and hashing cost less than handing the body to another thread.
  call("POST", "/v1/put/*",
       {.body_bytes_max = envelope::kEnvelopeBytes + kBodySlackBytes, .where = PathRule::Where::kInline},
       [this](const Request& request, Responder respond) { put(request, std::move(respond)); });
  call("POST", "/v1/copy/*", {.body_bytes_max = kCopyBytes, .where = PathRule::Where::kInline},
       [this](const Request& request, Responder respond) { copy(request, std::move(respond)); });
  call("POST", "/v1/poll", bytes(kPollBytes),
       [this](const Request& request, Responder respond) { poll(request, std::move(respond)); });
  call("POST", "/v1/delete", bytes(kDeleteBytes),
       [this](const Request& request, Responder respond) { remove(request, std::move(respond)); });
  routes.on("GET", "/v1/health", [this](const Request&, Responder respond) { health(std::move(respond)); }, kQuick);
  routes.otherwise([this](const Request& request, Responder respond) { page(request, std::move(respond)); }, kQuick);
}

void PublicApi::put(const Request& request, Responder respond) {
  ByteView body = request.body;
  const bool shows =
      body.size() == envelope::kEnvelopeBytes + work::kPassBytes || body.size() == kHalfPutBytes + work::kPassBytes;
  const std::optional<work::Pass> pass = shows ? read_pass(body.last<work::kPassBytes>()) : std::nullopt;
  if (shows) body = body.first(body.size() - work::kPassBytes);
  const std::size_t size = body.size();
  if (size != kHalfAskBytes && size != kHalfPutBytes && size != envelope::kEnvelopeBytes)
    return respond(text_response(400, "wrong-size"));
  const std::optional<std::uint32_t> day = parse_number(request.parts.front());
  if (!day || (shows && !pass)) return respond(text_response(400, "malformed"));
  const TimePoint now = services_.clock.now();
  if (!services_.documents.current()->is_open(now)) return respond(text_response(503, "expired"));
  if (!roster::day_is_accepted(*day, now)) return respond(text_response(409, "wrong-day"));
  if (services_.watch.damaged()) return respond(text_response(503, "busy"));
  if (size == kHalfAskBytes) return find_half_of(body, std::move(respond));
  if (size == kHalfPutBytes) return store_half(*day, body, pass, std::move(respond));
  auto envelope = envelope::Envelope::from_bytes(to_bytes(body));
  if (!envelope) return respond(text_response(400, "malformed"));
  const RowId id = row_id_of(*day, envelope->view());
  Admission admission = services_.gate.admit(id, pass);
  auto done = answer_by(admission, std::move(respond));
  services_.store.put(*day, id, std::move(*envelope), std::move(admission), std::move(done));
}

void PublicApi::store_half(std::uint32_t day, ByteView body, const std::optional<work::Pass>& pass, Responder respond) {
  auto half = parse_half(body);
  if (!half) return respond(text_response(400, "malformed"));
  Admission admission = services_.gate.admit(half->id, pass);
  auto done = answer_by(admission, std::move(respond));
  services_.store.put_half(day, std::move(*half), std::move(admission), std::move(done));
}

bool PublicApi::is_known(const RowId& id, const crypto::Signature& word) const {
  return std::ranges::any_of(known_relays_, [&](const crypto::RelayVerifyKey& key) {
    return receipt_fits(key, services_.own_key.instance(), id, word);
  });
}

// Anybody may call this, as anybody may put: what is in it is a sealed envelope either way. The word is looked at by
// the desk, which knows whose it must be.
void PublicApi::copy(const Request& request, Responder respond) {
  if (request.body.size() != kCopyBytes) return respond(text_response(400, "wrong-size"));
  const std::optional<std::uint32_t> day = parse_number(request.parts.front());
  if (!day) return respond(text_response(400, "malformed"));
  const TimePoint now = services_.clock.now();
  ByteReader reader{request.body};
  // No roster is needed for keeping: a relay that only keeps copies has none until the desk turns to it.
  if (!std::ranges::equal(*reader.take(crypto::kSha256Bytes), services_.own_key.instance().bytes))
    return respond(text_response(409, "wrong-instance"));
  if (!copy_is_accepted(*day, now)) return respond(text_response(409, "wrong-day"));
  if (services_.watch.damaged()) return respond(text_response(503, "busy"));
  const auto word = reader.array<kReceiptBytes>();
  auto envelope = envelope::Envelope::from_bytes(to_bytes(reader.rest()));
  if (!word || !envelope) return respond(text_response(400, "malformed"));
  const RowId id = row_id_of(*day, envelope->view());
  const Admission admission = services_.gate.admit_copy(is_known(id, *word));
  services_.store.put_copy(*day, id, std::move(*envelope), *word, admission,
                           [this, id, admission, shared = std::make_shared<Responder>(std::move(respond))](
                               const Result<HalfOutcome>& outcome) {
                             services_.gate.settled(admission, outcome.has_value());
                             if (!outcome) return (*shared)(refusal(admission, outcome.error()));
                             services_.watch.worked();
                             (*shared)(http::binary_response(to_bytes(services_.own_key.sign(id))));
                           });
}

void PublicApi::find_half_of(ByteView body, Responder respond) {
  if (body.back() == kPlacesAsk) {
    const RowId asked = *ByteReader{body}.array<kRowIdBytes>();
    return services_.store.find_half(
        asked, [this, shared = std::make_shared<Responder>(std::move(respond))](const Result<HalfOutcome>& outcome) {
          (*shared)(outcome ? answer_to_places(*outcome, services_.second.place()) : store_refusal(outcome.error()));
        });
  }
  const auto id = parse_half_question(body);
  if (!id) return respond(text_response(400, "malformed"));
  services_.store.find_half(*id, answer_by({}, std::move(respond)));
}

Store::Done<HalfOutcome> PublicApi::answer_by(const Admission& admission, Responder respond) {
  return
      [this, admission, shared = std::make_shared<Responder>(std::move(respond))](const Result<HalfOutcome>& outcome) {
        services_.gate.settled(admission, outcome.has_value());
        if (!outcome) return (*shared)(refusal(admission, outcome.error()));
        // A token has places that others do not have: that is no end of what was full, and a line would say when one
        // came.
        if (!admission.token) services_.watch.worked();
        (*shared)(answer_to_put(*outcome));
      };
}

http::Response PublicApi::refusal(const Admission& admission, const Error& error) {
  if (error.code == Code::kRateLimited) return text_response(429, work::write_demand(services_.gate.demand()));
  if (error.code == Code::kFull && admission.plain == Entry::kFull)
    services_.watch.refused_for_the_hour();
  else
    services_.watch.failed(error);
  return store_refusal(error);
}

void PublicApi::poll(const Request& request, Responder respond) {
  const auto question = parse_poll(request.body);
  if (!question) return respond(text_response(400, name_of(question.error().code)));
  const std::uint32_t today = unix_day(services_.clock.now());
  const auto found = services_.store.poll(today, *question);
  if (!found) {
    services_.watch.failed(found.error());
    return respond(store_refusal(found.error()));
  }
  respond(http::binary_response(poll_answer(*found, services_.fill_random)));
}

void PublicApi::remove(const Request& request, Responder respond) {
  const auto deletions = parse_deletions(request.body);
  if (!deletions) return respond(text_response(400, name_of(deletions.error().code)));
  const auto outcome = services_.store.remove(*deletions, services_.second.place());
  if (outcome) return respond(text_response(200, "deleted"));
  services_.watch.failed(outcome.error());
  respond(store_refusal(outcome.error()));
}

void PublicApi::health(Responder respond) {
  const TimePoint now = services_.clock.now();
  bool fresh = false;
  bool writable = false;
  {
    const std::lock_guard lock{health_mutex_};
    fresh = now - health_.asked < kHealthEvery && now >= health_.asked;
    writable = health_.writable;
    if (!fresh) health_.asked = now;
  }
  const auto say = [](Responder& to, bool ok) {
    to(ok ? text_response(200, "ok") : text_response(503, "not-writable"));
  };
  if (fresh) return say(respond, writable);
  services_.store.try_to_write(
      [this, say, shared = std::make_shared<Responder>(std::move(respond))](const Result<void>& outcome) {
        // What is full is told by those who are refused for it.
        if (!outcome && outcome.error().code != Code::kFull) services_.watch.failed(outcome.error());
        const bool works = outcome.has_value() && !services_.watch.damaged();
        {
          const std::lock_guard health{health_mutex_};
          health_.writable = works;
        }
        say(*shared, works);
      });
}

void PublicApi::page(const Request& request, Responder respond) {
  const PublishedPtr now = services_.documents.current();
  if (request.path == "/figures/") {
    if (now->figures) return respond(figures_file(now->figures, request));
    // Before the first release one of the pages that were built has a kind word.
    Request kind = request;
    kind.path = kNoFiguresPage;
    if (pages_.has(kind.path)) return page(kind, std::move(respond));
  }
  http::Response response = pages_.answer(request);
  if (is_script(response)) {
    add_script_headers(response);
    return respond(std::move(response));
  }
  const auto style = styles_.find(request.path);
  const std::string_view own_style = style == styles_.end() ? std::string_view{} : style->second;
  add_page_headers(response, content_policy(now->roster ? &now->roster->roster : nullptr, own_style));
  respond(std::move(response));
}

}  // namespace waymark::relay
