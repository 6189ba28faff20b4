#include "pack/check.h"

#include <algorithm>
#include <set>

#include "pack/check_desk.h"
#include "pack/forbidden.h"
#include "pack/worst.h"
#include "text/utf8.h"
#include "text/zone.h"

namespace waymark::pack {
namespace {

constexpr std::size_t kShortNameMax = 24;
constexpr std::size_t kShortLabelMax = 28;
constexpr std::size_t kClockNameMax = 48;
constexpr std::size_t kClockShortMax = 20;
constexpr std::size_t kTemplateNameMax = 40;
constexpr std::size_t kTemplateMax = 1'500;
constexpr std::size_t kReadyQuestionMax = 400;
constexpr std::size_t kSilenceMax = 300;
constexpr std::size_t kOutcomeMax = 60;
constexpr std::size_t kNoLimit = SIZE_MAX;

bool has_facts(const Question& question) {
  return question.kind == QuestionKind::kOne || question.kind == QuestionKind::kMany ||
         question.kind == QuestionKind::kTable;
}

/// Collects findings; refused ones go to the front when they are taken.
class Findings {
 public:
  void refuse(Rule rule, std::string place, std::string about) {
    all_.push_back({Severity::kRefused, rule, std::move(place), std::move(about)});
  }
  void refuse_asking(std::string place, Forbidden what, std::string_view quote) {
    all_.push_back({Severity::kRefused, Rule::kAsksForbidden, std::move(place),
                    "This asks for " + std::string(describe(what)) + ".", std::string(quote)});
  }
  void warn(Rule rule, std::string place, std::string about) {
    all_.push_back({Severity::kWarning, rule, std::move(place), std::move(about)});
  }
  void add(std::vector<Finding> more) { std::ranges::move(more, std::back_inserter(all_)); }
  std::vector<Finding> take() {
    std::stable_sort(all_.begin(), all_.end(),
                     [](const Finding& a, const Finding& b) { return a.severity < b.severity; });
    return std::move(all_);
  }

