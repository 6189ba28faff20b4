// C2SP signed notes: text, an empty line, signature lines. Parsed strictly; at most 64 KiB.
// @source c2sp.org/signed-note; docs/spec/roster.md
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "crypto/sign.h"
#include "crypto/verify/verify.h"

namespace waymark::roster {

inline constexpr std::size_t kNoteBytesMax = 65'536;
inline constexpr std::size_t kNoteSignaturesMax = 32;
using KeyId = ByteArray<4>;

/// First 4 bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key).
KeyId key_id(std::string_view name, const crypto::VerifyKeyBytes& key);

struct NoteSignature {
  std::string name;
  KeyId key;
  crypto::Signature signature;
};

struct Note {
  std::string text;  ///< with its last newline; what is signed and hashed
  std::vector<NoteSignature> signatures;

  /// Whether `key` signed the text under `name`.
  template <crypto::KeyRole role>
  [[nodiscard]] bool signed_by(std::string_view name, const crypto::VerifyKey<role>& key) const {
    return signed_by_bytes(name, key.bytes());
  }

 private:
  [[nodiscard]] bool signed_by_bytes(std::string_view name, const crypto::VerifyKeyBytes& key) const;
};

/// @error kTooLarge over 64 KiB; kMalformed
Result<Note> parse_note(std::string_view note);
std::string write_note(const Note& note);

/// Adds a signature under `name`.
template <crypto::KeyRole role>
void sign_note(Note& note, std::string_view name, const crypto::SigningKey<role>& key) {
  const crypto::VerifyKeyBytes bytes = key.verify_key().bytes();
  note.signatures.push_back({std::string{name}, key_id(name, bytes), key.sign({view_of(note.text)})});
}

}  // namespace waymark::roster
