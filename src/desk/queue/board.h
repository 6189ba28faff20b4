// Board: the queue of one reader in memory, ready to be asked for its first rows many times a minute.
//
// Where a case stands is kept until a moment comes that can move it (steady.h): a page is one pass over what was kept,
// some tens of bytes a case, and a sort of only as many as are shown; it gives the same as if every case were placed
// again. What a case says is kept as the bytes that the agenda has (packed_situation.h) and spread out when it is
// placed or shown; the last kSpreadMax that were shown stay spread out, which is every open case of most offices.
// @source docs/decisions/agenda-in-memory.md
// Not thread-safe, reading included: a page keeps what it has worked out. The owner locks. Borrows pack and zone.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/language.h"
#include "desk/keyring/ids.h"
#include "desk/queue/packed_situation.h"
#include "desk/queue/placement.h"

namespace waymark::desk::queue {

/// kWaiting: those that we have answered, until the person writes again. It is not the section of that name, which
/// holds what has no near date, also where a person waits for us.
/// kClosed: at their end; in no other view.
enum class View { kMine, kUnowned, kWaiting, kAll, kClosed };

/// Whose turn it is: somebody waits for an answer of ours, or we for one of theirs.
enum class Turn : std::uint8_t { kUs, kThem };

/// What of a view is shown. What a reader cannot open says nothing of itself, and so passes only where nothing is
/// asked.
struct Filter {
  std::optional<Language> language = {};  ///< the person's
  std::optional<bool> third_person = {};  ///< somebody else writes
  std::optional<Turn> turn = {};
  std::optional<Stage> stage = {};
  std::string clock = {};            ///< kind of the clock of the pack that counts first; empty: any
  bool yesterday = false;            ///< the reader's own, last answered on the day before
  std::optional<Seconds> late = {};  ///< an answer or something else of ours is late this long
  std::uint64_t alike = 0;           ///< of one wave alone, by Wave::key; 0: any
  [[nodiscard]] bool empty() const {
    return !language && !third_person && !turn && !stage && clock.empty() && !yesterday && !late && alike == 0;
  }
};

/// How many rows of a view each filter alone would leave.
struct Facets {
  std::map<Language, std::size_t> languages = {};
  std::map<std::string, std::size_t> clocks = {};
  std::size_t self = 0, other = 0;  ///< who writes
  std::size_t us = 0, them = 0;
  std::map<Stage, std::size_t> stages = {};
  std::size_t yesterday = 0;
  std::size_t late_lead = 0, late_coordinator = 0, broken = 0;  ///< who waits kToLead … kPromiseBroken and longer
};

/// A promise of ours that is not kept climbs: to the lead, to the coordinator, and then it is broken. So does a task or
/// a call whose hour has passed, counted from that hour, and a day in
/// court that not two people have acknowledged the day before.
/// @source docs/decisions/queue-order.md
inline constexpr Seconds kToLead{60 * 60};
inline constexpr Seconds kToCoordinator{90 * 60};
inline constexpr Seconds kPromiseBroken{120 * 60};

struct BoardCase {
  CaseId id;
  std::uint32_t code_name = 0;
  Derived derived = {};
};

/// Which cases the reader can open besides those that nobody leads: their own, or (a lead) everybody's.
enum class Sight : std::uint8_t { kOwn, kEverybodys };

/// Requests of one hour that say the same and that nobody leads or has moved: as one row when there are more than
/// kWaveMin, so that a flood hides nobody. They stand where the most urgent of them stands.
inline constexpr std::size_t kWaveMin = 20;
struct Wave {
  std::uint64_t key = 0;  ///< in this section, of this process
  std::size_t count = 0;
};
enum class Waves : std::uint8_t { kOpen, kFolded };

struct BoardRow {
  std::shared_ptr<const BoardCase> entry;
  Placement placement;
  bool open = true;  ///< the reader can open the case; otherwise `placement` is place_untold, and no more may be shown
  std::optional<Wave> wave = {};  ///< it stands for all of them
};

/// One place beside these rows always goes to whoever has waited longest, whatever the dates of the others: otherwise
/// a flood of urgent requests would hide them for ever.
inline constexpr std::size_t kInSight = 9;

/// Ids are random: any eight of their bytes are a hash.
struct IdHash {
  std::size_t operator()(const CaseId& id) const;
};

/// What a search may ask of a case without spreading it out. Borrowed for the time of a call.
struct Glance {
  const PackedSituation& situation;
  std::optional<TimePoint> nearest;  ///< the earliest latest safe moment of a clock of the pack that counts now
};

/// So many cases are kept spread out.
inline constexpr std::size_t kSpreadMax = 2'048;

/// A case that must be begun within this time and that nobody leads is a coordinator's business.
inline constexpr Seconds kSoonForNobody{6 * 60 * 60};
/// Of those that somebody leads, what is near.
inline constexpr Seconds kSoonForOwner{24 * 60 * 60};

/// What one person has, of cases that are not closed.
struct Load {
  std::size_t open = 0;
  std::size_t owed = 0;                       ///< somebody waits for an answer
  std::size_t soon = 0;                       ///< must be begun within kSoonForOwner
  std::optional<TimePoint> nearest = {};      ///< the earliest moment by which one must be begun
  std::optional<TimePoint> answered_at = {};  ///< the last answer in any of them
};

/// How the office stands, in numbers alone: nothing of any case is in it.
struct Watch {
  std::size_t unowned_late = 0;  ///< nobody's, and an answer or something else of ours is late kToLead or longer
  std::size_t unowned_soon = 0;  ///< nobody's, and must be begun within kSoonForNobody
  std::size_t broken = 0;        ///< of everybody's: late kPromiseBroken or longer
  std::size_t came_hour = 0, came_day = 0;          ///< requests of the last hour, of the last 24
  std::size_t answered_hour = 0, answered_day = 0;  ///< cases that were answered then
  std::map<std::string, Load> owners = {};          ///< by alias; who leads nothing is not there
};

struct Page {
  std::vector<BoardRow> rows;
  /// Whoever of the view has waited for an answer of ours longest, when that is not among the first kInSight rows.
  std::optional<BoardRow> oldest = {};
  Facets facets = {};     ///< of the whole view
  std::size_t total = 0;  ///< rows of the view on all pages; a wave that is folded is one
  std::size_t mine = 0, unowned = 0, waiting = 0, all = 0;
  std::size_t closed = 0;  ///< in none of the other counts
  std::size_t owed = 0;    ///< of mine: somebody waits for an answer
};

class Board {
 public:
  Board(const pack::Pack& pack, const text::Zone& zone);

