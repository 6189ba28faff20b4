#include "desk/casefile/incident.h"

#include <gtest/gtest.h>

namespace waymark::desk {
namespace {

Incident sample() {
  return {.id = {ByteArray<16>{1}},
          .kind = IncidentKind::kRaid,
          .date = "2026-11-20",
          .place = "Омск",
          .text = "Облава у метро"};
}

TEST(Incident, SaysWhatWhenAndMayLeaveThePlaceOut) {
  EXPECT_TRUE(check_incident(sample()).has_value());
  Incident one = sample();
  one.place.clear();
  EXPECT_TRUE(check_incident(one).has_value());
  for (const std::string date : {"", "2026-02-30", "2026-11-20T10:00", "x"}) {
    one.date = date;
    EXPECT_EQ(check_incident(one).error().detail, "date") << date;
  }
  one = sample();
  one.text.clear();
  EXPECT_EQ(check_incident(one).error().detail, "text");
  one.text = std::string(kIncidentTextMax + 1, 'a');
  EXPECT_EQ(check_incident(one).error().code, Code::kTooLarge);
  one.text = "\xFF";
  EXPECT_EQ(check_incident(one).error().code, Code::kInvalid);
  one = sample();
  one.place = std::string(kIncidentPlaceMax + 1, 'a');
  EXPECT_EQ(check_incident(one).error().detail, "place");
}

TEST(Incident, KindsHaveNames) {
  for (const char* name : {"raid", "blocked", "outage", "impostor", "threat", "leak", "other"})
    EXPECT_EQ(name_of(incident_kind_from(name).value()), name);
  EXPECT_FALSE(incident_kind_from("flood").has_value());
}

}  // namespace
}  // namespace waymark::desk
