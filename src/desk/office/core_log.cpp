// Lines of the access log, and filing: what several capabilities do with them.
#include "desk/office/core.h"
#include "desk/staff/access_log.h"

namespace waymark::desk::office {
namespace {

constexpr unsigned kLogBatch = 1'000;

}  // namespace

Result<void> Core::log_opening(Session& session, std::string_view what, const CaseId& id) {
  const auto known = session.openings.find(id);
  // One that lies ahead was written before the clock was set back: it stands for nothing that is done now.
  if (known != session.openings.end() && known->second <= now() && now() < known->second + kOpeningCounts) return {};
  TRY(log_deed(session, what, &id));
  session.openings.insert_or_assign(id, now());
  return {};
}

Result<void> Core::log_deed(const Session& session, std::string_view what, const CaseId* id, std::string_view why) {
  LogLine line{.at = now(), .who = session.alias, .what = std::string{what}, .why = std::string{why}};
  if (id != nullptr) {
    line.case_id = *id;
    if (const AgendaEntry* entry = agenda.find(*id)) line.code_name = entry->code_name;
  }
  return append_log(store(), line, &session.keys, random());
}

Result<void> Core::refresh_log(const Session& session) {
  for (;;) {
    const std::uint64_t last = log.empty() ? 0 : log.back().sequence;
    LET(std::vector<LogLine> lines, read_log(store(), session.keys, last, kLogBatch));
    const bool done = lines.size() < kLogBatch;
    std::ranges::move(lines, std::back_inserter(log));
    if (done) return {};
  }
}

Result<std::vector<LogLine>> Core::log_of_case(const Session& session, const CaseId& id) {
  TRY(refresh_log(session));
  std::vector<LogLine> lines;
  std::ranges::copy_if(log, std::back_inserter(lines), [&id](const LogLine& line) { return line.case_id == id; });
  return lines;
}

Result<void> Core::write_refusals(std::vector<LogLine> lines) {
  if (lines.empty()) return {};
  LET(Unit unit, begin());
  for (const LogLine& line : lines) TRY(append_log(store(), line, nullptr, random()));
  return unit.commit_unseen();
}

Result<Session*> Core::filing_session() {
  TRY(follow_access());
  sessions.sweep(now());
  Session* session = sessions.any_with(Compartment::kFirstLine);
  if (session == nullptr) {
    close_if_empty();
    return session;
  }
  TRY(agenda.load(store(), session->keys));
  TRY(renew_stale_cases());
  return session;
}

FilingDesk Core::filing_desk(Session& session) {
  return {.store = store(),
          .keys = session.keys,
          .agenda = agenda,
          .random = random(),
          .calendar = calendar,
          .now = now(),
          .open_case = [this](const CaseId& id) { return open_with_anybody(id); },
          .forget_case = [this](const CaseId& id) { sessions.forget_case(id); }};
}

Result<FilingReport> Core::finish_filing(Unit unit, Result<FilingReport> report) {
  if (!report.has_value()) return report;
  TRY(unit.commit());
  if (report->shredded) TRY(store().scrub_log());
  return report;
}

}  // namespace waymark::desk::office
