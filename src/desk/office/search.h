// Search: which cases hold the words that somebody types. What they find is what they may open, in every respect: other
// cases are on other shelves of the index, which are not looked at.
//
// The index is memory alone: it begins when the first person of the first line signs in, follows every change, and is
// gone with the last of them; what only somebody can open who has gone is gone with them. It is filled while screens go
// on: the office's lock is held for one case at a time (work).
#pragma once

#include <mutex>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "base/fair_mutex.h"
#include "desk/office/session_token.h"
#include "desk/search/index.h"
#include "desk/search/likeness.h"
#include "desk/search/query.h"
#include "desk/staff/sessions.h"

namespace waymark::desk::office {

class Search {
 public:
  explicit Search(Core& core);

  /// Brings the index up to date, opening at most so many cases; nothing of it is a line of the log.
  /// @return whether there is more to do @thread any
  Result<bool> work(std::size_t cases);

  struct Found {
    std::vector<CaseId> cases = {};  ///< in no order
    bool filling = false;            ///< cases are still missing from the index
  };
  /// Every case in which all the words stand; all that may be opened for no words. @error as List
  Result<Found> find(const SessionToken& token, const std::vector<search::Wanted>& wanted);
  /// How the newest text with one of the words says it, for each of these cases and in their order; empty where there
  /// is none. No line of the log, as for List::first_words: who asks could open the case.
  Result<std::vector<search::Snippet>> snippets(const SessionToken& token, const std::vector<CaseId>& ids,
                                                const std::vector<search::Wanted>& wanted);
  /// Cases whose first texts are like this one's, most alike first: of those that this person may open, without those
  /// that somebody has said are others, or that are merged with it. No line of the log, as for find().
  /// @error as Cases::open
  Result<std::vector<search::Alike>> alike(const SessionToken& token, const CaseId& id);
  /// Remembers in both cases that they are not the same. @error as Cases::open for either; kInvalid for one and the
  /// same
  Result<void> set_apart(const SessionToken& token, const CaseId& id, const CaseId& other);
  /// Whether nothing of any case is in it.
  bool is_empty();

 private:
  struct Text {
    std::string text;
    Language language;
    bool of_person = false;  ///< not ours
  };
  struct Texts {
    CaseId id;
    std::string owner;
    std::vector<Text> all = {};
  };
  /// Whose cases a session can open.
  static search::Reach reach_of(const Session& session);
  /// Of the first texts of the person.
  static std::vector<search::Print> prints_of(const Texts& texts);
  void forget(const CaseId& id);
  /// The texts of the next case that waits; nothing when none does. With the office's lock held.
  Result<std::optional<Texts>> next();
  /// What may be on shelves now, and which cases have to be read anew. With both locks held.
  void follow();
  /// Nothing when the session cannot open the case, or it is gone.
  Result<std::optional<Texts>> read(Session& session, const CaseId& id, const std::string& owner);

  /// Nothing for those that this person cannot open.
  Result<std::vector<std::optional<Texts>>> read_some(const SessionToken& token, std::span<const CaseId> ids);

  /// Whether the index knows all that there is to know; without the office's lock.
  bool knows_all();
  /// At most kReadTogether. @return whether there were any
  Result<bool> work_on_some(std::size_t cases, const text::Stemmer& stemmer);

  Core& core_;
  FairMutex working_;  ///< taken before the others: of two who read one case, the slower must not have the last word
  std::mutex mutex_;   ///< taken after the office's; guards what follows
  search::Index index_;
  search::Prints prints_;
  search::Reach reach_;  ///< of all who are signed in
  std::set<CaseId> waiting_;
  std::uint64_t counter_ = 0;  ///< of changes that waiting_ and index_ know
  std::uint64_t wiped_ = 0;    ///< goes up when something was taken away
  bool filled_ = false;
};

}  // namespace waymark::desk::office
