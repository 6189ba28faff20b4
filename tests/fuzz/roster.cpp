// Signed notes and rosters: what is accepted has one spelling.
#include "roster/roster.h"
#include "base/check.h"
#include "roster/freshness.h"

using namespace waymark;  // NOLINT: a program of one file

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = text_of({data, size});
  const auto note = roster::parse_note(text);
  if (note.has_value()) CHECK(roster::write_note(*note) == text);
  const auto parsed = roster::parse_roster(note.has_value() ? std::string_view{note->text} : text);
  if (parsed.has_value())
    CHECK(roster::write_roster(*parsed) == (note.has_value() ? std::string_view{note->text} : text));
  (void)roster::verify_first(text);
  (void)roster::follow_piece(text, std::nullopt, {});
  (void)roster::read_pinned(text, {});
  return 0;
}
