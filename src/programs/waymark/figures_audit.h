// `waymark figures audit`: everything that was ever printed, attacked: with the rows of an office, or as any reader can
// who has the files.
// @source docs/spec/figures.md "Audit"
#pragma once

#include "programs/waymark/commands.h"

namespace waymark::program {

void add_figures_audit(CLI::App& figures, Chosen& chosen);

}  // namespace waymark::program
