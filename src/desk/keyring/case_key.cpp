#include "desk/keyring/case_key.h"

#include "crypto/aead.h"
#include "crypto/kdf.h"
#include "desk/keyring/key_file.h"

namespace waymark::desk {
namespace {

Bytes header_of(const CaseId& id, std::uint32_t version) {
  ByteWriter header;
  header.put("waymark/v1/case key").put(id.view()).u32(version);
  return header.finish();
}

RowPlace place_of(const CaseId& id, const RecordId& record, std::uint32_t version) {
  return {.table = SealedTable::kRecord, .owner = id.bytes, .record = record.bytes, .version = version};
}

}  // namespace

CaseKey CaseKey::generate(const CaseId& id, std::uint32_t version, crypto::Random& random) {
  return CaseKey(id, version, random.secret<32>());
}

Result<Bytes> CaseKey::seal_file(std::span<const crypto::XWingPublicKey> recipients, crypto::Random& random) const {
  return seal_key_file(recipients, header_of(id_, version_), key_, random);
}

Result<CaseKey> CaseKey::open_file(const crypto::XWingSeed& identity, ByteView file, const CaseId& id,
                                   std::uint32_t version) {
  LET(Secret<32> key, open_key_file(identity, file, header_of(id, version)));
  return CaseKey(id, version, std::move(key));
}

Bytes CaseKey::wrap(const CompartmentKey& first_line, crypto::Random& random) const {
  const Bytes sealed = crypto::xchacha_seal(first_line.case_wrap(), key_.view(), header_of(id_, version_), random);
  ByteWriter share(4 + sealed.size());
  return share.u32(first_line.version()).put(sealed).finish();
}

Bytes filing_key_header(const FilingKeyId& id) {
  ByteWriter header;
  return header.put("waymark/v1/filing key").put(id.view()).finish();
}

Bytes CaseKey::wrap(const FilingKey& filing_key, crypto::Random& random) const {
  return crypto::xchacha_seal(filing_key.secret(), key_.view(), header_of(id_, version_), random);
}

Result<CaseKey> CaseKey::unwrap(const FilingKey& filing_key, ByteView share, const CaseId& id, std::uint32_t version) {
  LET(const SecretBytes key, crypto::xchacha_open(filing_key.secret(), share, header_of(id, version)));
  if (key.size() != 32) return fail(Code::kMalformed, "desk/case_key");
  return CaseKey(id, version, Secret<32>::copy_of(key.view().first<32>()));
}

Result<std::uint32_t> CaseKey::share_version(ByteView share) { return ByteReader{share}.u32(); }

Result<CaseKey> CaseKey::unwrap(const CompartmentKey& first_line, ByteView share, const CaseId& id,
                                std::uint32_t version) {
  ByteReader reader(share);
  LET(const std::uint32_t compartment_version, reader.u32());
  if (compartment_version != first_line.version()) return fail(Code::kAuthentication, "desk/case_key");
  LET(const SecretBytes key, crypto::xchacha_open(first_line.case_wrap(), reader.rest(), header_of(id, version)));
  if (key.size() != 32) return fail(Code::kMalformed, "desk/case_key");
  return CaseKey(id, version, Secret<32>::copy_of(key.view().first<32>()));
}

Secret<32> CaseKey::record_key(const RecordId& record) const {
  return crypto::hkdf_sha256<32>(key_.view(), {view_of("waymark/v1/record"), record.view()});
}

Bytes CaseKey::seal_record(const RecordId& record, std::string_view json, crypto::Random& random) const {
  return seal_row(record_key(record), place_of(id_, record, version_), json, random);
}

Result<std::string> CaseKey::open_record(const RecordId& record, ByteView sealed) const {
  return open_row(record_key(record), place_of(id_, record, version_), sealed);
}

Bytes CaseKey::seal_draft(const RecordId& draft, std::string_view json, crypto::Random& random) const {
  RowPlace place = place_of(id_, draft, version_);
  place.table = SealedTable::kDraft;
  return seal_row(record_key(draft), place, json, random);
}

Result<std::string> CaseKey::open_draft(const RecordId& draft, ByteView sealed) const {
  RowPlace place = place_of(id_, draft, version_);
  place.table = SealedTable::kDraft;
  return open_row(record_key(draft), place, sealed);
}

crypto::XWingSeed CaseKey::inbox_identity() const {
  return crypto::XWingSeed(crypto::hkdf_sha256<32>(key_.view(), {view_of("waymark/v1/case inbox")}));
}

}  // namespace waymark::desk
