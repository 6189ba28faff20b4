// NumbersJson: what the Numbers screen shows, as the JSON of web/desk/openapi.json. Pure functions; texts in the
// reader's language, numbers beside what the public would read.
#pragma once

#include <nlohmann/json.hpp>

#include "desk/office/numbers.h"

namespace waymark::desk::api {

/// Series of others that can stand beside ours.
nlohmann::json write_series_choices(const std::vector<KeptSeries>& all, const FiguresSetup& setup, Language language);
/// Metrics and templates that can be chosen.
nlohmann::json write_choices(const FiguresSetup& setup, Language language);
/// @param alias  of whoever reads
nlohmann::json write_draft_line(const FiguresDraft& draft, Language language, std::string_view alias);
nlohmann::json write_release_line(const figures::Release& release, const std::optional<FigureHands>& hands);
/// What the relays serve, by name.
nlohmann::json write_relays(const std::map<std::string, FiguresAtRelay>& relays);
/// "Requests, October 2026": from a figure's text in a refusal; the text itself where it is none.
std::string figure_label(const FiguresSetup& setup, Language language, const std::string& figure);
/// null without one.
nlohmann::json write_refusal(const FiguresSetup& setup, Language language, const figures::Refusal* refusal);
/// Everything that a draft would print, and what it was made of. @param ledger  of before it
/// @error kMalformed as figures::Words::of
Result<nlohmann::json> write_figures(const FiguresDraft& draft, const FiguresSetup& setup,
                                     const figures::Ledger& ledger, Language language);
/// The report's page as it is, its pictures in it.
std::string page_with_pictures(const FigureFiles& files, Language language);

}  // namespace waymark::desk::api
