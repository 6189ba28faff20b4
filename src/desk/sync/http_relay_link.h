// HttpRelayLink: the relay over HTTP, each call signed by the transport key.
#pragma once

#include <string>

#include "base/clock.h"
#include "crypto/sign.h"
#include "desk/sync/relay_link.h"
#include "http/client.h"

namespace waymark::desk {

/// For whom calls are signed: nobody else can use them. @source docs/spec/relay.md "Desk listener"
struct RelayTarget {
  crypto::InstanceId instance;
  std::string name = "relay";  ///< as in the relay's configuration
};

class HttpRelayLink final : public RelayLink {
 public:
  /// @param base_url of the relay's desk listener, such as "http://127.0.0.1:8081", without a slash at the end
  HttpRelayLink(http::Client& client, std::string base_url, RelayTarget target, const crypto::TransportSigningKey& key,
                const Clock& clock, crypto::Random& random);

  Result<std::vector<PulledEnvelope>> pull(std::uint16_t limit) override;
  Result<unsigned> acknowledge(std::span<const RowId> rows) override;
  Result<std::vector<PushAnswer>> push(std::span<const OutboundReply> replies) override;
  Result<std::optional<RelayWords>> words(std::span<const RowId> rows) override;
  Result<void> publish(PublishKind kind, std::string_view text) override;
  Result<RelayStatus> status() override;
  Result<HeldFigures> held_figures() override;
  Result<std::optional<std::uint16_t>> push_figures(const FiguresParcel& parcel,
                                                    std::optional<std::uint16_t> piece) override;
  Result<HeldTokens> held_tokens() override;
  Result<std::uint16_t> push_tokens(std::uint32_t pool, ByteView hashes) override;
  [[nodiscard]] std::optional<std::int64_t> relay_time() const override { return relay_time_; }

 private:
  /// Signs and sends; once more when the relay has been started anew since.
  Result<http::ClientResponse> exchange(std::string_view path, ByteView body);
  /// The same, and checks the status code.
  Result<Bytes> call(std::string_view path, ByteView body);
  [[nodiscard]] std::string authorisation(std::string_view path, ByteView body);

  http::Client& client_;
  std::string base_url_;
  const RelayTarget target_;
  ByteArray<16> run_{};  ///< of the relay, as it told us last
  const crypto::TransportSigningKey& key_;
  const Clock& clock_;
  crypto::Random& random_;
  std::optional<std::int64_t> relay_time_;
};

}  // namespace waymark::desk
