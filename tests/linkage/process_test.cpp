// The finished program with good and bad input: one clear sentence and the right exit code, whatever it is given.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "people.h"

namespace waymark {
namespace {

namespace fs = std::filesystem;

struct Ended {
  int code;
  std::string text;  ///< both outputs
};

class LinkCommand : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("waymark_link_" + std::to_string(::getpid()));
    fs::create_directories(folder_);
    write("link.toml", "id='id'\n[[field]]\nname='surname'\n[[field]]\nname='born'\nkind='date'\n");
  }
  void TearDown() override { fs::remove_all(folder_); }

  void write(const std::string& name, const std::string& text) {
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }
  [[nodiscard]] std::string read(const std::string& name) const {
    std::ifstream file(folder_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  [[nodiscard]] Ended run(const std::string& arguments) const {
    const std::string command = "cd '" + folder_.string() + "' && '" WAYMARK_COURTS "' link " + arguments + " 2>&1";
    std::FILE* pipe = ::popen(command.c_str(), "r");
    std::string text;
    std::array<char, 4096> buffer;
    while (const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), pipe)) text.append(buffer.data(), got);
    return {WEXITSTATUS(::pclose(pipe)), text};
  }
  [[nodiscard]] Ended link(const std::string& csv, const std::string& more = "") {
    write("people.csv", csv);
    return run("people.csv --config link.toml --out out " + more);
  }

  fs::path folder_;
};

TEST_F(LinkCommand, LinksAndExplains) {
  std::string csv = "id,surname,born\n";
  for (int i = 0; i < 200; ++i)
    csv += std::to_string(i) + ",name" + std::to_string(i * 7919) + ",1980-01-" + std::to_string(10 + i % 19) + "\n";
  for (int i = 0; i < 40; ++i)
    csv +=
        "x" + std::to_string(i) + ",name" + std::to_string(i * 7919) + ",1980-01-" + std::to_string(10 + i % 19) + "\n";
  const Ended ended = link(csv, "--pairs json --explain");
  EXPECT_EQ(ended.code, 0) << ended.text;
  EXPECT_NE(ended.text.find("240 records, 200 persons"), std::string::npos) << ended.text;
  EXPECT_NE(read("out/clusters.csv").find("\nx0,1,2,"), std::string::npos);
  EXPECT_NE(read("out/pairs.jsonl").find(R"("level":"equal")"), std::string::npos);
  EXPECT_NE(read("out/model.json").find(R"("name":"surname")"), std::string::npos);
}

TEST_F(LinkCommand, AnyNumberOfThreadsWritesTheSameBytes) {
  write("people.toml",
        "id='id'\n[[field]]\nname='surname'\n[[field]]\nname='given'\n[[field]]\nname='born'\nkind='date'\n");
  write("made.csv", testing::people_csv(8'000, 3));
  ASSERT_EQ(run("made.csv --config people.toml --out one --pairs csv --explain --threads 1").code, 0);
  ASSERT_EQ(run("made.csv --config people.toml --out two --pairs csv --explain --threads 2").code, 0);
  for (const char* name : {"clusters.csv", "pairs.csv", "model.json"}) {
    EXPECT_FALSE(read(std::string{"one/"} + name).empty());
    EXPECT_EQ(read(std::string{"one/"} + name), read(std::string{"two/"} + name)) << name;
  }
}

TEST_F(LinkCommand, SaysWhatIsWrongWithTheFile) {
  const auto refused = [&](const std::string& csv, int code, const std::string& sentence) {
    const Ended ended = link(csv);
    EXPECT_EQ(ended.code, code) << ended.text;
    EXPECT_NE(ended.text.find(sentence), std::string::npos) << ended.text;
  };
  refused("", 4, "people.csv: The file is empty: it has no header line.");
  refused("id,name\n1,x\n", 4, "people.csv: The file has no column 'born'. It has: id, name.");
  refused("id,surname,born\n1,\xFF,1980\n", 4, "people.csv: Record 2, column 'surname' is not UTF-8.");
  refused("id,surname,born\n1," + std::string(10'000'000, 'x') + ",1980\n", 4, "Record 2 has more than 4194304 bytes");
  EXPECT_EQ(run("nowhere.csv --config link.toml --out out").code, 3);
  EXPECT_EQ(run("people.csv --config nowhere.toml --out out").code, 3);
  EXPECT_EQ(run("people.csv --out out").code, 2);
  write("link.toml", "[[field]]\nnam='x'\n");
  refused("id\n1\n", 2, "link.toml: Unknown setting 'nam'");
}

TEST_F(LinkCommand, OneRowAndAllEqualRowsLinkNothing) {
  EXPECT_NE(link("id,surname,born\n1,x,1980\n").text.find("1 records, 1 persons"), std::string::npos);
  std::string csv = "id,surname,born\n";
  for (int i = 0; i < 100'000; ++i) csv += std::to_string(i) + ",x,1980-01-01\n";
  const Ended ended = link(csv);
  EXPECT_EQ(ended.code, 0);
  EXPECT_NE(ended.text.find("100000 records, 100000 persons"), std::string::npos) << ended.text;
  EXPECT_NE(ended.text.find("Note: "), std::string::npos) << ended.text;
}

}  // namespace
}  // namespace waymark
