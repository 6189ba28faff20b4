#include "desk/queue/question.h"

namespace waymark::desk::queue {

std::string ready_question(const text::Catalogue& catalogue, const pack::Pack& pack, Language language,
                           const RunningClock& clock) {
  const bool of_danger = clock.of_silence() || clock.kind == kAskKind;
  const std::string name(pack.text(language, "clock." + clock.kind).value_or(""));
  if (of_danger || name.empty()) return catalogue.text(language, "queue.question.danger");
  return catalogue.text(language, clock.doubt == Doubt::kNone ? "queue.question.date" : "queue.question.doubt",
                        {{"clock", name}});
}

}  // namespace waymark::desk::queue
