#include "desk/office/figures_shelf.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "desk/keyring/sealed_row.h"

namespace waymark::desk {
namespace {

using Json = nlohmann::json;
constexpr std::string_view kWhere = "desk/figures-shelf";
constexpr std::size_t kPartBytes = 60'000;  // below the largest bucket of a sealed row

ByteArray<16> numbered(std::uint32_t number) {
  ByteArray<16> bytes{};
  for (std::size_t i = 0; i < 4; ++i) bytes[15 - i] = static_cast<std::uint8_t>(number >> (8 * i));
  return bytes;
}

/// Parts count from one, so that no draft's row can stand for the hands of a release.
RowPlace place_of(const RecordId& id, std::uint32_t part, std::uint32_t version) {
  return {.table = SealedTable::kFigures, .owner = id.bytes, .record = numbered(part), .version = version};
}
RowPlace place_of_hands(std::uint32_t serial, std::uint32_t version) {
  return {.table = SealedTable::kFigures, .owner = numbered(serial), .version = version};
}

Result<std::uint32_t> newest_serial(store::Connection& store) {
  LET(const std::int64_t serial, store.number("SELECT coalesce(max(serial), 0) FROM figures_release"));
  return static_cast<std::uint32_t>(serial);
}

/// A sealed JSON part can hold any cut of the text: it is a string in an object of its own.
std::string write_part(std::string_view text) {
  return Json{{"part", std::string(text)}}.dump(-1, ' ', true, Json::error_handler_t::ignore);
}

/// Where the text may be cut: never inside a character.
std::size_t cut_at(std::string_view text) {
  // Written as ASCII a character takes up to three times its bytes and quotes twice theirs.
  std::size_t end = std::min(text.size(), kPartBytes / 3);
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return end;
}

Result<std::string> read_part(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object() || !json.contains("part") || !json["part"].is_string()) return fail(Code::kMalformed, kWhere);
  return json["part"].get<std::string>();
}

Result<void> check_follows(store::Connection& store, const figures::Release& release) {
  LET(figures::Ledger ledger, read_ledger(store));
  if (!ledger.add(release).has_value()) return fail(Code::kConflict, kWhere);
  return {};
}

}  // namespace

Result<void> put_draft(store::Connection& store, const KeyRing& keys, const FiguresDraft& draft,
                       crypto::Random& random) {
  const CompartmentKey* key = keys.newest(Compartment::kFirstLine);
  if (key == nullptr) return fail(Code::kDenied, kWhere);
  const std::string text = write_draft(draft);
  if (text.size() > kDraftBytesMax) return fail(Code::kTooLarge, kWhere, "draft");
  TRY(store.execute("DELETE FROM figures_draft WHERE id = ?", draft.id.view()));
  LET(const std::int64_t others, store.number("SELECT count(DISTINCT id) FROM figures_draft"));
  if (others >= static_cast<std::int64_t>(kDraftsMax)) return fail(Code::kFull, kWhere);
  std::uint32_t part = 0;
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t end = cut_at(rest);
    const Bytes sealed = seal_row(key->agenda_key(), place_of(draft.id, ++part, key->version()),
                                  write_part(rest.substr(0, end)), random);
    TRY(store.execute("INSERT INTO figures_draft VALUES (?, ?, ?, ?, ?)", draft.id.view(), part, name_of(key->name()),
                      key->version(), sealed));
    rest.remove_prefix(end);
  }
  return {};
}

Result<std::vector<FiguresDraft>> read_drafts(store::Connection& store, const KeyRing& keys) {
  LET(store::Rows rows,
      store.query("SELECT id, part, compartment, version, blob FROM figures_draft ORDER BY id, part"));
  std::map<RecordId, std::string> texts;
  for (;;) {
    LET(const bool found, rows.next());
    if (!found) break;
    LET(const RecordId id, RecordId::from_bytes(rows.blob(0)));
    LET(const Compartment compartment, compartment_from(rows.text(2)));
    const auto version = static_cast<std::uint32_t>(rows.integer(3));
    const CompartmentKey* key = keys.find(compartment, version);
    if (key == nullptr) continue;
    const RowPlace place = place_of(id, static_cast<std::uint32_t>(rows.integer(1)), version);
    LET(const std::string opened, open_row(key->agenda_key(), place, rows.blob(4)));
    LET(const std::string part, read_part(opened));
    texts[id] += part;
  }
  std::vector<FiguresDraft> drafts;
  for (const auto& [id, text] : texts) {
    LET(FiguresDraft draft, parse_draft(id, text));
    drafts.push_back(std::move(draft));
  }
  std::ranges::sort(drafts, {}, &FiguresDraft::at);
  return drafts;
}

Result<FiguresDraft> read_draft(store::Connection& store, const KeyRing& keys, const RecordId& id) {
  LET(std::vector<FiguresDraft> drafts, read_drafts(store, keys));
  const auto found = std::ranges::find(drafts, id, &FiguresDraft::id);
  if (found == drafts.end()) return fail(Code::kNotFound, kWhere);
  return std::move(*found);
}

