// One case as JSON. Pure functions; texts in the reader's language.
#pragma once

#include "desk/api/write.h"

namespace waymark::desk::api {

nlohmann::json write_case(const CaseView& view, const pack::Pack& pack, const Reader& reader);
/// Lines of the conversation and events, as a case has them.
nlohmann::json write_changes(const std::vector<Entry>& entries, const pack::Pack& pack, const Reader& reader);
nlohmann::json write_standing(const CaseStanding& standing);

}  // namespace waymark::desk::api
