#include "desk/sync/courier.h"

#include <algorithm>
#include <set>

#include "crypto/verify/hash.h"

namespace waymark::desk {
namespace {

void add(FilingReport& sum, const FilingReport& filed) {
  sum.taken_up += filed.taken_up;
  sum.new_cases += filed.new_cases;
  sum.further += filed.further;
  sum.erased += filed.erased;
  sum.refused += filed.refused;
  sum.redated += filed.redated;
}

/// The relay answered, and took nothing.
bool is_refusal(const Error& error) { return error.code == Code::kInvalid || error.code == Code::kNotFound; }

using Given = std::set<crypto::Sha256>;

/// Whether any of it is new. By content: names and days are what a relay makes them.
bool adds(Given& given, std::span<const PulledEnvelope> pulled) {
  bool any = false;
  for (const PulledEnvelope& row : pulled) any = given.insert(crypto::sha256(row.blob)).second || any;
  return any;
}

}  // namespace

Result<RoundReport> Courier::round() {
  RoundReport report;
  TRY(office_.upkeep().housekeeping());
  const Result<void> exchanged = exchange(report);
  report_relay(exchanged);
  TRY(file(report));
  if (!exchanged.has_value()) return std::unexpected(exchanged.error());
  return report;
}

Result<void> Courier::exchange(RoundReport& report) {
  LET(const RelayStatus status, relay_.status());
  waiting_ = status.waiting;
  // Replies do not wait behind a flood of requests, nor behind a roster that the relay refuses.
  TRY(push(report));
  const Result<void> published = publish(status, report);
  TRY(pull(report));
  TRY(published);
  TRY(push_tokens());
  // Last: a release is some hundred pieces, and nobody waits for it.
  return publish_figures(report);
}

Result<void> Courier::publish(const RelayStatus& status, RoundReport& report) {
  LET(const std::vector<std::string> rosters, office_.upkeep().rosters_after(status.roster_serial));
  for (const std::string& roster : rosters) {
    TRY(relay_.publish(PublishKind::kRoster, roster));
    ++report.published;
  }
  LET(const auto list, office_.upkeep().todays_list());
  if (list && list->serial > status.list_serial) {
    TRY(relay_.publish(PublishKind::kDayKeys, list->note));
    ++report.published;
  }
  return publish_cards(status, report);
}

Result<void> Courier::publish_cards(const RelayStatus& status, RoundReport& report) {
  const bool main = is_main();
  LET(const auto cards, main ? office_.upkeep().public_cards_after(status.cards_serial)
                             : office_.upkeep().public_cards_for_another(status.cards_serial));
  if (!cards) return {};
  TRY(relay_.publish(PublishKind::kPublicCards, *cards));
  ++report.published;
  if (!main) return {};
  // What the relay has now is seen at once, and said in the library.
  LET(const RelayStatus after, relay_.status());
  TRY(office_.upkeep().public_cards_after(after.cards_serial));
  return {};
}

Result<void> Courier::push_tokens() {
  LET(const bool due, office_.upkeep().should_ask_for_tokens(name_));
  if (!due) return {};
  const Result<HeldTokens> held = relay_.held_tokens();
  if (!held.has_value() && is_refusal(held.error())) return office_.upkeep().tokens_unknown(name_);
  TRY(held);
  const std::uint32_t first_missing = held->count == kPoolTokens ? held->newest + 1 : held->newest;
  LET(const std::vector<TokenPool> pools, office_.upkeep().token_pools_for(name_, first_missing));
  for (const TokenPool& pool : pools) {
    std::uint16_t there = 0;
    for (ByteView rest{pool.hashes}; !rest.empty();) {
      const ByteView part = rest.first(std::min(rest.size(), kTokensMax * kTokenHashBytes));
      const Result<std::uint16_t> answer = relay_.push_tokens(pool.pool, part);
      // Its clock is another, or it has another office's: no tokens then.
      if (!answer.has_value() && is_refusal(answer.error())) return {};
      LET(there, answer);
      rest = rest.subspan(part.size());
    }
    TRY(office_.upkeep().tokens_arrived(name_, pool.pool, there));
  }
  return {};
}

Result<void> Courier::publish_figures(RoundReport& report) {
  LET(const bool due, office_.upkeep().should_ask_for_figures(name_));
  if (!due) return {};
  const Result<bool> sent = send_figures(report);
  if (sent.has_value() && *sent) return {};
  if (!sent.has_value() && sent.error().code != Code::kInvalid) return std::unexpected(sent.error());
  office_.upkeep().figures_refused(name_);
  return {};
}

/// @return false for a relay that goes in circles. @error kInvalid for one that refuses, or knows no figures
Result<bool> Courier::send_figures(RoundReport& report) {
  LET(const HeldFigures held, relay_.held_figures());
  LET(const auto parcel, office_.upkeep().figures_for(name_, held));
  if (!parcel) return true;
  LET(std::optional<std::uint16_t> wanted, relay_.push_figures(*parcel, std::nullopt));
  for (unsigned sent = 0; sent < kFigurePiecesPerRound && wanted; ++sent) {
    LET(const auto next, relay_.push_figures(*parcel, *wanted));
    if (next && *next <= *wanted) return false;
    wanted = next;
  }
  report.more = report.more || wanted;
  if (wanted) return true;
  ++report.published;
  LET(const HeldFigures after, relay_.held_figures());
  TRY(office_.upkeep().figures_for(name_, after));
  return true;
}

bool Courier::is_main() { return office_.upkeep().relays().front() == name_; }

bool Courier::has_others() { return office_.upkeep().relays().size() > 1; }

Result<void> Courier::hear_words(std::span<const PulledEnvelope> pulled) {
  std::vector<RowId> ids;
  for (const PulledEnvelope& row : pulled) ids.push_back(row.row_id);
  LET(const auto said, relay_.words(ids));
  if (!said) return {};  // one of before it could
  second_ = said->second;
  not_copied_ = said->not_copied;
  TRY(office_.upkeep().learn_relay_key(name_, said->key));
  std::vector<RelayWord> words;
  for (std::size_t at = 0; at < pulled.size(); ++at)
    words.push_back({.day = pulled[at].day, .blob = pulled[at].blob, .word = said->words[at]});
  // In parts: signatures take time, and a screen may wait.
  for (std::span<const RelayWord> rest{words}; !rest.empty();) {
    const std::span part = rest.first(std::min<std::size_t>(rest.size(), kFileBatch));
    TRY(office_.upkeep().note_words(part));
    rest = rest.subspan(part.size());
  }
  return {};
}

Result<void> Courier::nothing_left(std::int64_t newest_word) {
  waiting_ = 0;
  if (has_others()) {
    TRY(hear_words({}));
    TRY(office_.upkeep().judge_words(name_, newest_word));
  }
  return office_.upkeep().note_complete_pull(name_);
}

Result<void> Courier::pull(RoundReport& report) {
  // A word that is heard while this pull is under way may be for something that it came too early for.
  LET(const std::int64_t newest_word, office_.upkeep().newest_word());
  Given given;
  for (unsigned batch = 0; batch < kPullBatchesPerRound; ++batch) {
    LET(const unsigned room, office_.upkeep().room_for(kPullMax));
    report.left_at_relay = room == 0;
    if (report.left_at_relay) return {};
    LET(const std::vector<PulledEnvelope> pulled, relay_.pull(static_cast<std::uint16_t>(room)));
    if (pulled.size() > room) return fail(Code::kMalformed, "desk/courier");
    if (pulled.empty()) return nothing_left(newest_word);
    // It said that these were deleted: without an end nothing more comes of it.
    if (!adds(given, pulled)) return office_.upkeep().note_repeat(name_);
    for (std::span rest{pulled}; !rest.empty();) {
      const std::span unit = rest.first(std::min<std::size_t>(rest.size(), kFileBatch));
      LET(const FilingReport filed, office_.upkeep().take_in(unit, name_));
      add(report.filed, filed);
      rest = rest.subspan(unit.size());
    }
    if (has_others()) TRY(hear_words(pulled));
    std::vector<RowId> rows;
    for (const PulledEnvelope& row : pulled) rows.push_back(row.row_id);
    TRY(relay_.acknowledge(rows));
    report.pulled += static_cast<unsigned>(pulled.size());
  }
  report.more = true;
  return {};
}

Result<void> Courier::file(RoundReport& report) {
  for (unsigned batch = 0; batch < kFileBatchesPerRound; ++batch) {
    LET(const FilingReport filed, office_.upkeep().file_waiting(kFileBatch));
    add(report.filed, filed);
    if (filed.taken_up < kFileBatch) return {};
  }
  report.more = true;
  return {};
}

Result<void> Courier::push(RoundReport& report) {
  for (;;) {
    LET(const std::vector<OutboundReply> due, office_.upkeep().due(kPushMax, name_));
    if (due.empty()) return {};
    LET(const std::vector<PushAnswer> answers, relay_.push(due));
    bool full = false;
    for (std::size_t at = 0; at < due.size(); ++at) {
      TRY(office_.upkeep().settle(due[at].record, answers[at], name_));
      full = full || answers[at] == PushAnswer::kFull;
      if (answers[at] != PushAnswer::kFull) ++report.pushed;
    }
    if (full || due.size() < kPushMax) return {};
  }
}

void Courier::report_relay(const Result<void>& exchanged) {
  RelayReport report{
      .reachable = exchanged.has_value(), .waiting = waiting_, .second = second_, .not_copied = not_copied_};
  if (exchanged.has_value())
    report.at = clock_.now();
  else
    report.error = name_of(exchanged.error().code);
  if (const auto time = relay_.relay_time()) report.clock_skew_s = *time - clock_.now().time_since_epoch().count();
  office_.upkeep().set_relay_report(std::move(report), name_);
}

}  // namespace waymark::desk
