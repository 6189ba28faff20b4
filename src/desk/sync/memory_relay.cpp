#include "desk/sync/memory_relay.h"

#include <algorithm>
#include <cstdlib>

#include "crypto/verify/hash.h"
#include "envelope/frame_row.h"
#include "roster/figures_set.h"
#include "roster/note.h"
#include "roster/roster.h"

namespace waymark::desk {
namespace {

constexpr std::int64_t kClockApartMax = 300;

/// The number of the line that begins with "serial ".
std::uint32_t serial_in(std::string_view text) {
  const std::size_t at = text.find("\nserial ");
  return at == std::string_view::npos
             ? 0
             : static_cast<std::uint32_t>(std::strtoul(std::string{text.substr(at + 8, 10)}.c_str(), nullptr, 10));
}

}  // namespace

Result<void> MemoryRelay::reach() const {
  if (down) return fail(Code::kUnavailable, "desk/memory_relay");
  if (std::abs(clock_ahead_s) > kClockApartMax) return fail(Code::kWrongDay, "desk/memory_relay");
  return {};
}

void MemoryRelay::put(std::uint32_t day, Bytes blob) {
  const RowId id = envelope::row_id_of(day, blob);
  if (std::ranges::any_of(waiting_, [&id](const PulledEnvelope& row) { return row.row_id == id; })) return;
  waiting_.push_back({id, day, std::move(blob)});
}

Result<std::vector<PulledEnvelope>> MemoryRelay::pull(std::uint16_t limit) {
  TRY(reach());
  const std::size_t count = std::min<std::size_t>(limit, waiting_.size());
  return std::vector<PulledEnvelope>(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(count));
}

Result<unsigned> MemoryRelay::acknowledge(std::span<const RowId> rows) {
  TRY(reach());
  if (lose_acknowledgements) return fail(Code::kUnavailable, "desk/memory_relay");
  if (forgets_nothing) return static_cast<unsigned>(rows.size());
  const std::size_t before = waiting_.size();
  // Rows are acknowledged in the order in which they were pulled; look at the front first.
  for (const RowId& id : rows) {
    const auto row = std::ranges::find(waiting_, id, &PulledEnvelope::row_id);
    if (row != waiting_.end()) waiting_.erase(row);
  }
  return static_cast<unsigned>(before - waiting_.size());
}

Result<std::vector<PushAnswer>> MemoryRelay::push(std::span<const OutboundReply> replies) {
  TRY(reach());
  std::vector<PushAnswer> answers;
  for (const OutboundReply& reply : replies) {
    if (calls_all_occupied) {
      answers.push_back(PushAnswer::kOccupied);
      continue;
    }
    const auto [place, fresh] = replies_.emplace(reply.id, reply.blob);
    answers.push_back(fresh                         ? PushAnswer::kStored
                      : place->second == reply.blob ? PushAnswer::kSame
                                                    : PushAnswer::kOccupied);
  }
  return answers;
}

Result<std::optional<RelayWords>> MemoryRelay::words(std::span<const RowId> rows) {
  TRY(reach());
  RelayWords said{.key = key};
  for (const RowId& row : rows) {
    const auto word = words_for.find(row);
    said.words.push_back(word == words_for.end() ? crypto::Signature{} : word->second);
  }
  return std::optional{std::move(said)};
}

Result<void> MemoryRelay::publish(PublishKind kind, std::string_view text) {
  TRY(reach());
  if (kind == PublishKind::kRoster)
    rosters_.emplace_back(text);
  else if (kind == PublishKind::kDayKeys)
    day_list_ = text;
  else
    cards_ = text;
  return {};
}

Result<HeldFigures> MemoryRelay::held_figures() {
  TRY(reach());
  if (knows_no_figures) return fail(Code::kInvalid, "desk/relay", "404");
  if (!figures_) return HeldFigures{};
  const auto files = roster::parse_figure_set(*figures_);
  if (!files.has_value()) return HeldFigures{};
  const std::string& note = files->find(roster::kFigureNote)->second;
  return HeldFigures{.serial = serial_in(note), .note = note};
}

Result<std::optional<std::uint16_t>> MemoryRelay::push_figures(const FiguresParcel& parcel,
                                                               std::optional<std::uint16_t> piece) {
  TRY(reach());
  if (figures_in_circles) return std::optional<std::uint16_t>{0};
  const auto next = static_cast<std::uint16_t>(coming_.size() / kFigurePieceBytes);
  if (!piece || *piece != next) return std::optional{next};
  const Bytes body = figure_piece(parcel, piece);
  const ByteView bytes = ByteView{body}.subspan(parcel.sum.size() + 6);
  coming_.insert(coming_.end(), bytes.begin(), bytes.end());
  ++figure_pieces_;
  if (coming_.size() < parcel.bytes->size()) return std::optional{static_cast<std::uint16_t>(next + 1)};
  Bytes whole = std::exchange(coming_, {});
  if (refuse_figures || crypto::sha256(whole) != parcel.sum) return fail(Code::kInvalid, "desk/relay", "400");
  figures_ = std::move(whole);
  return std::optional<std::uint16_t>{};
}

Result<HeldTokens> MemoryRelay::held_tokens() {
  TRY(reach());
  if (knows_no_tokens) return fail(Code::kNotFound, "desk/relay", "404");
  if (tokens.empty()) return HeldTokens{};
  const auto& [pool, hashes] = *tokens.rbegin();
  return HeldTokens{.newest = pool, .count = static_cast<std::uint16_t>(hashes.size())};
}

Result<std::uint16_t> MemoryRelay::push_tokens(std::uint32_t pool, ByteView hashes) {
  TRY(reach());
  ++token_calls;
  std::set<Bytes>& known = tokens[pool];
  for (; !hashes.empty(); hashes = hashes.subspan(kTokenHashBytes))
    known.insert(to_bytes(hashes.first(kTokenHashBytes)));
  while (tokens.size() > kPoolsAtRelay) tokens.erase(tokens.begin());
  const auto kept = tokens.find(pool);
  return static_cast<std::uint16_t>(kept == tokens.end() ? 0 : kept->second.size());
}

Result<RelayStatus> MemoryRelay::status() {
  TRY(reach());
  return RelayStatus{.now = static_cast<std::uint64_t>(now()),
                     .waiting = static_cast<std::uint32_t>(waiting_.size()),
                     .oldest_day = waiting_.empty() ? 0 : waiting_.front().day,
                     .replies = static_cast<std::uint32_t>(replies_.size()),
                     .roster_serial = rosters_.empty() ? 0 : serial_in(rosters_.back()),
                     .list_serial = serial_in(day_list_),
                     .cards_serial = serial_in(cards_)};
}

}  // namespace waymark::desk
