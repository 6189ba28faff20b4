// kill -9 at every write of closing, undoing, merging and taking apart: what is there afterwards is all of the act or
// nothing of it, the same act again is done once, and nothing that was saved before is lost.
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <functional>

#include "ends_story.h"
#include "write_counter.h"

namespace waymark::desk {
namespace {

class KilledEnd : public EndsStory {
 protected:
  using Deed = std::function<bool(Office&, const SessionToken&)>;

  void SetUp() override {
    count_writes();
    EndsStory::SetUp();
    send(mother_, "Мой сын пропал");
    round();
    const auto rows = office_->list().rows(token_).value();
    for (const AgendaRow& row : rows)
      if (row.case_id != id_) second_ = row.case_id;
    ASSERT_TRUE(office_->answers().put_draft(token_, id_, DraftKind::kNote, "недописанное", 0).has_value());
  }

  /// Everything that these acts could leave by halves, as text.
  std::string standing() {
    std::string all;
    for (const CaseId& id : {id_, second_}) {
      const CaseView shown = view(id);
      const Situation& in_list = listed(id);
      all += std::string(name_of(shown.row.situation.stage)) + "/" + std::string(name_of(in_list.stage)) + "/" +
             std::string(name_of(in_list.side)) + " outcomes " + std::to_string(shown.outcomes.size()) + " messages " +
             std::to_string(shown.messages) + " into " + (shown.merged_into ? "other" : "none") + " merged " +
             std::to_string(shown.merged.size()) + " replies " +
             std::to_string(std::ranges::count(shown.entries, EntryKind::kReply, &Entry::kind)) + "\n";
    }
    for (const std::string& row : counted()) all += row + " ";
    all += "drafts " + std::to_string(office_->answers().drafts(token_)->size());
    return all;
  }

  /// Opens the office as it was left and looks.
  std::string standing_after_restart() {
    restart();
    token_ = sign_in(*anna_);
    return standing();
  }

  /// A child opens the office, signs in and does it, and dies at its `step`th write. @return whether it died
  bool die_in(const Deed& deed, int step) {
    const std::string code = code_of_now(*anna_);
    const pid_t child = ::fork();
    EXPECT_GE(child, 0);
    if (child == 0) {
      auto office = Office::open({open_desk_store(file()).value(), clock_, random_, pepper_->duplicate(), "x"}).value();
      const auto signed_in =
          office->doors().sign_in(anna_->alias, SecretBytes::copy_of(view_of(anna_->passphrase)), code);
      if (!signed_in.has_value()) ::_exit(2);
      die_at_write(step);
      const bool done = deed(*office, signed_in->token);
      die_at_write(0);
      ::_exit(done ? 0 : 1);
    }
    int status = 0;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    if (WIFSIGNALED(status)) {
      EXPECT_EQ(WTERMSIG(status), SIGKILL);
      return true;
    }
    EXPECT_EQ(WEXITSTATUS(status), 0) << "the act was refused";
    return false;
  }

  void close_office() {
    courier_.reset();
    office_.reset();
  }

  /// Kills the deed at each of its writes, beginning each time from the office as it stands now.
  void kill_at_every_write(const Deed& deed) {
    const std::string before = standing();
    close_office();
    const auto kept = folder_.path() / "before.sqlite";
    std::filesystem::copy_file(file(), kept, std::filesystem::copy_options::overwrite_existing);
    const auto begin_again = [&] {
      close_office();
      for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(file().string() + end);
      std::filesystem::copy_file(kept, file());
      clock_.set(kept_at_);
      clock_.advance(Seconds{60});
    };
    kept_at_ = clock_.now();
    std::vector<std::string> seen;
    int step = 1;
    for (;; ++step) {
      begin_again();
      const bool died = die_in(deed, step);
      seen.push_back(standing_after_restart());
      if (!died) break;
      ASSERT_LT(step, 500);
      ASSERT_TRUE(deed(*office_, token_)) << "after write " << step << " it can be done, or done again";
      const std::string again = standing();
      if (done_.empty()) done_ = again;
      EXPECT_EQ(again, done_) << "write " << step;
    }
    EXPECT_GT(step, 3) << "the test killed nobody: it shows nothing";
    const std::string& after = seen.back();
    EXPECT_NE(before, after) << "the act changes nothing that is looked at";
    EXPECT_EQ(after, done_);
    for (std::size_t at = 0; at < seen.size(); ++at)
      EXPECT_TRUE(seen[at] == before || seen[at] == after) << "killed at write " << at + 1 << ":\n"
                                                           << seen[at] << "\nbefore:\n"
                                                           << before << "\nafter:\n"
                                                           << after;
    EXPECT_EQ(seen.front(), before) << "killed at the first write";
  }

  Requester mother_ = Requester::make(random_);
  CaseId second_;

 private:
  const Situation& listed(const CaseId& id) {
    rows_ = office_->list().rows(token_).value();
    return std::ranges::find(rows_, id, &AgendaRow::case_id)->situation;
  }
  std::vector<AgendaRow> rows_;
  TimePoint kept_at_;
  std::string done_;
};

TEST_F(KilledEnd, Closing) {
  kill_at_every_write([this, one = act()](Office& office, const SessionToken& token) {
    const Closing closing{
        .outcomes = {{"consulted", "2026-11-22", Evidence::kSelfReported}, {"documents_returned", ""}},
        .last_words = "Всё получилось, удачи."};
    return office.ends().close(token, id_, closing, one).has_value();
  });
}

TEST_F(KilledEnd, SettingAside) {
  kill_at_every_write([this, one = act()](Office& office, const SessionToken& token) {
    return office.ends().set_aside(token, second_, Junk::kPress, one).has_value();
  });
}

TEST_F(KilledEnd, TakingAnEndBack) {
  const RecordId one = act();
  ASSERT_TRUE(close(one, "До свидания.").has_value());
  kill_at_every_write([this, one](Office& office, const SessionToken& token) {
    const auto undone = office.ends().undo(token, id_, one);
    // Done before it died: nothing is left to take back.
    return undone.has_value() || undone.error().code == Code::kConflict;
  });
}

TEST_F(KilledEnd, Merging) {
  kill_at_every_write([this, one = act()](Office& office, const SessionToken& token) {
    return office.ends().merge(token, second_, id_, one).has_value();
  });
}

TEST_F(KilledEnd, TakingApart) {
  ASSERT_TRUE(office_->ends().merge(token_, second_, id_, act()).has_value());
  kill_at_every_write([this](Office& office, const SessionToken& token) {
    const auto apart = office.ends().unmerge(token, second_);
    return apart.has_value() || apart.error().code == Code::kConflict;
  });
}

}  // namespace
}  // namespace waymark::desk
