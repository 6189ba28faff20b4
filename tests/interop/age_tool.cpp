// A small age program over our own reader and writer, for the cross matrix only; it is not installed.
//   age_tool keygen > identity.txt              one identity line
//   age_tool recipient identity.txt             its recipient
//   age_tool seal recipients.txt < in > out     one recipient a line
//   age_tool open identity.txt < in > out       exit code 1 and the name of the error otherwise
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>

#include "crypto/xwing_open.h"
#include "envelope/age_open.h"
#include "envelope/age_seal.h"
#include "envelope/age_text.h"

namespace waymark {
namespace {

std::string read_all(std::istream& in) { return {std::istreambuf_iterator<char>{in}, {}}; }

void write_all(ByteView bytes) {
  std::cout.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size())).flush();
}

std::string file_text(const std::string& path) {
  std::ifstream file{path};
  return read_all(file);
}

Result<void> keygen() {
  crypto::SystemRandom random;
  write_all(envelope::identity_to_text(crypto::XWingSeed::generate(random)).view());
  std::cout << '\n';
  return {};
}

Result<void> recipient(const std::string& path) {
  LET(const auto seed, envelope::identity_from_text(file_text(path)));
  std::cout << envelope::recipient_to_text(crypto::xwing_public_key(seed)) << '\n';
  return {};
}

Result<void> seal(const std::string& path) {
  std::vector<crypto::XWingPublicKey> keys;
  std::ifstream file{path};
  for (std::string line; std::getline(file, line);) {
    LET(const auto key, envelope::recipient_from_text(line));
    keys.push_back(key);
  }
  crypto::SystemRandom random;
  LET(const Bytes sealed, envelope::age_seal(keys, view_of(read_all(std::cin)), random));
  write_all(sealed);
  return {};
}

Result<void> open(const std::string& path) {
  LET(const auto seed, envelope::identity_from_text(file_text(path)));
  LET(const SecretBytes plaintext, envelope::age_open(seed, view_of(read_all(std::cin))));
  write_all(plaintext.view());
  return {};
}

Result<void> run(std::span<char*> arguments) {
  const std::string command = arguments.size() > 1 ? arguments[1] : "";
  const std::string path = arguments.size() > 2 ? arguments[2] : "";
  if (command == "keygen") return keygen();
  if (command == "recipient") return recipient(path);
  if (command == "seal") return seal(path);
  if (command == "open") return open(path);
  return fail(Code::kInvalid, "age_tool", "keygen, recipient, seal or open");
}

}  // namespace
}  // namespace waymark

int main(int count, char** arguments) {
  const auto done = waymark::run({arguments, static_cast<std::size_t>(count)});
  if (done.has_value()) return 0;
  std::cerr << waymark::describe(done.error()) << '\n';
  return 1;
}
