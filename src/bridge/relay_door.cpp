#include "bridge/relay_door.h"

#include <algorithm>
#include <chrono>

#include "bridge/limits.h"
#include "envelope/poll_letter.h"
#include "work/demand.h"
#include "work/pass.h"

namespace waymark::bridge {
namespace {

work::RowId row_of(std::uint32_t day, ByteView envelope) {
  const crypto::Sha256 hash = crypto::sha256({ByteWriter(4).u32(day).view(), envelope});
  work::RowId row;
  std::copy_n(hash.begin(), row.size(), row.begin());
  return row;
}

/// What the relay asks for, when it asks for no more than an honest one does.
std::optional<work::Demand> demand_in(const Result<http::ClientResponse>& answer) {
  if (!answer || answer->status != 429) return std::nullopt;
  const auto demand = work::parse_demand(text_of(answer->body));
  return demand && demand->level <= work::kMostLevel ? std::optional{*demand} : std::nullopt;
}

}  // namespace

HttpRelayDoor::HttpRelayDoor(std::string address, http::ClientOptions options,
                             std::optional<crypto::InstanceId> instance)
    : address_(std::move(address)), instance_(instance), cancelled_(options.cancelled), client_(std::move(options)) {}

Result<http::ClientResponse> HttpRelayDoor::send_put(std::uint32_t day, ByteView body) {
  return client_.send({.method = "POST",
                       .url = address_ + "/v1/put/" + std::to_string(day),
                       .headers = {{"Content-Type", "application/octet-stream"}},
                       .body = body});
}

// A letter that this does not bring in stays in its mailbox and is tried again in the next round.
Put HttpRelayDoor::put(std::uint32_t day, ByteView envelope) {
  auto answer = send_put(day, envelope);
  const auto until = std::chrono::steady_clock::now() + kWorkTime;
  const auto go_on = [&] { return std::chrono::steady_clock::now() < until && !(cancelled_ && cancelled_()); };
  for (int tries = 0; instance_ && tries < kWorkTries; ++tries) {
    const auto demand = demand_in(answer);
    if (!demand) break;
    const work::Task task{.instance = *instance_, .row = row_of(day, envelope), .challenge = demand->challenge};
    const auto nonce = work::solve(task, demand->level, random_, go_on);
    if (!nonce) return Put::kLater;
    const Bytes pass = work::write_pass(work::DoneWork{.epoch = demand->epoch, .nonce = *nonce});
    answer = send_put(day, ByteWriter(envelope.size() + pass.size()).put(envelope).put(pass).view());
  }
  if (!answer || answer->status >= 500 || answer->status == 429) return Put::kLater;
  const std::string_view word = text_of(answer->body);
  if (answer->status == 200 && word == "stored") return Put::kStored;
  return answer->status == 409 && word == "wrong-day" ? Put::kWrongDay : Put::kStrange;
}

std::optional<WipingBytes> HttpRelayDoor::poll(ByteView poll) {
  auto answer = client_.send({.method = "POST",
                              .url = address_ + "/v1/poll",
                              .headers = {{"Content-Type", "application/octet-stream"}},
                              .body = poll});
  if (!answer || answer->status != 200 || answer->body.size() != envelope::kPollAnswerBytes) return std::nullopt;
  return to_wiping(answer->body);
}

}  // namespace waymark::bridge
