// `waymark figures published`: whether relays and mirrors show everybody the newest release, asked from outside as any
// reader would. A relay's own word is on the desk's Numbers screen; this finds one that says one thing to the desk and
// shows another.
// @source docs/spec/figures-release.md "Who looks from outside"
#pragma once

#include "programs/waymark/commands.h"

namespace waymark::program {

/// @param figures  the command that it is a part of
void add_figures_published(CLI::App& figures, Chosen& chosen);

}  // namespace waymark::program
