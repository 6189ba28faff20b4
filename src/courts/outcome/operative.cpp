#include "courts/outcome/operative.h"

#include <algorithm>
#include <array>

#include "courts/ids/words.h"
#include "courts/outcome/sentences.h"

namespace waymark::courts {
namespace {

constexpr std::size_t kLetterBytes = 2;  // of a Russian letter

struct Mention {
  std::size_t begin, end;  ///< bytes of the words
  std::size_t who;         ///< 0: the one asked about, else another
};

/// Every accused named in the words, in order.
std::vector<Mention> mentions_in(std::string_view words, const std::vector<std::string>& stems) {
  std::vector<Mention> mentions;
  for (std::size_t at = 0; at < words.size();) {
    if (!is_word_byte(words[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < words.size() && is_word_byte(words[end])) ++end;
    for (std::size_t who = 0; who < stems.size(); ++who)
      if (is_name_in_case(words.substr(at, end - at), stems[who])) mentions.push_back({at, end, who});
    at = end;
  }
  return mentions;
}

/// "Бориса Борисовича и": the rest of a full name.
bool is_rest_of_name(std::string_view between) {
  std::vector<std::string_view> rest = split(trimmed(between), " ");
  if (!rest.empty() && (rest.back() == "и" || rest.back() == ",")) rest.pop_back();
  if (rest.size() != 2) return false;
  std::string_view patronymic = rest[1];
  if (patronymic.ends_with(',')) patronymic.remove_suffix(1);
  constexpr std::array<std::string_view, 12> kEndings = {"вич", "вича", "вичу", "вичем", "виче", "вна",
                                                         "вны", "вне",  "вну",  "вной",  "ича",  "ичны"};
  return std::ranges::any_of(kEndings, [&](std::string_view ending) { return patronymic.ends_with(ending); });
}

/// Names side by side: nothing between them but initials or the rest of a name, and "и".
bool stand_together(std::string_view between) {
  if (is_rest_of_name(between)) return true;
  constexpr std::size_t kLettersMax = 3 * kLetterBytes;
  std::size_t letters = 0;
  for (const char c : between) {
    if (is_digit(c)) return false;
    letters += is_word_byte(c);
  }
  return letters <= kLettersMax;
}

/// A stretch of a sentence and whom it is about.
struct Clause {
  std::size_t begin, end;
  bool is_his = false, is_others = false;
};

/// "5 лет – Белкину Б.Б., 3 года – Ежову Е.Е.": the name stands behind what it gets.
bool trails(std::string_view words, const Mention& mention) {
  std::string_view before = trimmed(words.substr(0, mention.begin));
  const auto dash = [&before](std::string_view one) {
    if (!before.ends_with(one)) return false;
    before = trimmed(before.substr(0, before.size() - one.size()));
    return true;
  };
  if (!dash("–") && !dash("—") && !dash("-")) return false;
  if (before.empty() || !is_word_byte(before.back())) return false;
  std::string_view after = trimmed(words.substr(mention.end));
  while (after.size() > kLetterBytes && is_word_byte(after[0]) && after[kLetterBytes] == '.')
    after = trimmed(after.substr(kLetterBytes + 1));
  return after.empty() || after[0] == ',' || after[0] == '.';
}

/// Where the words that belong to a name begin: "…, изменить его в отношении Белкина" from the comma on.
std::size_t begin_of(std::string_view words, std::size_t from, const Mention& mention) {
  const std::string_view before = words.substr(from, mention.begin - from);
  if (!trimmed(before).ends_with("в отношении")) return mention.begin;
  const std::size_t comma = before.rfind(',');
  return comma == std::string_view::npos ? mention.begin : from + comma;
}

std::vector<Clause> clauses_of(std::string_view words, const std::vector<Mention>& mentions) {
  std::vector<Clause> clauses;
  for (std::size_t i = 0; i < mentions.size(); ++i) {
    const Mention& one = mentions[i];
    const bool joins = i > 0 && stand_together(words.substr(mentions[i - 1].end, one.begin - mentions[i - 1].end));
    if (!joins) {
      const std::size_t begin = i == 0 ? 0 : begin_of(words, mentions[i - 1].end, one);
      if (!clauses.empty()) clauses.back().end = begin;
      clauses.push_back({begin, words.size()});
    }
    (one.who == 0 ? clauses.back().is_his : clauses.back().is_others) = true;
  }
  return clauses;
}

/// The same where every name stands behind its own; nothing where some do and some do not.
std::optional<std::vector<Clause>> clauses_in_order(std::string_view words, const std::vector<Mention>& mentions) {
  std::vector<Clause> clauses;
  for (const Mention& one : mentions) {
    if (!trails(words, one)) continue;
    clauses.push_back({clauses.empty() ? 0 : clauses.back().end, one.end, one.who == 0, one.who != 0});
  }
  if (clauses.empty()) return clauses_of(words, mentions);
  if (clauses.size() != mentions.size()) return std::nullopt;
  clauses.back().end = words.size();
  return clauses;
}

Statement statement_of(std::string_view sentence, std::string words) {
  const bool assigns = assigns_punishment(words);
  return {.sentence = sentence, .words = std::move(words), .assigns = assigns};
}

std::optional<std::vector<Statement>> of_several(std::string_view operative, const ActQuestion& question) {
  std::vector<std::string> stems{name_stem(question.name)};
  for (const std::string& other : question.others) stems.push_back(name_stem(other));
  if (stems[0].empty()) return std::nullopt;
  for (std::size_t i = 1; i < stems.size(); ++i)
    if (is_name_in_case(stems[i], stems[0]) || is_name_in_case(stems[0], stems[i])) return std::nullopt;
  std::vector<Statement> statements;
  bool named = false, current_is_his = true;  // what stands before any name is about all of them
  for (const std::string_view sentence : sentences_of(operative)) {
    std::string words = cyrillic(plain(sentence));
    const auto clauses = clauses_in_order(words, mentions_in(words, stems));
    if (!clauses) return std::nullopt;
    if (clauses->empty()) {
      const bool of_all = holds_any(words, {"обоим", "обоих", "каждому", "каждого", "всем осужден", "всех осужден"});
      if (current_is_his || of_all) statements.push_back(statement_of(sentence, std::move(words)));
      continue;
    }
    const bool assigns = assigns_punishment(words);
    for (const Clause& clause : *clauses) {
      named |= clause.is_his;
      current_is_his = clause.is_his;
      if (clause.is_his)
        statements.push_back(
            {sentence, words.substr(clause.begin, clause.end - clause.begin), assigns, clause.is_others});
    }
  }
  const bool said_of_all = question.stage != Stage::kFirst && question.stage != Stage::kUnknown;
  if (!named && !said_of_all) return std::nullopt;
  return statements;
}

/// The first "Фамилии И.О." or "ФИО1" of a sentence: four letters and the initials, or the number; empty if none.
std::string first_person_in(std::string_view sentence) {
  if (const auto at = sentence.find("ФИО"); at != std::string_view::npos) {
    std::size_t end = at;
    while (end < sentence.size() && is_word_byte(sentence[end])) ++end;
    return std::string{sentence.substr(at, end - at)};
  }
  for (std::size_t at = sentence.find('.'); at != std::string_view::npos; at = sentence.find('.', at + 1)) {
    // "Белкина Б.Б.": a capital before each of two full stops, a word before them.
    if (at < 4 * kLetterBytes || at + 1 + kLetterBytes >= sentence.size()) continue;
    const bool initials = begins_with_capital(sentence.substr(at - kLetterBytes)) &&
                          begins_with_capital(sentence.substr(at + 1)) && sentence[at + 1 + kLetterBytes] == '.' &&
                          sentence[at - kLetterBytes - 1] == ' ';
    if (!initials) continue;
    std::size_t begin = at - kLetterBytes - 1;
    while (begin > 0 && is_word_byte(sentence[begin - 1])) --begin;
    return std::string{sentence.substr(begin, 4 * kLetterBytes)} +
           std::string{sentence.substr(at - kLetterBytes, 2 * kLetterBytes + 1)};
  }
  return {};
}

}  // namespace

std::string name_stem(std::string_view name) {
  const std::string words = cyrillic(plain(name));
  for (const std::string_view word : split(words, " .,-")) {
    if (word.size() < 3 * kLetterBytes || word.starts_with("фио")) continue;
    std::string stem{word};
    for (const std::string_view ending : {"ий", "ый", "ой", "ая", "яя", "а", "я", "ь", "й"}) {
      if (!stem.ends_with(ending) || stem.size() < ending.size() + 2 * kLetterBytes) continue;
      stem.resize(stem.size() - ending.size());
      break;
    }
    return stem;
  }
  return {};
}

bool is_name_in_case(std::string_view word, std::string_view stem) {
  constexpr std::size_t kEndingMax = 3 * kLetterBytes;
  return !stem.empty() && word.starts_with(stem) && word.size() <= stem.size() + kEndingMax;
}

bool names_same_person(std::string_view sentence, std::string_view other) {
  const std::string person = first_person_in(sentence);
  constexpr std::size_t kFamily = 4 * kLetterBytes;
  if (person.empty()) return false;
  const std::string_view family =
      std::string_view{person}.substr(0, person.starts_with("ФИО") ? person.size() : kFamily);
  const std::string named = first_person_in(other);
  return named.empty() ? other.find(family) != std::string_view::npos : std::string_view{named}.starts_with(family);
}

bool holds_number(std::string_view words, std::string_view number) {
  for (std::size_t at = words.find(number); at != std::string_view::npos; at = words.find(number, at + 1)) {
    const std::size_t end = at + number.size();
    const bool begins =
        at == 0 || !(is_digit(words[at - 1]) || (words[at - 1] == '.' && at > 1 && is_digit(words[at - 2])));
    const bool ends =
        end == words.size() ||
        !(is_digit(words[end]) || (words[end] == '.' && end + 1 < words.size() && is_digit(words[end + 1])));
    if (begins && ends) return true;
  }
  return false;
}

bool holds_article(std::string_view words, std::string_view article) {
  constexpr std::size_t kBefore = 40;  // "ст.ст. 64, 62, 73" and "части 1 статьи 73" have it so near
  for (std::size_t at = words.find(article); at != std::string_view::npos; at = words.find(article, at + 1)) {
    const std::size_t from = at > kBefore ? at - kBefore : 0;
    const std::string_view near = words.substr(from, at - from + article.size() + 2);
    if (words.substr(from, at - from).find("ст") != std::string_view::npos && holds_number(near, article)) return true;
  }
  return false;
}

bool decides(std::string_view words, std::string_view verb) {
  constexpr std::string_view kStops = ",:;(";
  for (std::size_t at = words.find(verb); at != std::string_view::npos; at = words.find(verb, at + 1)) {
    const std::size_t stop = at == 0 ? std::string_view::npos : words.find_last_of(kStops, at - 1);
    const std::size_t from = stop == std::string_view::npos ? 0 : stop + 1;
    const std::string_view before = words.substr(from, at - from);
    const bool asked =
        holds_any(before, {"просил", "просит", "просивш", "просящ", "просьб", "предлага", "требу", "настаива", "полага",
                           "считает", "ходатайство ", "представление ", "жалобу ", "жалоба ", "предложение "}) &&
        !holds_any(before, {"удовлетвор"});
    const bool may = holds_any(before, {"вправе", "может", "могут", "возможност", "если ", "чтобы ", "имеются ли",
                                        "оснований ", "основания ", "разъяснить", "предупредить"});
    if (!asked && !may) return true;
  }
  return false;
}

bool refuses(std::string_view words) {
  if (words.find("без удовлетворения") != std::string_view::npos) return true;
  return holds_any(words, {"отказать", "отклонить"}) &&
         holds_any(words, {"удовлетворени", "ходатайств", "представлени", "жалоб", "отмене", "замене"});
}

bool assigns_punishment(std::string_view words) {
  return holds_any(words, {"назначить", "приговорить", "подвергнуть", "наказать", "наказание в виде", "окончательн",
                           "определить", "лишить", "отбыван", "отбывать", "заменить", "назначив", "осудить",
                           "осуждается", "оштрафовать", "ограничить", "направить в"});
}

std::optional<std::vector<Statement>> statements_about(std::string_view operative, const ActQuestion& question) {
  if (!question.others.empty()) return of_several(operative, question);
  std::vector<Statement> statements;
  std::string person;
  for (const std::string_view sentence : sentences_of(operative)) {
    statements.push_back(statement_of(sentence, cyrillic(plain(sentence))));
    if (question.stage != Stage::kFirst && question.stage != Stage::kUnknown) continue;
    if (!holds_any(statements.back().words, {"виновн", "оправдать"})) continue;
    // The card names one accused or nobody; an act on two of them is not read for either.
    const std::string named = first_person_in(sentence);
    if (named.empty()) continue;
    if (!person.empty() && named != person) return std::nullopt;
    person = named;
  }
  return statements;
}

}  // namespace waymark::courts
