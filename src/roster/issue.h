// What every signed note of an office begins with: of which organisation it is, its serial number and its day. And who
// may sign those that the desk signs by itself. Internal to src/roster; docs/spec/roster.md.
#pragma once

#include "crypto/verify/instance_id.h"
#include "roster/lines.h"
#include "roster/note.h"
#include "roster/roster.h"

namespace waymark::roster {

struct Issue {
  crypto::InstanceId instance;
  std::uint32_t serial = 0;
  std::uint32_t day = 0;  ///< unix day
};

/// The first line and the three that follow it, each with its end.
std::string write_issue(std::string_view first_line, const Issue& issue);

/// Reads what write_issue wrote; the reader stands behind it then.
/// @error kUnsupported another first line
/// @error kMalformed
Result<Issue> read_issue(LineReader& lines, std::string_view first_line);

/// The text of a note that one of the desk's reply keys has signed under the name `signer`.
/// @error kTooLarge, kMalformed, kAuthentication
Result<std::string> text_of_office(std::string_view note_text, std::size_t bytes_max, std::string_view signer,
                                   const VerifiedRoster& roster);

}  // namespace waymark::roster
