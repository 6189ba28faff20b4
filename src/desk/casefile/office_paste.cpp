// What came by another way than the relay: a sealed text that somebody of the staff pasted.
#include "desk/casefile/office_core.h"
#include "envelope/pasted.h"

namespace waymark::desk {
namespace {

PasteReport::Outcome outcome_of(const FilingReport& report) {
  if (report.new_cases > 0) return PasteReport::Outcome::kNewCase;
  if (report.further > 0) return PasteReport::Outcome::kFurther;
  if (report.erased > 0) return PasteReport::Outcome::kErased;
  return PasteReport::Outcome::kKnown;
}

}  // namespace

Result<PasteReport> OfficeCore::file_pasted(const SessionToken& token, std::string_view text) {
  const std::lock_guard lock(mutex_);
  LET(Session * session, enter(token));
  LET(const envelope::Pasted pasted, envelope::read_pasted(text));
  LET(Unit unit, begin());
  LET(const PasteFiling filed, file_one_pasted(filing_desk(*session), pasted.envelope.view(), pasted.day));
  const CaseId* id = filed.case_id ? &*filed.case_id : nullptr;
  TRY(log_deed(*session, "case.pasted", id));
  LET(const FilingReport report, finish_filing(std::move(unit), filed.report));
  return PasteReport{.outcome = outcome_of(report), .case_id = filed.case_id};
}

}  // namespace waymark::desk
