#include "desk/office/public_shelf.h"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "desk/keyring/office_values.h"
#include "desk/office/public_pieces.h"
#include "pack/public_piece.h"

namespace waymark::desk {
namespace {

using Json = nlohmann::json;
constexpr std::string_view kWhere = "desk/public-cards";
constexpr std::array<std::string_view, 8> kNames{"no",          "later",  "no_room",        "waits_signing",
                                                 "waits_relay", "public", "leaves_signing", "leaves_relay"};
constexpr std::uint32_t kSerialsOfDay = 1'000;

std::set<Language> languages_of(const LibraryShelf& shelf) {
  const std::vector<Language>& all = shelf.pack().languages;
  return {all.begin(), all.end()};
}

/// Which cards a set has, by its first language: all languages have the same ones.
std::map<std::string, int> versions_in(const roster::PublicSet& set, const roster::PublicCards& cards) {
  std::map<std::string, int> versions;
  for (std::size_t i = 0; i < set.pieces.size() && i < cards.pieces.size(); ++i) {
    const auto piece = pack::parse_public_piece(set.pieces[i], cards.pieces[i].language, roster::kCardPieceBytesMax);
    if (!piece.has_value()) continue;
    for (const pack::Card& card : *piece) versions.insert_or_assign(card.id, card.version);
  }
  return versions;
}

}  // namespace

std::string_view name_of(Publicity publicity) { return kNames.at(static_cast<std::size_t>(publicity)); }

Result<void> PublicShelf::load(store::Connection& store) {
  if (loaded_) return {};
  LET(store::Rows rows, store.query("SELECT serial, issued_day, cards, published_at, shown FROM public_cards"));
  LET(const bool found, rows.next());
  loaded_ = true;
  if (!found) return {};
  serial_ = static_cast<std::uint32_t>(rows.integer(0));
  issued_day_ = static_cast<std::uint32_t>(rows.integer(1));
  published_ = !rows.is_null(3);
  // A damaged row is as none: it is signed anew, above its number.
  if (auto set = roster::parse_public_set(rows.blob(2)); set.has_value()) {
    set_ = *std::move(set);
    const auto note = roster::parse_note(set_.note);
    const auto cards = note.has_value() ? roster::parse_public_cards(note->text) : fail(Code::kMalformed, kWhere);
    if (cards.has_value()) versions_ = versions_in(set_, *cards);
  }
  const Json shown = Json::parse(rows.text(4), nullptr, false);
  if (!shown.is_object()) return {};
  for (const auto& [id, one] : shown.items())
    if (one.is_array() && one.size() == 2 && one[0].is_number_integer() && one[1].is_number_integer())
      shown_.insert_or_assign(id, Shown{one[0].get<int>(), one[1].get<std::int64_t>()});
  return {};
}

Result<void> PublicShelf::hear(store::Connection& store, std::uint32_t relay_serial, TimePoint now) {
  TRY(load(store));
  heard_ = true;
  // A lower number is no reason to stop: the relay lost it, or a roster made the set void.
  held_ = relay_serial > serial_ && relay_serial != allowed_;
  relay_serial_ = relay_serial;
  if (relay_serial == serial_ && serial_ > 0 && !published_) return confirm(store, now);
  return {};
}

Result<void> PublicShelf::confirm(store::Connection& store, TimePoint now) {
  std::map<std::string, Shown> shown;
  Json json = Json::object();
  for (const auto& [id, version] : versions_) {
    const auto before = shown_.find(id);
    const bool same = before != shown_.end() && before->second.version == version;
    const std::int64_t at = same ? before->second.at : now.time_since_epoch().count();
    shown.insert_or_assign(id, Shown{version, at});
    json[id] = {version, at};
  }
  TRY(store.execute("UPDATE public_cards SET published_at = ?, shown = ?",
                    static_cast<std::int64_t>(now.time_since_epoch().count()), json.dump()));
  shown_ = std::move(shown);
  published_ = true;
  return {};
}

Result<void> PublicShelf::go_on(TimePoint now) {
  if (!held_ || relay_serial_ / kSerialsOfDay > unix_day(now) + 1) return fail(Code::kInvalid, kWhere);
  held_ = false;
  allowed_ = relay_serial_;
  mark_ = {};
  return {};
}

Result<void> PublicShelf::sign(store::Connection& store, const LibraryShelf& shelf, const KeyRing& keys,
                               TimePoint now) {
  if (!heard_ || held_ || !shelf.is_whole() || keys.reply_key() == nullptr) return {};
  LET(const std::int64_t roster_serial, store.number("SELECT coalesce(max(serial), 0) FROM roster"));
  const std::uint32_t today = unix_day(now);
  const Mark mark{.shelf = shelf.revision(), .day = today, .roster = static_cast<std::uint64_t>(roster_serial)};
  if (mark == mark_ && relay_serial_ <= serial_) return {};
  LET(const roster::VerifiedRoster roster, newest_roster(store));
  const auto& trusted = roster.roster.reply_keys;
  const crypto::ReplyVerifyKey own = keys.reply_key()->verify_key();
  // A key of before a renewal: somebody has to sign in anew.
  if (std::ranges::none_of(trusted, [&](const auto& key) { return std::ranges::equal(key.bytes(), own.bytes()); }))
    return {};
  std::vector<pack::Card> cards = shelf.cards();
  const std::set<Language> languages = languages_of(shelf);
  std::erase_if(cards, [&](const pack::Card& card) { return !pack::is_public_on(card, languages, now); });
  CutCards cut = cut_cards(std::move(cards), languages);
  no_room_ = std::move(cut.no_room);
  const auto kept = roster::verify_public_set(set_, roster);
  const bool good = kept.has_value() && kept->pieces == cut.pieces && relay_serial_ <= serial_ &&
                    issued_day_ <= today && today < issued_day_ + kPublicSetDays;
  if (!good) {
    const std::uint32_t serial = roster::next_cards_serial(std::max(serial_, relay_serial_), today);
    const roster::PublicCards next{
        .instance = roster.instance, .serial = serial, .issued_day = today, .pieces = std::move(cut.pieces)};
    roster::PublicSet set{.note = roster::write_note(roster::sign_public_cards(next, *keys.reply_key())),
                          .pieces = std::move(cut.texts)};
    LET(const Bytes bytes, roster::write_public_set(set));
    TRY(
        store.execute("INSERT INTO public_cards (only_row, serial, issued_day, cards, shown) VALUES (1, ?, ?, ?, '{}') "
                      "ON CONFLICT (only_row) DO UPDATE SET serial = excluded.serial, "
                      "issued_day = excluded.issued_day, cards = excluded.cards, published_at = NULL",
                      serial, today, bytes));
    serial_ = serial;
    issued_day_ = today;
    published_ = false;
    set_ = std::move(set);
    versions_ = std::move(cut.versions);
  }
  mark_ = mark;
  return {};
}

Result<std::optional<std::string>> PublicShelf::to_send(store::Connection& store) const {
  return to_send(store, relay_serial_);
}

Result<std::optional<std::string>> PublicShelf::to_send(store::Connection& store, std::uint32_t relay_serial) const {
  if (!heard_ || held_ || serial_ == 0 || relay_serial >= serial_) return std::optional<std::string>{};
  // One that the relay would refuse waits for its new signature.
  LET(const roster::VerifiedRoster roster, newest_roster(store));
  if (!roster::verify_public_set(set_, roster).has_value()) return std::optional<std::string>{};
  LET(const Bytes bytes, roster::write_public_set(set_));
  return std::optional{to_string(bytes)};
}

PublicPlace PublicShelf::place_of(const LibraryShelf& shelf, const std::string& id, TimePoint now) const {
  const auto said = shelf.said().find(id);
  if (said == shelf.said().end()) return {};
  const pack::Card& card = said->second.back();
  const auto signed_version = versions_.find(id);
  const auto shown = shown_.find(id);
  if (pack::is_public_on(card, languages_of(shelf), now)) {
    if (no_room_.contains(id)) return {Publicity::kNoRoom};
    if (signed_version == versions_.end() || signed_version->second != card.version)
      return {heard_ ? Publicity::kWaitsSigning : Publicity::kWaitsRelay};
    if (shown == shown_.end() || shown->second.version != card.version) return {Publicity::kWaitsRelay};
    return {Publicity::kPublic, TimePoint{Seconds{shown->second.at}}};
  }
  if (shown != shown_.end())
    return {signed_version != versions_.end() ? Publicity::kLeavesSigning : Publicity::kLeavesRelay};
  const bool later = card.is_public.value_or(false) && card.withdrawn.empty() && pack::iso_date(now) < card.valid_from;
  return {later ? Publicity::kLater : Publicity::kNo};
}

}  // namespace waymark::desk
