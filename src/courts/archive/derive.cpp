#include "courts/archive/derive.h"

#include <algorithm>

#include "base/check.h"
#include "courts/archive/court_names.h"
#include "courts/ids/law_table.h"
#include "courts/ids/words.h"

namespace waymark::courts {
namespace {

std::vector<const ViewNow*> best_first(std::span<const ViewNow> views) {
  std::vector<const ViewNow*> order;
  for (const ViewNow& view : views) order.push_back(&view);
  std::sort(order.begin(), order.end(), [](const ViewNow* a, const ViewNow* b) { return a->card.view < b->card.view; });
  return order;
}

/// The first readable date, else the first written one.
CourtDate first_date(const std::vector<const ViewNow*>& views, CourtDate Card::* member) {
  CourtDate written;
  for (const ViewNow* view : views) {
    const CourtDate& date = view->card.*member;
    if (date.known()) return date;
    if (written.kind == CourtDate::Kind::kAbsent) written = date;
  }
  return written;
}

std::string first_text(const std::vector<const ViewNow*>& views, std::string Card::* member) {
  for (const ViewNow* view : views) {
    if (!(view->card.*member).empty()) return view->card.*member;
  }
  return {};
}

std::int32_t day_or_none(const CourtDate& date) { return date.known().value_or(kNoDay); }

std::uint32_t flag_if(bool condition, FactFlag flag) { return condition ? flag : 0U; }

/// The gravest by the law table's upper limit; without one in the table, the first.
const Article* main_article(const Articles& articles) {
  const Article* best = nullptr;
  int most = -1;
  for (const Article& article : articles.list) {
    const LawRow* const row = article.code == "УК" ? law_row(article.article, article.part) : nullptr;
    const int years = row == nullptr ? 0 : row->years_max;
    if (years > most) best = &article;
    most = std::max(most, years);
  }
  return best;
}

struct Common {
  Fact fact;
  FactTexts texts;
  std::string court;
  CourtDate decided;
  std::string result;
};

Common common_of(const std::vector<const ViewNow*>& views) {
  Common common;
  Fact& fact = common.fact;
  const Card& best = views.front()->card;
  const CourtDate received = first_date(views, &Card::received);
  const CourtDate in_force = first_date(views, &Card::in_force);
  common.decided = first_date(views, &Card::decided);
  common.result = first_text(views, &Card::result);
  common.court = best.court_code.empty() ? plain(best.court) : best.court_code;
  fact.region = region_of(best.court_code);
  fact.view = best.view;
  fact.received = day_or_none(received);
  fact.in_force = day_or_none(in_force);
  for (const ViewNow* view : views) {
    if (fact.stage == Stage::kUnknown) fact.stage = view->card.stage;
    fact.first_seen = fact.first_seen == kNoDay ? view->first_seen : std::min(fact.first_seen, view->first_seen);
    fact.last_seen = std::max(fact.last_seen, view->last_seen);
    if (common.texts.uid.empty()) common.texts.uid = view->card.uid.key().value_or("");
    fact.flags |= flag_if(view->card.uid.state() == Uid::State::kWrongCheck, kUidWrong) |
                  flag_if(!view->card.number.old.empty(), kHasOldNumber) |
                  flag_if(view->card.act_state == ActState::kPublished, kActPublished) |
                  flag_if(view->card.act_state == ActState::kAbsent, kActAbsent);
    if (common.texts.lower_court.empty()) common.texts.lower_court = view->card.lower.court;
    if (common.texts.lower_number.empty()) common.texts.lower_number = view->card.lower.number;
  }
  for (const ViewNow* view : views) fact.gone = std::max(fact.gone, view->gone);
  if (fact.gone < fact.last_seen) fact.gone = kNoDay;  // another view has seen it since
  fact.flags |= flag_if(received.kind == CourtDate::Kind::kUnreadable, kReceivedUnreadable) |
                flag_if(in_force.kind == CourtDate::Kind::kUnreadable, kInForceUnreadable);
  common.texts.number = best.number.written;
  common.texts.judge = first_text(views, &Card::judge);
  return common;
}

/// Whether what the card says leaves room for what an act's text may say: nothing, a sentence without its punishment, a
/// punishment without its place; and proceedings that ended, where the act gives a reason the card does not.
bool leaves_room(Outcome card, Outcome act) {
  if (card == Outcome::kUnknown || card == Outcome::kSentenced || card == Outcome::kPrison) return true;
  return card == Outcome::kTerminated && (act == Outcome::kReleasedToFront || act == Outcome::kCourtFine);
}

/// The card's words first; what they leave open ("вынесен приговор") the act's text may say of this accused.
OutcomeFinding outcome_for(const Person& person, const Common& common, std::span<const std::string> others,
                           const std::vector<const ViewNow*>& views) {
  const Stage stage = common.fact.stage;
  OutcomeFinding finding = outcome_of_words(person.result, stage);
  if (finding.outcome == Outcome::kUnknown) finding = outcome_of_words(common.result, stage);
  for (const ViewNow* view : views) {
    for (const ActText& act : view->card.acts) {
      const OutcomeFinding in_text = outcome_of_act(act.text, {.stage = stage, .name = person.name, .others = others});
      if (in_text.outcome != Outcome::kUnknown && leaves_room(finding.outcome, in_text.outcome)) return in_text;
    }
  }
  return finding;
}

/// Of several accused an act does not say whose service it speaks of.
CategoryFinding category_for(const std::vector<const ViewNow*>& views, std::span<const Person> persons) {
  if (persons.size() > 1) return {};
  const std::string_view name = persons.empty() ? std::string_view{} : persons.front().name;
  for (const ViewNow* view : views) {
    for (const ActText& act : view->card.acts) {
      if (auto found = category_of_act(act.text, name); found.category != Category::kUnknown) return found;
    }
  }
  return {};
}

void take_articles(DraftFact& draft, const Person& person, std::int32_t decided) {
  draft.articles = person.articles.normal();
  if (const Article* const article = main_article(person.articles)) draft.main_article = article->normal();
  draft.fact.flags |= flag_if(!person.articles.not_read.empty(), kArticleUnknown);
  for (const Article& article : person.articles.list) {
    const bool early = article.code == "УК" && decided != kNoDay &&
                       law_on(article.article, article.part, decided) == LawAnswer::kNotYet;
    draft.fact.flags |= flag_if(early, kArticleNotYet);
  }
}

DraftFact draft_for(const Person& person, const Common& common, std::span<const std::string> others,
                    const std::vector<const ViewNow*>& views) {
  DraftFact draft{
      .fact = common.fact, .texts = common.texts, .court = common.court, .articles = {}, .main_article = {}};
  const CourtDate& decided = person.decided.known() ? person.decided : common.decided;
  draft.fact.decided = day_or_none(decided);
  draft.fact.flags |= flag_if(decided.kind == CourtDate::Kind::kUnreadable, kDecidedUnreadable) |
                      flag_if(person.name_kind == NameKind::kHidden, kNameHidden);
  take_articles(draft, person, draft.fact.decided);
  const OutcomeFinding outcome = outcome_for(person, common, others, views);
  draft.fact.outcome = outcome.outcome;
  draft.fact.basis = outcome.basis;
  draft.texts.name = person.name;
  draft.texts.sentence = outcome.sentence;
  return draft;
}

}  // namespace

bool says_decided(const Card& card) {
  if (card.decided.known() || !card.result.empty()) return true;
  return std::any_of(card.persons.begin(), card.persons.end(),
                     [](const Person& one) { return one.decided.known().has_value() || !one.result.empty(); });
}

std::vector<DraftFact> derive_facts(std::span<const ViewNow> views) {
  CHECK(!views.empty());
  const std::vector<const ViewNow*> order = best_first(views);
  const auto with_persons =
      std::find_if(order.begin(), order.end(), [](const ViewNow* view) { return !view->card.persons.empty(); });
  Common common = common_of(order);
  common.fact.persons =
      with_persons == order.end() ? 1 : static_cast<std::int32_t>((*with_persons)->card.persons.size());
  const CategoryFinding category =
      category_for(order, with_persons == order.end() ? std::span<const Person>{} : (*with_persons)->card.persons);
  common.fact.category = category.category;
  common.texts.category_sentence = category.sentence;
  std::vector<DraftFact> drafts;
  if (with_persons == order.end()) {
    drafts.push_back(draft_for({}, common, {}, order));
    drafts.back().fact.flags |= kNoPersonNamed;
    return drafts;
  }
  const std::vector<Person>& persons = (*with_persons)->card.persons;
  for (const Person& person : persons) {
    std::vector<std::string> others;
    for (const Person& other : persons)
      if (&other != &person) others.push_back(other.name);
    drafts.push_back(draft_for(person, common, others, order));
    drafts.back().fact.person = static_cast<std::int32_t>(drafts.size()) - 1;
  }
  return drafts;
}

}  // namespace waymark::courts
