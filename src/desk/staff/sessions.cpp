#include "desk/staff/sessions.h"

#include <algorithm>

#include "base/encoding.h"

namespace waymark::desk {
namespace {

crypto::Sha256 key_of(std::string_view token) {
  return crypto::sha256({view_of("waymark/v1/session"), view_of(token)});
}

std::string url_text(ByteView bytes) {
  std::string text = to_base64(bytes, Padding::kNone);
  std::ranges::replace(text, '+', '-');
  std::ranges::replace(text, '/', '_');
  return text;
}

}  // namespace

bool Sessions::is_over(Session& session, TimePoint now) {
  session.last_active = std::min(session.last_active, now);
  session.lease_until = std::min(session.lease_until, now + kLease);
  return now >= session.lease_until || now >= session.last_active + kIdleLock;
}

std::string Sessions::add(Session session, crypto::Random& random) {
  const auto oldest = [this, &session] {
    auto best = by_token_.end();
    std::size_t count = 0;
    for (auto it = by_token_.begin(); it != by_token_.end(); ++it) {
      if (it->second->alias != session.alias) continue;
      ++count;
      if (best == by_token_.end() || it->second->lease_until < best->second->lease_until) best = it;
    }
    return count >= kSessionsPerPersonMax ? best : by_token_.end();
  };
  if (const auto it = oldest(); it != by_token_.end()) by_token_.erase(it);
  const auto bytes = random.secret<kTokenBytes>();
  std::string token = url_text(bytes.view());
  by_token_.emplace(key_of(token), std::make_unique<Session>(std::move(session)));
  return token;
}

Result<Session*> Sessions::peek(std::string_view token, TimePoint now) {
  const auto it = by_token_.find(key_of(token));
  if (it == by_token_.end()) return fail(Code::kExpired, "desk/sessions");
  if (is_over(*it->second, now)) {
    by_token_.erase(it);
    return fail(Code::kExpired, "desk/sessions");
  }
  return it->second.get();
}

Result<Session*> Sessions::find(std::string_view token, TimePoint now) {
  LET(Session * session, peek(token, now));
  session->last_active = now;
  return session;
}

std::optional<std::string> Sessions::end(std::string_view token) {
  const auto it = by_token_.find(key_of(token));
  if (it == by_token_.end()) return std::nullopt;
  std::string alias = it->second->alias;
  by_token_.erase(it);
  return alias;
}

void Sessions::end_all_of(std::string_view alias) {
  std::erase_if(by_token_, [alias](const auto& entry) { return entry.second->alias == alias; });
}

void Sessions::sweep(TimePoint now) {
  std::erase_if(by_token_, [now](const auto& entry) { return is_over(*entry.second, now); });
}

Session* Sessions::any_with(Compartment name) {
  for (auto& [token, session] : by_token_)
    if (session->keys.holds(name)) return session.get();
  return nullptr;
}

void Sessions::forget_case(const CaseId& id) {
  for (auto& [token, session] : by_token_) {
    session->case_keys.erase(id);
    session->unread_words.erase(id);
  }
}

bool Sessions::has(std::string_view alias) const {
  return std::ranges::any_of(by_token_, [alias](const auto& entry) { return entry.second->alias == alias; });
}

}  // namespace waymark::desk
