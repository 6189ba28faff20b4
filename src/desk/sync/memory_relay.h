// MemoryRelay: the relay's desk side in memory, for tests and benches. Deterministic, with faults on demand.
#pragma once

#include <deque>
#include <map>
#include <set>
#include <string>

#include "base/clock.h"
#include "desk/sync/relay_link.h"

namespace waymark::desk {

class MemoryRelay final : public RelayLink {
 public:
  explicit MemoryRelay(const Clock& clock) : clock_(clock) {}

  /// As POST /v1/put does: the row id is the hash of day and blob, putting twice is harmless.
  void put(std::uint32_t day, Bytes blob);
  /// A row that no honest relay would hand out.
  void put_row(PulledEnvelope row) { waiting_.push_back(std::move(row)); }

  Result<std::vector<PulledEnvelope>> pull(std::uint16_t limit) override;
  Result<unsigned> acknowledge(std::span<const RowId> rows) override;
  Result<std::vector<PushAnswer>> push(std::span<const OutboundReply> replies) override;
  Result<std::optional<RelayWords>> words(std::span<const RowId> rows) override;
  Result<void> publish(PublishKind kind, std::string_view text) override;
  Result<RelayStatus> status() override;
  Result<HeldFigures> held_figures() override;
  Result<std::optional<std::uint16_t>> push_figures(const FiguresParcel& parcel,
                                                    std::optional<std::uint16_t> piece) override;
  Result<HeldTokens> held_tokens() override;
  Result<std::uint16_t> push_tokens(std::uint32_t pool, ByteView hashes) override;
  [[nodiscard]] std::optional<std::int64_t> relay_time() const override { return now(); }

  [[nodiscard]] std::size_t waiting() const { return waiting_.size(); }
  [[nodiscard]] const std::map<mailbox::MailboxId, Bytes>& replies() const { return replies_; }
  [[nodiscard]] const std::vector<std::string>& rosters() const { return rosters_; }
  [[nodiscard]] const std::string& day_list() const { return day_list_; }
  /// The newest set as it came; empty before the first.
  [[nodiscard]] const std::string& cards() const { return cards_; }

  /// The newest release as it came, whole.
  [[nodiscard]] const std::optional<Bytes>& figures() const { return figures_; }
  void forget_figures() { figures_.reset(); }
  /// Pieces of releases that came.
  [[nodiscard]] unsigned figure_pieces() const { return figure_pieces_; }
  /// Its own key, and another relay's words for rows here.
  crypto::VerifyKeyBytes key{};
  std::map<RowId, crypto::Signature> words_for;
  /// Takes a row away that nobody acknowledged, as a relay that lies does.
  void drop(const RowId& row) {
    std::erase_if(waiting_, [&row](const PulledEnvelope& one) { return one.row_id == row; });
  }

  /// Hashes of tokens by their pools, and how many calls brought them.
  std::map<std::uint32_t, std::set<Bytes>> tokens;
  unsigned token_calls = 0;

  // Faults.
  bool knows_no_tokens = false;        ///< it is of a version before them
  bool down = false;                   ///< every call fails
  bool lose_acknowledgements = false;  ///< they fail after the desk has filed
  bool forgets_nothing = false;        ///< says that what is acknowledged was deleted, and gives it again
  bool calls_all_occupied = false;     ///< whatever reply comes
  bool knows_no_figures = false;       ///< it is of a version before them
  bool figures_in_circles = false;     ///< the first piece is wanted again and again
  bool refuse_figures = false;         ///< a whole release is refused
  std::int64_t clock_ahead_s = 0;

 private:
  [[nodiscard]] std::int64_t now() const { return clock_.now().time_since_epoch().count() + clock_ahead_s; }
  Result<void> reach() const;
  const Clock& clock_;
  std::deque<PulledEnvelope> waiting_;
  std::map<mailbox::MailboxId, Bytes> replies_;
  std::vector<std::string> rosters_;
  std::string day_list_;
  std::string cards_;
  std::optional<Bytes> figures_;
  Bytes coming_;  ///< of a release
  unsigned figure_pieces_ = 0;
};

}  // namespace waymark::desk
