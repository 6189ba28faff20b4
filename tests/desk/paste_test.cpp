// A sealed text that came by a messenger: pasted, filed once, answered through the relay as any other.
#include <algorithm>

#include "base/encoding.h"
#include "envelope/pasted.h"
#include "office_story.h"

namespace waymark::desk {
namespace {

using Outcome = PasteReport::Outcome;

class PasteStory : public OfficeStory {
 protected:
  envelope::Message portable(const Requester& requester, std::string_view text) {
    envelope::Message message = message_from(requester, text);
    message.assurance = envelope::Assurance::kPortable;
    return message;
  }
  Bytes sealed(const envelope::Message& message) {
    return envelope::seal_message(message, day_key_of(message.day), random_).value().take();
  }
  static std::string armored(ByteView blob) {
    const std::string letters = to_base64(blob, Padding::kRequired);
    std::string text = "-----BEGIN AGE ENCRYPTED FILE-----\n";
    for (std::size_t at = 0; at < letters.size(); at += 64) text += letters.substr(at, 64) + "\n";
    return text + "-----END AGE ENCRYPTED FILE-----\n";
  }
  Code refused_paste(const SessionToken& token, const std::string& text) {
    const auto report = office_->pasted().file(token, text);
    return report.has_value() ? Code::kInvalid : report.error().code;
  }
};

TEST_F(PasteStory, BecomesACaseAndIsAnsweredThroughTheRelay) {
  Person anna = hire("anna", {"first_line"});
  const SessionToken token = sign_in(anna);
  round();
  const Requester soldier = Requester::make(random_);
  const auto report = office_->pasted().file(token, armored(sealed(portable(soldier, "Сети нет."))));
  ASSERT_TRUE(report.has_value()) << describe(report.error());
  EXPECT_EQ(report->outcome, Outcome::kNewCase);
  const CaseId id = only_case(token);
  EXPECT_EQ(report->case_id, id);
  const auto view = office_->cases().open(token, id).value();
  EXPECT_EQ(view.entries[0].text, "Сети нет.");
  EXPECT_EQ(view.entries[0].assurance, "portable");
  ASSERT_TRUE(office_->cases().take(token, id).has_value());
  ASSERT_TRUE(office_->answers().hold_reply(token, id, "Слышим вас.").has_value());
  clock_.advance(kReplyHold);
  round();
  EXPECT_EQ(replies_for(soldier), std::vector<std::string>{"Слышим вас."});

  const auto further = office_->pasted().file(token, armored(sealed(portable(soldier, "Ещё."))));
  EXPECT_EQ(further->outcome, Outcome::kFurther);
  EXPECT_EQ(further->case_id, id);
  const auto log = office_->oversight().access_log(token, 0, 50).value();
  EXPECT_TRUE(std::ranges::any_of(log, [](const LogLine& line) { return line.what == "case.pasted"; }));
}

TEST_F(PasteStory, IsFiledOnceWhicheverWayItComesAndHoweverOften) {
  const SessionToken token = sign_in(*mira_);
  round();
  const Requester soldier = Requester::make(random_);
  const envelope::Message message = portable(soldier, "один раз");
  const Bytes blob = sealed(message);
  EXPECT_EQ(office_->pasted().file(token, armored(blob))->outcome, Outcome::kNewCase);
  const CaseId id = only_case(token);
  const auto again = office_->pasted().file(token, armored(blob));
  EXPECT_EQ(again->outcome, Outcome::kKnown);
  EXPECT_EQ(again->case_id, id) << "says where it is";
  // Sealed anew under the same message id, as the page does when it tries both ways.
  EXPECT_EQ(office_->pasted().file(token, armored(sealed(message)))->outcome, Outcome::kKnown);
  relay_.put(message.day, blob);
  send(message);
  round();
  EXPECT_EQ(office_->cases().open(token, id)->messages, 1U);

  const envelope::Message other = portable(Requester::make(random_), "сначала по сети");
  const Bytes by_relay = sealed(other);
  relay_.put(other.day, by_relay);
  round();
  EXPECT_EQ(office_->pasted().file(token, armored(by_relay))->outcome, Outcome::kKnown);
  EXPECT_EQ(office_->list().rows(token)->size(), 2U);
}

TEST_F(PasteStory, EachThingThatCanBeWrongIsNamedAndNothingIsStored) {
  const SessionToken token = sign_in(*mira_);
  round();
  const Requester soldier = Requester::make(random_);
  const envelope::Message message = portable(soldier, "текст");
  const Bytes good = sealed(message);
  EXPECT_EQ(refused_paste(token, "Здравствуйте"), Code::kNotFound);
  EXPECT_EQ(refused_paste(token, armored(good).substr(0, 9'000)), Code::kTruncated);
  Bytes changed = good;
  changed.back() ^= 1U;
  EXPECT_EQ(refused_paste(token, armored(changed)), Code::kAuthentication);

  const crypto::XWingPublicKey stranger = crypto::xwing_public_key(crypto::XWingSeed::generate(random_));
  const std::string foreign = armored(envelope::seal_message(message, stranger, random_)->view());
  EXPECT_EQ(refused_paste(token, foreign), Code::kNotForUs);
  EXPECT_EQ(refused_paste(token, "2026-11-22\n" + foreign), Code::kNotForUs) << "the key of that day is here";
  EXPECT_EQ(refused_paste(token, "2026-10-01\n" + foreign), Code::kWrongDay) << "the key of that day is gone";

  envelope::Message elsewhere = portable(soldier, "другим");
  elsewhere.instance.bytes[0] ^= 1U;
  EXPECT_EQ(refused_paste(token, armored(sealed(elsewhere))), Code::kWrongInstance);
  envelope::Message misdated = portable(soldier, "вчера");
  misdated.day += 1;
  const Bytes by_today = envelope::seal_message(misdated, day_key_of(today()), random_).value().take();
  EXPECT_EQ(refused_paste(token, armored(by_today)), Code::kWrongDay);

  EXPECT_TRUE(office_->list().rows(token)->empty());
  EXPECT_TRUE(refused(token).empty()) << "what staff paste wrongly is no attack";
  EXPECT_EQ(office_->pasted().file(token, armored(good))->outcome, Outcome::kNewCase);
}

TEST_F(PasteStory, ATextSealedForAComingDayOpensAndOneOfAPastDayUntilItsKeyIsDestroyed) {
  const SessionToken token = sign_in(*mira_);
  round();
  envelope::Message ahead = portable(Requester::make(random_), "часы спешат");
  ahead.day += 20;
  EXPECT_EQ(office_->pasted().file(token, armored(sealed(ahead)))->outcome, Outcome::kNewCase);
  const std::string late = "2026-11-22\n" + armored(sealed(portable(Requester::make(random_), "шёл долго")));
  const std::string later = "2026-11-22\n" + armored(sealed(portable(Requester::make(random_), "шёл слишком долго")));
  clock_.advance(Seconds{3 * 86'400});
  const SessionToken then = sign_in(*mira_);
  round();
  EXPECT_EQ(office_->pasted().file(then, late)->outcome, Outcome::kNewCase);
  clock_.advance(Seconds{86'400});
  const SessionToken last = sign_in(*mira_);
  round();
  round();
  EXPECT_EQ(refused_paste(last, later), Code::kWrongDay);
}

TEST_F(PasteStory, ARequestToEraseShredsTheCase) {
  const SessionToken token = sign_in(*mira_);
  const Requester soldier = Requester::make(random_);
  send(soldier, "сотрите потом");
  round();
  envelope::Message erase = portable(soldier, "");
  erase.kind = envelope::Kind::kErase;
  erase.text.reset();
  erase.pack.reset();
  erase.answers.clear();
  const auto report = office_->pasted().file(token, armored(sealed(erase)));
  ASSERT_TRUE(report.has_value()) << describe(report.error());
  EXPECT_EQ(report->outcome, Outcome::kErased);
  EXPECT_EQ(report->case_id, std::nullopt);
  EXPECT_TRUE(office_->list().rows(token)->empty());
}

TEST_F(PasteStory, NeedsTheFirstLinesKeys) {
  Person clerk = hire("ivo", {"lawyer"});
  const SessionToken token = sign_in(clerk);
  EXPECT_EQ(refused_paste(token, armored(sealed(portable(Requester::make(random_), "привет")))), Code::kDenied);
  EXPECT_EQ(refused_paste(SessionToken{"nobody"}, "text"), Code::kExpired);
}

}  // namespace
}  // namespace waymark::desk
