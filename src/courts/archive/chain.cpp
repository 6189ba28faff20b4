#include "courts/archive/chain.h"

namespace waymark::courts {

crypto::Sha256 entry_hash(const crypto::Sha256& previous, const EntryHead& head, ByteView body) {
  ByteWriter writer{64};
  writer.u64(static_cast<std::uint64_t>(head.seq))
      .u8(static_cast<std::uint8_t>(head.kind))
      .u32(static_cast<std::uint32_t>(head.day))
      .u64(static_cast<std::uint64_t>(head.subject));
  const crypto::Sha256 content = crypto::sha256(body);
  return crypto::sha256({view_of("waymark/v1/courts entry"), previous, writer.view(), content});
}

}  // namespace waymark::courts
