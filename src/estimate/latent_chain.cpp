#include "estimate/latent_chain.h"

#include <algorithm>
#include <cmath>

namespace waymark::estimate {
namespace {

constexpr double kAcceptanceWanted = 0.8;  // Hoffman and Gelman 2014, section 3.2
constexpr double kPathLength = 1.6;        // a quarter of the way round for coordinates of unit scale
constexpr int kStepsMax = 48;
constexpr double kLogitMax = 30;

double logistic(double x) { return 1 / (1 + std::exp(-x)); }
/// log(1 / (1 + e^-x)) without overflow.
double log_logistic(double x) { return x > 0 ? -std::log1p(std::exp(-x)) : x - std::log1p(std::exp(x)); }

}  // namespace

LatentChain::LatentChain(const OverlapTable& table, const LatentClassOptions& options, std::uint64_t stream)
    : lists_(table.lists()),
      observed_(static_cast<double>(table.observed())),
      patterns_{0},
      counts_{0},
      alpha_shape_(options.alpha_shape),
      alpha_rate_(options.alpha_rate),
      random_(options.seed, stream),
      point_{.list_logits = std::vector<PerClass>(static_cast<std::size_t>(table.lists())), .stick_logits = {}},
      here_{} {
  for (Pattern pattern = 1; pattern < table.counts().size(); ++pattern) {
    if (table.count(pattern) == 0) continue;
    patterns_.push_back(pattern);
    counts_.push_back(static_cast<double>(table.count(pattern)));
  }
  here_.gradient = point_;
  // Scattered starts: list probabilities from their prior, classes of any size.
  for (auto& list : point_.list_logits)
    for (double& logit : list) logit = std::log(1 / random_.uniform() - 1);
  for (double& logit : point_.stick_logits) logit = std::log(1 / random_.uniform() - 1);
}

PerClass LatentChain::weights_of(const LatentPoint& point) const {
  PerClass weights{};
  double left = 0;  // log of what is left of the stick
  for (std::size_t k = 0; k < kClasses; ++k) {
    const bool last = k + 1 == kClasses;
    weights[k] = std::exp(left + (last ? 0 : log_logistic(point.stick_logits[k])));
    if (!last) left += log_logistic(-point.stick_logits[k]);
  }
  return weights;
}

// log posterior of the coordinates with classes and unseen people summed out, and its gradient.
void LatentChain::evaluate(const LatentPoint& point, Evaluated& out) const {
  const auto lists = static_cast<std::size_t>(lists_);
  std::array<PerClass, kListsMax> odds{};
  std::array<PerClass, kListsMax> chance{};
  PerClass none = weights_of(point);  // weight times the probability of no list
  double log_density = 0;
  for (std::size_t j = 0; j < lists; ++j)
    for (std::size_t k = 0; k < kClasses; ++k) {
      odds[j][k] = std::exp(point.list_logits[j][k]);
      const double off = 1 / (1 + odds[j][k]);
      chance[j][k] = 1 - off;
      none[k] *= off;
      if (out.with_density) log_density += point.list_logits[j][k] + 2 * std::log(off);  // uniform prior, Jacobian
    }
  PerClass expected{};                            // people of each class, unseen ones too
  std::array<PerClass, kListsMax> expected_on{};  // of them on each list
  double no_list = 0;
  for (const double p : none) no_list += p;
  const double unseen_odds = observed_ / (1 - no_list);
  for (std::size_t k = 0; k < kClasses; ++k) expected[k] = unseen_odds * none[k];
  if (out.with_density) log_density -= observed_ * std::log1p(-no_list);
  for (std::size_t m = 1; m < patterns_.size(); ++m) {
    PerClass joint = none;
    for (std::size_t j = 0; j < lists; ++j)
      if ((patterns_[m] >> j & 1U) != 0)
        for (std::size_t k = 0; k < kClasses; ++k) joint[k] *= odds[j][k];
    double sum = 0;
    for (const double p : joint) sum += p;
    if (out.with_density) log_density += counts_[m] * std::log(sum);
    const double factor = counts_[m] / sum;
    for (std::size_t k = 0; k < kClasses; ++k) expected[k] += joint[k] *= factor;
    for (std::size_t j = 0; j < lists; ++j)
      if ((patterns_[m] >> j & 1U) != 0)
        for (std::size_t k = 0; k < kClasses; ++k) expected_on[j][k] += joint[k];
  }
  for (std::size_t j = 0; j < lists; ++j)
    for (std::size_t k = 0; k < kClasses; ++k)
      out.gradient.list_logits[j][k] = expected_on[j][k] + 1 - (expected[k] + 2) * chance[j][k];
  double later = 0;
  for (std::size_t k = kClasses; k-- > 0;) {
    if (k + 1 < kClasses) {
      const double share = logistic(point.stick_logits[k]);
      // Beta(1, alpha) prior of the share, Jacobian.
      if (out.with_density)
        log_density += log_logistic(point.stick_logits[k]) + alpha_ * log_logistic(-point.stick_logits[k]);
      out.gradient.stick_logits[k] = (expected[k] + 1) * (1 - share) - (later + alpha_) * share;
    }
    later += expected[k];
  }
  out.gradient.stick_logits[kClasses - 1] = 0;
  out.log_density = log_density;
}

// One leapfrog path (Neal 2011, section 5.3). Returns the probability with which it is accepted.
double LatentChain::hamiltonian_move() {
  LatentPoint momentum = point_;
  double kinetic = 0;
  const auto each = [](LatentPoint& a, const auto& act) {
    for (std::size_t j = 0; j < a.list_logits.size(); ++j)
      for (std::size_t k = 0; k < kClasses; ++k) act(a.list_logits[j][k], j, k);
    for (std::size_t k = 0; k + 1 < kClasses; ++k) act(a.stick_logits[k], a.list_logits.size(), k);
  };
  const auto at = [](const LatentPoint& a, std::size_t j, std::size_t k) {
    return j < a.list_logits.size() ? a.list_logits[j][k] : a.stick_logits[k];
  };
  each(momentum, [&](double& m, std::size_t, std::size_t) {
    m = random_.normal();
    kinetic += m * m / 2;
  });
  evaluate(point_, here_);
  const double before = here_.log_density - kinetic;
  const double step = step_ * (0.8 + 0.4 * random_.uniform());
  const int steps = std::clamp(static_cast<int>(kPathLength / step * (0.5 + random_.uniform())), 1, kStepsMax);
  LatentPoint now = point_;
  Evaluated there = here_;
  for (int i = 0; i < steps; ++i) {
    each(momentum, [&](double& m, std::size_t j, std::size_t k) { m += step / 2 * at(there.gradient, j, k); });
    each(now, [&](double& x, std::size_t j, std::size_t k) { x += step * at(momentum, j, k); });
    there.with_density = i + 1 == steps;
    evaluate(now, there);
    if (!std::isfinite(there.log_density)) return 0;
    each(momentum, [&](double& m, std::size_t j, std::size_t k) { m += step / 2 * at(there.gradient, j, k); });
  }
  kinetic = 0;
  each(momentum, [&](double& m, std::size_t, std::size_t) { kinetic += m * m / 2; });
  const double ratio = there.log_density - kinetic - before;
  const double chance = std::isnan(ratio) ? 0 : std::min(1.0, std::exp(ratio));
  if (random_.uniform() < chance) point_ = std::move(now);
  return chance;
}

double LatentChain::population() {
  evaluate(point_, here_);
  const PerClass weights = weights_of(point_);
  double no_list = 0;
  for (std::size_t k = 0; k < kClasses; ++k) {
    double p = weights[k];
    for (const auto& list : point_.list_logits) p *= logistic(-list[k]);
    no_list += p;
  }
  return observed_ + static_cast<double>(random_.negative_binomial(static_cast<std::int64_t>(observed_), 1 - no_list));
}

double LatentChain::observable(double population, double chance) const {
  const PerClass weights = weights_of(point_);
  PerClass none = weights;  // weight times the probability of no list
  std::vector<PerClass> odds = point_.list_logits;
  for (auto& list : odds)
    for (std::size_t k = 0; k < kClasses; ++k) {
      list[k] = std::exp(list[k]);
      none[k] /= 1 + list[k];
    }
  double people = 0;
  for (std::size_t m = 0; m < patterns_.size(); ++m) {
    PerClass joint = none;
    for (std::size_t j = 0; j < odds.size(); ++j)
      if ((patterns_[m] >> j & 1U) != 0)
        for (std::size_t k = 0; k < kClasses; ++k) joint[k] *= odds[j][k];
    double sum = 0;
    double seen = 0;
    for (std::size_t k = 0; k < kClasses; ++k) {
      sum += joint[k];
      if (none[k] < (1 - chance) * weights[k]) seen += joint[k];
    }
    const double count = m > 0 ? counts_[m] : population - observed_;
    if (sum > 0) people += count * seen / sum;
  }
  return people;
}

// People, unseen ones too, take classes (Manrique-Vallier 2016, steps 1 and 5 of the web appendix).
void LatentChain::share_out(std::vector<PerClass>& on_list, PerClass& in_class) {
  PerClass none = weights_of(point_);
  std::vector<PerClass> odds = point_.list_logits;
  for (auto& list : odds)
    for (std::size_t k = 0; k < kClasses; ++k) {
      list[k] = std::exp(list[k]);
      none[k] /= 1 + list[k];
    }
  double no_list = 0;
  for (const double p : none) no_list += p;
  std::array<std::int64_t, kClasses> shared{};
  for (std::size_t m = 0; m < patterns_.size(); ++m) {
    PerClass joint = none;
    for (std::size_t j = 0; j < odds.size(); ++j)
      if ((patterns_[m] >> j & 1U) != 0)
        for (std::size_t k = 0; k < kClasses; ++k) joint[k] *= odds[j][k];
    const auto people = m > 0 ? static_cast<std::int64_t>(counts_[m])
                              : random_.negative_binomial(static_cast<std::int64_t>(observed_), 1 - no_list);
    random_.multinomial(people, joint, shared);
    for (std::size_t k = 0; k < kClasses; ++k) {
      in_class[k] += static_cast<double>(shared[k]);
      for (std::size_t j = 0; j < odds.size(); ++j)
        if ((patterns_[m] >> j & 1U) != 0) on_list[j][k] += static_cast<double>(shared[k]);
    }
  }
}

// List probabilities and shares given the classes: beta distributions (steps 2 and 3), kept as logits.
void LatentChain::draw_parameters(const std::vector<PerClass>& on_list, const PerClass& in_class) {
  const auto beta_logit = [&](double a, double b) {
    return std::clamp(random_.log_gamma_variate(a) - random_.log_gamma_variate(b), -kLogitMax, kLogitMax);
  };
  for (std::size_t j = 0; j < on_list.size(); ++j)
    for (std::size_t k = 0; k < kClasses; ++k)
      point_.list_logits[j][k] = beta_logit(1 + on_list[j][k], 1 + in_class[k] - on_list[j][k]);
  double later = 0;
  for (const double people : in_class) later += people;
  for (std::size_t k = 0; k + 1 < kClasses; ++k) {
    later -= in_class[k];
    point_.stick_logits[k] = beta_logit(1 + in_class[k], alpha_ + later);
  }
}

void LatentChain::draw_concentration() {
  double log_last = 0;
  for (std::size_t k = 0; k + 1 < kClasses; ++k) log_last += log_logistic(-point_.stick_logits[k]);
  alpha_ = std::max(1e-6, random_.gamma(alpha_shape_ + kClasses - 1) / (alpha_rate_ - log_last));
}

void LatentChain::gibbs_sweep() {
  std::vector<PerClass> on_list(static_cast<std::size_t>(lists_), PerClass{});
  PerClass in_class{};
  share_out(on_list, in_class);
  draw_parameters(on_list, in_class);
  draw_concentration();
}

// Exchanges two neighbouring classes with their shares (Papaspiliopoulos and Roberts 2008, move 2): the likelihood sees
// only the weights, so moving list probabilities along with V keeps the posterior if accepted by the prior of labels.
void LatentChain::swap_neighbours() {
  const auto k = static_cast<std::size_t>(random_.uniform() * (kClasses - 2));
  evaluate(point_, here_);
  const double before = here_.log_density;
  LatentPoint swapped = point_;
  for (auto& list : swapped.list_logits) std::swap(list[k], list[k + 1]);
  std::swap(swapped.stick_logits[k], swapped.stick_logits[k + 1]);
  Evaluated there = here_;
  evaluate(swapped, there);
  if (std::log(random_.uniform()) < there.log_density - before) point_ = std::move(swapped);
}

void LatentChain::move() {
  hamiltonian_move();
  gibbs_sweep();
  swap_neighbours();
}

// Dual averaging of the step length (Hoffman and Gelman 2014, eq. 6).
void LatentChain::warm_up(int count) {
  for (int i = 0; i < count / 4; ++i) gibbs_sweep();
  const double target = std::log(10 * step_);
  double shortfall = 0;
  double log_average = 0;
  for (int i = 1; i <= count; ++i) {
    const double accepted = hamiltonian_move();
    gibbs_sweep();
    swap_neighbours();
    const double t = i;
    shortfall += (kAcceptanceWanted - accepted - shortfall) / (t + 10);
    const double log_step = std::clamp(target - std::sqrt(t) / 0.05 * shortfall, std::log(1e-3), std::log(0.7));
    const double forget = std::pow(t, -0.75);
    log_average = forget * log_step + (1 - forget) * log_average;
    step_ = std::exp(log_step);
  }
  step_ = std::exp(log_average);
}

}  // namespace waymark::estimate
