#include "http/static_files.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace waymark::http {
namespace {

namespace fs = std::filesystem;

class StaticFilesTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = fs::temp_directory_path() / "waymark-files-XXXXXX";
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
    write("index.html", "home");
    write("index.html.gz", "GZ");
    write("ru/index.html", "дом");
    write("cards.html", "cards");
    write("assets/app-1a2b.js", "code");
  }
  void TearDown() override { fs::remove_all(folder_); }
  void write(const std::string& name, std::string_view text) {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream{folder_ / name} << text;
  }
  static Response get(const StaticFiles& files, std::string path, std::vector<Header> headers = {}) {
    return files.answer({.method = "GET", .path = std::move(path), .headers = std::move(headers)});
  }
  static std::string header(const Response& response, std::string_view name) {
    for (const Header& h : response.headers) {
      if (h.name == name) return h.value;
    }
    return {};
  }
  fs::path folder_;
};

TEST_F(StaticFilesTest, AnswersUnderTheNamesOfPages) {
  const auto files = *StaticFiles::load(folder_, CacheRule::kNoStore);
  EXPECT_EQ(to_string(get(files, "/").content()), "home");
  EXPECT_EQ(to_string(get(files, "/index.html").content()), "home");
  EXPECT_EQ(to_string(get(files, "/ru/").content()), "дом");
  EXPECT_EQ(to_string(get(files, "/cards").content()), "cards");
  EXPECT_EQ(header(get(files, "/assets/app-1a2b.js"), "Content-Type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(header(get(files, "/"), "Cache-Control"), "no-store");
}

TEST_F(StaticFilesTest, NothingOutsideTheFolderHasAName) {
  write("../outside.txt", "secret");
  const auto files = *StaticFiles::load(folder_, CacheRule::kNoStore);
  for (const auto* path :
       {"/../outside.txt", "/./index.html", "//index.html", "/index.html.gz", "/ru", "/%2e%2e/outside.txt", ""}) {
    EXPECT_EQ(get(files, path).status, 404) << path;
  }
  fs::remove(folder_ / "../outside.txt");
}

TEST_F(StaticFilesTest, GzipOnlyForThoseWhoTakeIt) {
  const auto files = *StaticFiles::load(folder_, CacheRule::kNoStore);
  const Response zipped = get(files, "/", {{"accept-encoding", "gzip, deflate, br"}});
  EXPECT_EQ(to_string(zipped.content()), "GZ");
  EXPECT_EQ(header(zipped, "Content-Encoding"), "gzip");
  EXPECT_EQ(header(zipped, "Vary"), "Accept-Encoding");
  EXPECT_EQ(header(get(files, "/cards", {{"accept-encoding", "gzip"}}), "Content-Encoding"), "");
}

TEST_F(StaticFilesTest, RevalidationAnswers304) {
  const auto files = *StaticFiles::load(folder_, CacheRule::kRevalidate);
  const std::string etag = header(get(files, "/"), "ETag");
  ASSERT_FALSE(etag.empty());
  EXPECT_EQ(get(files, "/", {{"if-none-match", etag}}).status, 304);
  EXPECT_EQ(get(files, "/", {{"if-none-match", "\"other\""}}).status, 200);
}

TEST_F(StaticFilesTest, MissingFolderIsSaid) {
  EXPECT_EQ(StaticFiles::load(folder_ / "nothing", CacheRule::kNoStore).error().code, Code::kNotFound);
}

}  // namespace
}  // namespace waymark::http
