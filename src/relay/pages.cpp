#include "relay/pages.h"

#include "roster/origin.h"

namespace waymark::relay {
namespace {

constexpr std::string_view kPolicyStart =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'";
constexpr std::string_view kPolicyEnd = "; base-uri 'none'; frame-ancestors 'none'";
constexpr std::string_view kNoPermissions =
    "accelerometer=(), autoplay=(), bluetooth=(), camera=(), clipboard-read=(), display-capture=(), fullscreen=(), "
    "geolocation=(), gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), "
    "publickey-credentials-get=(), screen-wake-lock=(), serial=(), usb=(), web-share=()";

}  // namespace

std::string content_policy(const roster::Roster* roster) {
  std::string policy{kPolicyStart};
  if (roster != nullptr) {
    for (const std::string& clerk : roster->clerks) {
      if (const std::string origin = roster::origin_of(clerk); !origin.empty()) policy.append(" ").append(origin);
    }
  }
  return policy.append(kPolicyEnd);
}

void add_page_headers(http::Response& response, std::string policy) {
  response.headers.push_back({"Content-Security-Policy", std::move(policy)});
  response.headers.push_back({"Referrer-Policy", "no-referrer"});
  response.headers.push_back({"Cross-Origin-Opener-Policy", "same-origin"});
  response.headers.push_back({"Cross-Origin-Resource-Policy", "same-origin"});
  response.headers.push_back({"Permissions-Policy", std::string{kNoPermissions}});
}

}  // namespace waymark::relay
