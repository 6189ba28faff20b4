// Answer: HTTP responses of the API, and the headers that every answer of the desk carries.
#pragma once

#include <optional>

#include <nlohmann/json.hpp>

#include "base/clock.h"
#include "base/error.h"
#include "http/message.h"

namespace waymark::desk::api {

/// 200 with JSON.
http::Response answer(const nlohmann::json& json);

/// The status and body for a code; `retry_after` is named when it is given.
http::Response refuse(Code code, std::optional<Seconds> retry_after = std::nullopt);

/// 409 with what somebody else has changed meanwhile.
http::Response refuse_changed(const nlohmann::json& changed);
/// 409 with the titles of the cards that a lawyer has to look at before they are sent.
http::Response refuse_due(const nlohmann::json& due);

/// HTTP status that stands for a code.
int status_of(Code code);

/// Adds the headers of every answer: no store, no referrer, no sniffing, no framing, a policy that loads nothing.
void add_headers(http::Response& response);
/// The same for the staff application: scripts, styles and images of this host only.
void add_page_headers(http::Response& response);

}  // namespace waymark::desk::api
