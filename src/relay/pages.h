// Pages: the static intake with the headers that every page of the relay carries (docs/spec/relay.md).
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "http/static_files.h"
#include "roster/roster.h"

namespace waymark::relay {

/// Path of a page → source of its own style for the policy, `'sha256-…'`.
using PageStyles = std::map<std::string, std::string, std::less<>>;

/// The styles that stand inside pages: each page with one <style> element, by its hash. A page with none, or with more
/// than one, has no entry, and then its policy allows files alone.
PageStyles styles_of(const http::StaticFiles& pages);

/// Source of the style that stands in a page with one <style> element, `'sha256-…'`; empty otherwise.
std::string style_source(std::string_view html);

/// The content security policy; forms may go to this relay and to the roster's clerks.
/// @param roster  null before the first is published
/// @param own_style  source of the style inside the page, or nothing
std::string content_policy(const roster::Roster* roster, std::string_view own_style = {});

/// Whether an answer brings a script.
bool is_script(const http::Response& response);

/// Adds the headers of a script to an answer. The policies of a page mean nothing on what is no document, and with 700
/// bytes of them each piece would need another packet (docs/spec/lines.md).
void add_script_headers(http::Response& response);

/// Adds the headers of a page to an answer. Content-Type and Cache-Control are the files' own.
void add_page_headers(http::Response& response, std::string policy);

}  // namespace waymark::relay
