// Names of courts by their codes, as one of their own cards writes them: pages of people say "61GV0001" to nobody.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace waymark::courts {

class ArchiveReader;

/// Whether a court is known by its code ("61GV0001"), not by a name.
bool looks_like_code(std::string_view court);

/// Learns a name from the first card of a court that has one.
class CourtNames {
 public:
  /// @param case_id  of a case of this court; its card is read only while the court has no name, and of a few cards at
  /// most, since a file of rows may name its courts nowhere
  Result<void> learn(ArchiveReader& reader, const std::string& code, std::int64_t case_id);
  /// Whether learn() would still read a card.
  [[nodiscard]] bool wants(const std::string& code) const;
  /// @return empty when no card said it
  [[nodiscard]] std::string name_of(const std::string& code) const;
  /// The code of a folded name, else the name itself; a name that two courts share leads to none of them.
  [[nodiscard]] std::string code_or_name(const std::string& folded) const;

 private:
  std::map<std::string, std::string> names_, codes_;
  std::map<std::string, int> tried_;
};

/// Names of these courts; those that no card names are missing. Reads the archive until all are found.
Result<std::map<std::string, std::string>> names_of_courts(ArchiveReader& reader,
                                                           const std::vector<std::string>& codes);

}  // namespace waymark::courts
