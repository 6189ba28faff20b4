// The way back: words in, replies, write more, delete one, delete everything, finish.
#include <algorithm>
#include <variant>

#include "base/utf8.h"
#include "clerk/asked.h"
#include "envelope/parts.h"
#include "mailbox/read_words.h"
#include "text/utf8.h"

namespace waymark::clerk {
namespace {

/// Whether a byte belongs to a word: letters of any script and the apostrophe.
bool is_of_word(char c) {
  return static_cast<unsigned char>(c) >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '\'';
}

/// The word at a position of what was typed, as it is shown to the person who typed it.
std::string typed_word(std::string_view typed, std::size_t position) {
  for (auto at = typed.begin();;) {
    const auto start = std::find_if(at, typed.end(), is_of_word);
    at = std::find_if_not(start, typed.end(), is_of_word);
    if (start == typed.end()) return {};
    if (position == 0) return {start, at};
    --position;
  }
}

/// What is wrong with the words, in the person's language; empty when they can be used.
std::string complaint(const Book& book, Language language, std::string_view typed,
                      const mailbox::ReadOutcome& outcome) {
  if (std::holds_alternative<mailbox::OneWordMistyped>(outcome)) return book.say(language, "intake.return.mistyped");
  if (const auto* wrong = std::get_if<mailbox::WrongCount>(&outcome)) {
    return book.say(language, "intake.return.wrong_count", {{"n", static_cast<std::int64_t>(wrong->count)}});
  }
  if (const auto* unknown = std::get_if<mailbox::UnknownWord>(&outcome)) {
    const auto number = static_cast<std::int64_t>(unknown->position) + 1;
    const std::string word = typed_word(typed, unknown->position);
    if (unknown->near.empty()) return book.say(language, "intake.return.unknown_word", {{"n", number}, {"word", word}});
    return book.say(language, "intake.return.near_word",
                    {{"n", number}, {"word", word}, {"near", std::string{unknown->near}}});
  }
  return {};
}

bool only_spaces(std::string_view text) { return text.find_first_not_of(" \n\t") == std::string_view::npos; }

}  // namespace

void Clerk::open_words(Asked& asked, Answer answer) {
  const auto typed = http::value_of(asked.form, "words");
  if (!typed || !count_code_points(*typed)) return bad(asked.language, answer);
  auto outcome = mailbox::read_words(*typed);
  if (const std::string sentence = complaint(book_, asked.language, *typed, outcome); !sentence.empty()) {
    return answer.page(return_page(context(asked.language), sentence));
  }
  if (auto* ask = std::get_if<mailbox::AskLanguage>(&outcome)) {
    asked.visit.candidates = std::move(ask->candidates);
    return answer.page(which_page(context(asked.language), asked.visit, seal(asked.language, answer, asked.visit)));
  }
  asked.visit.phrase.emplace(std::move(std::get<mailbox::ReadPhrase>(outcome).phrase));
  replies(asked, std::move(answer));
}

void Clerk::choose(Asked& asked, Answer answer, std::size_t candidate) {
  if (candidate >= asked.visit.candidates.size()) return bad(asked.language, answer);
  asked.visit.phrase.emplace(std::move(asked.visit.candidates[candidate]));
  asked.visit.candidates.clear();
  replies(asked, std::move(answer));
}

void Clerk::replies(Asked& asked, Answer answer) { replies_from(asked, std::move(answer), 0); }

void Clerk::replies_from(Asked& asked, Answer answer, std::size_t from) {
  if (!asked.visit.phrase && !asked.visit.keys) return bad(asked.language, answer);
  asked.has_blob = true;
  on_lane(Lane::kReturn, std::move(asked), std::move(answer), "refresh", [this, from](Asked& waited, Answer& later) {
    post_.ensure_keys(waited.visit);
    waited.visit.phrase.reset();  // the keys are enough from here on
    show_inbox(waited, later, "", from);
  });
}

void Clerk::show_inbox(Asked& asked, Answer& answer, std::string_view notice_key, std::size_t from) {
  const auto inbox = post_.replies(asked.visit);
  if (!inbox) return show_problem(asked, answer, inbox.error());
  const std::string notice = notice_key.empty() ? std::string{} : book_.say(asked.language, notice_key);
  answer.page(inbox_page(context(asked.language), *inbox, from, notice, seal(asked.language, answer, asked.visit)));
}

void Clerk::remove_reply(Asked& asked, Answer answer, mailbox::Place place) {
  if (!asked.visit.keys) return bad(asked.language, answer);
  on_lane(Lane::kReturn, std::move(asked), std::move(answer), "refresh", [this, place](Asked& waited, Answer& later) {
    const auto removed = post_.remove(waited.visit, place);
    show_inbox(waited, later, removed ? "intake.inbox.deleted" : "intake.inbox.delete_failed");
  });
}

void Clerk::more(Asked& asked, Answer answer) {
  if (!asked.visit.keys) return bad(asked.language, answer);
  // A page that was shown fixes the id of what is sent from it: pressing twice sends once.
  asked.visit.message_id = world_.random.array<envelope::kMessageIdBytes>();
  asked.visit.draft = {};
  answer.page(more_page(context(asked.language), "", {}, false, seal(asked.language, answer, asked.visit)));
}

/// The other part of a text that was longer than one message, to be read once more and sent.
void Clerk::rest(Asked& asked, Answer answer) {
  if (!asked.visit.keys) return bad(asked.language, answer);
  show_rest(asked, answer);
}

void Clerk::show_rest(Asked& asked, Answer& answer) {
  asked.visit.message_id = world_.random.array<envelope::kMessageIdBytes>();
  const std::string text = std::exchange(asked.visit.draft.text, {});
  answer.page(more_page(context(asked.language), text, {}, true, seal(asked.language, answer, asked.visit)));
}

void Clerk::send_more(Asked& asked, Answer answer) {
  if (!asked.visit.keys) return bad(asked.language, answer);
  const auto typed = http::value_of(asked.form, "text");
  if (typed) {
    if (!text::is_utf8(*typed)) return bad(asked.language, answer);
    asked.visit.draft.text = text::unix_lines(*typed);
  }
  std::vector<Trouble> troubles = troubles_of_text(asked.visit.draft.text);
  if (only_spaces(asked.visit.draft.text)) troubles.push_back({"text", "intake.more.empty"});
  if (!troubles.empty()) {
    const std::string text = std::exchange(asked.visit.draft.text, {});
    return answer.page(
        more_page(context(asked.language), text, troubles, false, seal(asked.language, answer, asked.visit)));
  }
  on_lane(Lane::kSend, std::move(asked), std::move(answer), "send_more", [this](Asked& waited, Answer& later) {
    envelope::Parts parts = envelope::split_text(waited.visit.draft.text, envelope::kTextBytesMax);
    const SendOutcome outcome = post_.send(waited.visit, {.language = waited.language, .text = parts.first});
    if (outcome != SendOutcome::kStored) return not_sent(waited, later, outcome, "send_more");
    waited.visit.draft = draft_of(std::move(parts.rest));
    if (!waited.visit.draft.text.empty()) return show_rest(waited, later);
    show_inbox(waited, later, "clerk.inbox.stored");
  });
}

void Clerk::erase(Asked& asked, Answer answer) {
  if (!asked.visit.keys) return bad(asked.language, answer);
  asked.visit.message_id = world_.random.array<envelope::kMessageIdBytes>();
  answer.page(erase_page(context(asked.language), seal(asked.language, answer, asked.visit)));
}

/// First the sealed request to the organisation, then the replies: what is only half done can be done again.
void Clerk::erase_all(Asked& asked, Answer answer) {
  if (!asked.visit.keys) return bad(asked.language, answer);
  on_lane(Lane::kSend, std::move(asked), std::move(answer), "erase_all", [this](Asked& waited, Answer& later) {
    const SendOutcome outcome = post_.send(waited.visit, {.kind = envelope::Kind::kErase, .language = waited.language});
    if (outcome != SendOutcome::kStored) return not_sent(waited, later, outcome, "erase_all");
    const bool removed = post_.remove_all(waited.visit).has_value();
    const Notice notice{.title = book_.say(waited.language, "intake.erase.done_title"),
                        .lines = {book_.say(waited.language, removed ? "intake.erase.done" : "intake.erase.half")},
                        .again = removed ? "go_end" : "go_erase_all",
                        .again_label = book_.say(waited.language, removed ? "clerk.end" : "intake.send.try_now")};
    later.page(notice_page(context(waited.language), notice, seal(waited.language, later, waited.visit)));
  });
}

/// Nothing sealed for this visit opens any more, whoever goes back to it.
void Clerk::end(Asked& asked, Answer answer) {
  ended_.add(asked.visit.id);
  answer.elsewhere(context(asked.language).leave);
}

}  // namespace waymark::clerk
