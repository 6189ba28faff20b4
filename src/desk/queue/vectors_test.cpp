// The rule vectors of the shipped pack (packs/military-refusal/vectors.json): what the queue says for given answers.
#include <fstream>
#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "desk/queue/sample_case.h"

namespace waymark::desk::queue {
namespace {

using Json = nlohmann::json;

Situation situation_of(const Json& vector) {
  const TimePoint received = sample::at(vector["received"].get<std::string>());
  Situation situation = sample::request({}, received);
  for (const Json& answer : vector["answers"])
    situation.facts.push_back(sample::fact(answer.get<std::string>(), received));
  if (vector.contains("replied")) {
    situation.first_reply_at = situation.last_reply_at = sample::at(vector["replied"].get<std::string>());
    situation.unread = 0;
    situation.oldest_unread_at.reset();
  }
  return situation;
}

Json time_or_null(const std::optional<TimePoint>& time) {
  if (!time.has_value()) return nullptr;
  return time->time_since_epoch().count();
}

Json expected_time(const Json& local) {
  return local.is_null() ? local : time_or_null(sample::at(local.get<std::string>()));
}

std::string own_name(OwnClock own) {
  return own == OwnClock::kPromise   ? "promise"
         : own == OwnClock::kSilence ? "silence"
         : own == OwnClock::kWake    ? "wake"
                                     : "none";
}

/// Everything that a vector may expect, as found.
Json found(const Derived& derived, const Placement& placement) {
  const RunningClock* clock = placement.clock.has_value() ? &derived.clocks[*placement.clock] : nullptr;
  return {{"section", name_of(placement.section)},
          {"band", name_of(placement.band)},
          {"danger", placement.danger},
          {"clock", clock == nullptr ? Json(nullptr) : Json(clock->kind)},
          {"own", own_name(placement.own)},
          {"latest_safe", time_or_null(placement.due)},
          {"moment", clock == nullptr ? Json(nullptr) : time_or_null(clock->moment)},
          {"clocks", derived.clocks.size()}};
}

void expect_placement(const Json& expect, const Derived& derived, const Placement& placement) {
  const Json actual = found(derived, placement);
  for (const auto& [what, value] : expect.items()) {
    const bool is_time = what == "latest_safe" || what == "moment";
    EXPECT_EQ(actual.at(what), is_time ? expected_time(value) : value) << what;
  }
}

TEST(RuleVectors, TheQueueSaysWhatThePackMeans) {
  std::ifstream file(std::filesystem::path(WAYMARK_SOURCE_DIR) / "packs" / "military-refusal" / "vectors.json");
  const Json all = Json::parse(file);
  ASSERT_EQ(all["format"], "waymark rule vectors 1");
  ASSERT_GE(all["vectors"].size(), 20u);
  const pack::Pack pack = sample::shipped_pack();
  const text::Zone zone = *text::Zone::named(pack.zone);
  for (const Json& vector : all["vectors"]) {
    SCOPED_TRACE(vector["name"].get<std::string>());
    const Derived derived = derive(pack, situation_of(vector), zone);
    const Placement placement = place(derived, Present::at(sample::at(vector["now"].get<std::string>()), zone));
    expect_placement(vector["expect"], derived, placement);
  }
}

TEST(RuleVectors, EveryClockOfThePackHasAVector) {
  std::ifstream file(std::filesystem::path(WAYMARK_SOURCE_DIR) / "packs" / "military-refusal" / "vectors.json");
  const Json all = Json::parse(file);
  const pack::Pack pack = sample::shipped_pack();
  const text::Zone zone = *text::Zone::named(pack.zone);
  std::set<std::string> seen;
  for (const Json& vector : all["vectors"])
    for (const RunningClock& clock : running_clocks(pack, situation_of(vector), zone)) seen.insert(clock.kind);
  for (const pack::Clock& clock : pack.clocks) EXPECT_TRUE(seen.contains(clock.id)) << clock.id;
}

}  // namespace
}  // namespace waymark::desk::queue
