#include "desk/ceremonies/renewal.h"

#include <algorithm>

#include "desk/keyring/day_keys.h"
#include "desk/keyring/key_ring.h"
#include "desk/staff/access_epoch.h"

namespace waymark::desk {
namespace {

constexpr std::string_view kWhere = "desk/renewal";

/// All rosters of the office, oldest first; the newest one was checked by the caller, and it chains to all of them.
Result<std::vector<roster::Roster>> history_of(store::Connection& store) {
  LET(store::Rows rows, store.query("SELECT note FROM roster ORDER BY serial"));
  std::vector<roster::Roster> history;
  for (;;) {
    LET(const bool found, rows.next());
    if (!found) return history;
    LET(const roster::Note note, roster::parse_note(text_of(rows.blob(0))));
    LET(roster::Roster roster, roster::parse_roster(note.text));
    history.push_back(std::move(roster));
  }
}

/// The day of the first roster that `names` what is asked for.
template <class Names>
std::int64_t first_day(const std::vector<roster::Roster>& history, const Names& names) {
  const auto first = std::ranges::find_if(history, names);
  return first == history.end() ? 0 : first->issued_day;
}

std::int64_t days_left(const std::vector<roster::Roster>& history, std::uint32_t today) {
  const roster::Roster& newest = history.back();
  const auto same_list = [&](const roster::Roster& roster) { return roster.list_key == newest.list_key; };
  const auto same_reply = [&](const roster::Roster& roster) {
    return roster.reply_keys.front() == newest.reply_keys.front();
  };
  const std::int64_t since = std::min(first_day(history, same_list), first_day(history, same_reply));
  return since + kSigningKeyDays - today;
}

/// Reply keys that were replaced a short time ago: what they signed may still wait to be read.
std::vector<crypto::ReplyVerifyKey> recent_reply_keys(const std::vector<roster::Roster>& history, std::uint32_t today) {
  std::vector<crypto::ReplyVerifyKey> recent;
  const auto& known = history.back().reply_keys;
  for (std::size_t at = 1; at < known.size(); ++at) {
    const auto successor_leads = [&](const roster::Roster& roster) {
      return roster.reply_keys.front() == known[at - 1];
    };
    if (first_day(history, successor_leads) + kOldReplyKeyDays >= today) recent.push_back(known[at]);
  }
  return recent;
}

struct NewKeys {
  crypto::ListSigningKey list;
  crypto::ReplySigningKey reply;
};

Result<NewKeys> make_keys(store::Connection& store, crypto::Random& random) {
  NewKeys keys{crypto::ListSigningKey::generate(random), crypto::ReplySigningKey::generate(random)};
  TRY(put_office_secret(store, kListSecret, Compartment::kCoordinator, keys.list.seed(), random));
  TRY(put_office_secret(store, kReplySecret, Compartment::kFirstLine, keys.reply.seed(), random));
  TRY(put_office_secret(store, kReplySecret, Compartment::kClosed, keys.reply.seed(), random));
  return keys;
}

roster::Roster next_of(const roster::VerifiedRoster& before, const RosterChange& change, std::uint32_t today) {
  roster::Roster next = before.roster;
  next.serial = before.roster.serial + 1;
  next.instance = before.instance;
  next.previous = before.text_hash;
  next.issued_day = today;
  next.expires_day = today + roster::kRosterDaysMax;
  if (!change.relays.empty()) next.relays = change.relays;
  if (!change.clerks.empty()) next.clerks = change.clerks;
  if (!change.mirrors.empty()) next.mirrors = change.mirrors;
  if (!change.mails.empty()) next.mails = change.mails;
  return next;
}

}  // namespace

Result<Renewal> renew_roster(store::Connection& store, const crypto::RootSigningKey& root, const RosterChange& change,
                             TimePoint now, crypto::Random& random) {
  LET(store::Transaction transaction, store::Transaction::begin(store));
  LET(const roster::VerifiedRoster before, newest_roster(store));
  if (std::ranges::find(before.roster.roots, root.verify_key()) == before.roster.roots.end())
    return fail(Code::kDenied, kWhere, "root");
  LET(const std::vector<roster::Roster> history, history_of(store));
  const std::uint32_t today = unix_day(now);
  const bool old = days_left(history, today) < roster::kRosterDaysMax;
  roster::Roster next = next_of(before, change, today);
  std::vector<crypto::ReplyVerifyKey> kept = recent_reply_keys(history, today);
  std::optional<NewKeys> made;
  if (old || change.keys != SigningKeys::kWhenOld) {
    LET(made, make_keys(store, random));
    kept.insert(kept.begin(), next.reply_keys.front());
    if (change.keys == SigningKeys::kDistrustOld) kept.clear();
    next.list_key = made->list.verify_key();
    next.reply_keys = {made->reply.verify_key()};
  } else {
    next.reply_keys.erase(next.reply_keys.begin() + 1, next.reply_keys.end());
  }
  for (const auto& key : kept)
    if (next.reply_keys.size() < roster::kReplyKeysMax) next.reply_keys.push_back(key);
  if (!roster::parse_roster(roster::write_roster(next))) return fail(Code::kInvalid, kWhere, "name or address");
  TRY(add_roster(store, roster::write_note(roster::sign_roster(next, std::span{&root, 1}))));
  if (made) {
    TRY(make_day_keys(store, today, random));
    TRY(sign_lists(store, made->list, today));
    TRY(raise_access_epoch(store));
  }
  LET(roster::VerifiedRoster verified, newest_roster(store));
  TRY(transaction.commit());
  return Renewal{std::move(verified), made.has_value()};
}

Result<std::int64_t> signing_key_days_left(store::Connection& store, TimePoint now) {
  LET(const std::vector<roster::Roster> history, history_of(store));
  if (history.empty()) return fail(Code::kNotFound, kWhere);
  return days_left(history, unix_day(now));
}

}  // namespace waymark::desk
