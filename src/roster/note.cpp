#include "roster/note.h"

#include <algorithm>

#include "base/encoding.h"
#include "base/utf8.h"
#include "crypto/verify/hash.h"

namespace waymark::roster {
namespace {

constexpr std::string_view kWhere = "roster/note";
constexpr std::string_view kSignatureStart = "\u2014 ";
constexpr std::uint8_t kEd25519 = 0x01;  // c2sp.org/signed-note "Signature types"
constexpr std::size_t kSignatureBytesWithId = sizeof(KeyId) + crypto::kSignatureBytes;

/// A key name: not empty, no white space, no plus sign (c2sp.org/signed-note); ours are ASCII.
bool is_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c <= '~' && c != '+'; });
}

Result<NoteSignature> parse_signature(std::string_view line) {
  if (!line.starts_with(kSignatureStart)) return fail(Code::kMalformed, kWhere, "signature line");
  line.remove_prefix(kSignatureStart.size());
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos || !is_name(line.substr(0, space)))
    return fail(Code::kMalformed, kWhere, "signature name");
  const auto bytes = array_from_base64<kSignatureBytesWithId>(line.substr(space + 1), Padding::kRequired);
  if (!bytes.has_value()) return fail(Code::kMalformed, kWhere, "signature");
  ByteReader reader{*bytes};
  LET(const auto key, reader.array<sizeof(KeyId)>());
  LET(const auto signature, reader.array<crypto::kSignatureBytes>());
  return NoteSignature{.name = std::string{line.substr(0, space)}, .key = key, .signature = signature};
}

/// No control characters but the line feed.
bool is_plain(std::string_view text) {
  return count_code_points(text).has_value() && std::all_of(text.begin(), text.end(), [](char c) {
           return c == '\n' || static_cast<unsigned char>(c) >= ' ';
         });
}

}  // namespace

KeyId key_id(std::string_view name, const crypto::VerifyKeyBytes& key) {
  const ByteArray<2> middle{'\n', kEd25519};
  const crypto::Sha256 hash = crypto::sha256({view_of(name), middle, key});
  KeyId id;
  std::copy_n(hash.begin(), id.size(), id.begin());
  return id;
}

bool Note::signed_by_bytes(std::string_view name, const crypto::VerifyKeyBytes& key) const {
  const KeyId id = key_id(name, key);
  return std::ranges::any_of(signatures, [&](const NoteSignature& signature) {
    return signature.name == name && signature.key == id &&
           crypto::verify_signature(key, {view_of(text)}, signature.signature);
  });
}

Result<Note> parse_note(std::string_view note) {
  if (note.size() > kNoteBytesMax) return fail(Code::kTooLarge, kWhere);
  if (!is_plain(note)) return fail(Code::kMalformed, kWhere, "characters");
  const std::size_t gap = note.rfind("\n\n");
  if (gap == std::string_view::npos || gap == 0) return fail(Code::kMalformed, kWhere, "no signatures");
  Note parsed{.text = std::string{note.substr(0, gap + 1)}, .signatures = {}};
  std::string_view rest = note.substr(gap + 2);
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos) return fail(Code::kTruncated, kWhere);
    if (parsed.signatures.size() == kNoteSignaturesMax) return fail(Code::kTooLarge, kWhere, "signatures");
    LET(NoteSignature signature, parse_signature(rest.substr(0, end)));
    parsed.signatures.push_back(std::move(signature));
    rest.remove_prefix(end + 1);
  }
  if (parsed.signatures.empty()) return fail(Code::kMalformed, kWhere, "no signatures");
  return parsed;
}

std::string write_note(const Note& note) {
  std::string text = note.text + "\n";
  for (const NoteSignature& signature : note.signatures) {
    const Bytes bytes = ByteWriter{}.put(signature.key).put(signature.signature).finish();
    text += std::string{kSignatureStart} + signature.name + " " + to_base64(bytes, Padding::kRequired) + "\n";
  }
  return text;
}

}  // namespace waymark::roster
