// latent_chain: one Markov chain of the latent class model. Internal to latent_class.
#pragma once

#include <array>
#include <vector>

#include "estimate/latent_class.h"
#include "estimate/random.h"

namespace waymark::estimate {

using PerClass = std::array<double, kClasses>;

/// Unbounded coordinates: logits of list probabilities and of the stick-breaking shares.
struct LatentPoint {
  std::vector<PerClass> list_logits;  ///< [list][class]
  PerClass stick_logits{};            ///< the last one is not used
};

class LatentChain {
 public:
  LatentChain(const OverlapTable& table, const LatentClassOptions& options, std::uint64_t stream);

  /// Moves `count` times while learning the length of a step.
  void warm_up(int count);
  void move();
  /// A draw of the population size given where the chain is.
  double population();
  /// Of `population` people those whose class is seen by some list with more than `chance`: expected, given where the
  /// chain is and who was seen.
  [[nodiscard]] double observable(double population, double chance) const;

 private:
  struct Evaluated {
    bool with_density = true;  ///< logarithms cost a third of the time and are needed at the ends of a path only
    double log_density = 0;
    LatentPoint gradient;
  };

  void evaluate(const LatentPoint& point, Evaluated& out) const;
  double hamiltonian_move();
  void gibbs_sweep();
  void share_out(std::vector<PerClass>& on_list, PerClass& in_class);
  void draw_parameters(const std::vector<PerClass>& on_list, const PerClass& in_class);
  void draw_concentration();
  void swap_neighbours();
  [[nodiscard]] PerClass weights_of(const LatentPoint& point) const;

  int lists_;
  double observed_;
  std::vector<Pattern> patterns_;  ///< the observed ones, and 0 first
  std::vector<double> counts_;
  double alpha_shape_;
  double alpha_rate_;
  Random random_;
  LatentPoint point_;
  Evaluated here_;
  double alpha_ = 1;
  double step_ = 0.05;
};

}  // namespace waymark::estimate
