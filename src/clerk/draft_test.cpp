#include "clerk/draft.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "clerk/form_reader.h"
#include "clerk/limits.h"
#include "clerk/post_office.h"
#include "clerk/visit.h"
#include "roster/test_roster.h"

namespace waymark::clerk {
namespace {

using roster::testing::kToday;

const pack::Pack& military() {
  static const pack::Pack pack = *pack::read_pack(WAYMARK_SOURCE_DIR "/packs/military-refusal");
  return pack;
}

std::string date_of(Chosen chosen, pack::AnswerDate direction = pack::AnswerDate::kFuture) {
  const auto details = date_details(chosen, direction, kToday);
  if (!details) return "invalid";
  return envelope::write_answer({"q", "c", *details});
}

TEST(Draft, DatesAreTakenAsPeopleWriteThem) {
  EXPECT_EQ(date_of({.code = "c"}), "q=c;precision=unknown");
  EXPECT_EQ(date_of({.code = "c", .date = "2026-11-25"}), "q=c;date=2026-11-25;precision=day");
  EXPECT_EQ(date_of({.code = "c", .date = "5.1.2027"}), "q=c;date=2027-01-05;precision=day");
  EXPECT_EQ(date_of({.code = "c", .date = "25.11.2026", .hour = "9:05"}), "q=c;date=2026-11-25T09:05;precision=hour");
  EXPECT_EQ(date_of({.code = "c", .date = "25.11.2026", .hour = "18"}), "q=c;date=2026-11-25T18:00;precision=hour");
  EXPECT_EQ(date_of({.code = "c", .days = "3"}), "q=c;date=2026-11-25;precision=about");
  EXPECT_EQ(date_of({.code = "c", .days = "2"}, pack::AnswerDate::kPast), "q=c;date=2026-11-20;precision=about");
  for (const char* date : {"30.02.2026", "x", "2026-13-01", "25.11", "1.1.1", "2262-11-25"})
    EXPECT_EQ(date_of({.code = "c", .date = date}), "invalid") << date;
  for (const char* days : {"-1", "1.5", "9999", "abc"})
    EXPECT_EQ(date_of({.code = "c", .days = days}), "invalid") << days;
  EXPECT_EQ(date_of({.code = "c", .date = "25.11.2026", .hour = "25:00"}), "invalid");
  EXPECT_EQ(date_of({.code = "c", .hour = "10:00"}), "invalid") << "an hour of no day";
}

TEST(Draft, ATwoDigitYearIsReadAsMeant) {
  EXPECT_EQ(date_of({.code = "c", .date = "25.11.26"}), "q=c;date=2026-11-25;precision=day");
  EXPECT_EQ(date_of({.code = "c", .date = "0026-11-25"}), "q=c;date=2026-11-25;precision=day");
}

TEST(Draft, CountriesAreReadAsPeopleTypeThem) {
  for (const char* typed : {"Казахстан", "казахстан ", "KAZAKHSTAN", "KZ", "kz", "К.З.", "КЗ"})
    EXPECT_EQ(country_of(typed), "KZ") << typed;
  for (const char* typed : {"Грузия", "Грузія", "Georgia", "ge"}) EXPECT_EQ(country_of(typed), "GE") << typed;
  for (const char* typed : {"Велика Британія", "Великобритания", "U.K."}) EXPECT_EQ(country_of(typed), "GB") << typed;
  for (const char* typed : {"", " ", "ГР", "Атлантида", "k", "12", "GEO"})
    EXPECT_EQ(country_of(typed), std::nullopt) << typed;
}

TEST(Draft, NothingThatWasTypedIsDroppedWithoutAWord) {
  Draft draft;
  draft.text = "x";
  draft.consent = true;
  draft.choices["where"] = {{.code = "abroad", .country = "ГР"}};
  draft.choices["documents"] = {{.code = "international_passport", .state = "have", .year = "7"}};
  const auto troubles = troubles_of(military(), draft, kToday);
  ASSERT_EQ(troubles.size(), 2U);
  EXPECT_EQ(troubles[0].place, "where.abroad-country");
  EXPECT_EQ(troubles[1].place, "documents.international_passport-year");
  EXPECT_FALSE(encoded(military(), draft, kToday).has_value());
  draft.choices["where"] = {{.code = "abroad", .country = "Грузия"}};
  draft.choices["documents"] = {{.code = "international_passport", .state = "have", .year = "27"}};
  EXPECT_TRUE(troubles_of(military(), draft, kToday).empty());
  const auto sent = encoded(military(), draft, kToday);
  ASSERT_TRUE(sent.has_value());
  EXPECT_EQ(envelope::write_answer(sent->at(0)), "where=abroad;country=GE");
  EXPECT_EQ(envelope::write_answer(sent->at(1)), "documents=international_passport;state=have;valid_until=2027");
}

TEST(Draft, BranchesThatWereLeftAreNotSent) {
  Draft draft;
  draft.choices["who"] = {{.code = "relative"}};
  draft.choices["knows"] = {{.code = "no"}};
  ASSERT_EQ(encoded(military(), draft, kToday)->size(), 2U);
  draft.choices["who"] = {{.code = "self"}};
  ASSERT_EQ(encoded(military(), draft, kToday)->size(), 1U);
  EXPECT_FALSE(third_person(military(), draft));
}

TEST(Draft, FormsTakeOnlyWhatThePackKnows) {
  Draft draft;
  const std::vector<http::FormField> form{{"asked", "status"},
                                          {"asked", "danger"},
                                          {"asked", "documents"},
                                          {"status", "general"},
                                          {"danger", "none"},
                                          {"danger", "armed_search"},
                                          {"danger", "thoughts_of_self_harm"},
                                          {"documents.military_id", "lost"},
                                          {"documents.other", "sold"},
                                          {"who", "self"}};
  ASSERT_TRUE(read_answers(form, military(), draft).has_value());
  EXPECT_TRUE(draft.of("status").empty());
  EXPECT_TRUE(draft.of("who").empty()) << "was not on the page";
  ASSERT_EQ(draft.of("danger").size(), 1U);
  EXPECT_EQ(draft.of("danger")[0].code, "armed_search") << "none beside a danger, and an answer that is not offered";
  ASSERT_EQ(draft.of("documents").size(), 1U);
  EXPECT_EQ(draft.of("documents")[0].state, "lost");
  EXPECT_EQ(dangers(military(), draft), std::vector<std::string>{"armed_search"});
  EXPECT_EQ(read_answers({{"asked", "nothing"}}, military(), draft).error().code, Code::kMalformed);
}

// The checker of packs computes with the details that an answer has; a form may name any.
TEST(Draft, DetailsThatNoAnswerAsksForAreNotKept) {
  Draft draft;
  const std::vector<http::FormField> form{{"asked", "status"},
                                          {"status", "mobilised"},
                                          {"status.mobilised:date", "2026-11-25"},
                                          {"status.mobilised:hour", "10"},
                                          {"status.mobilised:days", "3"},
                                          {"status.mobilised:country", "KZ"},
                                          {"status.mobilised:year", "2026"}};
  ASSERT_TRUE(read_answers(form, military(), draft).has_value());
  const Chosen* const chosen = draft.chosen("status", "mobilised");
  ASSERT_NE(chosen, nullptr);
  EXPECT_EQ(chosen->date + chosen->hour + chosen->days + chosen->country + chosen->year, "");
  EXPECT_TRUE(draft.detailed.empty());
}

/// All answers at once with all their details, each as long as it may be.
Draft longest(const pack::Pack& pack) {
  Draft draft;
  const std::string detail(pack::kShortAnswerBytesMax, '9');
  for (int i = 0; i < 2'000; ++i) draft.text += "\xF0\x9F\x95\x8A";
  for (int i = 0; i < 200; ++i) draft.contact_words += "\xF0\x9F\x95\x8A";
  for (const pack::Question& question : pack.questions) {
    draft.shown.insert(question.id);
    for (const pack::Answer& answer : question.answers) {
      Chosen chosen{.code = answer.code};
      for (const std::string& state : question.states)
        if (state.size() > chosen.state.size()) chosen.state = state;
      if (answer.date != pack::AnswerDate::kNone) chosen.date = chosen.hour = chosen.days = detail;
      if (answer.country) chosen.country = detail;
      if (answer.year) chosen.year = detail;
      draft.detailed.insert(detail_name(question, answer));
      auto& all = draft.choices[question.id];
      if (question.kind == pack::QuestionKind::kOne && !all.empty()) continue;
      all.push_back(std::move(chosen));
    }
  }
  return draft;
}

TEST(Draft, TheLongestDraftNeedsNoMoreThanTheCheckerOfPacksSays) {
  crypto::SystemRandom random;
  for (const char* name : {"military-refusal", "general-legal-aid"}) {
    const auto pack = pack::read_pack(std::filesystem::path{WAYMARK_SOURCE_DIR "/packs"} / name);
    ASSERT_TRUE(pack.has_value());
    Visit visit = new_visit(random);
    visit.phrase.emplace(mailbox::Phrase::generate(Language::kRussian, random));
    visit.practice = new_practice(*visit.phrase, random);
    visit.keys.emplace(mailbox::RequesterKeys{crypto::XWingSeed{Secret<32>{}}, crypto::MailboxSecret{Secret<32>{}}});
    for (int i = 0; i < 3; ++i) visit.candidates.push_back(mailbox::Phrase::generate(Language::kUkrainian, random));
    visit.draft = longest(*pack);
    const auto written = write_visit(visit);
    ASSERT_TRUE(written.has_value());
    std::size_t used = written->size();
    while (used > 0 && written->view()[used - 1] == 0) --used;
    EXPECT_LE(used, pack::worst_draft_bytes(*pack)) << name;
    EXPECT_LE(pack::worst_draft_bytes(*pack), kBlobSizes.back()) << name;
    EXPECT_GT(used + 4'000, pack::worst_draft_bytes(*pack)) << "the bound is not a guess";
  }
}

// docs/spec/envelope.md "How long a text may be": the checker's bound holds, and leaves 4,000 bytes to write.
TEST(Draft, TheFullestAnswersLeaveFourThousandBytesForTheText) {
  for (const char* name : {"military-refusal", "general-legal-aid"}) {
    const auto pack = pack::read_pack(std::filesystem::path{WAYMARK_SOURCE_DIR "/packs"} / name);
    ASSERT_TRUE(pack.has_value());
    std::vector<envelope::Answer> answers;
    for (const auto& [id, all] : longest(*pack).choices) {
      const pack::Question& question = *pack->question(id);
      for (const Chosen& one : all) {
        const pack::Answer& rule = *question.answer(one.code);
        if (rule.exclusive) continue;
        envelope::Answer answer{.question = id, .code = one.code};
        if (!one.state.empty()) answer.details.push_back({"state", one.state});
        if (rule.date != pack::AnswerDate::kNone) {
          answer.details.push_back({"date", "2026-11-25T10:30"});
          answer.details.push_back({"precision", "hour"});
        }
        if (rule.country) answer.details.push_back({"country", "KZ"});
        if (rule.year) answer.details.push_back({*rule.year, "2026"});
        answers.push_back(std::move(answer));
      }
    }
    answers.push_back({.question = "consent", .code = "yes"});
    EXPECT_LE(pack::worst_answers_bytes(*pack), pack::kAnswersBytesMax) << name;
    const Content content{.pack = envelope::PackName{pack->id, 999'999}, .answers = answers};
    EXPECT_GE(room_of(content), 4'000U) << name;
    const std::size_t used = room_of({.pack = content.pack}) - room_of(content) - 3;
    EXPECT_LE(used, pack::worst_answers_bytes(*pack)) << name;
    EXPECT_GT(used + 200, pack::worst_answers_bytes(*pack)) << name << ": the bound is not a guess";
  }
}

Chosen chosen_from(const nlohmann::json& typed) {
  const auto text = [&](const nlohmann::json& from, const char* key) { return from.value(key, std::string{}); };
  Chosen one{.code = typed.at("code").get<std::string>()};
  one.state = text(typed, "state");
  one.country = text(typed, "country");
  one.year = text(typed, "year");
  const nlohmann::json when = typed.value("when", nlohmann::json::object());
  one.date = text(when, "date");
  one.hour = text(when, "hour");
  one.days = text(when, "days");
  return one;
}

// tests/vectors/forms.json: random answers, good and odd, and what the page makes of them
// (web/intake/src/forms.test.ts).
TEST(Draft, TheClerkTakesWhatThePageTakesAndSendsTheSame) {
  std::ifstream file{WAYMARK_SOURCE_DIR "/tests/vectors/forms.json"};
  const auto vectors = nlohmann::json::parse(file);
  ASSERT_GE(vectors.size(), 100U);
  std::map<std::string, pack::Pack> packs;
  for (const std::string name : {"military-refusal", "general-legal-aid"})
    packs.emplace(name, *pack::read_pack(std::filesystem::path{WAYMARK_SOURCE_DIR} / "packs" / name));
  for (const auto& vector : vectors) {
    SCOPED_TRACE(vector.dump());
    const pack::Pack& pack = packs.at(vector.at("pack").get<std::string>());
    Draft draft;
    draft.text = "x";
    draft.consent = true;
    draft.contact_words = vector.at("contact_words").get<std::string>();
    for (const auto& [question, chosen] : vector.at("choices").items())
      for (const auto& typed : chosen)
        if (question != "consent") draft.choices[question].push_back(chosen_from(typed));
    const bool accepted = vector.at("accepted").get<bool>();
    EXPECT_EQ(troubles_of(pack, draft, kToday).empty(), accepted);
    const auto sent = encoded(pack, draft, kToday);
    ASSERT_EQ(sent.has_value(), accepted);
    if (!accepted) continue;
    std::vector<std::string> written;
    for (const envelope::Answer& answer : *sent) written.push_back(envelope::write_answer(answer));
    EXPECT_EQ(written, vector.at("answers").get<std::vector<std::string>>());
    EXPECT_EQ(contact_words(pack, draft), vector.at("contact_sent").get<std::string>());
  }
}

}  // namespace
}  // namespace waymark::clerk
