// Rows for counting and the case files that they come from: made anew from the files they are the same, whatever has
// happened to the cases and to the calendar; and a night belongs to the organisation's month.
#include "desk/casefile/recount.h"

#include <set>

#include "desk/ceremonies/renewal.h"
#include "ends_story.h"
#include "figures/plan.h"

namespace waymark::desk {
namespace {

constexpr Seconds kDay{86'400};

std::string text_of(const StatRow& row) {
  std::string text = row.kind + " " + std::to_string(row.day) + " " + std::to_string(row.received_day) + " " +
                     row.subject + " " + std::string(waymark::code_of(row.language)) + " " + row.assurance + " " +
                     row.code + " " + row.date + " " + row.evidence + " " + row.act + " " +
                     std::to_string(row.seconds) + " " + row.zone;
  for (const std::string& answer : row.answers) text += " " + answer;
  return text;
}

class RecountStory : public EndsStory {
 protected:
  void SetUp() override {
    EndsStory::SetUp();
    ASSERT_TRUE(office_->upkeep().know_zone("Europe/Moscow").value());
    clock_.advance(Seconds{1});  // it counts from the next second on
  }
  [[nodiscard]] KeyRing mira_keys(store::Connection& store) {
    return KeyRing::open(store, staff_id_of(*pepper_, "mira"), mira_seed()).value();
  }
  std::vector<std::string> written() {
    auto store = open_desk_store(file()).value();
    const KeyRing keys = mira_keys(*store);
    std::vector<std::string> all;
    const std::vector<StatRow> rows = read_stat_rows(*store, keys).value();
    for (const StatRow& row : rows) all.push_back(text_of(row));
    std::ranges::sort(all);
    return all;
  }
  std::vector<std::string> made_anew() {
    auto store = open_desk_store(file()).value();
    const KeyRing keys = mira_keys(*store);
    const StatCalendar calendar = StatCalendar::read(*store).value();
    std::vector<CaseId> ids;
    {
      auto rows = store->query("SELECT id FROM case_file").value();
      while (rows.next().value()) ids.push_back(CaseId::from_bytes(rows.blob(0)).value());
    }
    std::vector<std::string> all;
    for (const CaseId& id : ids) {
      const CaseKey key = open_case_key(*store, keys, id).value();
      const std::vector<StoredEvent> events = read_events(*store, key).value();
      for (const StatRow& row : recount(id, events, calendar, {})) all.push_back(text_of(row));
    }
    std::ranges::sort(all);
    return all;
  }
  CaseId another(const Requester& who, std::string_view text) {
    std::set<CaseId> known;
    const std::vector<AgendaRow> before = office_->list().rows(token_).value();
    for (const AgendaRow& row : before) known.insert(row.case_id);
    send(who, text);
    round();
    const std::vector<AgendaRow> after = office_->list().rows(token_).value();
    for (const AgendaRow& row : after)
      if (!known.contains(row.case_id)) return row.case_id;
    ADD_FAILURE() << "nothing was filed";
    return {};
  }
  void take(const CaseId& id) { ASSERT_TRUE(office_->cases().take(token_, id).has_value()); }
  /// Everything that emits a row, once or more.
  void live(std::string_view last_words) {
    Requester mother = Requester::make(random_), sister = Requester::make(random_), joker = Requester::make(random_);
    const CaseId second = another(mother, "Мой сын"), third = another(sister, "Брат"), fourth = another(joker, "Ха");
    for (const CaseId& id : {second, third, fourth}) take(id);
    const auto reply = office_->answers().hold_reply(token_, id_, "Мы здесь.");
    ASSERT_TRUE(reply.has_value());
    ASSERT_TRUE(office_->answers().undo_reply(token_, id_, *reply).has_value());
    ASSERT_TRUE(office_->answers().hold_reply(token_, id_, "Мы здесь, пишите.").has_value());
    const RecordId outcome =
        office_->ends().add_outcome(token_, id_, {"discharged", "2026-11-20", Evidence::kDocumentSeen}, act()).value();
    ASSERT_TRUE(office_->ends().drop_outcome(token_, id_, outcome).has_value());
    const RecordId undone = act(), closing = act();
    ASSERT_TRUE(close(undone, last_words).has_value());
    ASSERT_TRUE(office_->ends().undo(token_, id_, undone).has_value());
    ASSERT_TRUE(close(closing).has_value());
    ASSERT_TRUE(close(closing).has_value()) << "tried again: nothing is counted twice";
    clock_.advance(kReplyHold + Seconds{1});
    send(soldier_, "Меня снова забрали.");
    round();
    ASSERT_TRUE(office_->ends().wait(token_, third, Stage::kWaitingPerson, clock_.now() + kDay, act()).has_value());
    ASSERT_TRUE(office_->ends().set_aside(token_, fourth, Junk::kProvocation, act()).has_value());
    ASSERT_TRUE(office_->ends().reopen(token_, fourth).has_value());
    ASSERT_TRUE(office_->ends().merge(token_, second, id_, act()).has_value());
    ASSERT_TRUE(office_->ends().unmerge(token_, second).has_value());
    ASSERT_TRUE(office_->ends().merge(token_, third, id_, act()).has_value());
    ASSERT_TRUE(office_->cases().give_back(token_, fourth, "для юриста").has_value());
  }
};

TEST_F(RecountStory, CaseFilesGiveTheSameRows) {
  live("До свидания.");
  clock_.advance(8 * Seconds{3'600});
  const std::vector<std::string> rows = written();
  EXPECT_GT(rows.size(), 25U);
  EXPECT_EQ(made_anew(), rows);
}

TEST_F(RecountStory, AlsoWhenTheZoneHasChangedAndSomebodyHasGone) {
  live("До свидания.");
  clock_.advance(kDay);
  ASSERT_TRUE(office_->upkeep().know_zone("Europe/Kyiv").value());
  token_ = sign_in(*anna_);
  live("Пишите.");
  const std::vector<std::string> rows = written();
  const auto of = [&rows](std::string_view zone) {
    return std::ranges::count_if(rows, [&](const std::string& row) { return row.find(zone) != std::string::npos; });
  };
  EXPECT_GT(of("Europe/Moscow"), 20);
  EXPECT_GT(of("Europe/Kyiv"), 20);
  EXPECT_EQ(made_anew(), rows);
  restart();
  EXPECT_EQ(made_anew(), rows) << "the calendar is the office's, not the process's";
}

// A row whose case forgot an event would be found: the comparison is none that cannot fail.
TEST_F(RecountStory, ARowThatNoCaseBearsOutIsNoticed) {
  live("До свидания.");
  auto store = open_desk_store(file()).value();
  const KeyRing keys = mira_keys(*store);
  StatRow planted{.kind = "request", .subject = stat_subject(id_)};
  ASSERT_TRUE(put_stat_row(*store, keys, planted, random_).has_value());
  EXPECT_NE(made_anew(), written());
}

class NightStory : public RecountStory {
 protected:
  static FiguresRequest request(const char* period) {
    auto registry = figures::Registry::read(WAYMARK_SOURCE_DIR "/figures/metrics").value();
    FiguresRequest made{.plan = figures::parse_plan("id = \"test\"\nseries_months = 2\n[title]\nru = \"Цифры\"\n"
                                                    "uk = \"Цифри\"\nen = \"Figures\"\n[[section]]\n"
                                                    "metric = \"requests\"\n",
                                                    registry)
                                    .value()};
    made.asked.period = figures::Period::parse(period).value();
    made.how = figures::How::kPlain;
    return made;
  }
  void know(const std::string& zone) {
    office_->numbers().know({.registry = figures::Registry::read(WAYMARK_SOURCE_DIR "/figures/metrics").value(),
                             .plans = {},
                             .catalogue = text::Catalogue::embedded().value(),
                             .zone = text::Zone::named(zone).value(),
                             .organisation = "Example"});
  }
  FiguresDraft draft(const char* period) {
    const SessionToken mira = sign_in(*mira_);
    auto made = office_->numbers().make_draft(mira, request(period));
    EXPECT_TRUE(made.has_value() && made->has_value());
    page_ = office_->numbers().preview(mira, (*made)->id).value().at("report.ru.html");
    return **made;
  }
  static std::int64_t counted(const FiguresDraft& draft, const char* period) {
    for (std::size_t i = 0; i < draft.counted.size(); ++i)
      if (draft.release.figures[i].id.period.text() == period) return draft.counted[i].value;
    return -1;
  }
  std::string page_;
};

TEST_F(NightStory, ANightBelongsToTheMonthOfTheOrganisation) {
  know("Europe/Moscow");
  clock_.set(TimePoint{std::chrono::sys_days{std::chrono::year{2026} / 11 / 30}} + Seconds{21 * 3'600 + 1'800});
  token_ = sign_in(*anna_);
  for (int i = 0; i < 6; ++i) send(Requester::make(random_), "Ночью.");
  round();
  const FiguresDraft made = draft("2026-12");
  EXPECT_EQ(counted(made, "2026-12"), 6) << "at 00:30 in Moscow it is December";
  EXPECT_EQ(counted(made, "2026-11"), 1);
  ASSERT_EQ(made.release.calendars.size(), 1U) << "the first request came before the zone was said";
  EXPECT_EQ(made.release.calendars[0].zone, "UTC");
  EXPECT_EQ(figures::text_of_day(made.release.calendars[0].until), "2026-11-22");
  EXPECT_NE(page_.find("до 22 ноября 2026 года включительно"), std::string::npos) << page_;
  EXPECT_NE(page_.find("ноябрь 2026 (часть дней — по другому часовому поясу)"), std::string::npos);
}

TEST_F(NightStory, AChangeOfTheZoneIsABreakThatIsSeen) {
  know("Europe/Moscow");
  EXPECT_TRUE(draft("2026-11").release.calendars.size() == 1);
  clock_.set(TimePoint{std::chrono::sys_days{std::chrono::year{2027} / 2 / 10}} + Seconds{12 * 3'600});
  {
    auto store = open_desk_store(file()).value();
    ASSERT_TRUE(renew_roster(*store, *root_, {}, clock_.now(), random_).has_value());
  }
  sign_in(*mira_);
  token_ = sign_in(*anna_);
  ASSERT_TRUE(office_->upkeep().housekeeping().has_value());
  round();
  ASSERT_TRUE(office_->upkeep().know_zone("America/New_York").value());
  know("America/New_York");
  for (int i = 0; i < 7; ++i) send(Requester::make(random_), "Днём.");
  round();
  const FiguresDraft made = draft("2027-02");
  ASSERT_EQ(made.release.calendars.size(), 1U) << "no month of this report has a day in UTC";
  EXPECT_EQ(made.release.calendars[0], (figures::PastCalendar{"Europe/Moscow", *figures::day_of_text("2027-02-10")}));
  EXPECT_EQ(counted(made, "2027-02"), 7);
  EXPECT_EQ(figures::parse_release(figures::write_release(made.release)).value(), made.release);
}

}  // namespace
}  // namespace waymark::desk
