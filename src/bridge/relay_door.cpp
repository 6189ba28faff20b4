#include "bridge/relay_door.h"

#include "envelope/poll_letter.h"

namespace waymark::bridge {

HttpRelayDoor::HttpRelayDoor(std::string address, http::ClientOptions options)
    : address_(std::move(address)), client_(std::move(options)) {}

Put HttpRelayDoor::put(std::uint32_t day, ByteView envelope) {
  const auto answer = client_.send({.method = "POST",
                                    .url = address_ + "/v1/put/" + std::to_string(day),
                                    .headers = {{"Content-Type", "application/octet-stream"}},
                                    .body = envelope});
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
