#include "courts/demo/world.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "base/check.h"
#include "courts/demo/wordings.h"
#include "courts/ids/court_date.h"
#include "courts/ids/uid.h"

namespace waymark::courts {
namespace {

constexpr std::uint32_t kGarrisonsOfCircuit = 14;

std::int32_t first_of_year() { return day_of(kDemoYear, 1, 1).value(); }

class Builder {
 public:
  explicit Builder(const DemoOptions& options) : dice_(options.seed) { world_.options = options; }

  World build() {
    make_courts();
    for (std::uint32_t i = 0; i < world_.options.cases; ++i) begin_case(i);
    plant_foreign_uids();
    plant_edits_and_removals();
    plant_uid_pages();
    world_.persons = static_cast<std::uint32_t>(people_.size());
    return std::move(world_);
  }

 private:
  // --- courts
  void make_courts() {
    world_.garrisons = world_.options.courts;
    world_.circuits = (world_.garrisons + kGarrisonsOfCircuit - 1) / kGarrisonsOfCircuit;
    for (std::uint32_t i = 0; i < world_.garrisons; ++i)
      add_court(fmt::format("{:02}GV9{:03}", 1 + i % 89, i + 1), garrison_court(i));
    for (std::uint32_t i = 0; i < world_.circuits; ++i)
      add_court(fmt::format("{:02}OV9{:03}", 1 + i * 11 % 89, i + 1), circuit_court(i));
    add_court("54KV9001", kCassationCourt);
  }
  void add_court(std::string code, std::string name) {
    DemoCourt court{.code = std::move(code), .name = std::move(name)};
    court.utf8 = dice_.chance(500);
    if (dice_.chance(60)) court.captcha_at = static_cast<std::uint8_t>(1 + dice_.below(kSnapshots - 1));
    hides_.push_back(dice_.chance(150) ? 500 : 30);
    world_.courts.push_back(std::move(court));
  }
  std::uint32_t circuit_of(std::uint32_t garrison) const { return world_.garrisons + garrison / kGarrisonsOfCircuit; }

  // --- what every case has
  std::string next_number(std::uint32_t court, const std::string& index, std::int32_t day) {
    const int year = month_of(day).year;
    return fmt::format("{}-{}/{}", index, ++numbers_[fmt::format("{}|{}|{}", court, index, year)], year);
  }
  std::string new_uid(std::uint32_t court, std::int32_t day) {
    const std::string stem =
        fmt::format("{}-01-{}-{:06}", world_.courts[court].code, month_of(day).year, ++uids_[court]);
    return stem + "-" + uid_check_digits(stem).value();
  }
  DemoCase new_case(std::uint32_t court, Stage stage, const std::string& index, std::int32_t received) {
    DemoCase one{.court = court, .stage = stage, .number = next_number(court, index, received)};
    one.received = received;
    one.judge = judge_of(court, dice_.below(4));
    const std::int32_t shown = received + dice_.between(1, 20);
    for (std::uint8_t s = 0; s < kSnapshots && one.seen_from == kNever; ++s) {
      if (shown <= snapshot_day(s)) one.seen_from = s;
    }
    return one;
  }
  std::string judge_of(std::uint32_t court, std::size_t number) const {
    Dice dice{world_.options.seed * 1009 + court * 17 + number};
    return draw_name(dice).initials();
  }

  // --- people
  std::uint32_t draw_person() {
    if (people_.size() > 20 && dice_.chance(30)) return static_cast<std::uint32_t>(dice_.below(people_.size()));
    people_.push_back(draw_name(dice_));
    return static_cast<std::uint32_t>(people_.size() - 1);
  }
  FullName name_for(std::uint32_t person) {
    return dice_.chance(25) ? with_typing_error(people_[person], dice_) : people_[person];
  }
  bool is_hidden_at(std::uint32_t court) { return dice_.chance(hides_[court]); }

  void add_accused(DemoCase& one) {
    const std::size_t count = dice_.chance(40) ? 2 + dice_.below(2) : 1;
    for (std::size_t i = 0; i < count; ++i) {
      const Charge charge = draw_charge(dice_, one.court);
      DemoAccused accused{.person = draw_person(), .articles = charge.written, .normal = charge.normal};
      const bool twice = std::any_of(one.accused.begin(), one.accused.end(),
                                     [&](const DemoAccused& other) { return other.person == accused.person; });
      if (twice) continue;
      accused.name = name_for(accused.person);
      accused.hidden = is_hidden_at(one.court);
      one.accused.push_back(std::move(accused));
    }
  }

