// Names of courts by their codes, as one of their own cards writes them: pages of people say "61GV0001" to nobody.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace waymark::courts {

class ArchiveReader;

/// Whether a court is known by its code ("61GV0001"), not by a name.
bool looks_like_code(std::string_view court);
/// 1…99, the first two digits of a code; 0 when it does not begin with digits.
std::int32_t region_of(std::string_view court_code);

/// Learns a name from the first card of a court that has one.
class CourtNames {
 public:
  /// Of these courts; what is no code is passed over.
  static Result<CourtNames> of_courts(ArchiveReader& reader, const std::vector<std::string>& courts);
  /// @param case_id  of a case of this court; its card is read only while the court has no name, and of a few cards at
  /// most, since a file of rows may name its courts nowhere
  Result<void> learn(ArchiveReader& reader, const std::string& code, std::int64_t case_id);
  /// @return empty when no card said it
  [[nodiscard]] std::string name_of(const std::string& code) const;
  /// The code of a folded name, else the name itself; a name that two courts share leads to none of them.
  [[nodiscard]] std::string code_or_name(const std::string& folded) const;

 private:
  std::map<std::string, std::string> names_, codes_;
  std::map<std::string, int> tried_;
};

}  // namespace waymark::courts
