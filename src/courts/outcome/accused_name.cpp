#include "courts/outcome/accused_name.h"

#include <algorithm>
#include <array>

#include "courts/ids/words.h"
#include "courts/outcome/operative.h"
#include "courts/outcome/roles.h"
#include "courts/outcome/sentences.h"

namespace waymark::courts {
namespace {

constexpr std::size_t kTextBytesMax = 40'000;  // whoever is accused has been named by then
constexpr std::size_t kNamesMax = 64;

/// Of a name in whatever case the text has it: "ромашковым" → "ромашков", "окуневскому" → "окуневск".
std::string stem_in_any_case(const std::string& name) {
  constexpr std::size_t kLeast = 4 * kLetterBytes, kEnding = 2 * kLetterBytes, kLong = 3 * kLetterBytes;
  if (is_depersonalised(name) || name.size() <= kLeast) return name;
  for (const std::string_view suffix : {"ск", "цк"})
    if (const std::size_t at = name.rfind(suffix);
        at != std::string::npos && at >= kLeast && name.size() - at <= 5 * kLetterBytes)
      return name.substr(0, at + suffix.size());
  const std::string_view whole{name};
  const bool adjective = whole.ends_with("ого") || whole.ends_with("ому");
  return name.substr(0, std::max(kLeast, name.size() - (adjective ? kLong : kEnding)));
}

/// The first person behind "в отношении" or "по обвинению" of a sentence; empty if there is none, or if it is somebody
/// whose case was parted from this one.
std::string introduced_in(const Words& words) {
  if (!is_about_a_case(words)) return {};
  if (std::ranges::any_of(words, [](const Word& word) { return word.text.starts_with("выделен"); })) return {};
  for (std::size_t mark = 1; mark + 1 < words.size(); ++mark) {
    if (!introduces_at(words, mark)) continue;
    for (std::size_t i = mark + 1; i < std::min(words.size(), mark + 1 + kIntroductionReach); ++i)
      if (is_depersonalised(words[i].text) || (can_be_family(words[i]) && !is_place(words, i))) return words[i].text;
  }
  return {};
}

/// "Подсудимый Белкин", "осужденного рядового медицинской службы ФИО1"; empty if there is none.
std::string called_accused_in(const Words& words) {
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    if (!is_accused_word(words[i].text) || (i > 0 && is_other_role(words[i - 1].text))) continue;
    for (std::size_t next = i + 1; next < std::min(words.size(), i + 6); ++next) {
      if (words[next].phrase != words[i].phrase || is_other_role(words[next].text) || is_official(words[next].text))
        break;
      if (is_depersonalised(words[next].text) || can_be_family(words[next])) return words[next].text;
      if (next > i + 1 && !is_rank(words[i + 1].text)) break;
    }
  }
  return {};
}

std::string introduced_or_called_in(const Words& words) {
  const std::string introduced = introduced_in(words);
  return introduced.empty() ? called_accused_in(words) : introduced;
}

/// Whether an official, a witness or a relative is named at `at`.
bool is_of_others(const Words& words, std::size_t at) {
  for (std::size_t i = at; i-- > 0 && at - i <= 5 && words[i].phrase == words[at].phrase;)
    if (is_official(words[i].text) || is_other_role(words[i].text)) return true;
  return false;
}

/// The first word of a sentence has a capital whatever it is.
bool begins_as_name(const Words& words) {
  constexpr auto kNot =
      std::to_array<std::string_view>({"около", "примерно", "ночью", "как", "так", "суд", "суда", "военный", "командир",
                                       "рапорт", "согласно", "приказ", "следовател"});
  if (std::ranges::any_of(kNot, [&](std::string_view one) { return words[0].text == one; })) return false;
  if (is_official(words[0].text) || is_other_role(words[0].text) || is_accused_word(words[0].text)) return false;
  const std::string_view word = words[0].text;
  for (const std::string_view no_name : {"ея", "уя", "ая", "ив", "ясь", "ства", "ство", "ние", "ния", "ость"})
    if (word.ends_with(no_name)) return false;
  const bool adjective = word.ends_with("ый") || word.ends_with("ий") || word.ends_with("ая") || word.ends_with("ые");
  if (ends_as_family(word) && !adjective) return true;
  return words.size() > 1 && (words[1].phrase > words[0].phrase || words[1].text.ends_with("л") ||
                              words[1].text.ends_with("лся") || words[1].initial);
}

bool is_candidate(const Words& words, std::size_t at) {
  if (is_depersonalised(words[at].text)) return !is_of_others(words, at);
  if (!can_be_family(words[at]) || is_place(words, at) || is_of_others(words, at)) return false;
  if (at == 0) return begins_as_name(words);
  return ends_as_family(words[at].text) || is_rank(words[at - 1].text) ||
         (at + 1 < words.size() && words[at + 1].initial);
}

/// "Рядовой Белкин …": whom the first sentence is about.
bool is_subject(const Words& words, std::size_t at) {
  return at == 0 || is_rank(words[at - 1].text) ||
         (at <= 4 && words[at - 1].phrase < words[at].phrase);  // "Установил: Белкин"
}

/// Whom the sentences name most often, the first subject twice more; of equals, who is named first.
std::string most_named_in(const std::vector<Words>& sentences) {
  struct Named {
    std::string stem;
    std::size_t times = 0;
  };
  std::vector<Named> all;
  for (const Words& words : sentences) {
    for (std::size_t at = 0; at < words.size(); ++at) {
      if (!is_candidate(words, at)) continue;
      const auto same = std::ranges::find_if(all, [&](const Named& one) {
        return is_depersonalised(one.stem) ? one.stem == words[at].text : is_name_in_case(words[at].text, one.stem);
      });
      if (same != all.end())
        ++same->times;
      else if (all.size() < kNamesMax)
        all.push_back({stem_in_any_case(words[at].text), all.empty() && is_subject(words, at) ? 3U : 1U});
    }
  }
  const auto most = std::ranges::max_element(all, {}, &Named::times);
  return most == all.end() ? std::string{} : most->stem;
}

/// Words of the sentences that hold any of the beginnings, or of all if there is none: most of a long act says nothing
/// of who is accused.
std::vector<Words> sentences_with(std::string_view text, std::initializer_list<std::string_view> beginnings) {
  std::vector<Words> all;
  for (const std::string_view sentence : sentences_of(text))
    if (beginnings.size() == 0 || holds_any(sentence, beginnings)) all.push_back(words_of_sentence(sentence));
  return all;
}

/// What `find` finds in the first sentence that holds any of the beginnings and names somebody.
std::string first_found(std::string_view text, std::initializer_list<std::string_view> beginnings,
                        std::string (*find)(const Words&)) {
  for (const std::string_view sentence : sentences_of(text)) {
    if (!holds_any(sentence, beginnings)) continue;
    if (const std::string name = find(words_of_sentence(sentence)); !name.empty()) return stem_in_any_case(name);
  }
  return {};
}

/// "Рогозин (далее – ФИО1)": the name behind "далее", where the one before it is theirs.
std::string alias_in(std::string_view text, const std::string& stem) {
  for (const Words& words : sentences_with(text, {"далее"})) {
    for (std::size_t i = 1; i + 1 < words.size(); ++i) {
      if (words[i].text != "далее") continue;
      bool theirs = false;
      for (std::size_t before = i > 4 ? i - 4 : 0; before < i; ++before)
        theirs = theirs || is_name_in_case(words[before].text, stem);
      for (std::size_t next = i + 1; theirs && next < std::min(words.size(), i + 4); ++next)
        if (is_depersonalised(words[next].text) || can_be_family(words[next])) return words[next].text;
    }
  }
  return {};
}

/// Whether "и Ежов", "и рядового Ежова" stands at `at`, a name of another.
bool and_another_at(const Words& words, std::size_t at, const std::string& stem) {
  if (words[at].text != "и" || at + 1 >= words.size()) return false;
  std::size_t next = at + 1;
  while (next + 1 < words.size() && next < at + 3 && is_rank(words[next].text)) ++next;
  if (is_name_in_case(words[next].text, stem)) return false;
  return is_depersonalised(words[next].text) || (can_be_family(words[next]) && !is_place(words, next));
}

/// Whether another is named beside them: "Белкин и Ежов", or introduced with them.
bool is_joined_in(std::string_view text, const std::string& stem) {
  for (const std::string_view sentence : sentences_of(text)) {
    if (!holds(sentence, " и ") || !holds(plain(sentence), stem)) continue;
    const Words words = words_of_sentence(sentence);
    bool introduced = false;
    std::size_t named = words.size();
    for (std::size_t i = 0; i < words.size(); ++i) {
      introduced = introduced || introduces_at(words, i);
      if (is_depersonalised(stem) ? words[i].text == stem : is_name_in_case(words[i].text, stem)) named = i;
      if (named >= i || !and_another_at(words, i, stem)) continue;
      // "… и рядового Ежова" of an introduction, however far
      if ((is_rank(words[i + 1].text) && (introduced || i - named <= 12)) ||
          (words[i].phrase == words[named].phrase && i - named <= 4))
        return true;
    }
  }
  return false;
}

}  // namespace

