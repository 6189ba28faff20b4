// One's own account: passphrase, second factor, signing out everywhere.
#include "desk/api/body.h"
#include "desk/api/core.h"

namespace waymark::desk::api {

void DeskApi::Core::add_account(http::Routes& routes) {
  const http::PathRule door{.body_bytes_max = kDoorBodyBytesMax};
  routes.on("POST", "/api/account/passphrase", in_line(&Core::change_passphrase), door)
      .on("POST", "/api/account/second-factor", in_line(&Core::begin_second_factor), door)
      .on("POST", "/api/account/second-factor/confirm", handler(&Core::confirm_second_factor), door)
      .on("POST", "/api/account/sign-out-everywhere", handler(&Core::sign_out_everywhere), door);
}

Reply DeskApi::Core::change_passphrase(Call& call) {
  LET(Body body, Body::of(call.request));
  LET(const SecretBytes current, body.secret("current"));
  LET(const SecretBytes next, body.secret("next"));
  TRY(body.done());
  TRY(parts_.office.account().change_passphrase(call.token, current, next));
  return done(call.token);
}

Reply DeskApi::Core::begin_second_factor(Call& call) {
  LET(Body body, Body::of(call.request));
  LET(const SecretBytes passphrase, body.secret("passphrase"));
  TRY(body.done());
  LET(const Enrolment enrolment, parts_.office.account().begin_second_factor(call.token, passphrase));
  return write_enrolment(enrolment);
}

Reply DeskApi::Core::confirm_second_factor(Call& call) {
  LET(Body body, Body::of(call.request));
  LET(const std::string code, body.word("code"));
  TRY(body.done());
  TRY(parts_.office.account().confirm_second_factor(call.token, code));
  return done(call.token);
}

Reply DeskApi::Core::sign_out_everywhere(Call& call) {
  TRY(parts_.office.account().sign_out_everywhere(call.token));
  boards_.drop_all();
  return nlohmann::json{{"counter", 0}};
}

}  // namespace waymark::desk::api
