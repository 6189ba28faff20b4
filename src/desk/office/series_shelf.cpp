#include "desk/office/series_shelf.h"

namespace waymark::desk {
namespace {

constexpr std::string_view kWhere = "desk/series-shelf";

}  // namespace

Result<void> put_series(store::Connection& store, const std::string& id, const std::string& text) {
  LET(const std::int64_t others, store.number("SELECT count(*) FROM figures_series WHERE id <> ?", id));
  if (others >= static_cast<std::int64_t>(kSeriesMax)) return fail(Code::kFull, kWhere);
  TRY(store.execute(
      "INSERT INTO figures_series VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET content = excluded.content", id, text));
  return {};
}

Result<std::vector<KeptSeries>> read_series(store::Connection& store, const figures::Registry& registry) {
  LET(store::Rows rows, store.query("SELECT content FROM figures_series ORDER BY id"));
  std::vector<KeptSeries> all;
  for (;;) {
    LET(const bool found, rows.next());
    if (!found) return all;
    KeptSeries one{.text = std::string(rows.text(0)), .series = {}};
    auto series = figures::parse_series(one.text, registry);
    if (!series.has_value()) continue;
    one.series = *std::move(series);
    all.push_back(std::move(one));
  }
}

Result<void> drop_series(store::Connection& store, const std::string& id) {
  LET(const std::int64_t gone, store.execute("DELETE FROM figures_series WHERE id = ?", id));
  return gone == 0 ? fail(Code::kNotFound, kWhere) : Result<void>{};
}

}  // namespace waymark::desk