  /// Adds or replaces a case; nothing is computed again when its situation is the same.
  void set(const CaseId& id, std::uint32_t code_name, PackedSituation given);
  void remove(const CaseId& id);
  /// Of all cases, so many, set() is called now; then sweep().
  void begin(std::size_t cases);
  /// Removes every case that was not set since the last call of begin().
  void sweep();

  /// Rows `offset` … `offset + limit` of a view, most urgent first; ties by id, so that pages fit together.
  /// Cases that the reader cannot open stand by their clock alone and are not in kWaiting.
  [[nodiscard]] Page page(View view, std::string_view reader, TimePoint now, std::size_t offset, std::size_t limit,
                          Sight sight = Sight::kOwn, const Filter& filter = {}, Waves waves = Waves::kOpen) const;
  /// Of these cases those that the reader can open and that `wanted` takes, in the same order, the first `limit` of
  /// them. Only rows and total are set. No `wanted` takes all.
  [[nodiscard]] Page among(std::span<const CaseId> ids, const std::function<bool(const Glance&)>& wanted,
                           std::string_view reader, TimePoint now, std::size_t limit, Sight sight) const;
  /// Every case that the reader can open and that is not closed, in no order.
  void each_open(std::string_view reader, Sight sight,
                 const std::function<void(const std::shared_ptr<const BoardCase>&)>& visit) const;
  /// nullptr when it is not there
  [[nodiscard]] std::shared_ptr<const BoardCase> find(const CaseId& id) const;
  [[nodiscard]] bool contains(const CaseId& id) const { return index_.contains(id); }
  /// For whoever sees to it that nothing is left lying.
  [[nodiscard]] Watch watch(TimePoint now) const;
  [[nodiscard]] std::size_t size() const { return slots_.size(); }

