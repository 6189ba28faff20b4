// `waymark figures published`: a relay that tells the desk one thing and shows readers another is found by whoever asks
// as a reader. The relay here is a server that hands out a folder and lies as it is told to.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <mutex>
#include <sstream>

#include "cli_run.h"
#include "desk/keyring/schema.h"
#include "desk/office/figures_shelf.h"
#include "http/server.h"
#include "store/temporary_folder.h"

namespace waymark::desk {
namespace {

namespace fs = std::filesystem;

std::string content_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream content;
  content << in.rdbuf();
  return std::move(content).str();
}

/// Shows the files of a release below /figures/, or what it was told to show in the place of one.
class ShowsAFolder {
 public:
  ShowsAFolder() {
    auto started = http::Server::start(
        {.listen = {"127.0.0.1", 0},
         .limits = {},
         .rule_of = [](auto, auto) { return http::PathRule{}; },
         .handler = [this](const http::Request& request, http::Responder respond) { respond(answer(request.path)); }});
    EXPECT_TRUE(started.has_value());
    server_ = *std::move(started);
  }
  ~ShowsAFolder() { server_->stop(); }
  ShowsAFolder(const ShowsAFolder&) = delete;
  ShowsAFolder& operator=(const ShowsAFolder&) = delete;

  void show(const fs::path& folder) {
    const std::lock_guard lock(mutex_);
    files_.clear();
    failing_.clear();
    for (const auto& entry : fs::directory_iterator(folder))
      files_["/figures/" + entry.path().filename().string()] = content_of(entry.path());
    files_["/figures/"] = content_of(folder / "index.html");
  }
  void show_as(const std::string& name, const std::string& content) {
    const std::lock_guard lock(mutex_);
    files_["/figures/" + name] = content;
  }
  void fail(const std::string& name) {
    const std::lock_guard lock(mutex_);
    failing_ = "/figures/" + name;
  }
  void hide(const std::string& name) {
    const std::lock_guard lock(mutex_);
    files_.erase("/figures/" + name);
  }
  void show_nothing() {
    const std::lock_guard lock(mutex_);
    files_.clear();
  }
  [[nodiscard]] std::string address() const { return "http://127.0.0.1:" + std::to_string(server_->port()); }

 private:
  http::Response answer(const std::string& path) {
    const std::lock_guard lock(mutex_);
    if (path == failing_) return http::text_response(503, "busy");
    const auto found = files_.find(path);
    return found == files_.end() ? http::text_response(404, "not-found") : http::text_response(200, found->second);
  }
  std::mutex mutex_;
  std::map<std::string, std::string> files_;
  std::string failing_;
  std::unique_ptr<http::Server> server_;
};

/// One office with one release for all tests: each begins with it as it was made.
class Published : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::make_unique<store::TemporaryFolder>(*store::TemporaryFolder::make());
    fs::create_directory(folder_->path() / "now");
    ASSERT_NO_FATAL_FAILURE(make_a_release());
    fs::copy(folder_->path() / "now", folder_->path() / "made", fs::copy_options::recursive);
  }
  static void TearDownTestSuite() { folder_.reset(); }
  static void make_a_release() {
    std::ofstream(path("passphrase")) << "marigold keeps seven lanterns\n";
    ASSERT_EQ(
        run_waymark("init " + path("office") + " --name Example --alias mira --root-key " + path("root") +
                    " --recovery-to " + path("recovery") + " --totp-to " + path("mira.totp") + " --passphrase-file " +
                    path("passphrase") + " --relay-desk-listen 127.0.0.1:1 --argon2-kib 8 --argon2-passes 1")
            .exit,
        0);
    ASSERT_EQ(run_waymark("staff invite anna" + as("mira") + "--to " + path("invitation")).exit, 0);
    ASSERT_EQ(run_waymark("staff accept --office " + path("office") + " --invitation-file " + path("invitation") +
                          " --passphrase-file " + path("passphrase") + " --totp-to " + path("anna.totp"))
                  .exit,
              0);
    ASSERT_EQ(run_waymark("figures report" + as("anna") + "--period 2026-01").exit, 0);
    ASSERT_EQ(run_waymark("figures approve" + as("mira") + "--out " + path("out")).exit, 0);
  }
  void SetUp() override {
    ASSERT_TRUE(fs::exists(folder_->path() / "made")) << "the office was not made";
    fs::remove_all(folder_->path() / "now");
    fs::copy(folder_->path() / "made", folder_->path() / "now", fs::copy_options::recursive);
    relay_.show(path("out"));
  }
  static std::string path(const std::string& name) { return (folder_->path() / "now" / name).string(); }
  /// A code works once: whoever has used theirs takes the next.
  static std::string as(const std::string& alias) {
    const auto code = [&] { return run_waymark("totp --secret-file " + path(alias + ".totp")).said; };
    if (code() == used_[alias]) {
      EXPECT_TRUE(go_to_the_next_code(path(alias + ".totp")));
    }
    used_[alias] = code();
    return " --office " + path("office") + " --alias " + alias + " --passphrase-file " + path("passphrase") +
           " --totp-secret-file " + path(alias + ".totp") + " ";
  }
  [[nodiscard]] CliOutcome ask(const std::string& more = "") const {
    return run_waymark("figures published --office " + path("office") + " --at " + relay_.address() + " " + more);
  }
  static void forget_the_releases() {
    const auto store = open_desk_store(fs::path(path("office")) / "desk.sqlite").value();
    ASSERT_TRUE(store->execute("DELETE FROM figures_file").has_value());
    ASSERT_TRUE(store->execute("DELETE FROM figures_release").has_value());
  }
  /// A second release in the office alone, as if the relay were holding it back.
  static void release_once_more() {
    const auto store = open_desk_store(fs::path(path("office")) / "desk.sqlite").value();
    figures::Release next = read_ledger(*store)->releases().back();
    next.previous = figures::hash_of(next);
    next.serial = 2;
    ASSERT_TRUE(put_line(*store, next).has_value());
  }
  static inline std::unique_ptr<store::TemporaryFolder> folder_;
  static inline std::map<std::string, std::string> used_;
  ShowsAFolder relay_;
};

