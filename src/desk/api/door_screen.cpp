// Doors: sign-in, invitations, lock.
#include "desk/api/body.h"
#include "desk/api/core.h"
#include "desk/staff/passphrase_words.h"

namespace waymark::desk::api {

void DeskApi::Core::add_doors(http::Routes& routes) {
  const http::PathRule door{.body_bytes_max = kDoorBodyBytesMax};
  routes
      .on(
          "POST", "/api/sign-in",
          [this](http::Request request, http::Responder respond) { sign_in(request, std::move(respond)); }, door)
      .on("POST", "/api/accept-invitation", in_line(&Core::accept_invitation), door)
      .on("POST", "/api/confirm-invitation", handler(&Core::confirm_invitation), door)
      .on("GET", "/api/new-passphrase", handler(&Core::new_passphrase))
      .on("POST", "/api/sign-out", handler(&Core::sign_out), door)
      .on("POST", "/api/lock", handler(&Core::lock), door)
      .on("GET", "/api/me", handler(&Core::me))
      .on("GET", "/api/meta", handler(&Core::meta));
}

void DeskApi::Core::line_up(DoorLane::Line line, std::string_view who, http::Responder respond,
                            std::move_only_function<http::Response()> call) {
  // The responder is shared so that a full lane can be answered here.
  const auto answer = std::make_shared<http::Responder>(std::move(respond));
  const Result<void> queued =
      lane_.submit(line, who, [answer, work = std::move(call)]() mutable { (*answer)(work()); });
  if (!queued.has_value()) (*answer)(refuse(Code::kUnavailable, kLaneBusyFor));
}

http::Handler DeskApi::Core::in_line(Method method) {
  return [this, method](http::Request request, http::Responder respond) {
    if (const auto refusal = access_.refusal(request)) return respond(refuse(*refusal));
    const Result<std::string> who = who_derives(request);
    if (!who.has_value()) return respond(refuse_and_log(who.error()));
    line_up(DoorLane::Line::kKnown, *who, std::move(respond),
            [this, method, request = std::move(request)]() mutable { return run(method, request); });
  };
}

Result<std::string> DeskApi::Core::who_derives(const http::Request& request) const {
  const SessionToken token{std::string(request.header("waymark-session"))};
  if (!token.text.empty()) {
    LET(Me me, parts_.office.doors().me(token));
    return std::move(me.alias);
  }
  // The body is read again by the handler. Nobody waits for an invitation that does not exist.
  http::Request copy = request;
  LET(Body body, Body::of(copy));
  LET(const std::string invitation, body.word("invitation"));
  if (!parts_.office.joining().knows(invitation)) return fail(Code::kNotFound, "desk/api");
  return std::string{DoorLane::kInvited};
}

void DeskApi::Core::sign_in(http::Request& request, http::Responder respond) {
  if (const auto refusal = access_.refusal(request)) return respond(refuse(*refusal));
  struct Typed {
    std::string alias, code, device;
    SecretBytes passphrase;
  };
  const auto read = [&request]() -> Result<Typed> {
    LET(Body body, Body::of(request));
    LET(std::string alias, body.word("alias"));
    LET(SecretBytes passphrase, body.secret("passphrase"));
    LET(std::string code, body.word("code"));
    LET(std::optional<std::string> device, body.optional_word("device"));
    TRY(body.done());
    return Typed{std::move(alias), std::move(code), std::move(device).value_or(""), std::move(passphrase)};
  };
  Result<Typed> typed = read();
  if (!typed.has_value()) return respond(refuse(typed.error().code));
  const bool known = parts_.office.doors().knows_device(typed->alias, typed->device);
  const std::string who = typed->alias;
  line_up(known ? DoorLane::Line::kKnown : DoorLane::Line::kStrangers, who, std::move(respond),
          [this, typed = *std::move(typed)] {
            const Result<SignedIn> signed_in = parts_.office.doors().sign_in(Knock{
                .alias = typed.alias, .passphrase = typed.passphrase, .totp = typed.code, .device = typed.device});
            if (!signed_in.has_value()) {
              const Code code = signed_in.error().code;
              if (code == Code::kRateLimited)
                return refuse(code, parts_.office.doors().sign_in_wait(typed.alias, typed.device));
              return code == Code::kUnavailable ? refuse(code, kLaneBusyFor) : refuse_and_log(signed_in.error());
            }
            nlohmann::json json = write_me(signed_in->me);
            json["token"] = signed_in->token.text;
            json["device"] = signed_in->device.empty() ? nlohmann::json(nullptr) : nlohmann::json(signed_in->device);
            return answer(json);
          });
}

Reply DeskApi::Core::new_passphrase(Call& call) {
  const SecretBytes words = passphrase_words(call.language, parts_.random);
  return nlohmann::json{{"passphrase", to_string(words.view())}};
}

Reply DeskApi::Core::sign_out(Call& call) {
  parts_.office.doors().sign_out(call.token);
  boards_.drop_all();
  return nlohmann::json{{"counter", 0}};
}

Reply DeskApi::Core::lock(Call& call) {
  parts_.office.doors().lock(call.token);
  boards_.drop_all();
  return nlohmann::json{{"counter", 0}};
}

Reply DeskApi::Core::me(Call& call) {
  LET(const Me me, parts_.office.doors().me(call.token));
  return write_me(me);
}

Reply DeskApi::Core::accept_invitation(Call& call) {
  LET(Body body, Body::of(call.request));
  LET(const std::string invitation, body.word("invitation"));
  LET(const SecretBytes passphrase, body.secret("passphrase"));
  TRY(body.done());
  LET(const Enrolment enrolment, parts_.office.joining().accept(invitation, passphrase));
  return write_enrolment(enrolment);
}

Reply DeskApi::Core::confirm_invitation(Call& call) {
  LET(Body body, Body::of(call.request));
  LET(const std::string invitation, body.word("invitation"));
  LET(const std::string code, body.word("code"));
  TRY(body.done());
  TRY(parts_.office.joining().confirm(invitation, code));
  return nlohmann::json::object();
}

Reply DeskApi::Core::meta(Call&) {
  nlohmann::json languages = nlohmann::json::array();
  for (const Language language : kLanguages) languages.push_back(code_of(language));
  return nlohmann::json{{"organisation", options_.organisation},
                        {"version", options_.version},
                        {"languages", std::move(languages)},
                        {"zone", parts_.zone.name()},
                        {"pack", parts_.pack.name()}};
}

}  // namespace waymark::desk::api
