#include "relay/documents.h"

namespace waymark::relay {
namespace {

constexpr std::string_view kWhere = "relay/documents";

std::shared_ptr<const Bytes> share(std::string_view text) {
  return std::make_shared<const Bytes>(to_bytes(view_of(text)));
}

Result<std::string> read_chain(store::Connection& db) {
  std::string chain;
  LET(store::Rows rows, db.query("SELECT note FROM roster ORDER BY serial"));
  while (true) {
    LET(const bool more, rows.next());
    if (!more) return chain;
    chain.append(rows.text(0)).push_back('\0');
  }
}

Result<roster::VerifiedRoster> verify_roster(const crypto::InstanceId& instance, const Published& before,
                                             std::string_view note) {
  if (before.roster) return roster::verify_next(note, *before.roster);
  LET(roster::VerifiedRoster first, roster::verify_first(note));
  if (first.instance != instance) return fail(Code::kWrongInstance, kWhere);
  return first;
}

Result<PublishedPtr> publish_roster(store::Connection& db, const crypto::InstanceId& instance, const Published& before,
                                    std::string_view note) {
  LET(roster::VerifiedRoster next, verify_roster(instance, before, note));
  TRY(db.execute("INSERT INTO roster(serial, note) VALUES(?, ?)", next.roster.serial, note));
  Published after = before;
  std::string chain = before.chain_text ? to_string(*before.chain_text) : std::string{};
  chain.append(note).push_back('\0');
  after.chain_text = share(chain);
  after.roster_text = share(note);
  after.roster = std::move(next);
  LET(after.cards, load_cards(db, *after.roster));
  return std::make_shared<const Published>(std::move(after));
}

Result<PublishedPtr> publish_day_keys(store::Connection& db, const Published& before, std::string_view note) {
  if (!before.roster) return fail(Code::kNotFound, kWhere, "day keys before any roster");
  LET(roster::DayKeyList list, roster::verify_day_keys(note, *before.roster));
  if (before.day_keys && list.serial <= before.day_keys->serial) return fail(Code::kConflict, kWhere, "serial");
  TRY(
      db.execute("INSERT INTO day_keys(only_row, serial, note) VALUES(1, ?, ?) "
                 "ON CONFLICT(only_row) DO UPDATE SET serial = excluded.serial, note = excluded.note",
                 list.serial, note));
  Published after = before;
  after.day_keys_text = share(note);
  after.day_keys = std::move(list);
  return std::make_shared<const Published>(std::move(after));
}

Result<PublishedPtr> publish_cards(store::Connection& db, const Published& before, ByteView set) {
  if (!before.roster) return fail(Code::kNotFound, kWhere, "cards before any roster");
  LET(ServedCardsPtr served, serve_cards(set, *before.roster));
  const std::uint32_t serial = served->cards.serial;
  const bool again = before.cards && serial == before.cards_serial && *served->note == *before.cards->note;
  if (again) return std::make_shared<const Published>(before);
  // While none is served (its file was damaged), the one that was kept last may come again.
  const std::uint32_t floor = before.cards ? before.cards_serial + 1 : before.cards_serial;
  if (serial < floor) return fail(Code::kReplayed, kWhere, "older cards");
  TRY(keep_cards(db, serial, set));
  Published after = before;
  after.cards = std::move(served);
  after.cards_serial = serial;
  return std::make_shared<const Published>(std::move(after));
}

}  // namespace

bool Published::is_open(TimePoint now) const {
  // A roster whose first day is ahead is for the clocks to argue about, not a reason to turn somebody away.
  return roster && roster::days_left(roster->roster, now) >= 0;
}

Result<PublishedPtr> load_documents(store::Connection& db, const crypto::InstanceId& instance) {
  Published published;
  LET(const std::string chain, read_chain(db));
  if (chain.empty()) return std::make_shared<const Published>(std::move(published));
  LET(published.roster, roster::verify_chain(chain, instance));
  published.chain_text = share(chain);
  published.roster_text = share(published.roster->note);
  LET(published.cards_serial, kept_cards_serial(db));
  LET(published.cards, load_cards(db, *published.roster));
  LET(store::Rows rows, db.query("SELECT note FROM day_keys"));
  LET(const bool has_keys, rows.next());
  if (has_keys) {
    published.day_keys_text = share(rows.text(0));
    // After a roster with another list key the stored list is out of date, not wrong: the desk publishes the next.
    if (auto list = roster::verify_day_keys(rows.text(0), *published.roster)) published.day_keys = std::move(*list);
  }
  return std::make_shared<const Published>(std::move(published));
}

Result<PublishedPtr> publish_document(store::Connection& db, const crypto::InstanceId& instance,
                                      const Published& before, DocumentKind kind, std::string_view document) {
  if (kind == DocumentKind::kPublicCards) return publish_cards(db, before, view_of(document));
  const auto is_current = [&](const std::shared_ptr<const Bytes>& text) { return text && text_of(*text) == document; };
  const bool again = kind == DocumentKind::kRoster ? is_current(before.roster_text) : is_current(before.day_keys_text);
  if (again) return std::make_shared<const Published>(before);
  return kind == DocumentKind::kRoster ? publish_roster(db, instance, before, document)
                                       : publish_day_keys(db, before, document);
}

}  // namespace waymark::relay
