// Putting a reply of ours into a case: shared by answering and by closing with a last message. Private to this folder.
#pragma once

#include <string_view>

#include "desk/casefile/views.h"
#include "desk/office/core.h"

namespace waymark::desk::office {

/// A reply that is put into a case: its words, and the operations that make a repeated call harmless.
struct NewReply {
  std::string_view text;
  RecordId operation = {};
  RecordId act = {};  ///< the act that it belongs to
};

/// 1…envelope::kReplyBytesMax bytes. @error kInvalid, kTooLarge
Result<void> check_reply_text(std::string_view text);
/// Seals the reply, with tokens if there are any for it, into the first free place and queues it, inside the caller's
/// unit.
/// @error kDenied for anybody but the owner; kNotFound without a mailbox; kFull
Result<HeldReply> put_reply(Core& core, Session& session, OpenedCase& opened, const NewReply& reply);
/// Takes a reply back that has not gone, inside the caller's unit. @error kConflict when it has
Result<void> take_back_reply(Core& core, Session& session, OpenedCase& opened, const RecordId& reply);

/// A row for counting, of this case and now.
StatRow stat_row_of(const Core& core, const OpenedCase& opened, std::string kind);

}  // namespace waymark::desk::office
