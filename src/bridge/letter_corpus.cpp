#include "bridge/letter_corpus.h"

#include <algorithm>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>

#include "base/check.h"
#include "base/encoding.h"
#include "crypto/xwing_open.h"
#include "envelope/age_seal.h"
#include "envelope/frame.h"

namespace waymark::bridge::testing {
namespace {

constexpr std::size_t kArmorLine = 64;

std::string each_line(const std::string& text, const std::function<std::string(const std::string&)>& change) {
  std::istringstream in{text};
  std::string out;
  for (std::string line; std::getline(in, line);) out += change(line) + "\n";
  return out;
}

std::string replace_all(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

std::string wrapped(const std::string& text, std::size_t width) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); at += width) out += text.substr(at, width) + "\n";
  return out;
}

std::string quoted_printable(const std::string& text) {
  constexpr std::size_t kWidth = 72;
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  std::size_t column = 0;
  for (const char c : text) {
    if (c == '\n') {
      out += c;
      column = 0;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = byte >= 32 && byte < 127 && c != '=';
    const std::string unit = plain ? std::string(1, c) : std::string{'=', kHex[byte >> 4U], kHex[byte & 15U]};
    if (column + unit.size() > kWidth) {
      out += "=\n";
      column = 0;
    }
    out += unit;
    column += unit.size();
  }
  return out;
}

using Change = std::function<std::string(const std::string&)>;
const std::map<std::string, Change>& changes() {
  const auto line = [](const char* before, const char* after) -> Change {
    return [=](const std::string& text) {
      return each_line(text, [&](const std::string& one) { return before + one + after; });
    };
  };
  const auto replace = [](const char* from, const char* to) -> Change {
    return [=](const std::string& text) { return replace_all(text, from, to); };
  };
  static const std::map<std::string, Change> all{
      {"qp", quoted_printable},
      {"base64",
       [](const std::string& text) {
         return wrapped(to_base64(view_of(replace_all(text, "\n", "\r\n")), Padding::kRequired), 76);
       }},
      {"base64-one-line", [](const std::string& text) { return to_base64(view_of(text), Padding::kRequired) + "\n"; }},
      {"quote", line("> ", "")},
      {"bar", line("| ", "")},
      {"br", line("", "<br>")},
      {"div", line("<div dir=\"auto\">", "</div>")},
      {"span", line("<p class=\"MsoNormal\"><span style='font-family:\"Calibri\"'>", "<o:p></o:p></span></p>")},
      {"flowed", line("", " ")},
      {"stuff", line(" ", "")},
      {"number",
       [](const std::string& text) {
         int number = 0;
         return each_line(text, [&](const std::string& one) { return std::to_string(++number) + ". " + one; });
       }},
      {"one-line", replace("\n", " ")},
      {"glued", [](const std::string& text) { return replace_all(text, "\n", "") + "\n"; }},
      {"width-40",
       [](const std::string& text) {
         return each_line(text, [](const std::string& one) {
           return one.size() > 40 && one[0] != '-' ? one.substr(0, 40) + "\n" + one.substr(40) : one;
         });
       }},
      {"long-dashes", replace("-----", "—–")},
      {"hard-spaces", replace(" ", "\u00A0")},
      {"invisible", line("\u200B", "")},
      {"entities", [](const std::string& text) { return replace_all(replace_all(text, "+", "&#43;"), "/", "&#x2F;"); }},
      {"stars", replace("-----", "**")},
      {"half", [](const std::string& text) { return text.substr(0, text.size() / 2) + "\n"; }},
      {"one-letter-less",
       [](const std::string& text) {
         std::string less = text;
         return less.erase(less.size() / 2 / 65 * 65 + 30, 1);
       }},
      {"twice", [](const std::string& text) { return text + text; }},
      {"lf", [](const std::string& text) { return text; }},
      {"cr", [](const std::string& text) { return text; }}};
  return all;
}

std::string sealed(const Envelopes& envelopes, std::size_t number, bool with_day) {
  CHECK(number >= 1 && number <= envelopes.size());
  return (with_day ? "2026-11-2" + std::to_string(number) + "\n" : std::string{}) + armored(envelopes[number - 1]);
}

std::string with_armors(std::string text, const Envelopes& envelopes) {
  for (std::size_t number = 1; number <= envelopes.size(); ++number) {
    text = replace_all(text, "@@sealed " + std::to_string(number) + "@@\n", sealed(envelopes, number, true));
    text = replace_all(text, "@@armor " + std::to_string(number) + "@@\n", sealed(envelopes, number, false));
  }
  return text;
}

std::string with_changes(std::string text) {
  constexpr std::string_view kDo = "@@do ";
  constexpr std::string_view kDone = "@@done@@\n";
  for (std::size_t at = text.rfind(kDo); at != std::string::npos; at = text.rfind(kDo)) {
    const std::size_t line = text.find("@@\n", at + kDo.size());
    const std::size_t end = text.find(kDone, line);
    CHECK(line != std::string::npos && end != std::string::npos);
    std::string inner = text.substr(line + 3, end - line - 3);
    std::istringstream names{text.substr(at + kDo.size(), line - at - kDo.size())};
    for (std::string name; names >> name;) {
      CHECK(changes().contains(name));
      inner = changes().at(name)(inner);
    }
    text.replace(at, end + kDone.size() - at, inner);
  }
  return text;
}

CorpusLetter read_one(const std::filesystem::path& path, const Envelopes& envelopes) {
  std::ifstream file{path, std::ios::binary};
  std::string first;
  std::getline(file, first);
  CorpusLetter letter{.name = path.stem().string(), .expected = {}, .refusal = {}, .bytes = {}};
  std::istringstream words{first};
  std::string word;
  words >> word;
  CHECK(word == "expect");
  while (words >> word) {
    if (std::isdigit(static_cast<unsigned char>(word[0])) != 0)
      letter.expected.push_back(std::stoul(word));
    else
      letter.refusal = word;
  }
  const std::string text{std::istreambuf_iterator<char>{file}, {}};
  letter.bytes = with_changes(with_armors(text, envelopes));
  const bool lf = text.find("@@do lf@@") != std::string::npos;
  const bool cr = text.find("@@do cr@@") != std::string::npos;
  if (!lf) letter.bytes = replace_all(letter.bytes, "\n", cr ? "\r" : "\r\n");
  return letter;
}

}  // namespace

