#include "desk/api/answer.h"

#include <algorithm>
#include <string>

#include "base/encoding.h"
#include "crypto/verify/hash.h"
#include "report/html_page.h"

namespace waymark::desk::api {
namespace {

constexpr const char* kNothing = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// The style of a report, which is shown in a frame of its own, is allowed by its hash; no other stands in a page.
std::string application_policy() {
  const crypto::Sha256 style = crypto::sha256({view_of(report::HtmlPage::style())});
  return "default-src 'none'; script-src 'self'; style-src 'self' 'sha256-" +
         to_base64(ByteView{style}, Padding::kRequired) +
         "'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
}

/// Replaces a header or adds it.
void set(http::Response& response, const char* name, const char* value) {
  const auto same = [name](const http::Header& header) {
    return std::equal(header.name.begin(), header.name.end(), name, name + std::char_traits<char>::length(name),
                      [](char a, char b) { return (a | 0x20) == (b | 0x20); });
  };
  std::erase_if(response.headers, same);
  response.headers.push_back({name, value});
}

void set_all(http::Response& response, const char* policy) {
  set(response, "Content-Security-Policy", policy);
  set(response, "Cache-Control", "no-store");
  set(response, "X-Content-Type-Options", "nosniff");
  set(response, "X-Frame-Options", "DENY");
  set(response, "Referrer-Policy", "no-referrer");
  set(response, "Cross-Origin-Opener-Policy", "same-origin");
  set(response, "Cross-Origin-Resource-Policy", "same-origin");
  set(response, "Permissions-Policy", "camera=(), microphone=(), geolocation=(), usb=(), payment=()");
}

}  // namespace

int status_of(Code code) {
  switch (code) {
    case Code::kExpired:
    case Code::kBadPassphrase: return 401;
    case Code::kDenied: return 403;
    case Code::kNotFound: return 404;
    case Code::kConflict:
    case Code::kReplayed: return 409;
    case Code::kTooLarge: return 413;
    case Code::kRateLimited: return 429;
    case Code::kUnavailable:
    case Code::kStorage: return 503;
    case Code::kFull: return 507;
    default: return 400;
  }
}

http::Response answer(const nlohmann::json& json) {
  http::Response response = http::json_response(200, json.dump());
  add_headers(response);
  return response;
}

http::Response refuse(Code code, std::optional<Seconds> retry_after) {
  nlohmann::json body = {{"error", name_of(code)}};
  if (retry_after.has_value()) body["retry_after_s"] = std::max<std::int64_t>(retry_after->count(), 0);
  http::Response response = http::json_response(status_of(code), body.dump());
  add_headers(response);
  return response;
}

http::Response refuse_changed(const nlohmann::json& changed) {
  const nlohmann::json body = {{"error", name_of(Code::kConflict)}, {"changed", changed}};
  http::Response response = http::json_response(status_of(Code::kConflict), body.dump());
  add_headers(response);
  return response;
}

http::Response refuse_due(const nlohmann::json& due) {
  const nlohmann::json body = {{"error", name_of(Code::kConflict)}, {"due", due}};
  http::Response response = http::json_response(status_of(Code::kConflict), body.dump());
  add_headers(response);
  return response;
}

void add_headers(http::Response& response) { set_all(response, kNothing); }
void add_page_headers(http::Response& response) {
  static const std::string policy = application_policy();
  set_all(response, policy.c_str());
}

}  // namespace waymark::desk::api
