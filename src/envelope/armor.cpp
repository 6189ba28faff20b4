#include "envelope/armor.h"

#include "base/encoding.h"

namespace waymark::envelope {

std::string to_armor(ByteView file) {
  constexpr std::size_t kLineLetters = 64;
  const std::string letters = to_base64(file, Padding::kRequired);
  std::string text = "-----BEGIN AGE ENCRYPTED FILE-----\n";
  for (std::size_t at = 0; at < letters.size(); at += kLineLetters) text += letters.substr(at, kLineLetters) + "\n";
  return text + "-----END AGE ENCRYPTED FILE-----\n";
}

}  // namespace waymark::envelope
