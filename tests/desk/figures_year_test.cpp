// A year of an office, published month by month: people write, are answered, are closed with outcomes or set aside; a
// volunteer leaves; outcomes are noted months late and mistakes taken back, so that printed numbers have to be
// corrected; a definition changes in July and the time zone in October. Each report is proposed by one and approved by
// another. Then everything that was ever printed is attacked, with the rows and as a reader, and the case files are
// counted anew.
#include <filesystem>
#include <fstream>
#include <random>
#include <set>

#include "desk/casefile/recount.h"
#include "desk/ceremonies/renewal.h"
#include "desk/keyring/office_values.h"
#include "desk/office/figures_rows.h"
#include "figures/audit.h"
#include "office_story.h"

namespace waymark::desk {
namespace {

constexpr std::int32_t kFirst = 2027 * 12;  ///< January
constexpr Seconds kHour{3'600};
constexpr const char* kNeeds[]{"legal_question", "leave_the_army", "money"};

class OfficeYear : public OfficeStory {
 protected:
  void SetUp() override {
    OfficeStory::SetUp();
    anna_ = hire("anna", {"first_line"});
    vera_ = hire("vera", {"first_line"});
    ASSERT_TRUE(office_->upkeep().know_zone("Europe/Moscow").has_value());
    know(1, "Europe/Moscow");
  }

  /// The shipped metrics; from July on a request that was a duplicate does not count either.
  static figures::Registry metrics(int version) {
    std::map<std::string, std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(WAYMARK_SOURCE_DIR "/figures/metrics")) {
      std::ifstream in(entry.path());
      files[entry.path().filename().string()] = {std::istreambuf_iterator<char>(in), {}};
    }
    if (version == 2) {
      std::string next = files.at("requests.toml");
      const auto change = [&next](const std::string& from, const std::string& to) {
        next.replace(next.find(from), from.size(), to);
      };
      change("version = 1", "version = 2");
      change("since = \"2020-01\"", "since = \"2027-07\"");
      change("where.aside = [\"none\", \"wrong_service\"]", "where.aside = [\"none\"]");
      files["requests.2.toml"] = next;
    }
    return figures::Registry::parse(files).value();
  }
  void know(int version, const std::string& zone) {
    auto registry = metrics(version);
    plan_ = figures::parse_plan(
                "id = \"year\"\nseries_months = 12\n[title]\nru = \"Отчёт\"\nuk = \"Звіт\"\nen = \"Report\"\n"
                "[[section]]\nmetric = \"requests\"\nby = [\"language\", \"answer.need\"]\n"
                "[[section]]\nmetric = \"persons\"\n[[section]]\nmetric = \"cases_closed\"\n"
                "[[section]]\nmetric = \"outcomes\"\nby = [\"code\"]\n[[section]]\nmetric = \"first_reply_median\"\n",
                registry)
                .value();
    office_->numbers().know({.registry = std::move(registry),
                             .plans = {plan_},
                             .catalogue = text::Catalogue::embedded().value(),
                             .zone = text::Zone::named(zone).value(),
                             .organisation = "Example"});
  }
  static TimePoint at(figures::Month month, int day, int hour) {
    return TimePoint{std::chrono::sys_days{std::chrono::year{month.year()} / static_cast<int>(month.month()) / day}} +
           kHour * hour;
  }
  void go_to(TimePoint time) {
    clock_.set(time);
    if (time - renewed_ > Seconds{20 * 86'400}) {
      auto store = open_desk_store(file()).value();
      ASSERT_TRUE(renew_roster(*store, *root_, {}, clock_.now(), random_).has_value());
      renewed_ = time;
    }
    mira_token_ = sign_in(*mira_);
    anna_token_ = sign_in(*anna_);
    ASSERT_TRUE(office_->upkeep().housekeeping().has_value());
    round();
  }

  // ---- what people do ------------------------------------------------------------------------------------------
  void write(int count) {
    for (int i = 0; i < count; ++i) {
      envelope::Message message = message_from(Requester::make(random_), "Что мне делать?");
      message.language = any(10) < 7 ? Language::kRussian : any(3) < 2 ? Language::kUkrainian : Language::kEnglish;
      message.answers.push_back(envelope::parse_answer(std::string("need=") + kNeeds[any(3)]).value());
      send(message);
    }
    round();
  }
  std::vector<CaseId> open_ones() {
    std::vector<CaseId> all;
    const std::vector<AgendaRow> rows = office_->list().rows(anna_token_).value();
    for (const AgendaRow& row : rows)
      if (row.situation.stage == Stage::kNew) all.push_back(row.case_id);
    return all;
  }
  std::string date() {
    const auto day = std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(clock_.now())};
    return figures::text_of_day(std::chrono::sys_days{day}.time_since_epoch().count());
  }
  void work(figures::Month month) {
    for (const CaseId& id : open_ones()) {
      ASSERT_TRUE(office_->cases().take(anna_token_, id).has_value());
      if (any(12) == 0) {
        const Junk junk = any(2) == 0 ? Junk::kWrongService : Junk::kTest;
        ASSERT_TRUE(office_->ends().set_aside(anna_token_, id, junk, {random_.array<16>()}).has_value());
        continue;
      }
      ASSERT_TRUE(office_->answers().hold_reply(anna_token_, id, "Мы здесь.").has_value());
      if (any(4) == 0) continue;
      const char* code = any(3) == 0 ? "discharged" : "consulted";
      const Closing closing{.outcomes = {{code, date(), Evidence::kSelfReported}}};
      ASSERT_TRUE(office_->ends().close(anna_token_, id, closing, {random_.array<16>()}).has_value());
      closed_[month.number].push_back(id);
    }
    clock_.advance(kReplyHold + Seconds{1});
    round();
  }
  /// Outcomes of an earlier month that became known only now.
  void note_late(figures::Month month, std::size_t count) {
    for (const CaseId& id : closed_.at(month.number)) {
      if (count-- == 0) return;
      const Outcome outcome{"deferred", month.text() + "-20", Evidence::kDocumentSeen};
      ASSERT_TRUE(office_->ends().add_outcome(anna_token_, id, outcome, {random_.array<16>()}).has_value());
    }
  }
  /// Outcomes that were somebody's mistake.
  void take_back(figures::Month month, std::size_t count) {
    for (const CaseId& id : closed_.at(month.number)) {
      const CaseView view = office_->cases().open(anna_token_, id).value();
      if (view.outcomes.empty() || view.outcomes.front().outcome.code != "consulted") continue;
      if (count-- == 0) return;
      ASSERT_TRUE(office_->ends().drop_outcome(anna_token_, id, view.outcomes.front().id).has_value());
    }
  }

  // ---- what is published ---------------------------------------------------------------------------------------
  /// Declares every figure that a refusal names, as whoever publishes does, until there is a draft.
  OrRefused<FiguresDraft> draft(figures::Month month, const std::string& reason) {
    FiguresRequest request{
        .plan = plan_,
        .asked = {.period = {month, month}, .against = figures::Period{{month.number - 1}, {month.number - 1}}},
        .how = figures::How::kRounded};
    for (int tries = 0; tries < 60; ++tries) {
      auto made = office_->numbers().make_draft(anna_token_, request).value();
      if (made.has_value() || made.error().code != "changed" || reason.empty()) return made;
      request.changes[made.error().figure] = {figures::Erratum::kCorrection, reason};
    }
    return std::unexpected(figures::Refusal{.code = "endless", .figure = ""});
  }
  void publish(figures::Month month, const std::string& reason = "") {
    const auto made = draft(month, reason);
    ASSERT_TRUE(made.has_value()) << month.text() << ": " << made.error().code << " " << made.error().figure;
    ASSERT_TRUE(office_->numbers().propose(anna_token_, made->id).has_value());
    const auto approved = office_->numbers().approve(mira_token_, made->id);
    ASSERT_TRUE(approved.has_value()) << describe(approved.error());
    ASSERT_TRUE(approved->has_value()) << month.text() << ": " << approved->error().code;
  }

  std::size_t any(std::size_t of) { return draw_() % of; }
  std::vector<std::string> rows_of_cases(bool made_anew) {
    auto store = open_desk_store(file()).value();
    const StaffId mira = staff_id_of(*pepper_, "mira");
    const auto secrets = staff_secrets(*store, mira).value().value();
    PassphraseGate gate;
    const auto wrap = gate.derive(view_of(mira_->passphrase), secrets.salt, secrets.cost).value();
    const KeyRing keys =
        KeyRing::open(*store, mira, open_seed(wrap, SeedUse::kPassphrase, mira, secrets.sealed_seed).value()).value();
    std::vector<StatRow> rows;
    if (!made_anew) {
      rows = read_stat_rows(*store, keys).value();
    } else {
      const StatCalendar calendar = StatCalendar::read(*store).value();
      const std::vector<AgendaRow> cases = office_->list().rows(mira_token_).value();
      for (const AgendaRow& row : cases) {
        const CaseKey key = open_case_key(*store, keys, row.case_id).value();
        const std::vector<StoredEvent> events = read_events(*store, key).value();
        const auto more = recount(row.case_id, events, calendar, {});
        rows.insert(rows.end(), more.begin(), more.end());
      }
    }
    std::vector<std::string> texts;
    for (const StatRow& row : rows)
      texts.push_back(row.kind + " " + std::to_string(row.day) + " " + std::to_string(row.received_day) + " " +
                      row.subject + " " + row.code + " " + row.date + " " + row.act + " " + row.zone + " " +
                      std::to_string(row.seconds));
    std::ranges::sort(texts);
    return texts;
  }

  std::optional<Person> anna_, vera_;
  SessionToken mira_token_, anna_token_;
  figures::ReportPlan plan_;
  std::map<std::int32_t, std::vector<CaseId>> closed_;
  TimePoint renewed_ = kStart;
  std::mt19937 draw_{23};
};

TEST_F(OfficeYear, MonthByMonthWithTwoCorrectionsAndANewDefinition) {
  for (int i = 0; i < 12 && !HasFatalFailure(); ++i) {
    const figures::Month month{kFirst + i};
    go_to(at(month, 10, 9));
    if (i == 9) {
      ASSERT_TRUE(office_->upkeep().know_zone("Europe/Kyiv").value());
      know(2, "Europe/Kyiv");
    }
    write(34 + static_cast<int>(any(20)));
    go_to(at(month, 12, 9));
    work(month);
    if (i == 2) {
      ASSERT_TRUE(office_->people().remove(mira_token_, "vera", "ушла").has_value());
    }
    // The night before the first: still this month in UTC, the next one where the office is.
    go_to(at({month.number + 1}, 1, 0) - kHour * (i < 9 ? 2 : 1));
    write(2);
    go_to(at({month.number + 1}, 5, 9));
    if (i == 6) know(2, "Europe/Moscow");
    std::string reason;
    if (i == 4) note_late({kFirst + 2}, 9), reason = "Outcomes of March became known in May.";
    if (i == 8) take_back({kFirst + 6}, 10), reason = "Outcomes of July were noted by mistake.";
    publish(month, reason);
  }
  const figures::Ledger ledger = office_->numbers().ledger(mira_token_).value();
  ASSERT_EQ(ledger.releases().size(), 12U);

  // Attacked with the rows, and as somebody who has kept every release and has none.
  auto stats = office_->numbers().rows(mira_token_).value();
  const auto audited = figures::audit(ledger, metrics(2), office::effective_rows(std::move(stats))).value();
  for (const figures::Finding& one : audited.findings) ADD_FAILURE() << one.figure;
  EXPECT_GT(audited.protected_, 20U) << "there was something to protect";
  const auto as_reader = figures::audit_as_reader(ledger, metrics(2));
  ASSERT_TRUE(as_reader.has_value()) << describe(as_reader.error());
  for (const figures::Finding& one : as_reader->findings) ADD_FAILURE() << one.figure;
  for (std::uint32_t serial = 1; serial <= 12; ++serial) {
    const SignedFigures out = office_->numbers().release(mira_token_, serial).value();
    const auto then = figures::Ledger::parse(out.files.at(kLedgerFile)).value();
    EXPECT_TRUE(figures::audit_files(out.files, then).empty()) << serial;
    EXPECT_EQ(then.releases().back(), ledger.releases().at(serial - 1)) << "what was printed stays";
  }

  std::set<std::string> reasons;
  for (const figures::Release& release : ledger.releases())
    for (const figures::Change& change : release.changes) reasons.insert(change.reason);
  EXPECT_EQ(reasons.size(), 2U) << "both corrections stand in the ledger";
  const SignedFigures last = office_->numbers().release(mira_token_, 12).value();
  const std::string& page = last.files.at("report.en.html");
  for (const std::string& reason : reasons) EXPECT_NE(page.find(reason), std::string::npos) << "errata stay";
  EXPECT_NE(page.find("July 2027 (counted otherwise)"), std::string::npos) << "the new definition is a break";
  EXPECT_NE(page.find("October 2027 (some of its days are of another time zone)"), std::string::npos);
  EXPECT_NE(page.find("time zone Europe/Moscow"), std::string::npos);

  // The case files of a year give the rows that the figures were made of.
  const auto rows = rows_of_cases(false);
  EXPECT_GT(rows.size(), 1'500U);
  EXPECT_EQ(rows_of_cases(true), rows);
  std::printf("a year: %zu cases' rows %zu, %zu figures printed, %zu small numbers protected, %zu combinations read\n",
              office_->list().rows(mira_token_)->size(), rows.size(), audited.figures, audited.protected_,
              as_reader->protected_);
}

}  // namespace
}  // namespace waymark::desk
