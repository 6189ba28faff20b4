// Only roots sign rosters.
// expect: could not convert|no viable|conversion from|no matching|invalid initialization
#include "roster/roster.h"

waymark::roster::Note use(const waymark::roster::Roster& roster, const waymark::crypto::RootSigningKey& root,
                          const waymark::crypto::ReplySigningKey& reply) {
#ifdef WAYMARK_BAD
  (void)root;
  return waymark::roster::sign_roster(roster, {&reply, 1});
#else
  (void)reply;
  return waymark::roster::sign_roster(roster, {&root, 1});
#endif
}
