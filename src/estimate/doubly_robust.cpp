#include "estimate/doubly_robust.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "estimate/distributions.h"
#include "estimate/parallel.h"
#include "estimate/random.h"

namespace waymark::estimate {
namespace {

constexpr double kRidge = 1;  // one person's worth of shrinkage: chances stay within (0, 1) where a word decides all
constexpr int kStepsMax = 50;

/// Chances of the three ways to be seen, given that somebody was: first list alone, second alone, both.
struct Chances {
  double first_alone = 0;
  double second_alone = 0;
  double both = 0;
};

/// Multinomial logistic regression with "first alone" as the base, by Newton's method (Agresti 2013, section 8.1).
class Regression {
 public:
  explicit Regression(std::size_t features)
      : width_(static_cast<Eigen::Index>(features) + 1), beta_(Eigen::VectorXd::Zero(2 * width_)) {}

  /// @param weights  how often each person counts
  void fit(const std::vector<Person>& people, const std::vector<double>& weights) {
    for (int step = 0; step < kStepsMax; ++step) {
      Eigen::VectorXd gradient = -kRidge * beta_;
      Eigen::MatrixXd information = kRidge * Eigen::MatrixXd::Identity(2 * width_, 2 * width_);
      for (const Eigen::Index intercept : {Eigen::Index{0}, width_}) {
        gradient(intercept) = 0;
        information(intercept, intercept) = 1e-9;
      }
      for (std::size_t i = 0; i < people.size(); ++i)
        if (weights[i] > 0) add(people[i], weights[i], gradient, information);
      const Eigen::VectorXd change = information.ldlt().solve(gradient);
      const double largest = change.cwiseAbs().maxCoeff();
      beta_ += largest > 2 ? Eigen::VectorXd(change * (2 / largest)) : change;
      if (largest < 1e-10) return;
    }
  }

  [[nodiscard]] Chances at(const Person& person) const {
    const Eigen::VectorXd x = row_of(person);
    const double second = std::exp(x.dot(beta_.head(width_)));
    const double both = std::exp(x.dot(beta_.tail(width_)));
    const double sum = 1 + second + both;
    return {1 / sum, second / sum, both / sum};
  }

 private:
  [[nodiscard]] Eigen::VectorXd row_of(const Person& person) const {
    Eigen::VectorXd x(width_);
    x(0) = 1;
    for (Eigen::Index i = 1; i < width_; ++i) x(i) = person.features[static_cast<std::size_t>(i - 1)];
    return x;
  }

  void add(const Person& person, double weight, Eigen::VectorXd& gradient, Eigen::MatrixXd& information) const {
    const Eigen::VectorXd x = row_of(person);
    const Chances p = at(person);
    const double is_both = person.on_first && person.on_second ? 1 : 0;
    const double is_second = person.on_first ? 0 : 1;
    gradient.head(width_) += weight * (is_second - p.second_alone) * x;
    gradient.tail(width_) += weight * (is_both - p.both) * x;
    const Eigen::MatrixXd square = weight * x * x.transpose();
    information.topLeftCorner(width_, width_) += p.second_alone * (1 - p.second_alone) * square;
    information.bottomRightCorner(width_, width_) += p.both * (1 - p.both) * square;
    information.topRightCorner(width_, width_) -= p.second_alone * p.both * square;
    information.bottomLeftCorner(width_, width_) -= p.second_alone * p.both * square;
  }

