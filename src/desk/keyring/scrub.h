// Scrub: what was deleted leaves the write-ahead log, too. A reader in the way delays that: the debt stands in the
// database, so that whoever comes next, also another process, pays it.
#pragma once

#include "store/connection.h"

namespace waymark::desk {

/// Inside the transaction that deletes or replaces something secret.
Result<void> owe_scrub(store::Connection& store);
/// After the commit, and again at every round: truncates the log if somebody owes it. True when nothing is owed any
/// more.
bool scrub_if_owed(store::Connection& store);

}  // namespace waymark::desk
