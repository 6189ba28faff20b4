// Whom an answer goes to: the one place that reads an address in a letter, and only in one that brought a poll letter.
// @source RFC 5322 section 3.4; RFC 3834 section 2; docs/spec/mail.md "Whom it is sent to"
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace waymark::bridge {

/// The one address of `From`, in plain ASCII without anything that could end a line or a bracket.
/// @param bytes the letter, or its beginning
/// @error kDenied for a letter that a program sent: Auto-Submitted, a list, a bounce, bulk; kConflict for two fields or
///        two addresses; kMalformed for one that is none, or has other letters; kNotFound without the field
Result<std::string> return_address(std::string_view bytes);

}  // namespace waymark::bridge
