// Day-key lists, signed afterwards, so that the fuzzer gets past the signature.
#include "roster/day_keys.h"
#include "base/check.h"

using namespace waymark;  // NOLINT: a program of one file

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const crypto::ListSigningKey key{crypto::SigningSeed{}};
  static const crypto::ReplyVerifyKey reply_key = crypto::ReplySigningKey{crypto::SigningSeed{}}.verify_key();
  static const roster::VerifiedRoster organisation{
      .roster = {.name = "x", .roots = {}, .list_key = key.verify_key(), .reply_keys = {reply_key}},
      .instance = {},
      .text_hash = {},
      .note = {}};
  roster::Note note{.text = std::string{text_of({data, size})}, .signatures = {}};
  sign_note(note, "list", key);
  const auto list = roster::verify_day_keys(roster::write_note(note), organisation);
  if (list.has_value()) CHECK(roster::write_day_keys(*list) == note.text);
  return 0;
}
