// What came by another way than the relay: a sealed text that somebody of the staff pasted.
#include "desk/office/pasted.h"

#include "desk/office/core.h"
#include "envelope/pasted.h"

namespace waymark::desk::office {
namespace {

PasteReport::Outcome outcome_of(const FilingReport& report, bool has_case) {
  if (report.new_cases > 0) return PasteReport::Outcome::kNewCase;
  if (report.further > 0) return PasteReport::Outcome::kFurther;
  if (report.erased > 0) return PasteReport::Outcome::kErased;
  return has_case ? PasteReport::Outcome::kKnown : PasteReport::Outcome::kGone;
}

}  // namespace

Result<PasteReport> Pasted::file(const SessionToken& token, std::string_view text) {
  const std::lock_guard lock(core_.mutex);
  LET(Session * session, core_.enter(token));
  LET(const envelope::Pasted pasted, envelope::read_pasted(text));
  LET(Unit unit, core_.begin());
  LET(const PasteFiling filed, file_one_pasted(core_.filing_desk(*session), pasted.envelope.view(), pasted.day));
  const CaseId* id = filed.case_id ? &*filed.case_id : nullptr;
  TRY(core_.log_deed(*session, "case.pasted", id));
  LET(const FilingReport report, core_.finish_filing(std::move(unit), filed.report));
  return PasteReport{.outcome = outcome_of(report, filed.case_id.has_value()),
                     .case_id = filed.case_id,
                     .page_before_day = filed.page_before_day};
}

}  // namespace waymark::desk::office
