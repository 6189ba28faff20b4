#include "relay/pages.h"

#include <algorithm>

#include "base/encoding.h"
#include "crypto/verify/hash.h"
#include "roster/origin.h"

namespace waymark::relay {
namespace {

constexpr std::string_view kPolicyStart = "default-src 'none'; script-src 'self'; style-src 'self'";
constexpr std::string_view kPolicyForms = "; img-src 'self'; connect-src 'self'; form-action 'self'";
constexpr std::string_view kPolicyEnd = "; base-uri 'none'; frame-ancestors 'none'";
constexpr std::string_view kNoPermissions =
    "accelerometer=(), autoplay=(), bluetooth=(), camera=(), clipboard-read=(), display-capture=(), fullscreen=(), "
    "geolocation=(), gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), "
    "publickey-credentials-get=(), screen-wake-lock=(), serial=(), usb=(), web-share=()";

/// What stands in the only style element of a page; empty when there is none or more than one.
std::string_view style_in(std::string_view html) {
  constexpr std::string_view kOpen = "<style>";
  constexpr std::string_view kClose = "</style>";
  const std::size_t open = html.find(kOpen);
  if (open == std::string_view::npos || html.find("<style", open + 1) != std::string_view::npos) return {};
  const std::size_t begin = open + kOpen.size();
  const std::size_t end = html.find(kClose, begin);
  return end == std::string_view::npos ? std::string_view{} : html.substr(begin, end - begin);
}

}  // namespace

std::string style_source(std::string_view html) {
  const std::string_view style = style_in(html);
  if (style.empty()) return {};
  return "'sha256-" + to_base64(crypto::sha256(view_of(style)), Padding::kRequired) + "'";
}

PageStyles styles_of(const http::StaticFiles& pages) {
  PageStyles styles;
  for (const auto& [path, file] : pages.files()) {
    if (!file.content_type.starts_with("text/html")) continue;
    std::string source = style_source(text_of(*file.bytes));
    if (!source.empty()) styles.emplace(path, std::move(source));
  }
  return styles;
}

std::string content_policy(const roster::Roster* roster, std::string_view own_style) {
  std::string policy{kPolicyStart};
  if (!own_style.empty()) policy.append(" ").append(own_style);
  policy.append(kPolicyForms);
  if (roster != nullptr) {
    for (const std::string& clerk : roster->clerks) {
      if (const std::string origin = roster::origin_of(clerk); !origin.empty()) policy.append(" ").append(origin);
    }
  }
  return policy.append(kPolicyEnd);
}

bool is_script(const http::Response& response) {
  const auto is_type = [](const http::Header& header) { return header.name == "Content-Type"; };
  const auto type = std::ranges::find_if(response.headers, is_type);
  return type != response.headers.end() && type->value.starts_with("text/javascript");
}

void add_script_headers(http::Response& response) {
  response.headers.push_back({"Cross-Origin-Resource-Policy", "same-origin"});
}

void add_page_headers(http::Response& response, std::string policy) {
  response.headers.push_back({"Content-Security-Policy", std::move(policy)});
  response.headers.push_back({"Referrer-Policy", "no-referrer"});
  response.headers.push_back({"Cross-Origin-Opener-Policy", "same-origin"});
  response.headers.push_back({"Cross-Origin-Resource-Policy", "same-origin"});
  response.headers.push_back({"Permissions-Policy", std::string{kNoPermissions}});
}

}  // namespace waymark::relay
