// The findings about the part of a pack that the desk alone reads; private to this folder.
#pragma once

#include "pack/check.h"

namespace waymark::pack {

/// Triage, silence, groups of outcomes: references and texts that are not there.
std::vector<Finding> check_desk_part(const Pack& pack);

}  // namespace waymark::pack
