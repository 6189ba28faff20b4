// WriteCounter: SQLite writes through it, so that a test can kill its process at any write of its choice. Test code
// only.
//
// Every write to a file, every truncation and every flush is one step. The step at which the process dies is not done.
#pragma once

namespace waymark::desk {

/// Puts itself in front of the machine's files, for every database that is opened from now on. Once for a process.
void count_writes();
/// The `step`th write from now kills this process with SIGKILL; 1 is the next one. 0: none does.
void die_at_write(int step);

}  // namespace waymark::desk
