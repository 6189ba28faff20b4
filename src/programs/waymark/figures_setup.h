// FiguresSetup: metrics and templates of reports as files, ready for the office.
#pragma once

#include "desk/office/numbers.h"
#include "pack/pack.h"
#include "programs/waymark/office_folder.h"

namespace waymark::program {

/// @param folder  of metrics; empty: those that come with the program
OrStop<figures::Registry> load_metrics(const std::filesystem::path& folder);
/// @param file  empty: the monthly one that comes with the program
OrStop<figures::ReportPlan> load_plan(const std::filesystem::path& file, const figures::Registry& registry);

/// A series of another organisation. @return or its name, the line and what is wrong there
OrStop<desk::KeptSeries> read_series_file(const std::filesystem::path& file, const figures::Registry& registry);

/// With all templates that come with the program. @param pack  outlives it: values are named as it names them
OrStop<desk::FiguresSetup> figures_setup(const DeskConfig& config, const pack::Pack& pack,
                                         const std::filesystem::path& metrics = {});

}  // namespace waymark::program
