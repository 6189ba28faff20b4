// ImapMailbox: a mailbox over IMAP, through libcurl. TLS always, but for this machine's own loopback. One connection,
// kept between calls; every call has an end in time and in bytes.
// @source RFC 9051; docs/spec/bridge.md "The mailbox"
#pragma once

#include <chrono>
#include <memory>
#include <stop_token>
#include <string>

#include "base/secret.h"
#include "bridge/mailbox.h"

namespace waymark::bridge {

struct ImapOptions {
  std::string address;  ///< "imaps://mail.example/INBOX"
  std::string user;
  SecretBytes password{0};
  std::chrono::milliseconds timeout{120'000};  ///< of one call
  std::stop_token stop = {};                   ///< ends a call at once
};

class ImapMailbox final : public Mailbox {
 public:
  explicit ImapMailbox(ImapOptions options);
  ~ImapMailbox() override;
  Result<Listing> list() override;
  Result<WipingBytes> fetch(std::uint32_t uid) override;
  Result<void> mark_answered(std::uint32_t uid, bool answered) override;
  Result<void> remove(const std::vector<std::uint32_t>& uids) override;

 private:
  struct Handle;
  Result<WipingBytes> command(const std::string& line, std::size_t bytes_max);
  Result<WipingBytes> perform(const std::string& address, const char* line, std::size_t bytes_max);

  const ImapOptions options_;
  std::unique_ptr<Handle> handle_;
  std::uint32_t validity_ = 0;
};

/// Lines such as `* 3 FETCH (UID 7 FLAGS (\Seen) INTERNALDATE "22-Nov-2026 13:11:12 +0300")`; what is none is passed
/// over.
std::vector<LetterAtHand> read_listing(std::string_view lines);

}  // namespace waymark::bridge
