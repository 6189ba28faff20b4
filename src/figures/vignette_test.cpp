// Tables of another tool's own documentation, rebuilt from their data and formulas: we hide no more cells than it does.
// How many it hides is what it prints there. Protected there are also zeros, where it says so; ours are printed.
// @source GaussSuppression (Statistics Norway), vignettes "Small count frequency table suppression" and "Linked table
//         suppression", as rendered on its site
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "figures/hiding.h"
#include "figures/protect.h"

namespace waymark::figures {
namespace {

/// One row of the input: each a part.
struct Input {
  std::string age, geo, year;
  std::int64_t freq;
  [[nodiscard]] std::string eu() const { return geo == "Iceland" ? "nonEU" : "EU"; }
};
using Inputs = std::vector<Input>;

const Inputs kTwentyFourteen{{"young", "Spain", "", 5}, {"young", "Iceland", "", 2}, {"young", "Portugal", "", 0},
                             {"old", "Spain", "", 6},   {"old", "Iceland", "", 3},   {"old", "Portugal", "", 4}};
const Inputs kTwentyFifteen{{"young", "Spain", "", 5}, {"young", "Iceland", "", 0}, {"young", "Portugal", "", 0},
                            {"old", "Spain", "", 6},   {"old", "Iceland", "", 3},   {"old", "Portugal", "", 4}};
const Inputs kLinked{{"young", "Spain", "2014", 6},   {"young", "Iceland", "2014", 8}, {"old", "Spain", "2014", 9},
                     {"old", "Portugal", "2014", 1},  {"young", "Iceland", "2015", 2}, {"old", "Spain", "2015", 4},
                     {"old", "Portugal", "2015", 3},  {"young", "Spain", "2016", 7},   {"young", "Iceland", "2016", 2},
                     {"young", "Portugal", "2016", 2}};

/// Which cells are protected, by their value.
struct Rule {
  std::int64_t max;
  bool zeros = true;
};

class Published {
 public:
  Published(const Inputs& inputs, Rule rule) : inputs_(inputs), rule_(rule) {}

  /// "" is a total. A cell of no row at all is not in their table.
  void add(const std::string& age, const std::string& place, const std::string& year = "") {
    Candidate cell;
    for (std::size_t i = 0; i < inputs_.size(); ++i) {
      const Input& row = inputs_[i];
      if (!age.empty() && row.age != age) continue;
      if (!place.empty() && row.geo != place && row.eu() != place) continue;
      if (!year.empty() && row.year != year) continue;
      cell.parts.push_back(static_cast<Part>(i));
      cell.value += row.freq;
    }
    if (cell.parts.empty()) return;
    cell.is_protected = cell.value <= rule_.max && (cell.value > 0 || rule_.zeros);
    cells.push_back(std::move(cell));
  }
  void cross(const std::vector<std::string>& ages, const std::vector<std::string>& places,
             const std::vector<std::string>& years = {""}) {
    for (const std::string& age : ages)
      for (const std::string& place : places)
        for (const std::string& year : years) add(age, place, year);
  }
  /// A zero that everybody knows of is printed.
  void print(const std::string& age, const std::string& place) {
    const std::size_t before = cells.size();
    add(age, place);
    for (std::size_t i = 0; i < before; ++i)
      if (cells[i].parts == cells.back().parts) cells[i].is_protected = false, cells[i].is_printed = true;
    cells.pop_back();
  }
  [[nodiscard]] std::size_t hidden() const {
    const Hidden found = hide(cells);
    EXPECT_TRUE(found.given_away.empty());
    for (std::size_t i = 0; i < cells.size(); ++i) EXPECT_TRUE(found.hidden[i] || !cells[i].is_protected) << i;
    std::vector<Parts> printed;
    for (std::size_t i = 0; i < cells.size(); ++i)
      if (!found.hidden[i]) printed.push_back(cells[i].parts);
    for (const Candidate& cell : cells)
      if (cell.is_protected) {
        EXPECT_FALSE(is_given_away(cell.parts, printed));
      }
    return static_cast<std::size_t>(std::ranges::count(found.hidden, true));
  }

  std::vector<Candidate> cells;

 private:
  const Inputs& inputs_;
  Rule rule_;
};

const std::vector<std::string> kAges{"", "old", "young"};
const std::vector<std::string> kGeo{"", "Iceland", "Portugal", "Spain"};
const std::vector<std::string> kGeoAndEu{"", "EU", "nonEU", "Iceland", "Portugal", "Spain"};
const std::vector<std::string> kYears{"", "2014", "2015", "2016"};

void compare(const char* table, const Published& published, std::size_t cells, std::size_t theirs) {
  EXPECT_EQ(published.cells.size(), cells) << table << ": rebuilt as it is printed there";
  const std::size_t ours = published.hidden();
  EXPECT_LE(ours, theirs) << table;
  std::printf("%s: %zu cells, hidden there %zu, here %zu\n", table, cells, theirs, ours);
}

TEST(Vignette, SmallCounts) {
  Published one(kTwentyFourteen, {1});
  one.cross(kAges, kGeo);
  compare("table 1", one, 12, 4);
  Published two(kTwentyFourteen, {2});
  two.cross(kAges, kGeoAndEu);
  compare("table 2", two, 18, 8);
  Published three(kTwentyFourteen, {2});
  three.cross({""}, kGeo);
  three.cross({"old", "young"}, {"EU", "nonEU"});
  compare("table 3", three, 8, 2);
  Published four(kTwentyFourteen, {4, false});
  four.cross(kAges, kGeoAndEu);
  compare("table 4", four, 18, 10);
  Published five(kTwentyFourteen, {3, false});
  five.cross(kAges, kGeoAndEu);
  compare("table 5", five, 18, 8);
  Published six(kTwentyFifteen, {2});
  six.cross(kAges, kGeoAndEu);
  six.print("young", "Iceland");
  compare("table 6", six, 18, 4);
  Published seven(kTwentyFifteen, {2});
  seven.cross(kAges, kGeoAndEu);
  compare("table 7", seven, 18, 10);
}

TEST(Vignette, LinkedTables) {
  Published linked(kLinked, {2});
  linked.cross(kAges, {"", "EU", "nonEU"}, kYears);
  linked.cross({""}, kGeo, kYears);
  compare("linked tables 3", linked, 45, 16);
}

// Table 4 protects what our plain mode protects; there our attacker, who knows that people are whole and not negative,
// has to be kept out as well.
TEST(Vignette, AgainstAnAttackerWithBounds) {
  Published four(kTwentyFourteen, {4, false});
  four.cross(kAges, kGeoAndEu);
  std::vector<Figure> figures;
  std::vector<std::int64_t> truth;
  for (const Input& row : kTwentyFourteen) truth.push_back(row.freq);
  for (const Candidate& cell : four.cells) figures.push_back({"", cell.parts});
  const auto outcome = protect(figures, {}, Mode::kPlain, truth, {});
  ASSERT_TRUE(outcome.has_value());
  EXPECT_FALSE(outcome->leak.has_value());
  const auto hidden =
      std::ranges::count_if(outcome->figures, [](const Protected& one) { return is_hidden(one.treatment); });
  std::printf("table 4 against an attacker with bounds: here %lld hidden of 18, there 10 without one\n",
              static_cast<long long>(hidden));
}

}  // namespace
}  // namespace waymark::figures
