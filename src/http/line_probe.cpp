#include "http/line_probe.h"

#include <curl/curl.h>

#include <algorithm>
#include <memory>
#include <string_view>

#include "base/check.h"

namespace waymark::http {
namespace {

struct Receiving {
  Probe probe;
  std::size_t bytes_max;
  bool too_large = false;
  bool spoke = false;  ///< something of ours, a hello or a request, went onto a connection
};

/// libcurl says when the connection stands only once TLS stands too; what went out says it earlier.
int on_event(CURL*, curl_infotype type, char*, std::size_t, void* user) {
  if (type == CURLINFO_SSL_DATA_OUT || type == CURLINFO_HEADER_OUT) static_cast<Receiving*>(user)->spoke = true;
  return 0;
}

std::size_t on_body(const char* data, std::size_t size, std::size_t count, void* user) {
  auto& receiving = *static_cast<Receiving*>(user);
  const std::size_t bytes = size * count;
  if (bytes > receiving.bytes_max - receiving.probe.body.size()) {
    receiving.too_large = true;
    return 0;
  }
  receiving.probe.body.insert(receiving.probe.body.end(), data, data + bytes);
  return bytes;
}

/// The value of a header line if it has this name (lower case, with the colon).
std::optional<std::string> value_if(std::string_view line, std::string_view name) {
  if (line.size() < name.size()) return {};
  const auto same = [](char small, char any) { return small == (any >= 'A' && any <= 'Z' ? any + ('a' - 'A') : any); };
  if (!std::equal(name.begin(), name.end(), line.begin(), same)) return {};
  line.remove_prefix(name.size());
  while (!line.empty() && (line.back() == '\r' || line.back() == '\n')) line.remove_suffix(1);
  while (!line.empty() && line.front() == ' ') line.remove_prefix(1);
  return std::string{line};
}

std::size_t on_header(const char* data, std::size_t size, std::size_t count, void* user) {
  auto& receiving = *static_cast<Receiving*>(user);
  const std::string_view line{data, size * count};
  receiving.probe.bytes_down += line.size();
  if (auto type = value_if(line, "content-type:")) receiving.probe.content_type = std::move(*type);
  if (const auto date = value_if(line, "date:")) {
    const std::time_t time = curl_getdate(date->c_str(), nullptr);
    if (time != -1) receiving.probe.time = time;
  }
  return line.size();
}

Came came_of(CURLcode code, const Receiving& receiving) {
  const bool connected = receiving.spoke;
  if (receiving.too_large) return Came::kTooLarge;
  switch (code) {
    case CURLE_OK: return Came::kWhole;
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT: return Came::kNoUrl;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY: return Came::kNoName;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE: return Came::kTls;
    case CURLE_PARTIAL_FILE: return Came::kCutShort;
    case CURLE_OPERATION_TIMEDOUT: return connected ? Came::kSilent : Came::kNoConnect;
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_GOT_NOTHING: return Came::kReset;
    default: return connected ? Came::kReset : Came::kNoConnect;
  }
}

void describe_exchange(CURL* curl, const std::string& url, const std::optional<ByteView>& body,
                       const ProbeOptions& options) {
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(curl, CURLOPT_PROXY, options.proxy.c_str());
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connect_timeout.count()));
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, static_cast<long>(options.silence.count()));
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(options.total_timeout.count()));
  if (!options.ca_file.empty()) curl_easy_setopt(curl, CURLOPT_CAINFO, options.ca_file.c_str());
  if (!body) return;
  curl_easy_setopt(curl, CURLOPT_POST, 1L);
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body->size()));
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body->empty() ? "" : text_of(*body).data());
}

/// What libcurl counted, once the exchange has ended.
void add_counts(CURL* curl, Probe& probe) {
  long status = 0;
  curl_off_t up = 0;
  curl_off_t total_us = 0;
  curl_off_t tls_us = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(curl, CURLINFO_SIZE_UPLOAD_T, &up);
  curl_easy_getinfo(curl, CURLINFO_TOTAL_TIME_T, &total_us);
  curl_easy_getinfo(curl, CURLINFO_APPCONNECT_TIME_T, &tls_us);
  probe.status = static_cast<int>(status);
  probe.bytes_up = static_cast<std::size_t>(up);
  probe.tls_done = tls_us > 0;
  probe.bytes_down += probe.body.size();
  probe.took = std::chrono::milliseconds{total_us / 1'000};
}

}  // namespace

Probe probe(const std::string& url, std::optional<ByteView> body, const ProbeOptions& options) {
  CHECK(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK);  // counts its callers; Client may have been here
  const std::unique_ptr<CURL, void (*)(CURL*)> curl{curl_easy_init(), curl_easy_cleanup};
  CHECK(curl != nullptr);
  Receiving receiving{{}, options.bytes_max};
  describe_exchange(curl.get(), url, body, options);
  // As a browser asks: the pages are stored in this form only. No waiting for 100 Continue, no type of a form.
  curl_slist* list = nullptr;
  for (const char* line : {"Accept-Encoding: gzip", "Expect:", "Content-Type:"}) list = curl_slist_append(list, line);
  const std::unique_ptr<curl_slist, void (*)(curl_slist*)> headers{list, curl_slist_free_all};
  curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, on_body);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &receiving);
  curl_easy_setopt(curl.get(), CURLOPT_HEADERFUNCTION, on_header);
  curl_easy_setopt(curl.get(), CURLOPT_HEADERDATA, &receiving);
  curl_easy_setopt(curl.get(), CURLOPT_VERBOSE, 1L);  // to on_event alone, nothing is printed
  curl_easy_setopt(curl.get(), CURLOPT_DEBUGFUNCTION, on_event);
  curl_easy_setopt(curl.get(), CURLOPT_DEBUGDATA, &receiving);
  const CURLcode code = curl_easy_perform(curl.get());
  add_counts(curl.get(), receiving.probe);
  receiving.probe.came = came_of(code, receiving);
  return std::move(receiving.probe);
}

}  // namespace waymark::http
