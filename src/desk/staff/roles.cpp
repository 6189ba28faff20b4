#include "desk/staff/roles.h"

#include <algorithm>

namespace waymark::desk {

bool is_role(std::string_view name) { return std::ranges::find(kRoles, name) != kRoles.end(); }

bool has_role(std::span<const std::string> roles, std::string_view name) {
  return std::ranges::find(roles, name) != roles.end();
}

bool has_oversight(std::span<const std::string> roles) {
  return has_role(roles, "coordinator") || has_role(roles, "lead") || has_role(roles, "security");
}

std::vector<Compartment> compartments_of(std::span<const std::string> roles) {
  std::vector<Compartment> held{Compartment::kTeam};
  // A coordinator needs the agenda (load, clocks) and the list key, not the keys of cases that somebody took.
  if (has_role(roles, "coordinator")) held.push_back(Compartment::kCoordinator);
  if (has_role(roles, "coordinator") || has_role(roles, "first_line") || has_role(roles, "lead"))
    held.push_back(Compartment::kFirstLine);
  if (has_role(roles, "lead")) held.push_back(Compartment::kFirstLineLead);
  if (has_role(roles, "lawyer")) held.push_back(Compartment::kClosed);
  return held;
}

}  // namespace waymark::desk
