// The bytes before a response's body: status line, headers, length.
#pragma once

#include <string>

#include "http/message.h"

namespace waymark::http {

enum class AfterAnswer { kKeepAlive, kClose };

/// CHECKs that no header could end its line: header values are ours, never a stranger's text.
std::string write_head(const Response& response, AfterAnswer after);

}  // namespace waymark::http
