// multipart/form-data (RFC 7578) as browsers send a form without files. In it a Cyrillic letter is two bytes;
// percent coded it is six, and a long text does not pass a line that cuts connections.
#pragma once

#include "http/url.h"

namespace waymark::http {

/// Lines before the value of one field, all together.
inline constexpr std::size_t kPartHeadBytesMax = 512;

/// The fields of a form, in their order, by either of the two ways in which browsers send one.
/// @param content_type value of the header; empty counts as application/x-www-form-urlencoded
/// @error kMalformed for what is neither, a part that is cut, a file, a field without a name or a transfer encoding;
///        kTooLarge over kFormFieldsMax fields or for a head over kPartHeadBytesMax
Result<std::vector<FormField>> read_form(std::string_view content_type, std::string_view body);

}  // namespace waymark::http