  // --- decisions
  void decide_first(DemoCase& one) {
    const Decision* decision = &draw_result(dice_);
    // One of several is not transferred without the others.
    const bool whole = decision->real == Outcome::kTransferred || decision->real == Outcome::kReturnedToProsecutor;
    one.decided = one.received + dice_.between(20, 150);
    for (DemoAccused& accused : one.accused) {
      if (!whole && &accused != &one.accused.front()) decision = &draw_result(dice_);
      if (!whole && &accused != &one.accused.front() && is_handed_on(decision->real))
        decision = &result_of(Outcome::kSuspended);
      say(accused, *decision, dice_.chance(550));
    }
    if (!is_handed_on(one.accused.front().real)) one.in_force = one.decided + dice_.between(15, 40);
    one.has_act = !decision->in_act.empty() && one.accused.size() == 1 && dice_.chance(600);
    one.category = one.has_act ? (dice_.chance(350) ? Category::kMobilised : Category::kContract) : Category::kUnknown;
    plant_bad_dates(one);
  }
  static bool is_handed_on(Outcome outcome) {
    return outcome == Outcome::kTransferred || outcome == Outcome::kReturnedToProsecutor;
  }
  static void say(DemoAccused& accused, const Decision& decision, bool silent) {
    accused.real = decision.real;
    const bool sentence = !decision.in_act.empty();
    const bool plain = sentence && (silent || decision.real == Outcome::kArrest);
    accused.result = std::string{plain ? kSentenceWords : decision.words};
    accused.words = plain ? Outcome::kSentenced : decision.real;
  }
  void plant_bad_dates(DemoCase& one) {
    if (dice_.chance(6)) one.decided_written = fmt::format("31.02.{}", kDemoYear);
    if (dice_.chance(8) && one.in_force != kNoDay) one.in_force_written = "00.00.0000";
  }

  void give_uid(DemoCase& one) {
    const std::string uid = new_uid(one.court, one.received);
    uid_of_group_[one.group] = uid;
    if (!dice_.chance(850)) return;
    one.uid = uid;
    one.uid_valid = true;
    if (!dice_.chance(15)) return;
    one.uid.back() = one.uid.back() == '9' ? '0' : static_cast<char>(one.uid.back() + 1);
    one.uid_valid = false;
  }
  void repeat_uid(DemoCase& one, unsigned permille) {
    if (!dice_.chance(permille)) return;
    one.uid = uid_of_group_[one.group];
    one.uid_valid = true;
  }

  // --- the life of one case
  std::uint32_t add(DemoCase one) {
    world_.cases.push_back(std::move(one));
    return static_cast<std::uint32_t>(world_.cases.size() - 1);
  }

  void begin_case(std::uint32_t number) {
    const auto court = static_cast<std::uint32_t>(dice_.below(world_.garrisons));
    const auto day = first_of_year() + static_cast<std::int32_t>(std::uint64_t{number} * 365 / world_.options.cases);
    DemoCase one = new_case(court, Stage::kFirst, "1", day);
    one.group = ++world_.groups;
    add_accused(one);
    give_uid(one);
    decide_first(one);
    one.has_card = one.accused.size() > 1 || one.has_act || dice_.chance(880);
    go_on(add(std::move(one)));
  }

  /// The case after its decision, or before it under a new number.
  void go_on(std::uint32_t index) {
    const Outcome outcome = world_.cases[index].accused.front().real;
    if (outcome == Outcome::kTransferred) {
      go_to_another_court(index);
    } else if (outcome == Outcome::kReturnedToProsecutor) {
      if (dice_.chance(500)) come_back(index);
    } else if (is_sentence(outcome)) {
      if (dice_.chance(12))
        renumber(index);
      else if (dice_.chance(160))
        appeal(index);
      else if (outcome == Outcome::kSuspended && world_.cases[index].accused.size() == 1 && dice_.chance(90))
        execute(index);
    }
  }

  DemoCase follow(std::uint32_t index, std::uint32_t court, Stage stage, const std::string& number_index,
                  std::int32_t received, Relation relation) {
    const DemoCase& before = world_.cases[index];
    DemoCase next = new_case(court, stage, number_index, received);
    next.group = before.group;
    next.relation = relation;
    next.lower = next.follows = static_cast<std::int32_t>(index);
    for (const DemoAccused& one : before.accused) {
      DemoAccused again{.person = one.person, .articles = one.articles, .normal = one.normal};
      again.name = name_for(one.person);
      again.hidden = one.hidden ? dice_.chance(700) : is_hidden_at(court);
      next.accused.push_back(std::move(again));
    }
    return next;
  }

