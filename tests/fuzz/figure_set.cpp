// Releases of figures on their way to a relay: the sizes of the whole, then its note, signed afterwards so that the
// fuzzer gets to the sums and the ledger.
#include <algorithm>
#include "roster/figures_set.h"

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
  auto set = roster::parse_figure_set({data, size});
  if (!set.has_value()) return 0;
  const auto again = roster::write_figure_set(*set);
  CHECK(again.has_value() && std::ranges::equal(*again, ByteView{data, size}));
  // Whatever stands there: a release whose sums and line are those of the files.
  const std::string release = (*set)[roster::kFigureRelease];
  roster::FiguresNote note{.instance = {}, .serial = 1};
  note.serial =
      static_cast<std::uint32_t>(std::max<std::ptrdiff_t>(1, std::ranges::count((*set)[roster::kFigureLedger], '\n')));
  note.release = crypto::sha256(view_of(release.substr(0, release.empty() ? 0 : release.size() - 1)));
  note.sums = crypto::sha256(view_of((*set)[roster::kFigureSums]));
  (*set)[roster::kFigureNote] = roster::write_note(roster::sign_figures_note(note, key));
  const auto verified = roster::verify_figure_set(*set, organisation);
  if (verified.has_value()) CHECK(set->contains(roster::kFigureIndex) && *verified == note);
  return 0;
}
