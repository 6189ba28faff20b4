#include "desk/staff/passphrase_words.h"

#include <algorithm>
#include <array>
#include <string>

#include "mailbox/word_list.h"

namespace waymark::desk {

SecretBytes passphrase_words(Language language, crypto::Random& random) {
  std::array<std::uint16_t, kPassphraseWords> drawn{};
  for (std::size_t at = 0; at < drawn.size();) {
    const auto index = static_cast<std::uint16_t>(random.below(mailbox::kListWords));
    if (std::find(drawn.begin(), drawn.begin() + static_cast<std::ptrdiff_t>(at), index) !=
        drawn.begin() + static_cast<std::ptrdiff_t>(at))
      continue;
    drawn[at++] = index;
  }
  std::string text;
  for (const std::uint16_t index : drawn)
    text.append(text.empty() ? "" : " ").append(mailbox::word_at(language, index));
  SecretBytes secret = SecretBytes::copy_of(view_of(text));
  wipe({reinterpret_cast<std::uint8_t*>(text.data()), text.size()});
  return secret;
}

}  // namespace waymark::desk
