// Roles of staff and which compartments each of them holds.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "desk/keyring/compartment.h"

namespace waymark::desk {

inline constexpr std::array<std::string_view, 8> kRoles{"first_line",  "lead",    "lawyer",      "psychologist",
                                                        "card_editor", "analyst", "coordinator", "security"};

[[nodiscard]] bool is_role(std::string_view name);
[[nodiscard]] bool has_role(std::span<const std::string> roles, std::string_view name);

/// Who may see what everybody does: the whole log, who is signed in, how many cases each has.
[[nodiscard]] bool has_oversight(std::span<const std::string> roles);

/// The compartments that these roles hold, without doubles; everybody is in `team`.
std::vector<Compartment> compartments_of(std::span<const std::string> roles);

}  // namespace waymark::desk
