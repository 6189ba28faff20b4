// What `estimate` and `overlaps` share: tables of overlaps from files, the sentence of a refusal, files written.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "estimate/read_table.h"
#include "programs/courts/commands.h"
#include "text/catalogue.h"

namespace waymark::program {

struct TableFiles {
  std::vector<std::string> files;  ///< one table, or with `id` one file a list
  std::string id;                  ///< the column that identifies a person
  estimate::ReadOptions read;
};

/// The sentence of a refusal and exit code 2.
class TableDesk {
 public:
  TableDesk(const text::Catalogue& catalogue, Language language) : catalogue_(catalogue), language_(language) {}
  /// @param file  where it is, if there are several
  [[nodiscard]] std::unexpected<Stop> refuse(const estimate::Refusal& refusal, const std::string& file = {}) const;

 private:
  const text::Catalogue& catalogue_;
  Language language_;
};

/// @note 64 MiB at the most
OrStop<std::string> contents_of(const std::string& path);
OrStop<std::vector<estimate::Stratum>> read_strata(const TableFiles& from, const TableDesk& desk);

OrStop<void> make_folder(const std::filesystem::path& folder);
OrStop<void> write_file(const std::filesystem::path& path, const std::string& bytes);

}  // namespace waymark::program
