#include "figures/metric.h"

#include <gtest/gtest.h>

#include "figures/test_metrics.h"

namespace waymark::figures {
namespace {

using sample::metric;

std::string error_of(const std::map<std::string, std::string>& files) {
  const auto registry = Registry::parse(files);
  return registry.has_value() ? "" : registry.error().front().file + ": " + registry.error().front().about;
}

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  const std::size_t at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), with);
}

TEST(Metric, TheShippedOnesAreSound) {
  const Registry registry = sample::shipped();
  for (const char* id : {"requests", "requests_serving", "persons", "cases_opened", "cases_closed", "outcomes", "aside",
                         "first_reply_median", "first_reply_ninetieth", "answered_in_an_hour"})
    EXPECT_NE(registry.newest(id), nullptr) << id;
}

TEST(Metric, WhatIsWrongIsNamed) {
  const std::string good = metric("requests");
  EXPECT_EQ(error_of({{"a.toml", good}}), "");
  EXPECT_NE(error_of({{"a.toml", "id = \n"}}).find("a.toml: Line 1"), std::string::npos);
  EXPECT_NE(error_of({{"a.toml", replaced(good, "[uk]", "[de]")}}).find("'de'"), std::string::npos);
  EXPECT_NE(error_of({{"a.toml", replaced(good, "[uk]\nname = \"Name\"", "[uk]\nname = \"\"")}}).find("uk.name"),
            std::string::npos);
  EXPECT_NE(error_of({{"a.toml", replaced(good, "2020-01", "2020-13")}}).find("'since'"), std::string::npos);
  EXPECT_NE(error_of({{"a.toml", replaced(good, "\"request\"", "\"people\"")}}).find("'unit'"), std::string::npos);
  EXPECT_NE(error_of({{"a.toml", replaced(good, "requests", "Requests!")}}).find("'id'"), std::string::npos);
  EXPECT_NE(error_of({{"a.toml", metric("m", "kinds = [\"raid\"]")}}).find("raid"), std::string::npos);
  EXPECT_NE(error_of({{"a.toml", metric("m", "kinds = []")}}).find("'kinds'"), std::string::npos);
  EXPECT_NE(error_of({{"a.toml", metric("m", "by = [\"name\"]")}}).find("'name'"), std::string::npos);
  EXPECT_NE(error_of({{"a.toml", metric("m", "where.rank = [\"x\"]")}}).find("'rank'"), std::string::npos);
  EXPECT_NE(error_of({{"a.toml", metric("m", "within_seconds = 60")}}).find("within_seconds"), std::string::npos);
  EXPECT_NE(error_of({{"a.toml", metric("m", "measure = \"share_within\"")}}).find("within_seconds"),
            std::string::npos);
  EXPECT_NE(error_of({{"a.toml", metric("m", "colour = \"red\"")}}).find("'colour'"), std::string::npos);
}

TEST(Metric, VersionsFollowEachOtherAndNeverOverlap) {
  const auto registry =
      Registry::parse({{"a.toml", metric("users", "", 1, "2023-01")}, {"b.toml", metric("users", "", 2, "2024-02")}});
  ASSERT_TRUE(registry.has_value());
  EXPECT_EQ(registry->at("users", *Month::parse("2024-01"))->version, 1);
  EXPECT_EQ(registry->at("users", *Month::parse("2024-02"))->version, 2);
  EXPECT_EQ(registry->at("users", *Month::parse("2022-12")), nullptr);
  EXPECT_EQ(registry->versions("users").front()->until->text(), "2024-01");
  EXPECT_NE(error_of({{"a.toml", metric("users", "", 1, "2024-02")}, {"b.toml", metric("users", "", 2, "2024-02")}})
                .find("two versions would count"),
            std::string::npos);
  EXPECT_NE(error_of({{"a.toml", metric("users")}, {"b.toml", metric("users")}}).find("Two files"), std::string::npos);
}

}  // namespace
}  // namespace waymark::figures
