#include "figures/chart_words.h"

namespace waymark::figures {

std::string mark_of(const Words& words, const PrintedFigure& figure, const Metric& metric) {
  if (!figure.shown || metric.measure != Measure::kCount) return words.number(figure, metric);
  const std::string number = words.say("plain_number", {{"number", *figure.shown}});
  if (figure.rule == "rounded") return *figure.shown == 0 ? number : words.say("mark.about", {{"number", number}});
  if (figure.rule == "at-least") return words.say("mark.at_least", {{"number", number}});
  if (figure.rule == "noise") return words.say("mark.within", {{"number", number}, {"error", figure.error}});
  return number;
}

}  // namespace waymark::figures