Envelopes some_envelopes(std::uint64_t seed) {
  crypto::SeededRandom random{seed};
  Envelopes envelopes;
  for (Bytes& envelope : envelopes) {
    const std::array keys{crypto::xwing_public_key(crypto::XWingSeed::generate(random))};
    auto file = envelope::age_seal(keys, Bytes(envelope::kPlaintextBytes), random);
    CHECK(file.has_value() && file->size() == envelope::kEnvelopeBytes);
    envelope = std::move(*file);
  }
  return envelopes;
}

std::string armored(ByteView envelope) {
  return "-----BEGIN AGE ENCRYPTED FILE-----\n" + wrapped(to_base64(envelope, Padding::kRequired), kArmorLine) +
         "-----END AGE ENCRYPTED FILE-----\n";
}

std::vector<CorpusLetter> corpus(const Envelopes& envelopes) {
  std::vector<CorpusLetter> letters;
  for (const auto& entry : std::filesystem::directory_iterator{WAYMARK_SOURCE_DIR "/tests/data/letters"})
    if (entry.path().extension() == ".letter") letters.push_back(read_one(entry.path(), envelopes));
  std::ranges::sort(letters, {}, &CorpusLetter::name);
  return letters;
}

CorpusLetter corpus_letter(const std::string& name, const Envelopes& envelopes) {
  return read_one(WAYMARK_SOURCE_DIR "/tests/data/letters/" + name + ".letter", envelopes);
}

}  // namespace waymark::bridge::testing
