#include "relay/documents.h"

namespace waymark::relay {
namespace {

constexpr std::string_view kWhere = "relay/documents";

std::shared_ptr<const Bytes> share(std::string_view text) {
  return std::make_shared<const Bytes>(to_bytes(view_of(text)));
}

Result<roster::VerifiedRoster> verify_roster(const crypto::InstanceId& instance, const Published& before,
                                             std::string_view note) {
  if (before.roster) return roster::verify_next(note, *before.roster);
  LET(roster::VerifiedRoster first, roster::verify_first(note));
  if (first.instance != instance) return fail(Code::kWrongInstance, kWhere);
  return first;
}

Result<PublishedPtr> publish_roster(Store& store, const crypto::InstanceId& instance, const Published& before,
                                    std::string_view note) {
  LET(roster::VerifiedRoster next, verify_roster(instance, before, note));
  Published after = before;
  LET(after.version, store.keep(before.version, DocumentKind::kRoster, next.roster.serial, view_of(note)));
  std::string chain = before.chain_text ? to_string(*before.chain_text) : std::string{};
  chain.append(note).push_back('\0');
  after.chain_text = share(chain);
  after.roster_text = share(note);
  after.roster = std::move(next);
  LET(const KeptDocuments kept, store.documents());
  after.cards = serve_kept_cards(kept, *after.roster);
  // Figures stay whatever key there is: they were believed, and taking them away would look like taking them back.
  return std::make_shared<const Published>(std::move(after));
}

Result<PublishedPtr> publish_day_keys(Store& store, const Published& before, std::string_view note) {
  if (!before.roster) return fail(Code::kNotFound, kWhere, "day keys before any roster");
  LET(roster::DayKeyList list, roster::verify_day_keys(note, *before.roster));
  if (before.day_keys && list.serial <= before.day_keys->serial) return fail(Code::kConflict, kWhere, "serial");
  Published after = before;
  LET(after.version, store.keep(before.version, DocumentKind::kDayKeys, list.serial, view_of(note)));
  after.day_keys_text = share(note);
  after.day_keys = std::move(list);
  return std::make_shared<const Published>(std::move(after));
}

Result<PublishedPtr> publish_cards(Store& store, const Published& before, ByteView set) {
  if (!before.roster) return fail(Code::kNotFound, kWhere, "cards before any roster");
  LET(ServedCardsPtr served, serve_cards(set, *before.roster));
  const std::uint32_t serial = served->cards.serial;
  const bool again = before.cards && serial == before.cards_serial && *served->note == *before.cards->note;
  if (again) return std::make_shared<const Published>(before);
  // While none is served (its file was damaged), the one that was kept last may come again.
  const std::uint32_t floor = before.cards ? before.cards_serial + 1 : before.cards_serial;
  if (serial < floor) return fail(Code::kReplayed, kWhere, "older cards");
  Published after = before;
  LET(after.version, store.keep(before.version, DocumentKind::kPublicCards, serial, set));
  after.cards = std::move(served);
  after.cards_serial = serial;
  return std::make_shared<const Published>(std::move(after));
}

Result<PublishedPtr> publish_figures(Store& store, const Published& before, ByteView set) {
  if (!before.roster) return fail(Code::kNotFound, kWhere, "figures before any roster");
  LET(const roster::FigureSet files, roster::parse_figure_set(set));
  LET(const roster::FiguresNote note, roster::verify_figure_set(files, *before.roster));
  const bool again =
      before.figures && before.figures->text(roster::kFigureNote) == files.find(roster::kFigureNote)->second;
  if (again) return std::make_shared<const Published>(before);
  TRY(may_replace(before.figures.get(), before.figures_serial, files, note, text_of(*before.chain_text)));
  Published after = before;
  LET(after.version, store.keep(before.version, DocumentKind::kFigures, note.serial, set));
  after.figures = serve_figures(files, note);
  after.figures_serial = note.serial;
  return std::make_shared<const Published>(std::move(after));
}

}  // namespace

bool Published::is_open(TimePoint now) const {
  // A roster whose first day is ahead is for the clocks to argue about, not a reason to turn somebody away.
  return roster && roster::days_left(roster->roster, now) >= 0;
}

Result<PublishedPtr> verify_documents(const KeptDocuments& kept, const crypto::InstanceId& instance) {
  Published published;
  published.version = kept.version;
  if (kept.chain.empty()) return std::make_shared<const Published>(std::move(published));
  LET(published.roster, roster::verify_chain(kept.chain, instance));
  published.chain_text = share(kept.chain);
  published.roster_text = share(published.roster->note);
  published.cards_serial = kept.cards_serial;
  published.cards = serve_kept_cards(kept, *published.roster);
  published.figures_serial = kept.figures_serial;
  published.figures = serve_kept_figures(kept, instance, kept.chain);
  if (kept.day_keys) {
    published.day_keys_text = share(*kept.day_keys);
    // After a roster with another list key the stored list is out of date, not wrong: the desk publishes the next.
    if (auto list = roster::verify_day_keys(*kept.day_keys, *published.roster)) published.day_keys = std::move(*list);
  }
  return std::make_shared<const Published>(std::move(published));
}

Result<PublishedPtr> publish_document(Store& store, const crypto::InstanceId& instance, const Published& before,
                                      DocumentKind kind, std::string_view document) {
  if (kind == DocumentKind::kPublicCards) return publish_cards(store, before, view_of(document));
  if (kind == DocumentKind::kFigures) return publish_figures(store, before, view_of(document));
  const auto is_current = [&](const std::shared_ptr<const Bytes>& text) { return text && text_of(*text) == document; };
  const bool again = kind == DocumentKind::kRoster ? is_current(before.roster_text) : is_current(before.day_keys_text);
  if (again) return std::make_shared<const Published>(before);
  return kind == DocumentKind::kRoster ? publish_roster(store, instance, before, document)
                                       : publish_day_keys(store, before, document);
}

}  // namespace waymark::relay
