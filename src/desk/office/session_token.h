// What every capability takes: the session of whoever asks.
//
// Errors common to all calls with a token: kExpired (no such session, lease over, idle too long: sign in again),
// kStorage (the database fails). kDenied: signed in, but has no key or no role for it. kUnavailable: keys changed at
// this moment, ask again. All calls are safe from any thread; times come from the clock that the office was given.
#pragma once

#include <string>

#include "base/result.h"

namespace waymark::desk {

/// Opaque; 43 characters of URL-safe text. It is a secret: keep it in memory, send it in a header only.
struct SessionToken {
  std::string text;
  /// Somebody is there and does something. Otherwise a screen asks by itself, which does not put off the idle lock.
  bool by_hand = true;
};

namespace office {
struct Core;
class Unit;
struct OpenedCase;
}  // namespace office

}  // namespace waymark::desk
