#include "desk/office/figures_publisher.h"

#include <algorithm>
#include <array>

#include "desk/keyring/office_values.h"
#include "desk/office/figures_shelf.h"
#include "roster/figures_set.h"

namespace waymark::desk {
namespace {

constexpr std::string_view kWhere = "desk/figures-publisher";
constexpr std::array<std::string_view, 8> kNames{"nothing", "waits",   "waits_signing", "published",
                                                 "newer",   "differs", "refused",       "no_files"};

/// What a note says of itself. Whether it is signed is asked where it is believed.
std::optional<roster::FiguresNote> read_note(std::string_view text) {
  if (text.size() > roster::kFiguresNoteBytesMax) return std::nullopt;
  const auto note = roster::parse_note(text);
  if (!note.has_value()) return std::nullopt;
  const auto read = roster::parse_figures_note(note->text);
  return read.has_value() ? std::optional{*read} : std::nullopt;
}

}  // namespace

std::string_view name_of(FiguresPlace place) { return kNames.at(static_cast<std::size_t>(place)); }

Result<FiguresPublisher::Ours> FiguresPublisher::newest(store::Connection& store) {
  Ours ours;
  {
    LET(store::Rows rows, store.query("SELECT serial, line FROM figures_release ORDER BY serial DESC LIMIT 1"));
    LET(const bool found, rows.next());
    if (!found) return ours;
    ours.serial = static_cast<std::uint32_t>(rows.integer(0));
    ours.release = crypto::sha256(view_of(rows.text(1)));
  }
  LET(store::Rows rows,
      store.query("SELECT content FROM figures_file WHERE serial = ? AND name = ?", ours.serial, kNoteFile));
  LET(const bool found, rows.next());
  if (found) ours.note = to_string(rows.blob(0));
  return ours;
}

Result<bool> FiguresPublisher::should_ask(store::Connection& store, const std::string& relay, TimePoint now) {
  LET(const Ours ours, newest(store));
  FiguresAtRelay& known = relays_[relay];
  const bool settled = known.place != FiguresPlace::kWaits && known.serial >= ours.serial;
  const bool given_up = known.place == FiguresPlace::kRefused || known.place == FiguresPlace::kNoFiles;
  const bool tried = given_up && packed_note_ == ours.note;
  // A clock that was set back asks once more.
  const bool lately = known.asked <= now && now < known.asked + kFiguresAskEvery;
  if (lately && (settled || tried)) return false;
  // Another release is tried at once, whatever became of the one before.
  if (packed_note_ != ours.note) parcel_ = {};
  packed_note_ = ours.note;
  return true;
}

Result<bool> FiguresPublisher::sign_anew(store::Connection& store, const KeyRing* keys, Ours& ours, TimePoint now) {
  LET(const roster::VerifiedRoster roster, newest_roster(store));
  if (roster::verify_figures_note(ours.note, roster).has_value()) return true;
  const bool can = keys != nullptr && keys->reply_key() != nullptr && is_trusted(roster, *keys->reply_key());
  std::optional<roster::FiguresNote> note = read_note(ours.note);
  if (!can || !note) return false;
  // What was signed stays the same: sums and release.
  note->issued_day = unix_day(now);
  ours.note = roster::write_note(roster::sign_figures_note(*note, *keys->reply_key()));
  LET(const std::string chain, rosters_chain(store));
  for (const char* name : {kNoteFile, kChainFile})
    TRY(store.execute("UPDATE figures_file SET content = ? WHERE serial = ? AND name = ?",
                      view_of(name == std::string_view{kNoteFile} ? ours.note : chain), ours.serial, name));
  return true;
}

FiguresPlace FiguresPublisher::compare(const Ours& ours, const HeldFigures& held) const {
  if (held.serial > ours.serial) return FiguresPlace::kNewer;
  if (ours.serial == 0) return FiguresPlace::kNothing;
  if (held.serial < ours.serial) return FiguresPlace::kWaits;
  if (held.note == ours.note) return FiguresPlace::kPublished;
  const std::optional<roster::FiguresNote> theirs = read_note(held.note);
  // It had it once and lost it: it comes again.
  if (!theirs) return FiguresPlace::kWaits;
  if (theirs->release != ours.release) return FiguresPlace::kDiffers;
  return ours.note.empty() ? FiguresPlace::kPublished : FiguresPlace::kWaits;
}

Result<bool> FiguresPublisher::pack(store::Connection& store, const Ours& ours) {
  if (parcel_.bytes && packed_note_ == ours.note) return true;
  auto made = signed_figures(store, ours.serial);
  if (!made.has_value() && made.error().code == Code::kNotFound) return false;
  if (!made.has_value()) return std::unexpected(made.error());
  // A release that was made before there were pages for everybody.
  if (!made->files.contains(roster::kFigureIndex)) return false;
  const auto bytes = roster::write_figure_set({made->files.begin(), made->files.end()});
  if (!bytes.has_value()) return false;
  packed_note_ = ours.note;
  parcel_ = {.sum = crypto::sha256(*bytes), .bytes = std::make_shared<const Bytes>(*bytes)};
  return true;
}

Result<std::optional<FiguresParcel>> FiguresPublisher::hear(store::Connection& store, const KeyRing* keys,
                                                            const std::string& relay, const HeldFigures& held,
                                                            TimePoint now) {
  LET(Ours ours, newest(store));
  FiguresAtRelay& known = relays_[relay];
  known.serial = held.serial;
  known.asked = now;
  const bool ahead = held.serial > ours.serial;
  bool good = true;
  if (!ours.note.empty() && !ahead) {
    LET(good, sign_anew(store, keys, ours, now));
  }
  known.place = compare(ours, held);
  if (known.place == FiguresPlace::kWaits) {
    bool packed = false;
    if (good) {
      LET(packed, pack(store, ours));
    }
    if (packed) return std::optional{parcel_};
    known.place = good ? FiguresPlace::kNoFiles : FiguresPlace::kWaitsSigning;
  }
  const auto waits = [](const auto& one) { return one.second.place == FiguresPlace::kWaits; };
  if (std::ranges::none_of(relays_, waits)) parcel_ = {};
  return std::optional<FiguresParcel>{};
}

void FiguresPublisher::refused(const std::string& relay, TimePoint now) {
  relays_[relay].place = FiguresPlace::kRefused;
  relays_[relay].asked = now;
}

}  // namespace waymark::desk
