// `waymark setup`. In a header of its own, so that commands.h stays what every command includes.
#pragma once

#include "programs/waymark/commands.h"

namespace waymark::program {

void add_setup(CLI::App& app, Chosen& chosen);

}  // namespace waymark::program
