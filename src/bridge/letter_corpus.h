// The letters of tests/data/letters: written as real programs send them, with marks where a sealed text belongs, so
// that they do not depend on the size of an envelope. Test code only.
//
// A file's first line says what must come of it: `expect 1 2` (these sealed texts, in this order) or `expect CODE`. In
// the letter, `@@sealed N@@` is armor N with its day in front, `@@armor N@@` the armor alone; `@@do X Y@@ … @@done@@`
// changes what is between, X first.
#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <vector>

#include "base/bytes.h"

namespace waymark::bridge::testing {

struct CorpusLetter {
  std::string name;
  std::vector<std::size_t> expected;  ///< numbers of sealed texts, from 1
  std::string refusal;                ///< name of the code, if it is refused
  std::string bytes;                  ///< ends of lines as the letter has them
};

/// Three envelopes of one's own, sealed to nobody.
using Envelopes = std::array<Bytes, 3>;
Envelopes some_envelopes(std::uint64_t seed);
std::string armored(ByteView envelope);

/// All letters, by name; ends of lines are CRLF unless the letter says `@@do lf@@`.
std::vector<CorpusLetter> corpus(const Envelopes& envelopes);
/// One of them, by name.
CorpusLetter corpus_letter(const std::string& name, const Envelopes& envelopes);

}  // namespace waymark::bridge::testing
