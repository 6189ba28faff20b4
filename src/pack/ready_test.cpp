#include "pack/ready.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "pack/test_folder.h"

namespace waymark::pack {
namespace {

using Json = nlohmann::json;

Json sample_ready() {
  return {{"format", "waymark ready 1"},
          {"id", "ask"},
          {"version", 1},
          {"order", 1},
          {"name", {{"ru", "Спросить"}, {"uk", "Спитати"}, {"en", "Ask"}}},
          {"text", {{"ru", "Какого числа?"}, {"uk", "Якого числа?"}, {"en", "Which day?"}}},
          {"wait", {{"for", "person"}, {"days", 2}}},
          {"tasks",
           {{{"text", {{"ru", "Позвонить"}, {"uk", "Подзвонити"}, {"en", "Call"}}}, {"for", "nobody"}, {"days", 0}}}}};
}

Result<Ready> with(const char* pointer, const Json& value) {
  Json json = sample_ready();
  json[Json::json_pointer(pointer)] = value;
  return parse_ready(json.dump());
}

TEST(Ready, ReadsAndWritesEveryMember) {
  const auto ready = parse_ready(sample_ready().dump());
  ASSERT_TRUE(ready.has_value());
  EXPECT_EQ(ready->wait->wait_for, WaitFor::kPerson);
  EXPECT_EQ(ready->wait->days, 2);
  ASSERT_EQ(ready->tasks.size(), 1U);
  EXPECT_EQ(ready->tasks[0].owner, TaskFor::kNobody);
  EXPECT_EQ(Json::parse(write_ready(*ready)), sample_ready());
}

TEST(Ready, WhatItDoesNotKnowIsRefused) {
  EXPECT_EQ(with("/format", "waymark ready 2").error().code, Code::kUnsupported);
  for (const auto& [pointer, value] : {std::pair<const char*, Json>{"/id", "A b"},
                                       {"/more", 1},
                                       {"/name", "x"},
                                       {"/text/xx", "y"},
                                       {"/wait/days", 0},
                                       {"/wait/days", 367},
                                       {"/wait/for", "ever"},
                                       {"/wait/more", 1},
                                       {"/tasks", "x"},
                                       {"/tasks/0/days", -1},
                                       {"/tasks/0/days", 367},
                                       {"/tasks/0/for", "larch"},
                                       {"/tasks/0/more", 1},
                                       {"/tasks/0/text", "x"},
                                       {"/tasks/5", 1},
                                       {"/version", 0}})
    EXPECT_EQ(with(pointer, value).error().code, Code::kMalformed) << pointer << value;
}

TEST(Ready, AMissingLanguageLongTextAndBadAdviceAreFound) {
  const auto rules = [](const Json& json) {
    std::vector<Rule> all;
    for (const Finding& finding : check_ready(sample::pack(), {*parse_ready(json.dump())})) all.push_back(finding.rule);
    return all;
  };
  EXPECT_TRUE(rules(sample_ready()).empty());
  Json json = sample_ready();
  json["text"].erase("ru");
  json["name"]["ru"] = std::string(61, 'x');
  EXPECT_EQ(rules(json), (std::vector{Rule::kTextTooLong, Rule::kMissingText}));
  json = sample_ready();
  json["tasks"][0]["text"].erase("uk");
  json["tasks"][0]["text"]["en"] = std::string(101, 'x');
  EXPECT_EQ(rules(json), (std::vector{Rule::kMissingText, Rule::kTextTooLong}));
}

TEST(Ready, TasksWithoutWaitingAreRefused) {
  Json json = sample_ready();
  json.erase("wait");
  EXPECT_EQ(parse_ready(json.dump()).error().detail, "tasks");
}

TEST(Ready, AFileThatIsNoJsonIsRefusedWithItsLine) {
  const sample::Folder folder;
  std::filesystem::create_directories(folder.pack() / "ready");
  folder.write("ready/ask.json", sample_ready().dump(1));
  ASSERT_EQ(read_ready(folder.pack())->size(), 1U);
  folder.write("ready/bad.json", "{\n \"format\": \"waymark ready 1\",\n \"id\" \"bad\"\n}");
  EXPECT_EQ(read_ready(folder.pack()).error().detail, "bad.json, line 3");
  folder.write("ready/bad.json", sample_ready().dump());
  EXPECT_EQ(read_ready(folder.pack()).error().detail, "bad.json: id");
}

TEST(Ready, TheShippedOnesAreInOrder) {
  const auto folder = std::filesystem::path(WAYMARK_SOURCE_DIR) / "packs" / "military-refusal";
  const auto pack = *read_pack(folder);
  const auto all = read_ready(folder);
  ASSERT_TRUE(all.has_value());
  EXPECT_GE(all->size(), 3U);
  for (const Finding& finding : check_ready(pack, *all)) ADD_FAILURE() << finding.place << ": " << finding.about;
  for (const Finding& finding : check_ready(pack, ready_of(pack))) ADD_FAILURE() << finding.place << finding.about;
}

}  // namespace
}  // namespace waymark::pack
