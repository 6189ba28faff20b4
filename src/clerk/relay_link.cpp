#include "clerk/relay_link.h"

#include <algorithm>
#include <chrono>

namespace waymark::clerk {
namespace {

constexpr std::size_t kIdleClientsMax = 4;
constexpr std::size_t kPollAnswerBytes = 8'212;
constexpr std::uint8_t kPlacesAsk = 3;
/// The page that says "stored" waits no longer for what is only said beside it.
constexpr std::chrono::milliseconds kPlacesTime{5'000};

PutAnswer meaning_of(int status, std::string_view word) {
  if (status == 200 && word == "stored") return PutAnswer::kStored;
  if (status == 409 && word == "wrong-day") return PutAnswer::kWrongDay;
  if (status == 507) return PutAnswer::kFull;
  if (status == 503 && word == "expired") return PutAnswer::kExpired;
  if (status == 503 || status == 429) return PutAnswer::kBusy;
  return status >= 500 ? PutAnswer::kUnreachable : PutAnswer::kStrange;
}

}  // namespace

HttpRelayLink::HttpRelayLink(std::string address, http::ClientOptions options)
    : address_(std::move(address)), options_(std::move(options)) {}

std::unique_ptr<http::Client> HttpRelayLink::borrow() {
  const std::lock_guard lock{mutex_};
  if (idle_.empty()) return std::make_unique<http::Client>(options_);
  auto client = std::move(idle_.back());
  idle_.pop_back();
  return client;
}

void HttpRelayLink::give_back(std::unique_ptr<http::Client> client) {
  const std::lock_guard lock{mutex_};
  if (idle_.size() < kIdleClientsMax) idle_.push_back(std::move(client));
}

Result<http::ClientResponse> HttpRelayLink::send_over(http::Client& client, std::string_view method,
                                                      std::string_view path, ByteView body) {
  return client.send({.method = std::string{method},
                      .url = address_ + std::string{path},
                      .headers = {{"Content-Type", "application/octet-stream"}},
                      .body = body});
}

Result<http::ClientResponse> HttpRelayLink::send(std::string_view method, std::string_view path, ByteView body) {
  auto client = borrow();
  auto answer = send_over(*client, method, path, body);
  give_back(std::move(client));
  return answer;
}

Result<std::string> HttpRelayLink::document(std::string_view path) {
  LET(const http::ClientResponse answer, send("GET", path, {}));
  if (answer.status == 404) return fail(Code::kNotFound, "clerk/relay_link");
  if (answer.status != 200) return fail(Code::kUnavailable, "clerk/relay_link", std::to_string(answer.status));
  return to_string(answer.body);
}

Result<std::string> HttpRelayLink::rosters_from(std::uint32_t serial) {
  return document("/v1/roster/chain/" + std::to_string(serial));
}
Result<std::string> HttpRelayLink::day_keys() { return document("/v1/day-keys"); }

Result<std::string> HttpRelayLink::cards_note() { return document("/v1/cards"); }
Result<std::string> HttpRelayLink::cards_piece(std::uint32_t serial, Language language, std::uint32_t number) {
  return document("/v1/cards/" + std::to_string(serial) + "/" + std::string{code_of(language)} + "/" +
                  std::to_string(number));
}

PutResult HttpRelayLink::put(std::uint32_t day, ByteView body) {
  const auto answer = send("POST", "/v1/put/" + std::to_string(day), body);
  if (!answer) return PutAnswer::kUnreachable;
  const auto demand = work::parse_demand(text_of(answer->body));
  if (answer->status == 429 && demand) return PutResult{*demand};
  return meaning_of(answer->status, text_of(answer->body));
}

Places HttpRelayLink::places(std::uint32_t day, const ByteArray<16>& row) {
  const Bytes question = ByteWriter{}.put(row).u8(kPlacesAsk).finish();
  http::ClientOptions short_of_patience = options_;
  short_of_patience.total_timeout = std::min(options_.total_timeout, kPlacesTime);
  http::Client client{std::move(short_of_patience)};
  const auto answer = send_over(client, "POST", "/v1/put/" + std::to_string(day), question);
  if (!answer || answer->status != 200) return Places::kUnknown;
  const std::string_view word = text_of(answer->body);
  if (word == "copied") return Places::kTwo;
  if (word == "stored") return Places::kOne;
  if (word == "single") return Places::kSingle;
  return word == "absent" ? Places::kFetched : Places::kUnknown;
}

Result<Bytes> HttpRelayLink::poll(ByteView request) {
  LET(http::ClientResponse answer, send("POST", "/v1/poll", request));
  if (answer.status != 200) return fail(Code::kUnavailable, "clerk/relay_link", std::to_string(answer.status));
  if (answer.body.size() != kPollAnswerBytes) return fail(Code::kWrongSize, "clerk/relay_link");
  return std::move(answer.body);
}

Result<void> HttpRelayLink::remove(ByteView tokens) {
  LET(const http::ClientResponse answer, send("POST", "/v1/delete", tokens));
  if (answer.status != 200) return fail(Code::kUnavailable, "clerk/relay_link", std::to_string(answer.status));
  return {};
}

}  // namespace waymark::clerk
