// tests/vectors/work.json is written by tests/vectors/make_work.mjs, by Node's primitives alone.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "base/encoding.h"
#include "work/demand.h"
#include "work/pass.h"

namespace waymark::work {
namespace {

const nlohmann::json& vectors() {
  static const nlohmann::json all = [] {
    std::ifstream file{WAYMARK_SOURCE_DIR "/tests/vectors/work.json"};
    return nlohmann::json::parse(file);
  }();
  return all;
}

std::string text(const nlohmann::json& vector, const char* name) { return vector.at(name).get<std::string>(); }

template <std::size_t N>
ByteArray<N> array_of(const nlohmann::json& vector, const char* name) {
  return *ByteReader{*from_hex(text(vector, name))}.array<N>();
}

TEST(WorkVectors, Constants) {
  EXPECT_EQ(vectors().at("rounds"), kWorkRounds);
  EXPECT_EQ(vectors().at("usualLevel"), kUsualLevel);
  EXPECT_EQ(vectors().at("mostLevel"), kMostLevel);
}

TEST(WorkVectors, Challenges) {
  const auto seed = array_of<32>(vectors(), "seed");
  const ChallengeKey key = challenge_key(crypto::SigningSeed::copy_of(seed));
  EXPECT_EQ(to_hex(key.view()), text(vectors(), "challengeKey"));
  for (const auto& vector : vectors().at("challenges"))
    EXPECT_EQ(to_hex(challenge_of(key, vector.at("epoch").get<std::uint32_t>())), text(vector, "challenge"));
}

TEST(WorkVectors, Work) {
  const crypto::InstanceId instance{array_of<32>(vectors(), "instance")};
  for (const auto& vector : vectors().at("works")) {
    const Task task{instance, array_of<16>(vector, "row"), array_of<16>(vector, "challenge")};
    const auto pass = parse_pass(*from_hex(text(vector, "pass")));
    ASSERT_TRUE(pass);
    const auto& work = std::get<DoneWork>(*pass);
    EXPECT_EQ(work.epoch, vector.at("epoch").get<std::uint32_t>());
    EXPECT_EQ(to_hex(work.nonce), text(vector, "nonce"));
    const auto bits = vector.at("zeroBits").get<std::uint8_t>();
    EXPECT_TRUE(check(task, work.nonce, vector.at("level").get<std::uint8_t>()));
    EXPECT_TRUE(check(task, work.nonce, bits));
    EXPECT_FALSE(check(task, work.nonce, static_cast<std::uint8_t>(bits + 1)));
  }
}

TEST(WorkVectors, Passes) {
  for (const auto& vector : vectors().at("tokens")) {
    const auto pass = parse_pass(*from_hex(text(vector, "pass")));
    ASSERT_TRUE(pass);
    EXPECT_EQ(to_hex(std::get<Token>(*pass)), text(vector, "token"));
    EXPECT_EQ(to_hex(hash_of(std::get<Token>(*pass))), text(vector, "hash"));
    EXPECT_EQ(to_hex(write_pass(*pass)), text(vector, "pass"));
  }
  for (const auto& vector : vectors().at("badPasses"))
    EXPECT_FALSE(parse_pass(*from_hex(text(vector, "pass")))) << text(vector, "name");
}

TEST(WorkVectors, Demands) {
  for (const auto& vector : vectors().at("demands")) {
    const auto demand = parse_demand(text(vector, "text"));
    ASSERT_TRUE(demand) << text(vector, "text");
    EXPECT_EQ(demand->level, vector.at("level").get<std::uint8_t>());
    EXPECT_EQ(demand->epoch, vector.at("epoch").get<std::uint32_t>());
    EXPECT_EQ(to_hex(demand->challenge), text(vector, "challenge"));
    EXPECT_EQ(write_demand(*demand), text(vector, "text"));
  }
  for (const auto& bad : vectors().at("badDemands")) EXPECT_FALSE(parse_demand(bad.get<std::string>())) << bad;
}

}  // namespace
}  // namespace waymark::work
