// Why a server does not listen, in words that end a sentence for an operator and say what to do.
#pragma once

#include <string_view>

#include "base/error.h"

namespace waymark::http {

/// @param error  as Server::start() gave it
std::string_view why_not(const Error& error);

}  // namespace waymark::http
