#include "courts/pages/whose.h"

#include <algorithm>

#include "courts/ids/words.h"
#include "courts/pages/card_reader.h"
#include "courts/pages/info_lines.h"

namespace waymark::courts {

bool is_about_another(const Section& section) {
  const std::string title = plain(section.title);
  if (holds_any(title, {"жалоб", "обжалован", "нижестоящ", "вышестоящ", "исполнительн"})) return true;
  return std::any_of(section.pairs.begin(), section.pairs.end(),
                     [](const Pair& pair) { return plain(pair.label).starts_with("вид жалобы"); });
}

bool is_about_the_case(const Section& section) {
  return !is_about_another(section) && std::any_of(section.pairs.begin(), section.pairs.end(), [](const Pair& pair) {
    const Label label = label_of_text(pair.label);
    return label == Label::kUid || label == Label::kReceived || label == Label::kNumber || label == Label::kJudge;
  });
}

bool is_of_the_lower_court(Label label) {
  return label == Label::kLowerRegion || label == Label::kLowerCourt || label == Label::kLowerNumber ||
         label == Label::kLowerJudge;
}

void take_accused(Card& card, const Pair& pair, std::vector<Note>& notes) {
  if (is_accused_role(pair.label))
    take_info_lines(card, pair.label + ":\n" + pair.value, notes);
  else if (is_name_alone(pair.value))
    card.parties.push_back({.role = pair.label, .name = pair.value});
  else
    take_info_lines(card, pair.value, notes);
}

void take_accused_among_parties(Card& card) {
  if (!card.persons.empty()) return;
  std::vector<Party> others;
  for (Party& party : card.parties)
    if (is_accused_role(party.role))
      card.persons.push_back({.name = std::move(party.name), .role = std::move(party.role)});
    else
      others.push_back(std::move(party));
  card.parties = std::move(others);
}

void share_articles(Card& card, const std::string& articles, std::vector<Note>& notes) {
  const bool named = std::any_of(card.persons.begin(), card.persons.end(),
                                 [](const Person& person) { return !person.articles_written.empty(); });
  if (articles.empty() || card.persons.empty() || named) return;
  if (card.persons.size() > 1 && read_articles(articles, assumed_code(card.stage)).list.size() != 1) {
    notes.push_back({Note::Kind::kArticle, "of several accused: " + articles});
    return;
  }
  for (Person& person : card.persons) person.articles_written = articles;
}

}  // namespace waymark::courts
