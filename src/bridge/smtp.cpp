#include "bridge/smtp.h"

#include <algorithm>
#include <cstring>
#include <memory>

#include "base/check.h"
#include "bridge/curl_call.h"

namespace waymark::bridge {
namespace {

struct Source {
  std::string_view rest;
  bool all_given = false;  ///< libcurl knows that there is no more: the final dot is on its way
};

std::size_t on_read(char* out, std::size_t size, std::size_t count, void* user) {
  auto& source = *static_cast<Source*>(user);
  const std::size_t bytes = std::min(size * count, source.rest.size());
  std::memcpy(out, source.rest.data(), bytes);
  source.rest.remove_prefix(bytes);
  if (source.rest.empty()) source.all_given = true;
  return bytes;
}

std::size_t discard(const char* /*data*/, std::size_t size, std::size_t count, void* /*user*/) { return size * count; }

using Handle = std::unique_ptr<CURL, decltype([](CURL* curl) { curl_easy_cleanup(curl); })>;
using List = std::unique_ptr<curl_slist, decltype([](curl_slist* list) { curl_slist_free_all(list); })>;

/// A call to the mail server, ready but for what is asked.
Handle call_to(const SmtpOptions& options) {
  Handle curl{curl_easy_init()};
  CHECK(curl != nullptr);
  // libcurl greets with what stands behind the slash; without it, with the name of this machine.
  const std::string address = options.server + "/" + options.from.substr(options.from.find('@') + 1);
  prepare_call(curl.get(), {.address = address,
                            .protocols = "smtp,smtps",
                            .user = options.user,
                            .password = options.password,
                            .timeout = options.timeout,
                            .stop = options.stop});
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, discard);
  return curl;
}

/// The last reply code that the server gave decides; without one, whether it had everything.
Sent said(CURLcode code, long reply, bool all_given) {
  constexpr long kLater = 400;
  constexpr long kNever = 500;
  if (code == CURLE_OK) return Sent::kTaken;
  // A password that is refused is the operator's to mend, and says nothing about this letter.
  if (code == CURLE_LOGIN_DENIED) return Sent::kLater;
  if (reply >= kNever && reply < kNever + 100) return Sent::kRefused;
  if (reply >= kLater && reply < kNever) return Sent::kLater;
  return all_given ? Sent::kUnsure : Sent::kLater;
}

}  // namespace

SmtpPostman::SmtpPostman(SmtpOptions options) : options_(std::move(options)) { start_curl(); }

Result<void> SmtpPostman::check() const {
  const Handle curl = call_to(options_);
  curl_easy_setopt(curl.get(), CURLOPT_CUSTOMREQUEST, "NOOP");
  const CURLcode code = curl_easy_perform(curl.get());
  if (code != CURLE_OK) return fail(code_of(code), "bridge/smtp", "curl " + std::to_string(static_cast<int>(code)));
  return {};
}

Sent SmtpPostman::send(const std::string& to, std::string_view letter) {
  const Handle curl = call_to(options_);
  Source source{letter};
  const List recipients{curl_slist_append(nullptr, ("<" + to + ">").c_str())};
  curl_easy_setopt(curl.get(), CURLOPT_MAIL_FROM, ("<" + options_.from + ">").c_str());
  curl_easy_setopt(curl.get(), CURLOPT_MAIL_RCPT, recipients.get());
  curl_easy_setopt(curl.get(), CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_READFUNCTION, on_read);
  curl_easy_setopt(curl.get(), CURLOPT_READDATA, &source);
  const CURLcode code = curl_easy_perform(curl.get());
  long reply = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &reply);
  return said(code, reply, source.all_given);
}

}  // namespace waymark::bridge
