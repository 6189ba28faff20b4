// CaseKey: one version of the key of one case, its inbox, and the shares in which it lies in the database.
// @source docs/spec/desk-store.md "Keys"
#pragma once

#include "desk/keyring/compartment.h"
#include "desk/keyring/ids.h"
#include "desk/keyring/sealed_row.h"

namespace waymark::desk {

/// One key for all cases that are filed in one transaction: it costs one age file instead of one for each case. Its
/// file is sealed to the leads and to recovery; a case leaves it with its next key version.
struct FilingKeyTag;
using FilingKey = crypto::TypedKey<FilingKeyTag>;
using FilingKeyId = Id<FilingKeyTag>;
/// The header of a filing key's age file.
Bytes filing_key_header(const FilingKeyId& id);

class CaseKey {
 public:
  static CaseKey generate(const CaseId& id, std::uint32_t version, crypto::Random& random);

  /// The age file to everybody who may open the case alone.
  Result<Bytes> seal_file(std::span<const crypto::XWingPublicKey> recipients, crypto::Random& random) const;
  /// @error as envelope::age_open; kMalformed if the file is of another case or version
  static Result<CaseKey> open_file(const crypto::XWingSeed& identity, ByteView file, const CaseId& id,
                                   std::uint32_t version);

  /// The first line's share while nobody has taken the case: compartment version ‖ sealed key.
  Bytes wrap(const CompartmentKey& first_line, crypto::Random& random) const;
  /// @error kAuthentication, kTruncated
  static Result<CaseKey> unwrap(const CompartmentKey& first_line, ByteView share, const CaseId& id,
                                std::uint32_t version);
  /// The share of leads and recovery in a case that was just filed: under the filing key of its batch.
  Bytes wrap(const FilingKey& filing_key, crypto::Random& random) const;
  /// @error kAuthentication, kTruncated
  static Result<CaseKey> unwrap(const FilingKey& filing_key, ByteView share, const CaseId& id, std::uint32_t version);
  /// Which version of the compartment's key opens a share. @error kTruncated
  static Result<std::uint32_t> share_version(ByteView share);

  Bytes seal_record(const RecordId& record, std::string_view json, crypto::Random& random) const;
  /// @error as open_row
  Result<std::string> open_record(const RecordId& record, ByteView sealed) const;

  /// An unsent text: as a record, but it can never be taken for one.
  Bytes seal_draft(const RecordId& draft, std::string_view json, crypto::Random& random) const;
  /// @error as open_row
  Result<std::string> open_draft(const RecordId& draft, ByteView sealed) const;

  /// Opens what arrived while nobody with access was signed in.
  [[nodiscard]] crypto::XWingSeed inbox_identity() const;

  [[nodiscard]] const CaseId& id() const { return id_; }
  [[nodiscard]] std::uint32_t version() const { return version_; }

 private:
  CaseKey(const CaseId& id, std::uint32_t version, Secret<32> key) : id_(id), version_(version), key_(std::move(key)) {}
  [[nodiscard]] Secret<32> record_key(const RecordId& record) const;
  CaseId id_;
  std::uint32_t version_;
  Secret<32> key_;
};

}  // namespace waymark::desk
