// Pages: the static intake with the headers that every page of the relay carries (docs/spec/relay.md).
#pragma once

#include <string>

#include "http/static_files.h"
#include "roster/roster.h"

namespace waymark::relay {

/// The content security policy; forms may go to this relay and to the roster's clerks.
/// @param roster  null before the first is published
std::string content_policy(const roster::Roster* roster);

/// Adds the headers of a page to an answer. Content-Type and Cache-Control are the files' own.
void add_page_headers(http::Response& response, std::string policy);

}  // namespace waymark::relay
