// The language of relay_talk.h, and the look at answers: each fault planted once.
#include "relay_talk.h"

#include <gtest/gtest.h>

namespace waymark::fuzz {
namespace {

const Names kNames{
    .of = [](char letter, unsigned number) { return std::string(3, letter) + std::to_string(number); },
    .sign = [](std::string_view path, std::string_view body) { return std::string{path} + ":" + std::string{body}; }};

std::vector<std::vector<std::string>> read(std::string_view text) {
  return read_talk(view_of("!" + std::string{text}), kNames).connections;
}

TEST(RelayTalk, RawBytesStayAndNamesAreFilledIn) {
  using All = std::vector<std::vector<std::string>>;
  EXPECT_EQ(read("a~b~E9~"), (All{{"a~b~E9~"}}));
  EXPECT_EQ(read("~E3|~D"), (All{{"EEE3|DDD0"}}));
  EXPECT_EQ(read("a~;b~|c"), (All{{"a", "b"}, {"c"}}));
  EXPECT_EQ(read("~|~|~|~|~|x").size(), kConnectionsMax);
}

TEST(RelayTalk, LengthSignatureAndPaddingNeedTheWholeRequest) {
  EXPECT_EQ(read("POST /p H\r\nA: ~A\r\nContent-Length: ~L\r\n\r\n~I0x")[0][0],
            "POST /p H\r\nA: /p:III0x\r\nContent-Length: 5\r\n\r\nIII0x");
  EXPECT_EQ(read("POST /p H\r\nContent-Length: 4\r\n\r\nab~B")[0][0],
            "POST /p H\r\nContent-Length: 4\r\n\r\nab" + std::string(2, '\0'));
  EXPECT_LT(read("P\r\nContent-Length: 99999999999999\r\n\r\n~B")[0][0].size(), kTalkBytesMax);
  EXPECT_EQ(read("P\r\nContent-Length: x\r\n\r\nab~B")[0][0], "P\r\nContent-Length: x\r\n\r\nab");
}

TEST(RelayTalk, TheFirstByteSaysHow) {
  EXPECT_EQ(how_of('!').listener, Listener::kUnderFlood);
  EXPECT_TRUE(how_of('!').waits);
  EXPECT_EQ(how_of(0x04).piece, 1U);
  EXPECT_TRUE(how_of(0x40).drops_last);
  EXPECT_TRUE(how_of(0x80).takes_turns);
}

std::string answer(int status, std::string_view body) {
  return "HTTP/1.1 " + std::to_string(status) + " X\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
         std::string{body};
}
Said said(std::string_view asked, std::string_view answered) {
  return {Listener::kPublic, std::string{asked}, std::string{answered}, true};
}

TEST(RelayTalk, WhatIsRightHasNoFault) {
  EXPECT_EQ(fault_of(said("", "")), "");
  EXPECT_EQ(fault_of(said("POST /v1/put/1 HTTP/1.1\r\n", answer(200, "stored"))), "");
  EXPECT_EQ(fault_of(said("POST /v1/poll HTTP/1.1\r\n", answer(200, std::string(8'212, 'x')))), "");
  EXPECT_EQ(fault_of(said("HEAD / H", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n")), "");
  EXPECT_EQ(fault_of(said("x", answer(404, "a") + answer(400, "b"))), "");
  EXPECT_TRUE(says_stored(said("x", answer(404, "a") + answer(200, "stored"))));
  EXPECT_FALSE(says_stored(said("x", answer(200, "single"))));
}

TEST(RelayTalk, EachPlantedFaultIsNoticed) {
  EXPECT_EQ(fault_of(said("x", "rubbish")), "no HTTP");
  EXPECT_EQ(fault_of(said("x", answer(400, "no qz7wCANARYx4"))), "what was sent comes back");
  EXPECT_EQ(fault_of(said("x", answer(200, "stored").substr(0, 40))), "an answer that was cut off");
  EXPECT_EQ(fault_of(said("x", answer(500, "internal"))), "a status that should not be");
  EXPECT_EQ(fault_of(said("POST /v1/poll HTTP/1.1\r\n", answer(200, "short"))), "a poll of another size");
  EXPECT_EQ(fault_of(said("POST /v1/copy/1 HTTP/1.1\r\n", answer(200, "short"))), "a word of another size");
  EXPECT_EQ(fault_of(said("POST /v1/delete HTTP/1.1\r\n", answer(200, "gone"))), "another word for a deletion");
  EXPECT_EQ(fault_of(said("POST /v1/put/1 HTTP/1.1\r\n", answer(200, "taken"))), "another word for a put");
  EXPECT_EQ(fault_of(said("POST /v1/put/1 HTTP/1.1\r\n", answer(429, "work"))), "a demand that is none");
}

}  // namespace
}  // namespace waymark::fuzz
