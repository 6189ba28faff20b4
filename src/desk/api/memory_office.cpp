#include "desk/api/memory_office.h"

#include <algorithm>

#include "desk/queue/first_words.h"

namespace waymark::desk::api {
namespace {

Me me_of(const std::string& alias, TimePoint now) {
  const char* role = alias == "olha" ? "coordinator" : alias == "ihor" ? "lead" : "first_line";
  return {.alias = alias, .roles = {role}, .lease_until = now + Seconds{8 * 3600}, .idle_lock = Seconds{900}};
}

}  // namespace

CaseId MemoryOffice::add(std::initializer_list<std::string> answers, std::string text) {
  CaseView view;
  view.row.case_id.bytes[15] = next_id_++;
  view.row.code_name = next_id_;
  view.row.situation = queue::sample::request(answers, clock_.now());
  view.facts = view.row.situation.facts;
  view.compartment = "first_line";
  view.access = {"first_line"};
  view.replies_left = 16;
  Entry entry{.id = {},
              .kind = EntryKind::kMessage,
              .at = clock_.now(),
              .day = unix_day(clock_.now()),
              .assurance = "browser",
              .text = std::move(text)};
  entry.contact_words = "after 22:00";
  append(view, std::move(entry));
  const CaseId id = view.row.case_id;
  cases_.emplace(id, std::move(view));
  ++counter_;
  return id;
}

RecordId MemoryOffice::append(CaseView& view, Entry entry) {
  entry.id.bytes[0] = next_id_++;
  view.entries.push_back(entry);
  return entry.id;
}

void MemoryOffice::changed(const std::string& alias, std::string what, const CaseId& id, std::string why) {
  ++counter_;
  LogLine line{.sequence = log_.size() + 1,
               .at = clock_.now(),
               .who = alias,
               .what = std::move(what),
               .why = std::move(why),
               .case_id = id};
  line.code_name = cases_.contains(id) ? std::optional(cases_.at(id).row.code_name) : std::nullopt;
  if (cases_.contains(id)) cases_.at(id).log.insert(cases_.at(id).log.begin(), line);
  log_.push_back(std::move(line));
}

Result<std::string> MemoryOffice::alias_of(const SessionToken& token) const {
  if (failure.has_value()) return fail(*failure, "test");
  const auto found = sessions_.find(token.text);
  if (found == sessions_.end()) return fail(Code::kExpired, "test");
  return found->second;
}

Result<CaseView*> MemoryOffice::find(const SessionToken& token, const CaseId& id) {
  LET(const std::string alias, alias_of(token));
  const auto found = cases_.find(id);
  if (found == cases_.end()) return fail(Code::kNotFound, "test");
  CaseView& view = found->second;
  const auto& owner = view.row.situation.owner;
  if (owner.has_value() && *owner != alias && alias != "ihor") return fail(Code::kDenied, "test");
  view.row.mine = owner == alias;
  view.may = {.take = !view.row.mine,
              .give_back = view.row.mine,
              .reply = view.row.mine,
              .note = true,
              .set_fact = true,
              .move = true};
  return &view;
}

Result<SignedIn> MemoryOffice::sign_in(const Knock& knock) {
  const auto& [alias, passphrase, totp, device] = knock;
  if (before_sign_in) before_sign_in(knock);
  if (alias == "hurried" && device != kDevice) return fail(Code::kRateLimited, "test");
  if (text_of(passphrase.view()) != kPassphrase || totp != kCode) return fail(Code::kBadPassphrase, "test");
  const std::string token = "token-of-" + std::string(alias) + "-" + std::to_string(sessions_.size());
  sessions_[token] = alias;
  return SignedIn{{token}, me_of(std::string(alias), clock_.now()), device == kDevice ? "" : kDevice};
}

Result<std::string> MemoryOffice::make_door_code(const SessionToken& token, std::string_view alias) {
  LET(const std::string by, alias_of(token));
  if (by != "olha") return fail(Code::kDenied, "test");
  if (alias != "vera") return fail(Code::kNotFound, "test");
  deeds.push_back("door-code:" + std::string(alias));
  return std::string{"abcd-efgh"};
}

Result<Me> MemoryOffice::me(const SessionToken& token) {
  LET(const std::string alias, alias_of(token));
  return me_of(alias, clock_.now());
}

Result<Enrolment> MemoryOffice::accept_invitation(std::string_view invitation, const SecretBytes& passphrase) {
  if (invitation != "INVITE") return fail(Code::kNotFound, "test");
  if (passphrase.size() < 16) return fail(Code::kInvalid, "test");
  return Enrolment{"anton", "otpauth://totp/Waymark:anton?secret=AAAA", "AAAA"};
}

Result<void> MemoryOffice::confirm_invitation(std::string_view invitation, std::string_view totp) {
  if (invitation != "INVITE") return fail(Code::kNotFound, "test");
  if (totp != kCode) return fail(Code::kBadPassphrase, "test");
  return {};
}

Result<std::vector<Invitation>> MemoryOffice::invite(const SessionToken& token, const std::vector<std::string>& aliases,
                                                     const std::vector<std::string>& roles) {
  LET(const std::string alias, alias_of(token));
  if (alias != "olha" || roles.empty()) return fail(Code::kDenied, "test");
  std::vector<Invitation> made;
  for (const std::string& one : aliases) made.push_back({one, "ABCD EFGH"});
  return made;
}

Result<std::vector<StaffRow>> MemoryOffice::staff(const SessionToken& token) {
  LET(const std::string alias, alias_of(token));
  return std::vector<StaffRow>{{"vera", {"first_line"}, StaffState::kActive, true},
                               {"anton", {"lawyer"}, StaffState::kInvited, false},
                               {"ihor", {"lead"}, StaffState::kConfirming, false}};
}

Result<Departure> MemoryOffice::remove_person(const SessionToken& token, std::string_view alias, std::string_view why) {
  LET(const std::string by, alias_of(token));
  if (by != "olha") return fail(Code::kDenied, "test");
  if (alias == by) return fail(Code::kInvalid, "test");
  if (alias != "vera") return fail(Code::kNotFound, "test");
  std::erase_if(sessions_, [alias](const auto& session) { return session.second == alias; });
  deeds.push_back("remove:" + std::string(alias) + ":" + std::string(why));
  return Departure{.alias = std::string(alias), .cases = 2, .cases_waiting = 1, .knew_reply_key = true};
}

Result<void> MemoryOffice::change_passphrase(const SessionToken& token, const SecretBytes& current,
                                             const SecretBytes& next) {
  LET(const std::string alias, alias_of(token));
  if (text_of(current.view()) != kPassphrase) return fail(Code::kBadPassphrase, "test");
  if (next.size() < 16) return fail(Code::kInvalid, "test");
  deeds.push_back("passphrase");
  return {};
}

Result<Enrolment> MemoryOffice::begin_second_factor(const SessionToken& token, const SecretBytes& passphrase) {
  LET(const std::string alias, alias_of(token));
  if (text_of(passphrase.view()) != kPassphrase) return fail(Code::kBadPassphrase, "test");
  factor_begun_ = true;
  return Enrolment{alias, "otpauth://totp/Test:" + alias + "?secret=AAAA", "AAAA"};
}

Result<void> MemoryOffice::confirm_second_factor(const SessionToken& token, std::string_view totp) {
  LET(const std::string alias, alias_of(token));
  if (!factor_begun_) return fail(Code::kNotFound, "test");
  if (totp != kCode) return fail(Code::kBadPassphrase, "test");
  deeds.push_back("second-factor");
  return {};
}

Result<void> MemoryOffice::sign_out_everywhere(const SessionToken& token) {
  LET(const std::string alias, alias_of(token));
  std::erase_if(sessions_, [&alias](const auto& session) { return session.second == alias; });
  deeds.push_back("sign-out-everywhere");
  return {};
}

Result<std::vector<AgendaRow>> MemoryOffice::list(const SessionToken& token) {
  LET(const std::string alias, alias_of(token));
  std::vector<AgendaRow> rows;
  for (const auto& [id, view] : cases_) rows.push_back(view.row);
  return rows;
}

Result<AgendaChanges> MemoryOffice::changes_since(const SessionToken& token, std::uint64_t counter) {
  LET(std::vector<AgendaRow> rows, list(token));
  if (counter == counter_) return AgendaChanges{.counter = counter_};
  return AgendaChanges{.counter = counter_, .whole = true, .rows = std::move(rows)};
}

Result<std::vector<std::string>> MemoryOffice::first_words(const SessionToken& token, const std::vector<CaseId>& ids) {
  LET(const std::string alias, alias_of(token));
  std::vector<std::string> all;
  for (const CaseId& id : ids) {
    std::string words;
    if (const auto found = cases_.find(id); found != cases_.end()) {
      const Situation& situation = found->second.row.situation;
      const auto text = std::ranges::find(found->second.entries, EntryKind::kMessage, &Entry::kind);
      if (situation.unread > 0 && text != found->second.entries.end()) words = queue::first_words(text->text);
    }
    all.push_back(std::move(words));
  }
  return all;
}

Result<std::uint64_t> MemoryOffice::change_counter(const SessionToken& token) {
  LET(const std::string alias, alias_of(token));
  return counter_;
}

Result<CaseView> MemoryOffice::open_case(const SessionToken& token, const CaseId& id) {
  LET(CaseView * view, find(token, id));
  LET(const std::string alias, alias_of(token));
  changed(alias, "case.open", id);
  return *view;
}

Result<void> MemoryOffice::take(const SessionToken& token, const CaseId& id) {
  LET(CaseView * view, find(token, id));
  if (view->row.mine) return fail(Code::kConflict, "test");
  LET(const std::string alias, alias_of(token));
  view->row.situation.owner = alias;
  append(*view, {.id = {}, .kind = EntryKind::kEvent, .at = clock_.now(), .author = alias, .what = "taken"});
  deeds.push_back("take");
  changed(alias, "case.take", id);
  return {};
}

Result<void> MemoryOffice::give_back(const SessionToken& token, const CaseId& id, std::string_view line) {
  LET(CaseView * view, find(token, id));
  LET(const std::string alias, alias_of(token));
  const auto owner = view->row.situation.owner;
  if (owner != alias && line.empty()) return fail(Code::kInvalid, "test");
  view->row.situation.owner.reset();
  since_[id] = clock_.now();
  append(*view, {.id = {},
                 .kind = EntryKind::kEvent,
                 .at = clock_.now(),
                 .author = alias,
                 .text = std::string(line),
                 .what = "given-back"});
  deeds.push_back("give-back");
  changed(alias, "case.give-back", id);
  if (owner.has_value() && *owner != alias) log_.back().from = *owner;
  return {};
}

Result<void> MemoryOffice::mark_read(const SessionToken& token, const CaseId& id, const RecordId& newest) {
  LET(CaseView * view, find(token, id));
  const auto last = std::find_if(view->entries.rbegin(), view->entries.rend(),
                                 [](const Entry& entry) { return entry.kind == EntryKind::kMessage; });
  if (last == view->entries.rend() || last->id != newest) return fail(Code::kConflict, "test");
  view->row.situation.unread = 0;
  view->row.situation.oldest_unread_at.reset();
  deeds.push_back("read");
  ++counter_;
  return {};
}

Result<PasteReport> MemoryOffice::file_pasted(const SessionToken& token, std::string_view text) {
  LET(const std::string alias, alias_of(token));
  if (text == "not sealed") return fail(Code::kNotFound, "test");
  deeds.push_back("paste:" + std::string(text));
  const CaseId id = add({}, std::string(text));
  changed(alias, "case.pasted", id);
  return PasteReport{.outcome = PasteReport::Outcome::kNewCase, .case_id = id};
}

Result<RecordId> MemoryOffice::add_note(const SessionToken& token, const CaseId& id, std::string_view text,
                                        const RecordId& operation) {
  LET(CaseView * view, find(token, id));
  LET(const std::string alias, alias_of(token));
  if (operation != RecordId{} && operations_.contains(operation)) return operations_.at(operation);
  deeds.push_back("note:" + std::string(text));
  changed(alias, "case.note", id);
  const RecordId note = append(
      *view, {.id = {}, .kind = EntryKind::kNote, .at = clock_.now(), .author = alias, .text = std::string(text)});
  if (operation != RecordId{}) operations_[operation] = note;
  return note;
}

Result<HeldReply> MemoryOffice::hold_reply(const SessionToken& token, const CaseId& id, std::string_view text,
                                           const RecordId& operation) {
  LET(CaseView * view, find(token, id));
  if (!view->row.mine) return fail(Code::kDenied, "test");
  LET(const std::string alias, alias_of(token));
  if (operation != RecordId{} && operations_.contains(operation))
    return HeldReply{operations_.at(operation), clock_.now() + kReplyHold};
  deeds.push_back("reply:" + std::string(text));
  view->row.situation.first_reply_at = view->row.situation.last_reply_at = clock_.now();
  changed(alias, "case.reply", id);
  const RecordId reply = append(*view, {.id = {},
                                        .kind = EntryKind::kReply,
                                        .at = clock_.now(),
                                        .author = alias,
                                        .text = std::string(text),
                                        .state = ReplyState::kHeld,
                                        .hold_until = clock_.now() + kReplyHold});
  if (operation != RecordId{}) operations_[operation] = reply;
  return HeldReply{reply, clock_.now() + kReplyHold};
}

Result<void> MemoryOffice::undo_reply(const SessionToken& token, const CaseId& id, const RecordId& reply) {
  LET(CaseView * view, find(token, id));
  const auto erased = std::erase_if(
      view->entries, [&reply](const Entry& entry) { return entry.id == reply && entry.state == ReplyState::kHeld; });
  if (erased == 0) return fail(Code::kConflict, "test");
  deeds.push_back("undo");
  ++counter_;
  return {};
}

Result<void> MemoryOffice::move(const SessionToken& token, const CaseId& id, Override::Direction direction,
                                std::string_view reason) {
  LET(CaseView * view, find(token, id));
  LET(const std::string alias, alias_of(token));
  view->row.situation.override_ = Override{direction, clock_.now()};
  deeds.push_back(direction == Override::Direction::kRaised ? "raise" : "lower");
  changed(alias, deeds.back() == "raise" ? "case.raise" : "case.lower", id, std::string(reason));
  return {};
}

Result<void> MemoryOffice::set_stage(const SessionToken& token, const CaseId& id, Stage stage,
                                     std::optional<TimePoint> wakes_at) {
  LET(CaseView * view, find(token, id));
  view->row.situation.stage = stage;
  view->row.situation.wakes_at = wakes_at;
  deeds.push_back("stage:" + std::string(name_of(stage)));
  ++counter_;
  return {};
}

Result<std::vector<LogLine>> MemoryOffice::access_log(const SessionToken& token, std::uint64_t before, unsigned limit) {
  LET(const std::string alias, alias_of(token));
  std::vector<LogLine> lines;
  for (auto line = log_.rbegin(); line != log_.rend() && lines.size() < limit; ++line)
    if (before == 0 || line->sequence < before) lines.push_back(*line);
  return lines;
}

Result<Health> MemoryOffice::health(const SessionToken& token) {
  LET(const std::string alias, alias_of(token));
  Health health;
  health.relay_reachable = true;
  health.last_pull = clock_.now();
  health.waiting_at_relay = 3;
  health.signing_key_days_left = 60;
  health.refused = {{"wrong-size", 2}, {"replayed", 1}};
  health.lists_until_day = unix_day(clock_.now()) + lists_ready_days;
  health.roster_days_left = 12;
  return health;
}

}  // namespace waymark::desk::api