bool is_about_a_case(const Words& words) {
  return std::ranges::any_of(words, [](const Word& word) {
    return holds_any(word.text,
                     {"дел", "материал", "обвин", "приговор", "рассм", "ходатайств", "представлен", "жалоб"});
  });
}

bool introduces_at(const Words& words, std::size_t at) {
  if (at == 0) return false;
  if (words[at].text == "обвинению" && words[at - 1].text == "по") return true;
  if (words[at].text == "дело" && at + 1 < words.size() && is_rank(words[at + 1].text)) return true;
  if (words[at].text == "отношении" && words[at - 1].text == "в")
    return at + 1 == words.size() || !words[at + 1].text.starts_with("котор");
  // "на приговор …, которым рядовой Белкин осужден"
  return words[at].text == "которым" && std::any_of(words.begin() + static_cast<std::ptrdiff_t>(at), words.end(),
                                                    [](const Word& word) { return word.text.starts_with("осужден"); });
}

AccusedName accused_called(std::string stem, std::string_view text) {
  text = text.substr(0, kTextBytesMax);
  std::string alias = alias_in(text, stem);
  const bool joined = !stem.empty() && is_joined_in(text, stem);
  return {std::move(stem), std::move(alias), joined};
}

AccusedName accused_named_in(std::string_view text) {
  text = text.substr(0, kTextBytesMax);
  std::string stem =
      first_found(text, {"тношении", "бвинению", "которым", "одсудим", "сужденн", "суждённ"}, introduced_or_called_in);
  if (stem.empty()) stem = most_named_in(sentences_with(text, {}));
  return accused_called(std::move(stem), text);
}

}  // namespace waymark::courts
