// DeskApi: what the desk may ask, every call signed by the transport key: pull, receipts, ack, push, publish, figures,
// tokens, status.
// @source docs/spec/relay.md "Desk listener"
#pragma once

#include <functional>
#include <mutex>

#include "http/routes.h"
#include "relay/desk_auth.h"
#include "relay/figures_upload.h"
#include "relay/proven_day.h"
#include "relay/services.h"

namespace waymark::relay {

class DeskApi {
 public:
  DeskApi(const Services& services, const crypto::TransportVerifyKey& key, const RelayIdentity& identity,
          const Log& log)
      : services_(services),
        auth_(key, identity, services.clock),
        proven_day_(services.clock),
        instance_(identity.instance),
        log_(log) {}
  void add_routes(http::Routes& routes);
  /// Takes over documents that came through another relay on the same store.
  /// @error kConflict: they do not go on from ours; then none are served, and nothing is accepted any more
  Result<void> look_for_documents();
  [[nodiscard]] const RelayIdentity& identity() const { return auth_.identity(); }
  /// The day as far as the desk has agreed; nullopt before its first call. @thread any
  [[nodiscard]] std::optional<std::uint32_t> proven_day() const { return proven_day_.today(); }

 private:
  using Call = std::function<http::Response(ByteView body)>;
  void on(http::Routes& routes, std::string_view path, std::size_t body_bytes_max, Call call);
  [[nodiscard]] http::Response refusal(Code code) const;
  http::Response pull(ByteView body);
  http::Response ack(ByteView body);
  http::Response receipts(ByteView body);
  http::Response push(ByteView body);
  http::Response publish(ByteView body);
  http::Response figures(ByteView body);
  http::Response keep(DocumentKind kind, std::string_view document);
  Result<void> take_over_documents();
  http::Response tokens(ByteView body);
  http::Response status();
  Result<Bytes> write_status();

  const Services services_;
  DeskAuth auth_;
  ProvenDay proven_day_;
  const crypto::InstanceId instance_;
  const Log& log_;
  FiguresUpload figures_;
  std::mutex publish_mutex_;  ///< from reading the current set to replacing it
};

}  // namespace waymark::relay
