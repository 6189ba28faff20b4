// FiguresDraft: a release of figures before it is one: what was asked, who asked, the release as it would be printed
// and what was counted for it. Pure values and their JSON; where they lie: figures_shelf.h.
// @source docs/spec/figures-release.md "A draft"
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "desk/keyring/ids.h"
#include "figures/compose.h"
#include "figures/plan.h"
#include "figures/series.h"

namespace waymark::desk {

/// What somebody asks of a release.
struct FiguresRequest {
  figures::ReportPlan plan;
  figures::Asked asked = {};
  figures::How how = figures::How::kRounded;
  std::map<std::string, figures::DeclaredChange> changes = {};  ///< by FigureId::text()
  std::vector<figures::Period> announced = {};
  std::vector<std::string> beside = {};  ///< ids of others' series
  std::vector<std::string> others = {};  ///< their texts as they were when it was counted
};

struct FiguresDraft {
  RecordId id = {};
  std::string by = {};     ///< alias
  std::string by_id = {};  ///< of the person: an alias may be given to another one
  TimePoint at = {};
  bool proposed = false;  ///< waits for a second person; nobody else sees it before
  FiguresRequest request = {};
  figures::Release release = {};
  std::vector<figures::Counted> counted = {};  ///< of each figure of the release, in its order
};

inline constexpr std::size_t kFiguresReasonMax = 300;     ///< code points
inline constexpr std::size_t kFiguresSectionsMax = 40;    ///< of one request
inline constexpr std::size_t kFiguresAnnouncedMax = 24;   ///< periods
inline constexpr std::size_t kFiguresChangesMax = 200;    ///< figures
inline constexpr std::size_t kFiguresBesideMax = 12;      ///< series of others
inline constexpr std::size_t kDraftBytesMax = 4'194'304;  ///< of the JSON

/// @error kMalformed for a series that the metrics of today do not fit
Result<std::vector<figures::OtherSeries>> others_in(const FiguresRequest& request, const figures::Registry& registry);

std::string write_draft(const FiguresDraft& draft);
/// @error kMalformed with the member
Result<FiguresDraft> parse_draft(const RecordId& id, std::string_view text);

/// The places of the figures in the report, from what is printed alone: the same as when it was counted. Borrows both.
std::vector<figures::SectionFigures> sections_of(const figures::Release& release, const FiguresRequest& request,
                                                 const figures::Registry& registry);

}  // namespace waymark::desk
