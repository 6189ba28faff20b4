// PublicApi: what anybody may ask: pages, documents, put, poll, delete, health; and what
// other relays hand on.
// @source docs/spec/relay.md "Public listener"
#pragma once

#include <mutex>
#include <optional>

#include "http/routes.h"
#include "http/static_files.h"
#include "relay/pages.h"
#include "relay/services.h"

namespace waymark::relay {

/// Health is asked by anybody; the store is tried at most this often for it.
inline constexpr Seconds kHealthEvery{2};

class PublicApi {
 public:
  /// @param known_relays  keys of those whose copies are taken in also while work is asked
  PublicApi(const Services& services, http::StaticFiles pages, std::vector<crypto::RelayVerifyKey> known_relays)
      : services_(services),
        pages_(std::move(pages)),
        styles_(styles_of(pages_)),
        known_relays_(std::move(known_relays)) {}
  void add_routes(http::Routes& routes);

 private:
  void put(const http::Request& request, http::Responder respond);
  void store_half(std::uint32_t day, ByteView body, const std::optional<work::Pass>& pass, http::Responder respond);
  [[nodiscard]] bool is_known(const RowId& id, const crypto::Signature& word) const;
  void copy(const http::Request& request, http::Responder respond);
  void find_half_of(ByteView body, http::Responder respond);
  /// What became of a put or a half, as its answer.
  Store::Done<HalfOutcome> answer_by(const Admission& admission, http::Responder respond);
  http::Response refusal(const Admission& admission, const Error& error);
  void poll(const http::Request& request, http::Responder respond);
  void remove(const http::Request& request, http::Responder respond);
  void health(http::Responder respond);
  void page(const http::Request& request, http::Responder respond);

  const Services services_;
  const http::StaticFiles pages_;
  const PageStyles styles_;
  const std::vector<crypto::RelayVerifyKey> known_relays_;
  struct Health {
    TimePoint asked{};
    bool writable = true;
  };
  std::mutex health_mutex_;
  Health health_;
};

}  // namespace waymark::relay
