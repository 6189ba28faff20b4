// A folder of a pack on disk for tests, removed at the end.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "pack/sample_pack.h"

namespace waymark::pack::sample {

class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "waymark-pack-XXXXXX").string();
    EXPECT_NE(::mkdtemp(name.data()), nullptr);
    root_ = name;
    std::filesystem::create_directories(pack() / "cards");
    write("pack.json", structure().dump());
    for (const char* language : {"ru", "uk", "en"}) write("texts." + std::string(language) + ".json", texts().dump());
  }
  ~Folder() { std::filesystem::remove_all(root_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  [[nodiscard]] std::filesystem::path pack() const { return root_ / "sample"; }
  void write(const std::string& file, const std::string& content) const { std::ofstream(pack() / file) << content; }

 private:
  std::filesystem::path root_;
};

/// A sound card; change one thing and see what the reader or the checker says.
inline nlohmann::json card() {
  nlohmann::json json = nlohmann::json::parse(R"json({
    "format": "waymark card 1", "id": "terms", "version": 2, "order": 10, "example": true, "jurisdiction": "RU",
    "confidence": "law", "written": "2026-11-22", "valid_from": "2022-09-24", "checked": "2026-11-22",
    "known_to": "2026-03-31", "review_by": "2027-02-22",
    "sources": [{"date": "2022-09-24", "where": "pravo.gov.ru", "title": {"ru": "Закон", "uk": "Закон", "en": "A law"}}],
    "basis": [{"sure": "read", "sources": [1]}, {"sure": "advice"}], "texts": {}})json");
  for (const char* language : {"ru", "uk", "en"})
    json["texts"][language] = {
        {"title", "Title"}, {"short", "Short."}, {"body", "One.\nTwo."}, {"doubts", "Not read again."}};
  return json;
}

}  // namespace waymark::pack::sample
