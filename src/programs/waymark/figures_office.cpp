#include "programs/waymark/figures_office.h"

#include <algorithm>
#include <array>

#include "base/check.h"

namespace waymark::program {
namespace {

/// By figures::Refusal::code.
constexpr std::array<std::pair<std::string_view, std::string_view>, 16> kRefusals{
    {{"unknown-metric", "figures.refused.unknown-metric"},
     {"impossible-period", "figures.refused.impossible-period"},
     {"changed", "figures.refused.changed"},
     {"not-announced", "figures.refused.not-announced"},
     {"one-person", "figures.refused.one-person"},
     {"leak", "figures.refused.leak"},
     {"budget", "figures.refused.budget"},
     {"too-fine", "figures.refused.too-fine"},
     {"clock", "figures.refused.clock"},
     {"own", "figures.refused.own"},
     {"role", "figures.refused.role"},
     {"changed-since", "figures.refused.changed-since"},
     {"overtaken", "figures.refused.overtaken"},
     {"done", "figures.refused.done"},
     {"not-proposed", "figures.refused.done"},
     {"no-key", "figures.refused.no-key"}}};

std::string enough(const std::vector<std::string>& figures) {
  if (figures.empty()) return "";
  return "\n" + say("figures.leave-out",
                    {{"count", static_cast<std::int64_t>(figures.size())}, {"figures", lines_of(figures)}});
}

}  // namespace

std::string lines_of(const std::vector<std::string>& all) {
  std::string text;
  for (const std::string& one : all) text += "\n  " + one;
  return text;
}

Stop refused(const figures::Refusal& refusal) {
  const auto* const found = std::ranges::find(kRefusals, refusal.code, [](const auto& one) { return one.first; });
  CHECK(found != kRefusals.end());
  return {Exit::kFailed,
          say(found->second, {{"figure", refusal.figure}, {"combination", lines_of(refusal.combination)}}) +
              enough(refusal.leave_out)};
}

OrStop<std::unique_ptr<Counting>> enter_to_count(const FiguresOfficeOptions& options, const World& world) {
  auto opened = open_office({options.folder}, world.clock, world.random);
  if (!opened) return std::unexpected(opened.error());
  auto pack = load_pack(opened->config, world.clock.now());
  if (!pack) return std::unexpected(pack.error());
  auto token = sign_in(*opened->office, options.sign_in, world.clock);
  if (!token) return std::unexpected(token.error());
  auto made = std::make_unique<Counting>(Counting{*std::move(opened), *std::move(pack), *std::move(token)});
  auto setup = figures_setup(made->opened.config, made->pack, options.metrics);
  if (!setup) return std::unexpected(setup.error());
  made->numbers().know(*std::move(setup));
  return made;
}

}  // namespace waymark::program
