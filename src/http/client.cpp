#include "http/client.h"

#include <curl/curl.h>

#include <algorithm>
#include <cctype>
#include <mutex>

#include "base/check.h"

namespace waymark::http {
namespace {

constexpr std::string_view kWhere = "http/client";
constexpr std::size_t kHeadersMax = 100;

void start_curl() {
  // libcurl wants one global start before other threads use it; it has no state of ours.
  static std::once_flag once;
  std::call_once(once, [] { CHECK(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK); });
}

struct Receiver {
  ClientResponse response;
  std::size_t bytes_max;
  bool too_large = false;
};

std::size_t on_body(const char* data, std::size_t size, std::size_t count, void* user) {
  auto& receiver = *static_cast<Receiver*>(user);
  const std::size_t bytes = size * count;
  if (bytes > receiver.bytes_max - receiver.response.body.size()) {
    receiver.too_large = true;
    return 0;  // anything but `bytes` ends the transfer
  }
  receiver.response.body.insert(receiver.response.body.end(), data, data + bytes);
  return bytes;
}

std::size_t on_header(const char* data, std::size_t size, std::size_t count, void* user) {
  auto& receiver = *static_cast<Receiver*>(user);
  const std::string_view line{data, size * count};
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || receiver.response.headers.size() >= kHeadersMax) return line.size();
  std::string name{line.substr(0, colon)};
  std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  std::string_view value = line.substr(colon + 1);
  while (!value.empty() && std::isspace(static_cast<unsigned char>(value.front())) != 0) value.remove_prefix(1);
  while (!value.empty() && std::isspace(static_cast<unsigned char>(value.back())) != 0) value.remove_suffix(1);
  receiver.response.headers.push_back({std::move(name), std::string{value}});
  return line.size();
}

int on_progress(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return (*static_cast<const std::function<bool()>*>(user))() ? 1 : 0;
}

Code code_of(CURLcode code) {
  switch (code) {
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT: return Code::kInvalid;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE: return Code::kAuthentication;
    default: return Code::kUnavailable;
  }
}

struct HeaderList {
  curl_slist* list = nullptr;
  void add(const std::string& line) {
    list = curl_slist_append(list, line.c_str());
    CHECK(list != nullptr);
  }
  ~HeaderList() { curl_slist_free_all(list); }
};

}  // namespace

struct Client::Handle {
  CURL* curl = nullptr;
  ~Handle() { curl_easy_cleanup(curl); }
};

std::string_view ClientResponse::header(std::string_view name) const {
  for (const Header& header : headers) {
    if (header.name == name) return header.value;
  }
  return {};
}

Client::Client(ClientOptions options) : handle_(std::make_unique<Handle>()), options_(std::move(options)) {
  start_curl();
  handle_->curl = curl_easy_init();
  CHECK(handle_->curl != nullptr);
}

Client::~Client() = default;

Result<ClientResponse> Client::send(const ClientRequest& request) {
  CURL* const curl = handle_->curl;
  Receiver receiver{{}, options_.response_bytes_max};
  HeaderList headers;
  for (const Header& header : request.headers) headers.add(header.name + ": " + header.value);
  headers.add("Expect:");  // no waiting for 100 Continue

  curl_easy_reset(curl);  // keeps the open connections
  curl_easy_setopt(curl, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_PROXY, options_.proxy.c_str());
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options_.connect_timeout.count()));
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(options_.total_timeout.count()));
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.list);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_body);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &receiver);
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, on_header);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, &receiver);
  if (options_.cancelled) {
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, on_progress);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &options_.cancelled);
  }
  if (!options_.ca_file.empty()) curl_easy_setopt(curl, CURLOPT_CAINFO, options_.ca_file.c_str());
  if (request.method == "POST" || request.method == "PUT") {
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request.body.empty() ? "" : text_of(request.body).data());
  }

  const CURLcode code = curl_easy_perform(curl);
  if (receiver.too_large) return fail(Code::kTooLarge, kWhere);
  // libcurl's message may hold the address; its number does not.
  if (code != CURLE_OK) return fail(code_of(code), kWhere, "curl " + std::to_string(static_cast<int>(code)));
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  receiver.response.status = static_cast<int>(status);
  return std::move(receiver.response);
}

}  // namespace waymark::http
