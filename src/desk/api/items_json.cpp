// What a case holds beside its conversation, and everything of it that has an hour.
#include "desk/api/items_json.h"

#include <algorithm>

#include "desk/queue/moments.h"

namespace waymark::desk::api {

using Json = nlohmann::json;

namespace {

std::string say(const Reader& reader, const std::string& key) {
  return reader.speech.catalogue().text(reader.speech.language(), key);
}

Json write_dates(const Item& item) {
  Json all = Json::object();
  for (const auto& [name, date] : item.dates)
    all[name] = {{"at", utc(date.at)}, {"precision", name_of(date.precision)}};
  return all;
}

Json write_item(const NotedItem& one, const Reader& reader) {
  return {{"id", one.item.id.text()},
          {"kind", name_of(one.item.kind)},
          {"label", item_label(one.item, reader)},
          {"text", or_null(one.item.text)},
          {"owner", or_null(one.item.owner)},
          {"codes", Json(one.item.codes)},
          {"dates", write_dates(one.item)},
          {"by", one.by},
          {"at", utc(one.at)},
          {"changed_by", or_null(one.changed_by)},
          {"ended_at", or_null(one.ended_at)},
          {"ended_by", or_null(one.ended_by)}};
}

Json write_line(std::string_view kind, std::string label, TimePoint at, bool past) {
  return {{"kind", kind},
          {"label", std::move(label)},
          {"at", utc(at)},
          {"latest_safe", nullptr},
          {"precision", name_of(Precision::kExact)},
          {"past", past}};
}

std::string_view own_kind(queue::OwnClock own) {
  switch (own) {
    case queue::OwnClock::kPromise: return "promise";
    case queue::OwnClock::kWake: return "wake";
    case queue::OwnClock::kRaised: return "raised";
    default: return "silence";
  }
}

/// The words of what is due stand in the case alone: found by its kind and its moment.
std::string words_of(const CaseView& view, const Due& due) {
  for (const NotedItem& one : view.items)
    for (const Due& same : dues_of(one.item))
      if (!one.ended_at && same == due) return one.item.text;
  return "";
}

Json write_moment(const CaseView& view, const queue::Derived& derived, const queue::Moment& moment,
                  const Reader& reader) {
  switch (moment.kind) {
    case queue::Moment::Kind::kReceived:
      return write_line("received", say(reader, "queue.moment.received"), moment.at, moment.past);
    case queue::Moment::Kind::kAnswered:
      return write_line("answered", say(reader, "queue.moment.answered"), moment.at, moment.past);
    case queue::Moment::Kind::kOwn:
      return write_line(own_kind(moment.own), reader.speech.clock_label(moment.own), moment.at, moment.past);
    case queue::Moment::Kind::kClock: break;
  }
  const queue::RunningClock& clock = derived.clocks[moment.clock.value()];
  std::string label = reader.speech.clock_label(clock);
  if (clock.due.has_value()) {
    const std::string words = words_of(view, derived.situation.dues[*clock.due]);
    if (!words.empty()) label += ": " + words;
  }
  Json line = write_line(clock.asks() ? "ask" : clock.kind, std::move(label), moment.at, moment.past);
  line["latest_safe"] = or_null(moment.latest_safe);
  line["precision"] = write_clock(derived, clock, reader)["precision"];
  return line;
}

}  // namespace

std::string item_label(const Item& item, const Reader& reader) {
  std::string label = say(reader, "queue.item." + std::string(name_of(item.kind)));
  const auto article = item.codes.find("article");
  const std::string& words = article == item.codes.end() ? item.text : article->second;
  return words.empty() ? label : label + ": " + words;
}

Json write_items(const CaseView& view, const Reader& reader) {
  Json all = Json::array();
  for (const NotedItem& one : view.items) all.push_back(write_item(one, reader));
  return all;
}

Json write_timeline(const CaseView& view, const queue::Derived& derived, const Reader& reader) {
  std::vector<std::pair<TimePoint, Json>> lines;
  for (const queue::Moment& moment : queue::moments_of(derived, queue::Present::at(reader.now, reader.zone)))
    lines.emplace_back(moment.at, write_moment(view, derived, moment, reader));
  for (const NotedItem& one : view.items)
    if (one.ended_at)
      lines.emplace_back(*one.ended_at, write_line("done", item_label(one.item, reader), *one.ended_at, true));
  std::ranges::stable_sort(lines, {}, [](const auto& line) { return line.first; });
  Json all = Json::array();
  for (auto& [at, line] : lines) all.push_back(std::move(line));
  return all;
}

}  // namespace waymark::desk::api
