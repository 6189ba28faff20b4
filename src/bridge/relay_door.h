// RelayDoor: the relay's public listener as the bridge uses it. An interface, so that tests have a twin in memory.
// @source docs/spec/relay.md "Public listener"
#pragma once

#include <optional>
#include <string>

#include "base/bytes.h"
#include "base/wiping.h"
#include "crypto/random.h"
#include "crypto/verify/instance_id.h"
#include "http/client.h"

namespace waymark::bridge {

/// What the relay said to a put: stored, not this day, not now, or what no relay of ours says.
enum class Put { kStored, kWrongDay, kLater, kStrange };

class RelayDoor {
 public:
  virtual ~RelayDoor() = default;
  virtual Put put(std::uint32_t day, ByteView envelope) = 0;
  /// @param poll envelope::kPollBytes
  /// @return envelope::kPollAnswerBytes; nothing if the relay does not answer, or not as a relay of ours
  virtual std::optional<WipingBytes> poll(ByteView poll) = 0;
};

class HttpRelayDoor final : public RelayDoor {
 public:
  /// @param address such as "http://127.0.0.1:8080", without a path
  /// @param instance  whose relay it is: without it no work is done, and a letter waits until none is asked
  HttpRelayDoor(std::string address, http::ClientOptions options, std::optional<crypto::InstanceId> instance = {});
  Put put(std::uint32_t day, ByteView envelope) override;
  std::optional<WipingBytes> poll(ByteView poll) override;

 private:
  Result<http::ClientResponse> send_put(std::uint32_t day, ByteView body);

  const std::string address_;
  const std::optional<crypto::InstanceId> instance_;
  const std::function<bool()> cancelled_;
  crypto::SystemRandom random_;
  http::Client client_;
};

}  // namespace waymark::bridge
