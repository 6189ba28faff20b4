// The portable page: putting an organisation's pins into the built template, signing the file, checking one.
//
// A file is the page, then its signature in an HTML comment, so that one file is all that anybody has to pass on. The
// page is the template of web/portable with two marks filled in: the pins, and the addresses it may connect to.
// No I/O: bytes in, bytes out. @source docs/spec/portable.md
#pragma once

#include <string>
#include <string_view>

#include "roster/page_note.h"

namespace waymark::portable {

inline constexpr std::string_view kPinsMark = "@@WAYMARK-PINS@@";
inline constexpr std::string_view kConnectMark = "@@WAYMARK-CONNECT@@";
/// Of a whole file; the template has about 230 KB, 28 day keys have 46 KB.
inline constexpr std::size_t kFileBytesMax = 4UL << 20U;

/// @error kMalformed for a template that does not have each mark once; as roster::pinned_roster; kInvalid for no key,
/// too many of them, or days that do not follow one another from made_day
Result<std::string> fill_template(std::string_view page_template, const roster::Pins& pins);

/// The file: the page and its signature. `signed_note` is a note over roster::page_note_for(pins, page).
std::string attach_signature(std::string_view page, const roster::Note& signed_note);

/// A file that holds together: its signature is by the pinned organisation's own keys and fits the page and its pins.
struct CheckedFile {
  std::string page;  ///< without the signature
  roster::Pins pins;
  roster::VerifiedRoster roster;
  roster::PageNote note;
  roster::PageSigner signer;
};

/// Whose organisation it is, only the instance id or the check-words can tell: compare them.
/// @error kTruncated without a signature at its end; kMalformed (signature, pins); kAuthentication when the page, the
/// pins or the signature were changed; kTooLarge; as roster::pinned_roster
Result<CheckedFile> check_file(std::string_view file);

}  // namespace waymark::portable
