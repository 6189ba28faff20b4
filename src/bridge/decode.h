// Undoes what mail programs do to a body: quoted-printable, base64, HTML. Lenient, linear, never fails: whatever comes
// out is read again by the strict reader of envelopes. Internal to src/bridge.
// @source RFC 2045 sections 6.7 and 6.8
#pragma once

#include <string>
#include <string_view>

namespace waymark::bridge {

/// Soft ends of lines and =XX; anything else after '=' stays as it is.
std::string from_quoted_printable(std::string_view text);

/// Letters outside the alphabet are passed over; padding in the middle (a footer was put behind) begins anew.
std::string from_mail_base64(std::string_view text);

/// The text that a person would see, roughly: tags, comments, styles and scripts are gone, what ends a line in a
/// browser ends it here. Entities stay (envelope/plain_text reads them).
std::string from_html(std::string_view html);

}  // namespace waymark::bridge
