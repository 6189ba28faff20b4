// Vault: seals what a visit carries from page to page, under keys that live only in this process's memory.
//
// A key seals for kBlobLife and opens for as long again; then it is wiped, and everything sealed under it is noise to
// everybody, the clerk included. Safe from any thread.
// @source docs/spec/clerk.md "The blob"
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "clerk/visit.h"
#include "crypto/keys.h"
#include "crypto/verify/instance_id.h"

namespace waymark::clerk {

struct PageKeyTag;
using PageKey = crypto::TypedKey<PageKeyTag>;

class Vault {
 public:
  /// References outlive the vault.
  Vault(const crypto::InstanceId& instance, const Clock& clock, crypto::Random& random);

  /// The hidden field of a page: base64 without padding.
  /// @error kTooLarge as write_visit
  Result<std::string> seal(const Visit& visit);
  /// @error kExpired after kBlobLife; kAuthentication for another key, a changed byte, or a key that is gone;
  ///        kMalformed for what no vault made
  Result<Visit> open(std::string_view field);
  /// Wipes keys whose blobs have ended. Called by seal and open; call it now and then when nobody comes.
  void rotate();

 private:
  struct Aged {
    PageKey key;
    TimePoint born;
  };
  void rotate_locked(TimePoint now);
  [[nodiscard]] Result<SecretBytes> open_bytes(ByteView sealed) const;

  const crypto::InstanceId instance_;
  const Clock& clock_;
  crypto::Random& random_;
  std::mutex mutex_;
  std::optional<Aged> current_;
  std::optional<Aged> previous_;
};

}  // namespace waymark::clerk
