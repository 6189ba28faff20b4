#include "desk/office/library.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/utf8.h"
#include "desk/office/answers.h"
#include "desk/office/core.h"
#include "desk/staff/roles.h"

namespace waymark::desk::office {
namespace {

constexpr std::string_view kWhere = "desk/library";
constexpr std::array<std::string_view, 5> kWriters{"first_line", "lead", "lawyer", "psychologist", "card_editor"};
constexpr std::array<std::string_view, 2> kReviewers{"card_editor", "lawyer"};
constexpr std::array<std::string_view, 3> kWithdrawers{"card_editor", "lawyer", "lead"};

bool has_any(const Session& session, std::span<const std::string_view> roles) {
  return std::ranges::any_of(roles, [&](std::string_view role) { return has_role(session.roles, role); });
}

/// The line of the log for each step; empty: none.
std::string_view line_of(LibraryState state) {
  switch (state) {
    case LibraryState::kDraft: return "library.draft";
    case LibraryState::kReview: return "library.review";
    case LibraryState::kInForce: return "library.approved";
    case LibraryState::kWithdrawn: return "library.withdrawn";
    case LibraryState::kDropped: return "library.dropped";
  }
  return "";
}

/// The content as it will be kept: in one form, whatever the caller's order of members.
Result<std::string> tidy(LibraryKind kind, std::string_view id, std::string_view content) {
  const auto invalid = [] { return fail(Code::kInvalid, kWhere, "content"); };
  if (kind == LibraryKind::kCard) {
    const auto card = pack::parse_card(content);
    if (!card.has_value() && card.error().code == Code::kTooLarge) return std::unexpected(card.error());
    if (!card.has_value() || card->id != id) return invalid();
    return write_card(*card);
  }
  const auto ready = pack::parse_ready(content);
  if (!ready.has_value() && ready.error().code == Code::kTooLarge) return std::unexpected(ready.error());
  if (!ready.has_value() || ready->id != id) return invalid();
  return write_ready(*ready);
}

/// The same text with the version that people are told, and withdrawn or not.
Result<std::string> numbered(LibraryKind kind, const std::string& content, int version, const std::string& withdrawn) {
  if (kind == LibraryKind::kReady) {
    LET(pack::Ready ready, pack::parse_ready(content));
    ready.version = version;
    return write_ready(ready);
  }
  LET(pack::Card card, pack::parse_card(content));
  card.version = version;
  card.withdrawn = withdrawn;
  return write_card(card);
}

/// Shorter words may be anybody's own.
constexpr std::size_t kOwnWordsBytes = 16;

bool holds(std::string_view text, std::string_view words) {
  return words.size() >= kOwnWordsBytes && text.find(words) != std::string_view::npos;
}

std::size_t paragraphs_in(const pack::Card& card, std::string_view text) {
  std::size_t most = 0;
  for (const auto& [language, words] : card.texts) {
    const auto paragraphs = paragraphs_of(words);
    most = std::max(most, static_cast<std::size_t>(std::ranges::count_if(
                              paragraphs, [&](std::string_view one) { return holds(text, one); })));
  }
  return most;
}

/// Which version of one card a text carries; 0: none. @param told  the version that the person knows; 0: none
int version_in(const std::vector<pack::Card>& versions, std::string_view text, int told) {
  const auto any = [&text](const pack::Card& card, std::string pack::CardText::* part) {
    return std::ranges::any_of(card.texts, [&](const auto& one) { return holds(text, one.second.*part); });
  };
  const pack::Card* best = nullptr;
  std::size_t most = 0;
  bool named = false;
  for (auto card = versions.rbegin(); card != versions.rend(); ++card) {
    named = named || any(*card, &pack::CardText::title);
    // What says that it was withdrawn has the words of the version before.
    if (!card->withdrawn.empty() && card + 1 != versions.rend()) continue;
    if (any(*card, &pack::CardText::brief)) return card->version;
    const std::size_t count = paragraphs_in(*card, text);
    if (count > most) best = &*card;
    most = std::max(most, count);
  }
  if (best != nullptr) return best->version;
  if (!named) return 0;
  const pack::Card& newest = versions.back();
  const bool withdrawn = !newest.withdrawn.empty() && versions.size() > 1;
  return withdrawn && (told == 0 || told >= newest.version) ? versions[versions.size() - 2].version : newest.version;
}

/// In how many cases each card was told: one pass over the agenda.
using Uses = std::map<std::string, std::size_t>;
Uses uses_in(const Agenda& agenda) {
  Uses uses;
  for (const auto& [id, entry] : agenda.entries())
    for (const ToldCard& card : entry.situation.unpack().told) ++uses[card.id];
  return uses;
}

LibraryItemView rights_of(const Session& session, const LibraryItem& item) {
  LibraryItemView view{.item = item, .may_write = has_any(session, kWriters)};
  const bool wrote =
      item.pending && std::ranges::find(item.pending->authors, session.alias) != item.pending->authors.end();
  view.may_approve =
      item.pending && item.pending->state == LibraryState::kReview && !wrote && has_any(session, kReviewers);
  view.may_withdraw = item.current && item.current->state == LibraryState::kInForce && has_any(session, kWithdrawers);
  return view;
}

bool is_refused(const std::vector<pack::Finding>& findings) { return !pack::acceptable(findings); }

}  // namespace

std::vector<ToldCard> cards_in(const LibraryShelf& shelf, std::string_view text, const std::vector<ToldCard>& told) {
  std::vector<ToldCard> found;
  for (const auto& [id, versions] : shelf.said()) {
    const auto before = std::ranges::find(told, id, &ToldCard::id);
    const int version = version_in(versions, text, before == told.end() ? 0 : before->version);
    if (version > 0) found.push_back({.id = id, .version = version});
  }
  return found;
}

Result<std::vector<pack::Card>> Library::due_in(const SessionToken& token, const CaseId& id, std::string_view text,
                                                TimePoint now) {
  const std::lock_guard lock(core_.mutex);
  TRY(enter(token));
  const AgendaEntry* entry = core_.agenda.find(id);
  const std::vector<ToldCard> told = entry == nullptr ? std::vector<ToldCard>{} : entry->situation.unpack().told;
  std::vector<pack::Card> due;
  for (const ToldCard& carried : cards_in(core_.shelf, text, told)) {
    const std::vector<pack::Card>& versions = core_.shelf.said().at(carried.id);
    const auto card = std::ranges::find(versions, carried.version, &pack::Card::version);
    if (card == versions.end()) continue;
    const bool withdrawn = card->withdrawn.empty() && !versions.back().withdrawn.empty();
    if (withdrawn || pack::past_review(*card, now)) due.push_back(*card);
  }
  return due;
}

void Library::know_pack(pack::Pack pack, const std::vector<pack::Card>& cards, const std::vector<pack::Ready>& ready) {
  const std::lock_guard lock(core_.mutex);
  core_.shelf.know_pack(std::move(pack), cards, ready);
}

Result<Session*> Library::enter(const SessionToken& token) {
  LET(Session * session, core_.enter(token));
  TRY(core_.shelf.follow(core_.store(), session->keys));
  return session;
}

Result<LibraryShown> Library::shown(const SessionToken& token) {
  const std::lock_guard lock(core_.mutex);
  TRY(enter(token));
  return LibraryShown{core_.shelf.cards(), core_.shelf.ready()};
}

std::vector<pack::Finding> Library::findings_of(const LibraryItem& item) const {
  const LibraryVersion* version = item.pending ? &*item.pending : item.current ? &*item.current : nullptr;
  if (version == nullptr) return {};
  const LibraryShelf& shelf = core_.shelf;
  if (item.kind == LibraryKind::kReady) {
    const auto ready = pack::parse_ready(version->content);
    return ready.has_value() ? check_ready(shelf.pack(), {*ready}) : std::vector<pack::Finding>{};
  }
  const auto card = pack::parse_card(version->content);
  if (!card.has_value()) return {};
  // Beside the others, so that a second crisis card is seen.
  std::vector<pack::Card> all;
  if (card->crisis)
    for (pack::Card& other : shelf.cards())
      if (other.crisis && other.id != card->id) all.push_back(std::move(other));
  all.push_back(*card);
  std::vector<pack::Finding> findings = check_cards(shelf.pack(), all, core_.now());
  std::erase_if(findings, [&](const pack::Finding& finding) {
    return finding.place != "card." + card->id && !finding.place.starts_with("card." + card->id + ":");
  });
  return findings;
}

LibraryItemView Library::view_of(const Session& session, const LibraryItem& item) const {
  LibraryItemView view = rights_of(session, item);
  view.findings = findings_of(item);
  if (item.kind == LibraryKind::kCard) view.place = core_.public_shelf.place_of(core_.shelf, item.id, core_.now());
  if (item.kind == LibraryKind::kCard && session.keys.holds(Compartment::kFirstLine)) {
    const Uses uses = uses_in(core_.agenda);
    const auto found = uses.find(item.id);
    view.uses = found == uses.end() ? 0 : found->second;
  }
  return view;
}

Result<std::vector<LibraryItemView>> Library::items(const SessionToken& token) {
  const std::lock_guard lock(core_.mutex);
  LET(const Session* session, enter(token));
  const bool sees_cases = session->keys.holds(Compartment::kFirstLine);
  Uses uses;
  if (sees_cases) uses = uses_in(core_.agenda);
  std::vector<LibraryItemView> all;
  for (const auto& [key, item] : core_.shelf.items()) {
    if (!item.current && !item.pending) continue;
    // Without findings: reading every text for them would take as long as a screen may wait.
    all.push_back(rights_of(*session, item));
    if (item.kind != LibraryKind::kCard) continue;
    all.back().place = core_.public_shelf.place_of(core_.shelf, item.id, core_.now());
    if (sees_cases) all.back().uses = uses[item.id];
  }
  return all;
}

Result<LibraryItemView> Library::item(const SessionToken& token, LibraryKind kind, std::string_view id) {
  const std::lock_guard lock(core_.mutex);
  LET(const Session* session, enter(token));
  const LibraryItem* item = core_.shelf.find(kind, id);
  if (item == nullptr || (!item->current && !item->pending)) return fail(Code::kNotFound, kWhere);
  return view_of(*session, *item);
}

Result<std::uint32_t> Library::save(const SessionToken& token, LibraryKind kind, std::string_view id,
                                    std::string_view content, std::uint32_t edition) {
  LET(std::string kept, tidy(kind, id, content));
  const std::lock_guard lock(core_.mutex);
  LET(const Session* session, enter(token));
  if (!has_any(*session, kWriters)) return fail(Code::kDenied, kWhere);
  const LibraryItem* found = core_.shelf.find(kind, id);
  const LibraryItem before = found == nullptr ? LibraryItem{.kind = kind, .id = std::string{id}} : *found;
  if (before.edition != edition) return fail(Code::kConflict, kWhere);
  if (found == nullptr && core_.shelf.items().size() >= kLibraryItemsMax) return fail(Code::kFull, kWhere);
  LibraryVersion next{.state = LibraryState::kDraft, .content = std::move(kept), .at = core_.now()};
  const bool fresh =
      !before.pending || std::ranges::find(before.pending->authors, session->alias) == before.pending->authors.end();
  if (before.pending) next.authors = before.pending->authors;
  if (fresh) next.authors.push_back(session->alias);
  LET(Unit unit, core_.begin());
  TRY(core_.shelf.write(core_.store(), session->keys, before, std::move(next), core_.random()));
  // Once for each who writes: what is typed is kept every second.
  if (fresh) TRY(core_.log_deed(*session, line_of(LibraryState::kDraft), nullptr, id));
  TRY(unit.commit_unseen());
  TRY(core_.shelf.follow(core_.store(), session->keys));
  return edition + 1;
}

Result<LibraryVersion> Library::moved(const LibraryItemView& view, LibraryState to, const Session& session,
                                      std::string_view reason) const {
  const LibraryItem& item = view.item;
  const bool of_current = to == LibraryState::kWithdrawn;
  const bool allowed = to == LibraryState::kInForce     ? view.may_approve
                       : to == LibraryState::kWithdrawn ? view.may_withdraw
                                                        : view.may_write;
  if (to == LibraryState::kDraft || (of_current ? !item.current : !item.pending)) return fail(Code::kInvalid, kWhere);
  if (!allowed) return fail(Code::kDenied, kWhere);
  LibraryVersion next = of_current ? *item.current : *item.pending;
  next.state = to;
  next.at = core_.now();
  // What was thrown away is gone: it may have held what nobody should keep.
  if (to == LibraryState::kDropped) {
    next.content = "{}";
    return next;
  }
  if (!of_current && is_refused(view.findings)) return fail(Code::kInvalid, kWhere, "not complete");
  if (to == LibraryState::kReview) return next;
  const auto length = count_code_points(reason);
  if (of_current && (!length || *length == 0 || *length > kLibraryReasonCodePointsMax))
    return fail(Code::kInvalid, kWhere, "reason");
  next.reviewer = session.alias;
  next.reason = of_current ? std::string{reason} : std::string{};
  next.version = item.current ? item.current->version + 1 : 1;
  LET(next.content,
      numbered(item.kind, next.content, next.version, of_current ? pack::iso_date(core_.now()) : std::string{}));
  return next;
}

Result<std::uint32_t> Library::move(const SessionToken& token, LibraryKind kind, std::string_view id, LibraryState to,
                                    std::uint32_t edition, std::string_view reason) {
  const std::lock_guard lock(core_.mutex);
  LET(const Session* session, enter(token));
  const LibraryItem* found = core_.shelf.find(kind, id);
  if (found == nullptr) return fail(Code::kNotFound, kWhere);
  if (found->edition != edition) return fail(Code::kConflict, kWhere);
  const LibraryItemView view = view_of(*session, *found);
  LET(LibraryVersion next, moved(view, to, *session, reason));
  const std::string what = next.version > 0 ? std::string{id} + " " + std::to_string(next.version) : std::string{id};
  LET(Unit unit, core_.begin());
  TRY(core_.shelf.write(core_.store(), session->keys, view.item, std::move(next), core_.random()));
  TRY(core_.log_deed(*session, line_of(to), nullptr, what));
  TRY(unit.commit());
  if (to == LibraryState::kDropped) (void)core_.store().scrub_log();
  TRY(core_.shelf.follow(core_.store(), session->keys));
  return edition + 1;
}

Result<bool> Library::is_held(const SessionToken& token) {
  const std::lock_guard lock(core_.mutex);
  TRY(enter(token));
  return core_.public_shelf.is_held();
}

Result<void> Library::publish_again(const SessionToken& token) {
  const std::lock_guard lock(core_.mutex);
  LET(const Session* session, enter(token));
  if (!has_any(*session, kWithdrawers)) return fail(Code::kDenied, kWhere);
  LET(Unit unit, core_.begin());
  TRY(core_.log_deed(*session, "library.published", nullptr));
  TRY(core_.public_shelf.go_on(core_.now()));
  return unit.commit();
}

Result<std::vector<ToldCase>> Library::told(const SessionToken& token, std::string_view card) {
  const std::lock_guard lock(core_.mutex);
  LET(const Session* session, enter(token));
  if (!session->keys.holds(Compartment::kFirstLine)) return fail(Code::kDenied, kWhere);
  const LibraryItem* item = core_.shelf.find(LibraryKind::kCard, card);
  if (item == nullptr || !item->current) return fail(Code::kNotFound, kWhere);
  std::vector<ToldCase> all;
  for (const auto& [id, entry] : core_.agenda.entries()) {
    const Situation situation = entry.situation.unpack();
    const auto one = std::ranges::find(situation.told, card, &ToldCard::id);
    if (one == situation.told.end() || situation.stage == Stage::kClosed) continue;
    const bool done = one->version >= item->current->version;
    if (!done) all.push_back({id, one->version, false});
    if (done && one->before > 0) all.push_back({id, one->before, true});
  }
  return all;
}

Result<bool> Library::put_correction(const SessionToken& token, std::string_view card, const CaseId& id,
                                     std::string_view text) {
  bool mine = false;
  {
    const std::lock_guard lock(core_.mutex);
    LET(const Session* session, enter(token));
    if (core_.shelf.find(LibraryKind::kCard, card) == nullptr) return fail(Code::kNotFound, kWhere);
    if (!session->keys.holds(Compartment::kFirstLine)) return fail(Code::kDenied, kWhere);
    const AgendaEntry* entry = core_.agenda.find(id);
    if (entry == nullptr) return fail(Code::kNotFound, kWhere);
    mine = entry->owner.empty() || entry->owner == session->alias;
  }
  // The case may change hands between the two: then the key says no, and nothing has happened.
  Answers answers(core_);
  if (mine) {
    TRY(answers.put_draft(token, id, DraftKind::kReply, text, 0));
  } else {
    TRY(answers.leave_note(token, id, text, RecordId{core_.random().array<RecordId::kSize>()}));
  }
  const std::lock_guard lock(core_.mutex);
  LET(const Session* session, core_.enter(token));
  LET(Unit unit, core_.begin());
  TRY(core_.log_deed(*session, "library.correction", &id, card));
  TRY(unit.commit());
  return mine;
}

}  // namespace waymark::desk::office
