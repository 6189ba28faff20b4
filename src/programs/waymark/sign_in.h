// Signing in from the command line: for commands that need keys of a person.
#pragma once

#include <CLI/CLI.hpp>

#include "crypto/totp.h"
#include "programs/waymark/office_folder.h"

namespace waymark::program {

/// Options that every command with a sign-in has. No secret is ever an argument.
struct SignInOptions {
  std::string alias;
  SecretSource passphrase;
  std::string code;       ///< six digits; they work once
  std::string totp_file;  ///< instead of a code: the secret itself, for unattended tests
};
void add_sign_in_options(CLI::App& command, SignInOptions& options);

OrStop<desk::SessionToken> sign_in(desk::Office& office, const SignInOptions& options, const Clock& clock);
/// The same with a passphrase that was read already, for commands that need it again.
OrStop<desk::SessionToken> sign_in(desk::Office& office, const SignInOptions& options, const SecretBytes& passphrase,
                                   const Clock& clock);

/// A new passphrase. On a terminal five random words are offered first, in each language, and whatever is chosen is
/// typed twice; the office decides whether it is good enough (desk/staff/passphrase_rule.h).
/// @param alias  whose it will be; empty if that is not known yet
OrStop<SecretBytes> read_new_passphrase(const SecretSource& source, const std::string& alias, crypto::Random& random);

/// A secret in base32, or a whole otpauth:// address, in a file.
OrStop<crypto::TotpSecret> load_totp_secret(const std::filesystem::path& file);

}  // namespace waymark::program
