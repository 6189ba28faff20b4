// Core of the API, private to this folder: what all handlers share. See desk_api.h.
#pragma once

#include <functional>

#include "desk/api/access.h"
#include "desk/api/answer.h"
#include "desk/api/boards.h"
#include "desk/api/body.h"
#include "desk/api/desk_api.h"
#include "desk/api/door_lane.h"
#include "desk/api/presence.h"
#include "desk/api/write.h"
#include "http/static_files.h"
#include "http/url.h"

namespace waymark::desk::api {

/// A request with what every signed-in call needs.
struct Call {
  http::Request& request;
  SessionToken token;
  Language language;
  std::optional<text::Zone> zone = {};  ///< of whoever reads; set by speech_for
  /// What somebody else has changed since the page saw the case: goes with the refusal.
  nlohmann::json changed = nullptr;
  /// Titles of the cards in a text for which a lawyer's word is missing: goes with the refusal.
  nlohmann::json due = nullptr;
};

/// What the page has ticked before sending.
struct Ticks {
  bool safe_contact = false;
  bool due_cards = false;
};

/// What a handler gives back: JSON for 200, or an error.
using Reply = Result<nlohmann::json>;

class DeskApi::Core {
 public:
  Core(const DeskApiParts& parts, DeskApiOptions options, http::StaticFiles files)
      : parts_(parts),
        options_(std::move(options)),
        access_(options_.hosts),
        files_(std::move(files)),
        boards_(parts.office, parts.pack, parts.zone, parts.clock) {}

  void add_doors(http::Routes& routes);
  void add_queue(http::Routes& routes);
  void add_library(http::Routes& routes);
  void add_library_items(http::Routes& routes);
  void add_case(http::Routes& routes);
  void add_ends(http::Routes& routes);
  void add_items(http::Routes& routes);
  void add_facts(http::Routes& routes);
  void add_texts(http::Routes& routes);
  void add_search(http::Routes& routes);
  void add_docket(http::Routes& routes);
  void add_log(http::Routes& routes);
  void add_incidents(http::Routes& routes);
  void add_numbers(http::Routes& routes);
  void add_people(http::Routes& routes);
  void add_account(http::Routes& routes);
  void add_pages(http::Routes& routes);
  void tidy() { boards_.tidy(); }

 private:
  using Method = Reply (Core::*)(Call&);

  /// Access rules, then the method; its error becomes the answer.
  http::Handler handler(Method method);
  /// The same without a session.
  http::Response run(Method method, http::Request& request);
  [[nodiscard]] http::Response refuse_and_log(const Error& error) const;
  [[nodiscard]] Language language_of(const http::Request& request) const;
  /// Borrows the call, whose zone it sets. Not for the pulse, which says nothing and comes every second.
  [[nodiscard]] queue::Speech speech_for(Call& call, std::string alias) const;
  [[nodiscard]] Reply done(const SessionToken& token);
  /// A query parameter as a number within the range, or `otherwise`. @error kInvalid
  static Result<std::uint64_t> number_in_query(const http::Request& request, std::string_view name, std::uint64_t low,
                                               std::uint64_t high, std::uint64_t otherwise);
  static Result<CaseId> case_of(const Call& call);
  /// The version of the case that the page shows; nothing when it sends none. @error kMalformed, kInvalid
  static Result<Seen> seen_in(Body& body);
  static Result<Ticks> ticks_in(Body& body);
  /// Passes a result on; a kChangedSince gets what has changed, in the reader's words.
  Result<void> unless_changed(Call& call, const CaseId& id, Seen seen, Result<void> result);
  /// An id that the page makes, so that a call that is repeated does its work once; none when the page sends none.
  static Result<RecordId> operation_in(Body& body);

  /// Hands a call that derives a key to the lane; answers at once when the lane is full.
  void line_up(DoorLane::Line line, std::string_view who, http::Responder respond,
               std::move_only_function<http::Response()> call);
  /// The same for a method of somebody signed in, or of somebody with an invitation.
  http::Handler in_line(Method method);
  /// Whose call it is. @error kExpired without a session, kNotFound without an invitation
  [[nodiscard]] Result<std::string> who_derives(const http::Request& request) const;

