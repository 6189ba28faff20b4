// chains: do several chains of a sampler tell the same story, and how much do they tell?
//
// Rank-normalised split R-hat (the larger of bulk and folded) and bulk effective sample size, Vehtari, Gelman, Simpson,
// Carpenter and Bürkner 2021, Bayesian Analysis 16, sections 3 and 4. Ranks make both safe for heavy tails.
#pragma once

#include <vector>

namespace waymark::estimate {

using Chains = std::vector<std::vector<double>>;  ///< draws of one quantity, all chains of one length (at least 8)

/// 1 if the chains agree; infinite if they stand still in different places.
double split_r_hat(const Chains& chains);

/// Draws that independent sampling would have needed for the same certainty.
double effective_sample_size(const Chains& chains);

}  // namespace waymark::estimate
