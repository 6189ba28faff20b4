// Audit: our own series of releases, attacked as a reader would who has kept all of them. Inside the desk alone: to
// know what must not be told it needs the rows.
//
// What is looked for: a small number that follows, or nearly follows, from everything printed in all releases (totals
// less what is visible, overlapping categories, months against quarters, rounded against rounded); a correction that
// tells that few came or went; a median of few; a number that stands in the page of one language only.
// Each finding names the combination and the fewest figures that would have to stay unprinted.
// @source docs/spec/figures.md "Audit"
#pragma once

#include <map>

#include "figures/release.h"

namespace waymark::figures {

struct Finding {
  enum class Kind { kTold, kChange, kFew, kLanguage, kTable };
  Kind kind = Kind::kTold;
  std::string figure;                         ///< what is told; kLanguage, kTable: file and row
  Range range = {};                           ///< kTold: as closely as this; kChange: by how many
  std::vector<std::string> combination = {};  ///< from these: figure, number, release
  std::vector<FigureId> leave_out = {};       ///< the smallest change that makes it safe: these stay unprinted
  bool is_smallest = true;                    ///< all smaller sets were tried
};

struct Audit {
  std::size_t figures = 0;     ///< that were printed
  std::size_t protected_ = 0;  ///< small numbers that must not follow from them
  std::vector<Finding> findings;
};

/// @param rows  effective, all of them
/// @error kNotFound for a figure whose metric is not in the registry, kTooLarge for too many figures of one kind: the
///        figure in detail; kMalformed if what is printed contradicts itself or the rows
Result<Audit> audit(const Ledger& ledger, const Registry& registry, const EffectiveRows& rows);
/// The same without the rows, as anybody can do it: only what somebody proves to be small who has nothing but the
/// releases, so it finds no more than audit(). Of medians nothing is said: what they rest on is not printed.
/// @error as audit()
Result<Audit> audit_as_reader(const Ledger& ledger, const Registry& registry);

/// What the files of a report print otherwise in one language than in another, and what the table for programs prints
/// that the ledger's last release does not. @param files  of report_files()
std::vector<Finding> audit_files(const std::map<std::string, std::string>& files, const Ledger& ledger);

}  // namespace waymark::figures
