// The clerk's form: whatever a browser sends, a draft holds only questions and codes of the pack, and what is sent from
// it follows the grammar of the envelope.
#include "clerk/form_reader.h"

#include "base/bytes.h"
#include "base/check.h"
#include "envelope/answer.h"
#include "http/multipart.h"

using namespace waymark;  // NOLINT: a program of one file

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::uint32_t kToday = 20'779;
  static const pack::Pack pack = pack::read_pack(WAYMARK_SOURCE_DIR "/packs/military-refusal").value();
  // The first letter says which way the browser sent it.
  const bool parts = size > 0 && data[0] == '-';
  const auto form = http::read_form(parts ? "multipart/form-data; boundary=b" : "", text_of({data, size}));
  if (!form.has_value()) return 0;
  clerk::Draft draft;
  if (!clerk::read_answers(*form, pack, draft).has_value()) return 0;
  for (const auto& [question, chosen] : draft.choices) CHECK(pack.question(question) != nullptr);
  (void)clerk::troubles_of(pack, draft, kToday);
  (void)clerk::new_questions(pack, draft);
  (void)clerk::new_details(pack, draft);
  const auto answers = clerk::encoded(pack, draft, kToday);
  if (!answers.has_value()) return 0;
  for (const envelope::Answer& answer : *answers)
    CHECK(envelope::parse_answer(envelope::write_answer(answer)).has_value());
  return 0;
}
