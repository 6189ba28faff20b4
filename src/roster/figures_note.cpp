#include "roster/figures_note.h"

#include "base/check.h"
#include "roster/issue.h"

namespace waymark::roster {
namespace {

constexpr std::string_view kWhere = "roster/figures-note";
constexpr std::string_view kFirstLine = "waymark figures release v1";
constexpr std::string_view kSigner = "figures";
constexpr std::size_t kHexDigits = 64;

bool is_hex(std::string_view text) {
  return text.size() == kHexDigits && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace

std::string write_figures_note(const FiguresNote& note) {
  std::string text = write_issue(kFirstLine, {note.instance, note.serial, note.issued_day});
  text += "release " + write_base64(note.release) + "\n";
  text += "sums " + write_base64(note.sums) + "\n";
  return text;
}

Result<FiguresNote> parse_figures_note(std::string_view text) {
  LineReader lines{text};
  LET(const Issue issue, read_issue(lines, kFirstLine));
  LET(const auto release, lines.bytes_32("release"));
  LET(const auto sums, lines.bytes_32("sums"));
  TRY(lines.end());
  if (issue.serial == 0) return fail(Code::kMalformed, kWhere, "serial");
  return FiguresNote{
      .instance = issue.instance, .serial = issue.serial, .issued_day = issue.day, .release = release, .sums = sums};
}

Note sign_figures_note(const FiguresNote& note, const crypto::ReplySigningKey& key) {
  Note made{.text = write_figures_note(note), .signatures = {}};
  CHECK(parse_figures_note(made.text).has_value());
  sign_note(made, kSigner, key);
  return made;
}

Result<FiguresNote> verify_figures_note(std::string_view note_text, const VerifiedRoster& roster) {
  LET(const std::string text, text_of_office(note_text, kFiguresNoteBytesMax, kSigner, roster));
  LET(FiguresNote read, parse_figures_note(text));
  if (read.instance != roster.instance) return fail(Code::kWrongInstance, kWhere);
  return read;
}

bool is_file_name(std::string_view name) {
  constexpr std::string_view kSigns = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_";
  return !name.empty() && name.size() <= kFigureFileNameMax && name.front() != '.' &&
         name.find_first_not_of(kSigns) == std::string_view::npos;
}

std::string write_sums(const Sums& sums) {
  std::string lines;
  for (const auto& [name, sum] : sums) lines += sum + "  " + name + "\n";
  return lines;
}

Result<Sums> parse_sums(std::string_view text) {
  Sums sums;
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t end = rest.find('\n');
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (sums.size() == kFigureFilesMax) return fail(Code::kTooLarge, kWhere, "sums");
    const bool fits = line.size() > kHexDigits + 2 && is_hex(line.substr(0, kHexDigits)) &&
                      line.substr(kHexDigits, 2) == "  " && is_file_name(line.substr(kHexDigits + 2));
    if (!fits) return fail(Code::kMalformed, kWhere, "sums");
    sums.emplace(line.substr(kHexDigits + 2), line.substr(0, kHexDigits));
  }
  // One form: sorted, none twice, the last line ended.
  if (write_sums(sums) != text) return fail(Code::kMalformed, kWhere, "sums");
  return sums;
}

}  // namespace waymark::roster
