// The desk's process dies at any moment: nothing is lost and nothing is there twice.
#include "base/killed_child.h"
#include "office_story.h"

namespace waymark::desk {
namespace {

TEST_F(OfficeStory, LostAcknowledgementsDoubleNothing) {
  for (int count = 0; count < 5; ++count) send(Requester::make(random_), "раз");
  relay_.lose_acknowledgements = true;
  EXPECT_FALSE(courier_->round().has_value());
  EXPECT_FALSE(courier_->round().has_value());
  relay_.lose_acknowledgements = false;
  const SessionToken token = sign_in(*mira_);
  round();
  EXPECT_EQ(office_->list().rows(token)->size(), 5U);
  EXPECT_EQ(relay_.waiting(), 0U);
  EXPECT_TRUE(refused(token).empty());
}

TEST_F(OfficeStory, LostAcknowledgementsAfterFilingAreNoReplays) {
  const SessionToken token = sign_in(*mira_);
  for (int count = 0; count < 5; ++count) send(Requester::make(random_), "два");
  relay_.lose_acknowledgements = true;
  EXPECT_FALSE(courier_->round().has_value());
  EXPECT_EQ(office_->list().rows(token)->size(), 5U) << "filed at once";
  EXPECT_FALSE(courier_->round().has_value());
  relay_.lose_acknowledgements = false;
  round();
  EXPECT_EQ(office_->list().rows(token)->size(), 5U);
  EXPECT_EQ(relay_.waiting(), 0U);
  EXPECT_TRUE(refused(token).empty()) << "nobody did anything wrong";
}

/// Kills a child that files 200 envelopes, each time some steps later, until one child gets through.
TEST_F(OfficeStory, KilledWhileFiling) {
  constexpr int kEnvelopes = 200;
  for (int count = 0; count < kEnvelopes; ++count) send(Requester::make(random_), "сообщение " + std::to_string(count));
  round();  // kept here, acknowledged, unopened
  courier_.reset();
  office_.reset();
  int kills = 0;
  for (int steps = 0;; ++steps) {
    clock_.advance(Seconds{60});
    const EndedChild ended = run_and_kill(steps, [&](const auto& step) {
      auto office = Office::open({open_desk_store(file()).value(), clock_, random_, pepper_->duplicate(), "x"}).value();
      const auto token =
          office->doors().sign_in("mira", SecretBytes::copy_of(view_of(mira_->passphrase)), code_of_now(*mira_));
      while (office->upkeep().file_waiting(4).value().taken_up > 0) step();
      return token.has_value() ? 0 : 1;
    });
    ASSERT_EQ(ended.code, 0) << "nobody could sign in";
    if (!ended.killed) break;
    ++kills;
    ASSERT_LT(kills, 500);
  }
  EXPECT_GT(kills, 2) << "the test killed nobody: it shows nothing";
  restart();
  const SessionToken token = sign_in(*mira_);
  EXPECT_EQ(office_->list().rows(token)->size(), static_cast<std::size_t>(kEnvelopes));
  EXPECT_EQ(office_->oversight().health(token)->unopened, 0U);
  std::set<std::string> texts;
  const auto rows = office_->list().rows(token).value();
  for (const AgendaRow& row : rows) {
    const auto view = office_->cases().open(token, row.case_id).value();
    EXPECT_EQ(view.messages, 1U);
    texts.insert(view.entries[0].text);
  }
  EXPECT_EQ(texts.size(), static_cast<std::size_t>(kEnvelopes));
}

}  // namespace
}  // namespace waymark::desk
