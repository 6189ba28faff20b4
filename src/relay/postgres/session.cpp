#include "relay/postgres/session.h"

#include "relay/postgres/schema.h"

namespace waymark::relay {
namespace {

constexpr std::chrono::milliseconds kTryEvery{500};

}  // namespace

Result<store::PgConnection*> PgSession::ready() {
  is_new_ = false;
  if (connection_ && !connection_->is_lost()) return connection_.get();
  connection_.reset();
  const auto now = std::chrono::steady_clock::now();
  if (now - tried_ < kTryEvery) return fail(Code::kStorage, "relay/postgres", "no connection");
  tried_ = now;
  auto opened = store::PgConnection::open(place_.address);
  if (!opened) return fail(Code::kStorage, "relay/postgres", "no connection");
  TRY(check_again(**opened, place_.instance));
  connection_ = std::move(*opened);
  tried_ = {};  // a good one may be lost at once and tried again at once
  is_new_ = true;
  return connection_.get();
}

PgSessions::PgSessions(const PostgresPlace& place, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    all_.push_back(std::make_unique<PgSession>(place));
    idle_.push_back(all_.back().get());
  }
}

PgSession* PgSessions::take() {
  std::unique_lock lock{mutex_};
  free_one_.wait(lock, [this] { return !idle_.empty(); });
  PgSession* const session = idle_.back();
  idle_.pop_back();
  return session;
}

void PgSessions::give_back(PgSession* session) {
  {
    const std::lock_guard lock{mutex_};
    idle_.push_back(session);
  }
  free_one_.notify_one();
}

}  // namespace waymark::relay
