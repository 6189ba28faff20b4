#include "clerk/pages.h"

#include <algorithm>
#include <array>
#include <span>

#include <fmt/format.h>

#include "base/check.h"
#include "clerk/limits.h"
#include "envelope/parts.h"
#include "mailbox/word_list.h"
#include "text/dates.h"
#include "text/zone.h"

namespace waymark::clerk {
namespace {

using http::TemplateValues;

constexpr std::array<std::string_view, 3> kLanguageNames{"Русский", "Українська", "English"};

std::string_view name_of(Language language) { return kLanguageNames.at(static_cast<std::size_t>(language) - 1); }

void add_words(const PageContext&, TemplateValues& values, const mailbox::Phrase& phrase) {
  values.set("TONGUE", std::string{code_of(phrase.list())});
  for (std::size_t i = 0; i < mailbox::kPhraseWords; ++i)
    values.add("WORD").set("SPELLED", std::string{phrase.word(i)});
}

}  // namespace

std::string date_text(const PageContext& context, std::uint32_t day) {
  const auto zone = text::Zone::named("UTC");
  CHECK(zone.has_value());
  return text::Dates{context.language, *zone}.day(start_of_day(day), start_of_day(context.today));
}

TemplateValues framed(const PageContext& context) {
  TemplateValues values;
  values.set("LEAVE", context.leave).set("SITE", context.title);
  return values;
}

TemplateValues framed_with_languages(const PageContext& context, std::string_view tail) {
  TemplateValues values = framed(context);
  TemplateValues& nav = values.add("NAV");
  for (const Language language : kLanguages) {
    TemplateValues& tongue = nav.add("TONGUE");
    tongue.set("CODE", std::string{code_of(language)}).set("NAME", std::string{name_of(language)});
    tongue.set("WHERE", fmt::format("/{}/{}", code_of(language), tail));
    if (language == context.language) tongue.add("HERE");
  }
  return values;
}

std::string chooser_page(const PageContext& context) {
  TemplateValues values = framed(context);
  for (const Language language : kLanguages) {
    values.add("CHOICE")
        .set("CODE", std::string{code_of(language)})
        .set("NAME", std::string{name_of(language)})
        .set("WHERE", fmt::format("/{}/", code_of(language)));
  }
  return context.book.page(context.language, "chooser", values);
}

std::string before_page(const PageContext& context, std::string_view name, const std::vector<std::string>& relays) {
  TemplateValues values = framed_with_languages(context, "");
  values.set("WHO", context.book.say(context.language, "intake.before.who", {{"name", std::string{name}}}));
  // Whose law and whose army: a pack may say it, and then it stands before anything is asked.
  if (const auto about = context.pack.text(context.language, "pack.about"))
    values.add("ABOUT").set("SENTENCE", std::string{*about});
  if (!relays.empty()) {
    TemplateValues& others = values.add("OTHERS");
    for (const std::string& relay : relays) others.add("OTHER").set("WHERE", relay);
  }
  return context.book.page(context.language, "before", values);
}

std::string words_page(const PageContext& context, const mailbox::Phrase& phrase, std::string_view blob) {
  TemplateValues values = framed(context);
  values.set("VISIT", std::string{blob});
  add_words(context, values, phrase);
  return context.book.page(context.language, "words", values);
}

std::string practice_page(const PageContext& context, const Visit& visit, const std::vector<int>& picks,
                          std::string_view blob) {
  TemplateValues values = framed(context);
  values.set("VISIT", std::string{blob});
  const mailbox::Phrase& phrase = *visit.phrase;
  TemplateValues* wrongs = nullptr;
  for (std::size_t k = 0; k < visit.practice.positions.size(); ++k) {
    const std::uint8_t position = visit.practice.positions[k];
    const auto number = static_cast<std::int64_t>(position) + 1;
    const int picked = k < picks.size() ? picks[k] : -1;
    TemplateValues& pick = values.add("PICK");
    pick.set("TITLE", context.book.say(context.language, "clerk.practice.pick", {{"n", number}}));
    const auto spelled = [&](std::uint16_t word) { return std::string{mailbox::word_at(phrase.list(), word)}; };
    for (std::size_t w = 0; w < visit.practice.words.size(); ++w) {
      TemplateValues& word = pick.add("WORD");
      word.set("NAME", fmt::format("pick{}", k))
          .set("NUMBER", std::to_string(w))
          .set("SPELLED", spelled(visit.practice.words[w]));
      if (picked == static_cast<int>(w)) word.add("ON");
    }
    const bool right =
        picked >= 0 && spelled(visit.practice.words.at(static_cast<std::size_t>(picked))) == phrase.word(position);
    if (picks.empty() || right) continue;
    if (wrongs == nullptr) wrongs = &values.add("WRONGS");
    wrongs->add("WRONG").set("SENTENCE", context.book.say(context.language, "intake.practice.wrong", {{"n", number}}));
  }
  return context.book.page(context.language, "practice", values);
}

std::string send_page(const PageContext& context, std::string_view blob) {
  return context.book.page(context.language, "send", framed(context).set("VISIT", std::string{blob}));
}

std::string sent_page(const PageContext& context, const Visit& visit, const SentAs& sent, std::string_view blob) {
  TemplateValues values = framed(context);
  values.set("VISIT", std::string{blob});
  values.add(sent.parts ? "PARTS" : "WHOLE");
  values.add(sent.calm ? "CALM" : "DANGER");
  values.add(sent.calm ? "QUIET" : "UNEASY");
  if (!sent.kept.empty()) values.add("KEPT").set("PLACES", sent.kept);
  if (sent.look) values.add("LOOK");
  const std::string another = context.book.say(context.language, "intake.another_way");
  values.set("URGENT", context.book.say(context.language, "intake.sent.urgent", {{"another", another}}));
  add_words(context, values, *visit.phrase);
  return context.book.page(context.language, "sent", values);
}

std::string return_page(const PageContext& context, std::string_view sentence) {
  TemplateValues values = framed_with_languages(context, "return");
  if (!sentence.empty()) values.add("TROUBLE").set("SENTENCE", std::string{sentence});
  return context.book.page(context.language, "return", values);
}

std::string which_page(const PageContext& context, const Visit& visit, std::string_view blob) {
  TemplateValues values = framed(context);
  values.set("VISIT", std::string{blob});
  for (std::size_t i = 0; i < visit.candidates.size(); ++i) {
    const Language list = visit.candidates[i].list();
    values.add("TONGUE")
        .set("NAME", fmt::format("go_choose_{}", i))
        .set("CODE", std::string{code_of(list)})
        .set("LABEL", std::string{name_of(list)});
  }
  return context.book.page(context.language, "which", values);
}

namespace {

std::span<const ShownReply> shown_from(const std::vector<ShownReply>& replies, std::size_t from) {
  std::size_t end = from;
  for (std::size_t bytes = 0; end < replies.size(); ++end) {
    bytes += replies[end].body.size();
    if (end > from && bytes > kInboxBytes) break;
  }
  return std::span{replies}.subspan(from, end - from);
}

}  // namespace

std::string inbox_page(const PageContext& context, const Inbox& inbox, std::size_t from, std::string_view notice,
                       std::string_view blob) {
  TemplateValues values = framed(context);
  values.set("VISIT", std::string{blob});
  const auto say = [&](std::string_view key, const text::Arguments& arguments) {
    return context.book.say(context.language, key, arguments);
  };
  if (!notice.empty()) values.add("NOTICE").set("SENTENCE", std::string{notice});
  if (inbox.replies.empty()) values.add("NONE");
  if (from >= inbox.replies.size()) from = 0;
  const ShownReply* newest = nullptr;
  for (const ShownReply& reply : inbox.replies) {
    if (newest == nullptr || reply.arrived > newest->arrived) newest = &reply;
  }
  const auto shown = shown_from(inbox.replies, from);
  for (const ShownReply& reply : shown) {
    values.add("REPLY")
        .set("TITLE", say("intake.inbox.reply_of", {{"date", date_text(context, reply.sealed_day)}}))
        .set("TONGUE", std::string{code_of(reply.language)})
        .set("NAME", fmt::format("go_delete_{}_{}", reply.place.week, reply.place.slot))
        .set("BODY", reply.body);
  }
  const std::size_t end = from + shown.size();
  if (shown.size() < inbox.replies.size()) {
    values.add("SOME").set("SENTENCE",
                           say("clerk.inbox.some", {{"from", static_cast<std::int64_t>(from + 1)},
                                                    {"to", static_cast<std::int64_t>(end)},
                                                    {"n", static_cast<std::int64_t>(inbox.replies.size())}}));
  }
  if (end < inbox.replies.size()) values.add("OLDER").set("NAME", fmt::format("go_older_{}", end));
  if (newest != nullptr) {
    values.add("ARRIVED").set("SENTENCE",
                              say("intake.inbox.arrived", {{"n", static_cast<std::int64_t>(newest->arrived)},
                                                           {"date", date_text(context, newest->last_arrived_day)}}));
  }
  if (inbox.not_ours > 0)
    values.add("STRANGE").set("SENTENCE",
                              say("intake.inbox.not_ours", {{"n", static_cast<std::int64_t>(inbox.not_ours)}}));
  return context.book.page(context.language, "inbox", values);
}

std::string more_page(const PageContext& context, std::string_view text, const std::vector<Trouble>& troubles,
                      bool rest, std::string_view blob) {
  TemplateValues values = framed(context);
  values.set("VISIT", std::string{blob}).set("TEXT", "\n" + std::string{text});
  values.set("LIMIT", context.book.say(context.language, "clerk.text.limit",
                                       {{"n", envelope::letters_in(envelope::kTextBytesMax, "", context.language)}}));
  if (rest) values.add("PARTS");
  values.set("HINT", std::string{context.pack.text(context.language, "hint.text").value_or("")});
  for (const Trouble& trouble : troubles)
    values.add("TROUBLE").set("SENTENCE", context.book.say(context.language, trouble.key, {{"n", trouble.n}}));
  return context.book.page(context.language, "more", values);
}

std::string erase_page(const PageContext& context, std::string_view blob) {
  return context.book.page(context.language, "erase", framed(context).set("VISIT", std::string{blob}));
}

std::string notice_page(const PageContext& context, const Notice& notice, std::string_view blob) {
  TemplateValues values = framed(context);
  values.set("TITLE", notice.title);
  for (const std::string& line : notice.lines) values.add("LINE").set("SENTENCE", line);
  if (!notice.again.empty()) {
    TemplateValues& again = values.add("AGAIN");
    again.set("VISIT", std::string{blob}).set("NAME", notice.again).set("LABEL", notice.again_label);
    if (notice.again != "go_end") again.add("FINISH");
  }
  if (!notice.link.empty()) values.add("LINK").set("WHERE", notice.link).set("LABEL", notice.link_label);
  return context.book.page(context.language, "notice", values);
}

}  // namespace waymark::clerk
