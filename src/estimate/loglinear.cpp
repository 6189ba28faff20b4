#include "estimate/loglinear.h"

#define EIGEN_STACK_ALLOCATION_LIMIT 0  // 138 x 138 numbers for sixteen lists with all pairs
#include <Eigen/Dense>
#include <cmath>
#include <functional>
#include <numeric>

#include "base/check.h"
#include "estimate/distributions.h"
#include "estimate/existence.h"
#include "estimate/lattice.h"

namespace waymark::estimate {
namespace {

constexpr int kStepsMax = 60;
constexpr double kDevianceTolerance = 1e-11;  // R's glm stops at 1e-8; its printed digits do not change below that
constexpr double kLogMeanMax = 30;            // e^30 people: the estimate is running away

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, 0, kParametersMax, kParametersMax>;
using Vector = Eigen::Matrix<double, Eigen::Dynamic, 1, 0, kParametersMax, 1>;

class Solver {
 public:
  /// @param counts  2^lists; counts[0] is used only if the design includes the cell 0
  Solver(const Design& design, const std::vector<double>& counts)
      : design_(design),
        counts_(counts),
        size_(static_cast<Eigen::Index>(design.parameters.size() + (design.effects.empty() ? 0 : 1))) {
    CHECK(size_ <= kParametersMax);
    theta_.setZero(size_);
  }

  bool run() {
    start();
    double before = deviance();
    for (int step = 0; step < kStepsMax; ++step) {
      if (!improve(before)) return false;
      const double now = deviance();
      const bool settled = std::abs(before - now) <= kDevianceTolerance * (std::abs(now) + 0.1);
      before = now;
      if (settled) return true;
    }
    return false;
  }

  [[nodiscard]] double deviance() const {
    double sum = 0;
    for (std::size_t cell = 0; cell < means_.size(); ++cell) {
      if (design_.included[cell] == 0) continue;
      const double y = counts_[cell];
      sum += (y > 0 ? y * std::log(y / means_[cell]) : 0) - (y - means_[cell]);
    }
    return 2 * sum;
  }

  [[nodiscard]] double log_likelihood() const {
    double sum = 0;
    for (std::size_t cell = 0; cell < means_.size(); ++cell) {
      if (design_.included[cell] == 0) continue;
      const double y = counts_[cell];
      sum += (y > 0 ? y * std::log(means_[cell]) : 0) - means_[cell] - log_gamma(y + 1);
    }
    return sum;
  }

  /// Variance of theta_0: the first entry of the inverse information.
  [[nodiscard]] double intercept_variance() const {
    const Vector unit = Vector::Unit(size_, 0);
    return information().ldlt().solve(unit)(0);
  }

  [[nodiscard]] const Vector& theta() const { return theta_; }
  [[nodiscard]] const std::vector<double>& means() const { return means_; }

 private:
  // First step of R's glm: means of y + 0.1, one weighted least squares.
  void start() {
    means_.assign(counts_.size(), 0);
    std::vector<double> right(counts_.size(), 0);
    for (std::size_t cell = 0; cell < counts_.size(); ++cell) {
      if (design_.included[cell] == 0) continue;
      const double mean = counts_[cell] + 0.1;
      means_[cell] = mean;
      right[cell] = mean * std::log(mean) + counts_[cell] - mean;
    }
    theta_ = information().ldlt().solve(columns_times(std::move(right)));
    means_ = means_at(theta_);
  }

  // One Newton step, halved until the deviance does not grow.
  bool improve(double before) {
    std::vector<double> residuals(counts_.size(), 0);
    for (std::size_t cell = 0; cell < counts_.size(); ++cell)
      if (design_.included[cell] != 0) residuals[cell] = counts_[cell] - means_[cell];
    Vector step = information().ldlt().solve(columns_times(std::move(residuals)));
    if (!step.allFinite()) return false;
    const Vector old = theta_;
    for (int halving = 0; halving < 30; ++halving, step /= 2) {
      theta_ = old + step;
      means_ = means_at(theta_);
      const double now = deviance();
      if (std::isfinite(now) && now <= before * (1 + 1e-9) + 1e-9) return theta_(0) < kLogMeanMax;
    }
    return false;
  }

