// Office: everything that staff can ask of the desk, one small class a capability, over one core with one lock. The
// HTTP API and the command line call it; sync hands envelopes in and takes replies out through upkeep().
//
// It owns nothing of the network. Layout at rest: docs/spec/desk-store.md.
#pragma once

#include <memory>

#include "desk/office/account.h"
#include "desk/office/answers.h"
#include "desk/office/cases.h"
#include "desk/office/doors.h"
#include "desk/office/ends.h"
#include "desk/office/facts.h"
#include "desk/office/incidents.h"
#include "desk/office/items.h"
#include "desk/office/joining.h"
#include "desk/office/library.h"
#include "desk/office/list.h"
#include "desk/office/numbers.h"
#include "desk/office/oversight.h"
#include "desk/office/parts.h"
#include "desk/office/pasted.h"
#include "desk/office/people.h"
#include "desk/office/search.h"
#include "desk/office/upkeep.h"

namespace waymark::desk {

class Office {
 public:
  /// @error kNotFound for a database in which no office was founded; kStorage
  static Result<std::unique_ptr<Office>> open(OfficeParts parts);
  ~Office();
  Office(const Office&) = delete;
  Office& operator=(const Office&) = delete;

  office::Doors& doors() { return doors_; }              ///< signing in and out
  office::Joining& joining() { return joining_; }        ///< accepting an invitation
  office::People& people() { return people_; }           ///< the staff: inviting, removing
  office::Account& account() { return account_; }        ///< one's own passphrase, second factor, sessions
  office::List& list() { return list_; }                 ///< the agenda and its changes
  office::Cases& cases() { return cases_; }              ///< opening, taking, giving back
  office::Search& search() { return search_; }           ///< which cases hold a word
  office::Facts& facts() { return facts_; }              ///< what is known, and checked
  office::Items& items() { return items_; }              ///< tasks, windows, legal matters, consents
  office::Incidents& incidents() { return incidents_; }  ///< what happened to many and is of no case
  office::Ends& ends() { return ends_; }                 ///< waiting, closing, setting aside, merging
  office::Library& library() { return library_; }        ///< cards and ready replies, and who was told them
  office::Answers& answers() { return answers_; }        ///< replies, notes, unsent texts
  office::Pasted& pasted() { return pasted_; }           ///< sealed texts that came by hand
  office::Numbers& numbers() { return numbers_; }        ///< the rows that figures are counted from
  office::Oversight& oversight() { return oversight_; }  ///< the log, health
  office::Upkeep& upkeep() { return upkeep_; }           ///< what happens while nobody asks

 private:
  explicit Office(std::unique_ptr<office::Core> core);

  std::unique_ptr<office::Core> core_;
  office::Doors doors_;
  office::Joining joining_;
  office::People people_;
  office::Account account_;
  office::List list_;
  office::Cases cases_;
  office::Search search_;
  office::Facts facts_;
  office::Items items_;
  office::Incidents incidents_;
  office::Ends ends_;
  office::Library library_;
  office::Answers answers_;
  office::Pasted pasted_;
  office::Numbers numbers_;
  office::Oversight oversight_;
  office::Upkeep upkeep_;
};

}  // namespace waymark::desk
