// The waymark command for people and keys: removing, one's own account, renewing, rules.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/test_long.h"
#include "cli_run.h"
#include "store/temporary_folder.h"

namespace waymark::desk {
namespace {

class PeopleCli : public testing::Test {
 protected:
  static constexpr const char* kPassphrase = "marigold keeps seven lanterns";
  void SetUp() override {
    write("passphrase", kPassphrase);
    write("other", "another long passphrase");
    const CliOutcome founded =
        run_waymark("init " + path("office") + " --name Example --alias mira --root-key " + path("root") +
                    " --recovery-to " + path("recovery") + " --totp-to " + path("mira.totp") + " --passphrase-file " +
                    path("passphrase") + " --relay-desk-listen 127.0.0.1:1 --argon2-kib 8 --argon2-passes 1");
    ASSERT_EQ(founded.exit, 0) << founded.said;
  }
  [[nodiscard]] std::string path(const std::string& name) const { return (folder_.path() / name).string(); }
  void write(const std::string& name, std::string_view content) const { std::ofstream(path(name)) << content << '\n'; }
  [[nodiscard]] std::string at_office() const { return " --office " + path("office"); }
  [[nodiscard]] std::string as(const std::string& alias, const std::string& passphrase = "passphrase") const {
    return at_office() + " --alias " + alias + " --passphrase-file " + path(passphrase) + " --totp-secret-file " +
           path(alias + ".totp");
  }
  store::TemporaryFolder folder_ = *store::TemporaryFolder::make();
};

TEST_F(PeopleCli, RemovingSomebodyAndWhatIsRefused) {
  EXPECT_EQ(run_waymark("staff remove anna" + at_office()).exit, 2) << "somebody must sign in";
  const CliOutcome nobody = run_waymark("staff remove anna" + as("mira"));
  EXPECT_EQ(nobody.exit, 1);
  EXPECT_TRUE(nobody.says("There is nobody with the alias anna.")) << nobody.said;
}

TEST_F(PeopleCli, NobodyRemovesThemselves) {
  const CliOutcome oneself = run_waymark("staff remove mira" + as("mira"));
  EXPECT_EQ(oneself.exit, 2);
  EXPECT_TRUE(oneself.says("Nobody removes themselves")) << oneself.said;
}

TEST_F(PeopleCli, AnInvitedPersonIsRemoved) {
  ASSERT_EQ(run_waymark("staff invite anna" + as("mira") + " --to " + path("anna.invitation")).exit, 0);
  const CliOutcome accepted =
      run_waymark("staff accept" + at_office() + " --invitation-file " + path("anna.invitation") +
                  " --passphrase-file " + path("passphrase") + " --totp-to " + path("anna.totp"));
  ASSERT_EQ(accepted.exit, 0) << accepted.said;
  EXPECT_EQ(run_waymark("staff list" + as("anna")).exit, 0);
  const CliOutcome denied = run_waymark("staff sign-out-everywhere" + as("anna"));
  EXPECT_EQ(denied.exit, 4) << "the code was used: " << denied.said;
  ASSERT_TRUE(go_to_the_next_code(path("mira.totp")));
  const CliOutcome removed = run_waymark("staff remove anna --reason left" + as("mira"));
  EXPECT_EQ(removed.exit, 0) << removed.said;
  EXPECT_TRUE(removed.says("anna is removed"));
  EXPECT_TRUE(removed.says("--distrust-old-keys"));
  EXPECT_EQ(run_waymark("staff list" + as("anna")).exit, 4);
  EXPECT_EQ(run_waymark("log verify" + at_office()).exit, 0);
}

TEST_F(PeopleCli, ThePassphraseIsChanged) {
  const CliOutcome changed = run_waymark("staff passphrase" + as("mira") + " --new-passphrase-file " + path("other"));
  EXPECT_EQ(changed.exit, 0) << changed.said;
  EXPECT_EQ(run_waymark("staff list" + as("mira")).exit, 4) << "the old one";
}

TEST_F(PeopleCli, AShortPassphraseIsRefused) {
  write("short", "short");
  EXPECT_EQ(run_waymark("staff passphrase" + as("mira") + " --new-passphrase-file " + path("short")).exit, 2);
}

TEST_F(PeopleCli, ASecondFactorIsReplaced) {
  const CliOutcome changed = run_waymark("staff second-factor" + as("mira") + " --totp-to " + path("new.totp"));
  EXPECT_EQ(changed.exit, 0) << changed.said;
  EXPECT_TRUE(changed.says("only the new authenticator works"));
  EXPECT_EQ(run_waymark("staff list" + as("mira")).exit, 4) << "the old one";
}

TEST_F(PeopleCli, SigningKeysAreReplacedWithTheRoster) {
  const CliOutcome usual = run_waymark("roster renew --root-key " + path("root") + at_office());
  EXPECT_EQ(usual.exit, 0) << usual.said;
  EXPECT_FALSE(usual.says("are new")) << usual.said;
  const CliOutcome fresh = run_waymark("roster renew --new-keys --root-key " + path("root") + at_office());
  EXPECT_EQ(fresh.exit, 0) << fresh.said;
  EXPECT_TRUE(fresh.says("The keys that sign replies and day-key lists are new"));
  EXPECT_EQ(run_waymark("log verify" + at_office()).exit, 0) << "old lines stay under the old key";
}

TEST_F(PeopleCli, RulesAreTestedAndExplained) {
  const std::string packs = std::string{WAYMARK_SOURCE_DIR} + "/packs/";
  const CliOutcome good = run_waymark("rules test " + packs + "military-refusal");
  EXPECT_EQ(good.exit, 0) << good.said;
  EXPECT_TRUE(good.says("vectors of military-refusal"));
  EXPECT_EQ(run_waymark("rules test " + path("nowhere")).exit, 2);
  std::filesystem::copy(packs + "military-refusal", path("military-refusal"), std::filesystem::copy_options::recursive);
  write("military-refusal/vectors.json",
        R"({"format": "waymark rule vectors 1", "vectors": [{"name": "wrong", "now": "2026-11-22",
    "received": "2026-11-22", "answers": [], "expect": {"danger": true}}]})");
  const CliOutcome wrong = run_waymark("rules test " + path("military-refusal"));
  EXPECT_EQ(wrong.exit, 1);
  EXPECT_TRUE(wrong.says("WRONG  wrong: danger is false, expected true")) << wrong.said;
  EXPECT_TRUE(wrong.says("UNTESTED  no vector starts the clock leave_ends"));
  const CliOutcome nothing = run_waymark("rules explain nobody" + as("mira"));
  EXPECT_EQ(nothing.exit, 1);
  EXPECT_TRUE(nothing.says("No case with this code-name")) << nothing.said;
}

}  // namespace
}  // namespace waymark::desk
