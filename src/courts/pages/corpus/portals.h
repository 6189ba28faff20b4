// Pages of the courts' portals, drawn for the corpus test from small descriptions (tests/data/courts/corpus).
//
// Each function draws a page as its portal does: the same elements, classes and order of parts, with everything that
// stands around the answer (menus, copies for telephones and printers, buttons). All texts are invented.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace waymark::courts::corpus {

using Json = nlohmann::json;

/// The page of a description in UTF-8; empty if nobody draws its "portal".
std::string draw(const Json& page);
/// The bytes as they were saved: cut, in another encoding, with noise, as "damage" says.
std::string damaged(std::string page, const Json& damage);

// One portal a function; used by draw() alone.
std::string sudrf_card(const Json& page);
std::string sudrf_list(const Json& page);
std::string sudrf_act(const Json& page);
std::string older_card(const Json& page);
std::string older_list(const Json& page);
std::string moscow_card(const Json& page);
std::string moscow_list(const Json& page);
std::string supreme_old(const Json& page);
std::string supreme_new(const Json& page);
std::string magistrate_card(const Json& page);
std::string magistrate_list(const Json& page);

/// &, <, > and quotes as entities; line feeds as <br>.
std::string html_of(std::string_view text);
/// A member as text; "" if it is not there.
std::string text_of(const Json& json, const char* key);
/// A member that is a list; an empty one if it is not there.
const Json& list_of(const Json& json, const char* key);

}  // namespace waymark::courts::corpus
