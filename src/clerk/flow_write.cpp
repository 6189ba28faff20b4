// The way of writing: answers, review, words, practice, send.
#include "base/check.h"
#include "clerk/asked.h"
#include "clerk/limits.h"
#include "envelope/parts.h"

namespace waymark::clerk {
namespace {

/// The form with everything that was answered, and all questions that are asked now.
FormParts whole_form(const pack::Pack& pack, const Draft& draft) { return {.questions = said(pack, draft)}; }

void mark_shown(const FormParts& parts, Draft& draft) {
  for (const pack::Question* question : parts.questions) draft.shown.insert(question->id);
  for (const DetailPlace& place : parts.details) draft.detailed.insert(detail_name(*place.question, *place.answer));
}

std::vector<int> picks_of(const std::vector<http::FormField>& form, const Practice& practice) {
  std::vector<int> picks;
  for (std::size_t k = 0; k < practice.positions.size(); ++k) {
    const auto value = http::value_of(form, "pick" + std::to_string(k));
    int pick = -1;
    for (std::size_t w = 0; value && w < practice.words.size(); ++w) {
      if (*value == std::to_string(w)) pick = static_cast<int>(w);
    }
    picks.push_back(pick);
  }
  return picks;
}

bool all_right(const Visit& visit, const std::vector<int>& picks) {
  ByteReader form{visit.phrase->canonical().view()};
  std::array<std::uint16_t, mailbox::kPhraseWords> own{};
  (void)form.u8();
  for (std::uint16_t& index : own) index = *form.u16();
  for (std::size_t k = 0; k < picks.size(); ++k) {
    if (picks[k] < 0) return false;
    if (visit.practice.words.at(static_cast<std::size_t>(picks[k])) != own.at(visit.practice.positions.at(k)))
      return false;
  }
  return picks.size() == kPracticePicks;
}

}  // namespace

void Clerk::answers(Asked& asked, Answer answer) {
  Draft& draft = asked.visit.draft;
  if (!read_answers(asked.form, pack_, draft)) return bad(asked.language, answer);
  const PageContext here = context(asked.language);
  const auto troubles = troubles_of(pack_, draft, here.today);
  // Nothing is sealed while something is wrong: everything stands on the page again, as it was typed.
  if (!troubles.empty()) {
    FormParts parts = whole_form(pack_, draft);
    mark_shown(parts, draft);
    return answer.page(form_page(here, parts, draft, troubles, ""));
  }
  FormParts follow{.questions = new_questions(pack_, draft), .details = new_details(pack_, draft), .first = false};
  if (follow.questions.empty() && follow.details.empty()) return review(asked, std::move(answer));
  mark_shown(follow, draft);
  answer.page(form_page(here, follow, draft, {}, seal(asked.language, answer, asked.visit)));
}

void Clerk::change(Asked& asked, Answer answer) {
  FormParts parts = whole_form(pack_, asked.visit.draft);
  mark_shown(parts, asked.visit.draft);
  answer.page(
      form_page(context(asked.language), parts, asked.visit.draft, {}, seal(asked.language, answer, asked.visit)));
}

void Clerk::review(Asked& asked, Answer answer) {
  const auto content = first_content(asked.language, asked.visit.draft);
  const bool parts = content && content->text.size() > room_of(*content);
  answer.page(
      review_page(context(asked.language), asked.visit.draft, parts, seal(asked.language, answer, asked.visit)));
}

void Clerk::words(Asked& asked, Answer answer) {
  if (!asked.visit.phrase) return other_words(asked, std::move(answer));
  show_words(asked, answer);
}

void Clerk::other_words(Asked& asked, Answer answer) {
  asked.visit.phrase.emplace(mailbox::Phrase::generate(asked.language, world_.random));
  asked.visit.keys.reset();
  asked.visit.practice = {};
  show_words(asked, answer);
}

void Clerk::show_words(Asked& asked, Answer& answer) {
  answer.page(words_page(context(asked.language), *asked.visit.phrase, seal(asked.language, answer, asked.visit)));
}

void Clerk::practice(Asked& asked, Answer answer) {
  if (!asked.visit.phrase) return bad(asked.language, answer);
  asked.visit.practice = new_practice(*asked.visit.phrase, world_.random);
  answer.page(practice_page(context(asked.language), asked.visit, {}, seal(asked.language, answer, asked.visit)));
}

void Clerk::check_practice(Asked& asked, Answer answer) {
  if (!asked.visit.phrase || asked.visit.practice.positions.empty()) return bad(asked.language, answer);
  const std::vector<int> picks = picks_of(asked.form, asked.visit.practice);
  const PageContext here = context(asked.language);
  if (!all_right(asked.visit, picks))
    return answer.page(practice_page(here, asked.visit, picks, seal(asked.language, answer, asked.visit)));
  asked.visit.practice.done = true;
  answer.page(send_page(here, seal(asked.language, answer, asked.visit)));
}

void Clerk::send(Asked& asked, Answer answer) {
  const PageContext here = context(asked.language);
  if (!asked.visit.phrase || !asked.visit.practice.done || !troubles_of(pack_, asked.visit.draft, here.today).empty())
    return bad(asked.language, answer);
  on_lane(Lane::kSend, std::move(asked), std::move(answer), "send", [this](Asked& waited, Answer& later) {
    const PageContext now = context(waited.language);
    post_.ensure_keys(waited.visit);
    auto content = first_content(waited.language, waited.visit.draft);
    if (!content) return bad(waited.language, later);
    envelope::Parts parts = envelope::split_text(content->text, room_of(*content));
    content->text = std::move(parts.first);
    const SendOutcome outcome = post_.send(waited.visit, *content);
    if (outcome != SendOutcome::kStored) return not_sent(waited, later, outcome, "send");
    const bool calm = dangers(pack_, waited.visit.draft).empty();
    // What did not fit waits in the page, and is offered as a further message.
    if (!parts.rest.empty()) waited.visit.draft = draft_of(parts.rest);
    const Places places = post_.places(waited.visit);
    const SentAs sent{.calm = calm,
                      .parts = !parts.rest.empty(),
                      .kept = places_line(waited.language, places),
                      .look = places == Places::kOne};
    later.page(sent_page(now, waited.visit, sent, seal(waited.language, later, waited.visit)));
  });
}

std::string Clerk::places_line(Language language, Places places) const {
  switch (places) {
    case Places::kTwo: return book_.say(language, "intake.places.copied");
    case Places::kOne: return book_.say(language, "intake.places.stored");
    case Places::kFetched: return book_.say(language, "intake.places.absent");
    case Places::kUnknown:
    case Places::kSingle: break;
  }
  return {};
}

void Clerk::kept(Asked& asked, Answer answer) {
  if (!asked.visit.stored) return bad(asked.language, answer);
  on_lane(Lane::kSend, std::move(asked), std::move(answer), "kept", [this](Asked& waited, Answer& later) {
    const Places places = post_.places(waited.visit);
    std::string line = places_line(waited.language, places);
    if (line.empty()) line = book_.say(waited.language, "clerk.kept.unknown");
    const bool again = places == Places::kOne || places == Places::kUnknown;
    const Notice notice{.title = book_.say(waited.language, "clerk.kept.title"),
                        .lines = {std::move(line)},
                        .again = again ? "go_kept" : "go_end",
                        .again_label = book_.say(waited.language, again ? "clerk.kept.again" : "clerk.end")};
    later.page(notice_page(context(waited.language), notice, seal(waited.language, later, waited.visit)));
  });
}

Result<Content> Clerk::first_content(Language language, const Draft& draft) const {
  LET(std::vector<envelope::Answer> coded, encoded(pack_, draft, context(language).today));
  return Content{.language = language,
                 .text = draft.text,
                 .contact_words = contact_words(pack_, draft),
                 .pack = envelope::PackName{pack_.id, static_cast<std::uint32_t>(pack_.version)},
                 .answers = std::move(coded)};
}

void Clerk::not_sent(Asked& asked, Answer& answer, SendOutcome outcome, std::string_view again) {
  std::string_view key = "intake.send.strange";
  switch (outcome) {
    case SendOutcome::kStored: CHECK(false);
    case SendOutcome::kUnreachable: key = "clerk.send.unreachable"; break;
    case SendOutcome::kBusy: key = "clerk.busy.text"; break;
    case SendOutcome::kFull: key = "clerk.send.full"; break;
    case SendOutcome::kMany: key = "clerk.send.many"; break;
    case SendOutcome::kExpired: key = "intake.send.expired"; break;
    case SendOutcome::kStale: key = "clerk.send.stale"; break;
    case SendOutcome::kAhead: key = "clerk.send.ahead"; break;
    case SendOutcome::kNotSealed: key = "intake.send.not-sealed"; break;
    case SendOutcome::kStrange: break;
  }
  const KeysPtr keys = organisation_.newest();
  const text::Arguments arguments = dates(asked.language, keys ? keys->day_keys.issued_day : 0);
  const Notice notice{.title = book_.say(asked.language, "clerk.send.not_sent"),
                      .lines = {book_.say(asked.language, key, arguments)},
                      .again = "go_" + std::string{again},
                      .again_label = book_.say(asked.language, "intake.send.again")};
  answer.page(notice_page(context(asked.language), notice, seal(asked.language, answer, asked.visit)), 503);
}

}  // namespace waymark::clerk
