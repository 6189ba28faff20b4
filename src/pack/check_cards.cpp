// What a card must have and must never say.
#include <algorithm>

#include "pack/card.h"
#include "pack/forbidden.h"
#include "text/utf8.h"

namespace waymark::pack {
namespace {

class CardChecker {
 public:
  CardChecker(const Pack& pack, const Card& card, std::vector<Finding>& findings)
      : pack_(pack), card_(card), findings_(findings) {}

  void check() {
    check_dates();
    check_sources();
    check_basis_sources();
    check_fits();
    for (const Language language : pack_.languages) check_language(language);
  }
  void warn_past_review() { add(Severity::kWarning, Rule::kPastReview, "", "Its review is due: read it again."); }
  void refuse_second_crisis() { add(Severity::kRefused, Rule::kCrisisTwice, "", "There is another crisis card."); }

 private:
  void add(Severity severity, Rule rule, const std::string& where, std::string about) {
    findings_.push_back({severity, rule, "card." + card_.id + (where.empty() ? "" : ": " + where), std::move(about)});
  }
  void check_dates() {
    for (const auto& [name, date] : {std::pair{"written", &card_.written},
                                     {"valid_from", &card_.valid_from},
                                     {"checked", &card_.checked},
                                     {"known_to", &card_.known_to},
                                     {"review_by", &card_.review_by}})
      if (date->empty()) add(Severity::kRefused, Rule::kNoDate, name, "A card says when it is from and until when.");
    if (!card_.review_by.empty() && card_.review_by < card_.written)
      add(Severity::kRefused, Rule::kNoDate, "review_by", "The review is before the card was written.");
  }
  void check_sources() {
    if (card_.sources.empty()) add(Severity::kRefused, Rule::kNoSource, "sources", "A card names its sources.");
    if (card_.jurisdiction.empty())
      add(Severity::kRefused, Rule::kNoSource, "jurisdiction", "A card says whose law it explains.");
    for (const CardSource& source : card_.sources) {
      if (source.date.empty() || source.where.empty())
        add(Severity::kRefused, Rule::kNoSource, "sources", "A source has a date and a place where it is published.");
      for (const Language language : pack_.languages)
        if (const auto title = source.title.find(language); title == source.title.end() || title->second.empty())
          add(Severity::kRefused, Rule::kMissingText, "sources." + std::string(code_of(language)),
              "A source lacks its title.");
    }
  }
  /// Every paragraph says on what it rests; the text of a law that nobody has read is not told as its text.
  void check_basis(Language language, const CardText& text) {
    if (paragraphs_of(text).size() != card_.basis.size())
      add(Severity::kRefused, Rule::kNoSource, "basis." + std::string(code_of(language)),
          "Each paragraph of the body has one entry in basis.");
  }
  void check_basis_sources() {
    for (std::size_t i = 0; i < card_.basis.size(); ++i) {
      const CardBasis& basis = card_.basis[i];
      const std::string where = "basis." + std::to_string(i + 1);
      const bool needs_source = basis.sure == Sure::kRead || basis.sure == Sure::kReported;
      if (needs_source && basis.sources.empty())
        add(Severity::kRefused, Rule::kNoSource, where, "What was read or reported names its source.");
      for (const std::size_t number : basis.sources)
        if (number == 0 || number > card_.sources.size())
          add(Severity::kRefused, Rule::kNoSource, where, "There is no source " + std::to_string(number) + ".");
    }
  }
  void check_fits() {
    for (const std::string& fit : card_.fits) {
      const std::size_t dot = fit.find('.');
      const std::size_t sign = std::min(fit.find('='), fit.size());
      const std::string state = sign == fit.size() ? "" : fit.substr(sign + 1);
      const Question* question = pack_.question(fit.substr(0, dot));
      const bool state_known =
          sign == fit.size() ||
          (question != nullptr && std::ranges::find(question->states, state) != question->states.end());
      if (question == nullptr || question->answer(fit.substr(dot + 1, sign - dot - 1)) == nullptr || !state_known)
        add(Severity::kRefused, Rule::kBrokenReference, "for", "There is no answer '" + fit + "'.");
    }
  }
  void check_language(Language language) {
    const auto found = card_.texts.find(language);
    const std::string code{code_of(language)};
    if (found == card_.texts.end())
      return add(Severity::kRefused, Rule::kMissingText, code, "This language is missing.");
    check_part(language, "title", found->second.title, kCardTitleMax);
    check_part(language, "short", found->second.brief, kCardShortMax);
    check_part(language, "body", found->second.body, kCardBodyMax);
    check_part(language, "doubts", found->second.doubts, kCardDoubtsMax);
    check_basis(language, found->second);
  }
  void check_part(Language language, const std::string& part, const std::string& text, std::size_t code_points_max) {
    const std::string where = std::string(code_of(language)) + "." + part;
    if (text.empty()) return add(Severity::kRefused, Rule::kMissingText, where, "This text is missing.");
    if (const auto count = text::count_code_points(text); !count.has_value() || *count > code_points_max)
      add(Severity::kRefused, Rule::kTextTooLong, where,
          "Longer than " + std::to_string(code_points_max) + " characters.");
    if (const auto found = forbidden_advice(text, language))
      add(Severity::kRefused, Rule::kForbiddenAdvice, where,
          "This gives advice on " + std::string(describe(*found)) + "; no card may.");
  }

  const Pack& pack_;
  const Card& card_;
  std::vector<Finding>& findings_;
};

}  // namespace

std::vector<Finding> check_cards(const Pack& pack, const std::vector<Card>& cards, TimePoint today) {
  std::vector<Finding> findings;
  std::size_t crises = 0;
  for (const Card& card : cards) {
    CardChecker checker{pack, card, findings};
    checker.check();
    if (card.crisis && card.withdrawn.empty() && ++crises > 1) checker.refuse_second_crisis();
    if (card.withdrawn.empty() && !card.review_by.empty() && past_review(card, today)) checker.warn_past_review();
  }
  std::ranges::stable_sort(findings, {}, &Finding::severity);
  return findings;
}

}  // namespace waymark::pack
