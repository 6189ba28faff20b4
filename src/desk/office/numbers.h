// Numbers: figures out of the rows for counting. Somebody asks for a release and sees it as the public would; a second
// person approves it; then it stands in the ledger, signed, for ever.
//
// Who holds the first line's keys may see rows. An analyst sees numbers alone: they are counted with the keys of
// somebody of the first line who is signed in at that moment. What was counted before something else changed is counted
// again when it is approved.
// @source docs/spec/figures-release.md
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "crypto/verify/instance_id.h"
#include "desk/casefile/stat_calendar.h"
#include "desk/casefile/stat_row.h"
#include "desk/office/figures_publisher.h"
#include "desk/office/figures_shelf.h"
#include "desk/office/series_shelf.h"
#include "desk/office/session_token.h"
#include "desk/staff/sessions.h"
#include "figures/report.h"
#include "text/zone.h"

namespace waymark::desk {

/// What figures are made with.
struct FiguresSetup {
  figures::Registry registry;
  std::vector<figures::ReportPlan> plans;  ///< templates, by id
  text::Catalogue catalogue;
  text::Zone zone;  ///< whose days are counted
  std::string organisation;
  figures::Label label = {};            ///< borrows the pack
  std::vector<KeptSeries> series = {};  ///< of others, installed
};

/// Why there is no release: as figures::Refusal, and besides "own" (a second person has to approve), "role" (leads and
/// coordinators approve), "changed-since" (counted anew it is another release; figure, and before and now), "overtaken"
/// (another release was made meanwhile), "done" (it is a release already, or was thrown away), "not-proposed",
/// "no-key" (whoever approves has no key that the newest roster names: sign in anew).
template <class T>
using OrRefused = std::expected<T, figures::Refusal>;

/// What somebody may do here.
struct FiguresRights {
  bool sees_rows = false;
  bool may_approve = false;
};

struct ReleaseMade {
  std::uint32_t serial = 0;
  std::string hash = {};
};

/// A number and what stands behind it.
struct FigureTrace {
  figures::FigureId id;
  std::int64_t rows = 0;
  /// Property → value → how many rows; no names, no days.
  std::map<std::string, std::map<std::string, std::int64_t>> by = {};
  struct Row {
    figures::CountedRow row;
    std::optional<CaseId> case_id = {};  ///< while the case is in the list
    std::uint32_t code_name = 0;
  };
  std::vector<Row> shown = {};  ///< the first of them, newest first; none for analysts
};
inline constexpr std::size_t kTracedRowsMax = 500;

namespace office {

class Numbers {
 public:
  explicit Numbers(Core& core) : core_(core) {}

  /// Before anything is asked; what it borrows outlives the office.
  void know(FiguresSetup setup);
  /// Nothing before know(). Borrowed.
  [[nodiscard]] const FiguresSetup* setup() const;

  /// All rows, in no order; the log says that somebody counted. @error kDenied for whoever is not of the first line
  Result<std::vector<StatRow>> rows(const SessionToken& token);

  // Of the following each gives kDenied for whoever is neither of the first line nor an analyst, and kUnavailable for
  // an analyst while nobody of the first line is signed in.

  Result<FiguresRights> rights(const SessionToken& token);
  Result<figures::Ledger> ledger(const SessionToken& token);
  Result<std::optional<FigureHands>> hands(const SessionToken& token, std::uint32_t serial);

  /// Counts and keeps it as this person's draft, in the place of the one before. @error kInvalid without know(); kFull;
  /// kNotFound for a series that is not here, kTooLarge for too many beside one metric
  Result<OrRefused<FiguresDraft>> make_draft(const SessionToken& token, FiguresRequest request);
  /// One's own and those that were proposed, oldest first.
  Result<std::vector<FiguresDraft>> drafts(const SessionToken& token);
  /// @error kNotFound
  Result<FiguresDraft> draft(const SessionToken& token, const RecordId& id);
  /// The files as the public would get them, without ledger and signature. @error kNotFound
  Result<FigureFiles> preview(const SessionToken& token, const RecordId& id);
  /// @error kNotFound; kDenied for another's
  Result<void> propose(const SessionToken& token, const RecordId& id);
  /// @error kNotFound; kDenied for another's, but to leads and coordinators
  Result<void> drop(const SessionToken& token, const RecordId& id);
  /// Counts anew, signs and keeps the release: all of it or nothing.
  Result<OrRefused<ReleaseMade>> approve(const SessionToken& token, const RecordId& id);
  /// @error kNotFound for a number that was never counted
  Result<FigureTrace> trace(const SessionToken& token, const figures::FigureId& id);

  /// Series of others: the office's own, and those that are installed.
  Result<std::vector<KeptSeries>> series(const SessionToken& token);
  /// In the place of the one with the same id; or what is wrong with the file. @error kFull at kSeriesMax
  Result<std::expected<figures::OtherSeries, figures::SeriesError>> import_series(const SessionToken& token,
                                                                                  const std::string& text);
  /// What was printed with it stays. @error kNotFound, also for one that is installed
  Result<void> drop_series(const SessionToken& token, const std::string& id);

  /// The files of a release, with everything that verifies it. @param serial  0: the newest one. @error kNotFound
  Result<SignedFigures> release(const SessionToken& token, std::uint32_t serial);
  /// What each relay that was asked since the start said that it serves, by its name.
  Result<std::map<std::string, FiguresAtRelay>> at_relays(const SessionToken& token);
  /// Whose office it is. @error kStorage
  Result<crypto::InstanceId> instance();
  /// Takes over what a signed ledger has and this office, restored from a copy, does not.
  /// @return how many releases. @error kConflict if it does not go on from this office's own; kDenied as rows()
  Result<std::size_t> take_over(const SessionToken& token, const figures::Ledger& ledger);

 private:
  struct Entered {
    Session* self;     ///< whoever asks
    Session* counter;  ///< whose keys count: the same, or somebody of the first line for an analyst
  };
  Result<Entered> enter(const SessionToken& token);
  Result<std::vector<KeptSeries>> all_series();
  /// Puts the texts of the series that are to stand beside ours into a request: what is looked at is what is printed.
  Result<void> take_others(FiguresRequest& request);
  Result<std::vector<StatRow>> read_rows(const Entered& entered);
  [[nodiscard]] figures::Order order_of(const FiguresRequest& request,
                                        const std::vector<figures::SectionFigures>& sections, std::int64_t day,
                                        const StatCalendar& calendar) const;
  [[nodiscard]] std::int64_t local_day() const;
  struct Snapshot {
    FiguresDraft draft;
    figures::Ledger ledger;
    std::vector<StatRow> rows;
    StatCalendar calendar = {};
  };
  OrRefused<FiguresDraft> count(Snapshot snapshot) const;
  Result<FigureFiles> files_of(const FiguresDraft& draft, figures::Ledger ledger) const;
  Result<OrRefused<Snapshot>> look_before_approving(const SessionToken& token, const RecordId& id);
  Result<OrRefused<ReleaseMade>> sign_and_keep(const SessionToken& token, const FiguresDraft& draft, FigureFiles files);

  Core& core_;
};

}  // namespace office
}  // namespace waymark::desk
