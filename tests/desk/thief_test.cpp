// What somebody finds who takes the disk; and what a requester's `erase` leaves.
#include <algorithm>
#include <fstream>

#include "office_story.h"

namespace waymark::desk {
namespace {

/// Every byte of every file in the office's folder.
std::string all_bytes(const std::filesystem::path& folder) {
  std::string all;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream in(entry.path(), std::ios::binary);
    all.append(std::istreambuf_iterator<char>(in), {});
  }
  return all;
}

bool holds(const std::string& bytes, ByteView needle) { return bytes.find(text_of(needle)) != std::string::npos; }

TEST_F(OfficeStory, TheDiskHoldsNoPlaintext) {
  Person anna = hire("zorianna", {"first_line"});
  const Requester soldier = Requester::make(random_);
  auto message = message_from(soldier, "PLANTED-REQUEST-TEXT");
  message.contact = SecretBytes::copy_of(view_of("PLANTED-CONTACT-WORDS"));
  message.answers.push_back(
      envelope::parse_answer("planted_question=planted_code;date=2026-11-25;precision=day").value());
  send(message);
  round();
  SessionToken token = sign_in(anna);
  round();
  const CaseId id = only_case(token);
  ASSERT_TRUE(office_->cases().open(token, id).has_value());
  ASSERT_TRUE(office_->cases().take(token, id).has_value());
  ASSERT_TRUE(office_->answers().add_note(token, id, "PLANTED-NOTE").has_value());
  ASSERT_TRUE(office_->cases().move(token, id, Override::Direction::kRaised, "PLANTED-REASON").has_value());
  ASSERT_TRUE(office_->facts().set(token, id, {.key = "planted_fact", .value = "planted_value"}).has_value());
  ASSERT_TRUE(office_->answers().hold_reply(token, id, "PLANTED-REPLY").has_value());
  clock_.advance(kReplyHold);
  round();
  office_->doors().sign_out(token);
  send(message_from(soldier, "PLANTED-SECOND-TEXT"));
  token = sign_in(*mira_);
  round();
  ASSERT_EQ(office_->cases().open(token, id)->messages, 2U);

  const std::string disk = all_bytes(folder_.path());
  ASSERT_GT(disk.size(), 100'000U);
  EXPECT_TRUE(holds(disk, instance_.bytes)) << "the search works";
  for (const char* planted : {"PLANTED", "planted", "zorianna", "mira", "a passphrase of", "first_line\",", "browser",
                              "leave", "military-refusal"})
    EXPECT_EQ(disk.find(planted), std::string::npos) << planted;
  // Nor the keys that link or open: base64 is how the events hold them.
  EXPECT_FALSE(holds(disk, soldier.mailbox_secret.secret().view()));
  EXPECT_FALSE(holds(disk, soldier.reply_seed.secret().view()));
  EXPECT_EQ(disk.find(to_base64(soldier.mailbox_secret.secret().view(), Padding::kNone)), std::string::npos);
  EXPECT_FALSE(holds(disk, crypto::xwing_public_key(soldier.reply_seed).bytes));
  EXPECT_FALSE(holds(disk, anna.totp.view()));
  EXPECT_FALSE(holds(disk, recovery_->secret().view()));
  EXPECT_FALSE(holds(disk, root_->seed().view()));
}

TEST_F(OfficeStory, EraseShredsTheCaseAndKeepsItsRowsForCounting) {
  const Requester soldier = Requester::make(random_);
  send(soldier, "сотрите меня потом");
  const SessionToken token = sign_in(*mira_);
  round();
  const CaseId id = only_case(token);
  std::vector<Bytes> records;
  const auto keep = [this, &records](std::initializer_list<const char*> queries) {
    auto store = open_desk_store(file()).value();
    for (const char* sql : queries) {
      auto rows = store->query(sql).value();
      while (rows.next().value()) records.push_back(to_bytes(rows.blob(0)));
    }
  };
  keep({"SELECT blob FROM record", "SELECT filing_share FROM case_file", "SELECT first_line FROM case_file",
        "SELECT blob FROM agenda"});
  EXPECT_EQ(records.size(), 4U);
  ASSERT_TRUE(office_->cases().take(token, id).has_value());
  ASSERT_TRUE(office_->answers().hold_reply(token, id, "ответ").has_value());
  keep({"SELECT blob FROM record", "SELECT blob FROM agenda"});
  EXPECT_EQ(records.size(), 8U);
  auto erase = message_from(soldier, "");
  erase.kind = envelope::Kind::kErase;
  erase.text.reset();
  erase.pack.reset();
  erase.answers.clear();
  send(erase);
  EXPECT_EQ(round().filed.erased, 1U);
  EXPECT_TRUE(office_->list().rows(token)->empty());
  EXPECT_EQ(office_->cases().open(token, id).error().code, Code::kNotFound);
  const std::string disk = all_bytes(folder_.path());
  for (const Bytes& record : records) {
    // The middle of a value: its first bytes may share a page with a cell's head.
    EXPECT_FALSE(holds(disk, ByteView{record}.subspan(record.size() / 2 - 16, 32)))
        << "shredded bytes are still on the disk";
  }
  auto store = open_desk_store(file()).value();
  EXPECT_EQ(store->number("SELECT count(*) FROM stat_row").value(), 4) << "request, stage, first reply, erased";
  EXPECT_EQ(store->number("SELECT count(*) FROM outbound").value(), 0);
  EXPECT_EQ(store->number("SELECT count(*) FROM mailbox").value(), 0);
  const auto lines = office_->oversight().access_log(token, 0, 500).value();
  EXPECT_TRUE(std::ranges::any_of(lines, [](const LogLine& line) { return line.what == "case.erased-by-requester"; }));
  // The same words later: a new request, nothing of the old one.
  send(soldier, "я снова здесь");
  EXPECT_EQ(round().filed.new_cases, 1U);
}

TEST_F(OfficeStory, OldSeedsAreDestroyedOnlyWhenNothingWaits) {
  send(Requester::make(random_), "до отъезда");
  round();
  const auto seeds = [this] {
    return open_desk_store(file()).value()->number("SELECT count(*) FROM day_key WHERE seed_file IS NULL").value();
  };
  clock_.advance(Seconds{4 * 86'400});
  round();
  round();
  EXPECT_EQ(seeds(), 0) << "an envelope of that day waits here unopened";
  const SessionToken token = sign_in(*mira_);
  round();
  round();
  EXPECT_EQ(office_->list().rows(token)->size(), 1U);
  EXPECT_EQ(seeds(), 1) << "opened: the seed of that day is gone";
  relay_.down = true;
  clock_.advance(Seconds{3 * 86'400});
  EXPECT_FALSE(courier_->round().has_value());
  EXPECT_EQ(seeds(), 1) << "no complete pull since: envelopes may still lie at the relay";
  relay_.down = false;
  round();
  round();
  EXPECT_EQ(seeds(), 4);
}

}  // namespace
}  // namespace waymark::desk
