// Tables whose fields carry too little to link by: what is said of them, and what people are given to decide.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "linkage/link.h"

namespace waymark::linkage {
namespace {

LinkConfig config_of_people() {
  return {.fields = {{.name = "surname"}, {.name = "given"}, {.name = "born", .kind = Kind::kDate}}};
}

Linkage linked(const Table& table, const LinkConfig& config) {
  auto linkage = link(table, config, {}, Workers{1});
  EXPECT_TRUE(linkage.has_value());
  return std::move(*linkage);
}

/// People of one name who differ in the day of birth only; the first `twins` of them have a second record.
Table of_one_name(int people, int twins) {
  Table table({"surname", "given", "born"});
  const auto add = [&](int i) {
    table.add_row({"ivanov", "ivan", fmt::format("{}-{:02}-{:02}", 1960 + i * 7 % 41, 1 + i % 12, 1 + i * 5 % 28)});
  };
  for (int i = 0; i < people; ++i) add(i);
  for (int i = 0; i < twins; ++i) add(i);
  return table;
}

std::string last_note(const Linkage& linkage) {
  return linkage.report.notes.empty() ? "" : linkage.report.notes.back();
}

TEST(Evidence, OneFieldThatDiffersSaysHowFarItGoesAndCountsTheTwins) {
  for (const int people : {20, 40}) {
    SCOPED_TRACE(people);
    const int twins = people / 2;
    const Linkage linkage = linked(of_one_name(people, twins), config_of_people());
    EXPECT_TRUE(linkage.report.no_evidence);
    EXPECT_EQ(linkage.report.linked_pairs, 0U);
    EXPECT_TRUE(last_note(linkage).starts_with("Full agreement is too little evidence here: ")) << last_note(linkage);
    EXPECT_NE(last_note(linkage).find(fmt::format("Pairs that are equal in every field: {}. If ", twins)),
              std::string::npos)
        << last_note(linkage);
  }
}

TEST(Evidence, OneFieldThatDiffersLinksByTheKeyThatTheNoteNames) {
  LinkConfig config = config_of_people();
  config.keys = {{"surname", "given", "born"}};
  const Linkage linkage = linked(of_one_name(40, 20), config);
  EXPECT_EQ(linkage.clusters.all.size(), 40u);
  EXPECT_EQ(linkage.report.linked_pairs, 20u);
}

TEST(Evidence, NoEvidenceIsSaidOnlyWhereAgreementAddsNothing) {
  Table equal({"surname", "given", "born"});
  for (int i = 0; i < 60; ++i) equal.add_row({"ivanov", "ivan", "1980-01-01"});
  const std::string note = last_note(linked(equal, config_of_people()));
  EXPECT_TRUE(note.starts_with("The fields cannot tell these records apart"));
  EXPECT_NE(note.find("Pairs that are equal in every field: 1770. If that is enough"), std::string::npos) << note;
}

}  // namespace
}  // namespace waymark::linkage
