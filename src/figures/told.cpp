#include "figures/told.h"

namespace waymark::figures {

std::int64_t next_step(std::int64_t step) {
  std::int64_t ten = 1;
  while (ten * 10 <= step) ten *= 10;
  return step == 2 * ten ? 5 * ten : 2 * step;
}

std::optional<std::int64_t> floor_step(std::int64_t value) {
  std::optional<std::int64_t> found;
  for (std::int64_t step = kFirstStep; step < value; step = next_step(step)) found = step;
  return found;
}

std::optional<Known> known_of(const PrintedFigure& figure, Parts parts, std::int64_t now) {
  const std::string name = figure.id.text();
  if (figure.rule == kHiddenRule) return now > 0 ? std::optional{known_hidden(parts, name)} : std::nullopt;
  if (figure.rule == kBelowRule && now <= kFirstStep)
    return Known{.parts = std::move(parts), .minus = {}, .low = 0, .high = kFirstStep, .name = name};
  if (!figure.shown) return std::nullopt;
  if (figure.rule == "exact") return known_from(Mode::kPlain, parts, *figure.shown, name);
  if (figure.rule == "rounded") return known_from(Mode::kRounded, parts, *figure.shown, name);
  if (figure.rule != kAtLeastRule) return std::nullopt;
  Known known{.parts = std::move(parts), .minus = {}, .low = *figure.shown + 1, .high = {}, .name = name};
  if (const std::int64_t next = next_step(*figure.shown); now <= next) known.high = next;
  return known;
}

}  // namespace waymark::figures
