// What other organisations have published, imported and chosen to stand beside our own.
#include <algorithm>

#include "desk/office/core.h"
#include "desk/office/numbers.h"

namespace waymark::desk::office {
namespace {

constexpr std::string_view kWhere = "desk/numbers";

}  // namespace

Result<std::vector<KeptSeries>> Numbers::series(const SessionToken& token) {
  if (setup() == nullptr) return fail(Code::kInvalid, kWhere, "setup");
  const std::lock_guard lock(core_.mutex);
  TRY(enter(token));
  return all_series();
}

Result<std::vector<KeptSeries>> Numbers::all_series() {
  LET(std::vector<KeptSeries> all, read_series(core_.store(), setup()->registry));
  // What is installed stands behind what the office has of the same name.
  for (const KeptSeries& one : setup()->series) {
    const auto same = [&](const KeptSeries& other) { return other.series.id == one.series.id; };
    if (std::ranges::none_of(all, same)) all.push_back(one);
  }
  return all;
}

Result<std::expected<figures::OtherSeries, figures::SeriesError>> Numbers::import_series(const SessionToken& token,
                                                                                         const std::string& text) {
  if (setup() == nullptr) return fail(Code::kInvalid, kWhere, "setup");
  auto parsed = figures::parse_series(text, setup()->registry);
  const std::lock_guard lock(core_.mutex);
  LET(const Entered entered, enter(token));
  if (!parsed.has_value()) return parsed;
  LET(Unit unit, core_.begin());
  TRY(put_series(core_.store(), parsed->id, text));
  TRY(core_.log_deed(*entered.self, "numbers.series_imported", nullptr));
  TRY(unit.commit());
  return parsed;
}

Result<void> Numbers::drop_series(const SessionToken& token, const std::string& id) {
  const std::lock_guard lock(core_.mutex);
  LET(const Entered entered, enter(token));
  LET(Unit unit, core_.begin());
  TRY(desk::drop_series(core_.store(), id));
  TRY(core_.log_deed(*entered.self, "numbers.series_dropped", nullptr));
  return unit.commit();
}

Result<void> Numbers::take_others(FiguresRequest& request) {
  request.others.clear();
  if (request.beside.empty()) return {};
  LET(const std::vector<KeptSeries> all, all_series());
  std::map<std::string, std::size_t> beside;
  for (const std::string& id : request.beside) {
    const auto found = std::ranges::find(all, id, [](const KeptSeries& one) { return one.series.id; });
    if (found == all.end()) return fail(Code::kNotFound, kWhere, "series");
    if (++beside[found->series.beside] > figures::kSeriesBesideMax) return fail(Code::kTooLarge, kWhere, "series");
    request.others.push_back(found->text);
  }
  return {};
}

}  // namespace waymark::desk::office
