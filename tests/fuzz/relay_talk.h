// What an input of the fuzzer of the relay's socket (relay_socket.cpp) says, and what is wrong with an answer to it. No
// socket is in here.
//
// The first byte says how it is said. All that follows are the bytes of the connections themselves, with names for what
// no fuzzer can guess, so that seeds are text and a changed byte still leaves a put a put:
//   ~|  another connection, open beside those before   ~;  the end of a request, more follow on this connection
//   ~L  how long the body of this request is           ~A  the desk's signature over this request (both in the head)
//   ~B  at the end: zeros up to Content-Length         ~D ~O ~C  today, the organisation's id, the canary
//   ~E3 envelope 3   ~F3 ~S3 its halves as they are put   ~I3 its row id   ~P3 work for it   ~T3 a fresh token
//   ~W3 another relay's word for it   ~R3 ~K3 id and delete token of reply 3; each of them from 0 to 7
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"

namespace waymark::fuzz {

enum class Listener { kPublic = 0, kUnderFlood = 1, kDesk = 2, kOperator = 3 };

/// Stands in paths, headers and bodies of seeds; no answer to a stranger may hold it.
inline constexpr std::string_view kCanary = "qZ7WcanaryX4";
inline constexpr std::size_t kConnectionsMax = 4;
/// More than any body may have; of one connection.
inline constexpr std::size_t kTalkBytesMax = 48 * 1024;

struct How {
  Listener listener = Listener::kPublic;
  std::size_t piece = 0;     ///< bytes at a time
  bool waits = false;        ///< for an answer after each request; else all is sent and half-closed at once
  bool drops_last = false;   ///< the last connection is reset without reading
  bool takes_turns = false;  ///< connections speak piece by piece in turns
};
How how_of(std::uint8_t first);

struct Talk {
  How how;
  std::vector<std::vector<std::string>> connections;  ///< the requests of each, as raw bytes
};

/// What the names of an input stand for.
struct Names {
  /// @return nothing for a letter that stands for nothing
  std::function<std::string(char letter, unsigned number)> of;
  /// The value of Waymark-Auth.
  std::function<std::string(std::string_view path, std::string_view body)> sign;
};

/// @param input not empty
Talk read_talk(ByteView input, const Names& names);

struct Answer {
  int status = 0;  ///< 0: no HTTP at all
  std::string_view head;
  std::string_view body;
  bool whole = false;
};
/// @param some_are_heads  whether one of the requests may have been HEAD, whose answer has a length and no body
std::vector<Answer> read_answers(std::string_view text, bool some_are_heads);

struct Said {
  Listener listener = Listener::kPublic;
  std::string asked;
  std::string answered;
  bool to_its_end = false;  ///< the server closed behind its last byte; else the connection was reset
};
/// What is wrong with what came back, in a few words; empty if nothing is.
std::string_view fault_of(const Said& said);

/// Whether the last answer says that an envelope is kept.
bool says_stored(const Said& said);

}  // namespace waymark::fuzz
