// `waymark figures import`: what another organisation has published, checked and put beside our own; and what is there.
// @source docs/spec/figures.md "Series of others"
#pragma once

#include "programs/waymark/commands.h"

namespace waymark::program {

void add_figures_import(CLI::App& figures, Chosen& chosen);

}  // namespace waymark::program