Result<void> drop_draft(store::Connection& store, const RecordId& id) {
  LET(const std::int64_t parts, store.number("SELECT count(*) FROM figures_draft WHERE id = ?", id.view()));
  if (parts == 0) return fail(Code::kNotFound, kWhere);
  TRY(store.execute("DELETE FROM figures_draft WHERE id = ?", id.view()));
  return {};
}

Result<figures::Ledger> read_ledger(store::Connection& store) {
  LET(store::Rows rows, store.query("SELECT line FROM figures_release ORDER BY serial"));
  figures::Ledger ledger;
  for (;;) {
    LET(const bool found, rows.next());
    if (!found) return ledger;
    LET(figures::Release release, figures::parse_release(rows.text(0)));
    if (!ledger.add(std::move(release)).has_value()) return fail(Code::kMalformed, kWhere, "ledger");
  }
}

Result<SignedFigures> signed_figures(store::Connection& store, std::uint32_t serial) {
  if (serial == 0) {
    LET(serial, newest_serial(store));
  }
  SignedFigures made{.serial = serial, .files = {}};
  {
    LET(store::Rows rows, store.query("SELECT name, content FROM figures_file WHERE serial = ?", serial));
    for (;;) {
      LET(const bool found, rows.next());
      if (!found) break;
      made.files.emplace(std::string(rows.text(0)), to_string(rows.blob(1)));
    }
  }
  if (made.files.empty()) return fail(Code::kNotFound, kWhere);
  LET(store::Rows lines, store.query("SELECT line FROM figures_release WHERE serial <= ? ORDER BY serial", serial));
  std::string& ledger = made.files[kLedgerFile];
  for (;;) {
    LET(const bool more, lines.next());
    if (!more) return made;
    made.files[kReleaseFile] = std::string(lines.text(0)) + "\n";
    ledger += made.files[kReleaseFile];
  }
}

Result<std::string> rosters_chain(store::Connection& store) {
  LET(store::Rows rows, store.query("SELECT note FROM roster ORDER BY serial"));
  std::string chain;
  for (;;) {
    LET(const bool found, rows.next());
    if (!found) return chain;
    chain += to_string(rows.blob(0)) + '\0';
  }
}

bool is_trusted(const roster::VerifiedRoster& roster, const crypto::ReplySigningKey& key) {
  const crypto::ReplyVerifyKey own = key.verify_key();
  return std::ranges::any_of(roster.roster.reply_keys,
                             [&](const auto& one) { return std::ranges::equal(one.bytes(), own.bytes()); });
}

Result<void> put_line(store::Connection& store, const figures::Release& release) {
  TRY(check_follows(store, release));
  TRY(store.execute("INSERT INTO figures_release VALUES (?, ?, NULL, NULL, NULL)", release.serial,
                    figures::write_release(release)));
  return {};
}

Result<void> put_figures(store::Connection& store, const KeyRing& keys, const figures::Release& release,
                         const FigureFiles& files, const FigureHands& hands, crypto::Random& random) {
  const CompartmentKey* key = keys.newest(Compartment::kFirstLine);
  if (key == nullptr) return fail(Code::kDenied, kWhere);
  TRY(check_follows(store, release));
  const auto serial = static_cast<std::uint32_t>(release.serial);
  const Json json{{"by", hands.by}, {"approved_by", hands.approved_by}, {"at", hands.at.time_since_epoch().count()}};
  const Bytes sealed = seal_row(key->agenda_key(), place_of_hands(serial, key->version()), json.dump(), random);
  TRY(store.execute("INSERT INTO figures_release VALUES (?, ?, ?, ?, ?)", serial, figures::write_release(release),
                    name_of(key->name()), key->version(), sealed));
  for (const auto& [name, content] : files) {
    if (name == kLedgerFile || name == kReleaseFile) continue;
    TRY(store.execute("INSERT INTO figures_file VALUES (?, ?, ?)", serial, name, view_of(content)));
  }
  return {};
}

Result<std::optional<FigureHands>> hands_of(store::Connection& store, const KeyRing& keys, std::uint32_t serial) {
  LET(store::Rows rows,
      store.query("SELECT compartment, version, hands FROM figures_release WHERE serial = ?", serial));
  LET(const bool found, rows.next());
  if (!found || rows.is_null(0)) return std::optional<FigureHands>{};
  LET(const Compartment compartment, compartment_from(rows.text(0)));
  const auto version = static_cast<std::uint32_t>(rows.integer(1));
  const CompartmentKey* key = keys.find(compartment, version);
  if (key == nullptr) return std::optional<FigureHands>{};
  LET(const std::string text, open_row(key->agenda_key(), place_of_hands(serial, version), rows.blob(2)));
  const Json json = Json::parse(text, nullptr, false);
  const auto word = [&](const char* name) {
    const auto at = json.find(name);
    return at != json.end() && at->is_string() ? at->get<std::string>() : std::string{};
  };
  if (!json.is_object() || !json.contains("at") || !json["at"].is_number_integer())
    return fail(Code::kMalformed, kWhere);
  return std::optional(FigureHands{
      .by = word("by"), .approved_by = word("approved_by"), .at = TimePoint{Seconds{json["at"].get<std::int64_t>()}}});
}

}  // namespace waymark::desk
