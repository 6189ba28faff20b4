// The waymark command as a person uses it: what it says and which exit code it ends with.
#include <gtest/gtest.h>

#include <fstream>

#include "base/encoding.h"
#include "cli_run.h"
#include "crypto/totp.h"
#include "desk/ceremonies/founding.h"
#include "desk/keyring/schema.h"
#include "desk/sync/http_relay_link.h"
#include "mailbox/mailbox.h"
#include "relay/relay.h"
#include "store/temporary_folder.h"

namespace waymark::desk {
namespace {

using Outcome = CliOutcome;

Outcome run(const std::string& arguments) { return run_waymark(arguments); }

class Cli : public testing::Test {
 protected:
  static constexpr const char* kPassphrase = "marigold keeps seven lanterns";
  void SetUp() override { write("passphrase", kPassphrase); }
  [[nodiscard]] std::string path(const std::string& name) const { return (folder_.path() / name).string(); }
  void write(const std::string& name, std::string_view content) const { std::ofstream(path(name)) << content << '\n'; }
  [[nodiscard]] std::string read(const std::string& name) const {
    std::ifstream in(path(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  Outcome init(const std::string& name) {
    return run("init " + path(name) + " --name Example --alias mira --root-key " + path(name + ".root") +
               " --recovery-to " + path(name + ".recovery") + " --totp-to " + path(name + ".totp") +
               " --passphrase-file " + path("passphrase") +
               " --relay-desk-listen 127.0.0.1:1 --argon2-kib 8 --argon2-passes 1");
  }
  [[nodiscard]] std::string signing_in(const std::string& office) const {
    return " --office " + path(office) + " --alias mira --passphrase-file " + path("passphrase") +
           " --totp-secret-file " + path(office + ".totp");
  }
  /// An office that was founded at another time, with a relay at `desk_port`.
  Founded found_at(const std::string& name, TimePoint when, std::uint16_t desk_port) {
    std::filesystem::create_directories(path(name));
    auto store = open_desk_store(folder_.path() / name / "desk.sqlite").value();
    PassphraseGate gate;
    const SecretBytes passphrase = SecretBytes::copy_of(view_of(kPassphrase));
    Founded founded =
        found_office(*store,
                     {.name = "Example", .alias = "mira", .passphrase = passphrase, .cost = crypto::kTestArgon2}, gate,
                     when, random_)
            .value();
    Bytes keys = to_bytes(founded.transport.seed().view());
    keys.insert(keys.end(), founded.pepper.secret().view().begin(), founded.pepper.secret().view().end());
    write(name + "/unattended.key", "waymark unattended v1\n" + to_base64(keys, Padding::kRequired));
    write(name + "/desk.toml", "name = \"Example\"\n[relay]\ndesk_url = \"http://127.0.0.1:" +
                                   std::to_string(desk_port) + "\"\n[desk]\nlisten = \"127.0.0.1:0\"");
    return founded;
  }
  static TimePoint now() { return SystemClock{}.now(); }

  store::TemporaryFolder folder_ = *store::TemporaryFolder::make();
  crypto::SystemRandom random_;
};

TEST_F(Cli, InitFoundsOnceAndOverwritesNothing) {
  const Outcome first = init("office");
  EXPECT_EQ(first.exit, 0) << first.said;
  EXPECT_TRUE(first.says("Check-words"));
  EXPECT_FALSE(first.says(kPassphrase));
  EXPECT_TRUE(read("office.recovery").starts_with("AGE-SECRET-KEY-PQ-1"));
  const std::string before = read("office/unattended.key");
  const Outcome second = init("office");
  EXPECT_EQ(second.exit, 2);
  EXPECT_TRUE(second.says("exists already"));
  EXPECT_EQ(read("office/unattended.key"), before);
  const auto mode = std::filesystem::status(path("office/desk.sqlite")).permissions();
  EXPECT_EQ(mode & (std::filesystem::perms::group_all | std::filesystem::perms::others_all),
            std::filesystem::perms::none);
}

TEST_F(Cli, RecoveryIsShownOnceWhenNoFileIsNamed) {
  const Outcome outcome = run("init " + path("office") + " --name Example --alias mira --root-key " + path("root") +
                              " --passphrase-file " + path("passphrase") + " --argon2-kib 8 --argon2-passes 1");
  ASSERT_EQ(outcome.exit, 0) << outcome.said;
  const std::size_t at = outcome.said.find("AGE-SECRET-KEY-PQ-1");
  ASSERT_NE(at, std::string::npos);
  const std::string identity = outcome.said.substr(at, outcome.said.find('\n', at) - at);
  for (const auto& entry : std::filesystem::directory_iterator(path("office")))
    EXPECT_EQ(read("office/" + entry.path().filename().string()).find(identity), std::string::npos) << entry.path();
}

TEST_F(Cli, TheWrongPassphraseEndsWithFourAndIsNotRepeated) {
  ASSERT_EQ(init("office").exit, 0);
  write("passphrase", "violet counts nine bridges");
  const Outcome wrong = run("staff list" + signing_in("office"));
  EXPECT_EQ(wrong.exit, 4);
  EXPECT_FALSE(wrong.says("violet"));
  EXPECT_FALSE(wrong.says("Argon"));
}

TEST_F(Cli, KeysOfAnotherOfficeAreRefusedWithFive) {
  ASSERT_EQ(init("one").exit, 0);
  ASSERT_EQ(init("two").exit, 0);
  const Outcome recovery = run("staff reset mira --office " + path("one") + " --recovery-file " + path("two.recovery"));
  EXPECT_EQ(recovery.exit, 5);
  EXPECT_TRUE(recovery.says("belongs to another office")) << recovery.said;
  const Outcome nonsense = run("staff reset mira --office " + path("one") + " --recovery-file " + path("passphrase"));
  EXPECT_EQ(nonsense.exit, 5);
  const Outcome root = run("roster renew --office " + path("one") + " --root-key " + path("two.root"));
  EXPECT_EQ(root.exit, 5);
  EXPECT_TRUE(root.says("belongs to another office")) << root.said;
  EXPECT_EQ(run("roster renew --office " + path("one") + " --root-key " + path("one.root")).exit, 0);
  EXPECT_TRUE(run("roster show --office " + path("one")).says("serial 2"));
  EXPECT_EQ(run("staff reset mira --office " + path("one") + " --recovery-file " + path("one.recovery")).exit, 0);
}

TEST_F(Cli, AnExpiredRosterEndsWithSix) {
  found_at("old", now() - Seconds{40 * 86'400}, 1);
  const Outcome show = run("roster show --office " + path("old"));
  EXPECT_EQ(show.exit, 6);
  EXPECT_TRUE(show.says("The roster has expired")) << show.said;
  const Outcome doctor = run("doctor --office " + path("old"));
  EXPECT_EQ(doctor.exit, 6);
  EXPECT_TRUE(doctor.says("waymark roster renew")) << doctor.said;
}

TEST_F(Cli, AClockTwoDaysOffEndsWithSeven) {
  // The relay's clock is right and ours is two days behind; seen from here: the relay is ahead.
  ManualClock clock(now() + Seconds{2 * 86'400 + 60});
  const Log log = Log::to_nothing();
  std::filesystem::create_directories(path("relay"));
  const Founded founded = found_at("office", now(), 1);
  auto relay =
      relay::Relay::start({.data = path("relay"),
                           .pages = {},
                           .instance = founded.instance,
                           .transport_key = founded.transport.verify_key(),
                           .public_listen = {"127.0.0.1", 0},
                           .desk_listen = {"127.0.0.1", 0},
                           .quotas = {}},
                          {.clock = clock, .log = log, .fill_random = [this](auto bytes) { random_.fill(bytes); }});
  ASSERT_TRUE(relay.has_value()) << relay.error().sentence;
  write("office/desk.toml", "name = \"Example\"\n[relay]\ndesk_url = \"http://127.0.0.1:" +
                                std::to_string((*relay)->desk_port()) + "\"\n[desk]\nlisten = \"127.0.0.1:0\"");
  for (const char* command : {"doctor", "desk"}) {
    const Outcome outcome = run(std::string{command} + " --office " + path("office"));
    EXPECT_EQ(outcome.exit, 7) << command << ": " << outcome.said;
    EXPECT_TRUE(outcome.says("2 days behind the relay's. Set the clock")) << outcome.said;
  }
  found_at("early", now() + Seconds{3 * 86'400}, 1);
  const Outcome early = run("doctor --office " + path("early"));
  EXPECT_EQ(early.exit, 7) << early.said;
  EXPECT_TRUE(early.says("before the day on which the roster was signed"));
}

TEST_F(Cli, ARelayThatIsDownEndsWithEight) {
  ASSERT_EQ(init("office").exit, 0);
  const Outcome outcome = run("doctor --office " + path("office"));
  EXPECT_EQ(outcome.exit, 8);
  EXPECT_TRUE(outcome.says("does not answer")) << outcome.said;
}

TEST_F(Cli, DoctorSaysHowItStandsWithTokens) {
  ASSERT_EQ(init("office").exit, 0);
  const std::string week = std::to_string(mailbox::week_of_day(unix_day(now())));
  const auto doctor_after = [&](const std::string& change, const std::string& options = "") {
    EXPECT_TRUE(open_desk_store(path("office/desk.sqlite")).value()->run_script(change).has_value()) << change;
    return run("doctor --office " + path("office") + options);
  };
  EXPECT_FALSE(doctor_after("DELETE FROM token_pool").says("tokens")) << "the desk has not made them yet";
  EXPECT_TRUE(doctor_after("INSERT INTO token_pool VALUES (" + week + ", x'00', 0)").says("No relay has this week’s"));
  EXPECT_TRUE(doctor_after("INSERT INTO token_at VALUES ('relay', " + week + ")").says("for 2,048 more replies"));
  EXPECT_TRUE(doctor_after("UPDATE token_pool SET given = 4094").says("for only 1 more reply until Monday"));
  const std::string used_up = "UPDATE token_pool SET given = 4096";
  EXPECT_TRUE(doctor_after(used_up).says("No tokens are left until Monday"));
  EXPECT_TRUE(doctor_after(used_up, " --language ru").says("жетонов больше нет"));
  EXPECT_TRUE(doctor_after(used_up, " --language uk").says("жетонів більше немає"));
  const Outcome old = doctor_after("INSERT INTO token_at VALUES ('relay', 0)");
  EXPECT_TRUE(old.says("Update that relay")) << old.said;
  EXPECT_EQ(old.exit, 8) << "replies go out: that nothing answers here is the only problem";
}

TEST_F(Cli, AChangedLogEndsWithNine) {
  ASSERT_EQ(init("office").exit, 0);
  EXPECT_EQ(run("log verify --office " + path("office")).exit, 0);
  {
    auto store = open_desk_store(path("office/desk.sqlite")).value();
    ASSERT_TRUE(store->run_script("UPDATE access_log SET blob = x'00' WHERE seq = 1").has_value());
  }
  const Outcome outcome = run("log verify --office " + path("office"));
  EXPECT_EQ(outcome.exit, 9);
  EXPECT_TRUE(outcome.says("line 1 of 1")) << outcome.said;
}

TEST_F(Cli, PlainHttpToARelayOnAnotherMachineIsDeclaredOrRefused) {
  ASSERT_EQ(init("office").exit, 0);
  const auto doctor_with = [this](const std::string& relay) {
    write("office/desk.toml", "name = \"Example\"\n[relay]\n" + relay + "\n[desk]\nlisten = \"127.0.0.1:0\"");
    return run("doctor --office " + path("office"));
  };
  for (const char* open : {"http://192.0.2.1:8081", "http://127.0.0.1.relay.example:8081", "http://relay.example",
                           "http://abc.onion:8081", "http://localhost.relay.example:1"}) {
    const Outcome outcome = doctor_with("desk_url = \"" + std::string{open} + "\"");
    EXPECT_EQ(outcome.exit, 2) << open;
    EXPECT_TRUE(outcome.says("plain http to another machine")) << outcome.said;
  }
  // Nothing answers there; that is another matter.
  for (const char* good :
       {"desk_url = \"http://127.0.0.1:1\"", "desk_url = \"http://[::1]:1\"", "desk_url = \"http://localhost:1\"",
        "desk_url = \"https://127.0.0.1:1\"", "desk_url = \"http://127.0.0.2:1\"\nprivate_line = true"})
    EXPECT_EQ(doctor_with(good).exit, 8) << good;
}

TEST_F(Cli, SeveralRelaysEachHaveANameAndAnAddressOfTheirOwn) {
  ASSERT_EQ(init("office").exit, 0);
  const auto doctor_with = [this](const std::string& more) {
    write("office/desk.toml",
          "name = \"Example\"\n[relay]\ndesk_url = \"http://127.0.0.1:1\"\n[desk]\nlisten = \"127.0.0.1:0\"\n" + more);
    return run("doctor --office " + path("office"));
  };
  const std::string good = "name = \"second\"\ndesk_url = \"http://127.0.0.1:2\"\n";
  for (const auto& [wrong, sentence] : std::vector<std::pair<std::string, std::string>>{
           {"[more_relays]\n" + good, "[[more_relays]] in double brackets"},
           {"[[more_relays]]\nname = \"second\"\n", "\"second\" has no desk_url"},
           {"[[more_relays]]\ndesk_url = \"http://127.0.0.1:2\"\n", "two relays are called \"relay\""},
           {"[[more_relays]]\n" + good + "[[more_relays]]\n" + good, "two relays are called \"second\""},
           {"[[more_relays]]\nname = \"second\"\ndesk_url = \"http://127.0.0.1:1\"\n", "the same desk_url"},
           {"[[more_relays]]\nname = \"second\"\ndesk_url = \"http://192.0.2.1:1\"\n", "plain http to another machine"},
           {"[[more_relays]]\n" + good + "key = \"x\"\n", "\"second\" is no key"},
           {"[[more_relays]]\n" + good + "pol_s = 3\n", "more_relays.pol_s"}}) {
    const Outcome outcome = doctor_with(wrong);
    EXPECT_EQ(outcome.exit, 2) << wrong;
    EXPECT_TRUE(outcome.says(sentence)) << wrong << outcome.said;
  }
  const Outcome gone = doctor_with("[[more_relays]]\n" + good);
  EXPECT_EQ(gone.exit, 8) << "neither is there: " << gone.said;
  EXPECT_TRUE(gone.says("Relay \"second\":")) << gone.said;
  EXPECT_TRUE(gone.says("\"second\" was never emptied yet")) << gone.said;
}

TEST_F(Cli, ADamagedDatabaseIsRefusedBeforeAnythingIsKeptInIt) {
  ASSERT_EQ(init("office").exit, 0);
  {
    auto store = open_desk_store(path("office/desk.sqlite")).value();
    ASSERT_TRUE(store->scrub_log().has_value());
  }
  const std::string file = path("office/desk.sqlite");
  const auto middle = static_cast<std::streamoff>(std::filesystem::file_size(file) / 2 / 8'192 * 8'192);
  {
    std::fstream out{file, std::ios::binary | std::ios::in | std::ios::out};
    out.seekp(middle);
    const std::string rubbish(3UL * 8'192, 'Z');
    out.write(rubbish.data(), static_cast<std::streamsize>(rubbish.size()));
  }
  for (const char* command : {"doctor", "desk"}) {
    const Outcome outcome = run(std::string{command} + " --office " + path("office"));
    EXPECT_EQ(outcome.exit, 3) << command << ": " << outcome.said;
    EXPECT_TRUE(outcome.says("damaged")) << outcome.said;
  }
}

TEST_F(Cli, TheDeskIsNotOpenedToTheNetwork) {
  ASSERT_EQ(init("office").exit, 0);
  write("office/desk.toml",
        "name = \"Example\"\n[relay]\ndesk_url = \"http://127.0.0.1:1\"\n[desk]\nlisten = \"0.0.0.0:0\"");
  const Outcome outcome = run("desk --office " + path("office"));
  EXPECT_EQ(outcome.exit, 2);
  EXPECT_TRUE(outcome.says("open to the network without encryption")) << outcome.said;
}

TEST_F(Cli, APackWithAnErrorIsNamedByItsLineAndTheLastSoundOneServes) {
  ASSERT_EQ(init("office").exit, 0);
  const std::string pack = path("military-refusal");
  std::filesystem::copy(WAYMARK_SOURCE_DIR "/packs/military-refusal", pack, std::filesystem::copy_options::recursive);
  write("office/desk.toml", "name = \"Example\"\n[relay]\ndesk_url = \"http://127.0.0.1:1\"\n[desk]\npack = \"" + pack +
                                "\"\nweb_root = \"" + path("office") +
                                "\"\n# An address that no machine has: what comes before it was done.\n"
                                "listen = \"192.0.2.1:1\"\nbehind_proxy = true");
  const auto start = [this] { return run("desk --office " + path("office")); };
  EXPECT_FALSE(start().says("pack")) << "the files are sound";
  const std::string card =
      "military-refusal/cards/" + std::filesystem::directory_iterator(pack + "/cards")->path().filename().string();
  write(card, "{\n  \"format\": 1,\n}");
  const Outcome spoiled = start();
  EXPECT_TRUE(spoiled.says("works with the last sound version")) << spoiled.said;
  EXPECT_TRUE(spoiled.says(std::filesystem::path(card).filename().string())) << spoiled.said;
  EXPECT_TRUE(spoiled.says("192.0.2.1:1")) << "it went on to its address: " << spoiled.said;
  std::filesystem::remove_all(path("office/pack.kept"));
  const Outcome alone = start();
  EXPECT_EQ(alone.exit, 2);
  EXPECT_FALSE(alone.says("192.0.2.1:1")) << alone.said;
}

TEST_F(Cli, AMisspelledSettingIsRefused) {
  ASSERT_EQ(init("office").exit, 0);
  write("office/desk.toml", "name = \"Example\"\n[desk]\nlissten = \"127.0.0.1:0\"");
  const Outcome outcome = run("doctor --office " + path("office"));
  EXPECT_EQ(outcome.exit, 2);
  EXPECT_TRUE(outcome.says("desk.lissten")) << outcome.said;
}

TEST_F(Cli, InviteAcceptAndCodes) {
  ASSERT_EQ(init("office").exit, 0);
  const Outcome invited =
      run("staff invite anna --roles first_line --to " + path("invitations") + signing_in("office"));
  ASSERT_EQ(invited.exit, 0) << invited.said;
  write("anna.passphrase", "anna walks the long shore");
  const std::string accept = "staff accept --office " + path("office") + " --invitation-file " + path("invitations") +
                             " --passphrase-file " + path("anna.passphrase") + " --totp-to ";
  ASSERT_EQ(run(accept + path("anna.totp")).exit, 0);
  EXPECT_NE(run(accept + path("again.totp")).exit, 0) << "an invitation works once";
  const std::string before = run("totp --secret-file " + path("anna.totp")).said;
  EXPECT_EQ(before.size(), 7U);
  const Outcome list = run("staff list --office " + path("office") + " --alias anna --passphrase-file " +
                           path("anna.passphrase") + " --totp-secret-file " + path("anna.totp"));
  EXPECT_EQ(list.exit, 0) << list.said;
  EXPECT_TRUE(list.says("anna\tactive\tfirst_line"));
  EXPECT_TRUE(list.says("mira\tactive\tcoordinator"));
  EXPECT_EQ(run("keys renew --office " + path("office") + " --alias anna --passphrase-file " + path("anna.passphrase") +
                " --code 000000")
                .exit,
            4);
}

/// A shipped pack in which one text was replaced.
void plant(const std::filesystem::path& folder, const std::string& file, const std::string& old,
           const std::string& text) {
  std::ifstream in(folder / file, std::ios::binary);
  std::string content{std::istreambuf_iterator<char>(in), {}};
  const std::size_t at = content.find(old);
  ASSERT_NE(at, std::string::npos) << old;
  content.replace(at, old.size(), text);
  std::ofstream(folder / file, std::ios::binary | std::ios::trunc) << content;
}

TEST_F(Cli, PackCheckRefusesAForbiddenQuestionUntilTwoPeopleTakeItUponThemselves) {
  const std::filesystem::path pack = folder_.path() / "general-legal-aid";
  std::filesystem::copy(std::filesystem::path(WAYMARK_SOURCE_DIR) / "packs" / "general-legal-aid", pack,
                        std::filesystem::copy_options::recursive);
  const std::string check = "pack check " + pack.string();
  EXPECT_TRUE(run(check).says("14 questions, 7 clocks, 2 cards"));
  plant(pack, "texts.en.json", "What is it about?", "Which unit are you in?");
  const Outcome refused = run(check);
  EXPECT_EQ(refused.exit, 2);
  EXPECT_TRUE(refused.says("REFUSED  texts.en.json:36: texts.en: question.matter")) << refused.said;
  EXPECT_EQ(run(check + " --override heron --reason counsel").exit, 2);
  EXPECT_EQ(run(check + " --override heron --override heron --reason counsel").exit, 2);
  EXPECT_EQ(run(check + " --override heron --override larch").exit, 2);
  EXPECT_FALSE(std::filesystem::exists(pack / "override.json"));
  const Outcome permitted = run(check + " --override heron --override larch --reason counsel");
  EXPECT_EQ(permitted.exit, 0) << permitted.said;
  EXPECT_TRUE(permitted.says("Permitted by heron and larch"));
  EXPECT_EQ(run(check).exit, 0);
  plant(pack, "texts.en.json", "Which unit are you in?", "Which unit, and who is your commander?");
  EXPECT_EQ(run(check).exit, 2);
}

TEST_F(Cli, PackCheckReadsTheCardsToo) {
  const std::filesystem::path pack = folder_.path() / "general-legal-aid";
  std::filesystem::copy(std::filesystem::path(WAYMARK_SOURCE_DIR) / "packs" / "general-legal-aid", pack,
                        std::filesystem::copy_options::recursive);
  const std::string check = "pack check " + pack.string();
  plant(pack, "cards/free-legal-aid.json", "Go to the state legal bureau", "Cross the border to the legal bureau");
  const Outcome refused = run(check + " --override heron --override larch --reason counsel");
  EXPECT_EQ(refused.exit, 2) << "no card is overridden";
  EXPECT_TRUE(run(check).says("card.free-legal-aid: en.body")) << refused.said;
}

}  // namespace
}  // namespace waymark::desk
