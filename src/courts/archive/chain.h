// The hash chain of the archive: what an entry is and how its hash is made. Format: docs/spec/courts-archive.md.
#pragma once

#include <cstdint>

#include "base/bytes.h"
#include "crypto/verify/hash.h"

namespace waymark::courts {

enum class EntryKind : std::uint8_t {
  kImport = 1,
  kPage = 2,
  kRevision = 3,
  kTombstone = 4,
  kReturned = 5,
  kEnd = 6,
  kWhole = 7,  ///< what a declared whole held
  kTaken = 8,  ///< what an import that has not ended has taken in since it last said so
};

struct EntryHead {
  std::int64_t seq = 0;
  EntryKind kind = EntryKind::kImport;
  std::int32_t day = 0;
  std::int64_t subject = 0;
};

/// The hash of an entry over its predecessor's. @param body before compression
crypto::Sha256 entry_hash(const crypto::Sha256& previous, const EntryHead& head, ByteView body);

}  // namespace waymark::courts
