// The clerk's sealed state of a visit, opened: what stands in it was sealed by us, but by another version perhaps, and
// what is read is written again and shown. Reading never fails hard, and what was read can be sealed and read again.
#include "base/check.h"
#include "clerk/draft.h"
#include "clerk/form_reader.h"
#include "clerk/limits.h"
#include "clerk/visit.h"

using namespace waymark;  // NOLINT: a program of one file

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::uint32_t kToday = 20'779;
  static const pack::Pack pack = pack::read_pack(WAYMARK_SOURCE_DIR "/packs/military-refusal").value();
  const auto visit = clerk::parse_visit({data, size});
  if (!visit.has_value()) return 0;
  // What the steps after it do with a draft, whether or not its codes are the pack's.
  (void)clerk::troubles_of(pack, visit->draft, kToday);
  (void)clerk::new_questions(pack, visit->draft);
  (void)clerk::new_details(pack, visit->draft);
  (void)clerk::dangers(pack, visit->draft);
  (void)clerk::encoded(pack, visit->draft, kToday);
  const auto written = clerk::write_visit(*visit);
  if (!written.has_value()) {
    CHECK(written.error().code == Code::kTooLarge);
    return 0;
  }
  const auto again = clerk::parse_visit(written->view());
  CHECK(again.has_value());
  CHECK(again->id == visit->id && again->message_id == visit->message_id);
  CHECK(again->draft.text == visit->draft.text && again->draft.choices.size() == visit->draft.choices.size());
  CHECK(again->keys.has_value() == visit->keys.has_value() && again->phrase.has_value() == visit->phrase.has_value());
  CHECK(again->candidates.size() == visit->candidates.size());
  return 0;
}
