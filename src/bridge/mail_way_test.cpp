// The way back between the real Dovecot and Postfix's SMTP server: marks, greylisting, a start in the middle.
#include <gtest/gtest.h>

#include "base/comes_true.h"
#include "bridge/answering.h"
#include "bridge/bridge.h"
#include "bridge/dovecot.h"
#include "bridge/imap.h"
#include "bridge/limits.h"
#include "bridge/poll_corpus.h"
#include "bridge/smtp.h"
#include "bridge/smtp_sink.h"
#include "bridge/twins.h"

namespace waymark::bridge {
namespace {

/// A process between mailbox and mail server, as it is after a start.
struct Process {
  Process(const testing::Dovecot& dovecot, const testing::SmtpSink& sink, const testing::Asker& asker,
          const Clock& clock)
      : mailbox({.address = dovecot.address(), .user = "box", .password = SecretBytes::copy_of(view_of("secret"))}),
        postman({.server = sink.address(),
                 .from = "box@mail.example",
                 .user = "box",
                 .password = SecretBytes::copy_of(view_of("secret"))}),
        box(asker.seeds(), asker.instance(), clock),
        answering({.box = box,
                   .mailbox = mailbox,
                   .relay = relay,
                   .postman = postman,
                   .clock = clock,
                   .random = random,
                   .from = "box@mail.example",
                   .own_mails = {"box@mail.example"}}),
        bridge(mailbox, relay, clock, 100, &answering) {}
  ImapMailbox mailbox;
  SmtpPostman postman;
  testing::RelayInMemory relay;
  crypto::SeededRandom random{6};
  PollBox box;
  Answering answering;
  Bridge bridge;
};

class MailWay : public ::testing::Test {
 protected:
  static std::uint32_t today() { return unix_day(SystemClock{}.now()); }
  std::string letter(const std::string& from) {
    return "Return-Path: <" + from + ">\r\nFrom: Olena <" + from + ">\r\nSubject: x\r\n\r\nGood day,\r\n" +
           asker_.armor(asker_.poll(today()), today());
  }
  ManualClock clock_{SystemClock{}.now()};
  testing::Asker asker_{78, today() - 1};
  testing::Dovecot dovecot_;
};

TEST_F(MailWay, TwoAtOnceAreAnsweredAndTheirLettersGone) {
  const testing::SmtpSink sink;
  dovecot_.deliver(letter("olena@pochta.example"));
  dovecot_.deliver(letter("anna@pochta.example"));
  Process process{dovecot_, sink, asker_, clock_};
  EXPECT_EQ(process.bridge.round().answered, 2U);
  EXPECT_EQ(dovecot_.letters(), 0U);
  const auto letters = sink.letters();
  ASSERT_EQ(letters.size(), 2U);
  for (const std::string& one : letters) EXPECT_NE(one.find("X-Rcpt-Args: <"), std::string::npos);
}

TEST_F(MailWay, GreylistedItIsAnsweredOnceWhenTheServerIsWilling) {
  dovecot_.deliver(letter("olena@pochta.example"));
  std::optional<testing::SmtpSink> sink;
  sink.emplace(std::vector<std::string>{"-r", "rcpt"});
  const std::uint16_t port = sink->port();
  Process process{dovecot_, *sink, asker_, clock_};
  EXPECT_EQ(process.bridge.round().mail_later, 1U);
  EXPECT_EQ(dovecot_.letters(), 1U);
  const auto listing = process.mailbox.list();
  ASSERT_TRUE(listing.has_value() && listing->letters.size() == 1);
  EXPECT_FALSE(listing->letters[0].answered);
  sink.reset();
  sink.emplace(std::vector<std::string>{}, port);
  EXPECT_EQ(process.bridge.round().answered, 0U);
  clock_.advance(kAnswerWaits[0]);
  EXPECT_EQ(process.bridge.round().answered, 1U);
  EXPECT_EQ(process.bridge.round().answered, 0U);
  EXPECT_EQ(dovecot_.letters(), 0U);
  EXPECT_EQ(sink->letters().size(), 1U);
}

TEST_F(MailWay, WhatWasMarkedBeforeAStartIsNotAnsweredAgain) {
  const testing::SmtpSink sink;
  dovecot_.deliver(letter("olena@pochta.example"));
  {
    ImapMailbox before{
        {.address = dovecot_.address(), .user = "box", .password = SecretBytes::copy_of(view_of("secret"))}};
    const auto listing = before.list();
    ASSERT_TRUE(listing.has_value() && listing->letters.size() == 1);
    ASSERT_TRUE(before.mark_answered(listing->letters[0].uid, true).has_value());
  }
  Process process{dovecot_, sink, asker_, clock_};
  EXPECT_EQ(process.bridge.round().unsure, 1U);
  EXPECT_EQ(dovecot_.letters(), 0U);
  EXPECT_TRUE(sink.letters().empty());
}

TEST_F(MailWay, AHeadThatWouldAddARecipientAddsNone) {
  const testing::SmtpSink sink;
  for (const char* from :
       {"a@x.example>\r\n\tRCPT TO:<b@x.example", "a@x.example\r\n Bcc: b@x.example", "a@x.example>, <b@x.example"})
    dovecot_.deliver(letter(from));
  Process process{dovecot_, sink, asker_, clock_};
  EXPECT_EQ(process.bridge.round().unanswerable, 3U);
  EXPECT_TRUE(sink.letters().empty());
  EXPECT_EQ(dovecot_.letters(), 0U);
}

}  // namespace
}  // namespace waymark::bridge
