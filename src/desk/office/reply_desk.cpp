#include "desk/office/reply_desk.h"

#include "base/utf8.h"
#include "desk/casefile/outbound.h"
#include "desk/keyring/office_values.h"
#include "desk/keyring/token_pool.h"
#include "desk/office/answers.h"
#include "desk/office/library.h"
#include "envelope/seal.h"

namespace waymark::desk::office {
namespace {

constexpr std::string_view kWhere = "desk/answers";

/// The event of a reply in the first free place. @error kNotFound without a mailbox, kFull
Result<Event> reply_event(Core& core, const Session& session, const CaseState& state, const NewReply& reply) {
  if (state.mailbox() == nullptr || !state.reply_key()) return fail(Code::kNotFound, kWhere, "no mailbox");
  const auto place = state.free_place(unix_day(core.now()));
  if (!place) return fail(Code::kFull, kWhere);
  Event event = core.deed_of(session, EventKind::kReply, reply.operation);
  event.text = reply.text;
  event.act = reply.act;
  event.week = place->week;
  event.slot = place->slot;
  event.hold_s = kReplyHold.count();
  return event;
}

/// None where the last message came by the portable page or in a letter: a copy of that page from before tokens would
/// take the reply for one that is not from us.
Result<std::vector<envelope::Token>> tokens_for(Core& core, const Session& session, const CaseState& state) {
  const Entry* last = state.newest_message();
  const auto came_by = [last](envelope::Assurance way) { return last->assurance == name_of(way); };
  if (last == nullptr || !(came_by(envelope::Assurance::kBrowser) || came_by(envelope::Assurance::kClerk)))
    return std::vector<envelope::Token>{};
  return take_tokens(core.store(), session.keys, unix_day(core.now()), core.relays);
}

Result<envelope::Envelope> seal_for(Core& core, const Session& session, const CaseState& state, const Event& event) {
  LET(const crypto::InstanceId instance, instance_of(core.store()));
  LET(std::vector<envelope::Token> tokens, tokens_for(core, session, state));
  const envelope::Reply reply{.language = state.situation().language,
                              .instance = instance,
                              .week = event.week,
                              .slot = event.slot,
                              .arrived = state.messages(),
                              .last_arrived_day = state.last_message_day(),
                              .sealed_day = unix_day(core.now()),
                              .tokens = std::move(tokens),
                              .body = SecretBytes::copy_of(view_of(event.text))};
  return envelope::seal_reply(reply, *state.reply_key(), *session.keys.reply_key(), core.random());
}

}  // namespace

Result<void> check_reply_text(std::string_view text) {
  const auto length = count_code_points(text);
  if (!length || *length == 0) return fail(Code::kInvalid, kWhere);
  if (text.size() > envelope::kReplyBytesMax) return fail(Code::kTooLarge, kWhere);
  return {};
}

StatRow stat_row_of(const Core& core, const OpenedCase& opened, std::string kind) {
  const Situation& situation = opened.state.situation();
  StatRow row{.kind = std::move(kind), .subject = stat_subject(opened.key->id()), .language = situation.language};
  core.calendar.stamp(row, core.now(), situation.received_at);
  return row;
}

Result<HeldReply> put_reply(Core& core, Session& session, OpenedCase& opened, const NewReply& reply) {
  if (session.keys.reply_key() == nullptr || opened.item.situation.owner != session.alias)
    return fail(Code::kDenied, kWhere, "not the owner");
  const bool first = !opened.state.situation().first_reply_at.has_value();
  LET(Event event, reply_event(core, session, opened.state, reply));
  TRY(core.shelf.follow(core.store(), session.keys));
  event.cards = cards_in(core.shelf, reply.text, opened.state.situation().told);
  const mailbox::Place place{event.week, event.slot};
  LET(envelope::Envelope sealed, seal_for(core, session, opened.state, event));
  LET(const RecordId record, core.add_event(session, opened, event));
  const OutboundReply outbound{record, mailbox::mailbox_id(*opened.state.mailbox(), place),
                               mailbox::token_hash(mailbox::delete_token(*opened.state.mailbox(), place)),
                               std::move(sealed).take(), place.week};
  TRY(queue_reply(core.store(), outbound, core.now() + kReplyHold));
  if (first) {
    StatRow row = stat_row_of(core, opened, "first_reply");
    row.act = record.text();
    row.seconds = (core.now() - opened.state.situation().received_at).count();
    TRY(put_stat_row(core.store(), session.keys, row, core.random()));
  }
  for (const ToldCard& card : event.cards) {
    StatRow row = stat_row_of(core, opened, "card_told");
    row.code = card.id;
    row.act = record.text();
    TRY(put_stat_row(core.store(), session.keys, row, core.random()));
  }
  return HeldReply{record, event.at + kReplyHold};
}

Result<void> take_back_reply(Core& core, Session& session, OpenedCase& opened, const RecordId& reply) {
  const Entry* entry = opened.state.entry(reply);
  if (entry == nullptr || entry->kind != EntryKind::kReply) return fail(Code::kNotFound, kWhere);
  TRY(withdraw_reply(core.store(), reply, core.now()));
  Event event = core.deed_of(session, EventKind::kUndo);
  event.undone = reply;
  TRY(core.add_event(session, opened, event));
  StatRow row = stat_row_of(core, opened, "undone");
  row.act = reply.text();
  return put_stat_row(core.store(), session.keys, row, core.random());
}

}  // namespace waymark::desk::office
