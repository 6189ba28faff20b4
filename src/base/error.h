// Error: why something in the world did not work. Not for our own bugs (CHECK).
//
// `code` is stable and is what tests compare and what chooses the sentence a user reads. `where` names the module
// and step. `detail` is for the operator: sizes, counts, errno; never content, a name, a key or an address.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace waymark {

enum class Code : std::uint16_t {
  kTruncated,       ///< fewer bytes than the format needs
  kMalformed,       ///< bytes that no writer of ours produces
  kWrongSize,       ///< not one of the fixed sizes
  kTooLarge,        ///< over a named limit
  kUnsupported,     ///< well-formed, but a version, kind or stanza that we refuse
  kNotForUs,        ///< sealed to another key
  kAuthentication,  ///< a tag, a MAC or a signature does not fit
  kWrongInstance,   ///< made for another organisation
  kWrongDay,        ///< outside the accepted days
  kExpired,         ///< a roster, list or session past its date
  kReplayed,        ///< seen before
  kNotFound,        ///< nothing there
  kConflict,        ///< something else is there already
  kFull,            ///< a quota or the disk is full
  kDenied,          ///< this person may not do that
  kBadPassphrase,   ///< passphrase or second factor does not fit (never said which)
  kRateLimited,     ///< too many tries; come back later
  kUnavailable,     ///< a peer does not answer
  kStorage,         ///< the database or a file fails
  kInvalid,         ///< a value that the caller chose is outside its range
};

/// A stable lower-case name such as "wrong-size", for logs, HTTP bodies and tests.
std::string_view name_of(Code code);

struct Error {
  Code code;
  std::string_view where;   ///< a string literal such as "envelope/open"
  std::string detail = {};  ///< for the operator; never content
};

/// "envelope/open: wrong-size (15 bytes)": one line for the log of an operator.
std::string describe(const Error& error);

}  // namespace waymark
