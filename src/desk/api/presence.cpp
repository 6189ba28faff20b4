#include "desk/api/presence.h"

namespace waymark::desk::api {

namespace {

/// Said a moment ago; also not ahead of a clock that was set back.
bool lasts(TimePoint said, TimePoint now) { return said <= now && now <= said + kPresenceLasts; }

}  // namespace

void Presence::say(const std::string& alias, const std::optional<CaseId>& case_id, bool writing, TimePoint now) {
  const std::lock_guard guard(lock_);
  if (case_id.has_value())
    said_.insert_or_assign(alias, Said{*case_id, writing, now});
  else
    said_.erase(alias);
  std::erase_if(said_, [now](const auto& one) { return !lasts(one.second.at, now); });
}

std::vector<Present> Presence::all(TimePoint now) const {
  const std::lock_guard guard(lock_);
  std::vector<Present> all;
  for (const auto& [who, said] : said_)
    if (lasts(said.at, now)) all.push_back({said.case_id, who, said.writing});
  return all;
}

}  // namespace waymark::desk::api
