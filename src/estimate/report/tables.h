// estimate_tables: the tables of an estimate's report, in a reader's language.
#pragma once

#include <string>
#include <vector>

#include "estimate/study.h"
#include "report/table.h"
#include "text/catalogue.h"

namespace waymark::estimate {

/// The catalogue and the language a page is written in.
struct Voice {
  const text::Catalogue& catalogue;
  Language language;
  [[nodiscard]] std::string say(std::string_view key, const text::Arguments& arguments = {}) const {
    return catalogue.text(language, "estimate." + std::string(key), arguments);
  }
};

/// "Estimate: between … and …", "Wide: …" or "Cannot be estimated, because …", of one table.
std::string verdict_text(const Voice& voice, const Study& study);
/// Chao's lower bound, and the people whom lists can see at all: what stands beside every estimate. One sentence a
/// line.
std::vector<std::string> beside_lines(const Voice& voice, const Study& study);
report::Table methods_table(const Voice& voice, const Study& study);
/// Which lists were left out and what they would change; empty if none was. One sentence a line.
std::vector<std::string> left_out_lines(const Voice& voice, const Study& study);
report::Table priors_table(const Voice& voice, const Study& study);
report::Table sensitivity_table(const Voice& voice, const Study& study);
report::Table pairs_table(const Voice& voice, const Study& study);
report::Table self_test_table(const Voice& voice, const Study& study);

}  // namespace waymark::estimate
