#include "programs/waymark/sign_in.h"

#include <iostream>

#include "desk/staff/passphrase_words.h"
#include "programs/waymark/speech.h"

namespace waymark::program {
namespace {

constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

std::optional<crypto::TotpSecret> secret_from_base32(std::string_view text) {
  crypto::TotpSecret secret;
  std::uint32_t held = 0;
  unsigned bits = 0;
  std::size_t filled = 0;
  for (const char character : text) {
    const std::size_t value = kBase32.find(character);
    if (value == std::string_view::npos || filled == crypto::kTotpSecretBytes) return std::nullopt;
    held = (held << 5U | static_cast<std::uint32_t>(value)) & 0xFFFU;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    secret.writable()[filled++] = static_cast<std::uint8_t>(held >> bits);
  }
  if (filled != crypto::kTotpSecretBytes) return std::nullopt;
  return secret;
}

}  // namespace

void add_sign_in_options(CLI::App& command, SignInOptions& options) {
  command.add_option("--alias", options.alias, say("option.alias"))->required();
  command.add_option("--passphrase-file", options.passphrase.file, say("option.passphrase-file"));
  command.add_option("--passphrase-fd", options.passphrase.descriptor, say("option.passphrase-fd"));
  command.add_option("--code", options.code, say("option.code"));
  command.add_option("--totp-secret-file", options.totp_file, say("option.totp-secret-file"));
}

OrStop<crypto::TotpSecret> load_totp_secret(const std::filesystem::path& file) {
  const auto line = read_secret({.file = file.string()}, "");
  if (!line) return std::unexpected(line.error());
  std::string_view text = text_of(line->view());
  if (const std::size_t at = text.find("secret="); at != std::string_view::npos) text = text.substr(at + 7, 32);
  auto secret = secret_from_base32(text);
  if (!secret) return std::unexpected(Stop{Exit::kUsage, say("sign-in.no-secret", {{"file", file.string()}})});
  return *std::move(secret);
}

OrStop<SecretBytes> read_new_passphrase(const SecretSource& source, const std::string& alias, crypto::Random& random) {
  if (source.file.empty() && source.descriptor < 0) {
    tell_terminal(say("passphrase.offer") + "\n");
    for (const Language language : kLanguages) {
      const SecretBytes words = desk::passphrase_words(language, random);
      tell_terminal("  ");
      tell_terminal(text_of(words.view()));
      tell_terminal("\n");
    }
    tell_terminal(say("passphrase.own") + "\n");
  }
  return read_new_secret(source, alias.empty() ? say("passphrase.new") : say("passphrase.new-of", {{"alias", alias}}));
}

OrStop<desk::SessionToken> sign_in(desk::Office& office, const SignInOptions& options, const Clock& clock) {
  const auto passphrase = read_secret(options.passphrase, say("sign-in.passphrase", {{"alias", options.alias}}));
  if (!passphrase) return std::unexpected(passphrase.error());
  return sign_in(office, options, *passphrase, clock);
}

OrStop<desk::SessionToken> sign_in(desk::Office& office, const SignInOptions& options, const SecretBytes& passphrase,
                                   const Clock& clock) {
  std::string code = options.code;
  if (!options.totp_file.empty()) {
    const auto secret = load_totp_secret(options.totp_file);
    if (!secret) return std::unexpected(secret.error());
    code = crypto::totp_code(*secret, clock.now());
  } else if (code.empty()) {
    const auto typed = read_secret({}, say("sign-in.code"));
    if (!typed) return std::unexpected(typed.error());
    code = to_string(typed->view());
  }
  auto signed_in = office.doors().sign_in(options.alias, passphrase, code);
  if (!signed_in.has_value()) {
    Stop stop = stop_for(signed_in.error(), say("cannot.sign-in"));
    if (signed_in.error().code == Code::kRateLimited)
      stop.sentence = say("error.rate-limited-for",
                          {{"seconds", std::to_string(office.doors().sign_in_wait(options.alias).count())}});
    return std::unexpected(stop);
  }
  return signed_in->token;
}

}  // namespace waymark::program