TEST_F(Published, WhatReadersSeeIsComparedWithWhatTheOfficeSigned) {
  const CliOutcome good = ask();
  EXPECT_EQ(good.exit, 0) << good.said;
  EXPECT_TRUE(good.says("release 1, the newest; all files were compared")) << good.said;
  EXPECT_TRUE(good.says("shown by 1 of 1")) << good.said;
  EXPECT_TRUE(
      run_waymark("figures published --office " + path("office") + " --at " + relay_.address(), "WAYMARK_LANGUAGE=ru")
          .says("выпуск 1, самый новый"));

  const CliOutcome two = ask("--at http://127.0.0.1:1");
  EXPECT_EQ(two.exit, 8);
  EXPECT_TRUE(two.says("nobody answers there")) << two.said;
  EXPECT_TRUE(two.says("shown by 1 of 2")) << two.said;
  const CliOutcome onion = ask("--at http://relayrelay.onion");
  EXPECT_EQ(onion.exit, 8) << "what was not asked is not known to be there";
  EXPECT_TRUE(onion.says("relayrelay.onion: not asked")) << onion.said;
}

TEST_F(Published, ARelayThatAltersAFileIsNamedWithTheFile) {
  relay_.show_as("figures.csv", "requests,0\n");
  const CliOutcome changed = ask();
  EXPECT_EQ(changed.exit, 8);
  EXPECT_TRUE(changed.says("figures.csv is not what was signed")) << changed.said;
  const CliOutcome quick = ask("--quick");
  EXPECT_EQ(quick.exit, 0);
  EXPECT_TRUE(quick.says("only signature and sums were compared"))
      << "no more is said than was looked at" << quick.said;
  const CliOutcome json = ask("--json");
  EXPECT_EQ(json.exit, 8);
  for (const char* part : {"\"state\": \"changed\"", "\"file\": \"figures.csv\"", "\"newest\": 1", "\"serial\": 1"})
    EXPECT_TRUE(json.says(part)) << json.said;

  relay_.show(path("out"));
  relay_.show_as("", "<h1>another first page</h1>");
  EXPECT_TRUE(ask().says("/figures/ is not what was signed")) << "where a reader begins";
  relay_.show(path("out"));
  relay_.show_as("SHA256SUMS", "");
  EXPECT_TRUE(ask("--quick").says("SHA256SUMS is not what was signed"));
  relay_.show(path("out"));
  relay_.show_as("rosters.chain", "x");
  EXPECT_TRUE(ask("--quick").says("rosters.chain is not what was signed"));
  relay_.show(path("out"));
  relay_.fail("figures.csv");
  const CliOutcome failing = ask();
  EXPECT_TRUE(failing.says("/figures/figures.csv: answer 503")) << failing.said;
  relay_.show(path("out"));
  relay_.hide("ru.html");
  const CliOutcome withheld = ask();
  EXPECT_EQ(withheld.exit, 8);
  EXPECT_TRUE(withheld.says("release 1, but without the file ru.html")) << withheld.said;
}

