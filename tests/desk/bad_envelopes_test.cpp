// Envelopes that are not right: counted by code, dropped, and nothing else is lost.
#include "envelope/age_seal.h"
#include "office_story.h"

namespace waymark::desk {
namespace {

class BadEnvelopes : public OfficeStory {
 protected:
  void SetUp() override {
    OfficeStory::SetUp();
    token_ = OfficeStory::sign_in(*mira_);
    round();
  }
  Bytes good(std::string_view text) {
    const auto message = message_from(Requester::make(random_), text);
    return envelope::seal_message(message, day_key_of(message.day), random_).value().take();
  }
  Bytes foreign() {
    const auto message = message_from(Requester::make(random_), "a");
    const auto stranger = crypto::xwing_public_key(crypto::XWingSeed::generate(random_));
    return envelope::seal_message(message, stranger, random_).value().take();
  }
  void put(Bytes blob, std::uint32_t day) { relay_.put_row({random_.array<16>(), day, std::move(blob)}); }
  /// Files what is there among good envelopes and checks that exactly one was refused, with this code.
  void expect_refused(std::string_view code) {
    const auto before = refused(token_);
    put(good("до"), today());
    const std::size_t rows = office_->list().rows(token_)->size();
    round();
    EXPECT_EQ(office_->list().rows(token_)->size(), rows + 1) << code << ": the good one is there";
    auto after = refused(token_);
    EXPECT_EQ(after[std::string{code}], (before.contains(std::string{code}) ? before.at(std::string{code}) : 0) + 1)
        << code;
    std::uint64_t all_before = 0;
    std::uint64_t all_after = 0;
    for (const auto& [name, count] : before) all_before += count;
    for (const auto& [name, count] : after) all_after += count;
    EXPECT_EQ(all_after, all_before + 1) << code;
    EXPECT_EQ(relay_.waiting(), 0U) << "it does not come back";
    EXPECT_EQ(office_->oversight().health(token_)->unopened, 0U);
  }
  SessionToken token_;
};

TEST_F(BadEnvelopes, TruncatedAndOversized) {
  Bytes blob = good("a");
  blob.resize(blob.size() - 1);
  put(blob, today());
  expect_refused("wrong-size");
  blob = good("a");
  blob.push_back(0);
  put(blob, today());
  expect_refused("wrong-size");
}

TEST_F(BadEnvelopes, BitFlipsAnywhere) {
  for (const std::size_t at : {0UL, 30UL, 800UL, 1'540UL, 1'600UL, 1'700UL, 5'000UL, 8'191UL}) {
    Bytes blob = good("a");
    blob[at] ^= 1U;
    const auto before = office_->list().rows(token_)->size();
    put(blob, today());
    round();
    EXPECT_EQ(office_->list().rows(token_)->size(), before) << at;
  }
  std::uint64_t all = 0;
  for (const auto& [code, count] : refused(token_)) all += count;
  EXPECT_EQ(all, 8U);
}

TEST_F(BadEnvelopes, Replayed) {
  auto message = message_from(Requester::make(random_), "дважды");
  send(message);
  round();
  send(message);
  expect_refused("replayed");
}

TEST_F(BadEnvelopes, WrongDay) {
  // Sealed to today's key, but the text says tomorrow.
  auto message = message_from(Requester::make(random_), "a");
  message.day = today() + 1;
  put(envelope::seal_message(message, day_key_of(today()), random_).value().take(), today());
  expect_refused("wrong-day");
  // Put under a day for which there never was a key, and no key that is left opens it.
  put(foreign(), today() + 400);
  expect_refused("wrong-day");
}

TEST_F(BadEnvelopes, WrongKey) {
  put(foreign(), today() + 1);
  expect_refused("not-for-us");
}

TEST_F(BadEnvelopes, PutUnderAnotherDayIsFiledAndTold) {
  put(good("a"), today() + 1);
  round();
  EXPECT_EQ(office_->list().rows(token_)->size(), 1U);
  EXPECT_TRUE(refused(token_).empty());
  EXPECT_EQ(office_->oversight().health(token_)->redated, 1U);
}

TEST_F(BadEnvelopes, WrongInstance) {
  auto message = message_from(Requester::make(random_), "a");
  message.instance.bytes[0] ^= 1U;
  send(message);
  expect_refused("wrong-instance");
}

TEST_F(BadEnvelopes, TwoStanzas) {
  const auto other = crypto::xwing_public_key(crypto::XWingSeed::generate(random_));
  const std::array recipients{day_key_of(today()), other};
  // Smaller plaintext, so that the file with two stanzas has the size of an envelope.
  const std::size_t stanza = envelope::kStanzaLineBytes + envelope::kStanzaBodyLineBytes;
  Bytes blob = envelope::age_seal(recipients, Bytes(envelope::kPlaintextBytes - stanza), random_).value();
  ASSERT_EQ(blob.size(), envelope::kEnvelopeBytes);
  put(blob, today());
  expect_refused("unsupported");
}

TEST_F(BadEnvelopes, X25519Stanza) {
  Bytes blob = good("a");
  const std::string line = "-> X25519 " + std::string(43, 'A') + "\n";
  std::copy(line.begin(), line.end(), blob.begin() + 22);
  put(blob, today());
  const auto before = office_->list().rows(token_)->size();
  round();
  EXPECT_EQ(office_->list().rows(token_)->size(), before);
  std::uint64_t all = 0;
  for (const auto& [code, count] : refused(token_)) all += count;
  EXPECT_EQ(all, 1U);
}

TEST_F(BadEnvelopes, AnUnknownVersion) {
  SecretBytes version = envelope::write_message(message_from(Requester::make(random_), "a")).value();
  version.writable()[0] = 9;
  put(envelope::seal_plaintext(version.view(), day_key_of(today()), random_).value().take(), today());
  expect_refused("unsupported");
}

// It opens, so somebody wrote it: it is filed, and whoever reads it sees that something is missing.
TEST_F(BadEnvelopes, OddFieldsAreFiledAndMarked) {
  const auto file = [&](const std::function<void(std::span<std::uint8_t>)>& change) {
    SecretBytes plaintext = envelope::write_message(message_from(Requester::make(random_), "прочитайте")).value();
    change(plaintext.writable());
    const std::vector<AgendaRow> before = office_->list().rows(token_).value();
    put(envelope::seal_plaintext(plaintext.view(), day_key_of(today()), random_).value().take(), today());
    round();
    EXPECT_TRUE(refused(token_).empty());
    const auto rows = office_->list().rows(token_).value();
    EXPECT_EQ(rows.size(), before.size() + 1);
    // The list is in no order: the new row is the one that was not there.
    const auto fresh = std::ranges::find_if(rows, [&before](const AgendaRow& row) {
      return std::ranges::find(before, row.case_id, &AgendaRow::case_id) == before.end();
    });
    const CaseView view = office_->cases().open(token_, fresh->case_id).value();
    EXPECT_EQ(view.entries.at(0).text, "прочитайте");
    return view;
  };
  constexpr std::size_t kFieldCount = 1'304;
  const auto rest = std::vector<std::string>{std::string{envelope::kOddRest}};
  EXPECT_EQ(file([](std::span<std::uint8_t> bytes) { bytes[kFieldCount] = 0xFF; }).entries.at(0).odd, rest);
  EXPECT_EQ(file([](std::span<std::uint8_t> bytes) { bytes.back() = 1; }).entries.at(0).odd, rest);
  // A year that a page of November let through.
  const CaseView year = file([](std::span<std::uint8_t> bytes) {
    const std::string_view good = "status=mobilised";
    const std::string_view odd = "left=yes;date=00";
    const auto at = std::ranges::search(bytes, good).begin();
    std::ranges::copy(odd, at);
  });
  EXPECT_EQ(year.entries.at(0).odd, std::vector<std::string>{"left"});
  ASSERT_EQ(year.facts.size(), 1U);
  EXPECT_EQ(year.facts[0].key, "left");
  EXPECT_FALSE(year.facts[0].attributes.contains("date"));
}

TEST_F(BadEnvelopes, TheClockOfTheRelayIsSeen) {
  relay_.clock_ahead_s = 2 * 86'400;
  const auto report = courier_->round();
  ASSERT_FALSE(report.has_value());
  EXPECT_EQ(report.error().code, Code::kWrongDay);
  const Health health = office_->oversight().health(token_).value();
  EXPECT_FALSE(health.relay_reachable);
  EXPECT_EQ(health.clock_skew_s, 2 * 86'400);
}

}  // namespace
}  // namespace waymark::desk
