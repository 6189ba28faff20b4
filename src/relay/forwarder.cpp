#include "relay/forwarder.h"

#include <algorithm>

#include "roster/freshness.h"

namespace waymark::relay {
namespace {

/// Copies between two commits of what was said about them: half a megabyte in memory.
constexpr std::size_t kAtOnce = 64;
constexpr std::size_t kAnswerMax = 4'096;

/// So early no copy is taken in any more.
std::uint32_t oldest_day(TimePoint now) {
  const std::uint32_t today = unix_day(now);
  return today < kCopyDays ? 0 : today - kCopyDays;
}

}  // namespace

Forwarder::Forwarder(SecondSetting second, const Services& services, const ReceiptKey& own,
                     const crypto::InstanceId& instance, const Log& log, const ForwarderPace& pace)
    : second_(std::move(second)),
      services_(services),
      own_(own),
      instance_(instance),
      log_(log),
      pace_(pace),
      client_({.connect_timeout = pace.patience,
               .total_timeout = pace.patience,
               .response_bytes_max = kAnswerMax,
               .proxy = second_.proxy,
               .ca_file = second_.ca_file.string(),
               .cancelled = [this] { return stopping_.load(); }}),
      thread_([this] { loop(); }) {}

Forwarder::~Forwarder() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void Forwarder::loop() {
  using SteadyClock = std::chrono::steady_clock;
  auto next_look = SteadyClock::now();
  auto wait = pace_.beat;
  std::unique_lock lock{mutex_};
  while (!wake_.wait_for(lock, wait, [this] { return stopping_.load(); })) {
    lock.unlock();
    if (SteadyClock::now() >= next_look) {
      look();
      next_look = SteadyClock::now() + pace_.look_every;
    }
    wait = round() ? pace_.beat : std::min(wait * 2, pace_.longest_wait);
    lock.lock();
  }
}

// The log and the state say what these looks find, and what a person must mend. That a copy failed or went is said
// nowhere: it would be a list of the times at which people wrote.
void Forwarder::look() {
  if (!in_roster()) return enter(SecondState::kNotInRoster);
  const auto answer = client_.send({.method = "GET", .url = second_.url + "/v1/health"});
  const bool there = answer && answer->status == 200;
  if (!there || services_.second.state != SecondState::kOtherKey)
    enter(there ? SecondState::kWell : SecondState::kUnreachable);
}

void Forwarder::enter(SecondState state) {
  if (services_.second.state.exchange(state) == state) return;
  switch (state) {
    case SecondState::kWell: return log_.event("second-well");
    case SecondState::kUnreachable: return log_.event("second-unreachable");
    case SecondState::kNotInRoster: return log_.event("second-not-in-roster");
    case SecondState::kOtherKey: return log_.event("second-has-another-key");
    case SecondState::kNone: return;
  }
}

bool Forwarder::in_roster() const {
  const PublishedPtr published = services_.documents.current();
  if (!published->roster) return false;
  return std::ranges::any_of(published->roster->roster.relays, [this](std::string_view address) {
    while (address.ends_with('/')) address.remove_suffix(1);
    return address == second_.url;
  });
}

bool Forwarder::round() {
  if (!in_roster()) return false;
  const bool copied = copy_all();
  return erase_all() && copied;
}

bool Forwarder::copy_all() {
  std::int64_t after = 0;
  bool all = true;
  while (!stopping_) {
    auto due = services_.store.due_copies(oldest_day(services_.clock.now()), after, kAtOnce);
    if (!due) services_.watch.failed(due.error());
    if (!due) return false;
    if (due->empty()) return all;
    after = due->back().number;
    std::ranges::sort(*due, {}, &DueCopy::id);
    std::vector<KeptReceipt> kept;
    bool stop = false;
    for (const DueCopy& copy_due : *due) {
      const Outcome outcome = stopping_ ? Outcome::kStop : copy(copy_due, kept);
      all = all && outcome == Outcome::kDone;
      stop = outcome == Outcome::kStop;
      if (stop) break;
    }
    // Also what went before it failed: each word that is not kept is a copy that goes twice.
    if (!kept.empty() && !services_.store.keep_receipts(kept)) return false;
    if (stop) return false;
  }
  return false;
}

Forwarder::Outcome Forwarder::copy(const DueCopy& due, std::vector<KeptReceipt>& kept) {
  ByteWriter body{kCopyBytes};
  body.put(instance_.bytes).put(own_.sign(due.id)).put(due.blob);
  const auto answer = post("/v1/copy/" + std::to_string(due.day), body.view());
  if (!answer) return Outcome::kStop;
  if (answer->status == 200) {
    const auto receipt = ByteReader{answer->body}.array<kReceiptBytes>();
    const bool fits =
        receipt && answer->body.size() == kReceiptBytes && receipt_fits(second_.key, instance_, due.id, *receipt);
    if (!fits) enter(SecondState::kOtherKey);
    if (!fits) return Outcome::kStop;
    if (services_.second.state == SecondState::kOtherKey) enter(SecondState::kWell);
    kept.push_back({.id = due.id, .receipt = *receipt});
    return Outcome::kDone;
  }
  if (text_of(answer->body).starts_with("wrong-instance")) enter(SecondState::kOtherKey);
  // Of another day there may be room, and another day may be accepted.
  return answer->status == 507 || answer->status == 409 ? Outcome::kLater : Outcome::kStop;
}

bool Forwarder::erase_all() {
  while (!stopping_) {
    const auto due = services_.store.due_erasures(unix_day(services_.clock.now()), kDeletes);
    if (!due) return false;
    if (due->empty()) return true;
    ByteWriter entries;
    std::vector<RowId> ids;
    for (const DueErasure& erasure : *due) {
      entries.put(erasure.id).put(erasure.token);
      ids.push_back(erasure.id);
    }
    const std::size_t filled = entries.size();
    Bytes body = entries.pad_to(kDeleteBytes).finish();
    services_.fill_random(std::span{body}.subspan(filled));
    const auto answer = post("/v1/delete", body);
    if (!answer || answer->status != 200 || text_of(answer->body) != "deleted") return false;
    if (!services_.store.forget_erasures(ids)) return false;
  }
  return false;
}

Result<http::ClientResponse> Forwarder::post(const std::string& path, ByteView body) {
  return client_.send({.method = "POST",
                       .url = second_.url + path,
                       .headers = {{"Content-Type", "application/octet-stream"}},
                       .body = body});
}

}  // namespace waymark::relay