TEST_F(Published, ARelayThatHoldsTheNewestBackIsNamed) {
  ASSERT_NO_FATAL_FAILURE(release_once_more());
  const CliOutcome old = ask();
  EXPECT_EQ(old.exit, 8);
  EXPECT_TRUE(old.says("release 1; the newest is 2")) << old.said;
  relay_.show_nothing();
  const CliOutcome none = ask();
  EXPECT_EQ(none.exit, 8);
  EXPECT_TRUE(none.says(": no release")) << none.said;
}

TEST_F(Published, WhatThisOfficeDidNotReleaseIsNamed) {
  for (const std::string& note : {std::string("waymark figures release v1\n"), std::string(5'000, 'x')}) {
    relay_.show_as("release.note", note);
    EXPECT_TRUE(ask().says("was not signed by this organisation")) << note.substr(0, 40);
  }
  // The office's own words under a signature of nobody.
  std::string forged = content_of(fs::path(path("out")) / "release.note");
  const std::size_t signature = forged.rfind("figures ") + 20;
  forged[signature] = forged[signature] == 'A' ? 'B' : 'A';
  relay_.show_as("release.note", forged);
  EXPECT_TRUE(ask().says("was not signed by this organisation"));
  relay_.show(path("out"));
  {
    // Somebody who kept a key of before signs other files for a release of ours.
    const auto store = open_desk_store(fs::path(path("office")) / "desk.sqlite").value();
    ASSERT_TRUE(store->execute("UPDATE figures_file SET content = x'00' WHERE name = 'SHA256SUMS'").has_value());
  }
  EXPECT_TRUE(ask().says("SHA256SUMS is not what was signed"));
  forget_the_releases();
  const CliOutcome none = ask();
  EXPECT_EQ(none.exit, 2);
  EXPECT_TRUE(none.says("has released nothing yet")) << none.said;
  const CliOutcome nowhere = run_waymark("figures published --office " + path("nowhere"));
  EXPECT_EQ(nowhere.exit, 2);
  EXPECT_TRUE(nowhere.says(path("nowhere"))) << nowhere.said;
}

TEST_F(Published, AnotherReleaseUnderTheSameNumberIsNamed) {
  const auto store = open_desk_store(fs::path(path("office")) / "desk.sqlite").value();
  figures::Release other = read_ledger(*store)->releases().front();
  other.figures.clear();
  ASSERT_TRUE(store->execute("DELETE FROM figures_release").has_value());
  ASSERT_TRUE(put_line(*store, other).has_value());
  const CliOutcome told = ask();
  EXPECT_EQ(told.exit, 8);
  EXPECT_TRUE(told.says("under number 1 it has another release")) << told.said;
}

// ---- export beside them: a folder that is published somewhere never goes back ------------------------------------

TEST_F(Published, AnOlderReleaseDoesNotTakeThePlaceOfANewerOne) {
  ASSERT_EQ(run_waymark("figures report" + as("anna") + "--period 2026-02").exit, 0);
  ASSERT_EQ(run_waymark("figures approve" + as("mira") + "--out " + path("out")).exit, 0);
  const std::string newest = content_of(fs::path(path("out")) / "release.json");
  const CliOutcome older = run_waymark("figures export" + as("mira") + "--serial 1 --out " + path("out"));
  EXPECT_EQ(older.exit, 2);
  EXPECT_TRUE(older.says("has release 2, which is newer than release 1")) << older.said;
  EXPECT_EQ(content_of(fs::path(path("out")) / "release.json"), newest);
  EXPECT_EQ(run_waymark("figures verify " + path("out")).exit, 0);
  EXPECT_EQ(run_waymark("figures export" + as("anna") + "--serial 1 --out " + path("first")).exit, 0);
  relay_.show(path("out"));
  EXPECT_EQ(ask().exit, 0);
  relay_.show(path("first"));
  EXPECT_TRUE(ask().says("release 1; the newest is 2"));
}

TEST_F(Published, AnOfficeOfBeforeTakesTheFolderOverAndLeavesItAsItIs) {
  const std::string there = content_of(fs::path(path("out")) / "release.note");
  forget_the_releases();
  const CliOutcome taken = run_waymark("figures export" + as("mira") + "--out " + path("out"));
  EXPECT_EQ(taken.exit, 0) << taken.said;
  EXPECT_TRUE(taken.says("1 release was taken over")) << taken.said;
  EXPECT_TRUE(taken.says("stays as it was")) << taken.said;
  EXPECT_EQ(content_of(fs::path(path("out")) / "release.note"), there);
  EXPECT_EQ(ask().exit, 0) << "what it has taken over it knows";
  const CliOutcome elsewhere = run_waymark("figures export" + as("mira") + "--out " + path("else"));
  EXPECT_EQ(elsewhere.exit, 2);
  EXPECT_TRUE(elsewhere.says("The files of release 1 are not here")) << elsewhere.said;
}

}  // namespace
}  // namespace waymark::desk
