// Sets of public cards: the bounds of the whole, then the note, signed afterwards so that the fuzzer gets past that.
#include "roster/public_cards.h"
#include <algorithm>

#include "base/check.h"

using namespace waymark;  // NOLINT: a program of one file

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const crypto::ReplySigningKey key{crypto::SigningSeed{}};
  static const roster::VerifiedRoster organisation{
      .roster = {.name = "x",
                 .roots = {},
                 .list_key = crypto::ListSigningKey{crypto::SigningSeed{}}.verify_key(),
                 .reply_keys = {key.verify_key()}},
      .instance = {},
      .text_hash = {},
      .note = {}};
  auto set = roster::parse_public_set({data, size});
  if (!set.has_value()) return 0;
  const auto again = roster::write_public_set(*set);
  CHECK(again.has_value() && std::ranges::equal(*again, ByteView{data, size}));
  roster::Note note{.text = set->note, .signatures = {}};
  sign_note(note, "cards", key);
  set->note = roster::write_note(note);
  const auto cards = roster::verify_public_set(*set, organisation);
  if (cards.has_value()) CHECK(roster::write_public_cards(*cards) == note.text);
  return 0;
}
