#include "roster/figures_set.h"

#include <algorithm>

#include "base/encoding.h"

namespace waymark::roster {
namespace {

constexpr std::string_view kWhere = "roster/figures-set";

std::string_view content_of(const FigureSet& files, std::string_view name) {
  const auto found = files.find(name);
  return found == files.end() ? std::string_view{} : std::string_view{found->second};
}

bool stands_beside_the_sums(std::string_view name) {
  return name == kFigureSums || name == kFigureNote || name == kFigureChain;
}

/// Every file has its sum, and every sum its file.
Result<void> check_files(const FigureSet& files) {
  LET(const Sums sums, parse_sums(content_of(files, kFigureSums)));
  for (const auto& [name, sum] : sums) {
    const auto file = files.find(name);
    const bool fits = file != files.end() && !stands_beside_the_sums(name) &&
                      to_hex(ByteView{crypto::sha256(view_of(file->second))}) == sum;
    if (!fits) return fail(Code::kAuthentication, kWhere, name);
  }
  for (const auto& [name, content] : files)
    if (!stands_beside_the_sums(name) && !sums.contains(name)) return fail(Code::kAuthentication, kWhere, name);
  return {};
}

/// One line a release, and the last of them is this one.
Result<void> check_ledger(const FigureSet& files, const FiguresNote& note) {
  const std::string_view ledger = content_of(files, kFigureLedger);
  const std::string_view release = content_of(files, kFigureRelease);
  const bool ends = !release.empty() && ledger.ends_with(release) && release.ends_with('\n') &&
                    std::ranges::count(release, '\n') == 1 &&
                    (ledger.size() == release.size() || ledger[ledger.size() - release.size() - 1] == '\n') &&
                    static_cast<std::uint64_t>(std::ranges::count(ledger, '\n')) == note.serial;
  if (!ends) return fail(Code::kMalformed, kWhere, kFigureLedger);
  const bool signed_one = crypto::sha256(view_of(release.substr(0, release.size() - 1))) == note.release;
  return signed_one ? Result<void>{} : fail(Code::kAuthentication, kWhere, kFigureRelease);
}

}  // namespace

Result<Bytes> write_figure_set(const FigureSet& files) {
  if (files.size() > kFigureSetFilesMax) return fail(Code::kTooLarge, kWhere, "files");
  ByteWriter writer;
  writer.u16(static_cast<std::uint16_t>(files.size()));
  for (const auto& [name, content] : files) {
    if (!is_file_name(name) || content.size() > kFigureSetBytesMax) return fail(Code::kTooLarge, kWhere, name);
    writer.u8(static_cast<std::uint8_t>(name.size())).put(name);
    writer.u32(static_cast<std::uint32_t>(content.size())).put(content);
  }
  if (writer.size() > kFigureSetBytesMax) return fail(Code::kTooLarge, kWhere, "set");
  return writer.finish();
}

Result<FigureSet> parse_figure_set(ByteView bytes) {
  if (bytes.size() > kFigureSetBytesMax) return fail(Code::kTooLarge, kWhere, "set");
  ByteReader reader{bytes};
  LET(const std::uint16_t count, reader.u16());
  if (count > kFigureSetFilesMax) return fail(Code::kTooLarge, kWhere, "files");
  FigureSet files;
  for (std::uint16_t i = 0; i < count; ++i) {
    LET(const std::uint8_t letters, reader.u8());
    LET(const ByteView name_bytes, reader.take(letters));
    const std::string_view name = text_of(name_bytes);
    const bool follows = is_file_name(name) && (files.empty() || files.rbegin()->first < name);
    if (!follows) return fail(Code::kMalformed, kWhere, "name");
    LET(const std::uint32_t size, reader.u32());
    LET(const ByteView content, reader.take(size));
    files.emplace_hint(files.end(), name, to_string(content));
  }
  if (reader.remaining() != 0) return fail(Code::kMalformed, kWhere, "end");
  return files;
}

Result<FiguresNote> verify_figure_set(const FigureSet& files, const VerifiedRoster& roster) {
  LET(FiguresNote note, verify_figures_note(content_of(files, kFigureNote), roster));
  if (note.sums != crypto::sha256(view_of(content_of(files, kFigureSums))))
    return fail(Code::kAuthentication, kWhere, kFigureSums);
  TRY(check_files(files));
  TRY(check_ledger(files, note));
  if (!files.contains(kFigureIndex)) return fail(Code::kNotFound, kWhere, kFigureIndex);
  return note;
}

Result<FiguresNote> verify_kept_figure_set(const FigureSet& files, const crypto::InstanceId& instance) {
  LET(const VerifiedRoster roster, verify_chain(content_of(files, kFigureChain), instance));
  return verify_figure_set(files, roster);
}

}  // namespace waymark::roster
