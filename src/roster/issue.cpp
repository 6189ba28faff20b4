#include "roster/issue.h"

#include <algorithm>

namespace waymark::roster {
namespace {

constexpr std::string_view kWhere = "roster/issue";

}  // namespace

std::string write_issue(std::string_view first_line, const Issue& issue) {
  std::string text = std::string{first_line} + "\n";
  text += "instance " + write_base64(issue.instance.bytes) + "\n";
  text += "serial " + std::to_string(issue.serial) + "\n";
  text += "issued " + write_date(issue.day) + "\n";
  return text;
}

Result<Issue> read_issue(LineReader& lines, std::string_view first_line) {
  TRY(lines.first_line(first_line));
  LET(const auto instance, lines.bytes_32("instance"));
  LET(const std::uint32_t serial, lines.number("serial"));
  LET(const std::uint32_t day, lines.date("issued"));
  return Issue{.instance = {instance}, .serial = serial, .day = day};
}

Result<std::string> text_of_office(std::string_view note_text, std::size_t bytes_max, std::string_view signer,
                                   const VerifiedRoster& roster) {
  if (note_text.size() > bytes_max) return fail(Code::kTooLarge, kWhere, "note");
  LET(Note note, parse_note(note_text));
  const auto signed_by = [&](const crypto::ReplyVerifyKey& key) { return note.signed_by(signer, key); };
  if (std::ranges::none_of(roster.roster.reply_keys, signed_by)) return fail(Code::kAuthentication, kWhere);
  return std::move(note.text);
}

}  // namespace waymark::roster
