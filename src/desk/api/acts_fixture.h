// ActsFixture: what a page adds to its calls by itself: ids of operations, and the last message that was seen.
#pragma once

#include "desk/api/api_fixture.h"

namespace waymark::desk::api {

class ActsFixture : public ApiFixture {
 protected:
  /// Any 32 hexadecimal characters; another at each call.
  std::string operation() {
    std::string text = std::to_string(++operations_);
    return std::string(32 - text.size(), '0') + text;
  }
  http::Response read(const std::string& id) {
    const Json messages = get("/api/case/" + id)["messages"];
    std::string newest;
    for (const Json& message : messages)
      if (message["kind"] == "message") newest = message["id"];
    return call("POST", "/api/case/" + id + "/read", {{"newest", newest}});
  }

 private:
  int operations_ = 0;
};

}  // namespace waymark::desk::api
