// age's armor: a file as text that letters and messengers carry. Reading it back from what they made of it: pasted.h.
// Library envelope_frame.
// @source age-encryption.org/v1 "ASCII armor"; RFC 7468
#pragma once

#include <string>

#include "base/bytes.h"

namespace waymark::envelope {

/// Lines of 64 letters, the last one shorter, a line feed after each.
std::string to_armor(ByteView file);

}  // namespace waymark::envelope
