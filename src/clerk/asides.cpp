#include "clerk/asides.h"

#include <fmt/ranges.h>

#include <algorithm>

#include "clerk/limits.h"
#include "mailbox/word_list.h"

namespace waymark::clerk {
namespace {

using http::TemplateValues;
constexpr std::string_view kInternational = "INT";

/// "22.11.2026" of "2026-11-22", as the form writes dates in all three languages; "11.2026" and "2026" of less.
std::string plain_date(const std::string& date) {
  if (date.size() == 4) return date;
  if (date.size() == 7) return date.substr(5, 2) + "." + date.substr(0, 4);
  return date.substr(8, 2) + "." + date.substr(5, 2) + "." + date.substr(0, 4);
}

std::string place_name(const PageContext& context, const std::string& jurisdiction) {
  const std::string key = "cards.place." + jurisdiction;
  std::string name = context.book.say(context.language, key);
  return name == key ? jurisdiction : name;
}

/// Whose law, how sure, from when, until when.
std::string about_card(const PageContext& context, const pack::Card& card) {
  const auto say = [&](std::string_view key, const text::Arguments& arguments = {}) {
    return context.book.say(context.language, key, arguments);
  };
  std::string about;
  if (card.jurisdiction != kInternational)
    about = say("cards.law_of", {{"place", place_name(context, card.jurisdiction)}}) + ". ";
  about += say("cards.confidence." + std::string{name_of(card.confidence)});
  for (const auto& [key, date] : {std::pair{"cards.written", &card.written},
                                  {"cards.valid_from", &card.valid_from},
                                  {"cards.review_by", &card.review_by}})
    about += " " + say(key, {{"date", plain_date(*date)}}) + ".";
  about += " " + say("cards.checked", {{"date", plain_date(card.checked)}, {"until", plain_date(card.known_to)}}) + ".";
  return about;
}

/// The numbers of its sources and how sure it is, behind a paragraph: " [1, 3; as reported]"; nothing for advice.
std::string basis_text(const PageContext& context, const pack::CardBasis& basis) {
  std::vector<std::string> parts;
  if (!basis.sources.empty()) parts.push_back(fmt::format("{}", fmt::join(basis.sources, ", ")));
  if (basis.sure == pack::Sure::kReported || basis.sure == pack::Sure::kOpinion)
    parts.push_back(context.book.say(context.language, "cards.basis." + std::string{pack::name_of(basis.sure)}));
  return parts.empty() ? "" : fmt::format(" [{}]", fmt::join(parts, "; "));
}

void add_card(const PageContext& context, TemplateValues& values, const pack::Card& card, TimePoint now) {
  const pack::CardText& text = card.texts.at(context.language);
  TemplateValues& shown = values.add("CARD");
  shown.set("TITLE", text.title).set("ABOUT", about_card(context, card));
  if (pack::past_review(card, now))
    shown.add("DUE").set(
        "SENTENCE", context.book.say(context.language, "cards.past_review", {{"date", plain_date(card.review_by)}}));
  if (card.example) shown.add("EXAMPLE");
  shown.set("SHORT", text.brief);
  shown.set("DOUBTS", context.book.say(context.language, "cards.doubts", {{"what", text.doubts}}));
  const auto lines = pack::paragraphs_of(text);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    TemplateValues& line = shown.add("LINE");
    line.set("SENTENCE", std::string{lines[i]});
    line.set("BASIS", i < card.basis.size() ? basis_text(context, card.basis[i]) : "");
  }
  for (const pack::CardSource& source : card.sources)
    shown.add("SOURCE").set("SENTENCE",
                            source.title.at(context.language) + " (" + plain_date(source.date) + ") " + source.where);
}

void add_addresses(TemplateValues& values, const std::optional<Known>& known, const Site& site) {
  std::vector<std::string> signed_ones;
  if (known)
    for (const auto* list : {&known->roster.relays, &known->roster.clerks, &known->roster.mirrors})
      for (const std::string& address : *list)
        if (std::ranges::find(signed_ones, address) == signed_ones.end()) signed_ones.push_back(address);
  TemplateValues* named = signed_ones.empty() ? nullptr : &values.add("SIGNED");
  for (const std::string& address : signed_ones) named->add("ADDRESS").set("WHERE", address);
  TemplateValues* others = nullptr;
  for (const std::string& address : site.mirrors) {
    if (std::ranges::find(signed_ones, address) != signed_ones.end()) continue;
    if (others == nullptr) others = &values.add("MORE");
    others->add("ADDRESS").set("WHERE", address);
  }
  if (named == nullptr && others == nullptr) values.add("NO_ADDRESS");
}

/// The file lies with the pages of the relay.
void add_portable(TemplateValues& values, const std::optional<Known>& known, const Site& site) {
  if (!site.portable) {
    values.add("NO_PORTABLE");
    return;
  }
  const bool has_host = site.portable->path.front() != '/';
  const bool has_relay = known && !known->roster.relays.empty();
  TemplateValues& portable = values.add("PORTABLE");
  portable.set("SHA256", site.portable->sha256);
  portable.set("WHERE", (has_host || !has_relay ? "" : known->roster.relays.front()) + site.portable->path);
}

}  // namespace

std::string cards_page(const PageContext& context, const std::vector<pack::Card>& cards, std::size_t from,
                       TimePoint now) {
  const bool first = from <= 1 || from > cards.size();
  TemplateValues values = framed_with_languages(context, first ? "cards" : fmt::format("cards/{}{}", kListPage, from));
  if (cards.empty()) values.add("NONE");
  std::size_t bytes = 0;
  for (std::size_t i = first ? 0 : from - 1; i < cards.size(); ++i) {
    const pack::CardText& text = cards[i].texts.at(context.language);
    bytes += text.title.size() + text.brief.size() + (cards[i].crisis ? text.body.size() + text.doubts.size() : 0);
    if (i > 0 && bytes > kCardListBytes) {
      values.add("FURTHER").set("PART", fmt::format("{}{}", kListPage, i + 1));
      break;
    }
    if (cards[i].crisis) {
      add_card(context, values, cards[i], now);
    } else {
      values.add("ENTRY").set("NUMBER", std::to_string(i + 1)).set("TITLE", text.title).set("SHORT", text.brief);
    }
  }
  return context.book.page(context.language, "cards", values);
}

std::string card_page(const PageContext& context, const pack::Card& card, std::size_t number, TimePoint now) {
  TemplateValues values = framed_with_languages(context, fmt::format("cards/{}", number));
  add_card(context, values, card, now);
  return context.book.page(context.language, "card", values);
}

std::string us_page(const PageContext& context, const std::optional<Known>& known, const Site& site) {
  TemplateValues values = framed_with_languages(context, "us");
  if (known) {
    TemplateValues& words = values.add("KNOWN");
    for (const std::uint16_t index : known->words)
      words.add("WORD").set("SPELLED", std::string{mailbox::word_at(context.language, index)});
  } else {
    values.add("UNKNOWN");
  }
  add_addresses(values, known, site);
  add_portable(values, known, site);
  return context.book.page(context.language, "us", values);
}

}  // namespace waymark::clerk
