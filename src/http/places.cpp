#include "http/places.h"

namespace waymark::http {

void Places::set(Id id, Standing standing, SteadyTime late) {
  Entry& entry = all_[id];
  unlist(entry);
  entry.rank = {standing, late, id};
  list(entry);
}

void Places::hold(Id id, std::size_t bytes) {
  const auto found = all_.find(id);
  if (found == all_.end()) return;
  unlist(found->second);
  held_ = held_ - found->second.bytes + bytes;
  found->second.bytes = bytes;
  list(found->second);
}

void Places::remove(Id id) {
  const auto found = all_.find(id);
  if (found == all_.end()) return;
  unlist(found->second);
  held_ -= found->second.bytes;
  all_.erase(found);
}

std::optional<Places::Id> Places::worst() const {
  return order_.empty() ? std::nullopt : std::optional{std::get<2>(*order_.begin())};
}

std::optional<Places::Id> Places::worst_holder(Id except) const {
  for (const Rank& rank : holders_) {
    if (std::get<2>(rank) != except) return std::get<2>(rank);
  }
  return std::nullopt;
}

void Places::unlist(const Entry& entry) {
  order_.erase(entry.rank);
  holders_.erase(entry.rank);
}

void Places::list(const Entry& entry) {
  if (std::get<0>(entry.rank) == Standing::kFixed) return;
  order_.insert(entry.rank);
  if (entry.bytes > 0) holders_.insert(entry.rank);
}

}  // namespace waymark::http