  void go_to_another_court(std::uint32_t index) {
    if (world_.garrisons < 2) return;
    const DemoCase& before = world_.cases[index];
    const auto court =
        static_cast<std::uint32_t>((before.court + 1 + dice_.below(world_.garrisons - 1)) % world_.garrisons);
    DemoCase next =
        follow(index, court, Stage::kFirst, "1", before.decided + dice_.between(10, 60), Relation::kTransfer);
    repeat_uid(next, 750);
    retry(next);
    add(std::move(next));
  }
  void come_back(std::uint32_t index) {
    const DemoCase& before = world_.cases[index];
    DemoCase next =
        follow(index, before.court, Stage::kFirst, "1", before.decided + dice_.between(30, 90), Relation::kAgain);
    repeat_uid(next, before.uid_valid ? 1000 : 0);
    retry(next);
    add(std::move(next));
  }
  /// Decides a case that was decided once before: it ends in a sentence.
  void retry(DemoCase& one) {
    one.decided = one.received + dice_.between(20, 90);
    one.in_force = one.decided + dice_.between(15, 40);
    for (DemoAccused& accused : one.accused)
      say(accused, result_of(dice_.chance(600) ? Outcome::kColonyGeneral : Outcome::kSuspended), false);
  }

  void appeal(std::uint32_t index) {
    const DemoCase& before = world_.cases[index];
    DemoCase next = follow(index, circuit_of(before.court), Stage::kAppeal, "22",
                           before.decided + dice_.between(20, 60), Relation::kAppeal);
    repeat_uid(next, 600);
    next.lower_shown = dice_.chance(850);
    next.decided = next.received + dice_.between(15, 60);
    const Decision& decision = draw_review(dice_);
    for (DemoAccused& accused : next.accused) say(accused, decision, false);
    world_.cases[index].in_force = next.decided;
    const bool reversed = decision.real == Outcome::kReversed;
    if (reversed) world_.cases[index].in_force = kNoDay, world_.cases[index].in_force_written.clear();
    const std::uint32_t at = add(std::move(next));
    if (reversed)
      try_anew(at, index);
    else if (dice_.chance(150))
      cassation(at, index);
  }
  void try_anew(std::uint32_t appeal, std::uint32_t first) {
    const std::int32_t day = world_.cases[appeal].decided + dice_.between(10, 40);
    DemoCase next = follow(first, world_.cases[first].court, Stage::kFirst, "1", day, Relation::kNewTrial);
    next.follows = static_cast<std::int32_t>(appeal);
    repeat_uid(next, 800);
    retry(next);
    add(std::move(next));
  }
  void cassation(std::uint32_t appeal, std::uint32_t first) {
    const auto court = static_cast<std::uint32_t>(world_.courts.size() - 1);
    const std::int32_t day = world_.cases[appeal].decided + dice_.between(30, 120);
    DemoCase next = follow(first, court, Stage::kCassation, "7У", day, Relation::kCassation);
    const std::string complaint = next.number;
    next.number = fmt::format("{} [{}]", complaint, next_number(court, "77", day));
    next.follows = static_cast<std::int32_t>(appeal);
    next.lower_shown = true;
    repeat_uid(next, 700);
    next.decided = day + dice_.between(20, 60);
    for (DemoAccused& accused : next.accused)
      accused.result = "Жалоба ОСТАВЛЕНА БЕЗ УДОВЛЕТВОРЕНИЯ", accused.real = accused.words = Outcome::kUpheld;
    add(std::move(next));
  }
  void execute(std::uint32_t index) {
    const DemoCase& before = world_.cases[index];
    DemoCase next = follow(index, before.court, Stage::kExecution, "4/8", before.in_force + dice_.between(20, 200),
                           Relation::kExecution);
    next.decided = next.received + dice_.between(10, 30);
    say(next.accused.front(), draw_execution(dice_), false);
    add(std::move(next));
  }
  /// Pending at the turn of a snapshot: the old number goes, a new one with the old in brackets comes.
  void renumber(std::uint32_t index) {
    DemoCase& old = world_.cases[index];
    if (old.seen_from + 1 >= static_cast<int>(kSnapshots)) return;
    const auto at = static_cast<std::uint8_t>(old.seen_from + 1);
    const std::int32_t day = snapshot_day(at) - 30;
    DemoCase next = follow(index, old.court, Stage::kFirst, "1", day, Relation::kRenumbered);
    next.old_number = old.number;
    next.seen_from = at;
    next.uid = old.uid, next.uid_valid = old.uid_valid;
    retry(next);
    old.gone_from = at;
    old.decided = old.in_force = kNoDay;
    old.decided_written.clear(), old.in_force_written.clear();
    old.has_act = false;
    old.category = Category::kUnknown;
    for (DemoAccused& accused : old.accused) accused.real = accused.words = Outcome::kUnknown, accused.result.clear();
    add(std::move(next));
  }

