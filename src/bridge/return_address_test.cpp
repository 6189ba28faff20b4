#include "bridge/return_address.h"

#include <gtest/gtest.h>

namespace waymark::bridge {
namespace {

std::string from(const std::string& value) {
  const auto address = return_address("Subject: x\r\nFrom: " + value + "\r\n\r\nbody");
  return address ? *address : std::string{name_of(address.error().code)};
}

TEST(ReturnAddress, IsFoundInAllSpellings) {
  for (const char* value :
       {"a.b+c@mail.example", "<a.b+c@mail.example>", "Anna <a.b+c@mail.example>",
        "\"Smith, Anna\" <a.b+c@mail.example>", "\"<evil@x.example>\" <a.b+c@mail.example>",
        "=?utf-8?B?0JDQvdC90LA=?= <a.b+c@mail.example>", "a.b+c@mail.example (Anna, or Olena)",
        "(x (y) z) a.b+c@mail.example", "Anna\r\n <a.b+c@mail.example>", "\"a \\\" b\" <a.b+c@mail.example>"})
    EXPECT_EQ(from(value), "a.b+c@mail.example") << value;
}

TEST(ReturnAddress, SeveralAreRefused) {
  for (const char* value :
       {"a@x.example, b@x.example", "<a@x.example>,<b@x.example>", "friends: a@x.example;", "a@x.example; b@x.example"})
    EXPECT_EQ(from(value), "conflict") << value;
  EXPECT_EQ(return_address("From: a@x.example\nFrom: b@x.example\n\n").error().code, Code::kConflict);
}

TEST(ReturnAddress, WhatCouldEndALineOrABracketIsRefused) {
  for (const char* value : {"a@x.example>\tRCPT TO:<b@x.example",
                            "<a@x.example> <b@x.example>",
                            "a b@x.example",
                            "<a\r\n b@x.example>",
                            "<a@x.example\r\n\tBcc b@x.example>",
                            "a@x",
                            "@x.example",
                            "a@",
                            "a@@x.example",
                            "a@x..example",
                            "a@.x.example",
                            "a@x.example.",
                            "a@-x.example",
                            "\"a b\"@x.example",
                            "-oQ@x.example",
                            "a@[127.0.0.1]",
                            "\xd0\xb0@x.example",
                            "a@\xd0\xb0.example",
                            "<>",
                            "",
                            "\"a@x.example",
                            "(a@x.example",
                            "a%0d%0ab@x.example\x0b",
                            "<a@x.example"})
    EXPECT_EQ(from(value).find('@'), std::string::npos) << value;  // the name of a code has none
}

TEST(ReturnAddress, NothingThatIsTakenHoldsASignOfAHead) {
  // Every byte before, in and behind an address: what comes back is an address or a refusal.
  for (int byte = 0; byte < 256; ++byte) {
    const std::string sign(1, static_cast<char>(byte));
    for (const std::string& value : {sign + "a@x.example", "a" + sign + "b@x.example", "a@x" + sign + "y.example",
                                     "a@x.example" + sign, "N <a@x.example" + sign + ">"}) {
      const auto address = return_address("From: " + value + "\r\n\r\n");
      if (address) {
        EXPECT_EQ(address->find_first_of("\r\n\t <>,;:()[]\"\\"), std::string::npos) << byte;
        EXPECT_EQ(address->find('\0'), std::string::npos) << byte;
      }
    }
  }
}

TEST(ReturnAddress, LettersOfProgramsAreDenied) {
  for (const char* field : {"Auto-Submitted: auto-replied", "AUTO-SUBMITTED:auto-generated", "Return-Path: <>",
                            "return-path:<>", "List-Unsubscribe: <https://x.example>", "Precedence: List",
                            "X-Autoreply: yes", "Content-Type: multipart/report"})
    EXPECT_EQ(return_address(std::string{field} + "\nFrom: a@x.example\n\n").error().code, Code::kDenied) << field;
  EXPECT_TRUE(return_address("Auto-Submitted: no\nFrom: a@x.example\n\n").has_value());
  for (const char* value : {"MAILER-DAEMON@x.example", "postmaster@x.example", "no-reply@x.example"})
    EXPECT_EQ(from(value), "denied");
}

TEST(ReturnAddress, OfAHeadWithoutItOrWithoutEnd) {
  EXPECT_EQ(return_address("Subject: x\n\nFrom: a@x.example\n").error().code, Code::kNotFound);
  EXPECT_EQ(return_address("").error().code, Code::kNotFound);
  EXPECT_EQ(return_address("From: " + std::string(70'000, 'a') + "@x.example\n\n").error().code, Code::kMalformed);
}

}  // namespace
}  // namespace waymark::bridge
