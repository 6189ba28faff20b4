#include "courts/outcome/outcome.h"

#include <gtest/gtest.h>

#include "courts/outcome/sentences.h"

namespace waymark::courts {
namespace {

// What forms say, as courts word it.
TEST(OutcomeOfWords, EachWordingOfTheForms) {
  const auto first = [](const char* words) { return outcome_of_words(words, Stage::kFirst).outcome; };
  EXPECT_EQ(first("Вынесен ПРИГОВОР"), Outcome::kSentenced);
  EXPECT_EQ(first("ОСУЖДЕН\nусловно (ст. 73 УК РФ)"), Outcome::kSuspended);
  EXPECT_EQ(
      first(
          "Уголовное дело ПРЕКРАЩЕНО\nназначена мера уголовно-правового характера - СУДЕБНЫЙ ШТРАФ (ст. 25.1 УПК РФ)"),
      Outcome::kCourtFine);
  EXPECT_EQ(first("Уголовное дело ПРЕКРАЩЕНО\nв связи с освобождением по ст. 78.1 УК РФ"), Outcome::kReleasedToFront);
  EXPECT_EQ(first("Производство по делу приостановлено"), Outcome::kProceedingsSuspended);
  EXPECT_EQ(first("Дело ВОЗВРАЩЕНО ПРОКУРОРУ в порядке ст. 237 УПК РФ"), Outcome::kReturnedToProsecutor);
  EXPECT_EQ(first("Направлено по подсудности (подведомственности)"), Outcome::kTransferred);
  EXPECT_EQ(first("Применены принудительные меры медицинского характера"), Outcome::kCompulsoryMedical);
  EXPECT_EQ(first("Уголовное дело ПРЕКРАЩЕНО"), Outcome::kTerminated);
  EXPECT_EQ(first("ОПРАВДАН"), Outcome::kAcquitted);
  EXPECT_EQ(first("ЛИШЕНИЕ СВОБОДЫ"), Outcome::kPrison);
  EXPECT_EQ(first("лишение свободы в колонии общего режима"), Outcome::kColonyGeneral);
  EXPECT_EQ(first("ОГРАНИЧЕНИЕ ПО ВОЕННОЙ СЛУЖБЕ"), Outcome::kServiceRestriction);
  EXPECT_EQ(first("содержание в дисциплинарной воинской части"), Outcome::kDisciplinaryUnit);
  EXPECT_EQ(first("Вынесено постановление о назначении административного наказания"),
            Outcome::kAdministrativePunishment);
}

TEST(OutcomeOfWords, AbstainsOnSilenceAndTheUnknown) {
  for (const char* words : {"", "  ", "в производстве", "назначено судебное заседание"}) {
    const OutcomeFinding finding = outcome_of_words(words, Stage::kFirst);
    EXPECT_EQ(finding.outcome, Outcome::kUnknown) << words;
    EXPECT_TRUE(finding.sentence.empty());
    EXPECT_FALSE(finding.why.empty());
  }
}

TEST(OutcomeOfWords, ShortWordingsAreSentences) {
  const auto first = [](const char* words) { return outcome_of_words(words, Stage::kFirst).outcome; };
  EXPECT_EQ(first("ОСУЖДЕН"), Outcome::kSentenced);
  EXPECT_EQ(first("АРЕСТ"), Outcome::kArrest);
  EXPECT_EQ(first("ОСУЖДЕН: арест на 4 месяца"), Outcome::kArrest);
  EXPECT_EQ(first("принудительные работы"), Outcome::kCorrectionalWork);
  EXPECT_EQ(first("ОСУЖДЕН: ограничение свободы"), Outcome::kOtherPunishment);
  EXPECT_EQ(first("5 лет условно"), Outcome::kSuspended);
  for (const char* words : {"ОСУЖДЕН", "АРЕСТ", "принудительные работы", "ОСУЖДЕН: ограничение свободы"})
    EXPECT_TRUE(is_sentence(first(words))) << words;
  EXPECT_EQ(first("наложен арест на имущество"), Outcome::kUnknown);
  EXPECT_EQ(first("домашний арест"), Outcome::kUnknown);
  EXPECT_EQ(first("лишение свободы с ограничением свободы"), Outcome::kPrison);
}

TEST(OutcomeOfWords, ARefusedPetitionIsNoSentence) {
  for (const char* words : {"В удовлетворении представления ОТКАЗАНО", "Отказано в отмене условного осуждения",
                            "В удовлетворении ходатайства о замене наказания принудительными работами ОТКАЗАНО"}) {
    EXPECT_EQ(outcome_of_words(words, Stage::kExecution).outcome, Outcome::kUnknown) << words;
  }
  EXPECT_EQ(outcome_of_words("Отменено условное осуждение со снятием судимости", Stage::kExecution).outcome,
            Outcome::kUnknown)
      << "lifted early: nobody goes to a colony";
}

TEST(OutcomeOfWords, LaterStages) {
  EXPECT_EQ(outcome_of_words("Приговор оставлен БЕЗ ИЗМЕНЕНИЯ", Stage::kAppeal).outcome, Outcome::kUpheld);
  EXPECT_EQ(outcome_of_words("Приговор ИЗМЕНЕН", Stage::kAppeal).outcome, Outcome::kChanged);
  EXPECT_EQ(
      outcome_of_words("АПЕЛЛЯЦИОННОЕ постановление ОТМЕНЕНО и возвращено на НОВОЕ РАССМОТРЕНИЕ", Stage::kCassation)
          .outcome,
      Outcome::kReversed);
  EXPECT_EQ(outcome_of_words("Отменено условное осуждение, осужденный направлен в колонию", Stage::kExecution).outcome,
            Outcome::kSuspensionCancelled);
}

TEST(OutcomeOfWords, WhatIsLeftOfAChangedDecisionIsNotTheWhole) {
  EXPECT_EQ(outcome_of_words("Приговор ИЗМЕНЕН, в остальной части оставлен БЕЗ ИЗМЕНЕНИЯ", Stage::kAppeal).outcome,
            Outcome::kChanged);
  EXPECT_EQ(
      outcome_of_words("Приговор ОТМЕНЕН в части иска, в остальном оставлен БЕЗ ИЗМЕНЕНИЯ", Stage::kAppeal).outcome,
      Outcome::kUnknown);
}

constexpr std::string_view kVerdict =
    "ПРИГОВОР\nИМЕНЕМ РОССИЙСКОЙ ФЕДЕРАЦИИ\nустановил:\nИванов, проходящий военную службу по контракту, ранее осужден "
    "по приговору от 1 марта 2023 года по "
    "ч. 3 ст. 337 УК РФ к 2 годам лишения свободы условно.\nсуд\nп р и г о в о р и л :\n";

TEST(OutcomeOfAct, ASuspendedSentence) {
  const auto finding = outcome_of_act(
      std::string{kVerdict} +
      "Признать Иванова И.И. виновным в совершении преступления, предусмотренного ч. 5 ст. 337 УК РФ, и назначить ему "
      "наказание в виде лишения свободы на срок 5 лет.\n"
      "На основании ст. 73 УК РФ назначенное Иванову И.И. наказание считать условным с испытательным сроком 3 года.\n");
  EXPECT_EQ(finding.outcome, Outcome::kSuspended);
  EXPECT_EQ(finding.basis, OutcomeBasis::kActText);
  EXPECT_NE(finding.sentence.find("испытательным сроком 3 года"), std::string::npos);
}

TEST(OutcomeOfAct, AnEarlierSuspendedSentenceIsNotThisOne) {
  const auto finding =
      outcome_of_act(std::string{kVerdict} +
                     "Признать Иванова И.И. виновным и назначить ему наказание в виде лишения свободы на срок 6 лет.\n"
                     "На основании ч. 5 ст. 74 УК РФ условное осуждение по приговору от 1 марта 2023 года отменить.\n"
                     "По совокупности приговоров окончательное наказание назначить в виде лишения свободы на срок 7 "
                     "лет с отбыванием в исправительной колонии общего режима.\n");
  EXPECT_EQ(finding.outcome, Outcome::kColonyGeneral);
  EXPECT_NE(finding.sentence.find("окончательное"), std::string::npos);
}

TEST(OutcomeOfAct, TheRegimeMayStandInTheNextSentence) {
  const auto finding = outcome_of_act(std::string{kVerdict} +
                                      "Признать Петрова виновным и назначить ему наказание в виде лишения свободы на "
                                      "срок 3 года.\nНазначить отбывание наказания в колонии-поселении.\n");
  EXPECT_EQ(finding.outcome, Outcome::kColonySettlement);
}

TEST(OutcomeOfAct, AbstainsWhenTwoReadingsRemain) {
  EXPECT_EQ(
      outcome_of_act(std::string{kVerdict} + "Назначить наказание в виде штрафа.\nНазначить наказание в виде ареста.\n")
          .outcome,
      Outcome::kUnknown);
  EXPECT_EQ(outcome_of_act("ПОСТАНОВЛЕНИЕ\nсуд установил, что наказание следует считать условным").outcome,
            Outcome::kUnknown)
      << "no operative part";
  EXPECT_EQ(outcome_of_act(std::string{kVerdict} + "Иванова И.И.\n").outcome, Outcome::kUnknown);
  EXPECT_EQ(outcome_of_act("").outcome, Outcome::kUnknown);
}

TEST(OutcomeOfAct, AConvictionBesideAnotherEndIsLeftOpen) {
  const auto of = [](const char* operative) { return outcome_of_act(std::string{kVerdict} + operative).outcome; };
  EXPECT_EQ(of("Оправдать Иванова И.И. по ч. 1 ст. 338 УК РФ.\nПризнать Иванова И.И. виновным по ч. 5 ст. 337 УК РФ и "
               "назначить ему наказание в виде лишения свободы на срок 5 лет."),
            Outcome::kUnknown);
  EXPECT_EQ(of("Признать Иванова И.И. виновным и назначить ему наказание в виде лишения свободы на срок 5 лет.\n"
               "Производство в отношении Петрова прекратить."),
            Outcome::kUnknown);
  EXPECT_EQ(of("Уголовное дело в отношении Петрова прекратить.\nИванова И.И. признать виновным и назначить наказание "
               "в виде штрафа в размере 60 000 рублей."),
            Outcome::kUnknown);
  EXPECT_EQ(of("Признать Иванова И.И. невиновным и оправдать."), Outcome::kAcquitted);
  EXPECT_EQ(of("Признать Иванова И.И. виновным и назначить ему наказание в виде лишения свободы на срок 5 лет.\n"
               "Производство по гражданскому иску прекратить."),
            Outcome::kPrison);
}

TEST(OutcomeOfAct, FiveYearsSuspendedInAWord) {
  EXPECT_EQ(outcome_of_act(std::string{kVerdict} +
                           "Признать Иванова виновным и назначить ему наказание в виде лишения свободы на срок 5 лет "
                           "условно.\n")
                .outcome,
            Outcome::kSuspended);
}

TEST(OutcomeOfAct, EndsWithoutPunishment) {
  const auto end = [](const char* operative) {
    return outcome_of_act(std::string{"ПОСТАНОВЛЕНИЕ\nПОСТАНОВИЛ:\n"} + operative).outcome;
  };
  EXPECT_EQ(end("Производство по уголовному делу приостановить до окончания службы."), Outcome::kProceedingsSuspended);
  EXPECT_EQ(end("Возвратить уголовное дело прокурору гарнизона."), Outcome::kReturnedToProsecutor);
  EXPECT_EQ(end("Прекратить уголовное дело на основании ст. 25.1 УПК РФ с назначением судебного штрафа."),
            Outcome::kCourtFine);
  EXPECT_EQ(
      end("Прекратить уголовное преследование и освободить от уголовной ответственности на основании ст. 78.1 УК РФ."),
      Outcome::kReleasedToFront);
  EXPECT_EQ(end("Уголовное дело направить по подсудности в другой суд."), Outcome::kTransferred);
}

TEST(OutcomeOfAct, APetitionToReleaseIsNoRelease) {
  EXPECT_EQ(outcome_of_act("ПОСТАНОВИЛ:\nХодатайство освободить от уголовной ответственности Белкина Б.Б. по ст. 78.1 "
                           "УК РФ приобщить к делу.\n")
                .outcome,
            Outcome::kUnknown);
  EXPECT_EQ(outcome_of_act("ПОСТАНОВИЛ:\nХодатайство удовлетворить, освободить от уголовной ответственности Белкина "
                           "Б.Б. по ст. 78.1 УК РФ.\n")
                .outcome,
            Outcome::kReleasedToFront);
}

TEST(OutcomeOfAct, OneChargeThatEndsLeavesTheSentenceForTheOthers) {
  const std::string sentence =
      "ПРИГОВОРИЛ:\nБелкина Бориса Борисовича признать виновным по ч. 5 ст. 337 УК РФ и назначить 5 лет лишения "
      "свободы "
      "в исправительной колонии общего режима.\n";
  const auto of = [&](const std::string& more) { return outcome_of_act(sentence + more).outcome; };
  EXPECT_EQ(of("По обвинению по ч. 1 ст. 119 УК РФ Белкина Б.Б. оправдать.\n"), Outcome::kColonyGeneral);
  EXPECT_EQ(of("Дело в части обвинения Белкина Б.Б. по ч. 1 ст. 119 УК РФ прекратить.\n"), Outcome::kColonyGeneral);
  EXPECT_EQ(of("По обвинению по ч. 1 ст. 119 УК РФ Ежова Е.Е. оправдать.\n"), Outcome::kUnknown);
  EXPECT_EQ(of("По обвинению по ч. 1 ст. 119 УК РФ оправдать.\n"), Outcome::kUnknown);
  EXPECT_EQ(outcome_of_act("ПРИГОВОРИЛ:\nБелкина Б.Б. по обвинению по ч. 5 ст. 337 УК РФ оправдать.\n").outcome,
            Outcome::kAcquitted);
}

TEST(OutcomeOfAct, APunishmentThatIsNotServedIsNoPunishment) {
  const auto of = [](const std::string& more) {
    return outcome_of_act("ПРИГОВОРИЛ:\nБелкина Б.Б. признать виновным и назначить 2 года лишения свободы.\n" + more)
        .outcome;
  };
  EXPECT_EQ(of("На основании ст. 76 УК РФ освободить Белкина Б.Б. от отбывания назначенного наказания.\n"),
            Outcome::kUnknown);
  EXPECT_EQ(of("Освободить Белкина Б.Б. от наказания за истечением срока давности.\n"), Outcome::kUnknown);
  EXPECT_EQ(of("Освободить Белкина Б.Б. от отбывания наказания: оно отбыто, зачтено содержание под стражей.\n"),
            Outcome::kPrison);
}

TEST(OutcomeOfAct, ADecisionOnRestraintIsADecisionToo) {
  const auto of = [](const std::string& part) {
    return outcome_of_act("ОПРЕДЕЛИЛ:\n" + part, {.stage = Stage::kAppeal}).outcome;
  };
  EXPECT_EQ(of("Постановление об избрании меры пресечения изменить, установив срок по 28 августа.\n"),
            Outcome::kChanged);
  EXPECT_EQ(of("Постановление, которым избрана мера пресечения, отменить.\n"), Outcome::kReversed);
  EXPECT_EQ(of("Приговор оставить без изменения, меру пресечения изменить на подписку о невыезде.\n"),
            Outcome::kUpheld);
  EXPECT_EQ(of("Меру пресечения до вступления приговора в силу изменить.\nПриговор оставить без изменения.\n"),
            Outcome::kUpheld);
}

TEST(OutcomeOfAct, ARefusedComplaintLeavesTheDecision) {
  const auto of = [](const std::string& part) {
    return outcome_of_act("ОПРЕДЕЛИЛ:\n" + part, {.stage = Stage::kCassation}).outcome;
  };
  EXPECT_EQ(of("Кассационную жалобу о пересмотре приговора оставить без удовлетворения.\n"), Outcome::kUpheld);
  EXPECT_EQ(of("Кассационную жалобу оставить без рассмотрения.\n"), Outcome::kUnknown);
  EXPECT_EQ(of("Жалобу защитника оставить без удовлетворения, жалобу осуждённого удовлетворить.\nЖалобу потерпевшего "
               "удовлетворить частично.\n"),
            Outcome::kUnknown);
}

TEST(OutcomeOfAct, WhatWasChangedForOneOfSeveralIsNoChangeForTheOther) {
  const std::vector<std::string> ezhov = {"Ежов Е.Е."}, belkin = {"Белкин Б.Б."};
  const std::string part =
      "ОПРЕДЕЛИЛ:\nПриговор в отношении Белкина Бориса Борисовича и Ежова Егора Егоровича изменить.\nСмягчить Ежову "
      "Е.Е. "
      "наказание до 2 лет лишения свободы.\n";
  EXPECT_EQ(outcome_of_act(part, {.stage = Stage::kAppeal, .name = "Ежов Е.Е.", .others = belkin}).outcome,
            Outcome::kChanged);
  EXPECT_EQ(outcome_of_act(part, {.stage = Stage::kAppeal, .name = "Белкин Б.Б.", .others = ezhov}).outcome,
            Outcome::kUnknown);
}

TEST(OutcomeOfAct, APlaceNamedBehindTheLastOfSeveralIsNotGuessed) {
  const std::vector<std::string> others = {"Ежов Е.Е."};
  EXPECT_EQ(
      outcome_of_act("ПРИГОВОРИЛ:\nБелкина Бориса Борисовича и Ежова Егора Егоровича признать виновными и назначить им "
                     "лишение свободы: Белкину – на срок 2 года, Ежову – на срок 3 года, обоим с отбыванием в "
                     "колонии-поселении.\n",
                     {.stage = Stage::kFirst, .name = "Белкин Б.Б.", .others = others})
          .outcome,
      Outcome::kUnknown);
}

TEST(OutcomeOfAct, FullNamesSideBySideAreBothMeant) {
  const std::vector<std::string> others = {"Ежов Е.Е."};
  const ActQuestion question{.stage = Stage::kFirst, .name = "Белкин Б.Б.", .others = others};
  EXPECT_EQ(
      outcome_of_act("ПОСТАНОВИЛ:\nДело в отношении Белкина Бориса Борисовича и Ежова Егора Егоровича направить по "
                     "подсудности в Речной гарнизонный военный суд.\n",
                     question)
          .outcome,
      Outcome::kTransferred);
}

TEST(OutcomeOfAct, LatinLookAlikesInAHeadingAndAnArticleAreRead) {
  EXPECT_EQ(outcome_of_act("ПРИГОВОР\nПРИГOВOРИЛ:\nБелкина Б.Б. признать виновным, назначить 3 года лишeния свoбoды, "
                           "применить cт. 73 УK РФ.\n")
                .outcome,
            Outcome::kSuspended);
}

// "Ё.Б." was no initials, so that an act on two people was taken for one on Белкин alone.
TEST(OutcomeOfAct, InitialsOfYoAreInitials) {
  EXPECT_EQ(outcome_of_act("ПРИГОВОРИЛ:\nЕжова Ё.Б. признать виновным и назначить ему 5 лет лишения свободы.\nБелкина "
                           "Б.Б. признать виновным и назначить ему 2 года лишения свободы условно.\n",
                           {.stage = Stage::kFirst})
                .outcome,
            Outcome::kUnknown);
}

TEST(Sentences, AbbreviationsAndInitialsEndNone) {
  const auto sentences =
      sentences_of("Суд г. Ростова по ч. 5 ст. 337 УК РФ осудил Иванова И.И. к лишению. Приговор вступил в силу.");
  ASSERT_EQ(sentences.size(), 2U);
  EXPECT_TRUE(sentences[1].starts_with("Приговор"));
  EXPECT_LE(shortened(std::string(2000, 'x')).size(), kSentenceBytesMax);
}

}  // namespace
}  // namespace waymark::courts
