// The waymark command in the reader's language: which one it chooses, what it says there, and that no sentence of it
// is left outside the catalogues.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <vector>

#include "cli_run.h"
#include "store/temporary_folder.h"
#include "text/catalogue.h"

namespace waymark::desk {
namespace {

constexpr std::string_view kRussianUsage = "Как набирать: waymark";
constexpr std::string_view kUkrainianUsage = "Як набирати: waymark";
constexpr std::string_view kEnglishUsage = "Usage: waymark";

TEST(CliLanguage, IsTheOptionThenTheVariableThenTheLocaleThenEnglish) {
  const auto help = [](const std::string& arguments, const std::string& environment) {
    return run_waymark(arguments + " --help", environment);
  };
  EXPECT_TRUE(help("", "").says(kEnglishUsage));
  EXPECT_TRUE(help("", "LANG=ru_RU.UTF-8").says(kRussianUsage));
  EXPECT_TRUE(help("", "LANG=uk").says(kUkrainianUsage));
  EXPECT_TRUE(help("", "LANG=ru_RU.UTF-8 LC_MESSAGES=uk_UA.UTF-8").says(kUkrainianUsage));
  EXPECT_TRUE(help("", "LANG=ru_RU.UTF-8 LC_MESSAGES=uk_UA.UTF-8 LC_ALL=C").says(kEnglishUsage));
  EXPECT_TRUE(help("", "LC_ALL= LANG=uk_UA.UTF-8").says(kUkrainianUsage)) << "an empty variable is none";
  EXPECT_TRUE(help("", "LC_ALL=uk_UA.UTF-8 WAYMARK_LANGUAGE=ru").says(kRussianUsage));
  EXPECT_TRUE(help("", "LANG=ru_RU.UTF-8 WAYMARK_LANGUAGE=xx").says(kRussianUsage)) << "no language: passed over";
  EXPECT_TRUE(help("--language uk", "WAYMARK_LANGUAGE=ru").says(kUkrainianUsage));
  EXPECT_TRUE(help("doctor --language=ru", "").says(kRussianUsage)) << "behind the command too";
  EXPECT_TRUE(help("", "LANG=rue_UA.UTF-8").says(kEnglishUsage)) << "Rusyn is not Russian";
}

TEST(CliLanguage, HelpIsWhole) {
  const CliOutcome russian = run_waymark("staff invite --help", "LANG=ru_RU.UTF-8");
  EXPECT_EQ(russian.exit, 0);
  for (const char* words : {"Выдать одноразовые приглашения", "ОБЯЗАТЕЛЬНО", "Папка рабочего места", "Кто входит"})
    EXPECT_TRUE(russian.says(words)) << words << '\n' << russian.said;
  for (const char* words : {"REQUIRED", "Print this", "Options:", "Positionals", "OPTIONS", "TEXT"})
    EXPECT_FALSE(russian.says(words)) << words << '\n' << russian.said;
  const CliOutcome ukrainian = run_waymark("--help", "LANG=uk_UA.UTF-8");
  EXPECT_TRUE(ukrainian.says("Коди завершення")) << ukrainian.said;
  EXPECT_FALSE(ukrainian.says("Subcommands")) << ukrainian.said;
}

TEST(CliLanguage, AWrongCommandLineIsRefusedInIt) {
  struct Wrong {
    const char* arguments;
    const char* russian;
    const char* ukrainian;
  };
  for (const Wrong& wrong :
       {Wrong{"doctor", "не хватает обязательного: --office", "бракує обов’язкового: --office"},
        Wrong{"doctor --office x --nonsense", "такого не знает: --nonsense", "такого не знає: --nonsense"},
        Wrong{"", "какую команду выполнить", "яку команду виконати"}}) {
    const CliOutcome russian = run_waymark(wrong.arguments, "WAYMARK_LANGUAGE=ru");
    EXPECT_EQ(russian.exit, 2);
    EXPECT_TRUE(russian.says(wrong.russian)) << russian.said;
    const CliOutcome ukrainian = run_waymark(wrong.arguments, "WAYMARK_LANGUAGE=uk");
    EXPECT_EQ(ukrainian.exit, 2);
    EXPECT_TRUE(ukrainian.says(wrong.ukrainian)) << ukrainian.said;
  }
  EXPECT_EQ(run_waymark("doctor --office x --language fr").exit, 2);
  EXPECT_TRUE(run_waymark("doctor --office x --language fr").says("--language is ru, uk or en."));
}

class CliLanguageOffice : public testing::Test {
 protected:
  void SetUp() override {
    std::ofstream(path("passphrase")) << "marigold keeps seven lanterns\n";
    std::ofstream(path("wrong")) << "violet counts nine bridges\n";
    const CliOutcome made =
        run_waymark("init " + path("office") + " --name Example --alias mira --root-key " + path("root") +
                        " --recovery-to " + path("recovery") + " --totp-to " + path("totp") + " --passphrase-file " +
                        path("passphrase") + " --relay-desk-listen 127.0.0.1:1 --argon2-kib 8 --argon2-passes 1",
                    "LANG=ru_RU.UTF-8");
    ASSERT_EQ(made.exit, 0) << made.said;
    EXPECT_TRUE(made.says("Рабочее место «Example» создано")) << made.said;
    EXPECT_TRUE(made.says("Контрольные слова")) << made.said;
  }
  [[nodiscard]] std::string path(const std::string& name) const { return (folder_.path() / name).string(); }

