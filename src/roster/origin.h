// The origin of an address of the roster, for content security policies.
#pragma once

#include <string>
#include <string_view>

namespace waymark::roster {

/// "https://host:port" of an address, if it is one that may stand in a policy; else empty.
std::string origin_of(std::string_view address);

}  // namespace waymark::roster
