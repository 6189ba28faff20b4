// Relay: the whole server put together: store, documents, two listeners, and the chores of a day.
//
// start() refuses with one sentence for the operator and an exit code (relay/refusal.h).
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "relay/config.h"
#include "relay/desk_api.h"
#include "relay/forwarder.h"
#include "relay/operator_api.h"
#include "relay/public_api.h"
#include "relay/refusal.h"

namespace waymark::relay {

/// The world of a relay. References outlive it.
struct World {
  const Clock& clock;
  const Log& log;
  FillRandom fill_random;
  /// Pages the database may have; 0 = no limit. For tests of a full disk.
  std::int64_t database_pages_max = 0;
  std::optional<ForwarderPace> second_pace = {};  ///< for tests; else that of the configuration
};

class Relay {
 public:
  /// Opens everything and serves.
  static OrRefusal<std::unique_ptr<Relay>> start(const Config& config, const World& world);
  /// Opens and checks everything, binds nothing. @return what is worth a warning, or nothing
  static OrRefusal<void> check(const Config& config, const World& world);
  /// The key under which this relay gives its word, for the configuration of another one and for the desk.
  static OrRefusal<crypto::VerifyKeyBytes> own_key(const Config& config, const World& world);
  /// The same of one that runs.
  [[nodiscard]] const ReceiptKey& own_key() const { return own_key_; }
  /// Lets open requests finish, then stops.
  ~Relay();
  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;

  [[nodiscard]] std::uint16_t public_port() const { return public_server_->port(); }
  [[nodiscard]] std::uint16_t desk_port() const { return desk_server_->port(); }
  /// 0 when the configuration names none.
  [[nodiscard]] std::uint16_t operator_port() const { return operator_server_ ? operator_server_->port() : 0; }
  /// What all listeners together hold at this moment: connections, and the bytes of them and of requests that wait.
  struct Held {
    std::size_t connections = 0;
    std::size_t bytes = 0;
  };
  [[nodiscard]] Held held() const;
  /// Which calls of the desk are meant for it; another one after every start.
  [[nodiscard]] const RelayIdentity& identity() const { return desk_api_.identity(); }
  /// What strangers and the desk may ask for.
  [[nodiscard]] const http::Routes& public_routes() const { return public_routes_; }
  [[nodiscard]] const http::Routes& desk_routes() const { return desk_routes_; }
  /// Deletes replies past their last day, once the desk has called; the relay does it itself every ten minutes.
  Result<void> do_chores();
  /// Serves what was published through another relay on the same store; the relay does it itself every three seconds.
  Result<void> look_for_documents();

 private:
  struct Kept {
    std::unique_ptr<Store> store;
    PublishedPtr published;
    crypto::SigningSeed seed;
  };
  Relay(const Config& config, const World& world, Kept kept, http::StaticFiles pages);
  static OrRefusal<Kept> open_kept(const Config& config, const World& world);
  OrRefusal<void> listen(const Config& config);
  void chores_loop();

  const World world_;
  StoreWatch watch_;
  Documents documents_;
  std::unique_ptr<Store> store_;
  const ReceiptKey own_key_;
  SecondWatch second_;
  Gate gate_;
  const Services services_;
  PublicApi public_api_;
  OperatorApi operator_api_;
  DeskApi desk_api_;
  http::Routes public_routes_;
  http::Routes desk_routes_;
  http::Routes operator_routes_;
  std::unique_ptr<http::Server> public_server_;
  std::unique_ptr<http::Server> desk_server_;
  std::unique_ptr<http::Server> operator_server_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread chores_;
  std::unique_ptr<Forwarder> forwarder_;
};

}  // namespace waymark::relay
