#include "envelope/pasted.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "base/encoding.h"
#include "envelope/seal.h"
#include "envelope/test_message.h"

namespace waymark::envelope {
namespace {

constexpr std::string_view kBegin = "-----BEGIN AGE ENCRYPTED FILE-----";
constexpr std::string_view kEnd = "-----END AGE ENCRYPTED FILE-----";

std::string armored(ByteView bytes) {
  const std::string letters = to_base64(bytes, Padding::kRequired);
  std::string text = std::string{kBegin} + "\n";
  for (std::size_t at = 0; at < letters.size(); at += 64) text += letters.substr(at, 64) + "\n";
  return text + std::string{kEnd} + "\n";
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  return text.replace(text.find(from), from.size(), to);
}

class PastedText : public ::testing::Test {
 protected:
  void expect_read(const std::string& text) {
    const auto pasted = read_pasted(text);
    ASSERT_TRUE(pasted.has_value()) << describe(pasted.error());
    EXPECT_TRUE(std::ranges::equal(pasted->envelope.view(), blob_));
  }
  void expect_each(const std::vector<std::pair<const char*, std::string>>& manglings) {
    for (const auto& [name, text] : manglings) {
      SCOPED_TRACE(name);
      expect_read(text);
    }
  }
  static Code refused(std::string_view text) {
    const auto pasted = read_pasted(text);
    return pasted.has_value() ? Code::kInvalid : pasted.error().code;
  }
  crypto::SeededRandom random_{5};
  const Bytes blob_ = to_bytes(seal_message(testing::some_message(random_),
                                            crypto::xwing_public_key(crypto::XWingSeed::generate(random_)), random_)
                                   ->view());
  const std::string armor_ = armored(blob_);
};

TEST_F(PastedText, IsRead) {
  EXPECT_EQ(armor_.size(), 11'163U);
  expect_read(armor_);
  expect_read("Good evening, this came today:\n\n" + armor_ + "\nThank you");
}

TEST_F(PastedText, MessagesWithTheEndAboveThoseWithTheBeginningArePutRight) {
  constexpr std::size_t kMessage = 4'000;
  std::vector<std::string> pieces;
  const std::string whole = "2026-11-22\n" + armor_;
  for (std::size_t at = 0; at < whole.size(); at += kMessage) pieces.push_back(whole.substr(at, kMessage));
  for (std::size_t first = 0; first < pieces.size(); ++first) {
    std::string text;
    for (std::size_t i = 0; i < pieces.size(); ++i)
      text += pieces[(first + i) % pieces.size()] + "\nАнна, [22.11.2026 19:40]\n";
    expect_read(text);
    EXPECT_EQ(read_pasted(text)->day, 20'779U) << first;
  }
  EXPECT_EQ(refused(pieces.back() + "\n" + pieces.front()), Code::kTruncated) << "those between are missing";
}

TEST_F(PastedText, TheDayInFrontIsAHint) {
  EXPECT_EQ(read_pasted("2026-11-22\n" + armor_)->day, 20'779U);
  EXPECT_EQ(read_pasted("> 2026-11-22\r\n" + armor_)->day, 20'779U);
  EXPECT_EQ(read_pasted(armor_)->day, std::nullopt);
  for (const auto* other : {"2026-13-01\n", "0000-01-01\n", "2026/11/22\n", "on Sunday\n", "11-22\n"})
    EXPECT_EQ(read_pasted(other + armor_)->day, std::nullopt) << other;
}

TEST_F(PastedText, SurvivesWhatMessengersDo) {
  std::string carriage = armor_;
  for (std::size_t at = 0; (at = carriage.find('\n', at)) != std::string::npos; at += 2) carriage.insert(at, "\r");
  expect_read(carriage);
  std::string one_line = armor_;
  std::ranges::replace(one_line, '\n', ' ');
  expect_read(one_line);
  std::string quoted = "> ";
  for (const char c : armor_) quoted += c == '\n' ? std::string{"\n> "} : std::string{c};
  expect_read(quoted);
  // Two messages, the second under a name and a time, cut between lines.
  const std::size_t line = armor_.find('\n', 4'000) + 1;
  expect_read(armor_.substr(0, line) + "\nAnna, [22.11.2026 19:40]\n" + armor_.substr(line));
  expect_read(armor_.substr(0, line) + "\nAnna\n19:40\n" + armor_.substr(line));
  // Cut in the middle of a line.
  expect_read(armor_.substr(0, 4'096) + "\n" + armor_.substr(4'096));
}

/// The text with `change` done to each of its lines.
std::string by_line(std::string_view text, const std::function<std::string(std::string_view, int)>& change) {
  std::string out;
  int number = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1);
    out += change(text.substr(0, end), ++number) + "\n";
    text.remove_prefix(end + 1);
  }
  return out;
}

/// Cut every `size` characters, as messengers do with long texts; `head` stands over each later piece.
std::string cut(std::string_view text, std::size_t size, std::string_view head) {
  std::string out{text.substr(0, size)};
  for (std::size_t at = size; at < text.size(); at += size) {
    if (!out.ends_with('\n')) out += '\n';
    out += std::string{head} + std::string{text.substr(at, size)};
  }
  return out;
}

std::string with_all(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
  return text;
}

TEST_F(PastedText, SurvivesEachOfTheseManglings) {
  const std::string day_and_armor = "2026-11-22\n" + armor_;
  const auto framed = [&](std::string_view left, std::string_view right) {
    std::string text = with_all(armor_, "-----BEGIN", std::string{left} + "BEGIN");
    text = with_all(text, "-----END", std::string{left} + "END");
    return with_all(text, "FILE-----", "FILE" + std::string{right});
  };
  const auto fronted = [&](std::string_view front) {
    return by_line(armor_, [&](std::string_view line, int) { return std::string{front} + std::string{line}; });
  };
  const auto ended = [&](std::string_view back) {
    return by_line(armor_, [&](std::string_view line, int) { return std::string{line} + std::string{back}; });
  };
  const std::vector<std::pair<const char*, std::string>> manglings{
      {"as it was", day_and_armor},
      {"em and hyphen: two hyphens become one dash, one stays", framed("——-", "——-")},
      {"en dashes", framed("–––––", "–––––")},
      {"hyphens that do not break", framed("‑‑‑‑‑", "‑‑‑‑‑")},
      {"minus signs", framed("−−−−−", "−−−−−")},
      {"no dash left", framed("", "")},
      {"bold frame", framed("**-----", "-----**")},
      {"HTML entities for dashes", framed("&#45;&#45;&mdash;", "&mdash;&#x2d;")},
      {"frame with hard spaces", with_all(armor_, "AGE ENCRYPTED FILE", "AGE\u00A0ENCRYPTED\u00A0FILE")},
      {"frame broken over two lines", with_all(armor_, "ENCRYPTED FILE", "ENCRYPTED\nFILE")},
      {"CRLF", with_all(armor_, "\n", "\r\n")},
      {"CR only", with_all(armor_, "\n", "\r")},
      {"empty lines between", with_all(armor_, "\n", "\n\n")},
      {"one line", with_all(armor_, "\n", " ")},
      {"BOM in front", "\uFEFF" + armor_},
      {"zero-width spaces at line ends", ended("\u200B")},
      {"zero-width joiners at line begins", fronted("\u200D")},
      {"soft hyphens at line ends", ended("\u00AD")},
      {"direction marks around lines",
       by_line(armor_, [](std::string_view line, int) { return "\u202A" + std::string{line} + "\u202C"; })},
      {"hard spaces at line ends", ended("\u00A0\u00A0")},
      {"tabs and spaces around",
       by_line(armor_, [](std::string_view line, int) { return "\t  " + std::string{line} + "  \t"; })},
      {"line separators of Unicode", with_all(armor_, "\n", "\u2028")},
      {"quoted", fronted("> ")},
      {"quoted twice", fronted(">> > ")},
      {"quoted in HTML", fronted("&gt;&nbsp;")},
      {"bullets", fronted("• ")},
      {"list with hyphens", fronted("- ")},
      {"numbered lines",
       by_line(armor_, [](std::string_view line, int n) { return std::to_string(n) + ". " + std::string{line}; })},
      {"numbered with brackets",
       by_line(armor_, [](std::string_view line, int n) { return std::to_string(n) + ") " + std::string{line}; })},
      {"table bars", by_line(armor_, [](std::string_view line, int) { return "| " + std::string{line} + " |"; })},
      {"code marks", "```\n" + armor_ + "```\n"},
      {"smart quotes around", "“" + armor_ + "”"},
      {"guillemets around each line",
       by_line(armor_, [](std::string_view line, int) { return "«" + std::string{line} + "»"; })},
      {"bold lines", by_line(armor_, [](std::string_view line, int) { return "*" + std::string{line} + "*"; })},
      {"lines joined with soft breaks of mail", with_all(ended("="), "-----=", "-----")},
      {"wrapped at 76 letters",
       [&] {
         std::string letters = to_base64(blob_, Padding::kRequired);
         std::string text = std::string{kBegin} + "\n";
         for (std::size_t at = 0; at < letters.size(); at += 76) text += letters.substr(at, 76) + "\n";
         return text + std::string{kEnd};
       }()},
      {"without the padding at the end", with_all(armor_, "=\n", "\n")},
  };
  EXPECT_GE(manglings.size(), 30U);
  expect_each(manglings);
}

TEST_F(PastedText, SurvivesNamesAndTimesBetweenItsPieces) {
  const std::string day_and_armor = "2026-11-22\n" + armor_;
  const std::vector<std::pair<const char*, std::string>> manglings{
      {"cut at 4,096, nothing between", cut(armor_, 4'096, "")},
      {"cut at 4,096, Telegram's head", cut(armor_, 4'096, "Anna Smith, [28.11.2026 10:00:12]\n")},
      {"cut at 4,096, Telegram's head in Cyrillic", cut(armor_, 4'096, "Анна Сергеевна, [28.11.2026 10:00:12]\n")},
      {"cut at 4,096, WhatsApp's head before the letters", cut(armor_, 4'096, "[10:00, 28.11.2026] Anna Smith: ")},
      {"cut at 4,096, WhatsApp's head in Georgian", cut(armor_, 4'096, "[10:00, 28.11.2026] ანა: ")},
      {"cut at 4,096, Signal's head of two lines", cut(armor_, 4'096, "Anna\n19:40\n")},
      {"cut at 4,096, name and American time", cut(armor_, 4'096, "Anna Smith, Nov 28, 2026 at 10:00 AM\n")},
      {"cut at 4,096, forwarded", cut(armor_, 4'096, "Forwarded from Anna Smith\n")},
      {"cut at 4,096, forwarded, in Russian", cut(armor_, 4'096, "Переслано от Анна\n")},
      {"cut at 2,000, a date behind a comma", cut(armor_, 2'000, "Anna, 2026\n")},
      {"cut at 1,024 with an emoji", cut(armor_, 1'024, "👍\n")},
      {"pieces marked 1/6", cut(armor_, 4'096, "(2/6)\n")},
      {"a mail around it",
       "Subject: Fwd: help\nFrom: a@b.example\n\nHello - this came.\n\n" + day_and_armor + "\n-- \nAnna\n"},
  };
  expect_each(manglings);
}

TEST_F(PastedText, ADayWithLongDashesIsStillAHint) {
  EXPECT_EQ(read_pasted("2026–11–22\n" + armor_)->day, 20'779U);
  EXPECT_EQ(read_pasted("> 2026-11-22\u200B\n> " + with_all(armor_, "\n", "\n> "))->day, 20'779U);
}

TEST_F(PastedText, ChangedLettersAreNotTheSameEnvelope) {
  const std::size_t middle = armor_.size() / 2;
  for (const std::string_view other : {"A", "B"}) {
    std::string changed = armor_;
    changed.replace(middle, 1, other);
    const auto pasted = read_pasted(changed);
    ASSERT_TRUE(pasted.has_value());
    const bool same = std::ranges::equal(pasted->envelope.view(), blob_);
    EXPECT_EQ(same, changed == armor_) << "whether it opens is for the key to say";
  }
  const std::string lost = by_line(armor_, [](std::string_view line, int n) {
    return n == 9 ? std::string{line.substr(0, 30)} + "?" + std::string{line.substr(31)} : std::string{line};
  });
  EXPECT_EQ(refused(lost), Code::kTruncated) << "a letter that became another sign";
}

TEST_F(PastedText, EachKindOfDamageHasItsOwnName) {
  EXPECT_EQ(refused(""), Code::kNotFound);
  EXPECT_EQ(refused("Hello, I need help"), Code::kNotFound);
  EXPECT_EQ(refused(armor_.substr(40)), Code::kNotFound) << "the first message is missing";
  EXPECT_EQ(refused(armor_.substr(0, 8'000)), Code::kTruncated) << "the last messages are missing";
  EXPECT_EQ(refused(armor_.substr(0, 4'096) + armor_.substr(8'192)), Code::kTruncated) << "one in the middle";
  EXPECT_EQ(refused(armor_ + armor_), Code::kConflict);
  EXPECT_EQ(refused(std::string(kPastedBytesMax + 1, 'x')), Code::kTooLarge);
  EXPECT_EQ(refused(armored(Bytes(100))), Code::kTruncated);
  EXPECT_EQ(refused(armored(Bytes(16'384))), Code::kWrongSize) << "the size of before";
  EXPECT_EQ(refused(armored(Bytes(kEnvelopeBytes))), Code::kMalformed) << "the size fits, the header does not";
  const std::string mixed = armor_.substr(0, 4'096) + "\nAnna\n" + armor_.substr(4'096);
  EXPECT_EQ(refused(mixed), Code::kMalformed) << "a name that could be letters, and a line cut in two";
}

TEST_F(PastedText, ASecondStanzaIsRefusedBeforeAKeyIsTouched) {
  const std::string plain = to_string(blob_);
  const std::string stanza = "-> X25519 " + std::string(43, 'A') + "\n" + std::string(43, 'A') + "\n";
  std::string two = replaced(plain, "-> mlkem768x25519", stanza + "-> mlkem768x25519");
  two.resize(kEnvelopeBytes);
  const Code code = refused(armored(view_of(two)));
  EXPECT_TRUE(code == Code::kUnsupported || code == Code::kMalformed) << name_of(code);
}

}  // namespace
}  // namespace waymark::envelope
