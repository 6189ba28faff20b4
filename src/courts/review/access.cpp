#include "courts/review/access.h"

#include <algorithm>

#include "base/bytes.h"

namespace waymark::courts {
namespace {

constexpr std::string_view kWhere = "courts/review/access";
constexpr std::string_view kScheme = "http://";

bool same(std::string_view a, std::string_view b) { return equal_constant_time(view_of(a), view_of(b)); }

bool is_json(std::string_view content_type) {
  return content_type == "application/json" || content_type.starts_with("application/json;");
}

}  // namespace

ReviewAccess::ReviewAccess(std::function<std::string()> new_key, std::function<void(std::string_view)> on_key)
    : new_key_(std::move(new_key)), on_key_(std::move(on_key)), key_(new_key_()) {}

void ReviewAccess::set_port(std::uint16_t port) {
  const std::string colon = ":" + std::to_string(port);
  const std::lock_guard lock(mutex_);
  hosts_ = {"127.0.0.1" + colon, "localhost" + colon};
  on_key_(key_);
}

bool ReviewAccess::is_ours(std::string_view host) const {
  const std::lock_guard lock(mutex_);
  return std::ranges::find(hosts_, host) != hosts_.end();
}

std::optional<Code> ReviewAccess::refusal(const http::Request& request) const {
  const std::string_view host = request.header("host");
  if (!is_ours(host)) return Code::kDenied;
  const std::string_view origin = request.header("origin");
  const bool foreign = !origin.starts_with(kScheme) || origin.substr(kScheme.size()) != host;
  if (!origin.empty() && foreign) return Code::kDenied;
  if (request.method != "POST") return std::nullopt;
  if (origin.empty()) return Code::kDenied;
  if (!is_json(request.header("content-type"))) return Code::kMalformed;
  return std::nullopt;
}

Result<std::string> ReviewAccess::enter(std::string_view key) {
  const std::lock_guard lock(mutex_);
  if (key.empty() || !same(key, key_)) return fail(Code::kDenied, kWhere);
  if (sessions_.size() >= kSessionsMax) return fail(Code::kFull, kWhere);
  sessions_.push_back(new_key_());
  key_ = new_key_();
  on_key_(key_);
  return sessions_.back();
}

Result<std::size_t> ReviewAccess::screen_of(const http::Request& request) const {
  const std::string_view wanted = request.header("waymark-session");
  const std::lock_guard lock(mutex_);
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < sessions_.size(); ++i)
    if (same(wanted, sessions_[i])) found = i;
  if (!found) return fail(Code::kExpired, kWhere);
  return *found;
}

}  // namespace waymark::courts