  store::TemporaryFolder folder_ = *store::TemporaryFolder::make();
};

TEST_F(CliLanguageOffice, TheDoctorSpeaksIt) {
  const CliOutcome russian = run_waymark("doctor --office " + path("office"), "LANG=ru_RU.UTF-8");
  EXPECT_EQ(russian.exit, 8) << russian.said;
  EXPECT_TRUE(russian.says("Реестр действует ещё 30 дней")) << russian.said;
  EXPECT_TRUE(russian.says("ПРОБЛЕМА Сервер приёма не отвечает")) << russian.said;
  const CliOutcome ukrainian = run_waymark("doctor --office " + path("office"), "LANG=uk_UA.UTF-8");
  EXPECT_EQ(ukrainian.exit, 8) << ukrainian.said;
  EXPECT_TRUE(ukrainian.says("Реєстр діє ще 30 днів")) << ukrainian.said;
  EXPECT_TRUE(ukrainian.says("ПРОБЛЕМА Сервер приймання не відповідає")) << ukrainian.said;
}

TEST_F(CliLanguageOffice, ARefusedSignInSpeaksIt) {
  const std::string list = "staff list --office " + path("office") + " --alias mira --passphrase-file " +
                           path("wrong") + " --totp-secret-file " + path("totp");
  const CliOutcome russian = run_waymark(list, "LANG=ru_RU.UTF-8");
  EXPECT_EQ(russian.exit, 4) << russian.said;
  EXPECT_TRUE(russian.says("Псевдоним, парольная фраза или код не подходят")) << russian.said;
  const CliOutcome ukrainian = run_waymark(list, "LANG=uk_UA.UTF-8");
  EXPECT_EQ(ukrainian.exit, 4) << ukrainian.said;
  EXPECT_TRUE(ukrainian.says("Псевдонім, парольна фраза або код не підходять")) << ukrainian.said;
}

// What holds the rule: a sentence written into a source file would stay English for everybody.

/// Source without comments, one string per line.
std::vector<std::string> code_lines(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) {
    const std::size_t begin = line.find_first_not_of(' ');
    if (begin == std::string::npos || line.compare(begin, 2, "//") == 0) continue;
    lines.push_back(line);
  }
  return lines;
}

/// A literal that begins as a sentence does, three plain words in a row at its beginning, or words handed to
/// stop_for() directly.
bool holds_english(const std::string& line) {
  static const std::regex sentence(R"re("[ (,;:.]*[A-Z][a-z]+,? [A-Za-z`])re");
  static const std::regex words(R"re(" ?(?!waymark )[a-z]+ [a-z]+ [a-z]+)re");
  static const std::regex handed(R"re(stop_for\([^"]*, ")re");
  static const std::regex spoken(R"re(stop_for\([^"]*, (\*this\.)?say\()re");
  if (line.find("static_assert") != std::string::npos || line.find("#include") != std::string::npos) return false;
  return std::regex_search(line, sentence) || std::regex_search(line, words) ||
         (std::regex_search(line, handed) && !std::regex_search(line, spoken));
}

std::vector<std::filesystem::path> sources_of_the_command() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::filesystem::path(WAYMARK_SOURCE_DIR) / "src" / "programs" / "waymark"))
    if (entry.path().extension() == ".cpp" || entry.path().extension() == ".h") files.push_back(entry.path());
  return files;
}

TEST(CliTexts, TheSearchForEnglishFindsWhatIsPlanted) {
  EXPECT_TRUE(holds_english(R"(  return Stop{Exit::kUsage, "The roster has expired."};)"));
  EXPECT_TRUE(holds_english(R"(  std::cout << alias << " is removed now\n";)"));
  EXPECT_TRUE(holds_english(R"(  return stop_for(error, "sign in");)"));
  EXPECT_TRUE(holds_english(R"(  "Could not " + name)"));
  EXPECT_FALSE(holds_english(R"(  return stop_for(error, say("cannot.sign-in"));)"));
  EXPECT_FALSE(holds_english(R"(  log.event("relay-well-again");)"));
  EXPECT_FALSE(holds_english(R"(  constexpr std::string_view kTitle = "waymark root key v1\n";)"));
}

TEST(CliTexts, NoEnglishSentenceIsLeftInTheSources) {
  const auto files = sources_of_the_command();
  ASSERT_GT(files.size(), 20u);
  for (const auto& file : files)
    for (const std::string& line : code_lines(file))
      EXPECT_FALSE(holds_english(line)) << file.filename() << ": " << line;
}

TEST(CliTexts, EveryKeyThatIsSaidIsWritten) {
  const auto catalogue = text::Catalogue::embedded();
  ASSERT_TRUE(catalogue.has_value());
  static const std::regex said(R"re(\bsay\(([^){]*))re");
  static const std::regex key(R"re("([^"]+)")re");
  std::size_t count = 0;
  for (const auto& file : sources_of_the_command()) {
    std::string code;
    for (const std::string& line : code_lines(file)) code += line + "\n";
    for (std::sregex_iterator call(code.begin(), code.end(), said), end; call != end; ++call) {
      const std::string inside = (*call)[1];
      for (std::sregex_iterator name(inside.begin(), inside.end(), key); name != end; ++name, ++count)
        EXPECT_TRUE(catalogue->has(Language::kRussian, "waymark." + (*name)[1].str()))
            << file.filename() << ": " << (*name)[1];
    }
  }
  EXPECT_GT(count, 200u);
}

}  // namespace
}  // namespace waymark::desk