 private:
  struct Slot {
    CaseId id;
    std::uint32_t code_name = 0;
    PackedSituation situation;
    std::uint64_t round = 0;
  };
  /// Who asks, when.
  struct Asked {
    std::string_view reader;
    Present present;
    Sight sight;
  };
  struct Key;
  class First;
  class Folding;
  /// What a page needs of every case, side by side in memory. Moments that are not: TimePoint::max().
  struct Look {
    TimePoint from = TimePoint::max();  ///< it was worked out for this second …
    TimePoint until = {};               ///< … and holds until before this one; never before the first page
    TimePoint due = {};
    TimePoint received_at = {};
    TimePoint waiting_since = {};
    TimePoint late_since = {};                ///< the earliest of what the reader's "late" counts from
    TimePoint untold_due = {};                ///< for those who cannot open the case
    TimePoint nearest = TimePoint::max();     ///< of a clock of the pack
    TimePoint replied_at = TimePoint::max();  ///< the last time
    std::uint32_t owner = kNobody;            ///< index in owners_
    std::uint16_t clock = kNoClock;           ///< index in kinds_: of the clock of the pack that counts first
    std::uint64_t alike = 0;                  ///< Wave::key; 0: it stands alone
    std::uint8_t rank = 0;
    std::uint8_t untold_rank = 0;
    std::uint8_t language = 0, stage = 0;
    std::optional<Turn> turn = {};
    bool third_person = false, closed = false, waits = false, we_wait = false;
    /// A clock that was set back, too, makes it be worked out again.
    [[nodiscard]] bool holds_at(TimePoint now) const { return now >= from && now < until; }
  };
  static constexpr std::uint32_t kNobody = UINT32_MAX;
  static constexpr std::uint32_t kUnknownReader = UINT32_MAX - 1;  ///< somebody who leads nothing here
  static constexpr std::uint16_t kNoClock = UINT16_MAX;
  class Tally;
  static bool can_open(const Look& look, std::uint32_t reader, Sight sight);
  void take_out(std::size_t index);
  /// Brings the looks up to date for the present, those of closed cases only when they are asked for.
  void look_again(const Present& present, bool closed_too) const;
  /// Up to date for the present.
  const Look& look_at(std::uint32_t index, const Present& present) const;
  void place_again(std::uint32_t index, const Present& present) const;
  [[nodiscard]] std::shared_ptr<const BoardCase> spread(std::uint32_t index) const;
  void gather(std::uint32_t index) const;
  [[nodiscard]] std::uint16_t kind_number(const std::string& kind) const;
  [[nodiscard]] std::uint32_t owner_number(const std::string& owner);
  [[nodiscard]] std::uint32_t reader_number(std::string_view reader) const;
  [[nodiscard]] bool passes(const Look& look, Seconds waited, bool yesterday, const Filter& filter) const;
  [[nodiscard]] bool is_of_yesterday(const Look& look, const Present& present) const;
  [[nodiscard]] BoardRow row_of(std::uint32_t index, const Asked& asked) const;
  [[nodiscard]] bool is_before(const Key& a, const Key& b) const;

  const pack::Pack& pack_;
  const text::Zone& zone_;
  std::vector<Slot> slots_;
  mutable std::vector<Look> looks_;                               ///< of the slot with the same index
  mutable std::vector<std::shared_ptr<const BoardCase>> spread_;  ///< the same; null: not spread out
  mutable std::size_t spread_count_ = 0;
  mutable std::size_t hand_ = 0;    ///< which is gathered next
  std::vector<std::string> kinds_;  ///< of clocks, some ten
  std::map<std::string, std::uint32_t, std::less<>> owners_;
  std::unordered_map<CaseId, std::size_t, IdHash> index_;
  std::uint64_t round_ = 0;
};

}  // namespace waymark::desk::queue