  /// X'v: the sum of `cells` over each column of the design.
  [[nodiscard]] Vector columns_times(std::vector<double> cells) const {
    Vector sums(size_);
    if (mixed()) sums(size_ - 1) = std::inner_product(cells.begin(), cells.end(), design_.effects.begin(), 0.0);
    sum_supersets(cells);
    for (std::size_t i = 0; i < design_.parameters.size(); ++i)
      sums(static_cast<Eigen::Index>(i)) = cells[design_.parameters[i]];
    return sums;
  }

  [[nodiscard]] Matrix information() const {
    std::vector<double> sums = means_;
    for (std::size_t cell = 0; cell < sums.size(); ++cell)
      if (design_.included[cell] == 0) sums[cell] = 0;
    Matrix matrix(size_, size_);
    if (mixed()) {
      std::vector<double> weighted = sums;
      for (std::size_t cell = 0; cell < sums.size(); ++cell) weighted[cell] *= design_.effects[cell];
      matrix.col(size_ - 1) = columns_times(std::move(weighted));
      matrix.row(size_ - 1) = matrix.col(size_ - 1).transpose();
    }
    sum_supersets(sums);
    const auto sets = static_cast<Eigen::Index>(design_.parameters.size());
    for (Eigen::Index i = 0; i < sets; ++i)
      for (Eigen::Index j = 0; j <= i; ++j)
        matrix(i, j) = matrix(j, i) =
            sums[design_.parameters[static_cast<std::size_t>(i)] | design_.parameters[static_cast<std::size_t>(j)]];
    return matrix;
  }

  [[nodiscard]] std::vector<double> means_at(const Vector& theta) const {
    std::vector<double> cells(counts_.size(), 0);
    for (std::size_t i = 0; i < design_.parameters.size(); ++i)
      cells[design_.parameters[i]] = theta(static_cast<Eigen::Index>(i));
    sum_subsets(cells);
    if (mixed())
      for (std::size_t cell = 0; cell < cells.size(); ++cell) cells[cell] += theta(size_ - 1) * design_.effects[cell];
    for (std::size_t cell = 0; cell < cells.size(); ++cell)
      cells[cell] = design_.included[cell] != 0 || cell == 0 ? std::exp(cells[cell]) : 0;
    return cells;
  }

  [[nodiscard]] bool mixed() const { return !design_.effects.empty(); }

