// Doors: sign-in, invitations, lock.
#include "desk/api/body.h"
#include "desk/api/core.h"

namespace waymark::desk::api {

void DeskApi::Core::add_doors(http::Routes& routes) {
  const http::PathRule door{.body_bytes_max = kDoorBodyBytesMax};
  routes
      .on(
          "POST", "/api/sign-in", [this](http::Request request, http::Responder respond) { respond(sign_in(request)); },
          door)
      .on("POST", "/api/accept-invitation", handler(&Core::accept_invitation), door)
      .on("POST", "/api/confirm-invitation", handler(&Core::confirm_invitation), door)
      .on("POST", "/api/sign-out", handler(&Core::sign_out), door)
      .on("POST", "/api/lock", handler(&Core::lock), door)
      .on("GET", "/api/me", handler(&Core::me))
      .on("GET", "/api/meta", handler(&Core::meta));
}

http::Response DeskApi::Core::sign_in(http::Request& request) {
  if (const auto refusal = access_.refusal(request)) return refuse(*refusal);
  std::string alias;
  const auto attempt = [&]() -> Result<SignedIn> {
    LET(Body body, Body::of(request));
    LET(alias, body.word("alias"));
    LET(const SecretBytes passphrase, body.secret("passphrase"));
    LET(const std::string code, body.word("code"));
    TRY(body.done());
    return parts_.office.sign_in(alias, passphrase, code);
  };
  const Result<SignedIn> signed_in = attempt();
  if (!signed_in.has_value()) {
    const Code code = signed_in.error().code;
    const bool must_wait = code == Code::kRateLimited || code == Code::kUnavailable;
    return must_wait ? refuse(code, parts_.office.sign_in_wait(alias)) : refuse_and_log(signed_in.error());
  }
  nlohmann::json json = write_me(signed_in->me);
  json["token"] = signed_in->token.text;
  return answer(json);
}

Reply DeskApi::Core::sign_out(Call& call) {
  parts_.office.sign_out(call.token);
  boards_.drop_all();
  return nlohmann::json{{"counter", 0}};
}

Reply DeskApi::Core::lock(Call& call) {
  parts_.office.lock(call.token);
  boards_.drop_all();
  return nlohmann::json{{"counter", 0}};
}

Reply DeskApi::Core::me(Call& call) {
  LET(const Me me, parts_.office.me(call.token));
  return write_me(me);
}

Reply DeskApi::Core::accept_invitation(Call& call) {
  LET(Body body, Body::of(call.request));
  LET(const std::string invitation, body.word("invitation"));
  LET(const SecretBytes passphrase, body.secret("passphrase"));
  TRY(body.done());
  LET(const Enrolment enrolment, parts_.office.accept_invitation(invitation, passphrase));
  return write_enrolment(enrolment);
}

Reply DeskApi::Core::confirm_invitation(Call& call) {
  LET(Body body, Body::of(call.request));
  LET(const std::string invitation, body.word("invitation"));
  LET(const std::string code, body.word("code"));
  TRY(body.done());
  TRY(parts_.office.confirm_invitation(invitation, code));
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
