// FiguresOffice: an office where somebody is signed in to count, for the commands about figures.
#pragma once

#include "programs/waymark/commands.h"
#include "programs/waymark/figures_setup.h"
#include "programs/waymark/sign_in.h"
#include "programs/waymark/staff_server.h"

namespace waymark::program {

/// Which office, who, and metrics other than those that are installed.
struct FiguresOfficeOptions {
  std::filesystem::path folder, metrics;
  SignInOptions sign_in;
};

/// The session ends with it.
struct Counting {
  OpenedOffice opened;
  pack::Pack pack;
  desk::SessionToken token;
  [[nodiscard]] desk::office::Numbers& numbers() const { return opened.office->numbers(); }
};

OrStop<std::unique_ptr<Counting>> enter_to_count(const FiguresOfficeOptions& options, const World& world);

/// A refusal of the office or of counting as a sentence: what tells what, and what would be enough to leave out.
Stop refused(const figures::Refusal& refusal);
/// "\n  one" for each.
std::string lines_of(const std::vector<std::string>& all);

}  // namespace waymark::program
