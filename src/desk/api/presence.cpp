#include "desk/api/presence.h"

namespace waymark::desk::api {

void Presence::say(const std::string& alias, const std::optional<CaseId>& case_id, bool writing, TimePoint now) {
  const std::lock_guard guard(lock_);
  if (case_id.has_value())
    said_.insert_or_assign(alias, Said{*case_id, writing, now});
  else
    said_.erase(alias);
  std::erase_if(said_, [now](const auto& one) { return one.second.at + kPresenceLasts < now; });
}

std::vector<Present> Presence::all(TimePoint now) const {
  const std::lock_guard guard(lock_);
  std::vector<Present> all;
  for (const auto& [who, said] : said_)
    if (said.at + kPresenceLasts >= now) all.push_back({said.case_id, who, said.writing});
  return all;
}

}  // namespace waymark::desk::api
