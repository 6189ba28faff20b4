#include "courts/review/pairs.h"

#include <gtest/gtest.h>

#include "courts/review/test_folder.h"

namespace waymark::courts {
namespace {

constexpr const char* kHead =
    "left,right,probability,bits,why,start,left.name,right.name,left.court,right.court,evidence.surname,bits.surname\n";
constexpr const char* kStep =
    R"("steps":[{"field":"name","left":"a","right":"b","level":"different","bits":-3.5,"rare_bits":0.5}])";

std::string json_line(const std::string& ids, double probability, const std::string& found_by) {
  return "{" + ids + ",\"probability\":" + std::to_string(probability) + ",\"bits\":1.5,\"found_by\":\"" + found_by +
         "\",\"joined\":false,\"start\":-4.00," + kStep + "}\n";
}

TEST(Pairs, OfCsvInTheFilesOrder) {
  const auto pairs = pairs_of_csv(std::string(kHead) +
                                  "r1,r2,0.2500,-1.58,likeness,-6.00,\"Осинов, Т.\",Осинов Тимур,Суд 1,,equal,9.25\n"
                                  "r3,r4,0.5000,0,uid,-6.00,А,Б,,,,\n");
  ASSERT_TRUE(pairs.has_value());
  ASSERT_EQ(pairs->size(), 2u);
  const ReviewPair& pair = pairs->front();
  EXPECT_EQ(pair.left, "r1");
  EXPECT_DOUBLE_EQ(pair.probability, 0.25);
  EXPECT_DOUBLE_EQ(pair.start, -6);
  EXPECT_EQ(pair.why, "likeness");
  ASSERT_EQ(pair.fields.size(), 2u);
  EXPECT_EQ(pair.fields[0].left, "Осинов, Т.");
  EXPECT_EQ(pair.fields[1].right, "");
  ASSERT_EQ(pair.evidence.size(), 1u);
  EXPECT_EQ(pair.evidence[0].level, "equal");
  EXPECT_DOUBLE_EQ(pair.evidence[0].bits, 9.25);
  EXPECT_TRUE(pairs->back().evidence.empty());
}

TEST(Pairs, OfJsonLinesTheMostUncertainFirstWithoutTheSure) {
  const auto pairs = pairs_of_json_lines(
      json_line(R"("left":"a","right":"b")", 0.9, "surname") + json_line(R"("left":3,"right":4)", 0.52, "born") +
      json_line(R"("left":"e","right":"f")", 0.995, "born") + json_line(R"("left":"g","right":"h")", 0.5, "key") +
      json_line(R"("left":"i","right":"j")", 0.999, "review"));
  ASSERT_TRUE(pairs.has_value());
  ASSERT_EQ(pairs->size(), 3u);
  EXPECT_EQ(pairs->at(0).left, "3");
  EXPECT_EQ(pairs->at(1).left, "a");
  EXPECT_EQ(pairs->at(2).why, "review");
  EXPECT_DOUBLE_EQ(pairs->at(0).evidence.at(0).bits, -3.0);
}

TEST(Pairs, MalformedFilesAreRefusedWithTheLine) {
  const std::string good = json_line(R"("left":"a","right":"b")", 0.5, "x");
  for (const std::string& bad :
       {std::string("{"), std::string("[]"), std::string("{\"left\":\"a\"}"),
        json_line(R"("left":"a","right":"a")", 0.5, "x"), json_line(R"("left":"a","right":"b")", 1.5, "x"),
        std::string(R"({"left":"a","right":"b","probability":0.5,"steps":[]})"),
        std::string(R"({"left":"a","right":"b","probability":0.5,"steps":[7]})"),
        std::string("{\"left\":\"\xff\",\"right\":\"b\"}"), std::string(100'000, '[')}) {
    const auto pairs = pairs_of_json_lines(good + bad);
    ASSERT_FALSE(pairs.has_value()) << bad.substr(0, 80);
    EXPECT_EQ(pairs.error().code, Code::kMalformed);
    EXPECT_NE(pairs.error().detail.find("Line 2"), std::string::npos);
  }
  EXPECT_EQ(pairs_of_json_lines(std::string(kPairLineBytesMax + 1, 'x')).error().code, Code::kTooLarge);
  const std::string head = kHead;
  EXPECT_EQ(pairs_of_csv("left,right,left.x,right.x\na,b,c,d\n").error().code, Code::kNotFound);
  EXPECT_EQ(pairs_of_csv("left,right,probability\na,b,0.5\n").error().code, Code::kMalformed);
  EXPECT_EQ(pairs_of_csv(head + "r1,,0.5,0,x,0,,,,,,\n").error().code, Code::kMalformed);
  EXPECT_EQ(pairs_of_csv(head + "r1,r2,nan,0,x,0,,,,,,\n").error().code, Code::kMalformed);
  EXPECT_EQ(pairs_of_csv(head + "r1,r2,0.5x,0,x,0,,,,,,\n").error().code, Code::kMalformed);
  EXPECT_EQ(pairs_of_csv(head + "r1,r2\n").error().code, Code::kMalformed);
}

TEST(Pairs, OfAFolderAreFoundOrTheSentenceSaysWhatToDo) {
  const TestFolder folder;
  EXPECT_EQ(pair_file_of(folder.path()).error().code, Code::kNotFound);
  folder.write("pairs.csv", "left,right\n");
  EXPECT_NE(pair_file_of(folder.path()).error().detail.find("--pairs json --explain"), std::string::npos);
  folder.write("pairs.jsonl", json_line(R"("left":"a","right":"b")", 0.5, "x"));
  EXPECT_EQ(read_pairs(*pair_file_of(folder.path()))->size(), 1u);
  folder.write("review.csv", kHead);
  EXPECT_EQ(read_pairs(*pair_file_of(folder.path()))->size(), 0u);
  EXPECT_EQ(read_pairs(folder / "none.csv").error().code, Code::kStorage);
}

}  // namespace
}  // namespace waymark::courts
