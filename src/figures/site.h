// Site: what makes the folder of a release a small website: pages that each pass a bad line, a page to choose the
// language, and a feed of releases and corrections. Of a release's files like the others: signed with them.
// @source docs/spec/figures.md "Files of a report"
#pragma once

#include <map>
#include <string>
#include <vector>

#include "figures/report.h"
#include "report/html_page.h"

namespace waymark::figures {

/// What a release corrected or revised, a sentence each. Of what this registry does not know it says nothing.
std::vector<std::string> errata_of(const Release& release, const ReportParts& parts, const Words& words);

/// The small pages and the feed of one language. @param page  the whole report in this language
void add_site(const ReportParts& parts, const Words& words, const report::HtmlPage& page,
              std::map<std::string, std::string>& files);
/// index.html: where somebody comes in.
void add_index(const ReportParts& parts, std::map<std::string, std::string>& files);

}  // namespace waymark::figures