 private:
  std::vector<Finding> all_;
};

// ---- what must not be asked ------------------------------------------------------------------------------------

void check_text_for_forbidden(const Pack& pack, const std::string& key, Findings& findings) {
  for (const Language language : pack.languages) {
    const auto text = pack.text(language, key);
    if (!text.has_value()) continue;
    if (const auto found = forbidden_in_text(*text, language))
      findings.refuse_asking("texts." + std::string(code_of(language)) + ": " + key, *found, *text);
  }
}

void check_id_for_forbidden(const std::string& id, const std::string& place, Findings& findings) {
  if (const auto found = forbidden_in_id(id)) findings.refuse_asking(place, *found, id);
}

void check_forbidden(const Pack& pack, Findings& findings) {
  for (const std::string& name : pack.templates) check_text_for_forbidden(pack, "template." + name, findings);
  for (const Question& question : pack.questions) {
    check_id_for_forbidden(question.id, "question." + question.id, findings);
    for (const char* suffix : {"", "@other"}) {
      check_text_for_forbidden(pack, "question." + question.id + suffix, findings);
      check_text_for_forbidden(pack, "hint." + question.id + suffix, findings);
      check_text_for_forbidden(pack, "ask." + question.id + suffix, findings);
    }
    for (const Answer& answer : question.answers) {
      const std::string place = question.id + "." + answer.code;
      check_id_for_forbidden(answer.code, "answer." + place, findings);
      if (answer.year.has_value()) check_id_for_forbidden(*answer.year, "answer." + place + ".year", findings);
      for (const char* suffix : {"", "@other"}) check_text_for_forbidden(pack, "answer." + place + suffix, findings);
    }
  }
}

// ---- references ------------------------------------------------------------------------------------------------

/// Questions before `limit` only, when one is given.
const Question* find_before(const Pack& pack, std::string_view id, const Question* limit) {
  for (const Question& question : pack.questions) {
    if (&question == limit) return nullptr;
    if (question.id == id) return &question;
  }
  return nullptr;
}

void check_atoms(const Pack& pack, const std::vector<Atom>& atoms, const Question* limit, const std::string& place,
                 Findings& findings) {
  for (const Atom& atom : atoms) {
    const Question* question = find_before(pack, atom.question, limit);
    if (question == nullptr) {
      findings.refuse(Rule::kBrokenReference, place, "There is no earlier question '" + atom.question + "'.");
      continue;
    }
    for (const std::string& code : atom.codes)
      if (question->answer(code) == nullptr)
        findings.refuse(Rule::kBrokenReference, place,
                        "Question '" + atom.question + "' has no answer '" + code + "'.");
  }
}

void check_clock(const Pack& pack, const Clock& clock, Findings& findings) {
  const std::string place = "clock." + clock.id;
  const Question* question = pack.question(clock.question);
  if (question == nullptr)
    return findings.refuse(Rule::kBrokenReference, place, "There is no question '" + clock.question + "'.");
  check_atoms(pack, clock.when, nullptr, place + ".when", findings);
  if (clock.codes.empty()) findings.refuse(Rule::kBrokenReference, place, "No answer starts this clock.");
  for (const std::string& code : clock.codes) {
    const Answer* answer = question->answer(code);
    if (answer == nullptr) {
      findings.refuse(Rule::kBrokenReference, place, "Question '" + clock.question + "' has no answer '" + code + "'.");
    } else if (clock.from == ClockFrom::kDate && answer->date == AnswerDate::kNone) {
      findings.refuse(Rule::kClockWithoutDate, place, "Answer '" + code + "' asks for no date.");
    }
  }
}

void check_zones(const std::vector<NamedZone>& zones, const std::string& place, Findings& findings) {
  for (const NamedZone& named : zones)
    if (named.zone == nullptr)
      findings.refuse(Rule::kBrokenReference, place, "The time zone '" + named.name + "' is not known.");
}

void check_references(const Pack& pack, Findings& findings) {
  if (!text::Zone::named(pack.zone).has_value())
    findings.refuse(Rule::kBrokenReference, "zone", "This time zone is not known.");
  check_zones(pack.zones, "zones", findings);
  for (const Question& question : pack.questions) {
    check_atoms(pack, question.when, &question, "question." + question.id + ".when", findings);
    for (const Answer& answer : question.answers) {
      const std::string place = "answer." + question.id + "." + answer.code;
      check_zones(answer.zones, place + ".zones", findings);
      if (answer.needs.has_value() && !pack.options.contains(*answer.needs))
        findings.refuse(Rule::kBrokenReference, place, "There is no option '" + *answer.needs + "'.");
    }
  }
  if (pack.short_way.has_value()) {
    check_atoms(pack, pack.short_way->conditions, nullptr, "short_way.if", findings);
    for (const std::string& id : pack.short_way->questions)
      if (pack.question(id) == nullptr)
        findings.refuse(Rule::kBrokenReference, "short_way.questions", "There is no question '" + id + "'.");
  }
  for (const Clock& clock : pack.clocks) check_clock(pack, clock, findings);
}

void check_needed_questions(const Pack& pack, Findings& findings) {
  if (pack.question("need") == nullptr && pack.question("text") == nullptr)
    findings.refuse(Rule::kMissingQuestion, "questions", "Either 'need' or 'text' must be asked.");
  const Question* consent = pack.question("consent");
  if (consent == nullptr || consent->kind != QuestionKind::kConsent)
    findings.refuse(Rule::kMissingQuestion, "questions", "'consent' must be asked.");
  const Question* text = pack.question("text");
  if (text != nullptr && text->kind != QuestionKind::kText)
    findings.refuse(Rule::kMissingQuestion, "question.text", "'text' is the free text.");
}

// ---- branches --------------------------------------------------------------------------------------------------

/// The codes that a person can still have chosen when `atoms` about `question` hold; one-answer questions only.
std::set<std::string> codes_left(const Question& question, const std::vector<Atom>& atoms) {
  std::set<std::string> left;
  for (const Answer& answer : question.answers) left.insert(answer.code);
  for (const Atom& atom : atoms) {
    if (atom.question != question.id) continue;
    std::erase_if(left, [&atom](const std::string& code) {
      const bool named = std::find(atom.codes.begin(), atom.codes.end(), code) != atom.codes.end();
      return named != atom.is;
    });
  }
  return left;
}

/// Can all atoms hold at once, given which earlier questions can be reached at all?
bool can_hold(const Pack& pack, const std::vector<Atom>& atoms, const std::set<std::string>& reachable) {
  return std::all_of(atoms.begin(), atoms.end(), [&](const Atom& atom) {
    if (!atom.is) return true;
    const Question* question = pack.question(atom.question);
    if (question == nullptr || !reachable.contains(atom.question)) return false;
    if (question->kind != QuestionKind::kOne) return true;
    return !codes_left(*question, atoms).empty();
  });
}

void check_branches(const Pack& pack, Findings& findings) {
  std::set<std::string> reachable;
  for (const Question& question : pack.questions) {
    if (can_hold(pack, question.when, reachable))
      reachable.insert(question.id);
    else
      findings.warn(Rule::kUnreachable, "question." + question.id, "No answers lead to this question.");
  }
}

// ---- texts -----------------------------------------------------------------------------------------------------

struct NeededText {
  std::string key;
  std::size_t code_points_max;
};

void need_answer_texts(const Question& question, std::vector<NeededText>& needed) {
  for (const Answer& answer : question.answers) {
    const std::string place = question.id + "." + answer.code;
    needed.push_back({"answer." + place, kNoLimit});
    needed.push_back({"short." + place, kShortLabelMax});
    if (answer.danger) needed.push_back({"crisis." + answer.code, kNoLimit});
    if (answer.contact != ContactRule::kFree) needed.push_back({"contact_rule." + place, kNoLimit});
    if (answer.category.has_value()) needed.push_back({"category." + *answer.category, kNoLimit});
  }
  for (const std::string& state : question.states) needed.push_back({"state." + question.id + "." + state, kNoLimit});
}

std::vector<NeededText> needed_texts(const Pack& pack) {
  std::vector<NeededText> needed = {{"pack.name", kNoLimit}};
  bool any_danger = false;
  for (const Question& question : pack.questions) {
    needed.push_back({"question." + question.id, kNoLimit});
    if (!has_facts(question)) continue;
    needed.push_back({"short." + question.id, kShortNameMax});
    need_answer_texts(question, needed);
    any_danger |= std::any_of(question.answers.begin(), question.answers.end(),
                              [](const Answer& answer) { return answer.danger; });
  }
  if (any_danger) needed.insert(needed.end(), {{"crisis.title", kNoLimit}, {"crisis.text", kNoLimit}});
  for (const Clock& clock : pack.clocks) {
    needed.push_back({"clock." + clock.id, kClockNameMax});
    needed.push_back({"clock_short." + clock.id, kClockShortMax});
    if (clock.source.has_value()) needed.push_back({"source." + *clock.source, kNoLimit});
  }
  for (const std::string& outcome : pack.outcomes) needed.push_back({"outcome." + outcome, kOutcomeMax});
  for (const std::string& outcome : pack.outcomes_before) needed.push_back({"outcome." + outcome, kOutcomeMax});
  for (const OutcomeGroup& group : pack.outcome_groups)
    needed.push_back({"outcome_group." + group.id, kTemplateNameMax});
  for (const SilenceRule& rule : pack.silence) needed.push_back({"silence." + rule.id, kSilenceMax});
  for (const std::string& name : pack.templates) {
    needed.push_back({"template_name." + name, kTemplateNameMax});
    needed.push_back({"template." + name, kNoLimit});  // its length: check_ready_texts
  }
  return needed;
}

/// Keys that may be there but need not.
std::set<std::string> optional_texts(const Pack& pack) {
  std::set<std::string> keys = {"pack.about", "crisis.title@other", "crisis.text@other"};
  for (const Question& question : pack.questions) {
    keys.insert({"ask." + question.id, "ask." + question.id + "@other", "hint." + question.id,
                 "question." + question.id + "@other", "hint." + question.id + "@other", "short." + question.id});
    if (question.kind == QuestionKind::kConsent)
      keys.insert({"answer." + question.id + ".yes", "short." + question.id + ".yes"});
    for (const Answer& answer : question.answers) {
      keys.insert("answer." + question.id + "." + answer.code + "@other");
      if (answer.danger) keys.insert("crisis." + answer.code + "@other");
      keys.insert("note." + question.id + "." + answer.code);
      for (const std::string& state : question.states)
        keys.insert("short." + question.id + "." + answer.code + "." + state);
    }
  }
  return keys;
}

void check_one_text(const Pack& pack, Language language, const NeededText& needed, Findings& findings) {
  const std::string place = "texts." + std::string(code_of(language)) + ": " + needed.key;
  const auto text = pack.text(language, needed.key);
  if (!text.has_value()) return findings.refuse(Rule::kMissingText, place, "This text is missing.");
  const auto count = text::count_code_points(*text);
  if (count.has_value() && *count > needed.code_points_max)
    findings.warn(Rule::kTextTooLong, place, "Longer than " + std::to_string(needed.code_points_max) + " characters.");
}

void check_texts(const Pack& pack, Findings& findings) {
  const std::vector<NeededText> needed = needed_texts(pack);
  std::set<std::string> known = optional_texts(pack);
  for (const NeededText& one : needed) known.insert(one.key);
  for (const Language language : kLanguages) {
    const bool declared = std::find(pack.languages.begin(), pack.languages.end(), language) != pack.languages.end();
    if (!declared) {
      findings.warn(Rule::kMissingLanguage, "languages", "There is no '" + std::string(code_of(language)) + "'.");
      continue;
    }
    for (const NeededText& one : needed) check_one_text(pack, language, one, findings);
    for (const auto& [key, text] : pack.texts.at(language))
      if (!known.contains(key))
        findings.warn(Rule::kUnusedText, "texts." + std::string(code_of(language)) + ": " + key,
                      "Nothing shows this text.");
  }
}

/// What is sent to people as it stands gives no advice that no card may give, and exists in every language or in none.
void check_ready_text(const Pack& pack, const std::string& key, std::size_t code_points_max, Findings& findings) {
  const auto has = [&](Language language) { return pack.text(language, key).has_value(); };
  if (std::ranges::none_of(pack.languages, has)) return;
  for (const Language language : pack.languages) {
    check_one_text(pack, language, {key, code_points_max}, findings);
    const auto advice = has(language) ? forbidden_advice(*pack.text(language, key), language) : std::nullopt;
    if (advice)
      findings.refuse(Rule::kForbiddenAdvice, "texts." + std::string(code_of(language)) + ": " + key,
                      "This gives advice on " + std::string(describe(*advice)) + "; no ready text may.");
  }
}

void check_ready_texts(const Pack& pack, Findings& findings) {
  for (const std::string& name : pack.templates) check_ready_text(pack, "template." + name, kTemplateMax, findings);
  for (const Question& question : pack.questions)
    for (const char* suffix : {"", "@other"})
      check_ready_text(pack, "ask." + question.id + suffix, kReadyQuestionMax, findings);
}

void check_hints(const Pack& pack, Findings& findings) {
  for (const Question& question : pack.questions) {
    if (question.kind != QuestionKind::kText) continue;
    for (const Language language : pack.languages)
      if (!pack.text(language, "hint." + question.id).has_value())
        findings.warn(Rule::kNoHint, "texts." + std::string(code_of(language)) + ": hint." + question.id,
                      "Say here what people should not write.");
  }
}

void check_size(const Pack& pack, Findings& findings) {
  const std::size_t answers = worst_answers_bytes(pack);
  if (answers > kAnswersBytesMax)
    findings.refuse(Rule::kTooManyAnswers, "questions",
                    "All answers at once need " + std::to_string(answers) + " bytes of a message; more than " +
                        std::to_string(kAnswersBytesMax) +
                        " leave too little for what people write. Ask less, or use shorter names.");
  const std::size_t worst = worst_draft_bytes(pack);
  if (worst <= kDraftBytesMax) return;
  findings.refuse(Rule::kTooManyAnswers, "questions",
                  "All answers at once need " + std::to_string(worst) + " bytes; pages without scripts carry " +
                      std::to_string(kDraftBytesMax) + ". Ask less, or ask for fewer details.");
}

}  // namespace

std::string_view name_of(Rule rule) {
  switch (rule) {
    case Rule::kAsksForbidden: return "asks-forbidden";
    case Rule::kBrokenReference: return "broken-reference";
    case Rule::kClockWithoutDate: return "clock-without-date";
    case Rule::kMissingText: return "missing-text";
    case Rule::kMissingQuestion: return "missing-question";
    case Rule::kMissingLanguage: return "missing-language";
    case Rule::kUnreachable: return "unreachable";
    case Rule::kNoHint: return "no-hint";
    case Rule::kTextTooLong: return "text-too-long";
    case Rule::kUnusedText: return "unused-text";
    case Rule::kNoSource: return "no-source";
    case Rule::kNoDate: return "no-date";
    case Rule::kCrisisTwice: return "crisis-twice";
    case Rule::kForbiddenAdvice: return "forbidden-advice";
    case Rule::kTooManyAnswers: return "too-many-answers";
    case Rule::kPastReview: break;
  }
  return "past-review";
}

std::vector<Finding> check(const Pack& pack) {
  Findings findings;
  check_forbidden(pack, findings);
  check_references(pack, findings);
  check_needed_questions(pack, findings);
  check_branches(pack, findings);
  check_texts(pack, findings);
  check_ready_texts(pack, findings);
  check_hints(pack, findings);
  check_size(pack, findings);
  findings.add(check_desk_part(pack));
  return findings.take();
}

bool acceptable(const std::vector<Finding>& findings) {
  return std::none_of(findings.begin(), findings.end(),
                      [](const Finding& finding) { return finding.severity == Severity::kRefused; });
}

}  // namespace waymark::pack
