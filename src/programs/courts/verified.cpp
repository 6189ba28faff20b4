#include "programs/courts/verified.h"

#include <fmt/format.h>

#include "base/encoding.h"

namespace waymark::program {

OrStop<courts::Verification> entries_hold(const std::string& archive) {
  auto found = courts::verify_archive(archive);
  if (!found) return std::unexpected(stop_for(found.error(), archive));
  if (found->intact) return std::move(*found);
  return std::unexpected(
      Stop{Exit::kInput,
           fmt::format("{}: The archive was changed after it was written. First bad entry: {} ({}){}.", archive,
                       found->first_bad, found->what, found->record.empty() ? "" : ", record " + found->record)});
}

OrStop<void> facts_follow(const std::string& archive) {
  const auto found = courts::verify_facts(archive);
  if (!found) return std::unexpected(stop_for(found.error(), archive));
  if (found->follow()) return {};
  const std::string first = found->first_wrong.empty() ? "" : fmt::format(", first {}", found->first_wrong);
  return std::unexpected(Stop{
      Exit::kInput, fmt::format("{}: The entries are intact, but the facts that are counted do not follow from them "
                                "({} {}{}; {} facts of no case; {} rows of pages, УИД and courts). They were changed, "
                                "or another version of this program derived them. waymark-courts rebuild --archive {} "
                                "derives them anew.",
                                archive, found->cases_wrong, found->cases_wrong == 1 ? "case" : "cases", first,
                                found->strays, found->rows_wrong, archive)});
}

OrStop<std::string> verified_head(const std::string& archive) {
  const auto entries = entries_hold(archive);
  if (!entries) return std::unexpected(entries.error());
  if (auto follow = facts_follow(archive); !follow) return std::unexpected(follow.error());
  return to_hex(entries->head);
}

}  // namespace waymark::program
