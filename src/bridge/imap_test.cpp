// The bridge against the real Dovecot: the whole corpus, each letter filed once and gone, or refused and kept for a
// day.
#include "bridge/imap.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "bridge/bridge.h"
#include "bridge/dovecot.h"
#include "bridge/letter_corpus.h"
#include "bridge/limits.h"

namespace waymark::bridge {
namespace {

ImapOptions options(const testing::Dovecot& server, std::string_view password = "secret") {
  return {.address = server.address(), .user = "box", .password = SecretBytes::copy_of(view_of(password))};
}

/// A server shows a mailbox that stays selected as it was: new letters were never seen on a connection that lasted.
TEST(ImapAtDovecot, ALetterThatComesWhileTheConnectionLastsIsSeen) {
  testing::Dovecot server;
  ImapMailbox mailbox{options(server)};
  for (std::size_t round = 0; round < 3; ++round) {
    server.deliver("Subject: x\r\n\r\n" + std::to_string(round));
    const auto listing = mailbox.list();
    ASSERT_TRUE(listing.has_value());
    ASSERT_EQ(listing->letters.size(), 1U) << round;
    ASSERT_TRUE(mailbox.remove({listing->letters[0].uid}).has_value());
    const auto empty = mailbox.list();
    ASSERT_TRUE(empty.has_value());
    EXPECT_TRUE(empty->letters.empty());
  }
}

class RelayThatRemembers final : public RelayDoor {
 public:
  std::optional<WipingBytes> poll(ByteView) override { return std::nullopt; }
  Put put(std::uint32_t, ByteView envelope) override {
    stored_.push_back(to_bytes(envelope));
    return Put::kStored;
  }
  std::vector<Bytes> stored_;
};

TEST(ImapAtDovecot, TheWholeCorpusIsFiledOnceOrRefused) {
  testing::Dovecot server;
  std::vector<Bytes> expected;
  std::size_t kept = 0;
  std::uint64_t seed = 100;
  std::vector<std::string> names;
  for (const auto& names_only : testing::corpus(testing::some_envelopes(99))) names.push_back(names_only.name);
  // Each letter has sealed texts of its own, so that nothing is taken for another's.
  for (std::size_t i = 0; i < names.size(); ++i) {
    const testing::Envelopes envelopes = testing::some_envelopes(seed++);
    const testing::CorpusLetter letter = testing::corpus_letter(names[i], envelopes);
    for (const std::size_t number : letter.expected) expected.push_back(envelopes[number - 1]);
    if (letter.expected.empty()) ++kept;
    server.deliver(letter.bytes);
  }
  ImapMailbox mailbox{options(server)};
  RelayThatRemembers relay;
  const SystemClock clock;
  Bridge bridge{mailbox, relay, clock, 1'000};
  const Counts counts = bridge.round();
  EXPECT_EQ(counts.mailbox_failed, 0U) << server.log();
  EXPECT_EQ(counts.stored, expected.size());
  EXPECT_EQ(server.letters(), kept);
  std::ranges::sort(expected);
  std::ranges::sort(relay.stored_);
  EXPECT_EQ(relay.stored_, expected);
  // Nothing is said twice.
  EXPECT_EQ(bridge.round().stored, 0U);
}

TEST(ImapAtDovecot, AnEmptyMailboxIsNoFault) {
  testing::Dovecot server;
  ImapMailbox mailbox{options(server)};
  const auto listing = mailbox.list();
  ASSERT_TRUE(listing.has_value()) << describe(listing.error()) << server.log();
  EXPECT_TRUE(listing->letters.empty());
}

TEST(ImapAtDovecot, OfALetterBombOnlyTheFirstMegabyteComes) {
  testing::Dovecot server;
  server.deliver("Subject: x\n\n" + std::string(20'000'000, 'A') + "\n");
  server.deliver("Subject: x\n\n" + testing::armored(testing::some_envelopes(7)[0]));
  ImapMailbox mailbox{options(server)};
  const auto listing = mailbox.list();
  ASSERT_TRUE(listing.has_value() && listing->letters.size() == 2U);
  const auto bytes = mailbox.fetch(listing->letters[0].uid);
  ASSERT_TRUE(bytes.has_value()) << describe(bytes.error());
  EXPECT_EQ(bytes->size(), kLetterBytesMax);
  RelayThatRemembers relay;
  const SystemClock clock;
  EXPECT_EQ(Bridge(mailbox, relay, clock, 10).round().stored, 1U);
}

TEST(ImapAtDovecot, ALetterThatIsGoneIsNamed) {
  testing::Dovecot server;
  server.deliver("Subject: x\n\nhello\n");
  ImapMailbox mailbox{options(server)};
  ASSERT_TRUE(mailbox.list().has_value());
  EXPECT_FALSE(mailbox.fetch(77).has_value());
  EXPECT_TRUE(mailbox.fetch(1).has_value());
}

TEST(ImapListing, LinesOfManyServersAreRead) {
  const auto letters = read_listing(
      "* 1 FETCH (UID 7 INTERNALDATE \"22-Nov-2026 13:11:12 +0300\")\r\n"
      "* 6 FETCH (UID 12 FLAGS (\\Seen \\Answered) INTERNALDATE \"22-Nov-2026 13:11:12 +0300\")\r\n"
      "* 2 FETCH (INTERNALDATE \" 1-Jan-2027 00:00:00 -0130\" UID 9)\r\n"
      "* 3 FETCH (UID x INTERNALDATE \"22-Nov-2026 13:11:12 +0300\")\r\n"
      "* 4 FETCH (UID 10)\r\n* 5 EXISTS\r\n* 6 FETCH (UID 11 INTERNALDATE \"31-Feb-2026 13:11:12 +0300\")\r\n");
  ASSERT_EQ(letters.size(), 3U);
  EXPECT_EQ(letters[0].uid, 7U);
  EXPECT_FALSE(letters[0].answered);
  EXPECT_EQ(letters[1].uid, 12U);
  EXPECT_TRUE(letters[1].answered);
  EXPECT_EQ(letters[0].arrived, start_of_day(20'779) + Seconds{10 * 3600 + 11 * 60 + 12});
  EXPECT_EQ(letters[2].uid, 9U);
  EXPECT_EQ(letters[2].arrived, start_of_day(20'819) + Seconds{5'400});
}

}  // namespace
}  // namespace waymark::bridge
