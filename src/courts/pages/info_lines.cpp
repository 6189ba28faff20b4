#include "courts/pages/info_lines.h"

#include <algorithm>

#include "courts/ids/words.h"
#include "courts/pages/card_reader.h"
#include "courts/pages/labels.h"

namespace waymark::courts {
namespace {

/// "Кленов К.К. - ст.337 ч.5 УК РФ" → where the dash stands and how long it is; npos if articles do not follow it.
std::pair<std::size_t, std::size_t> dash_before_articles(std::string_view line) {
  for (const std::string_view dash : {" - ", " – ", " — "}) {
    const std::size_t at = line.find(dash);
    if (at != std::string_view::npos && !read_articles(line.substr(at + dash.size())).list.empty())
      return {at, dash.size()};
  }
  return {std::string_view::npos, 0};
}

/// The name and the articles of "Кедров К.К. (Ст. 337, Ч. 5)".
Person person_of(std::string_view text) {
  Person person;
  const auto [dash, size] = dash_before_articles(text);
  const std::size_t bracket = plain(text).find("(ст") == std::string::npos ? std::string_view::npos : text.find('(');
  if (dash != std::string_view::npos) {
    person.name = std::string{trimmed(text.substr(0, dash))};
    person.articles_written = std::string{trimmed(text.substr(dash + size))};
  } else if (bracket != std::string_view::npos) {
    person.name = std::string{trimmed(text.substr(0, bracket))};
    const std::string_view inside = text.substr(bracket + 1);
    person.articles_written = std::string{trimmed(inside.substr(0, std::min(inside.rfind(')'), inside.size())))};
  } else if (const std::size_t mark = text.find('&');
             mark != std::string_view::npos && !read_articles(text.substr(mark)).list.empty()) {
    person.name =
        std::string{trimmed(text.substr(0, mark))};  // "Кедров К.К.&Ст. 337, Ч. 5&", as Moscow's portal exports it
    std::string_view articles = trimmed(text.substr(mark + 1));
    while (articles.ends_with("&")) articles.remove_suffix(1);
    person.articles_written = std::string{articles};
  } else {
    person.name = std::string{trimmed(text)};
  }
  return person;
}

/// "Липов Л.Л.", "Липов Лев Львович": what follows a comma is another person.
bool begins_with_a_name(std::string_view text) {
  const std::vector<std::string_view> words = split(text.substr(0, text.find_first_of(",;(")), " ");
  if (words.size() < 2 || words[0].size() < 4 || !begins_with_capital(words[0]) || !begins_with_capital(words[1]))
    return false;
  if (words[0].find_first_of(".0123456789") != std::string_view::npos) return false;
  if (words[1].substr(2).starts_with('.')) return true;
  const auto ends = [&](std::string_view tail) { return words[2].ends_with(tail); };
  return words.size() == 3 && (ends("вич") || ends("вна") || ends("чна"));
}

/// Roles that stand before the names of those who are not accused.
bool is_party_role(std::string_view role) {
  return holds_any(plain(role), {"истец", "ответчик", "заявител", "жалобу подал", "взыскател", "должник",
                                 "заинтересован", "третье лицо", "третьи лица", "прокурор", "потерпевш", "защитник",
                                 "адвокат", "представител", "в интересах", "эксперт", "специалист"}) ||
         plain(role) == "лица";
}

}  // namespace

bool is_accused_role(std::string_view role) {
  return holds_any(plain(role), {"обвиняем", "подсудим", "осужден", "оправдан", "привлекаем", "лицо, в отношении",
                                 "лицо в отношении"});
}

void add_person_or_party(Card& card, std::string_view role, std::string_view name) {
  if (!is_accused_role(role)) {
    card.parties.push_back({.role = std::string{role}, .name = std::string{name}});
    return;
  }
  for (const std::string_view one : names_in(name)) {
    Person person = person_of(one);
    person.role = std::string{role};
    card.persons.push_back(std::move(person));
  }
}

std::vector<std::string_view> names_in(std::string_view text) {
  std::vector<std::string_view> names;
  std::size_t begin = 0;
  int depth = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    depth += text[at] == '(' ? 1 : text[at] == ')' && depth > 0 ? -1 : 0;
    if (depth > 0 || (text[at] != ',' && text[at] != ';')) continue;
    if (!begins_with_a_name(trimmed(text.substr(at + 1)))) continue;
    names.push_back(trimmed(text.substr(begin, at - begin)));
    begin = at + 1;
  }
  names.push_back(trimmed(text.substr(begin)));
  return names;
}

bool is_name_alone(std::string_view value) {
  return !trimmed(value).empty() && value.find_first_of("0123456789:&\n") == std::string_view::npos;
}

void take_info_lines(Card& card, const std::string& text, std::vector<Note>& notes) {
  std::string role;  // of the lines below a line that names nothing else
  for (const std::string_view line : split(text, "\n")) {
    const std::size_t colon = line.find(':');
    const std::string_view label = trimmed(line.substr(0, std::min(colon, line.size())));
    const std::string_view rest =
        colon == std::string_view::npos ? std::string_view{} : trimmed(line.substr(colon + 1));
    const bool role_here = colon != std::string_view::npos && (is_accused_role(label) || is_party_role(label));
    if (role_here && rest.empty()) {
      role = std::string{label};
    } else if (role_here && plain(label) == "лица" && dash_before_articles(rest).first != std::string_view::npos) {
      for (const std::string_view one : names_in(rest)) card.persons.push_back(person_of(one));
    } else if (role_here) {
      add_person_or_party(card, label, rest);
    } else if (colon != std::string_view::npos && label_of_text(label) != Label::kNone) {
      take_field(card, label, std::string{rest});
    } else if (dash_before_articles(line).first != std::string_view::npos) {
      for (const std::string_view one : names_in(line)) card.persons.push_back(person_of(one));
    } else if (!role.empty()) {
      const bool articles = plain(line).starts_with("ст") || plain(line).starts_with("(ст");
      if (articles && !card.persons.empty() && card.persons.back().articles_written.empty())
        card.persons.back().articles_written = std::string{line};
      else
        add_person_or_party(card, role, line);
    } else if (!holds_any(plain(line), {"стороны скрыты"})) {
      notes.push_back({Note::Kind::kLabel, std::string{line}});
    }
  }
}

}  // namespace waymark::courts
