#include "bridge/curl_call.h"

#include <algorithm>
#include <array>
#include <mutex>

#include "base/check.h"

namespace waymark::bridge {
namespace {

int on_progress(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<const std::stop_token*>(user)->stop_requested() ? 1 : 0;
}

bool is_own_machine(std::string_view address) {
  const std::size_t scheme = address.find("://");
  if (scheme == std::string_view::npos || address.substr(0, scheme).ends_with('s')) return false;
  const std::string_view rest = address.substr(scheme + 3);
  return std::ranges::any_of(std::array<std::string_view, 3>{"127.0.0.1", "localhost", "[::1]"},
                             [rest](std::string_view own) {
                               return rest.starts_with(own) &&
                                      (rest.size() == own.size() || rest[own.size()] == ':' || rest[own.size()] == '/');
                             });
}

}  // namespace

void start_curl() {
  static std::once_flag once;
  std::call_once(once, [] { CHECK(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK); });
}

void prepare_call(CURL* curl, const Call& call) {
  curl_easy_reset(curl);
  curl_easy_setopt(curl, CURLOPT_URL, call.address.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, call.protocols);
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  curl_easy_setopt(curl, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  curl_easy_setopt(curl, CURLOPT_USE_SSL,
                   static_cast<long>(is_own_machine(call.address) ? CURLUSESSL_NONE : CURLUSESSL_ALL));
  curl_easy_setopt(curl, CURLOPT_USERNAME, call.user.c_str());
  // libcurl keeps a copy of its own, on the heap that wipes what is freed.
  curl_easy_setopt(curl, CURLOPT_PASSWORD, to_string(call.password.view()).c_str());
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(call.timeout.count()));
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(call.timeout.count()) / 2);
  curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, std::max(1L, static_cast<long>(call.timeout.count()) / 1000));
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, on_progress);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &call.stop);
}

Code code_of(CURLcode code) {
  switch (code) {
    case CURLE_LOGIN_DENIED: return Code::kDenied;
    case CURLE_REMOTE_FILE_NOT_FOUND: return Code::kNotFound;
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL: return Code::kInvalid;
    case CURLE_PEER_FAILED_VERIFICATION: return Code::kAuthentication;
    default: return Code::kUnavailable;
  }
}

}  // namespace waymark::bridge
