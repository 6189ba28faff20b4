// A letter as it lies in a mailbox: the one place where bytes of mail are parsed. Takes out the sealed texts; of its
// head nothing is read but how its body is written.
// @source RFC 5322, RFC 2045, RFC 2046, RFC 3676; docs/spec/bridge.md "What is taken from a letter"
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "envelope/pasted.h"

namespace waymark::bridge {

struct Letter {
  /// Distinct, in the order in which they stand; at most kEnvelopesMax.
  std::vector<envelope::Pasted> sealed;
  /// Why there are none, or fewer than armors began: kNotFound, or what read_pasted says of the first that failed,
  /// kTooLarge when the letter has more parts, depth or armors than are looked at and nothing was found before.
  std::optional<Code> refused;
};

/// Never fails; linear in the size of the letter.
/// @param bytes the letter, or its first kLetterBytesMax bytes; what is beyond is not looked at
Letter read_letter(std::string_view bytes);

}  // namespace waymark::bridge
