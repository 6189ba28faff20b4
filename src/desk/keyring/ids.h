// Names of things in the desk: random 16-byte ids, written as 32 hexadecimal characters outside.
#pragma once

#include <compare>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/encoding.h"

namespace waymark::desk {

/// A random 16-byte id; the tag keeps ids of different things apart.
template <class Tag>
struct Id {
  static constexpr std::size_t kSize = 16;
  ByteArray<kSize> bytes = {};

  auto operator<=>(const Id&) const = default;
  [[nodiscard]] ByteView view() const { return bytes; }
  [[nodiscard]] std::string text() const { return to_hex(bytes); }
  /// @error kMalformed unless 32 lower-case hexadecimal characters
  static Result<Id> from_text(std::string_view text) {
    LET(const Bytes raw, from_hex(text));
    return from_bytes(raw);
  }
  /// @error kMalformed unless 16 bytes
  static Result<Id> from_bytes(ByteView raw) {
    if (raw.size() != kSize) return fail(Code::kMalformed, "desk/id");
    Id id;
    std::copy(raw.begin(), raw.end(), id.bytes.begin());
    return id;
  }
};

using CaseId = Id<struct CaseTag>;
using RecordId = Id<struct RecordTag>;

}  // namespace waymark::desk
