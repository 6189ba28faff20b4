#include "desk/office/library_shelf.h"

#include <algorithm>
#include <array>
#include <tuple>

#include <nlohmann/json.hpp>

#include "desk/keyring/sealed_row.h"

namespace waymark::desk {
namespace {

using Json = nlohmann::json;
constexpr std::string_view kWhere = "desk/library";
constexpr std::array<std::string_view, 2> kKinds{"card", "ready"};
constexpr std::array<std::string_view, 5> kStates{"draft", "review", "in_force", "withdrawn", "dropped"};

RowPlace place_of(const RecordId& row, std::uint32_t version) {
  return {.table = SealedTable::kLibrary, .owner = row.bytes, .version = version};
}

std::string write_row(const LibraryItem& item, const LibraryVersion& version) {
  const Json json = {{"kind", name_of(item.kind)},
                     {"id", item.id},
                     {"edition", item.edition + 1},
                     {"state", name_of(version.state)},
                     {"version", version.version},
                     {"authors", version.authors},
                     {"reviewer", version.reviewer},
                     {"reason", version.reason},
                     {"at", version.at.time_since_epoch().count()},
                     {"content", Json::parse(version.content, nullptr, false)}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// What stands in a row; nothing when it is not what write_row makes.
std::optional<std::pair<LibraryItem, LibraryVersion>> read_row(const std::string& text) {
  const Json json = Json::parse(text, nullptr, false);
  const auto is_text = [&json](const char* key) { return json.contains(key) && json[key].is_string(); };
  const auto is_number = [&json](const char* key) { return json.contains(key) && json[key].is_number_integer(); };
  if (!json.is_object() || !is_text("kind") || !is_text("id") || !is_text("state") || !is_text("reviewer") ||
      !is_text("reason") || !is_number("edition") || !is_number("version") || !is_number("at") ||
      !json.contains("authors") || !json["authors"].is_array() || !json.contains("content"))
    return std::nullopt;
  const auto kind = library_kind_from(json["kind"].get<std::string>());
  const auto state = std::ranges::find(kStates, json["state"].get<std::string>());
  if (!kind.has_value() || state == kStates.end()) return std::nullopt;
  LibraryItem item{.kind = *kind, .id = json["id"], .edition = json["edition"].get<std::uint32_t>()};
  LibraryVersion version{.state = static_cast<LibraryState>(state - kStates.begin()),
                         .version = json["version"].get<int>(),
                         .content = json["content"].dump(),
                         .reviewer = json["reviewer"],
                         .reason = json["reason"],
                         .at = TimePoint{Seconds{json["at"].get<std::int64_t>()}}};
  for (const Json& author : json["authors"])
    if (author.is_string()) version.authors.push_back(author);
  return std::pair{std::move(item), std::move(version)};
}

LibraryItem pack_item(LibraryKind kind, std::string id, int version, std::string content, bool withdrawn) {
  LibraryVersion current{.state = withdrawn ? LibraryState::kWithdrawn : LibraryState::kInForce,
                         .version = version,
                         .content = std::move(content)};
  return {.kind = kind, .id = std::move(id), .current = std::move(current)};
}

}  // namespace

std::string_view name_of(LibraryKind kind) { return kKinds.at(static_cast<std::size_t>(kind)); }
std::string_view name_of(LibraryState state) { return kStates.at(static_cast<std::size_t>(state)); }

Result<LibraryKind> library_kind_from(std::string_view name) {
  const auto found = std::ranges::find(kKinds, name);
  if (found == kKinds.end()) return fail(Code::kMalformed, kWhere);
  return static_cast<LibraryKind>(found - kKinds.begin());
}

void LibraryShelf::know_pack(pack::Pack pack, const std::vector<pack::Card>& cards,
                             const std::vector<pack::Ready>& ready) {
  pack_ = std::move(pack);
  of_pack_.clear();
  for (pack::Card card : cards) {
    // The pages that were built from the pack have them.
    if (!card.is_public) card.is_public = true;
    of_pack_.insert_or_assign(Key{LibraryKind::kCard, card.id}, pack_item(LibraryKind::kCard, card.id, card.version,
                                                                          write_card(card), !card.withdrawn.empty()));
  }
  for (const pack::Ready& one : ready)
    of_pack_.insert_or_assign(Key{LibraryKind::kReady, one.id},
                              pack_item(LibraryKind::kReady, one.id, one.version, write_ready(one), false));
  close();
}

void LibraryShelf::close() {
  items_ = of_pack_;
  seen_ = 0;
  has_gap_ = false;
  ++revision_;
  said_.clear();
  for (const auto& [key, item] : items_) say(item);
}

void LibraryShelf::say(const LibraryItem& item) {
  if (item.kind != LibraryKind::kCard || !item.current) return;
  if (auto card = pack::parse_card(item.current->content); card.has_value()) said_[item.id].push_back(*std::move(card));
}

Result<void> LibraryShelf::follow(store::Connection& store, const KeyRing& keys) {
  LET(store::Rows rows,
      store.query("SELECT seq, id, key_version, blob FROM library WHERE seq > ? ORDER BY seq", seen_));
  for (;;) {
    LET(const bool found, rows.next());
    if (!found) return {};
    seen_ = rows.integer(0);
    LET(const RecordId row, RecordId::from_bytes(rows.blob(1)));
    const auto version = static_cast<std::uint32_t>(rows.integer(2));
    const CompartmentKey* team = keys.find(Compartment::kTeam, version);
    ++revision_;
    // A row that does not open may be a withdrawing: then nothing is published (is_whole).
    has_gap_ = has_gap_ || team == nullptr;
    if (team == nullptr) continue;
    const auto text = open_row(team->agenda_key(), place_of(row, version), rows.blob(3));
    has_gap_ = has_gap_ || !text.has_value();
    if (text.has_value()) put(*text, row);
  }
}

void LibraryShelf::put(const std::string& text, const RecordId& row) {
  auto read = read_row(text);
  if (!read) return;
  auto& [named, version] = *read;
  version.row = row;
  if (named.kind == LibraryKind::kCard) version.content = said_whether_public(named.id, std::move(version.content));
  LibraryItem& item = items_[Key{named.kind, named.id}];
  item.kind = named.kind;
  item.id = named.id;
  item.edition = named.edition;
  if (version.state == LibraryState::kDraft || version.state == LibraryState::kReview) {
    item.pending = std::move(version);
    return;
  }
  // Withdrawing leaves alone what somebody is writing; approving and throwing away end it.
  if (version.state != LibraryState::kWithdrawn) item.pending.reset();
  if (version.state == LibraryState::kDropped) return;
  item.current = std::move(version);
  say(item);
}

/// A row of before there was such a member says what its card was: the pack's own stood on the page.
std::string LibraryShelf::said_whether_public(const std::string& id, std::string content) const {
  auto card = pack::parse_card(content);
  if (!card.has_value() || card->is_public) return content;
  card->is_public = of_pack_.contains(Key{LibraryKind::kCard, id});
  return write_card(*card);
}

const LibraryItem* LibraryShelf::find(LibraryKind kind, std::string_view id) const {
  const auto found = items_.find(Key{kind, std::string{id}});
  return found == items_.end() ? nullptr : &found->second;
}

std::vector<pack::Card> LibraryShelf::cards() const {
  std::vector<pack::Card> all;
  for (const auto& [id, versions] : said_)
    if (versions.back().withdrawn.empty()) all.push_back(versions.back());
  std::ranges::sort(all, {}, [](const pack::Card& card) { return std::tuple(!card.crisis, card.order, card.id); });
  return all;
}

std::vector<pack::Ready> LibraryShelf::ready() const {
  std::vector<pack::Ready> all;
  for (const auto& [key, item] : items_) {
    if (item.kind != LibraryKind::kReady || !item.current || item.current->state != LibraryState::kInForce) continue;
    if (auto one = pack::parse_ready(item.current->content); one.has_value()) all.push_back(*std::move(one));
  }
  std::ranges::sort(all, {}, [](const pack::Ready& one) { return std::tuple(one.order, one.id); });
  return all;
}

Result<void> LibraryShelf::write(store::Connection& store, const KeyRing& keys, const LibraryItem& before,
                                 LibraryVersion next, crypto::Random& random) {
  const CompartmentKey* team = keys.newest(Compartment::kTeam);
  if (team == nullptr) return fail(Code::kDenied, kWhere);
  const std::string text = write_row(before, next);
  if (text.size() > kRowJsonBytesMax) return fail(Code::kTooLarge, kWhere);
  const RecordId row{random.array<RecordId::kSize>()};
  const Bytes sealed = seal_row(team->agenda_key(), place_of(row, team->version()), text, random);
  if (before.pending && next.state != LibraryState::kWithdrawn)
    TRY(store.execute("DELETE FROM library WHERE id = ?", before.pending->row.view()));
  TRY(store.execute("INSERT INTO library (id, key_version, blob) VALUES (?, ?, ?)", row.view(), team->version(),
                    sealed));
  return {};
}

}  // namespace waymark::desk
