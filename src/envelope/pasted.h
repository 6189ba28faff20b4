// Reads an envelope out of text that somebody pasted: age's armor as a messenger left it, perhaps cut into several
// messages with names and times between them, perhaps quoted, perhaps with the last of them first. In what order
// messages between the first and the last came no sign tells: with them mixed up it is read, and does not open. Library
// envelope_frame: no key, nothing is opened.
// @source docs/spec/portable.md "Sealed text"; age-encryption.org/v1 "ASCII armor"
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "envelope/frame.h"

namespace waymark::envelope {

/// Longest text that is looked at; an armored envelope has 22,258 characters.
inline constexpr std::size_t kPastedBytesMax = 60'000;

struct Pasted {
  Envelope envelope;
  /// The day in front of the armor, as unix day. Only a hint: whoever passes the text on can change it.
  std::optional<std::uint32_t> day;
};

/// @error kNotFound without the first line of an armor; kConflict with two of them; kTruncated when its end or letters
/// are missing; kWrongSize for more than an envelope; kMalformed when something stands between that cannot be told
/// from letters of it; kTooLarge; kUnsupported for another stanza or a second one
Result<Pasted> read_pasted(std::string_view text);

/// Cuts a text with several armors into one piece each, to be read by read_pasted: what stands before the armor (at
/// most a few hundred characters, for the day), and all up to its last line; an armor without one ends where the next
/// begins.
/// @param text of any size
/// @param most so many pieces are cut, the first ones
std::vector<std::string> pasted_pieces(std::string_view text, std::size_t most);

}  // namespace waymark::envelope
