// The rule vectors of the shipped packs (packs/*/vectors.json): what the queue says for given answers.
#include <gtest/gtest.h>

#include <fstream>

#include "desk/queue/rule_vectors.h"
#include "desk/queue/sample_case.h"

namespace waymark::desk::queue {
namespace {

std::filesystem::path folder_of(const std::string& pack) {
  return std::filesystem::path(WAYMARK_SOURCE_DIR) / "packs" / pack;
}

std::string vectors_of(const std::string& pack) {
  std::ifstream file(folder_of(pack) / "vectors.json", std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

VectorReport run(const std::string& name, const std::string& json) {
  const pack::Pack pack = *pack::read_pack(folder_of(name));
  return run_rule_vectors(pack, *text::Zone::named(pack.zone), json).value();
}

TEST(RuleVectors, TheQueueSaysWhatThePackMeans) {
  for (const char* name : {"military-refusal", "general-legal-aid"}) {
    const VectorReport report = run(name, vectors_of(name));
    for (const VectorMisfit& misfit : report.misfits)
      ADD_FAILURE() << name << ": " << misfit.vector << ": " << misfit.what << " is " << misfit.found << ", not "
                    << misfit.expected;
  }
  EXPECT_GE(run("military-refusal", vectors_of("military-refusal")).vectors, 20U);
}

TEST(RuleVectors, EveryClockOfThePackHasAVector) {
  for (const char* name : {"military-refusal", "general-legal-aid"})
    EXPECT_EQ(run(name, vectors_of(name)).untested, std::set<std::string>{}) << name;
}

TEST(RuleVectors, AWrongExpectationIsFound) {
  const std::string one = R"({"format": "waymark rule vectors 1", "vectors": [{"name": "wrong",
      "now": "2026-11-22T23:00", "received": "2026-11-22T22:50", "answers": ["danger=none", "local_time=moscow", "what_next=leave_ends;date=2026-11-25;precision=day"],
      "expect": {"clock": "court", "moment": "2026-11-25", "colour": "red"}}]})";
  const VectorReport report = run("military-refusal", one);
  ASSERT_EQ(report.misfits.size(), 2U) << "the moment fits";
  EXPECT_EQ(report.misfits[0].what, "clock");
  EXPECT_EQ(report.misfits[0].found, "\"leave_ends\"");
  EXPECT_EQ(report.misfits[1].what, "colour");
  EXPECT_TRUE(report.untested.contains("court"));
}

TEST(RuleVectors, WhatIsNoVectorFileIsRefused) {
  const pack::Pack pack = sample::shipped_pack();
  const text::Zone zone = sample::moscow();
  EXPECT_EQ(run_rule_vectors(pack, zone, "").error().code, Code::kMalformed);
  EXPECT_EQ(run_rule_vectors(pack, zone, "[]").error().code, Code::kMalformed);
  EXPECT_EQ(run_rule_vectors(pack, zone, R"({"format": "other", "vectors": []})").error().code, Code::kUnsupported);
  for (const char* vector :
       {"1", R"({"name": "x"})", R"({"name": "x", "expect": {}, "now": "soon"})",
        R"({"name": "x", "expect": {}, "now": "2026-11-22", "received": "2026-11-22"})",
        R"({"name": "x", "expect": {}, "now": "2026-11-22", "received": "2026-11-22", "answers": ["="]})"}) {
    const std::string json = R"({"format": "waymark rule vectors 1", "vectors": [)" + std::string(vector) + "]}";
    EXPECT_EQ(run_rule_vectors(pack, zone, json).error().code, Code::kMalformed) << vector;
  }
}

}  // namespace
}  // namespace waymark::desk::queue
