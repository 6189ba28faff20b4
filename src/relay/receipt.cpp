#include "relay/receipt.h"

namespace waymark::relay {

crypto::Signature ReceiptKey::sign(const RowId& id) const {
  return key_.sign({view_of(kReceiptLabel), instance_.bytes, id});
}

bool receipt_fits(const crypto::RelayVerifyKey& key, const crypto::InstanceId& instance, const RowId& id,
                  const crypto::Signature& receipt) {
  return key.verify({view_of(kReceiptLabel), instance.bytes, id}, receipt);
}

}  // namespace waymark::relay