  const Design& design_;
  const std::vector<double>& counts_;
  Eigen::Index size_;
  Vector theta_;
  std::vector<double> means_;
};

std::vector<double> as_doubles(const std::vector<std::int64_t>& counts) { return {counts.begin(), counts.end()}; }

}  // namespace

Fit fit_loglinear(const OverlapTable& table, const Design& design) {
  const auto counts = as_doubles(table.counts());
  Solver solver(design, counts);
  Fit fit;
  fit.converged = solver.run();
  fit.unseen = solver.means()[0];
  fit.population = static_cast<double>(table.observed()) + fit.unseen;
  fit.log_unseen_se = std::sqrt(solver.intercept_variance());
  fit.deviance = solver.deviance();
  fit.parameters = static_cast<int>(solver.theta().size()) + static_cast<int>(design.empty_terms.size());
  if (!design.effects.empty()) fit.heterogeneity = solver.theta()(solver.theta().size() - 1);
  const double minus_two_log = -2 * solver.log_likelihood();
  fit.aic = minus_two_log + 2 * fit.parameters;
  fit.bic = minus_two_log + fit.parameters * std::log(static_cast<double>(table.observed()));
  fit.coefficients.assign(solver.theta().begin(), solver.theta().end());
  fit.means = solver.means();
  return fit;
}

Fit fit_loglinear(const OverlapTable& table, const Model& model) {
  return fit_loglinear(table, design_of(table, model));
}

Refused<Fit> try_fit(const OverlapTable& table, const Model& model) {
  switch (standing_of(table, model)) {
    case Standing::kInfinite: return refuse(Reason::kInfinite);
    case Standing::kNotIdentifiable: return refuse(Reason::kNotIdentifiable);
    case Standing::kGood: break;
  }
  Fit fit = fit_loglinear(table, model);
  if (!fit.converged) return refuse(Reason::kInfinite);
  if (model.heterogeneity() != Heterogeneity::kNone && fit.heterogeneity <= 0) return refuse(Reason::kNotIdentifiable);
  return fit;
}

Interval wald_interval(const Fit& fit, std::int64_t observed, double confidence) {
  const double reach = normal_quantile(0.5 + confidence / 2) * fit.log_unseen_se;
  const auto n = static_cast<double>(observed);
  return {n + fit.unseen * std::exp(-reach), n + fit.unseen * std::exp(reach)};
}

namespace {

/// The highest multinomial log likelihood when `unseen` people are on no list, up to a constant.
double profile_at(const Design& with_zero_cell, std::vector<double>& counts, double observed, double unseen) {
  counts[0] = unseen;
  Solver solver(with_zero_cell, counts);
  solver.run();
  const double total = observed + unseen;
  double sum = log_gamma(total + 1) - log_gamma(unseen + 1);
  for (std::size_t cell = 0; cell < counts.size(); ++cell)
    if (with_zero_cell.included[cell] != 0 && counts[cell] > 0)
      sum += counts[cell] * std::log(solver.means()[cell] / total);
  return sum;
}

/// Golden section: the maximum of a function with one peak.
double peak_of(const std::function<double(double)>& f, double low, double high) {
  const double ratio = (std::sqrt(5.0) - 1) / 2;
  double a = high - ratio * (high - low);
  double b = low + ratio * (high - low);
  double fa = f(a);
  double fb = f(b);
  while (high - low > 1e-6 * (1 + high)) {
    if (fa < fb) {
      low = a;
      a = b;
      fa = fb;
      b = low + ratio * (high - low);
      fb = f(b);
    } else {
      high = b;
      b = a;
      fb = fa;
      a = high - ratio * (high - low);
      fa = f(a);
    }
  }
  return (low + high) / 2;
}

double root_between(const std::function<double(double)>& f, double below, double above) {
  for (int i = 0; i < 100 && std::abs(above - below) > 1e-7 * (1 + std::abs(above)); ++i) {
    const double middle = (below + above) / 2;
    (f(middle) < 0 ? below : above) = middle;
  }
  return (below + above) / 2;
}

}  // namespace

ProfileInterval profile_interval(const OverlapTable& table, const Model& model, double confidence) {
  Design design = design_of(table, model);
  const double start = fit_loglinear(table, design).unseen;
  design.included[0] = 1;
  auto counts = as_doubles(table.counts());
  const auto observed = static_cast<double>(table.observed());
  const auto profile = [&](double unseen) { return profile_at(design, counts, observed, unseen); };
  const double mode = peak_of(profile, 0, 3 * start + 10);
  const double level = profile(mode) - chi_squared_quantile(confidence, 1) / 2;
  const auto above_level = [&](double unseen) { return profile(unseen) - level; };
  ProfileInterval interval{.mode = observed + mode, .low = observed, .high = std::nullopt};
  if (above_level(0) < 0) interval.low = observed + root_between(above_level, 0, mode);
  for (double far = 2 * mode + 10; far < 1000 * (mode + 10); far *= 2) {
    if (above_level(far) > 0) continue;
    interval.high = observed + root_between(above_level, far, mode);
    break;
  }
  return interval;
}

}  // namespace waymark::estimate
