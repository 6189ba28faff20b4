// PgSession: a connection that comes back. One for the writer, a few for everything else (PgSessions).
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "crypto/verify/instance_id.h"
#include "store/postgres.h"

namespace waymark::relay {

/// What every connection of a relay must find. Shared by all of them; never changed.
struct PostgresPlace {
  store::PgAddress address;
  crypto::InstanceId instance;
  bool standby = true;  ///< nothing is stored on a server that waits for no standby
};

class PgSession {
 public:
  explicit PgSession(const PostgresPlace& place) : place_(place) {}
  PgSession(const PostgresPlace& place, std::unique_ptr<store::PgConnection> first)
      : place_(place), connection_(std::move(first)) {}

  /// The connection; opened anew when it was lost, at most twice a second. Borrowed until the next call.
  /// @error those of PgConnection::open; kWrongInstance, kUnsupported: another database answers there now
  Result<store::PgConnection*> ready();
  /// Whether the last ready() opened it.
  [[nodiscard]] bool is_new() const { return is_new_; }
  /// Forgets it: what it said cannot be relied on.
  void drop() { connection_.reset(); }

 private:
  const PostgresPlace& place_;
  std::unique_ptr<store::PgConnection> connection_;
  std::chrono::steady_clock::time_point tried_{};
  bool is_new_ = true;
};

/// A few sessions that all threads share. What reads and what is done once in a while runs here.
class PgSessions {
 public:
  PgSessions(const PostgresPlace& place, std::size_t count);
  /// Runs `work` with a connection to itself; once more with a new one when that was lost. So it may run twice.
  template <class Work>
  auto with(Work work) -> std::invoke_result_t<Work, store::PgConnection&> {
    const Lease lease{*this};
    for (int again = 0;; ++again) {
      LET(store::PgConnection* const db, lease.session->ready());
      auto outcome = work(*db);
      if (outcome.has_value() || outcome.error().code != Code::kUnavailable || again == kTries) return outcome;
    }
  }

 private:
  static constexpr int kTries = 2;
  struct Lease {
    explicit Lease(PgSessions& from) : owner(from), session(from.take()) {}
    ~Lease() { owner.give_back(session); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    PgSessions& owner;
    PgSession* session;
  };
  PgSession* take();
  void give_back(PgSession* session);

  std::vector<std::unique_ptr<PgSession>> all_;
  std::mutex mutex_;
  std::condition_variable free_one_;
  std::vector<PgSession*> idle_;
};

}  // namespace waymark::relay