  // --- planted afterwards
  /// An error of a court: a УИД that belongs to another case at another court.
  void plant_foreign_uids() {
    const std::size_t wanted = 2 + world_.cases.size() / 1500;
    for (std::size_t tries = 0, done = 0; tries < 200 && done < wanted; ++tries) {
      DemoCase& one = world_.cases[dice_.below(world_.cases.size())];
      DemoCase& other = world_.cases[dice_.below(world_.cases.size())];
      const auto alone = [&](const DemoCase& each) {
        const auto of_group = [&](const DemoCase& any) { return any.group == each.group; };
        return each.stage == Stage::kFirst && each.accused.size() == 1 && !each.accused[0].hidden && each.has_card &&
               each.uid_valid && each.is_ever_seen() && !each.stays &&
               std::count_if(world_.cases.begin(), world_.cases.end(), of_group) == 1;
      };
      const bool differ = one.court != other.court && !one.accused.empty() && !other.accused.empty() &&
                          one.accused[0].name.surname.substr(0, 4) != other.accused[0].name.surname.substr(0, 4);
      if (!differ || !alone(one) || !alone(other)) continue;
      one.uid = other.uid;
      one.uid_is_foreign = one.stays = other.stays = true;
      ++done;
    }
  }
  void plant_edits_and_removals() {
    for (DemoCase& one : world_.cases) {
      if (one.seen_from + 1 >= static_cast<int>(kSnapshots) || one.gone_from != kNever || one.stays) continue;
      const auto later = static_cast<std::uint8_t>(one.seen_from + 1 + dice_.below(kSnapshots - one.seen_from - 1));
      if (dice_.chance(22)) {
        one.gone_from = later;
        if (dice_.chance(250) && later + 1 < static_cast<int>(kSnapshots))
          one.back_from = static_cast<std::uint8_t>(later + 1);
      } else if (dice_.chance(25) && one.has_card) {
        plant_edit(one, later);
      }
    }
  }
  void plant_edit(DemoCase& one, std::uint8_t at) {
    constexpr std::array<Edit, 4> kEdits = {Edit::kNameHidden, Edit::kResult, Edit::kJudge, Edit::kArticles};
    one.edit = kEdits[dice_.below(kEdits.size())];
    one.edit_from = at;
    const DemoAccused& first = one.accused.front();
    const bool fits = one.edit == Edit::kJudge || (one.edit == Edit::kNameHidden && !first.hidden) ||
                      (one.edit == Edit::kArticles && first.normal != other_charge().normal) ||
                      (one.edit == Edit::kResult && one.decided != kNoDay && one.accused.size() == 1 &&
                       is_known_punishment(first.words) && !one.has_act && one.decided <= snapshot_day(at - 1U));
    if (!fits) one.edit = Edit::kJudge;
  }
  void plant_uid_pages() {
    const std::uint8_t last = kSnapshots - 1;
    for (std::uint32_t i = 0; i < world_.cases.size() && world_.uid_pages.size() < 12; ++i) {
      const DemoCase& one = world_.cases[i];
      if (one.relation != Relation::kTransfer || !one.uid_valid) continue;
      const DemoCase& before = world_.cases[static_cast<std::size_t>(one.lower)];
      const bool quiet = one.edit == Edit::kNone && before.edit == Edit::kNone;
      if (quiet && before.uid_valid && one.is_listed(last) && before.is_listed(last))
        world_.uid_pages.emplace_back(static_cast<std::uint32_t>(one.follows), i);
    }
  }

  World world_;
  Dice dice_;
  std::vector<unsigned> hides_;  ///< permille of names that a court hides
  std::vector<FullName> people_;
  std::map<std::string, int> numbers_;
  std::map<std::uint32_t, int> uids_;
  std::map<std::uint32_t, std::string> uid_of_group_;
};

}  // namespace

std::int32_t snapshot_day(std::size_t snapshot) {
  constexpr std::array<std::array<int, 3>, kSnapshots> kDays = {
      {{kDemoYear, 3, 31}, {kDemoYear, 7, 31}, {kDemoYear, 11, 30}, {kDemoYear + 1, 4, 30}}};
  CHECK(snapshot < kSnapshots);
  return day_of(kDays[snapshot][0], kDays[snapshot][1], kDays[snapshot][2]).value();
}

World build_world(const DemoOptions& options) {
  CHECK(options.courts >= 1 && options.courts <= kDemoCourtsMax && options.cases >= 1 &&
        options.cases <= kDemoCasesMax);
  return Builder{options}.build();
}

}  // namespace waymark::courts
