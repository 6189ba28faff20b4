#include "roster/figures_note.h"

#include <algorithm>

#include "base/check.h"
#include "roster/lines.h"

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
  std::string text = std::string{kFirstLine} + "\n";
  text += "instance " + write_base64(note.instance.bytes) + "\n";
  text += "serial " + std::to_string(note.serial) + "\n";
  text += "issued " + write_date(note.issued_day) + "\n";
  text += "release " + write_base64(note.release) + "\n";
  text += "sums " + write_base64(note.sums) + "\n";
  return text;
}

Result<FiguresNote> parse_figures_note(std::string_view text) {
  LineReader lines{text};
  TRY(lines.first_line(kFirstLine));
  LET(const std::string_view instance_text, lines.value("instance"));
  LET(const auto instance, parse_32(instance_text));
  LET(const std::string_view serial_text, lines.value("serial"));
  LET(const std::uint32_t serial, parse_number(serial_text));
  LET(const std::string_view issued_text, lines.value("issued"));
  LET(const std::uint32_t issued, parse_date(issued_text));
  LET(const std::string_view release_text, lines.value("release"));
  LET(const auto release, parse_32(release_text));
  LET(const std::string_view sums_text, lines.value("sums"));
  LET(const auto sums, parse_32(sums_text));
  TRY(lines.end());
  if (serial == 0) return fail(Code::kMalformed, kWhere, "serial");
  return FiguresNote{.instance = {instance}, .serial = serial, .issued_day = issued, .release = release, .sums = sums};
}

Note sign_figures_note(const FiguresNote& note, const crypto::ReplySigningKey& key) {
  Note made{.text = write_figures_note(note), .signatures = {}};
  CHECK(parse_figures_note(made.text).has_value());
  sign_note(made, kSigner, key);
  return made;
}

Result<FiguresNote> verify_figures_note(std::string_view note_text, const VerifiedRoster& roster) {
  if (note_text.size() > kFiguresNoteBytesMax) return fail(Code::kTooLarge, kWhere, "note");
  LET(const Note note, parse_note(note_text));
  const auto signed_by = [&](const crypto::ReplyVerifyKey& key) { return note.signed_by(kSigner, key); };
  if (std::ranges::none_of(roster.roster.reply_keys, signed_by)) return fail(Code::kAuthentication, kWhere);
  LET(FiguresNote read, parse_figures_note(note.text));
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
