#include "envelope/age_header.h"

#include "base/encoding.h"
#include "envelope/age_grammar.h"

namespace waymark::envelope {
namespace {

constexpr std::string_view kWhere = "envelope/stanza";
constexpr std::string_view kHybrid = "mlkem768x25519";

Result<HybridStanza> hybrid_stanza(const AgeStanza& stanza) {
  if (stanza.arguments.front() != kHybrid) return fail(Code::kUnsupported, kWhere, "another kind of stanza");
  if (stanza.arguments.size() != 2) return fail(Code::kMalformed, kWhere, "arguments");
  const auto encapsulation = array_from_base64<crypto::kXWingCiphertextBytes>(stanza.arguments[1], Padding::kNone);
  if (!encapsulation.has_value()) return fail(Code::kMalformed, kWhere, "encapsulation");
  // The exact size keeps a file key from being opened under two keys (c2sp.org/age: partitioning oracles).
  if (stanza.body.size() != kSealedFileKeyBytes) return fail(Code::kMalformed, kWhere, "sealed file key");
  LET(const auto sealed_file_key, ByteReader{stanza.body}.array<kSealedFileKeyBytes>());
  return HybridStanza{.encapsulation = *encapsulation, .sealed_file_key = sealed_file_key};
}

}  // namespace

Result<AgeHeader> parse_age_header(ByteView file) {
  LET(const AgeGrammar grammar, parse_age_grammar(file));
  AgeHeader header{
      .stanzas = {}, .authenticated = grammar.authenticated, .mac = grammar.mac, .payload = grammar.payload};
  header.stanzas.reserve(grammar.stanzas.size());
  for (const AgeStanza& stanza : grammar.stanzas) {
    LET(const HybridStanza hybrid, hybrid_stanza(stanza));
    header.stanzas.push_back(hybrid);
  }
  return header;
}

}  // namespace waymark::envelope