  Eigen::Index width_;
  Eigen::VectorXd beta_;
};

/// The fold of each person: a shuffled deck dealt out (Fisher and Yates).
std::vector<int> deal(std::size_t people, const DoublyRobustOptions& options) {
  std::vector<std::size_t> deck(people);
  std::iota(deck.begin(), deck.end(), 0);
  Random random(options.seed);
  for (std::size_t i = people; i > 1; --i)
    std::swap(deck[i - 1], deck[static_cast<std::size_t>(random.uniform() * static_cast<double>(i))]);
  std::vector<int> folds(people);
  for (std::size_t i = 0; i < people; ++i)
    folds[deck[i]] = static_cast<int>(i % static_cast<std::size_t>(options.folds));
  return folds;
}

/// The chances of everybody, each fitted to the people of the other folds.
std::vector<Chances> fitted_chances(const People& people, const std::vector<double>& weights,
                                    const std::vector<int>& folds, const DoublyRobustOptions& options) {
  std::vector<Chances> chances(folds.size());
  for (int fold = 0; fold < options.folds; ++fold) {
    std::vector<double> others = weights;
    for (std::size_t i = 0; i < folds.size(); ++i)
      if (options.folds > 1 && folds[i] == fold) others[i] = 0;
    Regression regression(people.features.size());
    regression.fit(people.people, others);
    for (std::size_t i = 0; i < folds.size(); ++i)
      if (folds[i] == fold) chances[i] = regression.at(people.people[i]);
  }
  return chances;
}

struct Sum {
  double population = 0;
  double plug_in = 0;
  std::int64_t raised = 0;
};

/// Sums what each person stands for: the plug-in and its correction (the influence function).
Sum sum_people(const People& people, const std::vector<double>& weights, const std::vector<Chances>& chances) {
  Sum sum;
  for (std::size_t i = 0; i < chances.size(); ++i) {
    const Person& person = people.people[i];
    const double both = std::max(chances[i].both, kBothChanceMin);
    sum.raised += both > chances[i].both ? 1 : 0;
    const double first = std::min(1.0, chances[i].first_alone + both);
    const double second = std::min(1.0, chances[i].second_alone + both);
    const double stands_for = first * second / both;
    sum.plug_in += weights[i] * stands_for;
    sum.population += weights[i] * stands_for *
                      ((person.on_first ? 1 / first : 0) + (person.on_second ? 1 / second : 0) -
                       (person.on_first && person.on_second ? 1 / both : 0));
  }
  // Where few people weigh too much the correction can leave the range; the plug-in cannot.
  if (sum.population <= static_cast<double>(chances.size())) sum.population = sum.plug_in;
  return sum;
}

/// Variance of log(unseen) over bootstrap samples of people, everything fitted anew.
double variance_by_bootstrap(const People& people, const std::vector<int>& folds, const DoublyRobustOptions& options) {
  const auto n = static_cast<double>(folds.size());
  std::vector<double> logs(static_cast<std::size_t>(options.replicates));
  for_each_index(logs.size(), options.threads, [&](std::size_t replicate) {
    Random random(options.seed, replicate + 1);
    std::vector<double> weights(folds.size(), 0);
    for (std::size_t i = 0; i < folds.size(); ++i) weights[static_cast<std::size_t>(random.uniform() * n)] += 1;
    const auto sum = sum_people(people, weights, fitted_chances(people, weights, folds, options));
    logs[replicate] = std::log(std::max(sum.population - n, 1.0));
  });
  double mean = 0;
  for (const double one : logs) mean += one / static_cast<double>(logs.size());
  double variance = 0;
  for (const double one : logs) variance += (one - mean) * (one - mean) / static_cast<double>(logs.size() - 1);
  return variance;
}

Interval interval_of(double population, double variance_of_log, double seen, double confidence) {
  const double unseen = std::max(population - seen, 1.0);
  const double share = std::min(1.0, seen / population);
  // Who was seen at all is chance as well: a binomial with the share as its probability.
  const double total = variance_of_log + population * (1 - share) / share / (unseen * unseen);
  const double reach = std::exp(normal_quantile(0.5 + confidence / 2) * std::sqrt(total));
  return {seen + unseen / reach, seen + unseen * reach};
}

}  // namespace

Refused<DoublyRobust> doubly_robust(const People& people, const DoublyRobustOptions& options) {
  DoublyRobust result;
  result.seen = std::ssize(people.people);
  std::int64_t on_first = 0;
  std::int64_t on_second = 0;
  for (const Person& person : people.people) {
    on_first += person.on_first;
    on_second += person.on_second;
    result.on_both += person.on_first && person.on_second;
  }
  if (result.on_both == 0) return refuse(Reason::kNoOverlap);
  if (result.on_both < kOverlapMin) return refuse(Reason::kLittleOverlap, result.on_both);
  // Then "alike people are on the one as often as on the other" is known to be false, and nobody would be missing.
  if (result.on_both == on_first) return refuse(Reason::kOneOfTwoWithin, 0, people.first, people.second);
  if (result.on_both == on_second) return refuse(Reason::kOneOfTwoWithin, 0, people.second, people.first);
  result.without_covariates =
      static_cast<double>(on_first) * static_cast<double>(on_second) / static_cast<double>(result.on_both);
  const auto folds = deal(people.people.size(), options);
  const std::vector<double> once(folds.size(), 1);
  const auto sum = sum_people(people, once, fitted_chances(people, once, folds, options));
  result.population = sum.population;
  result.plug_in = sum.plug_in;
  result.raised = sum.raised;
  result.interval = interval_of(sum.population, variance_by_bootstrap(people, folds, options),
                                static_cast<double>(result.seen), options.confidence);
  return result;
}

}  // namespace waymark::estimate