  // doors
  void sign_in(http::Request& request, http::Responder respond);
  Reply new_passphrase(Call& call);
  Reply sign_out(Call& call);
  Reply lock(Call& call);
  Reply me(Call& call);
  Reply accept_invitation(Call& call);
  Reply confirm_invitation(Call& call);
  Reply meta(Call& call);
  // queue
  Reply pulse(Call& call);
  Reply show_queue(Call& call);
  Reply show_lost(Call& call);
  Reply show_pack(Call& call);
  Reply file_pasted(Call& call);
  // library
  Reply show_library(Call& call);
  // search
  Reply search(Call& call);
  Reply show_items(Call& call);
  Reply show_item(Call& call);
  Reply save_item(Call& call);
  Reply move_item(Call& call);
  Reply publish_again(Call& call);
  Reply show_told(Call& call);
  Reply correct_told(Call& call);
  /// What is said instead of a card, in the person's language. @error kNotFound
  [[nodiscard]] Result<std::string> correction(const Call& call, std::string_view card, Language person) const;
  Reply show_alike(Call& call);
  Reply set_apart(Call& call);
  // docket
  Reply show_docket(Call& call);
  Reply note_calendar(Call& call);
  // case
  Reply open_case(Call& call);
  Reply take(Call& call);
  Reply give_back(Call& call);
  Reply undo_give_back(Call& call);
  Reply leave_note(Call& call);
  Reply mark_read(Call& call);
  Reply add_note(Call& call);
  Reply hold_reply(Call& call);
  Reply undo_reply(Call& call);
  Reply raise(Call& call);
  Reply lower(Call& call);
  Reply move(Call& call, Override::Direction direction);
  /// kDenied when safe contact blocks and nobody has confirmed.
  /// What has to be ticked before a text goes to the person: a contact rule that says no, cards whose review is
  /// overdue.
  /// @error kDenied, kConflict with `due`
  Result<void> check_ticks(Call& call, const CaseId& id, std::string_view text, Ticks ticks);
  Result<void> check_safe_contact(const Call& call, const CaseId& id);
  // ends
  Reply close_case(Call& call);
  Reply wait_for(Call& call);
  Reply set_aside(Call& call);
  Reply reopen(Call& call);
  Reply undo_end(Call& call);
  Reply add_outcome(Call& call);
  Reply drop_outcome(Call& call);
  Reply merge(Call& call);
  Reply unmerge(Call& call);
  // writing
  Reply set_fact(Call& call);
  Reply check_fact(Call& call);
  Reply put_item(Call& call);
  Reply end_item(Call& call);
  Reply open_item(Call& call);
  Reply see_court(Call& call);
  Reply link_case(Call& call);
  Reply show_drafts(Call& call);
  Reply put_draft(Call& call);
  Reply drop_draft(Call& call);
  // oversight
  Reply show_log(Call& call);
  Reply note_print(Call& call);
  Reply show_incidents(Call& call);
  Reply put_incident(Call& call);
  Reply drop_incident(Call& call);
  // numbers
  Reply show_numbers(Call& call);
  Reply count_figures(Call& call);
  Reply import_series(Call& call);
  Reply drop_series(Call& call);
  Reply show_draft_figures(Call& call);
  Reply show_draft_page(Call& call);
  Reply show_release_page(Call& call);
  Reply trace_figure(Call& call);
  Reply propose_figures(Call& call);
  Reply drop_figures(Call& call);
  Reply approve_figures(Call& call);
  Reply show_health(Call& call);
  Reply show_staff(Call& call);
  Reply invite(Call& call);
  Reply remove_person(Call& call);
  Reply make_door_code(Call& call);
  // account
  Reply change_passphrase(Call& call);
  Reply begin_second_factor(Call& call);
  Reply confirm_second_factor(Call& call);
  Reply sign_out_everywhere(Call& call);

  DeskApiParts parts_;
  DeskApiOptions options_;
  AccessRules access_;
  http::StaticFiles files_;
  Boards boards_;
  Presence presence_;
  DoorLane lane_;  ///< last: its thread ends before what it uses
};

}  // namespace waymark::desk::api
