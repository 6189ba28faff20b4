// verified: an archive is used, published or mended only after the check that nothing in it was changed.
#pragma once

#include <string>

#include "courts/archive/archive.h"
#include "programs/courts/commands.h"

namespace waymark::program {

/// The entries are as they were written. @error a sentence that names the first that is not, exit code 4
OrStop<courts::Verification> entries_hold(const std::string& archive);
/// What is counted follows from the entries. @error a sentence that says how to mend it, exit code 4
OrStop<void> facts_follow(const std::string& archive);
/// Both. @return the head of the archive, hex
OrStop<std::string> verified_head(const std::string& archive);

}  // namespace waymark::program
