// Figures: the files of a tally folder that the screen shows: pictures, tables, reports. Nothing outside the folder can
// be named: only what a listing of it names is handed out, and links are not followed. Thread rule: safe from any
// thread.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"

namespace waymark::courts {

inline constexpr std::size_t kFiguresMax = 1'000;
inline constexpr std::size_t kFigureBytesMax = 64UL << 20U;
inline constexpr int kFigureDepthMax = 4;  ///< folders within folders

struct Figure {
  std::string name;  ///< from the folder on, with '/'
  std::string kind;  ///< svg, png, html, csv, json
  std::size_t bytes = 0;
};

class Figures {
 public:
  explicit Figures(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// By name; files of other kinds, hidden ones and ones over the limit are left out.
  /// @error kNotFound if the folder is not there     @error kTooLarge over kFiguresMax
  [[nodiscard]] Result<std::vector<Figure>> list() const;
  /// @error kNotFound unless list() names it; kStorage
  [[nodiscard]] Result<Bytes> read(std::string_view name) const;

 private:
  const std::filesystem::path folder_;
};

}  // namespace waymark::courts
