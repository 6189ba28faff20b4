// Counts: what a bridge did, in numbers. Nothing here belongs to one letter.
#pragma once

#include <cstdint>

namespace waymark::bridge {

struct Counts {
  std::uint64_t stored = 0;          ///< sealed texts that the relay has stored
  std::uint64_t others = 0;          ///< letters without a sealed text
  std::uint64_t broken = 0;          ///< letters with one that was cut or changed on its way, or too many
  std::uint64_t removed = 0;         ///< letters that were removed unread, because none of ours
  std::uint64_t too_late = 0;        ///< letters removed after kOursKept although never stored
  std::uint64_t relay_refused = 0;   ///< puts that the relay did not take
  std::uint64_t mailbox_failed = 0;  ///< calls that the mailbox did not answer as it should
  // Poll letters, each counted once when it is over:
  std::uint64_t answered = 0;      ///< the mail server has taken the answer
  std::uint64_t again = 0;         ///< answered before
  std::uint64_t stale = 0;         ///< of another day
  std::uint64_t foreign = 0;       ///< for another organisation, or not as our pages write it
  std::uint64_t unanswerable = 0;  ///< sent by a program, or without one plain address
  std::uint64_t mail_refused = 0;  ///< the mail server will never take the answer
  std::uint64_t given_up = 0;      ///< the mail server did not take it for hours
  std::uint64_t unsure = 0;        ///< perhaps answered, so not answered again
  std::uint64_t mail_later = 0;    ///< tries that the mail server put off (not letters)
  Counts& operator+=(const Counts& other);
};

}  // namespace waymark::bridge
