#include "estimate/model.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace waymark::estimate {
namespace {

bool contains(Pattern larger, Pattern smaller) { return (larger & smaller) == smaller; }

}  // namespace

std::vector<Pattern> pairs_of(int lists) {
  std::vector<Pattern> pairs;
  for (int i = 0; i < lists; ++i)
    for (int j = i + 1; j < lists; ++j) pairs.push_back(Pattern{1} << i | Pattern{1} << j);
  return pairs;
}

std::string_view name_of(Heterogeneity heterogeneity) {
  switch (heterogeneity) {
    case Heterogeneity::kNone: return "";
    case Heterogeneity::kDarroch: return "Darroch";
    case Heterogeneity::kGamma: return "Gamma";
    case Heterogeneity::kPoisson: return "Poisson";
  }
  return "";
}

double effect_of(Heterogeneity heterogeneity, int lists) {
  const double k = lists;
  switch (heterogeneity) {
    case Heterogeneity::kNone: return 0;
    case Heterogeneity::kDarroch: return k * (k - 1) / 2;
    case Heterogeneity::kGamma: return lists < 2 ? 0 : k * std::log(4.5 / 3.5) - std::log((3.5 + k) / 3.5);
    case Heterogeneity::kPoisson: return std::exp2(k) - 1 - k;
  }
  return 0;
}

Model::Model(std::vector<Pattern> terms, Heterogeneity heterogeneity)
    : terms_(std::move(terms)), heterogeneity_(heterogeneity) {
  std::ranges::sort(terms_);
}

Model Model::of_pairs(int lists, PairSet pairs, Heterogeneity heterogeneity) {
  const auto all = pairs_of(lists);
  std::vector<Pattern> terms;
  for (std::size_t i = 0; i < all.size(); ++i)
    if ((pairs >> i & 1U) != 0) terms.push_back(all[i]);
  return Model(std::move(terms), heterogeneity);
}

bool Model::has(Pattern term) const { return std::ranges::binary_search(terms_, term); }

Model Model::with(Pattern term) const {
  auto terms = terms_;
  terms.push_back(term);
  return Model(std::move(terms), heterogeneity_);
}

std::string Model::name(int lists) const {
  std::vector<std::string> parts;
  const auto write = [&](Pattern set) {
    std::string part;
    for (int list = 0; list < lists; ++list)
      if ((set >> list & 1U) != 0) part += (list >= 9 && !part.empty() ? "." : "") + std::to_string(list + 1);
    parts.push_back(part);
  };
  Pattern joined = 0;
  for (const Pattern term : terms_) {
    joined |= term;
    if (std::ranges::none_of(terms_, [&](Pattern other) { return other != term && contains(other, term); }))
      write(term);
  }
  for (int list = 0; list < lists; ++list)
    if ((joined >> list & 1U) == 0) write(Pattern{1} << list);
  std::ranges::sort(parts, [&](const std::string& a, const std::string& b) {
    return a.size() != b.size() ? a.size() > b.size() : a < b;
  });
  std::string name = "[";
  for (const auto& part : parts) name += (name.size() > 1 ? "," : "") + part;
  name += "]";
  if (heterogeneity_ != Heterogeneity::kNone) name += " + " + std::string(name_of(heterogeneity_));
  return name;
}

Design design_of(const OverlapTable& table, const Model& model) {
  Design design{.lists = table.lists(), .parameters = {0}, .empty_terms = {}, .included = {}, .effects = {}};
  for (int list = 0; list < table.lists(); ++list) design.parameters.push_back(Pattern{1} << list);
  design.included.assign(table.counts().size(), 1);
  design.included[0] = 0;
  const auto margins = table.margins();
  for (const Pattern term : model.terms()) {
    if (margins[term] > 0) {
      design.parameters.push_back(term);
      continue;
    }
    design.empty_terms.push_back(term);
    for (Pattern cell = 0; cell < design.included.size(); ++cell)
      if (contains(cell, term)) design.included[cell] = 0;
  }
  if (model.heterogeneity() != Heterogeneity::kNone)
    for (Pattern cell = 0; cell < design.included.size(); ++cell)
      design.effects.push_back(effect_of(model.heterogeneity(), std::popcount(cell)));
  return design;
}

}  // namespace waymark::estimate
